import { setPriority } from 'node:os'
import { ApiError } from '../../errors.ts'
import { type Outcome, type Parcel, readFile, type Reading } from './read.ts'

/** What the reading process says. Each parcel is answered by `taken` once the database has it. `memory`: bytes that it holds when it is done. */
export type Message =
  | { is: 'parcel'; parcel: Parcel }
  | { is: 'progress'; done: number; total: number; words: string }
  | { is: 'outcome'; outcome: Outcome; memory: number }
  | { is: 'refused'; status: number; code: string; message: string; memory: number }
  | { is: 'broken'; error: unknown }

/** What it is told: what to read, one file after the other. */
export type Word = Reading | 'taken'

const waiting = 3
if (!process.send) throw new Error('to be started by the server')
const say = (message: Message) => process.send!(message)

let sent = 0
let taken = 0
let goOn: (() => void) | null = null

const ready = (): Promise<void> =>
  sent - taken < waiting ? Promise.resolve() : new Promise(resolve => (goOn = resolve))

const hand = (parcel: Parcel) => {
  sent++
  say({ is: 'parcel', parcel })
}

/** Milliseconds between two words of progress: pieces of a file are done within few. */
const pace = 100
let said = Number.NEGATIVE_INFINITY
const progress = (done: number, total: number, words: string) => {
  if (performance.now() - said < pace) return
  said = performance.now()
  say({ is: 'progress', done, total, words })
}

const read = async (reading: Reading): Promise<Message> => {
  try {
    const outcome = await readFile(reading, { hand, ready, progress })
    return { is: 'outcome', outcome, memory: process.memoryUsage.rss() }
  } catch (error) {
    if (!(error instanceof ApiError)) return { is: 'broken', error }
    const { status, code, message } = error
    return { is: 'refused', status, code, message, memory: process.memoryUsage.rss() }
  }
}

process.on('message', async (word: Word) => {
  if (word === 'taken') {
    taken++
    if (sent - taken < waiting) goOn?.()
    return
  }
  sent = 0
  taken = 0
  say(await read(word))
})
process.on('disconnect', () => process.exit())
// what stops the server may reach both processes, and the server finishes what is under way
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})
// where cores are few, the process that answers people goes first
setPriority(10)
