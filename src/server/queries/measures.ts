import { type RawBuilder, sql } from 'kysely'
import type { Context } from '../context.ts'
import { basketGrainFor, type Dimension, dimensions, grainFor } from '../db/rollup/grains.ts'
import { type Reads, readsOf, type Segment, segmentsOf, type Span } from './segments.ts'

export type Filters = { [Key in Dimension]?: string[] | undefined }

export type Measures = {
  revenue: number
  refunds: number
  units: number
  orders: number
  /** Revenue less cost, and the revenue whose cost is known. */
  margin: number
  covered: number
  /** Rows that count, and those that do not. */
  lines: number
  pending: number
  cancelled: number
  undatedRefunds: number
  noCustomer: number
}
export type Measured<K> = Measures & { window: number; bucket: number; key: K }

export const nothing: Measures = {
  revenue: 0, refunds: 0, units: 0, orders: 0, margin: 0, covered: 0, lines: 0, pending: 0, cancelled: 0, undatedRefunds: 0, noCustomer: 0,
}

const measureNames = Object.keys(nothing) as (keyof Measures)[]

export const filteredDimensions = (filters: Filters): Dimension[] => dimensions.filter(key => filters[key] !== undefined)

/** Filters as a condition on columns: rows of a cache by default, else where each dimension stands. */
export const matches = (filters: Filters, column: (key: Dimension) => string = key => key): RawBuilder<unknown> => {
  const conditions = filteredDimensions(filters).map(key => sql`${sql.ref(column(key))} = any(${filters[key]}::text[])`)
  return conditions.length ? sql.join(conditions, sql` and `) : sql`true`
}

export const lineColumn = (key: Dimension) => ({ category: 'p.category', region: 't.region', channel: 't.channel', segment: 'c.segment' })[key]

/** Customers are joined to lines only where their segment is asked for. */
export const joinCustomers = (needed: boolean) => (needed ? sql`join customers c on c.id = t.customer_id` : sql``)

const orderless = sql`add_up(revenue) as revenue, add_up(refunds) as refunds, add_up(units) as units, add_up(margin) as margin, add_up(covered) as covered,
  sum(lines) as lines, sum(pending) as pending, sum(cancelled) as cancelled, sum(undated_refunds) as "undatedRefunds", sum(no_customer) as "noCustomer"`
const nothingElse = sql`0 as revenue, 0 as refunds, 0 as units, 0 as margin, 0 as covered, 0 as lines, 0 as pending, 0 as cancelled, 0 as "undatedRefunds", 0 as "noCustomer"`
const sums = {
  with: sql`sum(orders) as orders, ${orderless}`,
  without: sql`0 as orders, ${orderless}`,
  only: sql`sum(orders) as orders, ${nothingElse}`,
}

type Part = { grain: string; reads: Reads; condition: RawBuilder<unknown>; orders: keyof typeof sums }

const fromRollup = ({ grain, reads, condition, orders }: Part, key: string) =>
  reads.kept
    ? [sql`
  select ${reads.kept.segment} as segment, ${sql.raw(key)} as key, ${sums[orders]}
  from daily_metrics where grain = ${grain} and ${reads.kept.condition} and ${condition}
  group by 1, 2`]
    : []

