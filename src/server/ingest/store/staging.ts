import { sql } from 'kysely'
import type { Command } from '../../context.ts'
import { dealColumns, eventColumns } from '../read/deals.ts'
import { orderColumns } from '../read/order-columns.ts'
import { rateColumns } from '../read/rates.ts'
import { isRunning } from '../../process/processes.ts'
import type { Parcel } from '../read/read.ts'
import { copyIn } from '../../db/copy.ts'
import type { Db } from '../../db/database.ts'

/** Tables of one import that hold its rows until they are merged: unlogged, dropped at its end. */

const dimensionColumns = ['number int', 'key text', 'name text', 'by_name boolean']
const layouts = {
  orders: orderColumns,
  deals: dealColumns,
  events: eventColumns,
  rates: rateColumns,
  products: [
    ...dimensionColumns,
    'category text',
    'unit_price numeric(18, 4)',
    'cost numeric(18, 4)',
    'is_active boolean',
  ],
  customers: [
    ...dimensionColumns,
    'company text',
    'industry text',
    'segment text',
    'region text',
    'acquisition_channel text',
  ],
  reps: [...dimensionColumns, 'team text', 'region text', 'quota numeric(18, 4)', 'hire_date date'],
}
type Staged = keyof typeof layouts

export const staged = (what: Staged | 'known', importId: number) => sql.table(`staged_${what}_${importId}`)

/** Filled while merging: who a dimension's row is, or to which order an order line's row has to fit. */
const resolved: Partial<Record<Staged, string[]>> = {
  orders: ['head_customer bigint'],
  products: ['id bigint', 'is_new boolean'],
  customers: ['id bigint', 'is_new boolean'],
  reps: ['id bigint', 'is_new boolean'],
}

export const createStaging = async (db: Db, importId: number) => {
  for (const [what, columns] of Object.entries(layouts) as [Staged, string[]][]) {
    await sql`create unlogged table ${staged(what, importId)} (${sql.raw([...columns, ...(resolved[what] ?? [])].join(', '))})`.execute(
      db,
    )
  }
}

export const dropStaging = async (db: Db, importId: number) => {
  for (const what of Object.keys(layouts) as Staged[])
    await sql`drop table if exists ${staged(what, importId)}`.execute(db)
}

export const stage = async (db: Db, importId: number, { what, batch }: Parcel) => {
  if (!('bytes' in batch) || what === 'buyers') throw new Error('a dry run has nothing to stage')
  const names = sql.raw(layouts[what].map(column => column.split(' ')[0]).join(', '))
  await copyIn(db, sql`${staged(what, importId)} (${names})`, batch.bytes)
}

/** Without statistics the planner may join by nested loops. Only of the columns that are joined by. */
export const analyzeStaging = async (db: Db, importId: number) => {
  for (const [what, columns] of Object.entries(layouts) as [Staged, string[]][]) {
    const joined = columns
      .map(column => column.split(' ')[0] ?? '')
      .filter(name =>
        ['line', 'external_id', 'order_id', 'customer', 'product', 'rep', 'stage', 'number', 'key', 'day'].includes(
          name,
        ),
      )
    await sql`analyze ${staged(what, importId)} (${sql.raw(joined.join(', '))})`.execute(db)
  }
}

/** Who runs an import: written into its record, to tell an interrupted one from one at work. */
export const ownerHere = (host: string) => `${host}/${process.pid}`

const isAtWork = (owner: string | null, host: string) => {
  const [ownerHost, pid] = owner?.split('/') ?? []
  // a process number of another machine says nothing; there the import is given the benefit of the doubt
  return ownerHost !== undefined && (ownerHost !== host || (Number(pid) !== process.pid && isRunning(Number(pid))))
}

/**
 * At start: what imports left behind that were cut off. Nothing of them is in the data, as rows go in with one
 * transaction.
 */
export const clearLeftovers = async (database: Command['database'], host: string, now: Date) => {
  const db = database.bulk
  const { rows } = await sql<{
    id: number
    owner: string | null
  }>`select id, report->>'owner' as owner from imports where status = 'running'`.execute(db)
  const running = new Set<number>()
  for (const { id, owner } of rows) {
    if (isAtWork(owner, host)) running.add(id)
    else
      await sql`update imports set status = 'failed', finished_at = ${now.toISOString()}, report = '{"problems": ["The import was interrupted; nothing of it was kept."]}' where id = ${id}`.execute(
        db,
      )
  }
  const tables = await sql<{
    name: string
  }>`select tablename as name from pg_tables where schemaname = current_schema() and tablename ~ '^staged_[a-z]+_[0-9]+$'`.execute(
    db,
  )
  for (const { name } of tables.rows)
    if (!running.has(Number(name.split('_')[2]))) await sql`drop table if exists ${sql.table(name)}`.execute(db)
}
