import { sql } from 'kysely'
import { among, type Kept } from './choice.ts'
import { blockSize, type VisitGrain, visitGrains, type VisitKey, visitKeys } from './grains.ts'
import type { Db } from '../database.ts'

const size = sql.lit(blockSize)

/** Which bit string a row's customer_id is in, and the bit string of a group's. */
export const block = sql`(customer_id / ${size})::int`
export const bits = sql`bit_or(set_bit(0::bit(${size}), (customer_id % ${size})::int, 1))`

/**
 * Every grain by day, from the lines in the transaction's table `lines` (days.ts): the finest from these, each coarser
 * one from a finer.
 */
const byDay = sql.join(
  visitGrains.map(({ name, keys, from }) => {
    const grouped = sql.raw(['month', 'day', ...keys].join(', '))
    const source =
      from === null
        ? sql`${block} as block, ${bits} as bits from lines where sold and customer_id <> 0`
        : sql`block, bit_or(bits) as bits from ${sql.table(from)}`
    return sql`${sql.table(name)} as materialized (select ${grouped}, ${source} group by ${grouped}, ${from === null ? block : sql`block`})`
  }),
)

const rowsOf = ({ name, keys }: VisitGrain, period: 'day' | 'month', months: string[]) => sql`
  select ${sql.lit(name)}, ${sql.lit(period)}, ${sql.raw(period)},
    ${sql.raw(visitKeys.map(key => (keys.includes(key) ? key : 'null::text')).join(', '))}, block,
    ${period === 'day' ? sql`bits` : sql`bit_or(bits)`} as bits
  from ${sql.table(name)} where month in ${sql.raw(among(months))}
  ${period === 'day' ? sql`` : sql`group by ${sql.raw(['month', 'block', ...keys].join(', '))}`}`

/** Who ordered, in the lines of the transaction's table `lines`. */
export const insertVisits = async (tx: Db, kept: Kept<VisitGrain>[]) => {
  const read = kept.flatMap(({ grain, day, month }) => [
    ...(day.length ? [rowsOf(grain, 'day', day)] : []),
    ...(month.length ? [rowsOf(grain, 'month', month)] : []),
  ])
  if (read.length === 0) return
  await sql`insert into daily_customers (grain, period, day, category, region, channel, block, bits) with ${byDay} ${sql.join(read, sql` union all `)}`.execute(
    tx,
  )
}

/** Makes only the rows anew whose customers differ on these days of one month; `lines` holds these days. */
export const patchVisits = async (tx: Db, days: string[], month: string, last: string, grains: VisitGrain[]) => {
  if (grains.length === 0) return
  const names = grains.map(({ name }) => name)
  await sql`create temp table visit_changes on commit drop as
    with ${byDay}, fresh (grain, period, day, category, region, channel, block, bits) as (${sql.join(
      grains.map(grain => rowsOf(grain, 'day', [month])),
      sql` union all `,
    )})
    select grain, day, category, region, channel, block, max(place) as place,
      bit_or(bits) filter (where place is null) as bits
    from (
      select null::tid as place, grain, day, category, region, channel, block, bits from fresh
      union all
      select ctid, grain, day, category, region, channel, block, bits
      from daily_customers where grain = any(${names}::text[]) and period = 'day' and day = any(${days}::date[])
    ) both_sides
    group by grain, day, category, region, channel, block
    having bit_or(bits) filter (where place is null) is distinct from bit_or(bits) filter (where place is not null)
  `.execute(tx)
  await sql`delete from daily_customers where ctid = any(array(select place from visit_changes))`.execute(tx)
  await sql`insert into daily_customers (grain, period, day, category, region, channel, block, bits)
    select grain, 'day', day, category, region, channel, block, bits from visit_changes where bits is not null
  `.execute(tx)
  const changed = sql`
    (select distinct grain, category, region, channel, block from visit_changes) c
    where d.grain = c.grain and d.block = c.block and d.category is not distinct from c.category
      and d.region is not distinct from c.region and d.channel is not distinct from c.channel`
  await sql`delete from daily_customers d using ${changed} and d.period = 'month' and d.day = ${month}::date`.execute(
    tx,
  )
  await sql`insert into daily_customers (grain, period, day, category, region, channel, block, bits)
    select d.grain, 'month', ${month}::date, d.category, d.region, d.channel, d.block, bit_or(d.bits)
    from daily_customers d, ${changed} and d.period = 'day' and d.day between ${month}::date and ${last}::date
    group by d.grain, d.category, d.region, d.channel, d.block
  `.execute(tx)
  await sql`drop table visit_changes`.execute(tx)
}

