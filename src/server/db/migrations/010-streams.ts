import { type Kysely, sql } from 'kysely'

/**
 * `inbox`: files of the folder that wait for a person, with what they wait for; a file that is not the same any more is looked at again. The indexes are
 * for what small batches look for: the lines of an order, whom a name or number without regard to case means, and what a day's record has of something
 * already. The expressions are those of ingest/store/resolve.ts.
 */
const statements = [
  sql`create table inbox (
    name text primary key,
    bytes bigint not null,
    modified_at timestamptz not null,
    found_at timestamptz not null,
    reason text not null
  )`,
  sql`create index transactions_order on transactions (order_id)`,
  // each writer asks for the newest day
  sql`create index pipeline_newest on pipeline (greatest(created_on, closed_on))`,
  sql`create index products_plain on products (lower(regexp_replace(name, '[[:space:]._/&''-]+', '', 'g')))`,
  sql`create index customers_plain on customers (lower(regexp_replace(trim(name), '[[:space:]]+', ' ', 'g')))`,
  sql`create index customers_number on customers (lower(external_id))`,
  sql`create index import_changes_once on import_changes (import_id, table_name, row_key)
    where table_name in ('products', 'customers', 'sales_reps', 'confirmed')`,
]

export const up = async (db: Kysely<unknown>) => {
  for (const statement of statements) await statement.execute(db)
}
