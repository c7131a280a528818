import type { Db } from '../context.ts'
import { openEmbedded } from './embedded/open.ts'
import { openPostgres } from './postgres.ts'

export type Database = {
  engine: 'embedded' | 'postgres' | 'citus'
  /** For questions: each statement has 30 seconds. */
  db: Db
  /** For imports, exports, recompute: statements may take long. On the embedded engine it shares the one connection with `db`. */
  bulk: Db
  close: () => Promise<void>
}

/**
 * Opens the database and brings its tables up to date. With `url` PostgreSQL (or Citus), else the embedded engine in `dir`.
 * Rows come back the same from both: int8 and numeric as numbers, date as 'YYYY-MM-DD', timestamptz as ISO 8601 in UTC.
 * Throws one sentence that says what is wrong and what to do.
 */
export const openDatabase = ({
  url,
  dir = './data',
  say = () => {},
}: {
  url?: string
  dir?: string
  say?: (words: string) => void
}): Promise<Database> => (url ? openPostgres(url, say) : openEmbedded({ dir, say }))
