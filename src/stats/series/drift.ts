/**
 * How fast a series wanders off, and how much of it is season: what the width of intervals turns on.
 *
 * Seasonally adjusted, a series is read as a level that follows its own errors (simple exponential smoothing),
 *
 *     y(t) = ℓ(t−1) + e(t),   ℓ(t) = ℓ(t−1) + α e(t),   so that   var e(h) = σ² (1 + (h−1) α²)
 *
 * and α of least squares says how fast. What forecasts were really off by grows faster than that near α = 1, as trends and
 * seasons that are wrong add to it:
 *
 *     var e(h) = σ² (1 + (h−1) d),   d = w (0.03 + 1.9 α^2.5) + (1 − w) 0.3,   w = n ÷ (n + 24)
 *
 * (chosen on M1 and on simulated strongly seasonal series, looked over on M3). A short history says little of α, hence w.
 * Hyndman, Koehler, Ord & Snyder, Forecasting with Exponential Smoothing (2008), section 6.1, for the variances.
 */
import { sum } from '../math/average.ts'
import { minimiseScalar } from '../math/optimise.ts'
import { proportionate } from './logarithm.ts'
import { bayesianSeason, steinFigure } from './shrinkage.ts'
import { inOwnUnit } from './unit.ts'

export type Drift = {
  /** d: how much of a month's error variance each further month adds. */
  drift: number
  /** 0–1: the share of the season in the variance of season and error. */
  seasonality: number
}

const usual = 0.3,
  doubt = 24

const figureOf = (z: readonly number[], period: number): Float64Array => {
  if (period < 2 || z.length <= period) return new Float64Array(1)
  return z.length < 3 * period ? bayesianSeason(z, period).figure : steinFigure(z, period)
}

/** Drift and seasonality of the history `y`; the usual drift where there are fewer than four observations. */
export const driftOf = (y: readonly number[], period: number): Drift => {
  const n = y.length
  if (n < 4) return { drift: usual, seasonality: 0 }
  const own = inOwnUnit(y).y
  const z = proportionate(own) ? own.map(Math.log) : own
  const figure = figureOf(z, period)
  const plain = z.map((value, t) => value - figure[t % figure.length]!)
  const start = (plain[0]! + plain[1]! + plain[2]!) / 3
  const squares = (alpha: number): number => {
    let level = start,
      total = 0
    for (const value of plain) {
      const e = value - level
      total += e * e
      level += alpha * e
    }
    return total
  }
  const { x: alpha, value } = minimiseScalar(squares, 0.02, 1, { tolerance: 1e-4 })
  const w = n / (n + doubt)
  const season = sum([...figure].map(f => f * f)) / figure.length
  const noise = value / n
  return {
    drift: w * (0.03 + 1.9 * alpha ** 2.5) + (1 - w) * usual,
    seasonality: season > 0 ? season / (season + noise) : 0,
  }
}

/** How much of a month's growth is left within a year where the season is all that is wrong. */
const within = 0.2

/**
 * The months by which errors have grown at step k. Where the season is what is wrong, all months of a year ahead are
 * wrong by as much, and those of the next year by a year's change more: `seasonal`, 0–1, says how much of the growth
 * comes in such steps.
 *
 *     (1 − s) (k − 1) + s (12 ⌊(k − 1) ÷ 12⌋ + 0.2 ((k − 1) mod 12))
 */
const monthsGrown = (k: number, seasonal: number, period: number): number => {
  const month = (k - 1) % period
  return (1 - seasonal) * (k - 1) + seasonal * (k - 1 - month + within * month)
}

/** The standard deviation of the error at step k, in those of step 1: √(1 + d × months grown). */
export const errorGrowth = (drift: number, k: number, seasonal = 0, period = 12): number =>
  Math.sqrt(1 + drift * monthsGrown(k, seasonal, period))

/**
 * The standard deviation of the error of the sum of steps 1…k, in those of step 1: each month's error stays in the level of all
 * months after, √Σ (1 + m √d)², m the months grown at steps 1…k.
 */
export const totalErrorGrowth = (drift: number, k: number, seasonal = 0, period = 12): number =>
  Math.sqrt(
    sum(Array.from({ length: k }, (_, m) => (1 + monthsGrown(m + 1, seasonal, period) * Math.sqrt(drift)) ** 2)),
  )
