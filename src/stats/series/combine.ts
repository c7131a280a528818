/** The equal mean of several models: the combination that short histories cannot be talked out of. Estimated weights lose to equal ones
 *  when there is little to estimate them from (Claeskens, Magnus, Vasnev & Wang, International Journal of Forecasting 32 (2016)). */

import type { Fitted, Forecast } from './model.ts'

/** How far beyond the span of its history, in spans, a member may forecast before it is dropped. */
const leash = 2

const diverges = (mean: number[], low: number, high: number): boolean => {
  const span = Math.max(high - low, 1e-9 * Math.max(Math.abs(low), Math.abs(high), 1e-300))
  return mean.some((value) => !(value >= low - leash * span && value <= high + leash * span))
}

/** The equal mean of the members' fitted values and forecasts, bounds averaged too. A member whose forecast is not a number or leaves the
 *  history far behind is left out, unless all do. `y`: the series all members were fitted to. */
export const combine = (members: Fitted[], y: readonly number[]): Fitted => {
  const low = Math.min(...y), high = Math.max(...y)
  const average = (rows: number[][]): number[] =>
    rows[0]!.map((_, t) => rows.reduce((sum, row) => sum + row[t]!, 0) / rows.length)
  const fitted = average(members.map((member) => member.fitted))
  return {
    method: members.map((member) => member.method).join(' + '),
    fitted,
    residuals: y.map((value, t) => value - fitted[t]!),
    parameters: {},
    forecast: (h, levels): Forecast => {
      const all = members.map((member) => member.forecast(h, levels))
      const sane = all.filter(({ mean }) => !diverges(mean, low, high))
      const kept = sane.length > 0 ? sane : all
      return {
        mean: average(kept.map(({ mean }) => mean)),
        levels: kept[0]!.levels,
        lower: kept[0]!.levels.map((_, i) => average(kept.map(({ lower }) => lower[i]!))),
        upper: kept[0]!.levels.map((_, i) => average(kept.map(({ upper }) => upper[i]!))),
      }
    },
  }
}
