import { sql } from 'kysely'
import type { Db } from '../context.ts'
import type { Database } from './open.ts'

/** The data's version, its newest counted line and business day, and whether the rollup lags behind. */
export type DataState = { version: number; newestAt: string | null; newestOn: string | null; dirty: boolean }

export const stateOf = async (db: Db): Promise<DataState> => {
  const { rows } = await sql<DataState>`
    select version, newest_at as "newestAt", newest_on as "newestOn", exists (select from dirty_days) or exists (select from dirty_customers) as dirty from data_version
  `.execute(db)
  if (!rows[0]) throw new Error('the data_version row is missing')
  return rows[0]
}

// nobody else writes to an embedded database (db/lock.ts): what is known of it holds until this process commits
type Known = { state: DataState | undefined; commits: number }
const embedded = new WeakMap<Database, Known>()

const knownOf = (database: Database): Known => {
  const known = embedded.get(database) ?? { state: undefined, commits: 0 }
  embedded.set(database, known)
  return known
}

/** After each commit that changes facts or their caches. */
export const forgetState = (database: Database) => {
  const known = knownOf(database)
  known.state = undefined
  known.commits += 1
}

/** The state as of now; of the embedded engine without asking it, so that answers from memory need not wait while it works. */
export const presentState = async (database: Database): Promise<DataState> => {
  if (database.engine !== 'embedded') return stateOf(database.db)
  const known = knownOf(database)
  if (known.state) return known.state
  const { commits } = known
  const state = await stateOf(database.db)
  if (known.commits === commits) known.state = state
  return state
}
