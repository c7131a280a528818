/** Forecasts a whole collection of monthly series and scores it the way the M competitions do. */
import { NotEnoughData } from '../src/stats/errors.ts'
import { mean } from '../src/stats/math/average.ts'
import { coverage, mase, owa, smape } from '../src/stats/series/accuracy.ts'
import { fitYardstick, rollingPaths, scorePaths } from '../src/stats/series/backtest.ts'
import { calibrate, FEWEST_ORIGINS, intervals } from '../src/stats/series/conformal.ts'
import { fitPipeline } from '../src/stats/series/pipeline.ts'
import { isSeasonal, seasonalFigure } from '../src/stats/series/seasonal.ts'
import type { Series } from './m-competition.ts'

const PERIOD = 12

export type Bands = { mean: number[]; lower80: number[]; upper80: number[]; lower95: number[]; upper95: number[] }

/**
 * A series with the pipeline's forecast, and what the product would serve: seasonal naive where the pipeline's backtest
 * shows no skill.
 */
export type Forecasted = Series & { pipeline: Bands; served: Bands; fellBack: boolean }

/** Coverage in percent. */
export type Scores = Record<'smape' | 'mase' | 'owa' | 'smape6' | 'mase6' | 'coverage80' | 'coverage95', number>

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

/**
 * sMAPE, MASE and OWA over all steps; sMAPE, MASE and coverage over steps 1–6. A constant history has no MASE and is
 * left out of that mean.
 */
export const scoresOf = (all: Forecasted[], pick: (f: Forecasted) => Bands): Scores => {
  const errors = (forecast: (f: Forecasted) => number[], steps: number) => ({
    smape: average(all.map(f => smape(f.test.slice(0, steps), forecast(f)))),
    mase: average(all.map(f => mase(f.test.slice(0, steps), forecast(f), f.train, PERIOD))),
  })
  const ours = errors(f => pick(f).mean, Infinity)
  const first = errors(f => pick(f).mean, 6)
  const early = (values: (f: Forecasted) => number[]) =>
    all.flatMap(f => values(f).slice(0, Math.min(6, f.test.length)))
  const inside = (lower: (f: Forecasted) => number[], upper: (f: Forecasted) => number[]) =>
    100 *
    coverage(
      early(f => f.test),
      early(lower),
      early(upper),
    ).share!
  return {
    ...ours,
    owa: owa(
      ours,
      errors(f => naive2(f.train, f.h), Infinity),
    ),
    smape6: first.smape,
    mase6: first.mase,
    coverage80: inside(
      f => pick(f).lower80,
      f => pick(f).upper80,
    ),
    coverage95: inside(
      f => pick(f).lower95,
      f => pick(f).upper95,
    ),
  }
}

const forecast = (series: Series): Forecasted => {
  const y = series.train.slice(
    Math.max(
      0,
      series.train.findIndex(v => v !== 0),
    ),
  )
  const bandsOf = (fit: typeof fitPipeline | typeof fitYardstick, paths = rollingPaths(y, fit, { period: PERIOD })) => {
    const fitted = fit(y, { period: PERIOD })
    const { mean } = fitted.forecast(series.h, [])
    const { lower, upper } = intervals(mean, [0.8, 0.95], calibrate(y, fitted.residuals, paths, PERIOD))
    return { paths, bands: { mean, lower80: lower[0]!, upper80: upper[0]!, lower95: lower[1]!, upper95: upper[1]! } }
  }
  const { paths, bands } = bandsOf(fitPipeline)
  const fellBack = paths.length >= FEWEST_ORIGINS && !scorePaths(y, paths, PERIOD).skilled
  return { ...series, pipeline: bands, served: fellBack ? bandsOf(fitYardstick).bands : bands, fellBack }
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
