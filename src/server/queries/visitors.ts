import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { customerGrainFor, type Dimension } from '../db/rollup/grains.ts'
import { filteredDimensions, type Filters, lineColumn, matches, pieceTable, type Span, untilCut } from './measures.ts'
import { addDays, slicesOf } from './period.ts'

/** All months and days are kept here. */
const everything = { has: () => true } as unknown as ReadonlySet<string>

/** A segment is the customer's own: ask with it as a filter. */
type By = Exclude<Dimension, 'segment'>

type Counted<K> = { window: number; bucket: number; key: K; customers: number }

const cutDays = (spans: Span[]) =>
  spans.flatMap(({ window, bucket, end, cutAt }) => (cutAt === null ? [] : [{ window, bucket, period: 'lines' as const, first: end, last: end, cutAt }]))

const wholeDays = (spans: Span[]) =>
  spans.flatMap(({ window, bucket, start, end, cutAt }) =>
    slicesOf({ start, end: cutAt === null ? end : addDays(end, -1) }, { month: everything, day: everything }).map(slice => ({ ...slice, window, bucket, cutAt: null })),
  )

const ofCutDays = (ctx: Context, spans: Span[], filters: Filters, key: string) => sql`
  select distinct s."window", s.bucket, ${sql.raw(key)} as key, t.customer_id
  from ${pieceTable(cutDays(spans))} join transactions t on t.ordered_on between s.first and s.last
  join products p on p.id = t.product_id join customers c on c.id = t.customer_id
  where t.status = 'completed' and t.customer_id <> 0 and ${untilCut(ctx.workspace.timezone)} and ${matches(filters, lineColumn)}`

/** From the bit strings: exact for any values of one dimension, and any segments. */
const fromBits = (ctx: Context, spans: Span[], filters: Filters, grain: string, by: By | undefined) => {
  const bits = sql.raw('16384')
  const value = grain === 'all' ? sql`true` : (filters[grain as Dimension] ? sql`d.value = any(${filters[grain as Dimension]}::text[])` : sql`true`)
  const key = by === undefined ? 'null::text' : 'd.value'
  return sql<Counted<string | null>>`
    with visits as (
      select s."window", s.bucket, ${sql.raw(key)} as key, d.block, d.bits
      from ${pieceTable(wholeDays(spans))} join daily_customers d on d.grain = ${grain} and d.period = s.period and d.day between s.first and s.last
      where ${value}
      union all
      select "window", bucket, key, (customer_id / ${bits})::int, bit_or(set_bit(0::bit(${bits}), (customer_id % ${bits})::int, 1))
      from (${ofCutDays(ctx, spans, filters, by === undefined ? 'null::text' : lineColumn(by))}) cut group by "window", bucket, key, customer_id / ${bits}
    ), chosen as (
      select block, bit_or(bits) as bits from segment_customers where ${matches({ segment: filters.segment })} group by block
    ), visitors as (
      select "window", bucket, key, block, bit_or(bits) as bits from visits group by "window", bucket, key, block
    )
    select "window", bucket, key, sum(bit_count(${filters.segment ? sql`visitors.bits & chosen.bits` : sql`visitors.bits`})) as customers
    from visitors ${filters.segment ? sql`join chosen using (block)` : sql``}
    group by "window", bucket, key having bit_count(bit_or(${filters.segment ? sql`visitors.bits & chosen.bits` : sql`visitors.bits`})) > 0`
}

/** From the customers' histories: exact for filters on several dimensions. */
const fromHistories = (ctx: Context, spans: Span[], filters: Filters, grain: string, by: By | undefined) => {
  const key = by === undefined ? 'null::text' : `h.${by}`
  const whole = spans.map(span => ({ ...span, end: span.cutAt === null ? span.end : addDays(span.end, -1) }))
  return sql<Counted<string | null>>`
    with candidates as materialized (
      select customer_id, ${by === undefined ? sql`null::text` : sql.ref(by)} as key, days, orders
      from customer_history where grain = ${grain} and ${matches(filters)}
    ), visitors as (
      ${sql.join(
        whole.map(
          ({ window, bucket, start, end }) => sql`
            select ${sql.lit(window)} as "window", ${sql.lit(bucket)} as bucket, key, customer_id from candidates
            where coalesce(orders[width_bucket(${end}::date, days)], 0) > coalesce(orders[width_bucket(${addDays(start, -1)}::date, days)], 0)`,
        ),
        sql` union all `,
      )}
      union all
      ${ofCutDays(ctx, spans, filters, by === undefined ? 'null::text' : lineColumn(by))}
    )
    select "window", bucket, ${sql.raw(by === undefined ? 'null::text' : 'key')} as key, count(distinct customer_id) as customers
    from visitors group by "window", bucket${sql.raw(key === 'null::text' ? '' : ', key')}`
}

/** Different customers with a completed order, per span and, with `by`, per value. Spans without any have no row. */
export const countCustomers = async <K extends string | null = null>(ctx: Context, spans: Span[], filters: Filters, by?: By): Promise<Counted<K>[]> => {
  const wanted = new Set(filteredDimensions(filters))
  if (by) wanted.add(by)
  const grain = customerGrainFor(wanted)
  const { rows } = await (grain === 'full' ? fromHistories : fromBits)(ctx, spans, filters, grain, by).execute(ctx.db)
  return rows as Counted<K>[]
}

export const customersAt = (rows: Counted<null>[], window: number, bucket = 0): number =>
  rows.find(row => row.window === window && row.bucket === bucket)?.customers ?? 0

/** Customers with a completed order up to a day. */
export const customersToDate = async (ctx: Context, end: string, filters: Filters): Promise<number> => {
  const { rows } = await sql<{ first: string | null }>`select min(day) as first from daily_metrics where grain = 'total' and period = 'day'`.execute(ctx.db)
  const first = rows[0]?.first
  if (!first || first > end) return 0
  return customersAt(await countCustomers(ctx, [{ window: 0, bucket: 0, start: first, end, cutAt: null }], filters), 0)
}
