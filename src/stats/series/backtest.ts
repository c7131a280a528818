/**
 * Rolling origin: stand at each of the last months in turn, forget everything after it, refit the whole pipeline,
 * forecast 1…h months, and compare with what then happened. Nothing learnt after an origin reaches its forecast: fits
 * run from the earliest origin to the latest, and each may start its search (`warm`) where the one before it ended.
 *
 * Reference: Tashman (2000), "Out-of-sample tests of forecasting accuracy", International Journal of Forecasting 16.
 */
import { NotEnoughData } from '../errors.ts'
import { accuracy, bias, coverage, mase, rmse, skill, wape } from './accuracy.ts'
import { calibrate, FEWEST_ORIGINS, intervals, type Outcome } from './conformal.ts'
import type { Fit, Fitted, FitOptions } from './model.ts'
import { fitNaive, fitSeasonalNaive } from './naive.ts'

/** A fit that may start where an earlier fit of the same series ended. */
export type Refit<W> = (y: readonly number[], options: FitOptions & { warm?: W }) => Fitted & { warm?: W }

/**
 * One origin: `origin` months were known; the next months' actual values, what was forecast with its 80 % and 95 %
 * bounds (as they could have been given then), and what seasonal naive said. Steps 1…, in order.
 */
export type Path = Outcome & {
  actual: number[]
  predicted: number[]
  naive: number[]
  lower80: number[]
  upper80: number[]
  lower95: number[]
  upper95: number[]
}

export type Scores = {
  /** Months compared (origins × horizons). */
  n: number
  wape: number | null
  /** max(0, 1 − WAPE). */
  accuracy: number | null
  /** Scaled by the in-sample seasonal naive error of the whole history. */
  mase: number | null
  rmse: number | null
  /** Positive: forecasts too high. */
  bias: number | null
  /** 1 − MAE ÷ MAE of seasonal naive. */
  skill: number | null
  /** Shares of the n months inside the intervals given at the time. */
  coverage80: number | null
  coverage95: number | null
}

export type Backtest = Scores & {
  origins: number
  /** False when seasonal naive did at least as well (where it made no error: when the forecasts made any): say so. */
  skilled: boolean
  byHorizon: (Scores & { horizon: number })[]
  paths: Path[]
}

/**
 * `origins`: at most this many, the latest ones; each leaves at least `earliest` months to learn from. `horizons`: the
 * longest step tested.
 */
export type BacktestOptions = FitOptions & { horizons?: number; origins?: number; earliest?: number }

/** The yardstick: seasonal naive, or naive as long as there is no whole season. */
export const fitYardstick: Fit = (y, options) => (y.length >= options.period ? fitSeasonalNaive : fitNaive)(y, options)

/** What was known of a path by the time `months` months had passed. */
const known = ({ origin, actual, predicted }: Path, months: number): Outcome => ({
  origin,
  actual: actual.slice(0, months - origin),
  predicted: predicted.slice(0, months - origin),
})

/**
 * Forecast paths from each of the last origins; as many as the history allows, perhaps none. Paths near the end are
 * shorter than `horizons`.
 */
export const rollingPaths = <W>(y: readonly number[], fit: Refit<W>, options: BacktestOptions): Path[] => {
  const { period, horizons = 6, origins = 12, earliest = 3 } = options
  const paths: Path[] = []
  let warm: W | undefined
  for (let origin = Math.max(earliest, y.length - origins); origin < y.length; origin++) {
    const history = y.slice(0, origin)
    const actual = y.slice(origin, origin + horizons)
    const fitted = fit(history, { period, warm })
    warm = fitted.warm
    const predicted = fitted.forecast(actual.length, []).mean
    const calibration = calibrate(
      history,
      fitted.residuals,
      paths.map(path => known(path, origin)),
      period,
    )
    const { lower, upper } = intervals(predicted, [0.8, 0.95], calibration)
    paths.push({
      origin,
      actual,
      predicted,
      naive: fitYardstick(history, { period }).forecast(actual.length, []).mean,
      lower80: lower[0]!,
      upper80: upper[0]!,
      lower95: lower[1]!,
      upper95: upper[1]!,
    })
  }
  return paths
}

/** Scores of `paths`, pooled; `only`: of that step (0-based) alone. */
const scores = (y: readonly number[], period: number, paths: Path[], only?: number): Scores => {
  const pooled = (pick: (path: Path) => readonly number[]) =>
    paths.flatMap(path => (only === undefined ? pick(path) : pick(path).slice(only, only + 1)))
  const actual = pooled(path => path.actual)
  const predicted = pooled(path => path.predicted)
  return {
    n: actual.length,
    wape: wape(actual, predicted),
    accuracy: accuracy(actual, predicted),
    mase: mase(actual, predicted, y, period),
    rmse: rmse(actual, predicted),
    bias: bias(actual, predicted),
    skill: skill(
      actual,
      predicted,
      pooled(path => path.naive),
    ),
    coverage80: coverage(
      actual,
      pooled(path => path.lower80),
      pooled(path => path.upper80),
    ).share,
    coverage95: coverage(
      actual,
      pooled(path => path.lower95),
      pooled(path => path.upper95),
    ).share,
  }
}

/** Scores of paths made by `rollingPaths` over the history `y`. Throws NotEnoughData with fewer than four origins. */
export const scorePaths = (y: readonly number[], paths: Path[], period: number): Backtest => {
  if (paths.length < FEWEST_ORIGINS) throw new NotEnoughData(FEWEST_ORIGINS, paths.length, 'forecast origins')
  const all = scores(y, period, paths)
  return {
    ...all,
    origins: paths.length,
    skilled: all.skill === null ? (all.wape ?? 0) < 1e-9 : all.skill > 0,
    byHorizon: paths[0]!.actual.map((_, k) => ({ horizon: k + 1, ...scores(y, period, paths, k) })),
    paths,
  }
}

/**
 * Backtest of `fit` on the history `y` (oldest first): scores pooled over the last 12 origins (at least 4, else
 * NotEnoughData) and horizons 1–6, and by horizon. `fit` is called once an origin.
 */
export const backtest = <W>(y: readonly number[], fit: Refit<W>, options: BacktestOptions): Backtest =>
  scorePaths(y, rollingPaths(y, fit, options), options.period)
