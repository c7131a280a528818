/** Sum, mean and median of plain numbers. The sum of nothing is 0, the mean and the median of nothing NaN. */

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

export const mean = (values: readonly number[]): number => sum(values) / values.length

/** The middle value; of an even count the mean of the two in the middle. */
export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const n = sorted.length
  return n ? (sorted[(n - 1) >> 1]! + sorted[n >> 1]!) / 2 : NaN
}
