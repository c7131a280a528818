import { type RawBuilder, sql } from 'kysely'
import type { Db, Progress } from '../context.ts'
import type { Database } from './open.ts'
import { fresh } from './rollup.ts'

const listeners = new Set<(version: number) => void>()

/** Calls back after each commit of this process, once its answers are up to date. Returns how to stop. */
export const onCommit = (listener: (version: number) => void) => {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

/**
 * The one way to change facts, dimensions or settings: a transaction that also bumps the data version.
 * The change itself marks what it touched (markLines); the rollup is brought up to date after the commit.
 */
export const write = async <T>(database: Database, change: (tx: Db) => Promise<T>, progress?: Progress): Promise<T> => {
  const result = await database.bulk.transaction().execute(async tx => {
    const changed = await change(tx)
    await nameState(tx)
    return changed
  })
  const { version } = await fresh(database, progress)
  for (const listener of listeners) listener(version)
  return result
}

const nameState = async (tx: Db) => {
  const orders = await sql<{ day: string | null }>`select max(ordered_on) as day from transactions`.execute(tx)
  const deals = await sql<{ day: string | null }>`select max(greatest(created_on, closed_on)) as day from pipeline`.execute(tx)
  const newest = [orders, deals].flatMap(({ rows }) => rows[0]?.day ?? []).sort().at(-1) ?? null
  await sql`update data_version set version = version + 1, newest_on = ${newest}::date`.execute(tx)
}

/**
 * Marks the days and customers of the order lines that meet a condition on `t` (transactions) as out of date: before they are
 * changed or deleted, and after they are inserted or changed. Also for what they refer to: a product's category or cost
 * (`t.product_id = any(…)`), a customer's segment (`t.customer_id = any(…)`).
 */
export const markLines = async (tx: Db, condition: RawBuilder<unknown>) => {
  await sql`insert into dirty_days (day) select distinct t.ordered_on from transactions t where ${condition}`.execute(tx)
  await sql`insert into dirty_customers (customer_id) select distinct t.customer_id from transactions t where ${condition}`.execute(tx)
}
