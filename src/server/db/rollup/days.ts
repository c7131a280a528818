import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../context.ts'
import { type Grain, grains, isKept, type Spread } from './grains.ts'
import { replaceCustomerDays } from './visits.ts'

const keyTypes = { category: 'text', region: 'text', channel: 'text', segment: 'text', product_id: 'bigint', categories: 'text[]' }
const keys = Object.keys(keyTypes)
const amounts = ['revenue', 'refunds', 'units', 'margin', 'covered']
const counts = ['lines', 'pending', 'cancelled', 'undated_refunds', 'no_customer']
const measures = [...amounts, 'orders', ...counts]
const list = (words: string[]) => sql.raw(words.join(', '))
const columns = list(['grain', 'period', 'day', ...keys, ...measures, 'newest_at'])
const allGrains = sql`any(${grains.map(({ name }) => name)}::text[])`

// counts stay four-byte integers: adding up wider ones is many times slower
const cellSums = list([
  ...amounts.map(column => `sum(${column}) as ${column}`),
  ...[...counts, 'in_order', 'in_category', 'in_product'].map(column => `sum(${column})::int as ${column}`),
])

/**
 * Tables of this transaction: `lines`; `cells`, the finest grain; `base`, the finest without products; `baskets`, orders with their categories.
 * in_order, in_category and in_product are 1 on one completed line of each order (of each category in it, of each product), so that
 * orders are sums everywhere. All but `lines` hold a row a day and, from these, a row a month.
 */
const readLines = async (tx: Db, condition: RawBuilder<unknown>) => {
  await sql`create temp table lines on commit drop as
    with stored as materialized (
      select t.ordered_on as day, t.order_id, t.product_id, p.category, t.region, t.channel, c.segment, t.customer_id, t.ordered_at,
        t.status, t.status = 'completed' as sold, t.status = 'completed' or (t.status = 'refunded' and t.amount <= 0) as counted,
        t.amount, t.quantity, p.cost
      from transactions t join products p on p.id = t.product_id join customers c on c.id = t.customer_id
      where ${condition}
    )
    select day, date_trunc('month', day::timestamp)::date as month, order_id, product_id, category, region, channel, segment, sold,
      case when counted then amount else 0 end as revenue,
      case when counted and not sold then -amount else 0 end as refunds,
      case when counted then quantity else 0 end as units,
      case when counted and cost is not null then amount - quantity * cost else 0 end as margin,
      case when counted and cost is not null then amount else 0 end as covered,
      counted::int as lines,
      (status = 'pending')::int as pending,
      (status = 'cancelled')::int as cancelled,
      (status = 'refunded' and not counted)::int as undated_refunds,
      (counted and customer_id = 0)::int as no_customer,
      case when counted then ordered_at end as newest_at,
      (sold and row_number() over (partition by day, order_id, sold order by category, product_id) = 1)::int as in_order,
      (sold and row_number() over (partition by day, order_id, sold, category order by product_id) = 1)::int as in_category,
      (sold and row_number() over (partition by day, order_id, sold, category, product_id) = 1)::int as in_product
    from stored
  `.execute(tx)
  await sql`create temp table cells on commit drop as
    with days as materialized (
      select month, day, product_id, category, region, channel, segment, ${cellSums}, max(newest_at) as newest_at
      from lines group by month, day, product_id, category, region, channel, segment
    )
    select 'day' as period, * from days
    union all
    select 'month', month, month, product_id, category, region, channel, segment, ${cellSums}, null
    from days group by month, product_id, category, region, channel, segment
  `.execute(tx)
  await sql`create temp table base on commit drop as
    select period, month, day, category, region, channel, segment, ${cellSums}, max(newest_at) as newest_at
    from cells group by period, month, day, category, region, channel, segment
  `.execute(tx)
  await sql`create temp table baskets on commit drop as
    with orders as (
      select month, day, min(region) as region, min(channel) as channel, min(segment) as segment, array_agg(distinct category order by category) as categories
      from lines where sold group by month, day, order_id
    ), days as materialized (
      select month, day, categories, region, channel, segment, count(*)::int as in_order from orders group by month, day, categories, region, channel, segment
    )
    select 'day' as period, * from days
    union all
    select 'month', month, month, categories, region, channel, segment, sum(in_order)::int from days group by month, categories, region, channel, segment
  `.execute(tx)
}

