/**
 * RFM: recency, frequency and monetary value, each cut into quintiles from 1 (worst) to 5 (best), and a named group for
 * every customer.
 *
 * A customer's quintile is 1 + ⌊5 · (customers who are worse + half of those who are equal) / n⌋: equal values get
 * equal scores, also when most customers bought once. Monetary value is the total spent. (A. M. Hughes: Strategic
 * Database Marketing, 1994.)
 *
 * Groups, from recency R and the mean of the other two, V = (F + M) / 2:
 *
 *   R \ V | below 2              | 2 to below 3.5    | 3.5 to below 4.5  | 4.5 and above
 *   5     | new                  | potential loyal   | loyal             | champions
 *   4     | promising            | potential loyal   | loyal             | champions
 *   3     | about to sleep       | need attention    | loyal             | loyal
 *   2     | hibernating          | at risk           | at risk           | cannot lose
 *   1     | lost                 | hibernating       | at risk           | cannot lose
 */
import { InvalidData } from '../errors.ts'

/** Days since the last purchase, number of purchases, total spent. */
export type RfmInput = { daysSince: number; purchases: number; total: number }

export const rfmGroups = [
  'champions',
  'loyal',
  'potential loyal',
  'new',
  'promising',
  'need attention',
  'about to sleep',
  'at risk',
  'cannot lose',
  'hibernating',
  'lost',
] as const
export type RfmGroup = (typeof rfmGroups)[number]

/** Quintiles 1–5, 5 being the best. */
export type Rfm = { recency: number; frequency: number; monetary: number; group: RfmGroup }

/** Scores in the order of the customers. */
export function rfm(customers: readonly RfmInput[]): Rfm[] {
  const recency = quintiles(customers.map(({ daysSince }) => -daysSince))
  const frequency = quintiles(customers.map(({ purchases }) => purchases))
  const monetary = quintiles(customers.map(({ total }) => total))
  return customers.map((_, i) => ({
    recency: recency[i]!,
    frequency: frequency[i]!,
    monetary: monetary[i]!,
    group: rfmGroup(recency[i]!, (frequency[i]! + monetary[i]!) / 2),
  }))
}

const table: Record<number, [RfmGroup, RfmGroup, RfmGroup, RfmGroup]> = {
  5: ['new', 'potential loyal', 'loyal', 'champions'],
  4: ['promising', 'potential loyal', 'loyal', 'champions'],
  3: ['about to sleep', 'need attention', 'loyal', 'loyal'],
  2: ['hibernating', 'at risk', 'at risk', 'cannot lose'],
  1: ['lost', 'hibernating', 'at risk', 'cannot lose'],
}

/** The group of a recency quintile and the mean V of the other two, by the table above. */
export const rfmGroup = (recency: number, value: number): RfmGroup =>
  table[recency]![value < 2 ? 0 : value < 3.5 ? 1 : value < 4.5 ? 2 : 3]

/** The quintile of each value, 5 for the greatest. Throws InvalidData for what is no finite number. */
export function quintiles(values: ArrayLike<number>): Uint8Array {
  const n = values.length
  // typed arrays sort as numbers, without a call for each comparison; −0 and 0 are one value
  const own = Float64Array.from(values, value => value || 0)
  for (let i = 0; i < n; i++)
    if (!Number.isFinite(values[i]!)) throw new InvalidData(`RFM needs finite numbers, got ${values[i]}`)
  const sorted = own.toSorted()
  const score = new Uint8Array(n)
  for (let start = 0, end = 0; start < n; start = end) {
    while (end < n && sorted[end] === sorted[start]) end++
    score[start] = 1 + Math.floor((5 * ((start + end) / 2)) / n)
  }
  return Uint8Array.from(own, value => score[firstAt(sorted, value)]!)
}

/** Where a value of a sorted array first stands. */
function firstAt(sorted: Float64Array, value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}
