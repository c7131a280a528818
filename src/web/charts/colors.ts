/** How many categorical colours the theme has (`--chart-1` …). */
const size = 8

/**
 * The colour of an entity: its place in the sorted, complete list of its kind, so that it keeps its colour on every
 * page, under every filter and at every rank. Beyond eight entities the colours repeat; labels tell them apart.
 */
export const colorOf = (entity: string, all: readonly string[]): string => {
  const place = [...all].sort().indexOf(entity)
  return place < 0 ? restColor : `var(--chart-${(place % size) + 1})`
}

/** What is grouped, unknown or merely compared with. */
export const restColor = 'var(--chart-other)'
