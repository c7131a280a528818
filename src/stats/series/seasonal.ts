/**
 * Classical seasonal adjustment, as R's `decompose`: a centred moving average of one season for the trend, the mean of
 * what remains for each position in the season. And the test that says whether there is a season at all (Assimakopoulos
 * & Nikolopoulos 2000).
 */

import type { Fitted } from './model.ts'

export type SeasonType = 'additive' | 'multiplicative'

/**
 * Is the autocorrelation at one season beyond what its Bartlett standard error allows, at 90 % two-sided? False for n ≤
 * 2 periods.
 */
export const isSeasonal = (y: ArrayLike<number>, period: number): boolean => {
  const n = y.length
  if (period < 2 || n <= 2 * period) return false
  let mean = 0
  for (let t = 0; t < n; t++) mean += y[t]! / n
  let variance = 0
  for (let t = 0; t < n; t++) variance += (y[t]! - mean) ** 2
  if (!(variance > 1e-20 * n * mean * mean)) return false
  let squares = 0,
    last = 0
  for (let lag = 1; lag <= period; lag++) {
    let sum = 0
    for (let t = lag; t < n; t++) sum += (y[t]! - mean) * (y[t - lag]! - mean)
    last = sum / variance
    if (lag < period) squares += last * last
  }
  return Math.abs(last) / Math.sqrt((1 + 2 * squares) / n) > 1.6448536269514722
}

/** The centred moving average over one season (half weight on both ends when the period is even); NaN on both edges. */
export const movingAverage = (y: ArrayLike<number>, period: number): Float64Array => {
  const n = y.length,
    half = Math.floor(period / 2),
    even = period % 2 === 0
  const trend = new Float64Array(n).fill(NaN)
  for (let t = half; t < n - half; t++) {
    let sum = 0
    for (let k = -half; k <= half; k++) sum += even && Math.abs(k) === half ? 0.5 * y[t + k]! : y[t + k]!
    trend[t] = sum / period
  }
  return trend
}

/**
 * One seasonal figure per position t mod period: factors of mean 1 or terms of mean 0. NaN when a position was never
 * seen with a trend (less than two periods), or when a multiplicative trend touches 0.
 */
export const seasonalFigure = (y: ArrayLike<number>, period: number, type: SeasonType): Float64Array => {
  const trend = movingAverage(y, period)
  const sum = new Float64Array(period),
    count = new Float64Array(period)
  for (let t = 0; t < y.length; t++) {
    if (Number.isNaN(trend[t]!)) continue
    sum[t % period] = sum[t % period]! + (type === 'additive' ? y[t]! - trend[t]! : y[t]! / trend[t]!)
    count[t % period] = count[t % period]! + 1
  }
  const figure = sum.map((s, k) => s / count[k]!)
  const mean = figure.reduce((a, b) => a + b, 0) / period
  return figure.map(value => (type === 'additive' ? value - mean : value / mean))
}

/**
 * Fits a model without seasons on the adjusted series and puts the season back into its fitted values and forecasts.
 */
export const adjusted = (
  fit: (y: number[]) => Fitted,
  y: readonly number[],
  figure: Float64Array,
  type: SeasonType,
): Fitted => {
  const n = y.length,
    period = figure.length,
    additive = type === 'additive'
  const put = (value: number, t: number) => (additive ? value + figure[t % period]! : value * figure[t % period]!)
  const inner = fit(y.map((value, t) => (additive ? value - figure[t % period]! : value / figure[t % period]!)))
  const fitted = inner.fitted.map(put)
  return {
    ...inner,
    fitted,
    residuals: y.map((value, t) => value - fitted[t]!),
    forecast: (h, levels) => {
      const plain = inner.forecast(h, levels)
      const season = (values: number[]) => values.map((value, k) => put(value, n + k))
      return {
        mean: season(plain.mean),
        levels: plain.levels,
        lower: plain.lower.map(season),
        upper: plain.upper.map(season),
      }
    },
  }
}

/**
 * The classical adjustment theta models use: multiplicative where the data allow it, none where the test finds no
 * season.
 */
export const classicallyAdjusted = (fit: (y: number[]) => Fitted, y: readonly number[], period: number): Fitted => {
  if (!isSeasonal(y, period)) return fit([...y])
  const positive = y.every(value => value > 0)
  const figure = seasonalFigure(y, period, positive ? 'multiplicative' : 'additive')
  if (positive && figure.some(value => !(Math.abs(value) >= 1e-4))) return fit([...y])
  return adjusted(fit, y, figure, positive ? 'multiplicative' : 'additive')
}
