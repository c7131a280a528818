import { sql } from 'kysely'
import type { ImportReport } from '#contract'
import type { Db } from '../../db/database.ts'
import type { Outcome } from '../read/read.ts'
import { sourceOf } from '../read/source.ts'
import type { ImportOptions } from './options.ts'
import { judgeMissing, missingDeals, missingKey } from './missing-deals.ts'
import { judgeCustomers, judgeSource, metCustomers, metOrders } from './other-source.ts'
import { knownStages, planStages } from './stages.ts'

/** What a file and the rows that are here leave open together: asked by a dry run, and by an import where nothing was said. */

export const stagePlan = async (db: Db, outcome: Outcome, demoGoes: boolean) => {
  const known = await knownStages(db, demoGoes)
  return { known, plan: planStages(known, outcome.stages) }
}

/** Deals of earlier files that this one does not have: what was said of them, or the question. Returns those that are gone. */
export const settleMissing = async (
  db: Db,
  { report, signature, styles }: Outcome,
  options: ImportOptions,
  keys: ReturnType<typeof sql>,
): Promise<string[]> => {
  const missing = await missingDeals(db, signature, keys)
  const key = missingKey(report)
  const judged = judgeMissing(report, missing, { said: options.styles?.[key], saved: styles[key] })
  if (judged.question) report.questions.push(judged.question)
  if (judged.note) report.notes.push(judged.note)
  if (judged.answer) styles[key] = judged.answer
  return judged.answer === 'gone' ? missing.open : []
}

/** Whose orders they are, where their numbers meet others that are here. */
export const settleSource = async (
  db: Db,
  { report, signature }: Outcome,
  options: ImportOptions,
  demoGoes: boolean,
  sales: ReturnType<typeof sql>,
) => {
  const column = report.mapping.order_id
  if (column === undefined) return
  const source = sourceOf(options.styles, column)
  judgeSource(report, await metOrders(db, { signature, source, demoGoes }, sales), options.styles)
}

/** Whose customers they are, where a named shop has some of these numbers. `keys`: selects `key` and `by_name`. */
export const settleCustomers = async (
  db: Db,
  report: ImportReport,
  options: ImportOptions,
  keys: ReturnType<typeof sql>,
) => {
  if (report.mapping.id !== undefined) judgeCustomers(report, await metCustomers(db, keys), options.styles)
}
