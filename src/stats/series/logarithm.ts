import { median } from '../math/average.ts'
import type { Fitted } from './model.ts'

/**
 * The least share of the median an observation must have. One of nearly nothing is, in logarithms, an abyss that every
 * model falls into.
 */
const least = 0.01

/**
 * Is every observation far enough above zero to be thought of in proportions: ratios, logarithms, multiplicative
 * errors?
 */
export const proportionate = (y: readonly number[]): boolean => {
  const floor = least * median(y)
  return floor > 0 && y.every(value => value >= floor)
}

/**
 * Fits an additive model to the logarithms of a positive series: growth in percent, season in factors, errors in
 * proportion. Forecasts come back as medians. A series that touches zero or nearly does is fitted as it is.
 */
export const onLogarithms = (fit: (z: number[]) => Fitted, y: readonly number[]): Fitted => {
  if (!proportionate(y)) return fit([...y])
  const inner = fit(y.map(Math.log))
  const fitted = inner.fitted.map(Math.exp)
  return {
    ...inner,
    method: `${inner.method} of logarithms`,
    fitted,
    residuals: y.map((value, t) => value - fitted[t]!),
    forecast: (h, levels) => {
      const { mean, levels: used, lower, upper } = inner.forecast(h, levels)
      const back = (values: number[]) => values.map(Math.exp)
      return { mean: back(mean), levels: used, lower: lower.map(back), upper: upper.map(back) }
    },
  }
}
