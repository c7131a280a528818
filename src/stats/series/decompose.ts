/**
 * Seasonality of monthly sums and of weekdays: an index of mean 100 for each position, an interval for each, and a test
 * of whether there is any.
 *
 * Months (multiplicative): y_t = trend_t × season_{t mod m} × remainder_t, fitted on logarithms by generalised least
 * squares,
 *     ln y_t = piecewise linear trend (a knot a year) + effect of the month + u_t,   u_t = ρ u_{t−1} + noise,
 * ρ by restricted maximum likelihood. The test is the F test that all months have the same effect, given ρ; without ρ a
 * wandering level passes for a season. Intervals are Student's t. Sums, not daily means: a short February is part of
 * the season.
 *
 * Weekdays: each week's days as shares of the week, so that level and trend drop out. The test is Friedman's, in the F
 * form of Iman & Davenport.
 *
 * References: Harville (1977), "Maximum likelihood approaches to variance component estimation", JASA 72; Cleveland &
 * Devlin (1980), "Calendar effects in monthly time series", JASA 75; Iman & Davenport (1980), "Approximations of the
 * critical region of the Friedman statistic".
 */
import { InvalidData, NotEnoughData } from '../errors.ts'
import { mean, median, sum } from '../math/average.ts'
import { cholesky, solveLower, solveUpper } from '../math/cholesky.ts'
import { studentQuantile } from '../math/normal.ts'
import { incompleteBeta } from '../math/special.ts'

/** `index`: 100 is the average position; `lower` and `upper`: its 95 % interval. */
export type SeasonalIndex = { position: number; index: number; lower: number; upper: number }

export type Seasonality = {
  /** One for each position, in order; their mean is 100. */
  index: SeasonalIndex[]
  /** Whether the test rejects "no season" at 5 %. */
  significant: boolean
  p: number
  test: string
}

export type Decomposition = Seasonality & {
  /** trend × seasonal × remainder = y, at each t; the seasonal factors have mean 1. */
  trend: number[]
  seasonal: number[]
  remainder: number[]
  /**
   * Observations left out of the fit: not above 0 (no logarithm), or lone outliers (of positions seen three times or
   * more).
   */
  excluded: number[]
}

const LEVEL = 0.95
const SIGNIFICANCE = 0.05
const FEWEST_WEEKS = 8
const OUTLIER = 4.5

const squares = (values: Float64Array) => values.reduce((total, v) => total + v * v, 0)
const dot = (row: readonly number[], beta: Float64Array) => sum(row.map((v, j) => v * beta[j]!))

/** P(F > f) for the F distribution. */
const fTail = (f: number, d1: number, d2: number) => (f > 0 ? incompleteBeta(d2 / (d2 + d1 * f), d2 / 2, d1 / 2) : 1)

/** Rows of regressors, the response, and the time of each row (gaps where observations are left out). */
type Problem = { rows: number[][]; response: number[]; times: number[] }

/**
 * Least squares after the AR(1) transformation e_t ← (e_t − ρ^d e_{t−d}) ÷ √(1 − ρ^{2d}), d the time since the row
 * before.
 * `reml` is −2 × the restricted log-likelihood, but for a constant.
 */
const regress = ({ rows, response, times }: Problem, rho: number) => {
  const p = rows[0]!.length
  const gram = new Float64Array(p * p)
  const moment = new Float64Array(p)
  let total = 0
  let logDet = 0
  rows.forEach((row, t) => {
    const pull = t ? rho ** (times[t]! - times[t - 1]!) : 0
    const spread = Math.sqrt(1 - pull * pull)
    logDet += 2 * Math.log(spread)
    const x = row.map((v, j) => (v - (t ? pull * rows[t - 1]![j]! : 0)) / spread)
    const z = (response[t]! - (t ? pull * response[t - 1]! : 0)) / spread
    total += z * z
    for (let i = 0; i < p; i++) {
      moment[i]! += x[i]! * z
      for (let j = 0; j <= i; j++) gram[i * p + j]! += x[i]! * x[j]!
    }
  })
  const factor = cholesky(gram, p)
  const half = solveLower(factor, moment)
  const rss = Math.max(0, total - squares(half))
  for (let i = 0; i < p; i++) logDet += 2 * Math.log(factor[i * p + i]!)
  return {
    beta: solveUpper(factor, half),
    rss,
    factor,
    reml: (rows.length - p) * Math.log(Math.max(rss, 1e-12 * total, Number.MIN_VALUE)) + logDet,
  }
}

