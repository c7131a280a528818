import type { Context } from '../../context.ts'
import type { Handlers } from '../../handler.ts'
import type { DealFilters } from '../../memory/deals.ts'
import { dealForecast } from '../operations/forecast.ts'
import { dealMeta, scopeOf } from '../operations/scope.ts'

const forecastOf = async (ctx: Context, filters: DealFilters, periods: number) => {
  const scope = await scopeOf(ctx, { ...filters, compare: 'none' })
  return { scope, ...(await dealForecast(ctx, scope, periods)) }
}

/** The weighted pipeline of each month, YYYY-MM, from the as-of day's on. */
export const weightedByMonth = async (ctx: Context, filters: DealFilters): Promise<Map<string, number>> => {
  const { data } = await forecastOf(ctx, filters, 24)
  return new Map(data.months.map(({ month, weighted }) => [month, weighted]))
}

/** What operations/forecast says, as of now. */
export const pipeline: Handlers<'forecasting'>['pipeline'] = async (ctx, { periods, ...filters }) => {
  const { scope, data, notes } = await forecastOf(ctx, filters, periods)
  const { months, ...rest } = data
  return { data: months, meta: { ...dealMeta(ctx, scope, data.total.deals, { notes }), ...rest } }
}
