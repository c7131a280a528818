import { sql } from 'kysely'
import type { Progress } from '../../context.ts'
import { counted } from '../../counted.ts'
import { withoutIndexes } from '../../db/bare-table.ts'
import { markLines } from '../../db/write.ts'
import { createKnown, dropKnown, type Merged, mergeRows } from './merge.ts'
import { staged } from './staging.ts'
import type { Db } from '../../db/database.ts'

const columns = [
  'order_id',
  'ordered_at',
  'ordered_on',
  'product_id',
  'rep_id',
  'quantity',
  'unit_price',
  'discount',
  'amount',
  'cost',
  'region',
  'channel',
  'status',
]

/** How the same moment was said is no other fact. */
const said = ['ordered_wall']

/**
 * An order has one day, customer, region and channel: where lines of it stand that this file does not bring, theirs
 * count.
 */
const fitOrders = async (tx: Db, importId: number): Promise<number> => {
  const orders = staged('orders', importId)
  const known = staged('known', importId)
  const { numAffectedRows } = await sql`
    with head as (
      select k.order_id, min(k.ordered_at) as at, min(k.ordered_on) as day,
        (array_agg(k.ordered_wall order by k.ordered_at))[1] as wall, min(k.customer_id) as customer,
        min(k.region) as region, min(k.channel) as channel
      from ${known} k left join ${orders} s on s.external_id = k.external_id
      where s.external_id is null and not (k.status = 'refunded' and k.amount <= 0)
      group by 1
    ), fitting as (
      select s.external_id, h.customer, h.region, h.channel,
        case when s.status = 'refunded' and s.amount <= 0 then s.ordered_at else h.at end as at,
        case when s.status = 'refunded' and s.amount <= 0 then s.ordered_on else h.day end as day,
        case when s.status = 'refunded' and s.amount <= 0 then s.ordered_wall else h.wall end as wall
      from ${orders} s join head h using (order_id)
      left join ${staged('customers', importId)} c on c.number = s.customer
      where (coalesce(c.id, 0), s.region, s.channel) is distinct from (h.customer, h.region, h.channel)
        or (s.ordered_on <> h.day and not (s.status = 'refunded' and s.amount <= 0))
    )
    update ${orders} o set head_customer = f.customer, region = f.region, channel = f.channel, ordered_at = f.at,
      ordered_on = f.day, ordered_wall = f.wall
    from fitting f where f.external_id = o.external_id
  `.execute(tx)
  return Number(numAffectedRows ?? 0)
}

/** From so many rows on an empty table is filled without its indexes. */
const manyRows = 5000

/** `isAlone`: nobody else has a connection to the database. */
export const mergeOrders = async (
  tx: Db,
  importId: number,
  costsAreOfLines: boolean,
  isAlone: boolean,
  progress: Progress,
): Promise<Merged & { notes: string[] }> => {
  const orders = staged('orders', importId)
  const known = staged('known', importId)
  await createKnown(tx, importId, 'transactions')
  const earlier = await sql<{ filled: boolean }>`select exists (select 1 from transactions) as filled`.execute(tx)
  const isEmpty = !earlier.rows[0]?.filled
  let fitted = 0
  if (!isEmpty) {
    await sql`insert into ${known} select t.* from transactions t where t.order_id in (select order_id from ${orders})`.execute(
      tx,
    )
    // a line of the source's own number may have moved to another order
    await sql`
      insert into ${known} select t.* from transactions t
      where t.external_id in (select s.external_id from ${orders} s
        left join ${known} k on k.external_id = s.external_id where k.external_id is null)
    `.execute(tx)
    await sql`analyze ${known}`.execute(tx)
    fitted = await fitOrders(tx, importId)
  }
  const rows = sql`
    select o.line, o.external_id, coalesce(o.head_customer, c.id, 0) as customer_id, o.order_id, o.ordered_at,
      o.ordered_on, o.ordered_wall, p.id as product_id, r.id as rep_id,
      o.quantity, o.unit_price, o.discount, o.amount, ${sql.ref(costsAreOfLines ? 'o.whole_cost' : 'o.cost')} as cost, o.region, o.channel, o.status
    from ${orders} o
    join ${staged('products', importId)} p on p.number = o.product
    left join ${staged('customers', importId)} c on c.number = o.customer
    left join ${staged('reps', importId)} r on r.number = o.rep
  `
  const last = await sql<{
    line: number | null
    rows: number
  }>`select max(line) as line, count(*) as rows from ${orders}`.execute(tx)
  const before = () => markLines(tx, sql`t.external_id in (select external_id from ${known} where state = 'replaced')`)
  const size = last.rows[0]?.rows ?? 0
  const lastLine = last.rows[0]?.line ?? 0
  const fill = () =>
    mergeRows(tx, { importId, table: 'transactions', columns, said, rows, size, lastLine, progress }, before)
  const merged = await (isAlone && isEmpty && size > manyRows ? withoutIndexes(tx, 'transactions', fill) : fill())
  if (merged.inserted + merged.updated > 0) await markLines(tx, sql`t.import_id = ${importId}`)
  await dropKnown(tx, importId)
  return {
    ...merged,
    notes: fitted
      ? [
          `${counted(fitted, 'row was fitted to the day, customer, region and channel that its', 'rows were fitted to the day, customer, region and channel that their')} order has already.`,
        ]
      : [],
  }
}
