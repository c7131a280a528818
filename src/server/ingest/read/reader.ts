import { fork } from 'node:child_process'
import { ApiError } from '../../errors.ts'
import type { Outcome, Parcel, Reading } from './read.ts'
import type { Message, Word } from './worker.ts'

type Listen = {
  /** Stores rows; the reading waits while several are under way. */
  take?: (parcel: Parcel) => Promise<void>
  progress: (done: number, total: number, words: string) => void
}

/**
 * Reads a file in a process of its own, so that the server goes on answering. A thread would not do: what it has taken
 * of memory is given back by the server's own thread, which stands still meanwhile.
 */
export const readApart = (reading: Reading, { take, progress }: Listen): Promise<Outcome> =>
  new Promise((resolve, reject) => {
    const reader = fork(new URL('./worker.ts', import.meta.url), { serialization: 'advanced', execArgv: [] })
    // it may just have left
    const tell = (word: Word) => reader.connected && reader.send(word, () => {})
    let storing: Promise<unknown> = Promise.resolve()
    const fail = (error: unknown) => {
      reject(error)
      reader.kill('SIGKILL')
    }
    reader.on('message', (message: Message) => {
      if (message.is === 'parcel') {
        storing = storing.then(() => take?.(message.parcel)).then(() => tell('taken'))
        storing.catch(fail)
      } else if (message.is === 'progress') progress(message.done, message.total, message.words)
      else if (message.is === 'refused') fail(new ApiError(message.status, message.code, message.message))
      else if (message.is === 'broken') fail(message.error)
      else if (message.is === 'outcome') storing.then(() => resolve(message.outcome), reject)
    })
    reader.on('error', fail)
    // after its last word this comes too late to change anything
    reader.on('disconnect', () =>
      storing.then(
        () => fail(new Error('the reading process ended early')),
        () => {},
      ),
    )
    tell(reading)
  })
