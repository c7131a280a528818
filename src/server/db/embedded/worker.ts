import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import { parsers } from '../values.ts'
import { SyncedFolder } from './filesystem.ts'
import { startParams } from './start.ts'

/** The thread that PGlite lives in: answers one statement at a time. */

export type Setup = { folder: string; durable: boolean; sharedBuffers?: string | undefined }
/** `rows` go into a COPY statement; what comes out of one is `copied`. */
export type Ask = { sql: string; parameters: (string | null)[]; rows?: Uint8Array | undefined } | { close: true }
export type Failure = {
  message: string
  severity?: string
  code?: string
  detail?: string
  hint?: string
  table?: string
  column?: string
  constraint?: string
  position?: string
}
export type Said =
  | { ready: true }
  | { unopened: string }
  | { rows: unknown[]; affected: number; copied?: ArrayBuffer | undefined }
  | { failure: Failure }
  | { closed: true }

const setup = workerData as Setup
const say = (said: Said) => parentPort?.postMessage(said, 'copied' in said && said.copied ? [said.copied] : [])
const asSent = (text: string) => text

const failureOf = (error: unknown): Failure => {
  const { message, severity, code, detail, hint, table, column, constraint, position } = error as Failure
  return { message, severity, code, detail, hint, table, column, constraint, position }
}

// why an opening failed is only in what PostgreSQL writes to its log; PGlite itself says 'Aborted()'
const log: string[] = []

const pglite = new PGlite({
  fs: new SyncedFolder(setup.folder),
  startParams: startParams(setup.durable, setup.sharedBuffers),
  parsers,
  onStderr: line => {
    if (log.push(line) > 100) log.shift()
    return false // not to be printed as well
  },
  serializers: { 16: asSent, 17: asSent }, // parameters come as text already (values.ts)
})

const answer = async (ask: Ask): Promise<Said> => {
  if ('close' in ask) {
    await pglite.query('checkpoint')
    await pglite.close()
    return { closed: true }
  }
  const blob = ask.rows && new Blob([ask.rows as Uint8Array<ArrayBuffer>])
  const { rows, affectedRows, blob: copied } = await pglite.query(ask.sql, ask.parameters, blob && { blob })
  return { rows, affected: affectedRows ?? 0, copied: await copied?.arrayBuffer() }
}

parentPort?.on('message', (ask: Ask) => {
  answer(ask).then(say, error => say({ failure: failureOf(error) }))
})

const reason = (error: unknown) => {
  const lines = log
    .filter(line => /(FATAL|PANIC|ERROR): /.test(line))
    .map(line => line.replace(/^.*(FATAL|PANIC|ERROR): +/, ''))
  return lines.at(-1) ?? (error instanceof Error ? error.message : String(error))
}

pglite.waitReady.then(
  () => say({ ready: true }),
  error => say({ unopened: reason(error) }),
)
