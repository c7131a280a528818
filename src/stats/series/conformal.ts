/**
 * Prediction intervals from the errors a forecast really made, not from a model's own idea of its noise.
 *
 * Rolling-origin conformal prediction: the backtest's absolute errors |e_k| at horizon k are divided by the growth of
 * errors g(k) = √(1 + d (k − 1)), d from the history (drift.ts), in part by whole years where the season is strong, and
 * pooled; half the width at horizon k is (1 + b) g(k) times the wider of
 *   (1) OWN × the conformal quantile of this series' pooled errors (rank ⌈(N + 1) · level⌉), from four origins on, and
 *   (2) a global quantile C(level, n) × the scale s of the series.
 * (1) alone is noisy: a dozen origins overlap. (2) alone misses a series with rare large errors. OWN < 1 pays for taking
 * a maximum.
 *
 * s is a geometric mean of the backtest's mean pooled error, the median absolute one-step residual (× 1.183; first
 * residuals can be absurd) and, under three seasons, the mean absolute seasonal difference: each alone is optimistic or
 * slow. From three seasons on the last has no say: it is far above the forecast's errors where there is a trend and
 * hardly so where there is none, and intervals of strongly seasonal series were too narrow for it.
 * C(level, n) = c · z^1.33 · (1 + 4.5 z · max(0, 1/n − 1/24)) with z the normal quantile of the level: heavier tails than
 * the normal, and wider for short histories.
 * b = 0.15 × (F − 0.6) ÷ 0.4 for a seasonality F above 0.6: a season that changes is more wrong than last year showed.
 * (F − 0.7) ÷ 0.3, above 0.7, is the part of g that grows by whole years: with all of it growing month by month, 80 %
 * bands of strongly seasonal series held 84 to 87 % of months 7 to 12. Of totals it is 0.6 of that.
 * Errors made before a whole season was known say little once it is: they are left out as soon as four later origins can
 * do without them. When the level moved (the last year's mean is 1.4 times the year's before, or the inverse), all of
 * this is done on logarithms. The interval of a total uses the same with the errors of running totals and their growth:
 * bounds are never added up.
 *
 * All constants were chosen on the monthly series of M1 (whole, and cut to 3–48 months) and on simulated strongly
 * seasonal ones, and looked over on M3.
 * References: Stankeviciute, Alaa & van der Schaar (2021), "Conformal time-series forecasting", NeurIPS 34;
 * Vovk, Gammerman & Shafer (2005), "Algorithmic Learning in a Random World".
 */
import { mean, median, sum } from '../math/average.ts'
import { normalQuantile } from '../math/normal.ts'
import { maseScale } from './accuracy.ts'
import { driftOf, errorGrowth, totalErrorGrowth } from './drift.ts'
import type { Forecast } from './model.ts'

/** A forecast made at some origin and what then happened, steps 1…, in order. */
export type Outcome = { origin: number; actual: readonly number[]; predicted: readonly number[] }

/** How wide intervals of one series are. On the log scale widths are differences of logarithms. */
export type Calibration = {
  log: boolean
  /** Half the width at horizon 1, 2, … for a level between 0 and 1. */
  half: (level: number, horizon: number) => number
  /** The same for the sum of steps 1…horizon. */
  totalHalf: (level: number, horizon: number) => number
  /** Whether forecasts may be negative: only if the history was. */
  floor: number
}

/** Fewer origins are no record: neither for a quantile of their own nor for a backtest. */
export const FEWEST_ORIGINS = 4

const OWN = 0.75
/**
 * Under three seasons, and from three on: weights of the parts of the scale, and the constant c that turns it into a
 * width.
 */
const SHORT = { backtest: 0.4, residual: 0.3, seasonal: 0.3, c: 0.98 }
const LONG = { backtest: 0.4, residual: 0.25, seasonal: 0, c: 1.22 }
const SEASON = { from: 0.6, most: 0.15, stepsFrom: 0.7, ofTotals: 0.6 }
const LEVEL_MOVE = 1.4

/** Mean absolute error ÷ median absolute error of normal errors. */
const NORMAL = 1.183

const runningTotal = (values: readonly number[]) => {
  let total = 0
  return values.map(v => (total += v))
}

/** Weighted geometric mean of the positive values; 0 if there is none. */
const geometric = (parts: { value: number; weight: number }[]) => {
  const positive = parts.filter(part => part.value > 0)
  const weight = sum(positive.map(part => part.weight))
  return weight > 0 ? Math.exp(sum(positive.map(part => part.weight * Math.log(part.value))) / weight) : 0
}

const conformalQuantile = (sorted: readonly number[], level: number) =>
  sorted[Math.min(sorted.length, Math.ceil((sorted.length + 1) * level)) - 1] ?? 0

const globalQuantile = (level: number, n: number) => {
  const z = normalQuantile(0.5 + level / 2)
  return z ** 1.33 * (1 + 4.5 * z * Math.max(0, 1 / n - 1 / 24))
}

/** Has the mean of the last year (or half of a shorter history) moved by LEVEL_MOVE from the year (half) before? */
const levelMoved = (y: readonly number[]) => {
  const span = Math.min(12, Math.floor(y.length / 2))
  const ratio = mean(y.slice(-span)) / mean(y.slice(-2 * span, -span))
  // A ratio of just LEVEL_MOVE must fall on the same side in every unit.
  const side = LEVEL_MOVE * (1 - 1e-9)
  return ratio >= side || ratio <= 1 / side
}

