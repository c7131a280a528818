/**
 * A customer as the churn model sees them on one day: five features, each from purchases up to that day only.
 *
 *   recency    ln(1 + d)              d: days since the last purchase
 *   frequency  ln n                   n: purchases
 *   value      ln(1 + v)              v: mean value of a purchase, 0 when negative
 *   tenure     ln(1 + T)              T: days since the first purchase
 *   overdue    ln((1 + d) / (1 + g))  g = (t_x + G) / (x + 1): the customer's own mean gap, with one gap of everybody's median length G
 *
 * Logarithms because a silence of 10 instead of 5 days says about as much as one of 200 instead of 100. g is defined
 * for one purchase too.
 */
import { purchasesUntil, type History, type PurchaseSummary } from './history.ts'

export const featureNames = ['recency', 'frequency', 'value', 'tenure', 'overdue'] as const
export type FeatureName = (typeof featureNames)[number]

/**
 * Facts of one customer on a day, in days and in the currency of the amounts. `usualGap`: median of the own gaps, null
 * with one purchase.
 */
export type Profile = {
  summary: PurchaseSummary
  purchases: number
  meanValue: number
  daysSince: number
  tenure: number
  usualGap: number | null
}

/** The facts on day `until`; null before the first purchase. */
export function profileAt(history: History, until: number): Profile | null {
  const { days, amounts } = purchasesUntil(history, until)
  const purchases = days.length
  if (purchases === 0) return null
  const first = days[0]!
  const last = days[purchases - 1]!
  return {
    summary: { x: purchases - 1, tx: last - first, T: until - first },
    purchases,
    meanValue: amounts.reduce((sum, amount) => sum + amount, 0) / purchases,
    daysSince: until - last,
    tenure: until - first,
    usualGap: purchases > 1 ? median(gaps(days)) : null,
  }
}

/** Everybody's median gap between purchases up to `until`, in days; null while nobody has bought twice. */
export function medianGap(histories: readonly History[], until: number): number | null {
  const all = histories.flatMap(history => gaps(purchasesUntil(history, until).days))
  return all.length > 0 ? median(all) : null
}

/** The features in the order of `featureNames`; `typicalGap` is everybody's median gap G. */
export function features({ summary, purchases, meanValue, daysSince, tenure }: Profile, typicalGap: number): number[] {
  const gap = (summary.tx + typicalGap) / (summary.x + 1)
  return [
    Math.log1p(daysSince),
    Math.log(purchases),
    Math.log1p(Math.max(0, meanValue)),
    Math.log1p(tenure),
    Math.log((1 + daysSince) / (1 + gap)),
  ]
}

const gaps = (days: readonly number[]): number[] => days.slice(1).map((day, i) => day - days[i]!)

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
