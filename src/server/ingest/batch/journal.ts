import { sql } from 'kysely'
import type { Batch } from './batch.ts'

/** The journal of a day's batches, by which they are undone together: what it says of a row is how it was before the first of them. */

type Key = { customer_id: number; id: number; import_id: number | null }
type Table = 'transactions' | 'pipeline' | 'pipeline_events' | 'pipeline_changes'

/** Rows as they are, before they go or change; those that the day's own batches wrote simply go with them. */
export const keepBefore = async ({ tx, importId }: Batch, table: Table, rows: Key[]) => {
  const others = importId === 0 ? [] : rows.filter(row => row.import_id !== importId)
  if (others.length === 0) return
  const list = (of: (row: Key) => number) => others.map(of)
  await sql`
    insert into import_changes (import_id, table_name, row_key, before)
    select ${importId}, ${table}, jsonb_build_object('customer_id', t.customer_id, 'id', t.id), to_jsonb(t)
    from ${sql.table(table)} t where (t.customer_id, t.id) in (
      select * from unnest(${list(row => row.customer_id)}::bigint[], ${list(({ id }) => id)}::bigint[]))
  `.execute(tx)
}

/** Rows of other imports that came again as they are: these cannot be undone before this. */
export const confirm = async ({ tx, importId }: Batch, rows: Key[]) => {
  const others = [...new Set(rows.map(row => row.import_id))].filter(id => id !== null && id > 0 && id !== importId)
  if (importId === 0 || others.length === 0) return
  await sql`
    insert into import_changes (import_id, table_name, row_key)
    select ${importId}, 'confirmed', k.key from unnest(${others}::bigint[]) as o (id), jsonb_build_object('import', o.id) as k (key)
    where not exists (select 1 from import_changes c where c.import_id = ${importId} and c.table_name = 'confirmed' and c.row_key = k.key)
  `.execute(tx)
}
