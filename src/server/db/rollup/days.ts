import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../context.ts'
import { type Grain, plainGrains, productGrains } from './grains.ts'
import { replaceCustomerDays } from './visits.ts'

const keyTypes = { category: 'text', region: 'text', channel: 'text', segment: 'text', product_id: 'bigint', rep_id: 'bigint', categories: 'text[]' }
const keys = Object.keys(keyTypes)
const keysOf = (held: string[]) => Object.entries(keyTypes).map(([key, type]) => (held.includes(key) ? key : `null::${type}`)).join(', ')
const measures = ['revenue', 'refunds', 'units', 'orders', 'margin', 'covered', 'lines', 'pending', 'cancelled', 'undated_refunds', 'no_customer']
const columns = sql.raw(['grain', 'period', 'day', ...keys, ...measures, 'newest_at'].join(', '))

const repGrain: Grain = { name: 'rep', keys: ['rep_id'], orders: 'in_rep' }
const basketGrains: Grain[] = [
  { name: 'baskets', keys: ['categories'], orders: 'in_order' },
  { name: 'baskets+all', keys: ['categories', 'region', 'channel', 'segment'], orders: 'in_order' },
]
export const grains = [...plainGrains, ...productGrains, repGrain, ...basketGrains]
const grainNames = grains.map(grain => grain.name)

/** Which day, kept as an expression so that a month can be asked by its bounds. */
export const daysBetween = (first: string, last: string) => sql`t.ordered_on between ${first}::date and ${last}::date`
const daysAmong = (days: string[]) => sql`t.ordered_on = any(${days}::date[])`

const sums = measures.filter(measure => measure !== 'orders').map(measure => `sum(${measure}) as ${measure}`)

const grouped = (from: string, { name, keys: held, orders }: Grain) => `
    select '${name}', 'day', day, ${keysOf(held)},
      ${measures.map(measure => (measure === 'orders' ? `sum(${orders})` : `sum(${measure})`)).join(', ')}, max(newest_at)
    from ${from} group by ${['day', ...held].join(', ')}`

const baskets = ({ name, keys: held }: Grain) => `
    select '${name}', 'day', day, ${keysOf(held)},
      ${measures.map(measure => (measure === 'orders' ? 'count(*)' : '0')).join(', ')}, null::timestamptz
    from baskets group by ${['day', ...held].join(', ')}`

const flags = ['in_order', 'in_category', 'in_product', 'in_rep'].map(flag => `sum(${flag}) as ${flag}`)

/**
 * Every day row of the lines that meet a condition. in_order, in_category, … are 1 on one completed line of each order (of each
 * category in it, …), so that orders are sums everywhere. `cells` is the finest grain, `base` the finest without products.
 */
const dayRows = (condition: RawBuilder<unknown>) => sql`
  with stored as materialized (
    select t.ordered_on as day, t.order_id, t.id, t.rep_id, t.product_id, p.category, t.region, t.channel, c.segment, t.customer_id, t.ordered_at,
      t.status, t.status = 'completed' as sold, t.status = 'completed' or (t.status = 'refunded' and t.amount <= 0) as counted,
      t.amount, t.quantity, p.cost
    from transactions t join products p on p.id = t.product_id join customers c on c.id = t.customer_id
    where ${condition}
  ), lines as materialized (
    select day, order_id, id, rep_id, product_id, category, region, channel, segment, sold,
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
      (sold and row_number() over (partition by day, order_id, sold, category, product_id) = 1)::int as in_product,
      (sold and row_number() over (partition by day, order_id, sold, rep_id) = 1)::int as in_rep
    from stored
  ), cells as materialized (
    select day, product_id, category, region, channel, segment, ${sql.raw([...sums, ...flags].join(', '))}, max(newest_at) as newest_at
    from lines group by day, product_id, category, region, channel, segment
  ), base as materialized (
    select day, category, region, channel, segment, ${sql.raw([...sums, ...flags].join(', '))}, max(newest_at) as newest_at
    from cells group by day, category, region, channel, segment
  ), baskets as materialized (
    select day, min(region) as region, min(channel) as channel, min(segment) as segment, array_agg(distinct category order by category) as categories
    from lines where sold group by day, order_id
  )
  ${sql.raw(
    [
      ...plainGrains.map(grain => grouped('base', grain)),
      ...productGrains.map(grain => grouped('cells', grain)),
      grouped('lines', repGrain),
      ...basketGrains.map(baskets),
    ].join(' union all '),
  )}`

