import { ApiError } from '../../errors.ts'
import type { Outcome, Parcel, Reading } from './read.ts'
import { dismiss, giveBack, takeProcess } from './reading-process.ts'
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
    const reader = takeProcess()
    // it may just have left
    const tell = (word: Word) => reader.connected && reader.send(word, () => {})
    let storing: Promise<unknown> = Promise.resolve()
    const fail = (error: unknown) => {
      reject(error)
      dismiss(reader)
    }
    const end = (memory: number, settle: () => void) =>
      storing.then(() => {
        giveBack(reader, memory)
        settle()
      }, reject)
    reader.on('message', (message: Message) => {
      if (message.is === 'parcel') {
        storing = storing.then(() => take?.(message.parcel)).then(() => tell('taken'))
        storing.catch(fail)
      } else if (message.is === 'progress') progress(message.done, message.total, message.words)
      else if (message.is === 'refused')
        end(message.memory, () => reject(new ApiError(message.status, message.code, message.message)))
      else if (message.is === 'broken') fail(message.error)
      else if (message.is === 'outcome') end(message.memory, () => resolve(message.outcome))
    })
    reader.on('error', fail)
    reader.on('disconnect', () =>
      storing.then(
        () => fail(new Error('the reading process ended early')),
        () => {},
      ),
    )
    tell(reading)
  })
