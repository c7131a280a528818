import { Worker } from 'node:worker_threads'
import type { Said, Told } from './summing-worker.ts'

/*
 * The thread that sums up waits for the next refresh, as to start it takes longer than to sum up what some orders touch. Nothing holds up the
 * end of the process for one that waits.
 */

/** Milliseconds that one waits for the next refresh. */
const patience = 60_000
/** Bytes of lines: one that took more goes, and its memory with it. */
const mostBytes = 8 * 1024 * 1024

let waiting: { thread: SummingThread; ends: NodeJS.Timeout } | undefined

const forget = () => {
  clearTimeout(waiting?.ends)
  waiting = undefined
}

const start = () => {
  const worker = new Worker(new URL('./summing-worker.ts', import.meta.url))
  let open: PromiseWithResolvers<Said> | undefined
  const settle = (act: (open: PromiseWithResolvers<Said>) => void) => {
    const one = open
    open = undefined
    if (one) act(one)
  }
  let failure: Error | undefined
  const fail = (error: Error) => {
    failure ??= error
    settle(({ reject }) => reject(error))
  }
  const ask = (told: Told): Promise<Said> => {
    if (failure) return Promise.reject(failure)
    open = Promise.withResolvers<Said>()
    worker.postMessage(told)
    return open.promise
  }
  worker.on('message', (said: Said) => {
    if (said.is === 'failure') fail(new Error(said.words))
    else settle(({ resolve }) => resolve(said))
  })
  worker.on('error', fail)
  worker.on('exit', code => {
    if (waiting?.thread === thread) forget()
    fail(new Error(`the summing thread ended with code ${code}`))
  })
  const thread = { worker, ask, isAsked: () => open !== undefined, hasFailed: () => failure !== undefined }
  return thread
}
export type SummingThread = ReturnType<typeof start>

/** The one that waits, or a new one. */
export const takeThread = (): SummingThread => {
  const thread = waiting?.thread ?? start()
  forget()
  thread.worker.ref()
  return thread
}

/** `bytes`: of the lines that it was given. */
export const giveBack = async (thread: SummingThread, bytes: number) => {
  // an answer that nobody took would be taken for one to the next refresh
  if (waiting || thread.hasFailed() || thread.isAsked() || bytes > mostBytes) {
    await thread.worker.terminate()
    return
  }
  thread.worker.unref()
  const ends = setTimeout(() => {
    forget()
    void thread.worker.terminate()
  }, patience)
  ends.unref()
  waiting = { thread, ends }
}