const monthRows = (month: string, last: string) => sql`
  select grain, 'month', ${month}::date, ${sql.raw(keys.join(', '))}, ${sql.raw(measures.map(measure => `sum(${measure})`).join(', '))}, null::timestamptz
  from daily_metrics where grain = any(${grainNames}::text[]) and period = 'day' and day between ${month}::date and ${last}::date
  group by ${sql.raw(['grain', ...keys].join(', '))}`

/** Makes all rows of a month anew. `month` and `last` are its first and last day. */
export const replaceMonth = async (tx: Db, month: string, last: string) => {
  await sql`
    delete from daily_metrics where grain = any(${grainNames}::text[]) and period in ('day', 'month') and day between ${month}::date and ${last}::date
  `.execute(tx)
  await sql`insert into daily_metrics (${columns}) ${dayRows(daysBetween(month, last))}`.execute(tx)
  await sql`insert into daily_metrics (${columns}) ${monthRows(month, last)}`.execute(tx)
  await replaceCustomerDays(tx, daysBetween(month, last), sql`day between ${month}::date and ${last}::date`, month, last)
}

const present = sql.raw(['orders', 'lines', 'pending', 'cancelled', 'undated_refunds'].map(measure => `${measure} <> 0`).join(' or '))

/** Makes only the rows anew that differ on these days of one month: a single order changes some forty of thousands. */
export const patchDays = async (tx: Db, days: string[], month: string, last: string) => {
  const key = sql.raw(['grain', 'day', ...keys].join(', '))
  const sumOf = (sign: string) => measures.map(measure => `sum(${sign}${measure})`)
  await sql`create temp table day_changes on commit drop as
    with fresh (${columns}) as (${dayRows(daysAmong(days))})
    select ${key}, bool_or(sign = 1) as kept, max(place) as place, max(newest_at) filter (where sign = 1) as newest_at,
      ${sql.raw(measures.map(measure => `sum(${measure}) filter (where sign = 1) as ${measure}, sum(sign * ${measure}) as more_${measure}`).join(', '))}
    from (
      select 1 as sign, null::tid as place, fresh.* from fresh
      union all
      select -1, ctid, ${columns} from daily_metrics where grain = any(${grainNames}::text[]) and period = 'day' and day = any(${days}::date[])
    ) both_sides
    group by ${key}
    having (${sql.raw(sumOf('sign * ').map(sum => `${sum} <> 0`).join(' or '))})
      or max(newest_at) filter (where sign = 1) is distinct from max(newest_at) filter (where sign = -1)
  `.execute(tx)
  await sql`create temp table month_changes on commit drop as
    select grain, ${sql.raw(keys.join(', '))}, max(place) as place, ${sql.raw(measures.map(measure => `sum(${measure}) as ${measure}`).join(', '))}
    from (
      select true as changed, null::tid as place, grain, ${sql.raw(keys.join(', '))}, ${sql.raw(measures.map(measure => `more_${measure} as ${measure}`).join(', '))}
      from day_changes
      union all
      select false, ctid, grain, ${sql.raw([...keys, ...measures].join(', '))}
      from daily_metrics where grain = any(${grainNames}::text[]) and period = 'month' and day = ${month}::date
    ) both_sides
    group by grain, ${sql.raw(keys.join(', '))}
    having bool_or(changed)
  `.execute(tx)
  // by place: nobody else moves rows here, as the refresh holds its lock
  await sql`delete from daily_metrics where ctid = any(array(select place from day_changes union all select place from month_changes))`.execute(tx)
  await sql`insert into daily_metrics (${columns})
    select grain, 'day', day, ${sql.raw([...keys, ...measures].join(', '))}, newest_at from day_changes where kept
    union all
    select grain, 'month', ${month}::date, ${sql.raw([...keys, ...measures].join(', '))}, null from month_changes where ${present}
  `.execute(tx)
  await sql`drop table day_changes`.execute(tx)
  await sql`drop table month_changes`.execute(tx)
  await replaceCustomerDays(tx, daysAmong(days), sql`day = any(${days}::date[])`, month, last)
}
