import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { type VisitKey, visitGrainFor, visitKeys } from '../db/rollup/grains.ts'
import { bits, block } from '../db/rollup/visits.ts'
import { filteredDimensions, type Filters, joinCustomers, lineColumn, matches } from './measures.ts'
import { type Reads, readsOf, segmentsOf, type Span } from './segments.ts'

type Found = { span: number; key: string | null; customers: number }
type Counted<K> = { window: number; bucket: number; key: K; customers: number }

const fromRollup = (grain: string, { kept }: Reads, filters: Filters, by: VisitKey | undefined) =>
  kept
    ? [sql`
  select ${kept.segment} as segment, ${by === undefined ? sql`null::text` : sql.ref(by)} as key, block, bits
  from daily_customers where grain = ${grain} and ${kept.condition} and ${matches({ ...filters, segment: undefined })}`]
    : []

/** The same by the lines. */
const fromLines = ({ lines }: Reads, filters: Filters, by: VisitKey | undefined) =>
  lines.map(({ condition, segment }) => sql`
  select segment, key, ${block} as block, ${bits} as bits
  from (
    select distinct ${segment} as segment, ${by === undefined ? sql`null::text` : sql.ref(lineColumn(by))} as key, t.customer_id
    from transactions t ${filters.category || by === 'category' ? sql`join products p on p.id = t.product_id` : sql``} ${joinCustomers(filters.segment !== undefined)}
    where t.status = 'completed' and t.customer_id <> 0 and ${condition} and ${matches(filters, lineColumn)}
  ) visits
  group by 1, 2, 3`)

/** Whether many spans can be counted at once: under filters on all of category, region and channel that may mean reading lines. */
export const countsQuickly = (filters: Filters) => visitKeys.some(key => filters[key] === undefined)

/** Different customers with a completed order, per span and, with `by`, per value. Spans without any have no row. */
export const countCustomers = async <K extends string | null = null>(ctx: Context, spans: Span[], filters: Filters, by?: VisitKey): Promise<Counted<K>[]> => {
  const wanted = new Set(filteredDimensions(filters))
  if (by) wanted.add(by)
  const grain = visitGrainFor(wanted)
  const segments = segmentsOf(spans)
  const reads = await readsOf(ctx, segments, grain)
  const visits = [...fromRollup(grain, reads, filters, by), ...fromLines(reads, filters, by)]
  if (visits.length === 0) return []
  const members = segments.flatMap(({ spans: of }, segment) => of.map(span => ({ segment, span: spans.indexOf(span) })))
  // a segment of customers is the customer's own
  const chosen = sql`
    join (select block, bit_or(bits) as bits from segment_customers where ${matches({ segment: filters.segment })} group by block) chosen using (block)`
  const { rows } = await sql<Found>`
    with visits as (
      ${sql.join(visits, sql` union all `)}
    ), parts as (
      select segment, key, block, bit_or(bits) as bits from visits group by segment, key, block
    ), visitors as (
      select m.span, key, block, bit_or(bits) as bits
      from parts join unnest(${members.map(({ segment }) => segment)}::int[], ${members.map(({ span }) => span)}::int[]) as m (segment, span) using (segment)
      group by m.span, key, block
    ), counts as (
      select span, key, sum(bit_count(${filters.segment ? sql`visitors.bits & chosen.bits` : sql`visitors.bits`})) as customers
      from visitors ${filters.segment ? chosen : sql``} group by span, key
    )
    select * from counts where customers > 0
  `.execute(ctx.db)
  return rows.map(({ span, key, customers }) => ({ window: spans[span]!.window, bucket: spans[span]!.bucket, key: key as K, customers }))
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
