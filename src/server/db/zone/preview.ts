import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../database.ts'
import { placesOf } from '../places.ts'
import { moments, stepsAt, wallOf } from './moments.ts'

export type Preview = {
  /** Orders that are here, and those that another zone gives another day. */
  orders: number
  movedOrders: number
  deals: number
  movedDeals: number
  /** Orders and deals of imports that did not record whether their times had a zone; `movedOrders` if they had. */
  unsaid: { orders: number; deals: number; movedOrders: number; files: string[] } | null
}

/** Of an import that did not record whether its times had a zone. */
const unsaidOf = async (db: Db) => {
  const { rows } = await sql<{ id: number }>`select id from imports where unsaid`.execute(db)
  return (importId: RawBuilder<unknown>) => sql`${importId} = any(${rows.map(({ id }) => id)}::bigint[])`
}
type IsUnsaid = Awaited<ReturnType<typeof unsaidOf>>

const ordersIn = async (db: Db, timezone: string, isUnsaid: IsUnsaid) => {
  const { now } = placesOf('transactions')
  const at = sql`t.ordered_at`
  const { steps, fits } = await stepsAt(db, timezone, now, at)
  const count = (which: RawBuilder<unknown>) => sql`count(distinct t.order_id) filter (where ${which})`
  const moves = sql`(t.ordered_wall is null and ${wallOf(at)}::date <> t.ordered_on)`
  const open = sql`(t.ordered_wall is null and ${isUnsaid(sql`t.import_id`)})`
  const { rows } = await sql<{ orders: number; moved: number; unsaid: number; unsaidMoved: number; daily: number }>`
    select count(distinct t.order_id) as orders, ${count(sql`${moves} and not ${open}`)} as moved,
      ${count(open)} as unsaid, ${count(sql`${moves} and ${open}`)} as "unsaidMoved",
      ${count(sql`${moves} and starts_with(t.order_id, t.ordered_on::text || '/')`)} as daily
    from transactions t join ${steps} on ${fits}
  `.execute(db)
  return rows[0]!
}

const dealsIn = async (db: Db, timezone: string, isUnsaid: IsUnsaid) => {
  const { now } = placesOf('pipeline')
  const moved: RawBuilder<unknown>[] = []
  for (const { on, at } of moments.pipeline!.days) {
    const instant = now.field(at, 'timestamptz')
    const { steps, fits } = await stepsAt(db, timezone, now, instant)
    moved.push(sql`
      select t.customer_id, t.id from ${now.rows} join ${steps} on ${fits} where ${wallOf(instant)}::date <> ${now.field(on, 'date')}
    `)
  }
  const all = await sql<{ deals: number }>`select count(*) as deals from pipeline`.execute(db)
  const others = await sql<{
    moved: number
  }>`select count(*) as moved from (${sql.join(moved, sql` union `)}) m`.execute(db)
  const open = await sql<{ unsaid: number }>`
    select count(distinct t.deal_id) as unsaid from pipeline_events t
    where t.entered_wall is null and not coalesce(t.seen, false) and ${isUnsaid(sql`t.import_id`)}
  `.execute(db)
  return { ...all.rows[0]!, ...others.rows[0]!, ...open.rows[0]! }
}

/** Whether an undo would bring back rows of which it is not known. */
const areBehind = async (db: Db, isUnsaid: IsUnsaid): Promise<boolean> => {
  const known: RawBuilder<unknown>[] = []
  for (const [table, { points }] of Object.entries(moments)) {
    const { journal } = placesOf(table)
    const ofImport = isUnsaid(journal.field('import_id', 'bigint'))
    for (const { wall } of points)
      known.push(
        sql`exists (select 1 from ${journal.rows} where ${journal.where} and ${ofImport} and ${journal.field(wall, 'timestamp')} is null)`,
      )
  }
  const { rows } = await sql<{ are: boolean }>`select ${sql.join(known, sql` or `)} as are`.execute(db)
  return rows[0]!.are
}

/** What another zone would change, before it does; `daily`: orders whose number names a day that they would leave. */
export const previewZone = async (db: Db, timezone: string): Promise<Preview & { daily: number }> => {
  const isUnsaid = await unsaidOf(db)
  const orders = await ordersIn(db, timezone, isUnsaid)
  const deals = await dealsIn(db, timezone, isUnsaid)
  const files = await sql<{ name: string }>`
    select file_name as name from imports where unsaid and status = 'done' order by id
  `.execute(db)
  return {
    orders: orders.orders,
    movedOrders: orders.moved,
    deals: deals.deals,
    movedDeals: deals.moved,
    daily: orders.daily,
    unsaid:
      orders.unsaid + deals.unsaid > 0 || (await areBehind(db, isUnsaid))
        ? {
            orders: orders.unsaid,
            deals: deals.unsaid,
            movedOrders: orders.unsaidMoved,
            files: files.rows.map(({ name }) => name),
          }
        : null,
  }
}
