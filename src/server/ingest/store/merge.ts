import { type RawBuilder, sql } from 'kysely'
import type { Progress } from '../../context.ts'
import { staged } from './staging.ts'
import type { Db } from '../../db/database.ts'

/**
 * `rows` selects the staged rows with `line`, `external_id`, `customer_id` and the table's `columns`, in the shape of
 * the table; there are `size` of them, up to `lastLine`.
 */
export type Merge = {
  importId: number
  table: 'transactions' | 'pipeline'
  columns: string[]
  /** Columns of their own that make no difference: rows that are equal but for them stay as they are. */
  said: string[]
  rows: RawBuilder<unknown>
  size: number
  lastLine: number
  progress: Progress
}
export type Merged = { inserted: number; updated: number; unchanged: number }

/** Each part reads all staged rows. */
const linesAtOnce = 200_000

/** Copies of the rows that the file may change, to compare with and to journal. */
export const createKnown = async (tx: Db, importId: number, table: Merge['table']) => {
  await sql`create unlogged table ${staged('known', importId)} (like ${sql.table(table)})`.execute(tx)
  await sql`alter table ${staged('known', importId)} add column state text`.execute(tx)
}

export const dropKnown = (tx: Db, importId: number) =>
  sql`drop table if exists ${staged('known', importId)}`.execute(tx)

/**
 * Brings staged rows into a fact table by their external id: new ones in, differing ones replaced (journalled, with
 * their id kept), equal ones untouched. A row whose customer changed is deleted and made anew, as the customer is part
 * of its key.
 * `known` holds the rows to compare with. `beforeDelete` runs when the rows to be replaced are marked in it.
 */
export const mergeRows = async (
  tx: Db,
  { importId, table, columns, said, rows, size, lastLine, progress }: Merge,
  beforeDelete: () => Promise<void>,
): Promise<Merged> => {
  const known = staged('known', importId)
  const t = sql.table(table)
  const list = (prefix: string, of = [...columns, ...said]) =>
    sql.raw(of.map(column => `${prefix}${column}`).join(', '))

  await sql`
    update ${known} k set state = case
      when (k.customer_id, ${list('k.', columns)}) is distinct from (s.customer_id, ${list('s.', columns)}) then 'replaced'
      else 'same'
    end
    from (${rows}) s where s.external_id = k.external_id
  `.execute(tx)
  // without it the planner takes no row for marked, and joins below by nested loops
  await sql`analyze ${known}`.execute(tx)
  const counted = await sql<{
    state: string | null
    rows: number
  }>`select state, count(*) as rows from ${known} group by 1`.execute(tx)
  const count = (state: string) => counted.rows.find(row => row.state === state)?.rows ?? 0
  if (count('same')) {
    await sql`
      insert into import_changes (import_id, table_name, row_key)
      select distinct ${importId}::bigint, 'confirmed', jsonb_build_object('import', import_id) from ${known}
      where state = 'same' and import_id > 0
    `.execute(tx)
  }
  if (count('replaced')) {
    await sql`
      insert into import_changes (import_id, table_name, row_key, before)
      select ${importId}, ${table}, jsonb_build_object('customer_id', customer_id, 'id', id), to_jsonb(k) - 'state'
      from ${known} k where state = 'replaced'
    `.execute(tx)
    await beforeDelete()
    await sql`delete from ${t} where (customer_id, id) in (select customer_id, id from ${known} where state = 'replaced')`.execute(
      tx,
    )
    await sql`
      insert into ${t} (customer_id, id, external_id, ${list('')}, import_id)
      select s.customer_id, k.id, s.external_id, ${list('s.')}, ${importId} from (${rows}) s
      join ${known} k on k.external_id = s.external_id where k.state = 'replaced'
    `.execute(tx)
  }
  const here = count('same') + count('replaced')
  const isNew = here
    ? sql`left join (select external_id, state from ${known} where state is not null) k on k.external_id = s.external_id where k.state is null and`
    : sql`where`
  let inserted = 0
  for (let from = 0; here < size && from <= lastLine; from += linesAtOnce) {
    const { numAffectedRows } = await sql`
      insert into ${t} (customer_id, external_id, ${list('')}, import_id)
      select s.customer_id, s.external_id, ${list('s.')}, ${importId}
      from (${rows}) s ${isNew} s.line > ${from} and s.line <= ${from + linesAtOnce}
    `.execute(tx)
    inserted += Number(numAffectedRows ?? 0)
    progress({
      task: 'Writing',
      done: Math.min(from + linesAtOnce, lastLine),
      total: lastLine,
      words: `${inserted.toLocaleString('en')} rows written`,
    })
  }
  return { inserted, updated: count('replaced'), unchanged: count('same') }
}
