/**
 * All forecasts of one company after an import: its total and each part of four breakdowns, six months ahead,
 * reconciled. Returns milliseconds.
 */
import { forecastRevenue } from '../src/stats/series/revenue.ts'
import { reconcile } from '../src/stats/series/reconcile.ts'
import { simulatedSeasonal } from './seasonal.ts'

/** Categories, regions, channels, segments. */
const BREAKDOWNS = [8, 5, 3, 3]

export const companyTime = (months: number): number => {
  const series = simulatedSeasonal(
    BREAKDOWNS.reduce((sum, n) => sum + n, 0),
    months,
    0,
  ).map(({ train }) => train)
  const started = performance.now()
  let next = 0
  for (const size of BREAKDOWNS) {
    const parts = series.slice(next, (next += size))
    const total = parts[0]!.map((_, t) => parts.reduce((sum, part) => sum + part[t]!, 0))
    const [whole, ...each] = [total, ...parts].map(y => forecastRevenue(y, { h: 6 }))
    const errors = (forecast: ReturnType<typeof forecastRevenue>) =>
      forecast.backtest!.paths.map(({ actual, predicted }) => actual[0]! - predicted[0]!)
    reconcile({
      total: whole!.mean,
      parts: each.map(({ mean }) => mean),
      errors: { total: errors(whole!), parts: each.map(errors) },
    })
  }
  return performance.now() - started
}
