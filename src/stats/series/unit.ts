/** The unit must not matter: euros, cents or millions of them give the same forecast. Every model is fitted to the series in a unit of its own. */

import { mean } from '../math/average.ts'
import type { Fitted } from './model.ts'

/** The mean size of a series in its own unit. Any would do that all series share: CES of logarithms, whose memory is of the level, is not
 *  indifferent to it, and on M1 this one did as well as any. */
const size = 5000

/** Significant digits that are kept. A search for parameters may turn on the sixteenth digit, and the sixteenth digit turns on the unit. */
const digits = 10

export type InOwnUnit = {
  /** The series ÷ `unit`, to ten significant digits. */
  y: number[]
  /** What one of the series' own unit is in the unit it came in. */
  unit: number
}

/** The series in a unit in which its mean size is the same for every series. All zeros stay zeros. */
export const inOwnUnit = (y: readonly number[]): InOwnUnit => {
  const largest = Math.max(...y.map(Math.abs))
  if (!(largest > 0)) return { y: [...y], unit: 1 }
  // By the largest first: a sum of the largest numbers there are would be infinite.
  const unit = (largest * mean(y.map(value => Math.abs(value) / largest))) / size
  return { y: y.map(value => Number((value / unit).toPrecision(digits))), unit }
}

/** A model fitted to a series in its own unit, for the series `y` as it came. Parameters stay in the own unit. */
export const inUnitOf = (y: readonly number[], fit: Fitted, unit: number): Fitted => {
  const back = (values: readonly number[]) => values.map(value => value * unit)
  const fitted = back(fit.fitted)
  return {
    ...fit,
    fitted,
    residuals: y.map((value, t) => value - fitted[t]!),
    forecast: (h, levels) => {
      const { mean, levels: used, lower, upper } = fit.forecast(h, levels)
      return { mean: back(mean), levels: used, lower: lower.map(back), upper: upper.map(back) }
    },
  }
}
