import { type Kysely, sql } from 'kysely'

/**
 * `compare_match`: how comparisons are found. A workspace that has been used keeps dates, a new one begins with
 * weekdays.
 */
const statements = [
  sql`alter table settings add column compare_match text not null default 'date' check (compare_match in ('weekday', 'date'))`,
  sql`update settings set compare_match = 'weekday' where (select version from data_version) = 0`,
]

export const up = async (db: Kysely<unknown>) => {
  for (const statement of statements) await statement.execute(db)
}
