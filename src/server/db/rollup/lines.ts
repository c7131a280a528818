import { type RawBuilder, sql } from 'kysely'
import { among, type Kept } from './choice.ts'
import type { Grain } from './grains.ts'

/** Columns of daily_metrics: what a row is about, and what it adds up. */
export const keyTypes = {
  category: 'text',
  region: 'text',
  channel: 'text',
  segment: 'text',
  product_id: 'bigint',
  categories: 'text[]',
}
export const keys = Object.keys(keyTypes)
export const amounts = ['revenue', 'refunds', 'units', 'margin', 'covered']
export const counts = ['lines', 'costed', 'pending', 'cancelled', 'undated_refunds', 'no_customer']
export const measures = [...amounts, 'orders', ...counts]
export const list = (words: string[]) => sql.raw(words.join(', '))
export const columns = list(['grain', 'period', 'day', ...keys, ...measures, 'newest_at'])

const cellSums = list([
  ...amounts.map(column => `add_up(${column}) as ${column}`),
  ...[...counts, 'in_order', 'in_category', 'in_product'].map(column => `sum(${column})::int as ${column}`),
])

/**
 * Which lines count as what: the one place that says so. `t` are the transactions of the condition. Money in pips (money.ts); a line's cost
 * is the one that its source gives, else that of its units.
 */
export const countedLines = (condition: RawBuilder<unknown>) => sql`
  select day, date_trunc('month', day::timestamp)::date as month, order_id, customer_id, rep_id, product_id, category,
    region, channel, segment, sold,
    case when counted then pips else 0 end as revenue,
    case when counted and not sold then -pips else 0 end as refunds,
    case when counted then (quantity * 1000)::bigint else 0 end as units,
    case when counted and cost is not null then pips - cost else 0 end as margin,
    case when counted and cost is not null then pips else 0 end as covered,
    counted::int as lines,
    (counted and cost is not null)::int as costed,
    (status = 'pending')::int as pending,
    (status = 'cancelled')::int as cancelled,
    (status = 'refunded' and not counted)::int as undated_refunds,
    (counted and customer_id = 0)::int as no_customer,
    case when counted then ordered_at end as newest_at
  from (
    select t.ordered_on as day, t.order_id, t.product_id, p.category, t.region, t.channel, c.segment, t.customer_id,
      t.rep_id, t.ordered_at, t.status, t.status = 'completed' as sold,
      t.status = 'completed' or (t.status = 'refunded' and t.amount <= 0) as counted,
      (t.amount * 10000)::bigint as pips, t.quantity,
      (coalesce(t.cost, t.quantity * p.cost) * 10000)::bigint as cost
    from transactions t join products p on p.id = t.product_id join customers c on c.id = t.customer_id
    where ${condition}
  ) stored`

const lines = (condition: RawBuilder<unknown>) => sql`
  with counted_lines as materialized (${countedLines(condition)})
  select *,
    (sold and row_number() over same_order = 1)::int as in_order,
    (sold and lag(category) over same_order is distinct from category)::int as in_category,
    (sold and lag(product_id) over same_order is distinct from product_id)::int as in_product
  from counted_lines window same_order as (partition by day, order_id, sold order by category collate "C", product_id)`

const cells = sql`
  with days as materialized (
    select month, day, product_id, category, region, channel, segment, ${cellSums}, max(newest_at) as newest_at
    from lines group by month, day, product_id, category, region, channel, segment
  )
  select 'day' as period, * from days
  union all
  select 'month', month, month, product_id, category, region, channel, segment, ${cellSums}, null
  from days group by month, product_id, category, region, channel, segment`

const base = sql`
  select period, month, day, category, region, channel, segment, ${cellSums}, max(newest_at) as newest_at
  from cells group by period, month, day, category, region, channel, segment`

const baskets = sql`
  with orders as (
    select month, day, min(region collate "C") as region, min(channel collate "C") as channel, min(segment collate "C") as segment,
      array_agg(distinct category collate "C" order by category collate "C") as categories
    from lines where sold group by month, day, order_id
  ), days as materialized (
    select month, day, categories, region, channel, segment, count(*)::int as in_order from orders
    group by month, day, categories, region, channel, segment
  )
  select 'day' as period, * from days
  union all
  select 'month', month, month, categories, region, channel, segment, sum(in_order)::int from days
  group by month, categories, region, channel, segment`

/**
 * What rows of the rollup are summed from, each a query over those before it: `lines`; `cells`, the finest grain;
 * `base`, the finest without products; `baskets`, orders with their categories. in_order, in_category and in_product
 * are 1 on one completed line of each order (of each category in it, of each product), so that orders are sums
 * everywhere. All but `lines` hold a row a day and, from these, a row a month.
 */
export const lineTables = (condition: RawBuilder<unknown>) =>
  Object.entries({ lines: lines(condition), cells, base, baskets })

/** A measure of several rows as one. */
export const summed = (measure: string) => `${amounts.includes(measure) ? 'add_up' : 'sum'}(${measure})`

const rowsOf = ({ grain, day, month }: Kept<Grain>) => {
  const held: string[] = grain.keys
  const value = (measure: string) => {
    if (measure === 'orders') return `sum(${grain.orders})`
    return grain.from === 'baskets' ? '0' : summed(measure)
  }
  return `
    select '${grain.name}', period, day, ${Object.entries(keyTypes)
      .map(([key, type]) => (held.includes(key) ? key : `null::${type}`))
      .join(', ')},
      ${measures.map(value).join(', ')}, ${grain.from === 'baskets' ? 'null::timestamptz' : 'max(newest_at)'}
    from ${grain.from} where (period = 'day' and month in ${among(day)})
      or (period = 'month' and month in ${among(month)})
    group by ${['period', 'day', ...held].join(', ')}`
}

/** Rows of daily_metrics of these grains and months, from lineTables. */
export const rowsOfAll = (kept: Kept<Grain>[]) => sql.raw(kept.map(rowsOf).join(' union all '))
