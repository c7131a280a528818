import type { Kysely } from 'kysely'

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
  close: () => Promise<void>
}
