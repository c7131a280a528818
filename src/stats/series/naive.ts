/** The yardsticks: every model must beat them. Naive repeats the last value, seasonal naive the last season, the mean the average.
 *
 *     naive            ŷ(n+h) = y(n)                       var(h) = σ² h
 *     seasonal naive   ŷ(n+h) = y(n+h−m⌈h/m⌉)              var(h) = σ² ⌈h/m⌉
 *     … with growth    ŷ(n+h) = y(n+h−m⌈h/m⌉) + g ⌈h/m⌉   g: shrunk mean change against a season before
 *     mean             ŷ(n+h) = ȳ                          var(h) = s² (1 + 1/n), Student's t with n − 1 degrees of freedom
 *
 *  Hyndman & Athanasopoulos, Forecasting: Principles and Practice (3rd ed. 2021), sections 5.2 and 5.5. */

import { NotEnoughData } from '../errors.ts'
import { studentQuantile } from '../math/normal.ts'
import { gaussianForecast, usualLevels } from './gaussian.ts'
import type { Fit, Fitted } from './model.ts'

const lagged = (y: readonly number[], lag: number, method: string): Fitted => {
  const n = y.length
  if (n < lag) throw new NotEnoughData(lag, n)
  const fitted = y.map((_, t) => (t < lag ? NaN : y[t - lag]!))
  const residuals = y.map((value, t) => value - fitted[t]!)
  const errors = residuals.slice(lag)
  const sigma = Math.sqrt(errors.reduce((sum, e) => sum + e * e, 0) / Math.max(1, errors.length))
  return {
    method,
    fitted,
    residuals,
    parameters: { sigma },
    forecast: (h, levels) => {
      const mean = Array.from({ length: h }, (_, k) => y[n - lag + (k % lag)]!)
      return gaussianForecast(
        mean,
        mean.map((_, k) => sigma * Math.sqrt(Math.floor(k / lag) + 1)),
        levels,
      )
    },
  }
}

/** The last value, for ever. Needs one observation. */
export const fitNaive: Fit = y => lagged(y, 1, 'Naive')

/** The value of the same position one season ago. Needs one whole period; throws NotEnoughData. */
export const fitSeasonalNaive: Fit = (y, { period }) =>
  period > 1 ? lagged(y, period, 'Seasonal naive') : fitNaive(y, { period })

/** How many years of growth that were not seen stand against those that were. */
const doubt = 3

/** Seasonal naive that grows: the value of one season ago plus the mean change against a season before, shrunk towards none by k ÷ (k + 3), as
 *  k pairs of observations tell it (at most a season of them). On logarithms it grows in percent. Needs one period and an observation more. */
export const fitSeasonalNaiveGrowing: Fit = (y, { period }) => {
  const n = y.length
  if (n <= period) throw new NotEnoughData(period + 1, n)
  const pairs = Math.min(period, n - period)
  const changes = Array.from({ length: pairs }, (_, k) => y[n - 1 - k]! - y[n - 1 - k - period]!)
  const growth = changes.reduce((sum, change) => sum + change, 0) / (pairs + doubt)
  const { forecast, ...inner } = lagged(y, period, 'Seasonal naive with growth')
  const fitted = inner.fitted.map(value => value + growth)
  const grown = (values: number[]) => values.map((value, k) => value + growth * (1 + Math.floor(k / period)))
  return {
    ...inner,
    fitted,
    residuals: y.map((value, t) => value - fitted[t]!),
    parameters: { ...inner.parameters, growth },
    forecast: (h, levels) => {
      const plain = forecast(h, levels)
      return { ...plain, mean: grown(plain.mean), lower: plain.lower.map(grown), upper: plain.upper.map(grown) }
    },
  }
}

/** The mean of all observations, for series too short for anything else; its intervals are wide, as they should be. Needs two. */
export const fitMean: Fit = y => {
  const n = y.length
  if (n < 2) throw new NotEnoughData(2, n)
  const level = y.reduce((sum, value) => sum + value, 0) / n
  const residuals = y.map(value => value - level)
  const sigma = Math.sqrt(residuals.reduce((sum, e) => sum + e * e, 0) / (n - 1))
  return {
    method: 'Mean',
    fitted: y.map(() => level),
    residuals,
    parameters: { mean: level, sigma },
    forecast: (h, levels = usualLevels) => {
      const mean = Array.from({ length: h }, () => level)
      const width = levels.map(q => studentQuantile(0.5 + q / 2, n - 1) * sigma * Math.sqrt(1 + 1 / n))
      return { mean, levels, lower: width.map(w => mean.map(m => m - w)), upper: width.map(w => mean.map(m => m + w)) }
    },
  }
}
