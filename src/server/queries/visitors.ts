import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { blockSize, type VisitKey, visitGrainFor, visitKeys } from '../db/rollup/grains.ts'
import { daysOf, filteredDimensions, type Filters, joinCustomers, keptMonths, lineColumn, matches, type Point, pointTable, type Span, untilCut } from './measures.ts'
import { addDays, type KeptMonths, pointsOf, slicesOf } from './period.ts'

type Counted<K> = { window: number; bucket: number; key: K; customers: number }

// a point's bucket is the span's place in the list
const pointsFor = (spans: Span[], kept: KeptMonths): Point[] =>
  spans.flatMap(({ start, end, cutAt }, bucket): Point[] => {
    const whole = slicesOf({ start, end: cutAt === null ? end : addDays(end, -1) }, kept)
    const points = whole.flatMap(slice => pointsOf(slice).map((day): Point => ({ period: slice.period, day, bucket, cutAt: null })))
    return cutAt === null ? points : [...points, { period: 'lines', day: end, bucket, cutAt }]
  })

/** Who ordered by the lines: on days that are cut at a time of day, and where no bit strings are kept. */
const fromLines = (ctx: Context, points: Point[], filters: Filters, by: VisitKey | undefined) => {
  const size = sql.lit(blockSize)
  return sql`
    select bucket, key, (customer_id / ${size})::int as block, bit_or(set_bit(0::bit(${size}), (customer_id % ${size})::int, 1)) as bits
    from (
      select distinct s.bucket, ${by === undefined ? sql`null::text` : sql.ref(lineColumn(by))} as key, t.customer_id
      from ${pointTable(points)} join transactions t on t.ordered_on = s.day join products p on p.id = t.product_id ${joinCustomers(filters.segment !== undefined)}
      where t.ordered_on = ${daysOf(points)} and t.status = 'completed' and t.customer_id <> 0 and ${untilCut(ctx.workspace.timezone)} and ${matches(filters, lineColumn)}
    ) visits
    group by bucket, key, block`
}

const fromRollup = (grain: string, period: 'day' | 'month', points: Point[], filters: Filters, by: VisitKey | undefined) => sql`
  select s.bucket, ${by === undefined ? sql`null::text` : sql`d.${sql.ref(by)}`} as key, d.block, d.bits
  from ${pointTable(points)} join (
    select * from daily_customers
    where grain = ${grain} and period = ${sql.lit(period)} and day = ${daysOf(points)} and ${matches({ ...filters, segment: undefined })}
  ) d on d.day = s.day`

type Found = { bucket: number; key: string | null; customers: number }

/** Whether many spans can be counted at once: under filters on all of category, region and channel that may mean reading lines. */
export const countsQuickly = (filters: Filters) => visitKeys.some(key => filters[key] === undefined)

/** Different customers with a completed order, per span and, with `by`, per value. Spans without any have no row. */
export const countCustomers = async <K extends string | null = null>(ctx: Context, spans: Span[], filters: Filters, by?: VisitKey): Promise<Counted<K>[]> => {
  const wanted = new Set(filteredDimensions(filters))
  if (by) wanted.add(by)
  const grain = visitGrainFor(wanted)
  const points = pointsFor(spans, await keptMonths(ctx, grain))
  const visits = (['month', 'day', 'lines'] as const).flatMap(period => {
    const read = points.filter(point => point.period === period)
    if (read.length === 0) return []
    return period === 'lines' ? fromLines(ctx, read, filters, by) : fromRollup(grain, period, read, filters, by)
  })
  if (visits.length === 0) return []
  // a segment is the customer's own
  const ofSegments = sql`
    join (select block, bit_or(bits) as bits from segment_customers where ${matches({ segment: filters.segment })} group by block) chosen using (block)`
  const { rows } = await sql<Found>`
    with visitors as (
      select bucket, key, block, bit_or(bits) as bits from (${sql.join(visits, sql` union all `)}) visits group by bucket, key, block
    ), counts as (
      select bucket, key, sum(bit_count(${filters.segment ? sql`visitors.bits & chosen.bits` : sql`visitors.bits`})) as customers
      from visitors ${filters.segment ? ofSegments : sql``} group by bucket, key
    )
    select * from counts where customers > 0
  `.execute(ctx.db)
  return rows.map(({ bucket: place, key, customers }) => ({ window: spans[place]!.window, bucket: spans[place]!.bucket, key: key as K, customers }))
}

export const customersAt = (rows: Counted<null>[], window: number, bucket = 0): number =>
  rows.find(row => row.window === window && row.bucket === bucket)?.customers ?? 0

/** Customers with a completed order up to a day. */
export const customersToDate = async (ctx: Context, end: string, filters: Filters): Promise<number> => {
  const first = await ctx.once('first day', async () => {
    const { rows } = await sql<{ day: string | null }>`select min(day) as day from daily_metrics where grain = 'total' and period = 'day'`.execute(ctx.db)
    return rows[0]?.day ?? null
  })
  if (!first || first > end) return 0
  return customersAt(await countCustomers(ctx, [{ window: 0, bucket: 0, start: first, end, cutAt: null }], filters), 0)
}
