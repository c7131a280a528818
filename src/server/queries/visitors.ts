import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { blockSize, customerGrainFor, type Dimension } from '../db/rollup/grains.ts'
import { daysOf, filteredDimensions, type Filters, joinCustomers, lineColumn, matches, type Point, pointTable, type Span, untilCut } from './measures.ts'
import { addDays, pointsOf, slicesOf } from './period.ts'

/** A segment is the customer's own: ask with it as a filter. */
type By = Exclude<Dimension, 'segment'>

type Counted<K> = { window: number; bucket: number; key: K; customers: number }

/** All months and days are kept here. */
const everything = { has: () => true } as unknown as ReadonlySet<string>
const kept = { month: everything, day: everything, lines: everything }

// a point's bucket is the span's place in the list
const pointsFor = (spans: Span[]): Point[] =>
  spans.flatMap(({ start, end, cutAt }, bucket): Point[] => {
    const whole = slicesOf({ start, end: cutAt === null ? end : addDays(end, -1) }, kept)
    const points = whole.flatMap(slice => pointsOf(slice).map((day): Point => ({ period: slice.period, day, bucket, cutAt: null })))
    return cutAt === null ? points : [...points, { period: 'lines', day: end, bucket, cutAt }]
  })

/** Who ordered on days that are cut at a time of day: no rows are kept of these. */
const ofCutDays = (ctx: Context, points: Point[], filters: Filters, by: By | undefined) => {
  const cut = points.filter(({ period }) => period === 'lines')
  return sql`
    select distinct s.bucket, ${by === undefined ? sql`null::text` : sql.ref(lineColumn(by))} as key, t.customer_id
    from ${pointTable(cut)} join transactions t on t.ordered_on = s.day join products p on p.id = t.product_id ${joinCustomers(filters.segment !== undefined)}
    where t.ordered_on = ${daysOf(cut)} and t.status = 'completed' and t.customer_id <> 0 and ${untilCut(ctx.workspace.timezone)} and ${matches(filters, lineColumn)}`
}

type Found = { bucket: number; key: string | null; customers: number }

/** From the bit strings: exact for any values of one dimension, and any segments. */
const fromBits = (ctx: Context, points: Point[], filters: Filters, grain: string, by: By | undefined) => {
  const size = sql.lit(blockSize)
  const chosen = grain === 'all' ? undefined : filters[grain as Dimension]
  const visits = (['month', 'day'] as const).map(period => {
    const read = points.filter(point => point.period === period)
    return sql`
      select s.bucket, ${by === undefined ? sql`null::text` : sql`d.value`} as key, d.block, d.bits
      from ${pointTable(read)} join (
        select day, value, block, bits from daily_customers
        where grain = ${grain} and period = ${sql.lit(period)} and day = ${daysOf(read)} and ${chosen ? sql`value = any(${chosen}::text[])` : sql`true`}
      ) d on d.day = s.day`
  })
  const bits = filters.segment ? sql`visitors.bits & chosen.bits` : sql`visitors.bits`
  return sql<Found>`
    with visits as (
      ${sql.join(visits, sql` union all `)}
      union all
      select bucket, key, (customer_id / ${size})::int, bit_or(set_bit(0::bit(${size}), (customer_id % ${size})::int, 1))
      from (${ofCutDays(ctx, points, filters, by)}) cut group by bucket, key, customer_id / ${size}
    ), chosen as (
      select block, bit_or(bits) as bits from segment_customers where ${matches({ segment: filters.segment })} group by block
    ), visitors as (
      select bucket, key, block, bit_or(bits) as bits from visits group by bucket, key, block
    ), counts as (
      select bucket, key, sum(bit_count(${bits})) as customers from visitors ${filters.segment ? sql`join chosen using (block)` : sql``} group by bucket, key
    )
    select * from counts where customers > 0`
}

/** From the customers' histories: exact for filters on several dimensions. Each span costs a search per history. */
const fromHistories = (ctx: Context, spans: Span[], points: Point[], filters: Filters, by: By | undefined) => {
  const ordersUpTo = (day: string) => sql`coalesce(orders[width_bucket(${day}::date, days)], 0)`
  const buckets = spans.map(
    ({ start, end, cutAt }, bucket) => sql`
      case when ${ordersUpTo(cutAt === null ? end : addDays(end, -1))} > ${ordersUpTo(addDays(start, -1))} then ${sql.lit(bucket)} end`,
  )
  return sql<Found>`
    with visitors as (
      select bucket, ${by === undefined ? sql`null::text` : sql.ref(by)} as key, customer_id
      from customer_history cross join lateral unnest(array[${sql.join(buckets)}]::int[]) as bucket
      where grain = 'full' and ${matches(filters)} and bucket is not null
      union
      ${ofCutDays(ctx, points, filters, by)}
    )
    select bucket, key, count(*) as customers from visitors group by bucket, key`
}

/** Whether many spans can be counted at once: not under filters on several dimensions. */
export const countsQuickly = (filters: Filters) => customerGrainFor(new Set(filteredDimensions(filters))) !== 'full'

/** Different customers with a completed order, per span and, with `by`, per value. Spans without any have no row. */
export const countCustomers = async <K extends string | null = null>(ctx: Context, spans: Span[], filters: Filters, by?: By): Promise<Counted<K>[]> => {
  const wanted = new Set(filteredDimensions(filters))
  if (by) wanted.add(by)
  const grain = customerGrainFor(wanted)
  const points = pointsFor(spans)
  const found = grain === 'full' ? fromHistories(ctx, spans, points, filters, by) : fromBits(ctx, points, filters, grain, by)
  const { rows } = await found.execute(ctx.db)
  return rows.map(({ bucket: place, key, customers }) => ({ window: spans[place]!.window, bucket: spans[place]!.bucket, key: key as K, customers }))
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
