import { pipsPerUnit, toPips } from '../../money.ts'

/** An amount of the file in the workspace's currency: each by itself, to four decimals, so that sums are those of what is stored. */
export type Exchange = (pips: number) => number

/** None without a rate: amounts are the workspace's already. */
export const exchangeOf = (rate: number | undefined): Exchange | undefined =>
  rate === undefined ? undefined : pips => toPips((pips / pipsPerUnit) * rate)
