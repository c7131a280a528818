/**
 * Complex exponential smoothing: a level and a hidden "potential", smoothed together by one complex parameter, so that
 * level and trend need not be told apart.
 *
 *    ŷ(t) = ℓ(t−1) [+ s(t−m)]
 *    ℓ(t) = ℓ(t−1) − (1 − a₁) c(t−1) + (a₀ − a₁) e(t)
 *    c(t) = ℓ(t−1) + (1 − a₀) c(t−1) + (a₀ + a₁) e(t)
 *
 * Seasons: none; simple (ℓ and c with lag m instead of 1); partial (one more state s(t) = s(t−m) + b e(t)); full (a
 * second pair with lag m and its own parameters b₀, b₁). The form is chosen by AICc. Initial states by backcasting:
 * filter forwards, backwards and forwards again, so that they cost no parameters. Svetunkov, Kourentzes & Ord, Naval
 * Research Logistics 69 (2022).
 */

import { NotEnoughData } from '../errors.ts'
import { nelderMead } from '../math/optimise.ts'
import { gaussianForecast } from './gaussian.ts'
import type { Fit, Fitted, FitOptions } from './model.ts'

export type CesSeason = 'none' | 'simple' | 'partial' | 'full'

export type CesWarmStart = { [S in CesSeason]?: ArrayLike<number> }

export type CesFitted = Fitted & { season: CesSeason; aicc: number; estimates: Float64Array }

/** Where the searches begin: the more parameters, the more valleys. */
const starts: Record<CesSeason, number[][]> = {
  none: [[1.3, 1]],
  simple: [[1.3, 1]],
  partial: [[1.3, 1, 0.1]],
  full: [
    [1.3, 1, 1.3, 1.01],
    [1.1, 1, 1.9, 1],
  ],
}

/**
 * Is the filter stable, that is, do old errors fade? Both roots of the discount matrix of one complex parameter within
 * the unit circle.
 */
const stable = (a0: number, a1: number): boolean => {
  const trace = 2 - 2 * a0 + a1,
    determinant = (1 - a0 + a1) * (1 - a0) - (a1 - 1) * (1 - a0 - a1)
  return determinant < 1 && Math.abs(trace) < 1 + determinant
}

/**
 * One pass over y in direction `step` (1 or −1) through states that are updated in place; returns Σe². `fitted` is
 * filled when given.
 * States: level[0], potential[0] without a season; with one, level[1 + k], potential[1 + k] belong to position k = t
 * mod m.
 */
const pass = (
  y: Float64Array,
  season: CesSeason,
  period: number,
  x: ArrayLike<number>,
  level: Float64Array,
  potential: Float64Array,
  step: 1 | -1,
  fitted?: Float64Array,
): number => {
  const n = y.length,
    a0 = x[0]!,
    a1 = x[1]!,
    simple = season === 'simple',
    partial = season === 'partial',
    full = season === 'full'
  const b0 = simple ? a0 : partial ? x[2]! : full ? x[2]! : 0,
    b1 = simple ? a1 : full ? x[3]! : 0
  let l = level[0]!,
    c = potential[0]!,
    squares = 0
  for (let i = 0, t = step === 1 ? 0 : n - 1, k = 1 + (t % period); i < n; i++, t += step) {
    const s = season === 'none' ? 0 : level[k]!
    const forecast = simple ? s : l + s
    const e = y[t]! - forecast
    if (fitted) fitted[t] = forecast
    squares += e * e
    if (!simple) {
      const next = l - (1 - a1) * c + (a0 - a1) * e
      c = l + (1 - a0) * c + (a0 + a1) * e
      l = next
    }
    if (partial) level[k] = s + b0 * e
    else if (simple || full) {
      const p = potential[k]!
      level[k] = s - (1 - b1) * p + (b0 - b1) * e
      potential[k] = s + (1 - b0) * p + (b0 + b1) * e
    }
    k += step
    if (k > period) k = 1
    else if (k < 1) k = period
  }
  level[0] = l
  potential[0] = c
  return squares
}

