/**
 * The theta method: half a straight line, half simple exponential smoothing. It won the M3 competition.
 *
 *    ŷ(n+h) = ℓ(n) + (b/2) (h − 1 + (1 − (1−α)^n) / α)         b: slope of the least-squares line, α, ℓ: simple exponential smoothing
 *    var(h) = σ² (1 + (h−1) α²)
 *
 * on the seasonally adjusted series (classical multiplicative decomposition where the test finds a season).
 * Assimakopoulos & Nikolopoulos, International Journal of Forecasting 16 (2000); Hyndman & Billah, IJF 19 (2003). As
 * R's `thetaf`.
 */

import { NotEnoughData } from '../errors.ts'
import { gaussianForecast } from './gaussian.ts'
import type { Fit, Fitted } from './model.ts'
import { classicallyAdjusted } from './seasonal.ts'
import { smooth } from './ses.ts'

/** Theta on a series without seasons. Needs 3 observations. */
export const fitThetaLine = (y: readonly number[]): Fitted => {
  const n = y.length
  if (n < 3) throw new NotEnoughData(3, n)
  const { alpha, start, level, fitted, sse } = smooth(y)
  const middle = (n - 1) / 2
  let slope = 0
  for (let t = 0; t < n; t++) slope += ((t - middle) * y[t]!) / ((n * (n * n - 1)) / 12)
  const drift = slope / 2
  const sigma = Math.sqrt(sse / Math.max(1, n - 2))
  return {
    method: 'Theta',
    fitted,
    residuals: y.map((value, t) => value - fitted[t]!),
    parameters: { alpha, level: start, drift, sigma },
    forecast: (h, levels) => {
      const mean = Array.from({ length: h }, (_, k) => level + drift * (k + (1 - (1 - alpha) ** n) / alpha))
      return gaussianForecast(
        mean,
        mean.map((_, k) => sigma * Math.sqrt(1 + k * alpha * alpha)),
        levels,
      )
    },
  }
}

/** Theta, seasonally adjusted where the test finds a season. Needs 3 observations; throws NotEnoughData. */
export const fitTheta: Fit = (y, { period }) => classicallyAdjusted(fitThetaLine, y, period)
