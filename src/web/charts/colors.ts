/** How many categorical colours the theme has (`--chart-1` …). */
const size = 8

/**
 * The colours of the entities of a chart: each by its place in the sorted, complete list of its kind, so that it keeps
 * its colour on every page, under every filter and at every rank. Of more than eight entities two may have the same: then
 * the one that comes later in that list takes the next colour that is free, so that no chart has a colour twice; beyond
 * eight in one chart it is grey.
 */
export const colorsOf = (entities: readonly string[], all: readonly string[]): ReadonlyMap<string, string> => {
  const places = new Map([...all].sort().map((entity, place) => [entity, place]))
  const taken = new Set<number>()
  const colors = new Map<string, string>()
  const inOrder = entities
    .flatMap(entity => ({ entity, place: places.get(entity) ?? -1 }))
    .sort((a, b) => a.place - b.place)
  for (const { entity, place } of inOrder) {
    const free = Array.from({ length: size }, (_, step) => (place + step) % size).find(color => !taken.has(color))
    if (place < 0 || free === undefined) colors.set(entity, restColor)
    else {
      taken.add(free)
      colors.set(entity, `var(--chart-${free + 1})`)
    }
  }
  return colors
}

/** Of bars that are told apart by their labels. */
export const barColor = 'var(--chart-1)'

/** What is grouped, unknown or merely compared with. */
export const restColor = 'var(--chart-other)'
