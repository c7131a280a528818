import { Worker } from 'node:worker_threads'
import { ApiError } from '../errors.ts'
import type { Outcome, Parcel, Reading } from './read.ts'
import type { Message } from './worker.ts'

type Listen = {
  /** Stores rows; the thread waits while several are under way. */
  take?: (parcel: Parcel) => Promise<void>
  progress: (done: number, total: number, words: string) => void
}

/** Reads a file in a thread of its own, so that the server goes on answering. */
export const readInThread = (reading: Reading, { take, progress }: Listen): Promise<Outcome> =>
  new Promise((resolve, reject) => {
    // V8 gives a thread's young memory back on the main thread, all at once: little of it is no longer noticed
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: reading, resourceLimits: { maxYoungGenerationSizeMb: 16 } })
    let storing: Promise<void> = Promise.resolve()
    let outcome: Outcome | null = null
    const fail = (error: unknown) => {
      reject(error)
      void worker.terminate()
    }
    worker.on('message', (message: Message) => {
      if (message.is === 'parcel') {
        storing = storing.then(() => take?.(message.parcel)).then(() => worker.postMessage('taken'))
        storing.catch(fail)
      } else if (message.is === 'progress') progress(message.done, message.total, message.words)
      else if (message.is === 'refused') fail(new ApiError(message.status, message.code, message.message))
      else outcome = message.outcome
    })
    worker.on('error', fail)
    worker.on('exit', () => {
      const read = outcome
      if (read) storing.then(() => resolve(read), reject)
      else fail(new Error('the reading thread ended early'))
    })
  })
