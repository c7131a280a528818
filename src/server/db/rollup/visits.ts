import { sql } from 'kysely'
import { copyOut } from '../copy.ts'
import type { Db } from '../database.ts'
import { among, type Kept } from './choice.ts'
import { copiedLines } from './columns.ts'
import { blockSize, type VisitGrain, visitGrains, visitKeys } from './grains.ts'
import type { Summer } from './summer.ts'

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

/** Histories and segments of these customers (ids, never 0). */
export const replaceCustomers = async (tx: Db, summer: Summer, ids: number[]) => {
  await sql`delete from customer_history where customer_id = any(${ids}::bigint[])`.execute(tx)
  const among = sql.raw(`'{${ids.join()}}'::bigint[]`)
  await summer.sum(tx, await copyOut(tx, copiedLines(sql`t.customer_id = any(${among})`)), 'histories')
  // segments have the bits of customers with a history: blocks are made anew only where one of these stands wrongly
  const { rows } = await sql<{ block: number }>`
    with known as (
      select one.id, c.segment, (one.id / ${size})::int as block,
        exists (select 1 from customer_history h where h.customer_id = one.id and h.grain = 'all') as has_history
      from unnest(${ids}::bigint[]) as one (id) left join customers c on c.id = one.id
    ), placed as (
      select known.id, s.segment from known
      join segment_customers s on s.block = known.block and get_bit(s.bits, (known.id % ${size})::int) = 1
    )
    select distinct k.block from known k
    where has_history <> exists (select 1 from placed p where p.id = k.id and p.segment = k.segment)
      or exists (select 1 from placed p where p.id = k.id and p.segment is distinct from k.segment)
  `.execute(tx)
  const blocks = rows.map(row => row.block)
  if (blocks.length === 0) return
  await sql`delete from segment_customers where block = any(${blocks}::int[])`.execute(tx)
  await sql`insert into segment_customers (segment, block, bits)
    select segment, ${block}, ${bits}
    from (select segment, id as customer_id from customers c
      where exists (select 1 from customer_history h where h.customer_id = c.id and h.grain = 'all')) known
    where ${block} = any(${blocks}::int[]) group by segment, ${block}
  `.execute(tx)
}
