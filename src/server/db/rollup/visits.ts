import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../context.ts'
import { blockSize } from './grains.ts'

const size = sql.lit(blockSize)
const visitGrains = ['all', 'category', 'region', 'channel']

/** Ids to bit strings: the gaps between them as zeros, in one pass (or-ing one string an id copies two kilobytes each time). */
const bitsOf = (from: RawBuilder<unknown>, keys: string) => sql`
  select ${sql.raw(keys)}, block, rpad(string_agg(repeat('0', gap) || '1', '' order by place), ${size}, '0')::bit(${size}) as bits
  from (
    select ${sql.raw(keys)}, block, place, place - 1 - lag(place, 1, -1) over (partition by ${sql.raw(keys)}, block order by place) as gap
    from (
      select distinct ${sql.raw(keys)}, (customer_id / ${size})::int as block, (customer_id % ${size})::int as place from (${from}) ids
    ) places
  ) gaps
  group by ${sql.raw(keys)}, block`

/** Who ordered on the days that meet a condition, and in their month. */
export const replaceCustomerDays = async (tx: Db, ofLines: RawBuilder<unknown>, ofDays: RawBuilder<unknown>, month: string, last: string) => {
  await sql`delete from daily_customers where grain = any(${visitGrains}::text[]) and period = 'day' and ${ofDays}`.execute(tx)
  await sql`delete from daily_customers where grain = any(${visitGrains}::text[]) and period = 'month' and day = ${month}::date`.execute(tx)
  await sql`insert into daily_customers (grain, period, day, value, block, bits)
    with sold as materialized (
      select distinct t.ordered_on as day, p.category, t.region, t.channel, t.customer_id
      from transactions t join products p on p.id = t.product_id
      where t.status = 'completed' and t.customer_id <> 0 and ${ofLines}
    )
    select grain, 'day', day, value, block, bits from (${bitsOf(
      sql`
        select day, grain, value, customer_id
        from sold cross join lateral (values ('all', ''), ('category', category), ('region', region), ('channel', channel)) kinds (grain, value)`,
      'day, grain, value',
    )}) visits
  `.execute(tx)
  await sql`insert into daily_customers (grain, period, day, value, block, bits)
    select grain, 'month', ${month}::date, value, block, bit_or(bits)
    from daily_customers where grain = any(${visitGrains}::text[]) and period = 'day' and day between ${month}::date and ${last}::date
    group by grain, value, block
  `.execute(tx)
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
    ), kinds as (
      select grain, customer_id, kind.category, kind.region, kind.channel, segment, day,
        count(distinct order_id) filter (where sold) as orders, sum(cents) as cents
      from counted cross join lateral (values
        ('all', null, null, null), ('category', category, null, null), ('region', null, region, null),
        ('channel', null, null, channel), ('full', category, region, channel)
      ) kind (grain, category, region, channel)
      group by grain, customer_id, kind.category, kind.region, kind.channel, segment, day
    )
    select grain, customer_id, category, region, channel, segment,
      array_agg(day order by day), array_agg(orders_to_date order by day), array_agg(cents_to_date order by day)
    from (
      select kinds.*, (sum(orders) over so_far)::int as orders_to_date, (sum(cents) over so_far)::bigint as cents_to_date
      from kinds window so_far as (partition by grain, customer_id, category, region, channel order by day)
    ) running
    group by grain, customer_id, category, region, channel, segment
  `.execute(tx)
  const blocks = [...new Set(ids.map(id => Math.floor(id / blockSize)))]
  await sql`delete from segment_customers where block = any(${blocks}::int[])`.execute(tx)
  await sql`insert into segment_customers (segment, block, bits) ${bitsOf(
    sql`select segment, id as customer_id from customers where id <> 0 and id / ${size} = any(${blocks}::int[])`,
    'segment',
  )}`.execute(tx)
}