/**
 * Times without the lone outliers: the worst leaves and the rest is refitted, as long as it is far off and its position
 * has three values or more.
 */
const calm = (times: number[], position: (t: number) => number, problem: (times: number[]) => Problem): number[] => {
  const { rows, response } = problem(times)
  const { beta } = regress({ rows, response, times }, 0)
  const residual = rows.map((row, i) => Math.abs(response[i]! - dot(row, beta)))
  const limit = OUTLIER * 1.4826 * median(residual) + 1e-9
  const worst = times
    .map((t, i) => ({ t, size: residual[i]! }))
    .filter(({ t, size }) => size > limit && times.filter(u => position(u) === position(t)).length > 2)
    .sort((a, b) => b.size - a.size)[0]
  return worst
    ? calm(
        times.filter(t => t !== worst.t),
        position,
        problem,
      )
    : times
}

const RHOS = Array.from({ length: 20 }, (_, i) => 0.05 * i)

/**
 * Decomposition of monthly sums `y` (oldest first; `first` is the position of y[0], e.g. 3 for April when January is
 * 0). A position whose every value is 0 or less has index 0. Throws NotEnoughData with less than two seasons of values
 * above 0, InvalidData when a value is not a finite number.
 */
export const decompose = (
  y: readonly number[],
  { period, first = 0 }: { period: number; first?: number },
): Decomposition => {
  if (!y.every(Number.isFinite)) throw new InvalidData('expected finite numbers to decompose')
  const position = (t: number) => (first + t) % period
  const knots = Array.from({ length: Math.max(0, Math.floor(y.length / period) - 1) }, (_, i) => (i + 1) * period)
  const trendRow = (t: number) => [1, t / period, ...knots.map(knot => Math.max(0, t - knot) / period)]
  const problem = (times: number[]) => {
    const open = [...new Set(times.map(position))].sort((a, b) => a - b)
    const rows = times.map(t => [...trendRow(t), ...open.slice(1).map(k => Number(position(t) === k))])
    return { open, rows, response: times.map(t => Math.log(y[t]!)), times }
  }
  const positive = y.flatMap((v, t) => (v > 0 ? [t] : []))
  if (positive.length < 2 * period) throw new NotEnoughData(2 * period, positive.length)

  const kept = calm(positive, position, problem)
  const full = problem(kept)
  const { open } = full
  const trendSize = trendRow(0).length
  const [fit, rho] = RHOS.map(r => [regress(full, r), r] as const).reduce((best, next) =>
    next[0].reml < best[0].reml ? next : best,
  )
  const size = full.rows[0]!.length
  const freedom = kept.length - size
  const plain = regress({ ...full, rows: full.rows.map(row => row.slice(0, trendSize)) }, rho)
  const noise = fit.rss / freedom
  const flat = plain.rss - fit.rss <= 1e-18 * kept.length
  const p = flat ? 1 : fTail((plain.rss - fit.rss) / (open.length - 1) / noise, open.length - 1, freedom)

  // The effect of position k against the mean effect, and its standard error.
  const effects = open.map((_, k) => {
    const contrast = Array.from({ length: size }, (_, j) =>
      j < trendSize ? 0 : Number(j - trendSize + 1 === k) - 1 / open.length,
    )
    const error = Math.sqrt(noise * squares(solveLower(fit.factor, contrast)))
    return { effect: dot(contrast, fit.beta), margin: studentQuantile(0.5 + LEVEL / 2, freedom) * error }
  })
  const scale = period / sum(effects.map(({ effect }) => Math.exp(effect)))
  const factors = Array.from({ length: period }, (_, k) => {
    const found = effects[open.indexOf(k)]
    if (!found) return { index: 0, lower: 0, upper: 0 }
    const at = (effect: number) => scale * Math.exp(effect)
    return { index: at(found.effect), lower: at(found.effect - found.margin), upper: at(found.effect + found.margin) }
  })
  const centre = mean(open.map((_, k) => (k ? fit.beta[trendSize + k - 1]! : 0)))
  const trend = y.map((_, t) => Math.exp(centre + dot(trendRow(t), fit.beta)) / scale)
  const seasonal = y.map((_, t) => factors[position(t)]!.index)
  return {
    index: factors.map((f, k) => ({ position: k, index: 100 * f.index, lower: 100 * f.lower, upper: 100 * f.upper })),
    significant: p < SIGNIFICANCE,
    p,
    test: `F test of equal months, ${open.length - 1} and ${freedom} degrees of freedom, AR(1) errors`,
    trend,
    seasonal,
    remainder: y.map((v, t) => (seasonal[t] ? v / (trend[t]! * seasonal[t]!) : 1)),
    excluded: y.flatMap((_, t) => (kept.includes(t) ? [] : [t])),
  }
}

