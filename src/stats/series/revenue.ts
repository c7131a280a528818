/**
 * The front door: monthly revenue in, the forecast the product shows out, with its intervals, its record and what to warn of.
 * The pipeline (prepare, rule by length of history, combination) is backtested over its last origins; its errors there make the intervals. Seasonal
 * naive stands beside it, and where the record is no better than that, a warning says so. The combination is served all the same: over many
 * series, to fall back on the naive cost accuracy (M1, M3).
 */
import { fitYardstick, rollingPaths, scorePaths, type Backtest } from './backtest.ts'
import { calibrate, FEWEST_ORIGINS, intervals, runningTotals, totalInterval } from './conformal.ts'
import type { Forecast } from './model.ts'
import { fitPipeline } from './pipeline.ts'
import { leadingZeros } from './prepare.ts'

export type Warning = { code: 'short-history' | 'no-record' | 'no-skill'; message: string }

export type RevenueForecast = Forecast & {
  /** The sum of the h months, with an interval of its own for each level. */
  total: { mean: number; lower: number[]; upper: number[] }
  /** The sums of steps 1…k, k = 1…h, with intervals of their own: what a plan for several months is held against (target.ts). */
  cumulative: Forecast
  /** Seasonal naive (naive under one season of history) over the same h months, to draw beside the forecast. */
  naive: number[]
  /** Which rule by length of history applied, in words. */
  rule: string
  /** The models whose mean or median is shown: "ETS", "CES", "Theta", … */
  members: string[]
  /** Positions in `months` that were clipped for fitting only. */
  outliers: number[]
  /** The record of what is shown; null when the history is too short for four origins. */
  backtest: Backtest | null
  /** The record's skill against seasonal naive; its n is `backtest.n`. Null without a record, or where the naive made no error. */
  skill: number | null
  warnings: Warning[]
}

/** `h` months ahead; `levels` between 0 and 1, each with its own bounds; `period` 12 for months. */
export type RevenueOptions = { h?: number; levels?: number[]; period?: number }

const FIRM_HISTORY = 6

/**
 * Forecast of monthly sums `months` (complete months only, oldest first, leading zeros allowed), in their unit.
 * Throws NotEnoughData under 3 months after the leading zeros, InvalidData when a value is not a finite number.
 */
export const forecastRevenue = (months: readonly number[], options: RevenueOptions = {}): RevenueForecast => {
  const { h = 6, levels = [0.8, 0.95], period = 12 } = options
  const pipeline = fitPipeline(months, { period })
  const cut = leadingZeros(months)
  const y = months.slice(cut)
  const { mean } = pipeline.forecast(h, [])
  const paths = rollingPaths(y, fitPipeline, { period })
  const calibration = calibrate(y, pipeline.residuals.slice(cut), paths, period)
  const record = paths.length >= FEWEST_ORIGINS ? scorePaths(y, paths, period) : null
  const warnings: Warning[] = []
  if (y.length < FIRM_HISTORY) {
    warnings.push({
      code: 'short-history',
      message: `Only ${y.length} complete months of history: the forecast is their mean and its intervals are wide.`,
    })
  }
  if (!record) {
    warnings.push({
      code: 'no-record',
      message: `The history is too short to test the forecast on: it gives ${paths.length} of the ${FEWEST_ORIGINS} origins needed.`,
    })
  }
  if (record && !record.skilled) {
    const repeated = y.length >= period ? 'the same month of last year' : 'the last month'
    const skill = record.skill === null ? '' : ` (skill ${percent(record.skill)})`
    warnings.push({
      code: 'no-skill',
      message: `Over ${record.n} months of the last ${record.origins} origins the forecast did no better than repeating ${repeated}${skill}.`,
    })
  }
  return {
    mean,
    levels,
    ...intervals(mean, levels, calibration),
    total: totalInterval(mean, levels, calibration),
    cumulative: runningTotals(mean, levels, calibration),
    naive: fitYardstick(y, { period }).forecast(h, []).mean,
    rule: pipeline.rule,
    members: pipeline.members.map(member => member.method),
    outliers: pipeline.outliers,
    backtest: record,
    skill: record?.skill ?? null,
    warnings,
  }
}

const percent = (share: number): string => `${share < 0 ? '−' : ''}${Math.abs(100 * share).toFixed(0)} %`
