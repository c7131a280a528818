import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Progress } from '../../context.ts'
import type { Database, Db } from '../database.ts'
import { migrate, steps } from '../migrate.ts'
import { openDatabase } from '../open.ts'
import { describeFacts } from '../rollup.ts'
import { write } from '../write.ts'
import { type Counted, foot, type Head, head, readBackup, row, type Row, table, type Table } from './file.ts'
import { count } from './save.ts'

const rowsAtOnce = 2000

type Place = { url?: string | undefined; dir: string }

/** What the file says of itself: refused before anything is opened. */
export const headOf = async (path: string): Promise<Head> => {
  for await (const line of readBackup(path)) {
    const known = head.safeParse(line)
    if (!known.success) throw new Error(`${path} is no backup of Analytics Dashboard.`)
    if (steps.includes(known.data.step)) return known.data
    throw new Error(
      `${path} was made by a newer version of Analytics Dashboard (step ${known.data.step}). Restore it with that version or a newer one.`,
    )
  }
  throw new Error(`${path} is empty.`)
}

const hasPeople = async (db: Db) => {
  const { rows } = await sql<{ there: boolean }>`select to_regclass('people') is not null as there`.execute(db)
  if (!rows[0]!.there) return false
  return (await sql`select 1 from people limit 1`.execute(db)).rows.length > 0
}

const refuseFull = async (db: Db) => {
  const { rows } = await sql<{ full: boolean }>`
    select exists (select 1 from transactions) or exists (select 1 from pipeline) or exists (select 1 from products)
      or exists (select 1 from imports) or exists (select 1 from customers where id <> 0) as full
  `.execute(db)
  if (rows[0]!.full || (await hasPeople(db)))
    throw new Error(
      'There is data here already, and a restore would mix the two. Give it an empty place: set DATA_DIR to a new folder, or DATABASE_URL to a new database.',
    )
}

const insert = async (tx: Db, { table: name, columns }: Table, rows: Row[]) => {
  const given = columns.map((_, index) => sql`${rows.map(values => values[index] ?? null)}::text[]`)
  const names = columns.map((_, index) => sql.ref(`c${index}`))
  const typed = columns.map(({ type }, index) => sql`${names[index]!}::${sql.raw(type)}`)
  await sql`
    insert into ${sql.table(name)} (${sql.join(columns.map(column => sql.ref(column.name)))})
    select ${sql.join(typed)} from unnest(${sql.join(given)}) as given (${sql.join(names)})
  `.execute(tx)
}

/** What numbers new rows goes on after the largest. */
const continueNumbers = async (tx: Db, { table: name, columns }: Table) => {
  for (const column of columns.filter(({ type }) => type === 'bigint'))
    await sql`
      select setval(numbers, (select greatest(max(${sql.ref(column.name)}), 1) from ${sql.table(name)}))
      from pg_get_serial_sequence(${name}, ${column.name}) as numbers where numbers is not null
    `.execute(tx)
}

const load = async (tx: Db, path: string, progress: Progress) => {
  const tables: Table[] = []
  let waiting: Row[] = []
  let done = 0
  let counts: Counted[] | undefined
  const flush = async () => {
    const current = tables.at(-1)
    if (current && waiting.length > 0) await insert(tx, current, waiting)
    done += waiting.length
    waiting = []
    progress({ task: 'Restore', done, total: null, words: `${done.toLocaleString('en-GB')} rows` })
  }
  for await (const line of readBackup(path)) {
    if (Array.isArray(line)) {
      waiting.push(row.parse(line))
      if (waiting.length >= rowsAtOnce) await flush()
      continue
    }
    const next = table.safeParse(line)
    if (next.success) {
      await flush()
      tables.push(next.data)
      // what a new database brings: its settings, stages, the customer without a name
      await sql`delete from ${sql.table(next.data.table)}`.execute(tx)
    } else counts = foot.safeParse(line).data?.counted
  }
  await flush()
  if (!counts) throw new Error(`${path} is no whole backup.`)
  for (const one of tables) {
    await continueNumbers(tx, one)
    const found = await count(tx, one)
    const then = counts.find(({ table: name }) => name === one.table)
    if (JSON.stringify(found) !== JSON.stringify(then && { ...then }))
      throw new Error(
        `The restored table ${one.table} is not what was saved: ${JSON.stringify(found)} here, ${JSON.stringify(then)} in the backup.`,
      )
  }
  // in the same transaction: no answer is given before the sums are made anew
  await sql`insert into dirty_days (day) select distinct ordered_on from transactions`.execute(tx)
  await sql`insert into dirty_customers (customer_id) select distinct customer_id from transactions`.execute(tx)
  return counts
}

/**
 * Brings a backup into an empty database of either engine, compares rows and sums with what the file says, and makes the sums anew. All or
 * nothing.
 */
export const restoreBackup = async (
  path: string,
  place: Place,
  say: (words: string) => void,
  progress: Progress = () => {},
): Promise<Counted[]> => {
  const { step } = await headOf(path)
  const database: Database = await openDatabase({ ...place, say, step })
  try {
    await refuseFull(database.bulk)
    let counts: Counted[] = []
    await database.bulk.transaction().execute(async tx => {
      counts = await load(tx, path, progress)
    })
    await migrate(database.bulk, { citus: database.engine === 'citus' })
    await describeFacts(database.bulk)
    await write(database, async () => {}, progress)
    return counts
  } finally {
    await database.close()
  }
}

/** Restores into a temporary folder on the embedded engine, and removes it again. */
export const verifyBackup = async (path: string, progress: Progress = () => {}): Promise<Counted[]> => {
  const dir = await mkdtemp(join(tmpdir(), 'analytics-verify-'))
  try {
    return await restoreBackup(path, { dir }, () => {}, progress)
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}
