import { type Kysely, sql } from 'kysely'

/** The currency that all amounts were exchanged from last: who goes on without saying theirs may still mean it. */
export const up = async (db: Kysely<unknown>) => {
  await sql`alter table settings add column exchanged_from text`.execute(db)
}
