import { type Kysely, sql } from 'kysely'

/** `whole`: the read that waits for a person was of everything, and so is the one that answers it. */
export const up = async (db: Kysely<unknown>) => {
  await sql`alter table sources add column whole boolean not null default false`.execute(db)
}
