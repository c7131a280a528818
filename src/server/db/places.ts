import { type RawBuilder, sql } from 'kysely'
import type { Db } from './database.ts'

/*
 * What changes facts wherever they stand (another zone, another currency) changes a table's rows, and those that the journal keeps for an undo.
 */

type Type = 'timestamptz' | 'timestamp' | 'date' | 'bigint' | 'boolean' | 'text' | 'numeric'

/** Rows of facts: how a field of theirs is read and written. */
export type Place = {
  rows: RawBuilder<unknown>
  /** Which of them are meant. */
  where: RawBuilder<unknown>
  field: (name: string, type: Type) => RawBuilder<unknown>
  set: (values: [string, RawBuilder<unknown>][]) => RawBuilder<unknown>
}

const ofTable = (table: string): Place => ({
  rows: sql`${sql.table(table)} t`,
  where: sql`true`,
  field: name => sql.ref(`t.${name}`),
  set: values => sql.join(values.map(([name, value]) => sql`${sql.ref(name)} = ${value}`)),
})

const ofJournal = (table: string): Place => ({
  rows: sql`import_changes t`,
  // a row that is new has nothing before it; of forecasts only a list of them is kept
  where: sql`t.table_name = ${sql.lit(table)} and jsonb_typeof(t.before) = 'object'`,
  field: (name, type) => sql`(t.before->>${sql.lit(name)})::${sql.raw(type)}`,
  set: values =>
    sql`before = t.before || jsonb_build_object(${sql.join(values.flatMap(([name, value]) => [sql.lit(name), value]))})`,
})

/** The rows of a table as they stand, and those that an undo brings back. */
export const placesOf = (table: string) => ({ now: ofTable(table), journal: ofJournal(table) })

/** Conditions that together are all rows of a table: of order lines, which are many, month by month. */
export const partsOf = async (tx: Db, table: string): Promise<RawBuilder<unknown>[]> => {
  if (table !== 'transactions') return [sql`true`]
  const { rows } = await sql<{ first: string; next: string }>`
    select first, (first + interval '1 month')::date as next
    from (select distinct date_trunc('month', ordered_on)::date as first from transactions) m order by 1
  `.execute(tx)
  return rows.map(({ first, next }) => sql`t.ordered_on >= ${first}::date and t.ordered_on < ${next}::date`)
}
