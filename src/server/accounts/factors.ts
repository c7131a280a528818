import { sql } from 'kysely'
import type { Db } from '../db/database.ts'
import { withdrawResets } from './links.ts'

/** Of somebody who has lost it: whoever is in already is out. False where there is none. */
export const removeFactor = (db: Db, personId: string, now: Date): Promise<boolean> =>
  db.transaction().execute(async tx => {
    const { numAffectedRows } = await sql`delete from two_factors where person_id = ${personId}`.execute(tx)
    if (!numAffectedRows) return false
    await sql`update people set two_factor_enabled = false, updated_at = ${now} where id = ${personId}`.execute(tx)
    await sql`delete from sessions where person_id = ${personId}`.execute(tx)
    await withdrawResets(tx, personId)
    return true
  })
