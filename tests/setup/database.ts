import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { inject } from 'vitest'
import { openEmbedded } from '../../src/server/db/embedded/open.ts'
import { openPostgres } from '../../src/server/db/postgres.ts'
import type { Database } from '../../src/server/db/database.ts'
import { type Cluster, createOn, dropOn, onAll } from './citus-cluster.ts'
import { empty, type Fresh, freshOf, until } from './emptying.ts'

declare module 'vitest' {
  interface ProvidedContext {
    embeddedTemplate: string
    embeddedCopies: string
    postgresUrl: string
    /** Only where the tests run on a cluster: its servers, and the database that all of them copy. */
    citus: { cluster: Cluster; template: string } | undefined
  }
}

const say = () => {}

// while this is held, V8 gives every later opening in this process the code that is compiled already
declare const WebAssembly: { Module: new (bytes: Uint8Array) => object }
let engineCode: object | undefined
const holdEngineCode = () => {
  engineCode ??= new WebAssembly.Module(
    readFileSync(join(import.meta.dirname, '../../node_modules/@electric-sql/pglite/dist/pglite.wasm')),
  )
}

/** A new folder with the migrated, empty embedded database in it; the caller removes it. */
export const embeddedFolder = (within = tmpdir()) => {
  holdEngineCode()
  const dir = mkdtempSync(join(within, 'analytics-embedded-'))
  cpSync(inject('embeddedTemplate'), dir, { recursive: true })
  return dir
}

const openCopy = async (): Promise<Database> => {
  const dir = embeddedFolder(inject('embeddedCopies'))
  const database = await openEmbedded({ dir, say, durable: false, sharedBuffers: '16MB' })
  const close = async () => {
    await database.close()
    rmSync(dir, { recursive: true, force: true })
  }
  return { ...database, close }
}

/** To open one takes this process half a second, to empty one a tenth of that: those that were given back wait for the next test. */
const waiting: Database[] = []
const mostWaiting = 3
let fresh: Fresh | undefined

const embedded = async (): Promise<Database> => {
  const database = waiting.pop() ?? (await openCopy())
  fresh ??= await freshOf(database.db)
  const asBefore = fresh
  let givenBack = false
  const close = async () => {
    if (givenBack) return
    givenBack = true
    if (waiting.length < mostWaiting && (await empty(database, asBefore))) waiting.push(database)
    else await database.close()
  }
  return { ...until(() => givenBack, database), close }
}

let made = 0

/** The URL of a new copy of the migrated, empty PostgreSQL database (with `locale` one without tables, whose texts are in that order), and the way to drop it. */
export const postgresDatabase = async (locale?: string) => {
  made += 1
  const name = `test_${process.pid}_${made}`
  const citus = inject('citus')
  const url = `${inject('postgresUrl')}/${name}`
  const servers = citus?.cluster ?? [inject('postgresUrl')]
  const likeDictionaries = `template template0 locale_provider icu icu_locale '${locale}'`
  if (locale === undefined) await onAll(servers, `create database ${name} template ${citus?.template ?? 'analytics'}`)
  else if (citus) await createOn(citus.cluster, name, likeDictionaries)
  else await onAll(servers, `create database ${name} ${likeDictionaries}`)
  return { url, drop: () => dropOn(servers, name) }
}

const postgres = async (locale?: string): Promise<Database> => {
  const { url, drop } = await postgresDatabase(locale)
  const database = await openPostgres(url, say)
  const close = async () => {
    await database.close()
    await drop()
  }
  return { ...database, close }
}

/** A fresh, migrated, empty database on the engine of the running vitest project. Close it in afterAll. */
export const newDatabase = (): Promise<Database> => (process.env.TEST_ENGINE === 'postgres' ? postgres() : embedded())

/** The same, but where the engine lets one choose: texts are in the order of English dictionaries, in which a stands before B. */
export const dictionaryDatabase = (): Promise<Database> =>
  process.env.TEST_ENGINE === 'postgres' ? postgres('en') : embedded()

/** The same, of a workspace that compares by date: most of what is worked out by hand counts days. */
export const testDatabase = async (): Promise<Database> => {
  const database = await newDatabase()
  await sql`update settings set compare_match = 'date'`.execute(database.db)
  return database
}
