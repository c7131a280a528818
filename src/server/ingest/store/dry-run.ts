import { sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import type { Workspace } from '../../workspace.ts'
import type { Outcome, Parcel, Reading, Sink } from '../read/read.ts'
import { readApart } from '../read/reader.ts'
import { countKnown } from './known.ts'
import type { ImportOptions } from './options.ts'
import { judgeMissingLines, missingLines } from './missing-lines.ts'
import { settleCustomers, settleMissing, settleSource, stagePlan } from './open-questions.ts'
import { noteExchange, settle } from './settle.ts'

/** Array literals as one. */
const joined = (literals: string[]): string => `{${literals.map(one => one.slice(1, -1)).join(',')}}`

/** Reads a file, looks which of its rows are here already, and reports; nothing is written. */
export const dryRun = async (
  db: Db,
  workspace: Workspace,
  options: ImportOptions,
  reading: Reading,
  watch: Sink['progress'],
): Promise<Outcome> => {
  const known = countKnown(db, !options.keepDemo)
  /** Of all rows: key, amount, status, day, order, customer. */
  const told: string[][] = [[], [], [], [], [], []]
  let buyers: string[] = []
  let customers: string[] = []
  const take = async ({ what, batch }: Parcel) => {
    if (!('columns' in batch)) throw new Error('a dry run hands on keys only')
    if (what === 'deals' || what === 'orders') batch.columns.forEach((column, at) => told[at]!.push(column))
    if (what === 'buyers') buyers = batch.columns
    else await known.look(what, batch)
    if (what === 'customers') customers = batch.columns
  }
  const outcome = await readApart(reading, { progress: watch, take })
  if (outcome.readable) outcome.report.dryRun = known.result(outcome.report)
  const { settings, refusal } = await settle(db, workspace, options, {
    kind: outcome.report.kind,
    fileCurrency: outcome.currency,
  })
  if (refusal) outcome.report.problems.push(refusal)
  if (outcome.readable) {
    outcome.report.currency = outcome.report.kind === 'rates' ? null : settings.currency
    noteExchange(outcome.report, options, outcome.currency, settings.currency)
  }
  if (outcome.report.kind === 'deals') {
    outcome.report.notes.push(...(await stagePlan(db, outcome, !options.keepDemo)).plan.notes)
    if (outcome.readable && !options.isPart)
      await settleMissing(db, outcome, options, sql`select unnest(${joined(told[0]!)}::text[])`)
  }
  if (outcome.readable && outcome.report.kind === 'customers') {
    const keys = sql`select * from unnest(${customers[1] ?? '{}'}::text[], ${customers[3] ?? '{}'}::boolean[]) as file (key, by_name)`
    await settleCustomers(db, outcome.report, options, keys)
  }
  if (outcome.readable && outcome.report.kind === 'orders') {
    const [keys, amounts, , days, orders, bought] = told.map(joined)
    const sales = sql`
      select order_id, day, buyer.key as customer
      from unnest(${orders}::text[], ${days}::date[], ${bought}::int[], ${amounts}::numeric[]) as line (order_id, day,
        customer, amount)
      left join unnest(${buyers[0] ?? '{}'}::int[], ${buyers[1] ?? '{}'}::text[]) as buyer (number, key)
        on buyer.number = line.customer
      where amount > 0
    `
    await settleSource(db, outcome, options, !options.keepDemo, sales)
    if (outcome.report.questions.length === 0 && outcome.report.dryRun?.existing) {
      const file = sql`select * from unnest(${keys}::text[], ${orders}::text[]) as file (external_id, order_id)`
      const lines = await missingLines(db, outcome.signature, file)
      judgeMissingLines(outcome.report, lines, { said: options.styles, saved: outcome.styles })
    }
  }
  return outcome
}
