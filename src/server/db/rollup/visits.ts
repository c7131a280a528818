import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../context.ts'
import { blockSize } from './grains.ts'

const size = sql.lit(blockSize)
const visitGrains = ['all', 'category', 'region', 'channel']

const block = sql`(customer_id / ${size})::int`
const bits = sql`bit_or(set_bit(0::bit(${size}), (customer_id % ${size})::int, 1))`

/** Who ordered on each day of some lines, and in each of `months`. `ofLines` is about t, `ofDays` about day. */
export const replaceCustomerDays = async (tx: Db, ofLines: RawBuilder<unknown>, ofDays: RawBuilder<unknown>, months: string[]) => {
  await sql`delete from daily_customers where grain = any(${visitGrains}::text[]) and period = 'day' and ${ofDays}`.execute(tx)
  await sql`delete from daily_customers where grain = any(${visitGrains}::text[]) and period = 'month' and day = any(${months}::date[])`.execute(tx)
  await sql`insert into daily_customers (grain, period, day, value, block, bits)
    with sold as materialized (
      select distinct t.ordered_on as day, p.category, t.region, t.channel, t.customer_id
      from transactions t join products p on p.id = t.product_id
      where t.status = 'completed' and t.customer_id <> 0 and ${ofLines}
    )
    select 'all', 'day', day, '', ${block}, ${bits} from sold group by day, ${block}
    union all
    select 'category', 'day', day, category, ${block}, ${bits} from sold group by day, category, ${block}
    union all
    select 'region', 'day', day, region, ${block}, ${bits} from sold group by day, region, ${block}
    union all
    select 'channel', 'day', day, channel, ${block}, ${bits} from sold group by day, channel, ${block}
  `.execute(tx)
  await sql`insert into daily_customers (grain, period, day, value, block, bits)
    select d.grain, 'month', m.month, d.value, d.block, bit_or(d.bits)
    from unnest(${months}::date[]) as m (month)
    join daily_customers d on d.day between m.month and (m.month + interval '1 month' - interval '1 day')::date
    where d.grain = any(${visitGrains}::text[]) and d.period = 'day'
    group by d.grain, m.month, d.value, d.block
  `.execute(tx)
}

type History = { grain: string; keys: ('category' | 'region' | 'channel')[]; orders: 'in_order' | 'in_category' }

const histories: History[] = [
  { grain: 'all', keys: [], orders: 'in_order' },
  { grain: 'category', keys: ['category'], orders: 'in_category' },
  { grain: 'region', keys: ['region'], orders: 'in_order' },
  { grain: 'channel', keys: ['channel'], orders: 'in_order' },
  { grain: 'full', keys: ['category', 'region', 'channel'], orders: 'in_category' },
]

const history = ({ grain, keys, orders }: History) => {
  const held = ['customer_id', 'segment', ...keys].join(', ')
  const value = (key: 'category' | 'region' | 'channel') => (keys.includes(key) ? key : 'null')
  return `
    select '${grain}', customer_id, ${value('category')}, ${value('region')}, ${value('channel')}, segment,
      array_agg(day order by day), array_agg(orders_so_far order by day), array_agg(cents_so_far order by day)
    from (
      select ${held}, day, sum(sum(${orders})) over so_far as orders_so_far, sum(sum(cents)) over so_far as cents_so_far
      from cells group by ${held}, day window so_far as (partition by ${held} order by day)
    ) running
    group by ${held}`
}

/** Histories and segments of these customers (ids, never 0). */
export const replaceCustomers = async (tx: Db, ids: number[]) => {
  await sql`delete from customer_history where customer_id = any(${ids}::bigint[])`.execute(tx)
  await sql`insert into customer_history (grain, customer_id, category, region, channel, segment, days, orders, cents)
    with counted as materialized (
      select t.customer_id, p.category, t.region, t.channel, c.segment, t.ordered_on as day, t.order_id,
        t.status = 'completed' as sold, (t.amount * 100)::bigint as cents
      from transactions t join products p on p.id = t.product_id join customers c on c.id = t.customer_id
      where t.customer_id = any(${ids}::bigint[]) and (t.status = 'completed' or (t.status = 'refunded' and t.amount <= 0))
    ), lines as (
      select counted.*,
        (sold and row_number() over (partition by customer_id, day, order_id, sold order by category) = 1)::int as in_order,
        (sold and row_number() over (partition by customer_id, day, order_id, sold, category) = 1)::int as in_category
      from counted
    ), cells as materialized (
      select customer_id, category, region, channel, segment, day,
        sum(in_order)::int as in_order, sum(in_category)::int as in_category, sum(cents)::bigint as cents
      from lines group by customer_id, category, region, channel, segment, day
    )
    ${sql.raw(histories.map(history).join(' union all '))}
  `.execute(tx)
  // a customer whose bit stands in its segment is placed rightly: blocks are made anew only for new customers and changed segments
  const { rows } = await sql<{ block: number }>`
    select distinct (c.id / ${size})::int as block
    from customers c left join segment_customers s on s.segment = c.segment and s.block = (c.id / ${size})::int
    where c.id = any(${ids}::bigint[]) and (s.bits is null or get_bit(s.bits, (c.id % ${size})::int) = 0)
  `.execute(tx)
  const blocks = rows.map(row => row.block)
  if (blocks.length === 0) return
  await sql`delete from segment_customers where block = any(${blocks}::int[])`.execute(tx)
  await sql`insert into segment_customers (segment, block, bits)
    select segment, ${block}, ${bits} from (select segment, id as customer_id from customers where id <> 0) known
    where ${block} = any(${blocks}::int[]) group by segment, ${block}
  `.execute(tx)
}
