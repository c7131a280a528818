import { Worker } from 'node:worker_threads'
import type { Ask, Failure, Said, Setup } from './worker.ts'

export type Answer = { rows: unknown[]; affected: number }

export type Engine = {
  /** The one connection. Waits for its turn; `free` must be called. */
  lease: (longestWait: number) => Promise<() => void>
  /** Only by the holder of the lease. Past `deadline` milliseconds the thread is stopped and the database reopened. */
  run: (sql: string, parameters: (string | null)[], deadline: number) => Promise<Answer>
  /** Counts reopenings: a transaction begun under another number is gone. */
  generation: () => number
  close: () => Promise<void>
}

const seconds = (milliseconds: number) => `${Math.round(milliseconds / 100) / 10} s`

/** A refusal by the database, with the fields that `pg` gives as well (code: SQLSTATE). */
const databaseError = (failure: Failure) => Object.assign(new Error(failure.message), failure)

type Waiting = { resolve: (said: Said) => void; reject: (error: Error) => void }

/** Runs PGlite in one worker thread, so that a heavy question never holds up the server's own thread. */
export const startEngine = async (setup: Setup, say: (words: string) => void): Promise<Engine> => {
  let generation = 0
  let closing = false
  let waiting: Waiting | undefined
  let worker: Worker
  let ready: Promise<void>

  const settle = (act: (waiting: Waiting) => void) => {
    const current = waiting
    waiting = undefined
    if (current) act(current)
  }

  const start = () => {
    const thread = new Worker(new URL('./worker.ts', import.meta.url), { workerData: setup, stderr: false })
    worker = thread
    ready = new Promise<void>((resolve, reject) => {
      thread.on('message', (said: Said) => {
        if ('ready' in said) resolve()
        else if ('unopened' in said) reject(new Error(`The embedded database in ${setup.folder} could not be opened: ${said.unopened}`))
        else settle(({ resolve: answer }) => answer(said))
      })
      thread.on('error', error => {
        reject(error)
        if (thread === worker) lost(new Error(`The embedded database stopped: ${error.message}. It is being reopened.`))
      })
      thread.on('exit', () => reject(new Error('The embedded database stopped while it was being opened.')))
    })
    ready.catch(() => {})
  }

  /** Ends the thread as kill -9 would (the write-ahead log makes that safe), tells who waits, and opens again. */
  const lost = (reason: Error) => {
    generation += 1
    const old = worker
    settle(({ reject }) => reject(reason))
    if (closing) return
    ready = old.terminate().then(() => {
      start()
      return ready
    })
    ready.then(
      () => say('The embedded database was reopened.'),
      error => say(`The embedded database could not be reopened: ${error.message}`),
    )
  }

  const ask = (question: Ask, deadline: number) =>
    new Promise<Said>((resolve, reject) => {
      const late = () => lost(new Error(`The embedded database took longer than ${seconds(deadline)} for one statement, so it was stopped. Ask for less at once, or use PostgreSQL (DATABASE_URL).`))
      const timer = setTimeout(late, deadline)
      waiting = {
        resolve: said => {
          clearTimeout(timer)
          resolve(said)
        },
        reject: error => {
          clearTimeout(timer)
          reject(error)
        },
      }
      worker.postMessage(question)
    })

  let queue = Promise.resolve()
  const lease = async (longestWait: number) => {
    const before = queue
    const { promise, resolve: free } = Promise.withResolvers<void>()
    queue = before.then(() => promise)
    let timer: NodeJS.Timeout | undefined
    const tooLong = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new Error(`Waited ${seconds(longestWait)} for the embedded database, which serves one at a time and is busy with another task. Try again, or use PostgreSQL (DATABASE_URL).`)),
        longestWait,
      )
    })
    try {
      await Promise.race([before, tooLong])
    } catch (error) {
      free()
      throw error
    } finally {
      clearTimeout(timer)
    }
    return free
  }

  start()
  await ready!
  return {
    lease,
    generation: () => generation,
    run: async (sql, parameters, deadline) => {
      if (closing) throw new Error('The embedded database is closed.')
      await ready
      const said = await ask({ sql, parameters }, deadline)
      if ('failure' in said) throw databaseError(said.failure)
      if ('rows' in said) return said
      throw new Error('The embedded database gave no answer.')
    },
    close: async () => {
      if (closing) return
      const free = await lease(60_000).catch(() => () => {})
      closing = true
      await ready.then(() => ask({ close: true }, 60_000)).catch(error => say(`The embedded database did not close in order: ${error.message}`))
      await worker.terminate()
      free()
    },
  }
}
