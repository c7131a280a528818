import { Worker } from 'node:worker_threads'
import { turns } from './turns.ts'
import type { Ask, Failure, Said, Setup } from './worker.ts'

export type Answer = { rows: unknown[]; affected: number; copied?: ArrayBuffer | undefined }

/** `schema`: whose tables its names mean; `deadline` in milliseconds; `rows` for a COPY. */
export type How = { schema: string; deadline: number; rows?: Uint8Array | undefined }

export type Engine = {
  /** The one connection, when it is free. Give it back with the function that comes. */
  lease: (longestWait: number) => Promise<() => void>
  /** Whether somebody has the connection or waits for it. */
  busy: () => boolean
  /** Only by the holder of the lease. Past `deadline` milliseconds the thread is stopped and the database reopened. */
  run: (sql: string, parameters: (string | null)[], how: How) => Promise<Answer>
  /** Counts reopenings: a transaction begun under another number is gone. */
  generation: () => number
  close: () => Promise<void>
}

/** Where PostgreSQL begins. */
export const firstSchema = 'public'
const closingTakes = 60_000

const seconds = (milliseconds: number) => `${Math.round(milliseconds / 100) / 10} s`

type Waiting = { resolve: (said: Said) => void; reject: (error: Error) => void }

/** Runs PGlite in one worker thread, so that a heavy question never holds up the server's own thread. */
export const startEngine = async (setup: Setup, say: (words: string) => void): Promise<Engine> => {
  const lease = turns()
  let generation = 0
  let closed = false
  let waiting: Waiting | undefined
  let worker: Worker | undefined
  let ready = Promise.resolve()
  let schema = firstSchema

  const settle = (act: (waiting: Waiting) => void) => {
    const current = waiting
    waiting = undefined
    if (current) act(current)
  }

  const start = () => {
    const thread = new Worker(new URL('./worker.ts', import.meta.url), { workerData: setup })
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const ended = (words: string) => {
      reject(
        new Error(
          `The embedded database in ${setup.folder} could not be opened: ${words}. Restore a backup, or move the folder away to begin anew.`,
        ),
      )
      if (thread === worker) reopen(new Error(`The embedded database stopped (${words}) and is being reopened.`))
    }
    thread.on('message', (said: Said) => {
      if ('ready' in said) resolve()
      else if ('unopened' in said) ended(said.unopened)
      else settle(({ resolve: answer }) => answer(said))
    })
    thread.on('error', error => ended(error.message))
    thread.on('exit', code => ended(`its thread ended with code ${code}`))
    return {
      thread,
      opened: promise.catch(async error => {
        await thread.terminate()
        throw error
      }),
    }
  }

  /** Ends the thread as kill -9 would (the write-ahead log makes that safe), tells who waits, and opens again. */
  const reopen = (reason: Error) => {
    const old = worker
    worker = undefined
    settle(({ reject }) => reject(reason))
    if (!old) return
    generation += 1
    schema = firstSchema
    const ending = old.terminate()
    if (closed) return
    ready = ending.then(async () => {
      const next = start()
      await next.opened
      worker = next.thread
    })
    ready.then(
      () => say('The embedded database was reopened.'),
      error => say(error.message),
    )
  }

  const ask = (question: Ask, deadline: number) =>
    new Promise<Said>((resolve, reject) => {
      const words = `The embedded database took longer than ${seconds(deadline)} for one statement, so it was stopped. Ask for less at once, or use PostgreSQL (DATABASE_URL).`
      const timer = setTimeout(() => reopen(new Error(words)), deadline)
      const end =
        <T>(act: (value: T) => void) =>
        (value: T) => {
          clearTimeout(timer)
          act(value)
        }
      waiting = { resolve: end(resolve), reject: end(reject) }
      worker?.postMessage(question)
    })

  const answered = async (question: Ask, deadline: number) => {
    const said = await ask(question, deadline)
    if ('rows' in said) return said
    if ('failure' in said) throw refusal(said.failure)
    throw new Error('The embedded database gave no answer.')
  }

  const run: Engine['run'] = async (sql, parameters, { schema: wanted, deadline, rows }) => {
    if (closed) throw new Error('The embedded database is closed.')
    await ready
    // whoever has the lease stays in one schema: it changes between transactions, and no rollback takes it back. One that was
    // reopened meanwhile begins in the first again.
    while (schema !== wanted) {
      const before = generation
      await answered({ sql: `set search_path to "${wanted}"`, parameters: [] }, deadline)
      if (generation === before) schema = wanted
      await ready
    }
    return answered({ sql, parameters, rows }, deadline)
  }

  /**
   * A refusal carries its SQLSTATE, as `pg` gives it. Without one, or with a severity that ends a server process,
   * PGlite is not to be trusted any more.
   */
  const refusal = (failure: Failure) => {
    if (failure.code === undefined || failure.severity === 'FATAL' || failure.severity === 'PANIC')
      reopen(new Error(failure.message))
    return Object.assign(new Error(failure.message), failure)
  }

  const close = async () => {
    if (closed) return
    const free = await lease.take(closingTakes).catch(() => () => {})
    const shut = ready.then(() => ask({ close: true }, closingTakes))
    closed = true
    await shut.catch(error =>
      say(
        `The embedded database did not close in order, which is safe but makes the next start slower: ${error.message}`,
      ),
    )
    await worker?.terminate()
    free()
  }

  const first = start()
  await first.opened
  worker = first.thread
  return { lease: lease.take, busy: lease.busy, generation: () => generation, run, close }
}
