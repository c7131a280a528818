import { rollingPaths } from '#stats/series/backtest.ts'
import type { Fit } from '#stats/series/model.ts'
import { fitPipeline } from '#stats/series/pipeline.ts'
import { forecastRevenue, type RevenueForecast } from '#stats/series/revenue.ts'
import { NotEnoughData } from '#stats/errors.ts'

/**
 * Complete months, oldest first, of all revenue and of each part; in the workspace's currency. `fittedAt`: the moment,
 * as it is kept.
 */
export type ForecastInputs = { total: number[]; parts: number[][]; steps: number; fittedAt: string }

/** What was said of the months after an origin, standing there. */
export type Said = { origin: number; predicted: number[] }

/**
 * `total`: as stats has it, with the residuals of its fit. `parts`: in the order of the inputs, not yet made to agree
 * with the total.
 */
export type ForecastFound =
  | { fittedAt: string; total: RevenueForecast & { residuals: number[] }; parts: { mean: number[]; said: Said[] }[] }
  | { refused: { needed: number; got: number } }

const period = 12
/** Fewer months than this have no model of their own. */
const fewestMonths = 3

/** A part may be younger than the company: its first months are their mean, and before it began it is 0. */
const fitPart: Fit = (y, options) => {
  const first = y.findIndex(value => value !== 0)
  const months = first < 0 ? [] : y.slice(first)
  if (months.length >= fewestMonths) return fitPipeline(y, options)
  const level = months.reduce((sum, value) => sum + value, 0) / Math.max(1, months.length)
  return {
    method: 'Mean',
    fitted: y.map(() => level),
    residuals: y.map(value => value - level),
    parameters: {},
    forecast: (h, levels = []) => ({
      mean: Array.from({ length: h }, () => level),
      levels,
      lower: levels.map(() => Array.from({ length: h }, () => level)),
      upper: levels.map(() => Array.from({ length: h }, () => level)),
    }),
  }
}

const part = (y: number[], steps: number) => ({
  mean: fitPart(y, { period }).forecast(steps, []).mean,
  said: rollingPaths(y, fitPart, { period }).map(({ origin, predicted }) => ({ origin, predicted })),
})

/** Fits the total and every part, and tests each on its own past. `say` hears how many are done. */
export const forecastAll = (
  { total, parts, steps, fittedAt }: ForecastInputs,
  say: (done: number, total: number, words: string) => void,
): ForecastFound => {
  const all = parts.length + 1
  const told = (done: number) => say(done, all, `${done} of ${all} series`)
  try {
    const forecast = forecastRevenue(total, { h: steps })
    const { residuals } = fitPipeline(total, { period })
    told(1)
    const fitted = parts.map((y, i) => {
      const one = part(y, steps)
      told(i + 2)
      return one
    })
    return { fittedAt, total: { ...forecast, residuals }, parts: fitted }
  } catch (error) {
    if (error instanceof NotEnoughData) return { refused: { needed: error.needed, got: error.got } }
    throw error
  }
}
