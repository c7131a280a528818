/** The y of each point of a line, in pixels; null where there is none. */
type Heights = readonly (number | null)[]

const at = (x: (index: number) => number, i: number, y: number) => `${x(i).toFixed(1)},${y.toFixed(1)}`

/** Straight segments (smoothing would invent values), as an SVG path; where a value is missing the line breaks. */
export const linePath = (heights: Heights, x: (index: number) => number): string =>
  heights
    .map((y, i) => {
      if (y === null) return ''
      const before = heights[i - 1]
      return `${before === null || before === undefined ? 'M' : 'L'}${at(x, i, y)}`
    })
    .join('')

/** From a line down (or up) to `base`: a shape for each stretch without a gap. */
export const areaPath = (heights: Heights, base: number, x: (index: number) => number): string => {
  const stretches: number[][] = []
  heights.forEach((y, i) => {
    if (y === null) return
    const last = stretches.at(-1)
    if (last && last.at(-1) === i - 1) last.push(i)
    else stretches.push([i])
  })
  return stretches
    .map(indexes => {
      const [first = 0, last = 0] = [indexes[0], indexes.at(-1)]
      const line = indexes.map(i => at(x, i, heights[i] ?? base)).join('L')
      return `M${line}L${at(x, last, base)}L${at(x, first, base)}Z`
    })
    .join('')
}
