import { Worker } from 'node:worker_threads'
import type { Progress } from '../context.ts'
import type { Job, Said } from './worker.ts'

/**
 * What is to be computed: `inputs` are handed over when its turn comes. Of two with one `key` that wait, the one of the
 * newer version stays.
 */
type Work = Job & { key: string; version: number; task: string; progress: Progress }
/** `version`: whose inputs these were in the end. */
type Computed = { version: number; result: Uint8Array }
type Turn = Work & { done: Promise<Computed>; resolve: (computed: Computed) => void; reject: (error: Error) => void }

/** What takes longer than this is shown while it lasts. */
const shownAfter = 1000
/** A thread that had much to hold gives the memory back when it ends. */
const idleFor = 5000

/**
 * One thread for all models, started with the first of them: it takes one core at most, and never the server's own
 * thread.
 */
export const openThread = () => {
  let worker: Worker | undefined
  let current: Turn | undefined
  let began = 0
  let shown = false
  let closed = false
  let idle: ReturnType<typeof setTimeout> | undefined
  const queue: Turn[] = []

  const finish = (settle: (turn: Turn) => void) => {
    const turn = current
    current = undefined
    if (!turn) return
    if (shown) turn.progress({ task: turn.task, done: 1, total: 1, words: 'done' })
    settle(turn)
    next()
  }

  const hear = (said: Said) => {
    if ('result' in said) return finish(({ resolve, version }) => resolve({ version, result: said.result }))
    if ('failure' in said) return finish(({ reject }) => reject(new Error(said.failure)))
    if (!current || performance.now() - began < shownAfter) return
    shown = true
    current.progress({ task: current.task, ...said })
  }

  const start = () => {
    const thread = new Worker(new URL('./worker.ts', import.meta.url))
    thread.unref()
    const ended = (words: string) => {
      if (worker === thread) worker = undefined
      finish(({ reject }) => reject(new Error(`The models' thread stopped: ${words}.`)))
    }
    thread.on('message', hear)
    thread.on('error', error => ended(error.message))
    thread.on('exit', code => {
      if (worker === thread) ended(`it ended with code ${code}`)
    })
    return thread
  }

  const next = () => {
    if (current || closed) return
    current = queue.shift()
    clearTimeout(idle)
    if (!current) {
      idle = setTimeout(() => void retire(), idleFor)
      idle.unref()
      return
    }
    began = performance.now()
    shown = false
    worker ??= start()
    worker.postMessage({ name: current.name, inputs: current.inputs } satisfies Job)
  }

  /** Computes, or joins in what is computed already. */
  const run = (work: Work): Promise<Computed> => {
    if (closed) return Promise.reject(new Error('The server is stopping.'))
    if (current?.key === work.key && current.version === work.version) return current.done
    const waiting = queue.find(({ key }) => key === work.key)
    if (waiting) {
      if (waiting.version < work.version) Object.assign(waiting, work)
      return waiting.done
    }
    const { promise: done, resolve, reject } = Promise.withResolvers<Computed>()
    queue.push({ ...work, done, resolve, reject })
    next()
    return done
  }

  const retire = async () => {
    const thread = worker
    worker = undefined
    await thread?.terminate()
  }

  const close = async () => {
    closed = true
    clearTimeout(idle)
    const stopping = new Error('The server is stopping.')
    for (const { reject } of queue.splice(0)) reject(stopping)
    finish(({ reject }) => reject(stopping))
    await retire()
  }

  return { run, close }
}

export type Thread = ReturnType<typeof openThread>
