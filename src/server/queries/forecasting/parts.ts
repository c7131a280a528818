import type { History } from './history.ts'
import { pipsPerUnit } from '../../money.ts'
import { type Dimension, dimensions } from '../../db/rollup/grains.ts'

/** A group of cells with a forecast of its own: a value of a dimension, or the small values together (`value` null). */
export type Part = { dimension: Dimension; value: string | null; y: number[] }

/** The groups of one dimension: which cell is in which. */
export type Grouping = { dimension: Dimension; parts: Part[]; groupOf: number[] }

/**
 * So many values of a dimension, the largest of the last year, are fitted each by itself; what the others sell is
 * fitted as one and shared out by their past.
 */
const mostValues = 24

const sumOf = (pips: Float64Array, from = 0) => pips.subarray(from).reduce((sum, value) => sum + value, 0)

/** The values of a dimension, by revenue of the last twelve months, equal ones by name. */
export const valuesOf = ({ lines, known }: History, dimension: Dimension): string[] => {
  const recent = Math.max(0, known.months.length - 12)
  const sums = new Map<string, number>()
  for (const { values, pips } of lines)
    sums.set(values[dimension], (sums.get(values[dimension]) ?? 0) + sumOf(pips, recent))
  return [...sums].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([value]) => value)
}

/** Monthly sums of some cells, in the currency. */
export const series = (history: History, among: (line: number) => boolean): number[] =>
  sumsBy(history, 1, line => (among(line) ? 0 : -1))[0]!

/** The same of several groups at once; −1: in none. */
const sumsBy = ({ lines, known }: History, groups: number, groupOf: (line: number) => number): number[][] => {
  const sums = Array.from({ length: groups }, () => new Float64Array(known.months.length))
  for (const [i, { pips }] of lines.entries()) {
    const into = sums[groupOf(i)]
    if (into) for (let t = 0; t < into.length; t += 1) into[t]! += pips[t]!
  }
  return sums.map(own => Array.from(own, value => value / pipsPerUnit))
}

/** Every dimension's groups. A dimension with one value says nothing that the total does not. */
export const groupings = (history: History): Grouping[] =>
  dimensions.flatMap(dimension => {
    const values = valuesOf(history, dimension)
    if (values.length < 2) return []
    const own = values.length > mostValues ? values.slice(0, mostValues - 1) : values
    const placeOf = new Map(own.map((value, i) => [value, i]))
    const groupOf = history.lines.map(line => placeOf.get(line.values[dimension]) ?? own.length)
    const shown: (string | null)[] = own.length < values.length ? [...own, null] : own
    const sums = sumsBy(history, shown.length, line => groupOf[line]!)
    return [{ dimension, parts: shown.map((value, group) => ({ dimension, value, y: sums[group]! })), groupOf }]
  })
