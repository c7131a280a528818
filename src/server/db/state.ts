import { sql } from 'kysely'
import { digitsOf } from '../money.ts'
import type { Workspace } from '../workspace.ts'
import type { Db, Database, Source } from './database.ts'
import { isPart } from './parts/drop.ts'

/** Behind a pooler that changes connections between transactions, one may be set to another's schema: nothing is read or written there. */
export const refuseOther = (schema: string, source: Source) => {
  if ('whole' in source ? schema === source.schema : !isPart(schema)) return
  throw new Error(
    `The database answered from the schema ${schema}, which is another's: a pooler in front of PostgreSQL has to be in session mode (docs/operations.md).`,
  )
}

/** For a transaction that writes before it has asked for the state. */
export const keepTo = async (tx: Db, source: Source) => {
  if ('whole' in source) await sql`select set_config('search_path', ${source.schema}, true)`.execute(tx)
}

/** The data's version, that of the deals in it, its newest counted line and business day, and whether the rollup lags behind. */
export type DataState = {
  version: number
  dealsVersion: number
  newestAt: string | null
  newestOn: string | null
  dirty: boolean
}

export const stateOf = async (db: Db, source: Source): Promise<DataState> => {
  const { rows } = await sql<DataState & { schema: string }>`
    select version, deals_version as "dealsVersion", newest_at as "newestAt", newest_on as "newestOn",
      (select is_behind from behind) as dirty, current_schema() as schema
    from data_version
  `.execute(db)
  if (!rows[0]) throw new Error('the data_version row is missing')
  const { schema, ...state } = rows[0]
  refuseOther(schema, source)
  return state
}

/** The workspace's choices. */
export const settingsOf = async (db: Db): Promise<Workspace> => {
  const { rows } = await sql<Omit<Workspace, 'digits'>>`
    select currency, timezone, week_start as "weekStart", fiscal_month as "fiscalMonth", churn_after_days as "churnAfterDays",
      compare_match as "compareMatch"
    from settings
  `.execute(db)
  if (!rows[0]) throw new Error('the settings row is missing')
  return { ...rows[0], digits: digitsOf(rows[0].currency) }
}

type Known = { state: DataState | undefined; asked: number; commits: number; listening: boolean }
const known = new WeakMap<Source, Known>()

const knownOf = (database: Source): Known => {
  const found = known.get(database) ?? { state: undefined, asked: 0, commits: 0, listening: false }
  known.set(database, found)
  return found
}

/** After each commit, of this process or another, that changes facts or their caches. */
export const forgetState = (database: Source) => {
  const own = knownOf(database)
  own.state = undefined
  own.commits += 1
}

/** Whether commits of other processes are heard of (notify.ts). */
export const setListening = (database: Database, listening: boolean) => {
  forgetState(database)
  knownOf(database).listening = listening
}

/** A connection may be dead without anybody knowing: what was heard on it is believed for so long. */
const believed = 1000

/**
 * The state as of now, without asking the database where it cannot have changed: nobody else writes to an embedded one (db/lock.ts),
 * and commits of other processes to a PostgreSQL are heard of.
 */
export const presentState = async (database: Source): Promise<DataState> => {
  const own = knownOf(database)
  if (own.state && (database.engine === 'embedded' || (own.listening && performance.now() - own.asked < believed)))
    return own.state
  return askState(database)
}

export const askState = async (database: Source): Promise<DataState> => {
  const own = knownOf(database)
  const [commits, asked] = [own.commits, performance.now()]
  const state = await stateOf(database.db, database)
  if (own.commits === commits && !state.dirty) Object.assign(own, { state, asked })
  return state
}