/** Ranks 1…k, ties share their mean rank. */
const ranks = (values: readonly number[]) =>
  values.map(v => values.filter(u => u < v).length + (values.filter(u => u === v).length + 1) / 2)

/**
 * The weekday profile of daily sums `days` (oldest first, without gaps: a day without sales is 0; `first` is the
 * weekday of days[0], 0–6).
 * Uses the last whole weeks and leaves out weeks that did not sell. Throws NotEnoughData under eight weeks (counted in
 * days).
 */
export const weekdayProfile = (days: readonly number[], { first = 0 }: { first?: number } = {}): Seasonality => {
  if (!days.every(Number.isFinite)) throw new InvalidData('expected finite numbers for a weekday profile')
  const start = days.length % 7
  const weeks = Array.from({ length: Math.floor(days.length / 7) }, (_, w) => {
    const week = days.slice(start + 7 * w, start + 7 * w + 7)
    return Array.from({ length: 7 }, (_, k) => week[(k - first - start + 14) % 7]!)
  }).filter(week => mean(week) > 0)
  const n = weeks.length
  if (n < FEWEST_WEEKS) throw new NotEnoughData(7 * FEWEST_WEEKS, 7 * n, 'days of weeks with sales')
  const shares = weeks.map(week => week.map(v => v / mean(week)))
  const index = Array.from({ length: 7 }, (_, k) => {
    const share = shares.map(week => week[k]!)
    const centre = mean(share)
    const margin =
      studentQuantile(0.5 + LEVEL / 2, n - 1) * Math.sqrt(sum(share.map(v => (v - centre) ** 2)) / (n - 1) / n)
    return {
      position: k,
      index: 100 * centre,
      lower: 100 * Math.max(0, centre - margin),
      upper: 100 * (centre + margin),
    }
  })
  const ranked = weeks.map(ranks)
  const between = n * sum(Array.from({ length: 7 }, (_, k) => (mean(ranked.map(week => week[k]!)) - 4) ** 2))
  const total = sum(ranked.flat().map(r => (r - 4) ** 2))
  const p = total === 0 ? 1 : fTail(((n - 1) * between) / Math.max(total - between, 1e-12 * total), 6, 6 * (n - 1))
  return {
    index,
    significant: p < SIGNIFICANCE,
    p,
    test: `Friedman test of equal weekdays over ${n} weeks (F form of Iman & Davenport)`,
  }
}
