/**
 * The dynamic optimised theta model: theta whose line is re-estimated at every step and whose weight is estimated too.
 *
 *    μ(t) = ℓ(t−1) + ω { (1−α)^(t−1) A(t−1) + [1 − (1−α)^t]/α · B(t−1) },     ω = 1 − 1/θ
 *    ℓ(t) = α y(t) + (1−α) ℓ(t−1),     A, B: intercept and slope of the least-squares line through y(1…t)
 *
 * Fiorucci, Pellegrini, Louzada, Petropoulos & Koehler, International Journal of Forecasting 32 (2016). The sum of
 * squares from t = 3 on is minimised over α ∈ [0.1, 0.99], θ ≥ 1 and ℓ(0). For a given α it is linear least squares in
 * ℓ(0) and ω, so only α is searched:
 * exact, where the original's simplex in three dimensions may stop early.
 */

import { NotEnoughData } from '../errors.ts'
import { minimiseScalar } from '../math/optimise.ts'
import { gaussianForecast } from './gaussian.ts'
import type { Fit, Fitted } from './model.ts'
import { classicallyAdjusted } from './seasonal.ts'

type Line = { mean: number; slope: number }

/** The least-squares line through t observations, when one more arrives. */
const extend = ({ mean, slope }: Line, value: number, t: number): Line => ({
  mean: (t * mean + value) / (t + 1),
  slope: ((t - 1) * slope + (6 * (value - mean)) / (t + 1)) / (t + 2),
})

/** DOTM on a series without seasons. Needs 4 observations. */
export const fitDynamicThetaLine = (y: readonly number[]): Fitted => {
  const n = y.length
  if (n < 4) throw new NotEnoughData(4, n)
  const intercept = new Float64Array(n),
    slope = new Float64Array(n)
  let line: Line = { mean: y[0]!, slope: 0 }
  for (let t = 1; t <= n; t++) {
    intercept[t - 1] = line.mean - (line.slope * (t + 1)) / 2
    slope[t - 1] = line.slope
    if (t < n) line = extend(line, y[t]!, t)
  }

  // Error = e(t) − weight(t) ℓ(0) − drive(t) ω, with e from ℓ(0) = 0. Normal equations in ℓ(0) and ω, ω kept in [0, 1).
  const concentrated = (alpha: number) => {
    let level = alpha * y[0]!,
      weight = 1 - alpha
    let ee = 0,
      we = 0,
      de = 0,
      ww = 0,
      dw = 0,
      dd = 0
    for (let t = 1; t < n; t++) {
      if (t >= 2) {
        const drive = weight * intercept[t - 1]! + ((1 - weight * (1 - alpha)) / alpha) * slope[t - 1]!
        const e = y[t]! - level
        ee += e * e
        we += weight * e
        de += drive * e
        ww += weight * weight
        dw += drive * weight
        dd += drive * drive
      }
      level = alpha * y[t]! + (1 - alpha) * level
      weight *= 1 - alpha
    }
    const determinant = ww * dd - dw * dw
    let omega = determinant > 1e-12 * ww * dd ? (ww * de - dw * we) / determinant : 0
    omega = Math.min(1 - 1e-10, Math.max(0, omega))
    const start = (we - dw * omega) / ww
    return {
      start,
      omega,
      sse: ee - 2 * (we * start + de * omega) + ww * start * start + 2 * dw * start * omega + dd * omega * omega,
    }
  }
  const { x: alpha } = minimiseScalar(a => concentrated(a).sse, 0.1, 0.99)
  const { start, omega } = concentrated(alpha)

  const fitted: number[] = [y[0]!]
  let level = alpha * y[0]! + (1 - alpha) * start,
    weight = 1 - alpha
  const next = (a: number, b: number) => level + omega * (weight * a + ((1 - weight * (1 - alpha)) / alpha) * b)
  for (let t = 1; t < n; t++) {
    fitted.push(next(intercept[t - 1]!, slope[t - 1]!))
    level = alpha * y[t]! + (1 - alpha) * level
    weight *= 1 - alpha
  }
  const residuals = y.map((value, t) => value - fitted[t]!)
  const sigma = Math.sqrt(residuals.reduce((sum, e, t) => (t < 2 ? 0 : sum + e * e), 0) / Math.max(1, n - 5))
  const lastLine = line,
    lastLevel = level,
    lastWeight = weight
  return {
    method: 'DOTM',
    fitted,
    residuals,
    parameters: { level: start, alpha, theta: 1 / (1 - omega), sigma },
    forecast: (h, levels) => {
      const mean: number[] = []
      line = lastLine
      level = lastLevel
      weight = lastWeight
      for (let t = n; t < n + h; t++) {
        const value = next(line.mean - (line.slope * (t + 1)) / 2, line.slope)
        mean.push(value)
        line = extend(line, value, t)
        level = alpha * value + (1 - alpha) * level
        weight *= 1 - alpha
      }
      return gaussianForecast(
        mean,
        mean.map((_, k) => sigma * Math.sqrt(1 + k * alpha * alpha)),
        levels,
      )
    },
  }
}

/** DOTM, seasonally adjusted where the test finds a season. Needs 4 observations; throws NotEnoughData. */
export const fitDotm: Fit = (y, { period }) => classicallyAdjusted(fitDynamicThetaLine, y, period)
