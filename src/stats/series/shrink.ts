/** Seasonal factors for a history of one to three seasons, shrunk towards no season: with one or two looks at each month most of what is
 *  seen is noise. After Miller & Williams, International Journal of Forecasting 19 (2003). */

import type { SeasonType } from './seasonal.ts'

/** The share of the seen season (in logs) that is believed. */
const power = 0.6

/** Ratios to (differences from) the least-squares line, averaged by position, shrunk. Needs more than one period. */
export const shrunkFigure = (y: readonly number[], period: number): { figure: Float64Array; type: SeasonType } => {
  const n = y.length, type = y.every((value) => value > 0) ? 'multiplicative' : 'additive'
  const values = type === 'additive' ? y : y.map(Math.log)
  const middle = (n - 1) / 2, mean = values.reduce((a, b) => a + b, 0) / n
  const slope = values.reduce((sum, value, t) => sum + (t - middle) * value, 0) / ((n * (n * n - 1)) / 12)
  const sum = new Float64Array(period), count = new Float64Array(period)
  for (let t = 0; t < n; t++) {
    sum[t % period] = sum[t % period]! + values[t]! - mean - slope * (t - middle)
    count[t % period] = count[t % period]! + 1
  }
  const figure = sum.map((s, k) => (power * s) / count[k]!)
  const centre = figure.reduce((a, b) => a + b, 0) / period
  const centred = figure.map((value) => value - centre)
  return { figure: type === 'additive' ? centred : centred.map(Math.exp), type }
}
