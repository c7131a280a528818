import type { Context } from '../../context.ts'
import type { Filters } from '../../memory/filters.ts'
import { toDay } from '../../time/calendar.ts'
import { measure } from '../measures.ts'
import type { Span } from '../spans.ts'

/** Revenue of each day from one to another, both in, by day numbers; a day without sales is 0. */
export const dailyRevenue = async (ctx: Context, filters: Filters, first: number, last: number): Promise<number[]> => {
  if (last < first) return []
  const days = Array.from({ length: last - first + 1 }, (_, i) => first + i)
  const spans = days.map((day, bucket): Span => {
    const date = toDay(day)
    return { window: 0, bucket, start: date, end: date, cutAt: null, noOrders: true }
  })
  const revenue = days.map(() => 0)
  for (const { bucket, revenue: sold } of await measure(ctx, spans, filters)) revenue[bucket] = sold
  return revenue
}
