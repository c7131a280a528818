import { sql } from 'kysely'
import type { ImportReport } from '#contract'
import { counted } from '../../counted.ts'
import { markLines } from '../../db/write.ts'
import { pipsPerUnit, toPips } from '../../money.ts'
import type { Db } from '../../db/database.ts'
import { missingAnswers } from '../read/row-questions.ts'

/*
 * In: the order lines of a file, and the source it is of (files with the same columns are of one).
 * Out: lines that earlier files of that source brought for the same orders and this one does not have: taken off there, or only not exported? That is asked once.
 */

/** By external id; their sum in revenue. */
export type MissingLines = { ids: string[]; orders: number; amount: number }

/** Of orders that come again with one of their lines at least: a refund or a line more alone is no export of the order. `file`: selects the file's external ids and order numbers. */
export const missingLines = async (db: Db, signature: string, file: ReturnType<typeof sql>): Promise<MissingLines> => {
  // each join by one column: the planner takes two columns that always agree for rare matches, and goes through the file for each of many
  const { rows } = await sql<{ id: string; order: string; amount: number }>`
    with file as (${file})
    select id, "order", amount from (
      select t.external_id as id, t.order_id as "order",
        case when t.status = 'completed' or (t.status = 'refunded' and t.amount <= 0) then t.amount else 0 end as amount,
        i.id is not null and f.external_id is null as missing,
        bool_or(f.order_id = t.order_id and t.amount > 0) over (partition by t.order_id) as again
      from transactions t
        left join imports i on i.id = t.import_id and i.signature = ${signature} and i.status in ('done', 'running')
        left join file f on f.external_id = t.external_id
      where t.order_id in (select order_id from file)
    ) lines
    where missing and again
  `.execute(db)
  return {
    ids: rows.map(({ id }) => id),
    orders: new Set(rows.map(({ order }) => order)).size,
    amount: rows.reduce((sum, { amount }) => sum + toPips(amount), 0) / pipsPerUnit,
  }
}

const keyOf = (column: string) => `${column}: lines no longer in the file`
const money = (sum: number) => sum.toLocaleString('en', { minimumFractionDigits: 2 }).replace('-', '\u2212')

/** What becomes of them by the answer of now or of earlier; without one the report asks. Of files without order numbers nothing is known. */
export const judgeMissingLines = (
  report: ImportReport,
  missing: MissingLines,
  answers: { said: Record<string, string> | undefined; saved: Record<string, string> },
): string[] => {
  const column = report.mapping.order_id
  if (column === undefined || missing.ids.length === 0) return []
  const key = keyOf(column)
  const words = `${counted(missing.orders, 'order comes', 'orders come')} again without ${counted(missing.ids.length, 'line', 'lines')} of earlier files (${money(missing.amount)} of revenue)`
  const answer = missingAnswers.find(one => one === (answers.said?.[key] ?? answers.saved[key]))
  if (!answer) {
    report.questions.push({
      column: key,
      about: 'meaning',
      sentence: `${words}. Is this file complete for its orders?`,
      options: [
        { value: 'gone', example: `yes: these lines are gone (${money(-missing.amount)})` },
        { value: 'kept', example: 'no: they stay as they are' },
      ],
    })
    return []
  }
  answers.saved[key] = answer
  report.notes.push(`${words}: ${answer === 'gone' ? 'as said, they are gone.' : 'as said, they stay.'}`)
  return answer === 'gone' ? missing.ids : []
}

/** Undone with the import. */
export const removeLines = async (tx: Db, importId: number, ids: string[]) => {
  if (ids.length === 0) return
  const which = sql`t.external_id = any(${ids}::text[])`
  await markLines(tx, which)
  await sql`
    insert into import_changes (import_id, table_name, row_key, before)
    select ${importId}, 'transactions', jsonb_build_object('customer_id', t.customer_id, 'id', t.id), to_jsonb(t)
    from transactions t where ${which}
  `.execute(tx)
  await sql`delete from transactions t where ${which}`.execute(tx)
}
