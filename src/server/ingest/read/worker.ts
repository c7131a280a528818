import { setPriority } from 'node:os'
import { ApiError } from '../../errors.ts'
import { type Outcome, type Parcel, readFile, type Reading } from './read.ts'

/** What the reading process says. Each parcel is answered by `taken` once the database has it. */
export type Message =
  | { is: 'parcel'; parcel: Parcel }
  | { is: 'progress'; done: number; total: number; words: string }
  | { is: 'outcome'; outcome: Outcome }
  | { is: 'refused'; status: number; code: string; message: string }
  | { is: 'broken'; error: unknown }

/** What it is told: first what to read. */
export type Word = Reading | 'taken'

const waiting = 3
if (!process.send) throw new Error('to be started by the server')
const say = (message: Message, done?: () => void) => process.send!(message, undefined, undefined, done)

let sent = 0
let taken = 0
let goOn: (() => void) | null = null

const ready = (): Promise<void> =>
  sent - taken < waiting ? Promise.resolve() : new Promise(resolve => (goOn = resolve))

const hand = (parcel: Parcel) => {
  sent++
  say({ is: 'parcel', parcel })
}

const progress = (done: number, total: number, words: string) => say({ is: 'progress', done, total, words })

const read = async (reading: Reading): Promise<Message> => {
  try {
    return { is: 'outcome', outcome: await readFile(reading, { hand, ready, progress }) }
  } catch (error) {
    return error instanceof ApiError
      ? { is: 'refused', status: error.status, code: error.code, message: error.message }
      : { is: 'broken', error }
  }
}

process.on('message', async (word: Word) => {
  if (word === 'taken') {
    taken++
    if (sent - taken < waiting) goOn?.()
  } else say(await read(word), () => process.disconnect())
})
process.on('disconnect', () => process.exit())
// what stops the server may reach both processes, and the server finishes what is under way
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})
// where cores are few, the process that answers people goes first
setPriority(10)
