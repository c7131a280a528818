import type { Kysely } from 'kysely'
import type { Rule } from '#contract/rules.ts'

/** Queries run through Kysely's `sql` tag; tables are not typed here, rows are, and the contract checks the result. */
export type Db = Kysely<unknown>

export type Database = {
  engine: 'embedded' | 'postgres' | 'citus'
  /** For questions: each statement has 30 seconds. */
  db: Db
  /**
   * For imports, exports, recompute: statements may take long. On the embedded engine it shares the one connection with
   * `db`.
   */
  bulk: Db
  /**
   * The same database seen through another schema's tables, and through no others: a name that is not there is an error, never another schema's
   * table.
   */
  within: (schema: string) => { db: Db; bulk: Db }
  close: () => Promise<void>
}

/** What people see whom a rule shows only some rows (parts/): a schema of the same database, `whole`, that holds no others. */
export type Part = Pick<Database, 'engine' | 'db' | 'bulk'> & { schema: string; rule: Rule; whole: Database }
/** What questions are asked of. */
export type Source = Database | Part