const fitSeason = (y: readonly number[], season: CesSeason, period: number, warm?: ArrayLike<number>): CesFitted => {
  const n = y.length,
    m = season === 'none' ? 1 : period
  const unit = y.reduce((sum, v) => sum + Math.abs(v), 0) / n || 1
  const scaled = Float64Array.from(y, v => v / unit)
  const firstMean =
    scaled.subarray(0, Math.min(n, Math.max(10, m))).reduce((sum, v) => sum + v, 0) / Math.min(n, Math.max(10, m))
  const level = new Float64Array(1 + m),
    potential = new Float64Array(1 + m)
  const run = (x: ArrayLike<number>, fitted?: Float64Array): number => {
    level[0] = firstMean
    potential[0] = firstMean / 1.1
    for (let k = 0; k < m; k++) {
      level[1 + k] = season === 'simple' ? scaled[k]! : scaled[k]! - firstMean
      potential[1 + k] = level[1 + k]! / 1.1
    }
    pass(scaled, season, m, x, level, potential, 1)
    pass(scaled, season, m, x, level, potential, -1)
    pass(scaled, season, m, x, level, potential, 1)
    pass(scaled, season, m, x, level, potential, -1)
    // A perfect fit is as good as one to ten digits: the logarithm stays finite.
    return Math.max(1e-20 * n, pass(scaled, season, m, x, level, potential, 1, fitted))
  }
  const allowed = (x: ArrayLike<number>) =>
    stable(x[0]!, x[1]!) &&
    (season !== 'partial' || (x[2]! >= 0 && x[2]! <= 1)) &&
    (season !== 'full' || stable(x[2]!, x[3]!))
  const search = (from: ArrayLike<number>) =>
    nelderMead(v => (allowed(v) ? Math.log(run(v)) : Infinity), from, { tolerance: 1e-6, evaluations: 400 })
  const { x } = (warm ? [warm] : starts[season]).map(search).reduce((a, b) => (b.value < a.value ? b : a))
  const fitted = new Float64Array(n)
  const squares = run(x, fitted)
  const count = x.length + 1
  const forms = { level: level.slice(), potential: potential.slice() }
  const residuals = y.map((v, t) => v - fitted[t]! * unit)
  const sigma = unit * Math.sqrt(squares / Math.max(1, n - count))
  return {
    method: `CES(${season})`,
    season,
    fitted: Array.from(fitted, v => v * unit),
    residuals,
    parameters: { a0: x[0]!, a1: x[1]!, ...(x.length > 2 && { b0: x[2]! }), ...(x.length > 3 && { b1: x[3]! }), sigma },
    aicc: n * Math.log(squares * unit * unit) + 2 * count + (2 * count * (count + 1)) / (n - count - 1),
    estimates: x,
    forecast: (h, levels) => {
      const ahead = (lead: Float64Array, hidden: Float64Array, shock: number): Float64Array => {
        const l = lead.slice(),
          c = hidden.slice(),
          out = new Float64Array(h),
          one = new Float64Array(1)
        for (let k = 0; k < h; k++) {
          const j = 1 + ((n + k) % m)
          out[k] = (season === 'simple' ? 0 : l[0]!) + (season === 'none' ? 0 : l[j]!)
          one[0] = out[k]! + (k === 0 ? shock : 0)
          const turned = (v: Float64Array) => Float64Array.of(v[0]!, v[j]!)
          const tl = turned(l),
            tc = turned(c)
          pass(one, season, 1, x, tl, tc, 1)
          ;[l[0], l[j], c[0], c[j]] = [tl[0]!, tl[1]!, tc[0]!, tc[1]!]
        }
        return out
      }
      const mean = Array.from(ahead(forms.level, forms.potential, 0), v => v * unit)
      // The model is linear: what a unit shock leaves behind at each later step is its impulse response.
      const response = ahead(new Float64Array(1 + m), new Float64Array(1 + m), 1)
      let variance = 1
      return gaussianForecast(
        mean,
        mean.map((_, k) => sigma * Math.sqrt(k === 0 ? 1 : (variance += response[k]! ** 2))),
        levels,
      )
    },
  }
}

/**
 * Every form fitted: the seasonal ones too where there are two seasons of data. Needs 5 observations; throws
 * NotEnoughData.
 * `warm`: parameters by form, from a fit of almost the same series, from which the searches start.
 */
export const fitCesForms = (
  y: readonly number[],
  { period, warm }: FitOptions & { warm?: CesWarmStart },
): CesFitted[] => {
  if (y.length < 5) throw new NotEnoughData(5, y.length)
  const seasons =
    period > 1 && y.length >= 2 * period ? (['none', 'simple', 'partial', 'full'] as const) : (['none'] as const)
  return seasons.map(season => fitSeason(y, season, period, warm?.[season]))
}

/** The best form of CES by AICc. */
export const fitCes: Fit = (y, options) => fitCesForms(y, options).reduce((a, b) => (b.aicc < a.aicc ? b : a))
