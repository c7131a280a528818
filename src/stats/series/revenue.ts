/**
 * The front door: monthly revenue in, the forecast the product shows out, with its intervals, its record and what to
 * warn of.
 * The pipeline (prepare, rule by length of history, combination) is backtested over its last origins; its errors there
 * make the intervals. Where it has not beaten seasonal naive, seasonal naive is what is shown, with its own errors and
 * its own record.
 */
import { backtest, fitYardstick, rollingPaths, scorePaths, type Backtest, type Path } from './backtest.ts'
import { calibrate, FEWEST_ORIGINS, intervals, totalInterval } from './conformal.ts'
import type { Fitted, Forecast } from './model.ts'
import { fitPipeline } from './pipeline.ts'

export type Warning = { code: 'short-history' | 'no-record' | 'no-skill'; message: string }

export type RevenueForecast = Forecast & {
  /** The sum of the h months, with an interval of its own for each level. */
  total: { mean: number; lower: number[]; upper: number[] }
  /** Which rule by length of history applied, in words. */
  rule: string
  /** The models whose equal mean is shown: "ETS", "CES", "Theta", … */
  members: string[]
  /** Positions in `months` that were clipped for fitting only. */
  outliers: number[]
  /** The record of what is shown; null when the history is too short for four origins. */
  backtest: Backtest | null
  /**
   * The pipeline's skill against seasonal naive in its backtest, also when seasonal naive is shown for lack of it. Null
   * without a record.
   */
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
  const cut = Math.max(
    0,
    months.findIndex(v => v !== 0),
  )
  const y = months.slice(cut)
  const shown = (fitted: Fitted, residuals: readonly number[], paths: readonly Path[]) => {
    const { mean } = fitted.forecast(h, [])
    const calibration = calibrate(y, residuals, paths, period)
    return { mean, levels, ...intervals(mean, levels, calibration), total: totalInterval(mean, levels, calibration) }
  }
  const paths = rollingPaths(y, fitPipeline, { period })
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
    const fitted = fitYardstick(y, { period })
    const yardstick = backtest(y, fitYardstick, { period })
    const repeated = y.length >= period ? 'the same month of last year' : 'the last month'
    const message = `Over the last ${record.origins} origins the models did no better than repeating ${repeated}: that is shown instead.`
    return {
      ...shown(fitted, fitted.residuals, yardstick.paths),
      rule: `no skill over ${fitted.method.toLowerCase()}: repeats ${repeated}`,
      members: [fitted.method],
      outliers: [],
      backtest: yardstick,
      skill: record.skill,
      warnings: [...warnings, { code: 'no-skill', message }],
    }
  }
  return {
    ...shown(pipeline, pipeline.residuals.slice(cut), paths),
    rule: pipeline.rule,
    members: pipeline.members.map(member => member.method),
    outliers: pipeline.outliers,
    backtest: record,
    skill: record?.skill ?? null,
    warnings,
  }
}
