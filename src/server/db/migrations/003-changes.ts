import { type Kysely, sql } from 'kysely'

/**
 * What a refresh of the caches changed, and at which version of the data: a process that keeps cache rows in its memory
 * (memory/) drops those. Customers in blocks, so that it stays small.
 */
const statements = [
  sql`create table changed_days (day date primary key, version bigint not null)`,
  sql`create table changed_customers (block bigint primary key, version bigint not null)`,
  sql`drop index customer_history_grain`,
  sql`create index customer_history_grain on customer_history (grain, category, region, customer_id)`,
]

export const up = async (db: Kysely<unknown>) => {
  for (const statement of statements) await statement.execute(db)
}