/**
 * Learns the width of intervals from the history `y`, the one-step `residuals` of the fit to it (NaN where there is
 * none) and the outcomes `known` when the forecast is made, of earlier origins (any number, also none: then only the
 * global quantile applies).
 */
export const calibrate = (
  y: readonly number[],
  residuals: readonly number[],
  known: readonly Outcome[],
  period: number,
): Calibration => {
  const seasoned = known.filter(({ origin }) => origin > period)
  const outcomes = seasoned.length >= FEWEST_ORIGINS ? seasoned : known
  const fitted = y.map((value, t) => value - residuals[t]!).filter(Number.isFinite)
  const everything = [y, fitted, ...outcomes.flatMap(o => [o.actual, o.predicted])]
  const log = levelMoved(y) && everything.every(values => values.every(v => v > 0))
  const scale = log ? Math.log : (v: number) => v
  const pool = (view: (values: readonly number[]) => readonly number[], growth: (k: number) => number) =>
    outcomes
      .flatMap(({ actual, predicted }) => {
        const forecast = view(predicted)
        return view(actual).map((v, k) => Math.abs(scale(v) - scale(forecast[k]!)) / growth(k + 1))
      })
      .sort((a, b) => a - b)
  const { drift, seasonality } = driftOf(y, period)
  const beyond = (from: number) => Math.max(0, seasonality - from) / (1 - from)
  const inSteps = beyond(SEASON.stepsFrom)
  const growth = (k: number) => errorGrowth(drift, k, inSteps, period)
  // On the log scale the error of a total is relative to k months.
  const totalGrowth = (k: number) => totalErrorGrowth(drift, k, SEASON.ofTotals * inSteps, period) / (log ? k : 1)
  const enough = outcomes.length >= FEWEST_ORIGINS
  const steps = enough ? pool(values => values, growth) : []
  const totals = enough ? pool(runningTotal, totalGrowth) : []
  const residual = residuals.map((e, t) => Math.abs(scale(y[t]!) - scale(y[t]! - e))).filter(Number.isFinite)
  const { c, ...weight } = y.length < 3 * period ? SHORT : LONG
  const s = geometric([
    { value: steps.length ? mean(steps) : 0, weight: weight.backtest },
    { value: residual.length ? NORMAL * median(residual) : 0, weight: weight.residual },
    { value: maseScale(y.map(scale), period) ?? 0, weight: weight.seasonal },
  ])
  const broader = 1 + SEASON.most * beyond(SEASON.from)
  const wider = (errors: readonly number[], level: number) =>
    broader * Math.max(OWN * conformalQuantile(errors, level), c * globalQuantile(level, y.length) * s)
  return {
    log,
    half: (level, k) => wider(steps, level) * growth(k),
    totalHalf: (level, k) => wider(totals, level) * totalGrowth(k),
    floor: y.every(v => v >= 0) ? 0 : -Infinity,
  }
}

const bounds = (centre: number, half: number, { log, floor }: Calibration) => ({
  lower: Math.max(floor, log ? centre * Math.exp(-half) : centre - half),
  upper: log ? centre * Math.exp(half) : centre + half,
})

/**
 * Intervals around point forecasts of steps 1…h: `lower[i][k]` and `upper[i][k]` for `levels[i]`, in the unit of the
 * data.
 * upper − lower never shrinks from one step to the next (where the floor or a falling forecast would make it, the upper
 * bound is raised), and a higher level is never narrower.
 */
export const intervals = (forecast: readonly number[], levels: readonly number[], calibration: Calibration) => {
  const bands = levels.map(level => {
    let width = 0
    return forecast.map((centre, k) => {
      const { lower, upper } = bounds(centre, calibration.half(level, k + 1), calibration)
      width = Math.max(width, upper - lower)
      return { lower, upper: Math.max(upper, lower + width) }
    })
  })
  return { lower: bands.map(band => band.map(b => b.lower)), upper: bands.map(band => band.map(b => b.upper)) }
}

/**
 * The sum of the steps' forecasts with its own interval for each level, from the errors of running totals. With one
 * step: that step's interval.
 */
export const totalInterval = (forecast: readonly number[], levels: readonly number[], calibration: Calibration) => {
  const centre = sum(forecast)
  const half = forecast.length === 1 ? calibration.half : calibration.totalHalf
  const band = levels.map(level => bounds(centre, half(level, forecast.length), calibration))
  return { mean: centre, lower: band.map(b => b.lower), upper: band.map(b => b.upper) }
}

/**
 * The sums of steps 1…k for each k, each with its own interval, as a Forecast. Where a wider sum would have a nearer
 * bound (months that may be nothing at all), widths are kept: like the steps' own, they never shrink.
 */
export const runningTotals = (
  forecast: readonly number[],
  levels: readonly number[],
  calibration: Calibration,
): Forecast => {
  const sums = forecast.map((_, k) => totalInterval(forecast.slice(0, k + 1), levels, calibration))
  const widened = levels.map((_, i) => {
    let width = 0
    return sums.map(({ lower, upper }) => {
      width = Math.max(width, upper[i]! - lower[i]!)
      return Math.max(upper[i]!, lower[i]! + width)
    })
  })
  return {
    mean: sums.map(total => total.mean),
    levels: [...levels],
    lower: levels.map((_, i) => sums.map(({ lower }) => lower[i]!)),
    upper: widened,
  }
}
