import { sql } from 'kysely'
import type { Command } from '../../context.ts'
import type { Db } from '../../db/database.ts'
import { noteForecasts } from '../../db/forecasts.ts'
import { writeRows } from '../../db/write.ts'
import { ApiError } from '../../errors.ts'
import { localParts } from '../../time/clock.ts'
import type { Merged } from '../store/merge.ts'

/*
 * In: up to a thousand rows of another program, checked by the contract.
 * Out: the same as of a file with these rows, in one transaction of a few statements: nothing is staged, as all of them are in memory.
 * What a day's batches write is undone as one import: its record in the list of imports grows with each of them.
 */

/** `importId` 0: the demo's, which is not journalled, as it goes as a whole. */
export type Batch = {
  tx: Db
  importId: number
  currency: string
  /** What all amounts were exchanged from: rows that do not say their currency may still mean it. */
  exchangedFrom: string | null
  timezone: string
  now: Date
}

export type Written = Merged & { notes: string[] }

type State = {
  currency: string
  exchangedFrom: string | null
  timezone: string
  demo: boolean
  id: number | null
  rows: { read: number; accepted: number; skipped: number } & Merged
}

const nothing = { read: 0, accepted: 0, skipped: 0, inserted: 0, updated: 0, unchanged: 0 }
const nameOf = (day: string) => `Through the API on ${day}`

/**
 * The settings, held as they are, and the day's record if it may go on: another import that ended meanwhile may have changed its rows, and each
 * import stands on those before it.
 */
const stateOf = async (tx: Db, now: Date): Promise<State> => {
  // one import at a time: two would not see each other's rows. Some of a table's rows are wanted each time, which the planner does not know of new ones
  await sql`select pg_advisory_xact_lock(5001, 2), set_config('enable_seqscan', 'off', true)`.execute(tx)
  const { rows } = await sql<State & { fileName: string | null }>`
    select s.currency, s.exchanged_from as "exchangedFrom", s.timezone, s.demo_seed is not null as demo, r.id, r.rows, r.file_name as "fileName"
    from settings s left join imports r on r.kind = 'api' and r.status = 'done'
      and r.id = (select max(id) from imports where kind = 'api') and not r.unsaid
      and not exists (select 1 from imports o where o.id <> r.id and o.finished_at >= r.started_at)
    for share of s
  `.execute(tx)
  const state = rows[0]
  if (!state) throw new Error('the settings row is missing')
  const isOfToday = state.fileName === nameOf(localParts(now, state.timezone).date)
  return isOfToday ? state : { ...state, id: null }
}

const beginRecord = async (tx: Db, now: Date, timezone: string): Promise<number> => {
  const at = new Date().toISOString()
  const { rows } = await sql<{ id: number }>`
    insert into imports (kind, file_name, file_hash, status, started_at, finished_at, rows, report)
    values ('api', ${nameOf(localParts(now, timezone).date)}, '', 'done', ${at}, ${at}, ${JSON.stringify(nothing)}::jsonb, '{}')
    returning id
  `.execute(tx)
  const { id } = rows[0]!
  await noteForecasts(tx, id)
  return id
}

const addToRecord = (tx: Db, id: number, before: State['rows'], count: number, written: Merged) => {
  const { inserted, updated, unchanged } = written
  const rows = {
    ...before,
    read: before.read + count,
    accepted: before.accepted + count,
    inserted: before.inserted + inserted,
    updated: before.updated + updated,
    unchanged: before.unchanged + unchanged,
  }
  return sql`
    update imports set finished_at = ${new Date().toISOString()}, rows = ${JSON.stringify(rows)}::jsonb where id = ${id}
  `.execute(tx)
}

/** All rows or none, and done with the commit. */
export const writeBatch = (
  { database, now }: Pick<Command, 'database' | 'now'>,
  { demo, count }: { demo: boolean; count: number },
  merge: (batch: Batch) => Promise<Written>,
): Promise<Written & { importId: number | null }> =>
  writeRows(database, async tx => {
    const { demo: hasDemo, id, rows, ...own } = await stateOf(tx, now)
    if (hasDemo !== demo)
      throw new ApiError(
        409,
        'conflict',
        hasDemo
          ? 'demo: the demo data is loaded, and invented orders cannot stand beside real ones. Remove it (DELETE /api/demo), or write with demo=true what is to go with it.'
          : 'demo: there is no demo data for these rows to join.',
      )
    const importId = demo ? 0 : (id ?? (await beginRecord(tx, now, own.timezone)))
    const written = await merge({ tx, importId, ...own, now })
    if (!demo) await addToRecord(tx, importId, id === null ? nothing : rows, count, written)
    return { ...written, importId: demo ? null : importId }
  })
