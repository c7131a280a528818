import type { Fitted } from './model.ts'

/** Fits an additive model to the logarithms of a positive series: growth in percent, season in factors, errors in proportion. Forecasts
 *  come back as medians. A series that touches zero is fitted as it is. */
export const onLogarithms = (fit: (z: number[]) => Fitted, y: readonly number[]): Fitted => {
  if (!y.every((value) => value > 0)) return fit([...y])
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
