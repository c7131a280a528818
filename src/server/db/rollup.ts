import { sql } from 'kysely'
import type { Db, Progress } from '../context.ts'
import type { Database } from './open.ts'
import { patchDays, replaceMonth } from './rollup/days.ts'
import { replaceCustomers } from './rollup/visits.ts'

export type Fresh = { version: number; newestAt: string | null }

type State = Fresh & { dirty: boolean }

const state = async (db: Db): Promise<State> => {
  const { rows } = await sql<State>`
    select version, newest_at as "newestAt", exists (select from dirty_days) or exists (select from dirty_customers) as dirty from data_version
  `.execute(db)
  if (!rows[0]) throw new Error('the data_version row is missing')
  return rows[0]
}

/** The data's version, with the rollup brought up to date first where marks say that it is not. */
export const fresh = async (database: Database, progress?: Progress): Promise<Fresh> => {
  const { version, newestAt, dirty } = await state(database.db)
  if (!dirty) return { version, newestAt }
  await refresh(database, progress)
  const after = await state(database.db)
  return { version: after.version, newestAt: after.newestAt }
}

/** More changed days than this in one month: the month is made anew as a whole. */
const mostPatched = 5
const customersAtOnce = 10_000

const monthOf = (day: string) => `${day.slice(0, 7)}-01`
const lastOf = (month: string) => new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).toISOString().slice(0, 10)

/** One transaction that holds the lock of all refreshes: who waits finds the marks gone. */
const locked = <T>(database: Database, work: (tx: Db) => Promise<T>): Promise<T> =>
  database.bulk.transaction().execute(async tx => {
    await sql`select pg_advisory_xact_lock(5001, 1)`.execute(tx)
    return work(tx)
  })

const refresh = async (database: Database, progress?: Progress) => {
  const months = await sql<{ month: string }>`
    select distinct date_trunc('month', day::timestamp)::date as month from dirty_days order by month
  `.execute(database.bulk)
  let replaced = 0
  for (const [done, { month }] of months.rows.entries()) {
    replaced += await locked(database, tx => refreshMonth(tx, month))
    progress?.({ task: 'Summing up days', done: done + 1, total: months.rows.length, words: month.slice(0, 7) })
  }
  const customers = await sql<{ id: number }>`select distinct customer_id as id from dirty_customers order by id`.execute(database.bulk)
  const ids = customers.rows.map(({ id }) => id)
  for (let from = 0; from < ids.length; from += customersAtOnce) {
    await locked(database, tx => refreshCustomers(tx, ids.slice(from, from + customersAtOnce)))
    const done = Math.min(from + customersAtOnce, ids.length)
    progress?.({ task: 'Customer histories', done, total: ids.length, words: `${done} of ${ids.length} customers` })
  }
  await sql`
    update data_version set newest_at = (select max(newest_at) from daily_metrics where grain = 'total' and period = 'day')
  `.execute(database.bulk)
  await tidy(database, replaced > 0 || ids.length > customersAtOnce / 10)
}

// marks go first: what is marked after this is read again by the next refresh
const refreshMonth = async (tx: Db, month: string): Promise<number> => {
  const last = lastOf(month)
  const marks = await sql<{ day: string }>`delete from dirty_days where day between ${month}::date and ${last}::date returning day`.execute(tx)
  const days = [...new Set(marks.rows.map(({ day }) => day))].sort()
  if (days.length === 0) return 0
  if (days.length > mostPatched) await replaceMonth(tx, month, last)
  else await patchDays(tx, days, month, last)
  return days.length > mostPatched ? 1 : 0
}

const refreshCustomers = async (tx: Db, ids: number[]) => {
  const marks = await sql<{ id: number }>`delete from dirty_customers where customer_id = any(${ids}::bigint[]) returning customer_id as id`.execute(tx)
  const known = [...new Set(marks.rows.map(({ id }) => id))].filter(id => id !== 0)
  if (known.length) await replaceCustomers(tx, known)
}

const cacheTables = ['daily_metrics', 'daily_customers', 'segment_customers', 'customer_history']
let untidy = 0

// the embedded engine has no background process that clears dead rows and counts the living for the planner
const tidy = async (database: Database, muchChanged: boolean) => {
  if (database.engine !== 'embedded') return
  untidy = muchChanged ? 0 : untidy + 1
  if (!muchChanged && untidy < 200) return
  untidy = 0
  for (const table of [...cacheTables, 'dirty_days', 'dirty_customers', 'transactions', 'pipeline']) await sql`vacuum (analyze) ${sql.table(table)}`.execute(database.bulk)
}

/** Everything from scratch, with rows identical to those kept up to date. */
export const rebuild = async (database: Database, progress?: Progress) => {
  await locked(database, async tx => {
    for (const table of cacheTables) await sql`delete from ${sql.table(table)}`.execute(tx)
    await sql`insert into dirty_days (day) select distinct ordered_on from transactions`.execute(tx)
    await sql`insert into dirty_customers (customer_id) select distinct customer_id from transactions`.execute(tx)
  })
  await refresh(database, progress)
}
