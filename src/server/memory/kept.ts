import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { type Point, toDay, toNumber } from '../time/calendar.ts'

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

/** The local time of day of a line (`t`), of which the minute counts. */
export const untilCut = (ctx: Context, cutAt: string) =>
  sql`(t.ordered_at at time zone ${ctx.workspace.timezone})::time <= ${`${cutAt}:59.999999`}::time`
