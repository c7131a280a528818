/** The equal mean of several models: the combination that short histories cannot be talked out of. Estimated weights lose to equal ones
 *  when there is little to estimate them from (Claeskens, Magnus, Vasnev & Wang, International Journal of Forecasting 32 (2016)). */

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

const equal = (n: number): number[] => Array.from({ length: n }, () => 1 / n)

/** The equal mean of the members' fitted values and forecasts, bounds averaged too. A member whose forecast is not a number or leaves the
 *  history far behind is left out, unless all do. `y`: the series all members were fitted to. */
export const combine = (members: Fitted[], y: readonly number[]): Fitted => {
  const low = Math.min(...y),
    high = Math.max(...y)
  const fitted = weightedMean(
    members.map(member => member.fitted),
    equal(members.length),
  )
  return {
    method: members.map(member => member.method).join(' + '),
    fitted,
    residuals: y.map((value, t) => value - fitted[t]!),
    parameters: {},
    forecast: (h, levels) => {
      const all = members.map(member => member.forecast(h, levels))
      const sane = all.filter(({ mean }) => !diverges(mean, low, high))
      const kept = sane.length > 0 ? sane : all
      return meanForecast(kept, equal(kept.length))
    },
  }
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
