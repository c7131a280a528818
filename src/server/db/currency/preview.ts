import { type RawBuilder, sql } from 'kysely'
import { pipsPerUnit } from '../../money.ts'
import { isCounted } from '../counted-lines.ts'
import type { Db } from '../database.ts'
import { type AmountTable, amounts, amountTables, exchanged } from './amounts.ts'

/** Sums in pips, now and at the rate. */
type Sums = { before: number; after: number | null }

export type Preview = {
  orders: number
  lines: number
  deals: number
  products: number
  reps: number
  plans: number
  revenue: Sums
  dealValue: Sums
  /** Amounts other than 0 that would be 0. */
  lost: number
  /** What all amounts of the largest table come to, whatever their sign. */
  largest: number
}

/** Amounts of one table that are there. */
const has = (table: AmountTable) =>
  sql`(${sql.join(
    amounts[table].map(column => sql`coalesce(${sql.ref(`t.${column}`)}, 0) <> 0`),
    sql` or `,
  )})`

/** Whether amounts are there: invented ones of the demo (with what was planned for it), and others. */
export const amountsHere = async (db: Db): Promise<{ invented: boolean; real: boolean }> => {
  const isDemo = sql`(select demo_seed is not null from settings)`
  const some = (table: AmountTable, which: RawBuilder<unknown>) =>
    sql`exists (select 1 from ${sql.table(table)} t where ${has(table)} and ${which})`
  const ofImports = (['transactions', 'pipeline', 'pipeline_changes'] as const).map(table => [
    some(table, sql`t.import_id = 0`),
    some(table, sql`t.import_id is distinct from 0`),
  ])
  const named = (['products', 'sales_reps'] as const).map(table => [
    some(table, sql`${isDemo} and t.external_id like 'demo-%'`),
    some(table, sql`not (${isDemo} and t.external_id like 'demo-%')`),
  ])
  const planned = (['forecast_targets', 'served_forecasts'] as const).map(table => [
    sql`(${isDemo} and ${some(table, sql`true`)})`,
    sql`(not ${isDemo} and ${some(table, sql`true`)})`,
  ])
  const all = [...ofImports, ...named, ...planned]
  const { rows } = await sql<{ invented: boolean; real: boolean }>`
    select ${sql.join(
      all.map(([invented]) => invented),
      sql` or `,
    )} as invented, ${sql.join(
      all.map(([, real]) => real),
      sql` or `,
    )} as real
  `.execute(db)
  return rows[0]!
}

type Row = { rows: number; before: number; after: number | null; lost: number; size: number }

const measured = async (db: Db, table: AmountTable, of: RawBuilder<unknown>, rate: string | null) => {
  const at = (column: string) => exchanged(sql.ref(`t.${column}`), rate ?? '1')
  const lost = sql.join(
    amounts[table].map(column => sql`count(*) filter (where ${sql.ref(`t.${column}`)} <> 0 and ${at(column)} = 0)`),
    sql` + `,
  )
  const [first] = table === 'transactions' ? ['amount'] : amounts[table]
  const { rows } = await sql<Row>`
    select count(*) filter (where ${has(table)}) as rows,
      coalesce(sum(${sql.ref(`t.${first}`)}) filter (where ${of}), 0) * ${pipsPerUnit} as before,
      coalesce(sum(${at(first)}) filter (where ${of}), 0) * ${pipsPerUnit} as after,
      coalesce(sum(abs(${at(first)})), 0) as size, ${lost} as lost
    from ${sql.table(table)} t
  `.execute(db)
  return rows[0]!
}

/** What another currency at a rate (null: by name only) would change, before it does. */
export const previewCurrency = async (db: Db, rate: string | null): Promise<Preview> => {
  const found = new Map<AmountTable, Row>()
  for (const table of amountTables) {
    const of = table === 'transactions' ? isCounted : table === 'pipeline' ? sql`t.removed_on is null` : sql`true`
    found.set(table, await measured(db, table, of, rate))
  }
  const orders = await sql<{ count: number }>`select count(distinct order_id) as count from transactions`.execute(db)
  const of = (table: AmountTable) => found.get(table)!
  const sums = ({ before, after }: Row): Sums => ({ before, after: rate === null ? null : after })
  const all = [...found.values()]
  return {
    orders: orders.rows[0]!.count,
    lines: of('transactions').rows,
    deals: of('pipeline').rows,
    products: of('products').rows,
    reps: of('sales_reps').rows,
    plans: of('forecast_targets').rows,
    revenue: sums(of('transactions')),
    dealValue: sums(of('pipeline')),
    lost: rate === null ? 0 : all.reduce((sum, { lost }) => sum + lost, 0),
    largest: Math.max(...all.map(({ size }) => size)),
  }
}
