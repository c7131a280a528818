import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { CopyingClient } from './postgres-copy.ts'
import { arrayElements, parsers } from './values.ts'
import { migrate } from './migrate.ts'
import type { Database } from './database.ts'

const oldest = 15

type Parse = (text: string) => unknown
type Types = {
  getTypeParser: (id: number, format?: 'text' | 'binary') => Parse
  arrayParser: { create: (text: string, parse: Parse) => { parse: () => unknown[] } }
}
const defaults = pg.types as unknown as Types

/** values.ts decides, pg's own parsers do the rest. */
const types = {
  getTypeParser: (id: number, format?: 'text' | 'binary') => {
    const element = parsers[arrayElements[id] ?? 0]
    if (element) return (text: string) => defaults.arrayParser.create(text, element).parse()
    return parsers[id] ?? defaults.getTypeParser(id, format)
  },
} as unknown as pg.CustomTypesConfig

type Size = { connections: number; longestStatement: number; name: string }

/**
 * Citus: what a transaction changes on a machine goes through one connection to it. Through several, it could no longer join what it changed
 * of a table of customers with what it changed of one that is on every machine. Without Citus the name means nothing.
 */
const inOneConnection = `set citus.multi_shard_modify_mode to 'sequential'`

const openPool = (url: string, { connections, longestStatement, name }: Size, say: (words: string) => void) => {
  const settings = `set timezone to 'UTC'; set datestyle to 'ISO, YMD'; set statement_timeout to ${longestStatement}; set jit to off; ${inOneConnection}`
  const pool = new pg.Pool({
    Client: CopyingClient,
    connectionString: url,
    max: connections,
    types,
    application_name: name,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    onConnect: client => client.query(settings).then(() => {}),
  })
  // an idle connection that breaks (server restarted) is replaced by the pool; unheard, its error would end the process
  pool.on('error', error => say(`A connection to PostgreSQL broke: ${error.message}`))
  return pool
}

const schemaOf = new WeakMap<pg.PoolClient, string>()

/** A connection is set to the schema of whoever takes it, before its first statement: they all share the pool. */
const inSchema = (pool: pg.Pool, schema: string | undefined) => {
  const connect = async () => {
    const client = await pool.connect()
    if (schemaOf.get(client) === schema) return client
    try {
      await client.query(schema === undefined ? 'set search_path to default' : `set search_path to "${schema}"`)
    } catch (error) {
      client.release(true)
      throw error
    }
    if (schema === undefined) schemaOf.delete(client)
    else schemaOf.set(client, schema)
    return client
  }
  return new Kysely<unknown>({
    dialect: new PostgresDialect({ pool: { connect, end: () => pool.end(), options: pool.options } }),
  })
}

const hostOf = (url: string) => {
  const { host, pathname } = new URL(url)
  return `${host}${pathname}`
}

const reasons: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there. Is PostgreSQL running, and are host and port right?',
  ENOTFOUND: 'there is no such host.',
  '28P01': 'the password was refused.',
  '28000': 'the user was refused.',
  '3D000': 'there is no such database. Create it: createdb NAME.',
}

const codeOf = (error: unknown) =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''

const refusal = (url: string, error: unknown) =>
  new Error(
    `PostgreSQL at ${hostOf(url)} (DATABASE_URL) could not be opened: ${reasons[codeOf(error)] ?? (error instanceof Error ? error.message : String(error))}`,
    { cause: error },
  )

type Server = { version: number; citus: boolean }

const identify = async (db: Kysely<unknown>): Promise<Server> => {
  const { rows } = await sql<Server>`
    select
      current_setting('server_version_num')::int / 10000 as version,
      exists (select 1 from pg_extension where extname = 'citus') as citus
  `.execute(db)
  return rows[0] ?? { version: 0, citus: false }
}

/**
 * A PostgreSQL server, or a Citus coordinator: a pool for questions with a time limit, and a small one for long work.
 */
export const openPostgres = async (url: string, say: (words: string) => void, step?: string): Promise<Database> => {
  const pool = openPool(url, { connections: 10, longestStatement: 30_000, name: 'analytics-dashboard' }, say)
  const bulkPool = openPool(url, { connections: 3, longestStatement: 0, name: 'analytics-dashboard bulk' }, say)
  const poolsIn = (schema?: string) => ({ db: inSchema(pool, schema), bulk: inSchema(bulkPool, schema) })
  const { db, bulk } = poolsIn()
  const close = async () => {
    await Promise.all([db.destroy(), bulk.destroy()])
  }
  try {
    const { version, citus } = await identify(db).catch(error => {
      throw refusal(url, error)
    })
    if (version < oldest)
      throw new Error(`PostgreSQL at ${hostOf(url)} is version ${version}; ${oldest} or newer is needed.`)
    await migrate(bulk, { citus, step })
    return { engine: citus ? 'citus' : 'postgres', db, bulk, within: poolsIn, close }
  } catch (error) {
    await close()
    throw error
  }
}
