import { type Kysely, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import * as facts from './migrations/001-facts.ts'
import * as leanerCaches from './migrations/002-leaner-caches.ts'
import * as changes from './migrations/003-changes.ts'
import * as modelResults from './migrations/004-model-results.ts'
import * as dealHistory from './migrations/005-deal-history.ts'
import * as forecasts from './migrations/006-forecasts.ts'
import * as exactMoney from './migrations/007-exact-money.ts'
import * as settings from './migrations/009-settings.ts'
import * as streams from './migrations/010-streams.ts'
import * as accounts from './migrations/011-accounts.ts'
import * as rules from './migrations/012-rules.ts'
import * as secondFactor from './migrations/013-second-factor.ts'
import * as sources from './migrations/015-sources.ts'
import * as wholeReads from './migrations/016-whole-reads.ts'
import * as exchangeRates from './migrations/017-exchange-rates.ts'
import * as moments from './migrations/018-moments.ts'
import * as exchangedFrom from './migrations/019-exchanged.ts'
import { dropParts } from './parts/drop.ts'

/** In order. A released migration is never edited; what changes comes as a new one. */
const migrations = {
  '001-facts': facts,
  '002-leaner-caches': leanerCaches,
  '003-changes': changes,
  '004-model-results': modelResults,
  '005-deal-history': dealHistory,
  '006-forecasts': forecasts,
  '007-exact-money': exactMoney,
  '009-settings': settings,
  '010-streams': streams,
  '011-accounts': accounts,
  '012-rules': rules,
  '013-second-factor': secondFactor,
  '015-sources': sources,
  '016-whole-reads': wholeReads,
  '017-exchange-rates': exchangeRates,
  '018-moments': moments,
  '019-exchanged': exchangedFrom,
}

export const steps = Object.keys(migrations)

/** The migrations that a database has had, in order. */
export const stepsOf = async (db: Kysely<unknown>): Promise<string[]> => {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true })
  if (!tables.some(({ name }) => name === 'kysely_migration')) return []
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)
  return rows.map(({ name }) => name)
}

/** A newer version's tables may mean other things: they are left alone. */
const refuseNewer = (had: string[], known: string[]) => {
  const unknown = had.find(name => !known.includes(name))
  if (unknown)
    throw new Error(
      `This data was last opened by a newer version of Analytics Dashboard (its tables are at step ${unknown}). Nothing was changed: start that version or a newer one, or choose other data with DATA_DIR or DATABASE_URL.`,
    )
}

type Options = { citus?: boolean; /** Only so far, for a backup of then. */ step?: string | undefined }

/** Brings the schema up to date, in one transaction. On a Citus coordinator the tables are then spread. */
export const migrate = async (db: Kysely<unknown>, { citus = false, step = steps.at(-1)! }: Options = {}) => {
  const had = await stepsOf(db)
  refuseNewer(had, steps.slice(0, steps.indexOf(step) + 1))
  // they are made of the tables as these were
  if (had.at(-1) !== step) await dropParts(db)
  const { error, results } = await new Migrator({ db, provider: { getMigrations: async () => migrations } }).migrateTo(
    step,
  )
  const failed = results?.find(result => result.status === 'Error')?.migrationName
  if (error)
    throw new Error(
      `The database's tables could not be brought up to date${failed ? ` (step ${failed})` : ''}: ${wordsOf(error)}`,
      { cause: error },
    )
  if (citus) await spread(db)
}

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

const replicated = ['products', 'customers', 'sales_reps', 'stages']
const distributed = ['transactions', 'pipeline', 'pipeline_events', 'pipeline_changes']

/**
 * Citus: small tables to every machine, fact tables by customer. Idempotent, one statement a call.
 */
const spread = async (db: Kysely<unknown>) => {
  const { rows } = await sql<{ name: string }>`select table_name::text as name from citus_tables`.execute(db)
  const done = new Set(rows.map(row => row.name))
  for (const table of replicated) if (!done.has(table)) await sql`select create_reference_table(${table})`.execute(db)
  for (const table of distributed)
    if (!done.has(table)) await sql`select create_distributed_table(${table}, 'customer_id')`.execute(db)
}