/** A grain, and the months whose rows by day and by month are kept. */
type Kept = { grain: Grain; day: string[]; month: string[] }

// months come from the database as dates, so they stand in the text as they are
const among = (months: string[]) => `(${months.map(month => `date '${month}'`).join(', ') || 'null'})`

const rowsOf = ({ grain, day, month }: Kept) => {
  const held: string[] = grain.keys
  const value = (measure: string) => (measure === 'orders' ? `sum(${grain.orders})` : grain.from === 'baskets' ? '0' : `sum(${measure})`)
  return `
    select '${grain.name}', period, day, ${Object.entries(keyTypes).map(([key, type]) => (held.includes(key) ? key : `null::${type}`)).join(', ')},
      ${measures.map(value).join(', ')}, ${grain.from === 'baskets' ? 'null::timestamptz' : 'max(newest_at)'}
    from ${grain.from} where (period = 'day' and month in ${among(day)}) or (period = 'month' and month in ${among(month)})
    group by ${['period', 'day', ...held].join(', ')}`
}

const rowsOfAll = (kept: Kept[]) => sql.raw(kept.map(rowsOf).join(' union all '))

/** What is worth keeping of each month of the lines just read. */
const choose = async (tx: Db): Promise<Kept[]> => {
  const { rows } = await sql<Spread & { month: string }>`
    select month, l.lines, l.days, c.product_id, b.category, b.region, b.channel, b.segment, coalesce(k.categories, 0) as categories
    from (select month, count(*) as lines, count(distinct day) as days from lines group by month) l
    join (select month, count(distinct product_id) as product_id from cells where period = 'month' group by month) c using (month)
    join (
      select month, count(distinct category) as category, count(distinct region) as region, count(distinct channel) as channel, count(distinct segment) as segment
      from base where period = 'month' group by month
    ) b using (month)
    left join (select month, count(distinct categories) as categories from baskets where period = 'month' group by month) k using (month)
  `.execute(tx)
  return grains.flatMap(grain => {
    const months = (period: 'day' | 'month') => rows.filter(spread => isKept(grain, period, spread)).map(({ month }) => month)
    const kept = { grain, day: months('day'), month: months('month') }
    return kept.day.length + kept.month.length ? [kept] : []
  })
}

/** Makes all rows of a run of whole months anew: from the first day of the first to the last day of the last. */
export const replaceMonths = async (tx: Db, first: string, last: string, months: string[]) => {
  const inside = sql`day between ${first}::date and ${last}::date`
  await sql`delete from daily_metrics where grain = ${allGrains} and period in ('day', 'month') and ${inside}`.execute(tx)
  await sql`delete from kept_grains where month between ${first}::date and ${last}::date`.execute(tx)
  const ofLines = sql`t.ordered_on between ${first}::date and ${last}::date`
  await readLines(tx, ofLines)
  const kept = await choose(tx)
  if (kept.length) await sql`insert into daily_metrics (${columns}) ${rowsOfAll(kept)}`.execute(tx)
  const marks = kept.flatMap(({ grain, day, month }) => [...day.map(first => [first, grain.name, 'day']), ...month.map(first => [first, grain.name, 'month'])])
  const column = (place: number) => marks.map(mark => mark[place])
  await sql`
    insert into kept_grains (month, grain, period) select * from unnest(${column(0)}::date[], ${column(1)}::text[], ${column(2)}::text[])
  `.execute(tx)
  await replaceCustomerDays(tx, ofLines, inside, months)
}

const present = sql.raw(['orders', 'lines', 'pending', 'cancelled', 'undated_refunds'].map(measure => `${measure} <> 0`).join(' or '))

