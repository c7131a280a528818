import { type Kysely, sql } from 'kysely'

/**
 * `second_factor_required`: of everybody with a password. `devices`: browsers that somebody has signed in from, by a
 * SHA-256 of what they call themselves; another one is told by mail.
 */
const statements = [
  sql`alter table settings add column second_factor_required boolean not null default false`,
  sql`create table devices (
    person_id text not null references people on delete cascade deferrable initially deferred,
    hash text not null,
    seen_at timestamptz not null,
    primary key (person_id, hash)
  )`,
]

export const up = async (db: Kysely<unknown>) => {
  for (const statement of statements) await statement.execute(db)
}