type History = { grain: string; keys: VisitKey[]; orders: 'in_order' | 'in_category' }

const histories: History[] = [
  { grain: 'all', keys: [], orders: 'in_order' },
  { grain: 'category', keys: ['category'], orders: 'in_category' },
  { grain: 'region', keys: ['region'], orders: 'in_order' },
  { grain: 'channel', keys: ['channel'], orders: 'in_order' },
  { grain: 'region+channel', keys: ['region', 'channel'], orders: 'in_order' },
  { grain: 'full', keys: [...visitKeys], orders: 'in_category' },
]

const history = ({ grain, keys, orders }: History) => {
  const held = ['customer_id', 'segment', ...keys].join(', ')
  const value = (key: VisitKey) => (keys.includes(key) ? key : 'null')
  return `
    select '${grain}', customer_id, ${value('category')}, ${value('region')}, ${value('channel')}, segment,
      array_agg(day order by day), array_agg(orders_so_far order by day), array_agg(pips_so_far order by day)
    from (
      select ${held}, day, sum(sum(${orders})) over so_far as orders_so_far, sum(sum(pips)) over so_far as pips_so_far
      from cells group by ${held}, day window so_far as (partition by ${held} order by day)
    ) running
    group by ${held}`
}

/** Histories and segments of these customers (ids, never 0). */
export const replaceCustomers = async (tx: Db, ids: number[]) => {
  await sql`delete from customer_history where customer_id = any(${ids}::bigint[])`.execute(tx)
  await sql`insert into customer_history (grain, customer_id, category, region, channel, segment, days, orders, pips)
    with counted as materialized (
      select t.customer_id, p.category, t.region, t.channel, c.segment, t.ordered_on as day, t.order_id,
        t.status = 'completed' as sold, (t.amount * 10000)::bigint as pips
      from transactions t join products p on p.id = t.product_id join customers c on c.id = t.customer_id
      where t.customer_id = any(${ids}::bigint[])
        and (t.status = 'completed' or (t.status = 'refunded' and t.amount <= 0))
    ), lines as (
      select counted.*,
        (sold and row_number() over same_order = 1)::int as in_order,
        (sold and lag(category) over same_order is distinct from category)::int as in_category
      from counted window same_order as (partition by customer_id, day, order_id, sold order by category)
    ), cells as materialized (
      select customer_id, category, region, channel, segment, day,
        sum(in_order)::int as in_order, sum(in_category)::int as in_category, sum(pips)::bigint as pips
      from lines group by customer_id, category, region, channel, segment, day
    )
    ${sql.raw(histories.map(history).join(' union all '))}
  `.execute(tx)
  // segments have the bits of customers with a history: blocks are made anew only where one of these stands wrongly
  const { rows } = await sql<{ block: number }>`
    with known as (
      select one.id, c.segment, (one.id / ${size})::int as block,
        exists (select from customer_history h where h.customer_id = one.id and h.grain = 'all') as has_history
      from unnest(${ids}::bigint[]) as one (id) left join customers c on c.id = one.id
    ), placed as (
      select known.id, s.segment from known
      join segment_customers s on s.block = known.block and get_bit(s.bits, (known.id % ${size})::int) = 1
    )
    select distinct k.block from known k
    where has_history <> exists (select from placed p where p.id = k.id and p.segment = k.segment)
      or exists (select from placed p where p.id = k.id and p.segment is distinct from k.segment)
  `.execute(tx)
  const blocks = rows.map(row => row.block)
  if (blocks.length === 0) return
  await sql`delete from segment_customers where block = any(${blocks}::int[])`.execute(tx)
  await sql`insert into segment_customers (segment, block, bits)
    select segment, ${block}, ${bits}
    from (select segment, id as customer_id from customers c
      where exists (select from customer_history h where h.customer_id = c.id and h.grain = 'all')) known
    where ${block} = any(${blocks}::int[]) group by segment, ${block}
  `.execute(tx)
}
