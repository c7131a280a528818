import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import pg from 'pg'
import type { Db } from './database.ts'

/**
 * Several processes may share one PostgreSQL (servers, npm run import): each tells the others of its commits by NOTIFY,
 * and hears of theirs by LISTEN on a connection of its own. The embedded engine needs none of it: one process at a time
 * has it open.
 */
const channel = 'analytics_dashboard_commit'
const thisProcess = randomUUID()

/** Within the transaction that makes a version: PostgreSQL delivers it with the commit, or never. */
export const announce = async (tx: Db, version: number) => {
  await sql`select pg_notify(${channel}, ${`${version} ${thisProcess}`})`.execute(tx)
}

const shortestPause = 1_000
const longestPause = 60_000

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** A connection that listens; `ended` says why, once it breaks or is closed. */
const openListener = async (url: string, committed: (version: number) => void) => {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'analytics-dashboard listening',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 30_000,
  })
  let reason: string | undefined
  client.on('error', error => (reason ??= error.message))
  const ended = new Promise<string>(resolve => client.once('end', () => resolve(reason ?? 'it was closed')))
  client.on('notification', ({ payload = '' }) => {
    const [version, process] = payload.split(' ')
    if (process !== thisProcess) committed(Number(version))
  })
  const close = () => client.end()
  try {
    await client.connect()
    await client.query(`listen ${channel}`)
  } catch (error) {
    await close()
    throw error
  }
  return { ended, close }
}

/**
 * `changed` is called at once for each commit of another process; `heard` with its version, one at a time, and with
 * null when the connection had broken and came back, as commits may have been missed meanwhile. `listening`: whether
 * commits are heard from now on.
 */
type Listener = {
  changed: () => void
  heard: (version: number | null) => Promise<void>
  listening: (is: boolean) => void
  say: (words: string) => void
}

/** Listens until stopped. Resolves once it listens, or could not and goes on trying. */
export const listen = async (url: string, { changed, heard, listening, say }: Listener) => {
  const stopping = new AbortController()
  let hearing = Promise.resolve()
  const hear = (version: number | null) => {
    changed()
    hearing = hearing
      .then(() => heard(version))
      .catch(error => say(`Another server changed data, but the rollup could not follow yet: ${wordsOf(error)}`))
  }
  const broke = (reason: string) => {
    listening(false)
    say(`The connection on which other servers tell of their changes broke (${reason}); trying again until it is back.`)
  }

  const open = async () => {
    const opened = await openListener(url, hear)
    listening(true)
    return opened
  }
  let listener = await open().catch((error: unknown) => {
    broke(wordsOf(error))
    return undefined
  })
  const keepListening = async () => {
    for (let pause = shortestPause; !stopping.signal.aborted;) {
      if (listener) {
        const reason = await listener.ended
        listener = undefined
        if (!stopping.signal.aborted) broke(reason)
        continue
      }
      await sleep(pause, undefined, { signal: stopping.signal }).catch(() => {})
      if (stopping.signal.aborted) break
      listener = await open().catch(() => undefined)
      pause = listener ? shortestPause : Math.min(2 * pause, longestPause)
      if (!listener) continue
      say('The changes of other servers are heard again.')
      hear(null)
    }
    await listener?.close()
  }
  const kept = keepListening()
  return async () => {
    stopping.abort()
    listening(false)
    await listener?.close()
    await kept
    await hearing
  }
}
