/** The equal mean of several models: the combination that short histories cannot be talked out of. Estimated weights lose to equal ones
 *  when there is little to estimate them from (Claeskens, Magnus, Vasnev & Wang, International Journal of Forecasting 32 (2016)). */

import { median, sum } from '../math/average.ts'
import type { Fitted, Forecast } from './model.ts'

/** How far beyond the span of its history, in spans, a member may forecast before it is dropped. */
const leash = 2

const diverges = (mean: number[], low: number, high: number): boolean => {
  const span = Math.max(high - low, 1e-9 * Math.max(Math.abs(low), Math.abs(high), 1e-300))
  return mean.some(value => !(value >= low - leash * span && value <= high + leash * span))
}

const weightedMean = (rows: number[][], weights: number[]): number[] =>
  rows[0]!.map((_, t) => rows.reduce((sum, row, i) => sum + weights[i]! * row[t]!, 0))

const meanForecast = (forecasts: Forecast[], weights: number[]): Forecast => ({
  mean: weightedMean(
    forecasts.map(({ mean }) => mean),
    weights,
  ),
  levels: forecasts[0]!.levels,
  lower: forecasts[0]!.levels.map((_, i) =>
    weightedMean(
      forecasts.map(({ lower }) => lower[i]!),
      weights,
    ),
  ),
  upper: forecasts[0]!.levels.map((_, i) =>
    weightedMean(
      forecasts.map(({ upper }) => upper[i]!),
      weights,
    ),
  ),
})

const medianForecast = (forecasts: Forecast[]): Forecast => {
  const middle = (rows: number[][]) => rows[0]!.map((_, t) => median(rows.map(row => row[t]!)))
  return {
    mean: middle(forecasts.map(({ mean }) => mean)),
    levels: forecasts[0]!.levels,
    lower: forecasts[0]!.levels.map((_, i) => middle(forecasts.map(({ lower }) => lower[i]!))),
    upper: forecasts[0]!.levels.map((_, i) => middle(forecasts.map(({ upper }) => upper[i]!))),
  }
}

const combined = (
  members: Fitted[],
  y: readonly number[],
  fitted: number[],
  join: (kept: { forecast: Forecast; member: number }[]) => Forecast,
): Fitted => {
  const low = Math.min(...y),
    high = Math.max(...y)
  return {
    method: members.map(member => member.method).join(' + '),
    fitted,
    residuals: y.map((value, t) => value - fitted[t]!),
    parameters: {},
    forecast: (h, levels) => {
      const all = members.map((fit, member) => ({ forecast: fit.forecast(h, levels), member }))
      const sane = all.filter(({ forecast }) => !diverges(forecast.mean, low, high))
      return join(sane.length > 0 ? sane : all)
    },
  }
}

/** The mean of the members' fitted values and forecasts, equal unless `weights` are given; bounds are averaged too. A member whose forecast is not
 *  a number or leaves the history far behind is left out, unless all do. `y`: the series all members were fitted to. */
export const combine = (members: Fitted[], y: readonly number[], weights = members.map(() => 1)): Fitted => {
  const shares = (kept: number[]) => {
    const total = sum(kept.map(i => weights[i]!))
    return kept.map(i => weights[i]! / total)
  }
  const rows = members.map(({ fitted }) => fitted)
  // A fitted value that a member does not have yet is told by the others.
  const fitted = y.map((_, t) => {
    const known = rows.flatMap((row, i) => (Number.isNaN(row[t]!) ? [] : [i]))
    const share = shares(known)
    return known.length ? sum(known.map((i, k) => share[k]! * rows[i]![t]!)) : NaN
  })
  return combined(members, y, fitted, kept =>
    meanForecast(
      kept.map(({ forecast }) => forecast),
      shares(kept.map(({ member }) => member)),
    ),
  )
}

/** The median of the members' fitted values and forecasts, step by step: for histories that cannot tell a trend from a season, where the mean
 *  would follow the one member that is far out. */
export const combineByMedian = (members: Fitted[], y: readonly number[]): Fitted => {
  const fitted = y.map((_, t) =>
    median(members.flatMap(member => (Number.isNaN(member.fitted[t]!) ? [] : [member.fitted[t]!]))),
  )
  return combined(members, y, fitted, kept => medianForecast(kept.map(({ forecast }) => forecast)))
}

/** Forms of one model averaged by their Akaike weights exp(−AICc/2): where several explain the history about as well, choosing one is a
 *  lottery. Kolassa, International Journal of Forecasting 27 (2011). */
export const averageForms = (name: string, forms: (Fitted & { aicc: number })[], y: readonly number[]): Fitted => {
  const best = Math.min(...forms.map(({ aicc }) => aicc))
  const weighed = forms
    .map(form => ({ form, weight: Math.exp(-0.5 * (form.aicc - best)) }))
    .filter(({ weight }) => weight > 1e-4)
  const total = weighed.reduce((sum, { weight }) => sum + weight, 0)
  const weights = weighed.map(({ weight }) => weight / total)
  const fitted = weightedMean(
    weighed.map(({ form }) => form.fitted),
    weights,
  )
  return {
    method: name,
    fitted,
    residuals: y.map((value, t) => value - fitted[t]!),
    parameters: Object.fromEntries(weighed.map(({ form }, i) => [form.method, weights[i]!])),
    forecast: (h, levels) =>
      meanForecast(
        weighed.map(({ form }) => form.forecast(h, levels)),
        weights,
      ),
  }
}
