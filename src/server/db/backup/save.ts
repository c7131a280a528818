import { sql } from 'kysely'
import type { Progress } from '../../context.ts'
import type { Database, Db } from '../database.ts'
import { type Counted, format, type Head, type Table, writeBackup } from './file.ts'

/** Made anew from the other tables, or of use only to the server that runs: who is signed in, links under way. */
const derived = [
  'daily_metrics',
  'kept_grains',
  'daily_customers',
  'segment_customers',
  'customer_history',
  'dirty_days',
  'dirty_customers',
  'changed_days',
  'changed_customers',
  'model_results',
  'sessions',
  'verifications',
  'links',
  'kysely_migration',
  'kysely_migration_lock',
]

const rowsAtOnce = 5000

/** Tables that are not logged hold an import under way: nothing of it counts yet. */
const tablesOf = async (tx: Db): Promise<Table[]> => {
  const { rows } = await sql<Table>`
    select
      c.relname as "table",
      json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) order by a.attnum) as columns
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and c.relpersistence = 'p'
      and c.relname <> all (${derived}::text[])
    group by c.relname
    order by c.relname collate "C"
  `.execute(tx)
  return rows
}

/** What a table holds, to be compared after a restore. */
export const count = async (db: Db, { table, columns }: Table): Promise<Counted> => {
  const amounts = columns.filter(({ type }) => type.startsWith('numeric')).map(({ name }) => name)
  const { rows } = await sql<Counted>`
    select
      ${table} as "table",
      count(*) as rows,
      jsonb_strip_nulls(jsonb_build_object(${sql.join(
        amounts.flatMap(name => [sql.lit(name), sql`sum(${sql.ref(name)})::text`]),
      )})) as sums
    from ${sql.table(table)}
  `.execute(db)
  return rows[0]!
}

/**
 * Writes all rows, as they stand at one moment, into a new file at `path`. On the embedded engine other questions that the server's memory
 * does not answer wait meanwhile.
 */
export const saveBackup = async (
  { bulk, engine }: Pick<Database, 'bulk' | 'engine'>,
  path: string,
  now: Date,
  progress: Progress = () => {},
): Promise<Counted[]> => {
  const counts: Counted[] = []
  async function* lines(tx: Db) {
    const { rows: steps } = await sql<{ step: string }>`select max(name) as step from kysely_migration`.execute(tx)
    yield JSON.stringify({
      format,
      layout: 1,
      step: steps[0]!.step,
      madeAt: now.toISOString(),
      engine,
    } satisfies Head)
    const tables = await tablesOf(tx)
    for (const table of tables) counts.push(await count(tx, table))
    const total = counts.reduce((sum, { rows }) => sum + rows, 0)
    let done = 0
    for (const table of tables) {
      yield JSON.stringify(table)
      const values = table.columns.map(({ name }) => sql`${sql.ref(name)}::text`)
      await sql`
        declare backup_rows no scroll cursor for select json_build_array(${sql.join(values)})::text as line from ${sql.table(table.table)}
      `.execute(tx)
      for (;;) {
        const { rows } = await sql<{ line: string }>`fetch ${sql.lit(rowsAtOnce)} from backup_rows`.execute(tx)
        for (const { line } of rows) yield line
        if (rows.length === 0) break
        done += rows.length
        progress({ task: 'Backup', done, total, words: `${done.toLocaleString('en-GB')} rows` })
      }
      await sql`close backup_rows`.execute(tx)
    }
  }
  await bulk
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(tx => writeBackup(path, lines(tx), () => counts))
  return counts
}
