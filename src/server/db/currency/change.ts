import { type RawBuilder, sql } from 'kysely'
import type { Progress } from '../../context.ts'
import type { Db } from '../database.ts'
import { markLines } from '../write.ts'
import { partsOf, type Place, placesOf } from '../places.ts'
import { amounts, amountTables, exchanged } from './amounts.ts'

/*
 * In: amounts of one currency.
 * Out: the same in another, those that an undo would bring back, too; all within the caller's transaction.
 */

const exchangeRows = (tx: Db, place: Place, columns: readonly string[], rate: string, which: RawBuilder<unknown>) => {
  const values = columns.map((name): [string, RawBuilder<unknown>] => [
    name,
    exchanged(place.field(name, 'numeric'), rate),
  ])
  return sql`update ${place.rows} set ${place.set(values)} where ${place.where} and ${which}`.execute(tx)
}

/** What brings amounts without saying whose: it is looked at again by a person before it goes on. */
const stopSources = (tx: Db, from: string, to: string) =>
  sql`
    update sources set kind = null, read_to = null, whole = false, next_at = null, outcome = 'waiting',
      words = ${`All amounts were exchanged from ${from} to ${to} since. Have it give them in ${to} (a query can exchange them), then review its rows.`}
    where kind is not null and kind not in ('customers', 'rates')
  `.execute(tx)

type Change = { from: string; to: string; rate: string; progress: Progress }

/** Nobody else imports or takes back meanwhile: the caller holds the lock of imports. */
export const exchangeAmounts = async (tx: Db, { from, to, rate, progress }: Change) => {
  // a forecast of the amounts of before that is being kept is not any more, once this is done (keepForecasts looks at the version)
  await sql`lock table served_forecasts in share row exclusive mode`.execute(tx)
  for (const table of amountTables) {
    const { now, journal } = placesOf(table)
    const parts = await partsOf(tx, table)
    for (const [i, part] of parts.entries()) {
      await exchangeRows(tx, now, amounts[table], rate, part)
      if (table !== 'transactions') continue
      const [done, total] = [i + 1, parts.length]
      const words = `${done} of ${total} ${total === 1 ? 'month' : 'months'}`
      progress({ task: `Exchanging ${from} for ${to}`, done, total, words })
    }
    await exchangeRows(tx, journal, amounts[table], rate, sql`true`)
  }
  await markLines(tx, sql`true`)
  await stopSources(tx, from, to)
  await sql`update settings set exchanged_from = ${from}`.execute(tx)
}

/** What earlier imports were said to be in was wrong, too. */
export const relabelAmounts = async (tx: Db, from: string, to: string) => {
  await sql`
    update imports set report = report || jsonb_build_object('currency', ${to}::text) where report->>'currency' = ${from}
  `.execute(tx)
}
