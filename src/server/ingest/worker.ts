import { readlinkSync } from 'node:fs'
import { setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { ApiError } from '../errors.ts'
import { type Outcome, type Parcel, readFile, type Reading } from './read.ts'

/** What the reading thread says. Each parcel is answered by `taken` once the database has it. */
export type Message =
  | { is: 'parcel'; parcel: Parcel }
  | { is: 'progress'; done: number; total: number; words: string }
  | { is: 'outcome'; outcome: Outcome }
  | { is: 'refused'; status: number; code: string; message: string }

/** Where cores are few, the thread that answers people goes first. Linux alone has priorities of threads, under numbers like those of processes. */
const standBack = () => {
  if (process.platform !== 'linux') return
  try {
    setPriority(Number(readlinkSync('/proc/thread-self').split('/').at(-1)), 10)
  } catch {
    // a nicety: where /proc is closed, it is read with the same priority
  }
}

const waiting = 3
const port = parentPort
if (!port) throw new Error('to be started as a worker')
const say = (message: Message) => port.postMessage(message)

let sent = 0
let taken = 0
let goOn: (() => void) | null = null
port.on('message', () => {
  taken++
  if (sent - taken < waiting) goOn?.()
})

const ready = (): Promise<void> => (sent - taken < waiting ? Promise.resolve() : new Promise(resolve => (goOn = resolve)))

const hand = (parcel: Parcel) => {
  sent++
  say({ is: 'parcel', parcel })
}

standBack()
try {
  const outcome = await readFile(workerData as Reading, {
    hand,
    ready,
    progress: (done, total, words) => say({ is: 'progress', done, total, words }),
  })
  say({ is: 'outcome', outcome })
} catch (error) {
  if (!(error instanceof ApiError)) throw error
  say({ is: 'refused', status: error.status, code: error.code, message: error.message })
}
port.close()
