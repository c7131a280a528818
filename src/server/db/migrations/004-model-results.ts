import { type Kysely, sql } from 'kysely'

/**
 * What models found (models/), so that a start does not fit them anew: by model and settings, of one version of the
 * data. A local table, and a cache like the others: without its rows they are computed again, the same.
 */
const statements = [
  sql`create table model_results (
    model text not null,
    settings text not null,
    version bigint not null,
    made_at timestamptz not null,
    result bytea not null,
    primary key (model, settings)
  )`,
]

export const up = async (db: Kysely<unknown>) => {
  for (const statement of statements) await statement.execute(db)
}
