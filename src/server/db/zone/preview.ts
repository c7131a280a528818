import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../database.ts'
import { moments, placesOf, stepsAt, wallOf } from './moments.ts'

export type Preview = {
  /** Orders that are here, and those that another zone gives another day. */
  orders: number
  movedOrders: number
  deals: number
  movedDeals: number
  /** Orders and deals of imports that did not record whether their times had a zone; `movedOrders` if they had. */
  unsaid: { orders: number; deals: number; movedOrders: number; files: string[] } | null
}

const isUnsaid = sql`t.import_id in (select id from imports where unsaid)`

const ordersIn = async (db: Db, timezone: string) => {
  const { now } = placesOf('transactions')
  const at = sql`t.ordered_at`
  const { steps, fits } = await stepsAt(db, timezone, now, at)
  const count = (which: RawBuilder<unknown>) => sql`count(distinct t.order_id) filter (where ${which})`
  const moves = sql`(t.ordered_wall is null and ${wallOf(at)}::date <> t.ordered_on)`
  const open = sql`(t.ordered_wall is null and ${isUnsaid})`
  const { rows } = await sql<{ orders: number; moved: number; unsaid: number; unsaidMoved: number; daily: number }>`
    select count(distinct t.order_id) as orders, ${count(sql`${moves} and not ${open}`)} as moved,
      ${count(open)} as unsaid, ${count(sql`${moves} and ${open}`)} as "unsaidMoved",
      ${count(sql`${moves} and starts_with(t.order_id, t.ordered_on::text || '/')`)} as daily
    from transactions t join ${steps} on ${fits}
  `.execute(db)
  return rows[0]!
}

const dealsIn = async (db: Db, timezone: string) => {
  const { now } = placesOf('pipeline')
  const moved: RawBuilder<unknown>[] = []
  for (const { on, at } of moments.pipeline!.days) {
    const instant = now.field(at, 'timestamptz')
    const { steps, fits } = await stepsAt(db, timezone, now, instant)
    moved.push(sql`
      select t.customer_id, t.id from ${now.rows} join ${steps} on ${fits} where ${wallOf(instant)}::date <> ${now.field(on, 'date')}
    `)
  }
  const { rows } = await sql<{ deals: number; moved: number; unsaid: number }>`
    select count(*) as deals, (select count(*) from (${sql.join(moved, sql` union `)}) m) as moved,
      (select count(distinct t.deal_id) from pipeline_events t
        where t.entered_wall is null and not coalesce(t.seen, false) and ${isUnsaid}) as unsaid
    from pipeline
  `.execute(db)
  return rows[0]!
}

/** Whether an undo would bring back rows of which it is not known. */
const areBehind = async (db: Db): Promise<boolean> => {
  const known: RawBuilder<unknown>[] = []
  for (const [table, { points }] of Object.entries(moments)) {
    const { journal } = placesOf(table)
    const ofImport = sql`${journal.field('import_id', 'bigint')} in (select id from imports where unsaid)`
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
  const orders = await ordersIn(db, timezone)
  const deals = await dealsIn(db, timezone)
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
      orders.unsaid + deals.unsaid > 0 || (await areBehind(db))
        ? {
            orders: orders.unsaid,
            deals: deals.unsaid,
            movedOrders: orders.unsaidMoved,
            files: files.rows.map(({ name }) => name),
          }
        : null,
  }
}
