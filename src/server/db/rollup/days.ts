import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../context.ts'
import { among, chosen, keepsTheRight, type Kept, marksOf, spreadsOfLines } from './choice.ts'
import { type Grain, grains, type VisitGrain, visitGrains } from './grains.ts'
import { insertVisits, patchVisits } from './visits.ts'

const keyTypes = { category: 'text', region: 'text', channel: 'text', segment: 'text', product_id: 'bigint', categories: 'text[]' }
const keys = Object.keys(keyTypes)
const amounts = ['revenue', 'refunds', 'units', 'margin', 'covered']
const counts = ['lines', 'pending', 'cancelled', 'undated_refunds', 'no_customer']
const measures = [...amounts, 'orders', ...counts]
const list = (words: string[]) => sql.raw(words.join(', '))
const columns = list(['grain', 'period', 'day', ...keys, ...measures, 'newest_at'])
const allGrains = sql`any(${grains.map(({ name }) => name)}::text[])`
const allVisits = sql`grain = any(${visitGrains.map(({ name }) => name)}::text[]) and period in ('day', 'month')`

const cellSums = list([
  ...amounts.map(column => `add_up(${column}) as ${column}`),
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
        t.amount, (t.amount * 100)::bigint as cents, t.quantity, p.cost
      from transactions t join products p on p.id = t.product_id join customers c on c.id = t.customer_id
      where ${condition}
    )
    select day, date_trunc('month', day::timestamp)::date as month, order_id, customer_id, product_id, category, region, channel, segment, sold,
      case when counted then cents else 0 end as revenue,
      case when counted and not sold then -cents else 0 end as refunds,
      case when counted then (quantity * 1000)::bigint else 0 end as units,
      case when counted and cost is not null then ((amount - quantity * cost) * 100000)::bigint else 0 end as margin,
      case when counted and cost is not null then cents else 0 end as covered,
      counted::int as lines,
      (status = 'pending')::int as pending,
      (status = 'cancelled')::int as cancelled,
      (status = 'refunded' and not counted)::int as undated_refunds,
      (counted and customer_id = 0)::int as no_customer,
      case when counted then ordered_at end as newest_at,
      (sold and row_number() over same_order = 1)::int as in_order,
      (sold and lag(category) over same_order is distinct from category)::int as in_category,
      (sold and lag(product_id) over same_order is distinct from product_id)::int as in_product
    from stored window same_order as (partition by day, order_id, sold order by category, product_id)
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

const rowsOf = ({ grain, day, month }: Kept<Grain>) => {
  const held: string[] = grain.keys
  const value = (measure: string) => {
    if (measure === 'orders') return `sum(${grain.orders})`
    return grain.from === 'baskets' ? '0' : `${counts.includes(measure) ? 'sum' : 'add_up'}(${measure})`
  }
  return `
    select '${grain.name}', period, day, ${Object.entries(keyTypes).map(([key, type]) => (held.includes(key) ? key : `null::${type}`)).join(', ')},
      ${measures.map(value).join(', ')}, ${grain.from === 'baskets' ? 'null::timestamptz' : 'max(newest_at)'}
    from ${grain.from} where (period = 'day' and month in ${among(day)}) or (period = 'month' and month in ${among(month)})
    group by ${['period', 'day', ...held].join(', ')}`
}

const rowsOfAll = (kept: Kept<Grain>[]) => sql.raw(kept.map(rowsOf).join(' union all '))

const forget = async (tx: Db, tables: string[]) => {
  for (const table of tables) await sql`drop table ${sql.table(table)}`.execute(tx)
}

/** Makes all rows of a run of whole months anew: from the first day of the first to the last day of the last. */
export const replaceMonths = async (tx: Db, first: string, last: string) => {
  const inside = sql`day between ${first}::date and ${last}::date`
  await sql`delete from daily_metrics where grain = ${allGrains} and period in ('day', 'month') and ${inside}`.execute(tx)
  await sql`delete from kept_grains where month between ${first}::date and ${last}::date`.execute(tx)
  await sql`delete from daily_customers where ${allVisits} and ${inside}`.execute(tx)
  await readLines(tx, sql`t.ordered_on between ${first}::date and ${last}::date`)
  const choice = chosen(await spreadsOfLines(tx))
  if (choice.sums.length) await sql`insert into daily_metrics (${columns}) ${rowsOfAll(choice.sums)}`.execute(tx)
  await insertVisits(tx, choice.visits)
  const marks = marksOf(choice)
  await sql`
    insert into kept_grains (month, grain, period)
    select * from unnest(${marks.map(({ month }) => month)}::date[], ${marks.map(({ grain }) => grain)}::text[], ${marks.map(({ period }) => period)}::text[])
  `.execute(tx)
  await forget(tx, ['lines', 'cells', 'base', 'baskets'])
}

const present = sql.raw(['orders', 'lines', 'pending', 'cancelled', 'undated_refunds'].map(measure => `${measure} <> 0`).join(' or '))

/**
 * Makes only the rows anew that differ on these days of one month: a single order changes some twenty of thousands. What is kept by
 * month alone (in months of few lines) is made anew. False where the whole month has to be: it is new, or is to keep other grains now.
 */
export const patchDays = async (tx: Db, days: string[], month: string, last: string): Promise<boolean> => {
  const { rows: held } = await sql<{ grain: string; period: 'day' | 'month' }>`select grain, period from kept_grains where month = ${month}::date`.execute(tx)
  if (held.length === 0) return false
  const has = (period: 'day' | 'month') => ({ name }: { name: string }) => held.some(one => one.grain === name && one.period === period)
  const byDay = grains.filter(has('day'))
  const byBoth = byDay.filter(has('month')).map(({ name }) => name)
  const byMonth = grains.filter(grain => has('month')(grain) && !has('day')(grain))
  await readLines(tx, sql`t.ordered_on = any(${days}::date[])`)
  await sql`create temp table day_changes on commit drop as
    with fresh (${columns}) as (${rowsOfAll(byDay.map(grain => ({ grain, day: [month], month: [] })))})
    select grain, day, ${list(keys)}, bool_or(sign = 1) as kept, max(place) as place, max(newest_at) filter (where sign = 1) as newest_at,
      ${list(measures.map(measure => `add_up(${measure}) filter (where sign = 1) as ${measure}, add_up(sign * ${measure}) as more_${measure}`))}
    from (
      select 1 as sign, null::tid as place, fresh.* from fresh
      union all
      select -1, ctid, ${columns} from daily_metrics where grain = any(${byDay.map(({ name }) => name)}::text[]) and period = 'day' and day = any(${days}::date[])
    ) both_sides
    group by grain, day, ${list(keys)}
    having ${sql.raw(measures.map(measure => `add_up(sign * ${measure}) <> 0`).join(' or '))}
      or max(newest_at) filter (where sign = 1) is distinct from max(newest_at) filter (where sign = -1)
  `.execute(tx)
  await sql`create temp table month_changes on commit drop as
    select grain, ${list(keys)}, max(place) as place, ${list(measures.map(measure => `add_up(${measure}) as ${measure}`))}
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
  await patchVisits(tx, days, month, last, visitGrains.filter(has('day')))
  await forget(tx, ['lines', 'cells', 'base', 'baskets', 'day_changes', 'month_changes'])
  await makeMonthly(tx, month, last, byMonth, visitGrains.filter(grain => has('month')(grain) && !has('day')(grain)))
  return keepsTheRight(tx, month, last)
}

const makeMonthly = async (tx: Db, month: string, last: string, sums: Grain[], visits: VisitGrain[]) => {
  if (sums.length === 0 && visits.length === 0) return
  const ofMonth = sql`period = 'month' and day = ${month}::date`
  await sql`delete from daily_metrics where grain = any(${sums.map(({ name }) => name)}::text[]) and ${ofMonth}`.execute(tx)
  await sql`delete from daily_customers where grain = any(${visits.map(({ name }) => name)}::text[]) and ${ofMonth}`.execute(tx)
  await readLines(tx, sql`t.ordered_on between ${month}::date and ${last}::date`)
  if (sums.length) await sql`insert into daily_metrics (${columns}) ${rowsOfAll(sums.map(grain => ({ grain, day: [], month: [month] })))}`.execute(tx)
  await insertVisits(tx, visits.map(grain => ({ grain, day: [], month: [month] })))
  await forget(tx, ['lines', 'cells', 'base', 'baskets'])
}
