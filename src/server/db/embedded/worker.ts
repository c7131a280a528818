import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import { parsers } from '../values.ts'
import { SyncedFolder } from './filesystem.ts'

/** The thread that PGlite lives in: answers one statement at a time. */

export type Setup = { folder: string; durable: boolean }
export type Ask = { sql: string; parameters: (string | null)[] } | { close: true }
export type Failure = { message: string; code?: string; detail?: string; hint?: string; table?: string; column?: string; constraint?: string; position?: string }
export type Said = { ready: true } | { unopened: string } | { rows: unknown[]; affected: number } | { failure: Failure } | { closed: true }

const setup = workerData as Setup
const say = (said: Said) => parentPort?.postMessage(said)
const asSent = (text: string) => text

const settings = [
  'wal_sync_method=fsync', // the default, fdatasync, does not reach the file system layer
  'work_mem=32MB',
  'max_wal_size=512MB',
]
const startParams = [
  ...PGlite.defaultStartParams.filter(param => param !== '-F' || !setup.durable),
  ...settings.flatMap(setting => ['-c', setting]),
]

const failureOf = (error: unknown): Failure => {
  const { message, code, detail, hint, table, column, constraint, position } = error as Failure
  return { message, code, detail, hint, table, column, constraint, position }
}

const pglite = new PGlite({
  fs: new SyncedFolder(setup.folder),
  startParams,
  parsers,
  serializers: { 16: asSent, 17: asSent }, // parameters come as text already (values.ts)
})

const answer = async (ask: Ask): Promise<Said> => {
  if ('close' in ask) {
    await pglite.query('checkpoint')
    await pglite.close()
    return { closed: true }
  }
  const { rows, affectedRows } = await pglite.query(ask.sql, ask.parameters)
  return { rows, affected: affectedRows ?? 0 }
}

parentPort?.on('message', (ask: Ask) => {
  answer(ask).then(say, error => say({ failure: failureOf(error) }))
})

pglite.waitReady.then(
  () => say({ ready: true }),
  error => say({ unopened: error instanceof Error ? error.message : String(error) }),
)
