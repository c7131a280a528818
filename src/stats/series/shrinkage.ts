/** Seasonal figures shrunk towards no season by as much as they may be noise. A classical figure is an average of a few looks at each
 *  position; taken at face value it carries that noise into every forecast, and a test that keeps or drops it whole is worse still.
 *
 *     James–Stein:   f ← f · max(0, 1 − (m − 3)/(m − 1) / F),   F: variance between positions over that expected from noise alone
 *
 *  James & Stein (1961); Miller & Williams, International Journal of Forecasting 19 (2003). Figures here are terms that add to z: give logs
 *  of a series to get logs of factors. */

import { cholesky, solveLower, solveUpper } from '../math/cholesky.ts'
import { movingAverage } from './seasonal.ts'

const centred = (figure: Float64Array): Float64Array => {
  const mean = figure.reduce((sum, f) => sum + f, 0) / figure.length
  return figure.map(f => f - mean)
}

/** What a look at a position counts for when it is a season older: seasons change. */
const fading = 0.7

/** The figure around a centred moving average, recent seasons counting more, by James–Stein. All zero with fewer than two periods and an
 *  observation more, which leave nothing to tell noise by. */
export const steinFigure = (z: ArrayLike<number>, period: number): Float64Array => {
  const n = z.length,
    trend = movingAverage(z, period)
  const sum = new Float64Array(period),
    count = new Float64Array(period)
  const faded = new Float64Array(period),
    weight = new Float64Array(period),
    square = new Float64Array(period)
  let seen = 0
  for (let t = 0; t < n; t++) {
    if (Number.isNaN(trend[t]!)) continue
    const k = t % period,
      w = fading ** ((n - 1 - t) / period),
      remainder = z[t]! - trend[t]!
    sum[k] = sum[k]! + remainder
    count[k] = count[k]! + 1
    faded[k] = faded[k]! + w * remainder
    weight[k] = weight[k]! + w
    square[k] = square[k]! + w * w
    seen++
  }
  if (seen <= period || period < 4) return new Float64Array(period)
  let within = 0
  for (let t = 0; t < n; t++)
    if (!Number.isNaN(trend[t]!)) within += (z[t]! - trend[t]! - sum[t % period]! / count[t % period]!) ** 2
  const figure = centred(faded.map((f, k) => f / weight[k]!))
  const noise = ((within / (seen - period)) * square.reduce((total, s, k) => total + s / weight[k]! ** 2, 0)) / period
  const between = figure.reduce((total, f) => total + f * f, 0) / (period - 1)
  const kept = between > 0 ? Math.max(0, 1 - (((period - 3) / (period - 1)) * noise) / between) : 0
  return figure.map(f => f * kept)
}

/** Strengths of season tried: variance between positions over variance of the noise. */
const strengths = [0, 0.25, 1, 4, 16, 64, 256]

/** How far the line may climb over the whole history, in variances of the noise: a steep line through little more than one season is usually a
 *  season. Where the season is large the noise is little, and the line may climb more of it. */
const climb = (strength: number) => Math.max(4, strength / 4)

type Prior = { tau: number; l: Float64Array; ones: Float64Array; determinant: number }

/** The covariance of each strength factored, and what it makes of a level: the length and the period alone decide them. */
const priorsOf = (n: number, period: number): Prior[] => {
  const middle = (n - 1) / 2
  return strengths.map(tau => {
    const covariance = new Float64Array(n * n)
    for (let i = 0; i < n; i++)
      for (let j = 0; j <= i; j++)
        covariance[i * n + j] =
          (i === j ? 1 : 0) + ((i - j) % period === 0 ? tau : 0) + (climb(tau) * (i - middle) * (j - middle)) / (n * n)
    const l = cholesky(covariance, n)
    const ones = solveLower(l, new Float64Array(n).fill(1))
    let determinant = 0
    for (let t = 0; t < n; t++) determinant += Math.log(l[t * n + t]!)
    return { tau, l, ones, determinant }
  })
}

/** All series of a company are as long as each other, and so are their backtests: the same few are asked for again. */
const known = new Map<string, Prior[]>()
const mostKnown = 32

const priors = (n: number, period: number): Prior[] => {
  const name = `${n} ${period}`
  const found = known.get(name) ?? priorsOf(n, period)
  known.delete(name)
  known.set(name, found)
  if (known.size > mostKnown) known.delete(known.keys().next().value!)
  return found
}

/** For histories too short for a moving average. Level, line and season are read together by best linear unbiased prediction,
 *
 *     z(t) = μ + b (t − t̄)/n + s(t mod m) + e,     b ~ N(0, κσ²),  s ~ N(0, τσ²),  e ~ N(0, σ²)
 *
 *  once for each strength τ, and the seasons found are averaged by their restricted likelihoods, so that one to three looks at each month
 *  count for what they are worth. Robinson, That BLUP is a good thing, Statistical Science 6 (1991).
 *
 *  `figure`: terms that add to z. `strong`: 0–1, how far the data speak for a season that outweighs the noise, the mean of τ ÷ (τ + 4). */
export const bayesianSeason = (z: ArrayLike<number>, period: number): { figure: Float64Array; strong: number } => {
  const n = z.length
  const readings = priors(n, period).map(({ tau, l, ones, determinant }) => {
    const u = solveLower(l, z)
    let uo = 0,
      oo = 0
    for (let t = 0; t < n; t++) {
      uo += u[t]! * ones[t]!
      oo += ones[t]! ** 2
    }
    const residual = u.map((value, t) => value - (uo / oo) * ones[t]!)
    const squares = residual.reduce((sum, r) => sum + r * r, 0)
    const weights = solveUpper(l, residual),
      season = new Float64Array(period)
    for (let t = 0; t < n; t++) season[t % period] = season[t % period]! + tau * weights[t]!
    return {
      tau,
      season,
      likelihood: -determinant - 0.5 * Math.log(oo) - 0.5 * (n - 1) * Math.log(Math.max(squares, 1e-300)),
    }
  })
  const highest = Math.max(...readings.map(({ likelihood }) => likelihood))
  const figure = new Float64Array(period)
  let total = 0,
    strong = 0
  for (const { tau, season, likelihood } of readings) {
    const weight = Math.exp(likelihood - highest)
    total += weight
    strong += (weight * tau) / (tau + 4)
    for (let k = 0; k < period; k++) figure[k] = figure[k]! + weight * season[k]!
  }
  return { figure: centred(figure.map(f => f / total)), strong: strong / total }
}
