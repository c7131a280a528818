/**
 * Rolling origin: stand at each of the last months in turn, forget everything after it, refit the whole pipeline, forecast 1…h months,
 * and compare with what then happened. Nothing learnt after an origin reaches its forecast: fits run from the earliest origin to the latest, and
 * each may start its search (`warm`) where the one before it ended.
 *
 * Reference: Tashman (2000), "Out-of-sample tests of forecasting accuracy", International Journal of Forecasting 16.
 */
import { NotEnoughData } from '../errors.ts'
import { accuracy, bias, mase, rmse, skill, wape } from './accuracy.ts'
import type { Fitted, FitOptions } from './model.ts'

/** A fit that may start where an earlier fit of the same series ended. */
export type Refit<W> = (y: readonly number[], options: FitOptions & { warm?: W }) => Fitted & { warm?: W }

/** One origin: `origin` months were known; the next months' actual values, what was forecast, and what seasonal naive said. Steps 1…, in order. */
export type Path = { origin: number; actual: number[]; predicted: number[]; naive: number[] }

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
}

export type Backtest = Scores & {
  origins: number
  /** False when seasonal naive did at least as well: say so, and show seasonal naive. */
  skilled: boolean
  byHorizon: (Scores & { horizon: number })[]
  paths: Path[]
}

/** `origins`: at most this many, the latest ones; each leaves at least `earliest` months to learn from. `horizons`: the longest step tested. */
export type BacktestOptions = FitOptions & { horizons?: number; origins?: number; earliest?: number }

const FEWEST_ORIGINS = 4

/** The next value as a year before; with less than a year of history, the last value. */
const seasonalNaive = (known: readonly number[], steps: number, period: number) =>
  Array.from({ length: steps }, (_, k) => known[known.length < period ? known.length - 1 : known.length - period + (k % period)]!)

/** Forecast paths from each of the last origins; as many as the history allows, perhaps none. Paths near the end are shorter than `horizons`. */
export const rollingPaths = <W>(y: readonly number[], fit: Refit<W>, options: BacktestOptions): Path[] => {
  const { period, horizons = 6, origins = 12, earliest = 6 } = options
  const first = Math.max(earliest, y.length - origins)
  let warm: W | undefined
  return Array.from({ length: Math.max(0, y.length - first) }, (_, i) => {
    const known = y.slice(0, first + i)
    const actual = y.slice(first + i, first + i + horizons)
    const fitted = fit(known, { period, warm })
    warm = fitted.warm
    return { origin: known.length, actual, predicted: fitted.forecast(actual.length, []).mean, naive: seasonalNaive(known, actual.length, period) }
  })
}

const scores = (y: readonly number[], period: number, actual: number[], predicted: number[], naive: number[]): Scores => ({
  n: actual.length,
  wape: wape(actual, predicted),
  accuracy: accuracy(actual, predicted),
  mase: mase(actual, predicted, y, period),
  rmse: rmse(actual, predicted),
  bias: bias(actual, predicted),
  skill: skill(actual, predicted, naive),
})

/** Scores of paths made by `rollingPaths` over the history `y`. Throws NotEnoughData with fewer than four origins. */
export const scorePaths = (y: readonly number[], paths: Path[], period: number): Backtest => {
  if (paths.length < FEWEST_ORIGINS) throw new NotEnoughData(FEWEST_ORIGINS, paths.length, 'forecast origins')
  const pooled = (pick: (path: Path) => Pick<Path, 'actual' | 'predicted' | 'naive'>) => {
    const picked = paths.map(pick)
    return scores(y, period, picked.flatMap(p => p.actual), picked.flatMap(p => p.predicted), picked.flatMap(p => p.naive))
  }
  const at = (k: number) => (path: Path) => ({
    actual: path.actual.slice(k, k + 1),
    predicted: path.predicted.slice(k, k + 1),
    naive: path.naive.slice(k, k + 1),
  })
  const longest = Math.max(...paths.map(path => path.actual.length))
  const all = pooled(path => path)
  return {
    ...all,
    origins: paths.length,
    skilled: all.skill === null ? all.rmse === 0 : all.skill > 0,
    byHorizon: Array.from({ length: longest }, (_, k) => ({ horizon: k + 1, ...pooled(at(k)) })),
    paths,
  }
}

/**
 * Backtest of `fit` on the history `y` (oldest first): scores pooled over the last 12 origins (at least 4, else NotEnoughData) and horizons 1–6,
 * and by horizon. `fit` is called once an origin.
 */
export const backtest = <W>(y: readonly number[], fit: Refit<W>, options: BacktestOptions): Backtest =>
  scorePaths(y, rollingPaths(y, fit, options), options.period)