const forget = async (tx: Db, tables: string[]) => {
  for (const table of tables) await sql`drop table ${sql.table(table)}`.execute(tx)
}

/**
 * Makes only the rows anew that differ on these days of one month: a single order changes some twenty of thousands. What is kept by
 * month alone (in months of few lines) is made anew.
 */
export const patchDays = async (tx: Db, days: string[], month: string, last: string) => {
  const { rows: held } = await sql<{ grain: string; period: 'day' | 'month' }>`select grain, period from kept_grains where month = ${month}::date`.execute(tx)
  const has = (period: 'day' | 'month') => (grain: Grain) => held.some(one => one.grain === grain.name && one.period === period)
  const byDay = grains.filter(has('day'))
  const byBoth = byDay.filter(has('month')).map(({ name }) => name)
  const byMonth = grains.filter(grain => has('month')(grain) && !has('day')(grain))
  const ofLines = sql`t.ordered_on = any(${days}::date[])`
  await readLines(tx, ofLines)
  await sql`create temp table day_changes on commit drop as
    with fresh (${columns}) as (${rowsOfAll(byDay.map(grain => ({ grain, day: [month], month: [] })))})
    select grain, day, ${list(keys)}, bool_or(sign = 1) as kept, max(place) as place, max(newest_at) filter (where sign = 1) as newest_at,
      ${list(measures.map(measure => `sum(${measure}) filter (where sign = 1) as ${measure}, sum(sign * ${measure}) as more_${measure}`))}
    from (
      select 1 as sign, null::tid as place, fresh.* from fresh
      union all
      select -1, ctid, ${columns} from daily_metrics where grain = any(${byDay.map(({ name }) => name)}::text[]) and period = 'day' and day = any(${days}::date[])
    ) both_sides
    group by grain, day, ${list(keys)}
    having ${sql.raw(measures.map(measure => `sum(sign * ${measure}) <> 0`).join(' or '))}
      or max(newest_at) filter (where sign = 1) is distinct from max(newest_at) filter (where sign = -1)
  `.execute(tx)
  await sql`create temp table month_changes on commit drop as
    select grain, ${list(keys)}, max(place) as place, ${list(measures.map(measure => `sum(${measure}) as ${measure}`))}
    from (
      select true as changed, null::tid as place, grain, ${list(keys)}, ${list(measures.map(measure => `more_${measure} as ${measure}`))}
      from day_changes where grain = any(${byBoth}::text[])
      union all
      select false, ctid, grain, ${list([...keys, ...measures])}
      from daily_metrics where grain = any(${byBoth}::text[]) and period = 'month' and day = ${month}::date
    ) both_sides
    group by grain, ${list(keys)}
    having bool_or(changed)
  `.execute(tx)
  // by place: nobody else moves rows here, as the refresh holds its lock
  await sql`delete from daily_metrics where ctid = any(array(select place from day_changes union all select place from month_changes))`.execute(tx)
  await sql`insert into daily_metrics (${columns})
    select grain, 'day', day, ${list([...keys, ...measures])}, newest_at from day_changes where kept
    union all
    select grain, 'month', ${month}::date, ${list([...keys, ...measures])}, null from month_changes where ${present}
  `.execute(tx)
  await forget(tx, ['lines', 'cells', 'base', 'baskets', 'day_changes', 'month_changes'])
  if (byMonth.length) {
    await sql`delete from daily_metrics where grain = any(${byMonth.map(({ name }) => name)}::text[]) and period = 'month' and day = ${month}::date`.execute(tx)
    await readLines(tx, sql`t.ordered_on between ${month}::date and ${last}::date`)
    await sql`insert into daily_metrics (${columns}) ${rowsOfAll(byMonth.map(grain => ({ grain, day: [], month: [month] })))}`.execute(tx)
  }
  await replaceCustomerDays(tx, ofLines, sql`day = any(${days}::date[])`, [month])
}
