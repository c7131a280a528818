import type { Database } from './database.ts'
import { openEmbedded } from './embedded/open.ts'
import { openPostgres } from './postgres.ts'

/**
 * Opens the database and brings its tables up to date. With `url` PostgreSQL (or Citus), else the embedded engine in
 * `dir`.
 * Rows come back the same from both: int8 and numeric as numbers, date as 'YYYY-MM-DD', timestamptz as ISO 8601 in UTC.
 * Throws one sentence that says what is wrong and what to do.
 */
export const openDatabase = ({
  url,
  dir = './data',
  say = () => {},
  step,
}: {
  url?: string | undefined
  dir?: string
  say?: (words: string) => void
  /** The migration to stop at, for a backup of then. */
  step?: string | undefined
}): Promise<Database> => (url ? openPostgres(url, say, step) : openEmbedded({ dir, say, step }))
