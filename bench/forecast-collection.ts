/** Forecasts a whole collection of monthly series and scores it the way the M competitions do. */
import { NotEnoughData } from '../src/stats/errors.ts'
import { mean } from '../src/stats/math/average.ts'
import { coverage, mase, owa, smape } from '../src/stats/series/accuracy.ts'
import { fitYardstick, rollingPaths } from '../src/stats/series/backtest.ts'
import { calibrate, intervals, totalInterval } from '../src/stats/series/conformal.ts'
import { fitPipeline } from '../src/stats/series/pipeline.ts'
import { leadingZeros } from '../src/stats/series/prepare.ts'
import { isSeasonal, seasonalFigure } from '../src/stats/series/seasonal.ts'
import type { Series } from './m-competition.ts'

const PERIOD = 12
const LEVELS = [0.8, 0.95]

/**
 * A series with the forecast that is served, its bands by level, the interval of the sum of all steps, and seasonal
 * naive.
 */
export type Forecasted = Series & {
  mean: number[]
  lower: number[][]
  upper: number[][]
  total: { lower: number[]; upper: number[] }
  naive: number[]
}

/** Coverage in percent; of steps 1–6, 7–12, 13–24 (NaN where no series has them), and of the sum of all steps. */
export type Scores = Record<
  | 'smape'
  | 'mase'
  | 'owa'
  | 'smape6'
  | 'mase6'
  | 'naiveMase'
  | 'naiveMase6'
  | 'coverage80'
  | 'coverage95'
  | 'coverage80to12'
  | 'coverage95to12'
  | 'coverage80to24'
  | 'coverage95to24'
  | 'total80'
  | 'total95',
  number
>

/**
 * Naive2, as M4 published it: the last value, seasonally adjusted (classical, multiplicative) if there are three years
 * and the 90 % autocorrelation test says so.
 */
export const naive2 = (y: readonly number[], h: number): number[] => {
  const last = y[y.length - 1]!
  if (y.length < 3 * PERIOD || Math.min(...y) <= 0 || !isSeasonal(y, PERIOD))
    return Array.from({ length: h }, () => last)
  const figure = seasonalFigure(y, PERIOD, 'multiplicative')
  const level = last / figure[(y.length - 1) % PERIOD]!
  return Array.from({ length: h }, (_, k) => level * figure[(y.length + k) % PERIOD]!)
}

const average = (values: (number | null)[]) => mean(values.filter(v => v !== null))

/** Steps by name: index of the level, from, up to but not with. */
const parts = {
  coverage80: [0, 0, 6],
  coverage95: [1, 0, 6],
  coverage80to12: [0, 6, 12],
  coverage95to12: [1, 6, 12],
  coverage80to24: [0, 12, 24],
  coverage95to24: [1, 12, 24],
} as const
export type Covered = keyof typeof parts

/**
 * sMAPE, MASE and OWA over all steps; sMAPE and MASE over steps 1–6. A constant history has no MASE and is left out of
 * that mean. MASE is scaled by `scale` of a series, its own history unless given.
 */
export const scoresOf = (all: Forecasted[], scale: (f: Forecasted) => number[] = f => f.train): Scores => {
  const errors = (forecast: (f: Forecasted) => number[], steps: number) => ({
    smape: average(all.map(f => smape(f.test.slice(0, steps), forecast(f)))),
    mase: average(all.map(f => mase(f.test.slice(0, steps), forecast(f), scale(f), PERIOD))),
  })
  const ours = errors(f => f.mean, Infinity)
  const first = errors(f => f.mean, 6)
  const inside = (level: number, from: number, to: number) => {
    const steps = (values: (f: Forecasted) => number[]) =>
      all.flatMap(f => values(f).slice(from, Math.min(to, f.test.length)))
    const { share } = coverage(
      steps(f => f.test),
      steps(f => f.lower[level]!),
      steps(f => f.upper[level]!),
    )
    return share === null ? NaN : 100 * share
  }
  const sums = (level: number) => {
    const { share } = coverage(
      all.map(f => f.test.reduce((sum, v) => sum + v, 0)),
      all.map(f => f.total.lower[level]!),
      all.map(f => f.total.upper[level]!),
    )
    return share === null ? NaN : 100 * share
  }
  return {
    ...ours,
    owa: owa(
      ours,
      errors(f => naive2(f.train, f.h), Infinity),
    ),
    smape6: first.smape,
    mase6: first.mase,
    naiveMase: errors(f => f.naive, Infinity).mase,
    naiveMase6: errors(f => f.naive, 6).mase,
    coverage80: inside(...parts.coverage80),
    coverage95: inside(...parts.coverage95),
    coverage80to12: inside(...parts.coverage80to12),
    coverage95to12: inside(...parts.coverage95to12),
    coverage80to24: inside(...parts.coverage80to24),
    coverage95to24: inside(...parts.coverage95to24),
    total80: sums(0),
    total95: sums(1),
  }
}

/**
 * Standard errors of coverage, in percent: steps of one series stand and fall together, so each series is one observation. NaN with fewer
 * than two.
 */
export const coverageErrors = (all: Forecasted[]): Record<Covered, number> => {
  const errorOf = (level: number, from: number, to: number) => {
    const shares = all.flatMap(f => {
      const steps = (values: number[]) => values.slice(from, Math.min(to, f.test.length))
      return coverage(steps(f.test), steps(f.lower[level]!), steps(f.upper[level]!)).share ?? []
    })
    const middle = mean(shares)
    const squares = shares.reduce((sum, share) => sum + (share - middle) ** 2, 0)
    return 100 * Math.sqrt(squares / (shares.length - 1) / shares.length)
  }
  return Object.fromEntries(
    Object.entries(parts).map(([name, [level, from, to]]) => [name, errorOf(level, from, to)]),
  ) as Record<Covered, number>
}

const forecast = (series: Series): Forecasted => {
  const y = series.train.slice(leadingZeros(series.train))
  const fitted = fitPipeline(y, { period: PERIOD })
  const { mean } = fitted.forecast(series.h, [])
  const calibration = calibrate(y, fitted.residuals, rollingPaths(y, fitPipeline, { period: PERIOD }), PERIOD)
  const { lower, upper } = intervals(mean, LEVELS, calibration)
  const naive = fitYardstick(y, { period: PERIOD }).forecast(series.h, []).mean
  return { ...series, mean, lower, upper, total: totalInterval(mean, LEVELS, calibration), naive }
}

/**
 * Forecasts every series, telling progress and the time a series takes on stderr. A series too short to forecast is
 * named there and left out.
 */
export const forecastAll = (series: Series[], name: string): Forecasted[] => {
  const start = performance.now()
  const step = process.stderr.isTTY ? Math.max(1, Math.floor(series.length / 200)) : Math.ceil(series.length / 5)
  const end = process.stderr.isTTY ? '\r' : '\n'
  const done = series.flatMap((s, i): Forecasted[] => {
    if (i % step === step - 1) {
      const each = ((performance.now() - start) / (i + 1)).toFixed(0)
      process.stderr.write(
        `${name}: ${i + 1} of ${series.length} series, ${each} ms each (fit, forecast, 12-origin backtest)${end}`,
      )
    }
    try {
      return [forecast(s)]
    } catch (error) {
      if (!(error instanceof NotEnoughData)) throw error
      process.stderr.write(`${name}: series ${s.id} left out, it ${error.message}\n`)
      return []
    }
  })
  process.stderr.write(`${name}: ${done.length} series in ${((performance.now() - start) / 1000).toFixed(1)} s\n`)
  return done
}