/** The same from lines; by order first, so that an order counts once. */
const fromLines = ({ reads, orders }: Part, filters: Filters, key: string) =>
  reads.lines.map(read => sql`
  select segment, key, ${sums[orders]}
  from (
    select segment, key, order_id, (count(*) filter (where sold) > 0)::int as orders,
      coalesce(add_up(cents) filter (where counted), 0) as revenue, coalesce(add_up(-cents) filter (where counted and not sold), 0) as refunds,
      coalesce(add_up((quantity * 1000)::bigint) filter (where counted), 0) as units,
      coalesce(add_up(((amount - quantity * cost) * 100000)::bigint) filter (where counted), 0) as margin,
      coalesce(add_up(cents) filter (where counted and cost is not null), 0) as covered,
      count(*) filter (where counted) as lines, count(*) filter (where status = 'pending') as pending, count(*) filter (where status = 'cancelled') as cancelled,
      count(*) filter (where status = 'refunded' and not counted) as undated_refunds, count(*) filter (where counted and customer_id = 0) as no_customer
    from (
      select ${read.segment} as segment, ${sql.raw(key)} as key, t.order_id, t.amount, (t.amount * 100)::bigint as cents, t.quantity, p.cost, t.status, t.customer_id,
        t.status = 'completed' as sold, t.status = 'completed' or (t.status = 'refunded' and t.amount <= 0) as counted
      from transactions t join products p on p.id = t.product_id
      ${joinCustomers(key === lineColumn('segment') || filters.segment !== undefined)}
      where ${read.condition} and ${matches(filters, lineColumn)}
    ) lines
    group by segment, key, order_id
  ) orders
  group by segment, key`)

/**
 * Everything that adds up over days, per span and, with `by`, per value of a dimension or product id: from the smallest grain of the
 * rollup that covers the grouping and the filters. Spans without rows have no row.
 */
export const measure = async <K extends string | number | null = null>(
  ctx: Context, spans: Span[], filters: Filters, by?: Dimension | 'product',
): Promise<Measured<K>[]> => {
  const wanted = new Set(filteredDimensions(filters))
  if (by && by !== 'product') wanted.add(by)
  // an order that touches several of the chosen categories is one order: counted by its set of categories
  const several = (filters.category?.length ?? 0) > 1 && by !== 'category' && by !== 'product'
  const grain = grainFor(wanted, by === 'product')
  const segments = segmentsOf(spans)
  if (segments.length === 0) return []
  const parts: Part[] = [{ grain, reads: await readsOf(ctx, segments, grain), condition: matches(filters), orders: several ? 'without' : 'with' }]
  if (several) {
    const baskets = basketGrainFor(wanted)
    const condition = sql`categories && ${filters.category}::text[] and ${matches({ ...filters, category: undefined })}`
    parts.push({ grain: baskets, reads: await readsOf(ctx, segments, baskets, span => !span.noOrders), condition, orders: 'only' })
  }
  const key = by === undefined ? 'null::text' : by === 'product' ? 'product_id' : by
  const lineKey = by === undefined ? key : by === 'product' ? 't.product_id' : lineColumn(by)
  const selects = parts.flatMap(part => [...fromRollup(part, key), ...fromLines(part, filters, lineKey)])
  if (selects.length === 0) return []
  const { rows } = await sql<Measures & { segment: number; key: K }>`${sql.join(selects, sql` union all `)}`.execute(ctx.db)
  return together(segments, rows)
}

/** What daily_metrics holds whole numbers of (db/migrations): a hundredth of money, a thousandth of a unit. */
const fractions = { revenue: 100, refunds: 100, units: 1000, margin: 100_000, covered: 100 } as const

/** Segments back to the spans they are part of. */
const together = <K extends string | number | null>(segments: Segment[], rows: (Measures & { segment: number; key: K })[]): Measured<K>[] => {
  const sums = new Map<Span, Map<K, Measured<K>>>()
  for (const row of rows) {
    for (const span of segments[row.segment]?.spans ?? []) {
      const groups = sums.get(span) ?? new Map<K, Measured<K>>()
      sums.set(span, groups)
      const sum = groups.get(row.key) ?? { ...nothing, window: span.window, bucket: span.bucket, key: row.key }
      for (const name of measureNames) sum[name] += row[name]
      groups.set(row.key, sum)
    }
  }
  const measured = [...sums.values()].flatMap(groups => [...groups.values()])
  for (const row of measured) for (const [name, fraction] of Object.entries(fractions)) row[name as keyof Measures] /= fraction
  return measured
}

/** The measures of one window and bucket without grouping; zeros where nothing was found. */
export const measuresAt = (rows: Measured<null>[], window: number, bucket = 0): Measures =>
  rows.find(row => row.window === window && row.bucket === bucket) ?? nothing
