import { sql } from 'kysely'
import type { Progress } from '../../context.ts'
import { ApiError } from '../../errors.ts'
import type { Database, Db } from '../database.ts'
import { loadDemo } from './load.ts'

const refuseToBring = async (db: Db) => {
  const { rows } = await sql<{ demo: boolean; taken: boolean }>`
    select demo_seed is not null as demo, exists (select 1 from transactions) or exists (select 1 from pipeline)
      or exists (select 1 from imports where status in ('running', 'done')) as taken
    from settings
  `.execute(db)
  if (rows[0]?.demo) throw new ApiError(409, 'conflict', 'The demo data is here already.')
  if (rows[0]?.taken)
    throw new ApiError(409, 'conflict', 'There is data of your own here; the demo data is never mixed with it.')
}

/**
 * Brings the demo back, as it was when it was removed and on to `now`; or loads it where there never was any. Returns
 * the number of order lines.
 */
export const bringDemo = async (database: Database, now: Date, progress: Progress): Promise<number> => {
  await refuseToBring(database.db)
  return loadDemo(database, now, progress, async tx => {
    // no import comes meanwhile
    await sql`select pg_advisory_xact_lock(5001, 2)`.execute(tx)
    await refuseToBring(tx)
  })
}
