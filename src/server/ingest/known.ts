import { sql } from 'kysely'
import type { ImportReport } from '#contract'
import type { Db } from '../context.ts'
import type { Batch } from './columns.ts'
import type { Parcel } from './read.ts'
import { plain, specs, type What } from './resolve.ts'

/** Rows of the demo do not count where they go with the import (undo.ts: how they are told). */
type Here = (db: Db, batch: Batch, demoGoes: boolean) => Promise<number>

const factsHere = (table: 'transactions' | 'pipeline'): Here => async (db, { columns: [keys] }, demoGoes) => {
  const { rows } = await sql<{ here: number }>`
    select count(distinct external_id) as here from ${sql.table(table)}
    where external_id = any(${keys}::text[]) and (not ${demoGoes}::boolean or import_id is distinct from 0)
  `.execute(db)
  return rows[0]?.here ?? 0
}

/** As resolve() finds them: by number, else by a name that only one has. */
const dimensionHere = (what: What): Here => async (db, { columns: [, keys, , byName] }, demoGoes) => {
  const { rows } = await sql<{ here: number }>`
    with file as (
      select * from unnest(${keys}::text[], ${byName}::boolean[]) as file (key, by_name)
    ), known as (
      select external_id, ${plain(what, sql`name`)} as plain from ${sql.table(specs[what].table)} where not ${demoGoes}::boolean or external_id not like 'demo-%'
    )
    select count(*) as here from file
    where key in (select external_id from known) or (by_name and ${plain(what, sql`key`)} in (select plain from known group by 1 having count(*) = 1))
  `.execute(db)
  return rows[0]?.here ?? 0
}

const here: Partial<Record<Parcel['what'], Here>> = {
  orders: factsHere('transactions'), deals: factsHere('pipeline'),
  products: dimensionHere('products'), customers: dimensionHere('customers'), reps: dimensionHere('reps'),
}

/** For a dry run: how many of a file's rows are here already, by the keys that an import would find them with. */
export const countKnown = (db: Db, demoGoes: boolean) => {
  let met = 0
  let known = 0
  return {
    look: async ({ what, batch }: Parcel) => {
      met += batch.rows
      known += (await here[what]?.(db, batch, demoGoes)) ?? 0
    },
    result: ({ kind, rows }: ImportReport): NonNullable<ImportReport['dryRun']> => {
      const added = met - known
      // several rows of a file may be about one product, customer or representative: one of them brings it
      return { existing: kind === 'orders' || kind === 'deals' ? known : rows.accepted - added, new: added }
    },
  }
}
