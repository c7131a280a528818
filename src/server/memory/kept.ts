import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { type Point, toDay, toNumber } from '../time/calendar.ts'
import { clockOf } from '../time/zone.ts'

/**
 * Which months (by first day, in day numbers) the rollup keeps of a grain, by day or by month; of `total` all that have
 * lines.
 */
export const keptMonths = async (
  ctx: Context,
  grain: string,
  period: 'day' | 'month',
): Promise<ReadonlySet<number>> => {
  const kept = await ctx.once('kept grains', async () => {
    const rows = await ctx.read(sql<{ grain: string; period: string; months: string[] }>`
      select grain, period, array_agg(month) as months from kept_grains group by grain, period
    `)
    return new Map(
      rows.map(({ grain: name, period: by, months }) => [`${name} by ${by}`, new Set(months.map(toNumber))]),
    )
  })
  return kept.get(`${grain} by ${period}`) ?? new Set()
}

/** The lines (`t`) of some days, or of the months that begin on them. */
export const linesOf = (period: Point['period'], days: number[]) => {
  if (period === 'day') return sql`t.ordered_on = any(${days.map(toDay)}::date[])`
  const months = days
    .map(toDay)
    .map(month => sql`t.ordered_on between ${month}::date and (${month}::date + interval '1 month - 1 day')::date`)
  return sql`(${sql.join(months, sql` or `)})`
}

/** The lines (`t`) of a day (in day numbers) until a time of it, of which the minute counts. Sessions are in UTC. */
export const untilCut = (ctx: Context, day: number, cutAt: string) => {
  const { ahead, change } = clockOf(ctx.workspace.timezone).offsetsOn(day * 86_400_000)
  const shifted = change
    ? sql`case when t.ordered_at < ${new Date(change.at).toISOString()}::timestamptz then ${ahead}::int else ${change.ahead}::int end`
    : sql`${ahead}::int`
  const clock = sql`(t.ordered_at + ${shifted} * interval '1 millisecond')::time`
  return sql`t.ordered_on = ${toDay(day)}::date and ${clock} <= ${`${cutAt}:59.999999`}::time`
}
