import { sql } from 'kysely'
import type { ImportReport } from '#contract'
import type { Batch } from '../read/batches.ts'
import type { Parcel } from '../read/read.ts'
import { plain, specs, type What } from './resolve.ts'
import { pipsPerUnit, toPips } from '../../money.ts'
import type { Db } from '../../db/database.ts'

type Known = { here: number; changed: number; revenueChange: number }
/** Rows of the demo do not count where they go with the import (undo.ts: how they are told). */
type Here = (db: Db, batch: Batch, demoGoes: boolean) => Promise<Partial<Known> | undefined>

const counted = (line: string) =>
  sql.raw(
    `case when ${line}.status = 'completed' or (${line}.status = 'refunded' and ${line}.amount <= 0) then ${line}.amount else 0 end`,
  )

const linesHere: Here = async (db, { columns: [keys, amounts, statuses, days] }, demoGoes) => {
  const { rows } = await sql<Known>`
    with met as (
      select t.id, (t.amount, t.status, t.ordered_on) is distinct from (f.amount, f.status, f.day) as changed,
        ${counted('f')} - ${counted('t')} as more
      from unnest(${keys}::text[], ${amounts}::numeric[], ${statuses}::text[], ${days}::date[]) as f (external_id,
        amount, status, day)
        join transactions t on t.external_id = f.external_id
          and (not ${demoGoes}::boolean or t.import_id is distinct from 0)
    )
    select count(distinct id) as here, count(*) filter (where changed) as changed,
      coalesce(sum(more) filter (where changed), 0) as "revenueChange" from met
  `.execute(db)
  return rows[0]
}

const dealsHere: Here = async (db, { columns: [keys] }, demoGoes) => {
  const { rows } = await sql<Pick<Known, 'here'>>`
    select count(distinct external_id) as here from pipeline
    where external_id = any(${keys}::text[]) and (not ${demoGoes}::boolean or import_id is distinct from 0)
  `.execute(db)
  return rows[0]
}

/** As resolve() finds them: by number, else by a name that only one has. */
const dimensionHere =
  (what: What): Here =>
  async (db, { columns: [, keys, , byName] }, demoGoes) => {
    const { rows } = await sql<Pick<Known, 'here'>>`
    with file as (
      select * from unnest(${keys}::text[], ${byName}::boolean[]) as file (key, by_name)
    ), known as (
      select external_id, ${plain(what, sql`name`)} as plain from ${sql.table(specs[what].table)}
      where not ${demoGoes}::boolean or external_id not like 'demo-%'
    )
    select count(*) as here from file
    where key in (select external_id from known)
      or (by_name and ${plain(what, sql`key`)} in (select plain from known group by 1 having count(*) = 1))
  `.execute(db)
    return rows[0]
  }

const ratesHere: Here = async (db, { columns: [days, bases, quotes] }) => {
  const { rows } = await sql<Pick<Known, 'here'>>`
    select count(*) as here from unnest(${days}::date[], ${bases}::text[], ${quotes}::text[]) as f (day, base, quote)
    join exchange_rates using (day, base, quote)
  `.execute(db)
  return rows[0]
}

const here: Partial<Record<Parcel['what'], Here>> = {
  orders: linesHere,
  deals: dealsHere,
  rates: ratesHere,
  products: dimensionHere('products'),
  customers: dimensionHere('customers'),
  reps: dimensionHere('reps'),
}

/** For a dry run: how many of a file's rows are here already, by the keys that an import would find them with. */
export const countKnown = (db: Db, demoGoes: boolean) => {
  let met = 0
  const known: Known = { here: 0, changed: 0, revenueChange: 0 }
  return {
    look: async (what: Parcel['what'], batch: Batch) => {
      met += batch.rows
      const { here: found = 0, changed = 0, revenueChange = 0 } = (await here[what]?.(db, batch, demoGoes)) ?? {}
      known.here += found
      known.changed += changed
      known.revenueChange += revenueChange
    },
    result: ({ kind, rows }: ImportReport): NonNullable<ImportReport['dryRun']> => {
      const added = met - known.here
      const isLines = kind === 'orders'
      return {
        // several rows of a file may be about one product, customer or representative: one of them brings it
        existing: isLines || kind === 'deals' || kind === 'rates' ? known.here : rows.accepted - added,
        new: added,
        changed: isLines ? known.changed : null,
        revenueChange: isLines ? toPips(known.revenueChange) / pipsPerUnit : null,
      }
    },
  }
}
