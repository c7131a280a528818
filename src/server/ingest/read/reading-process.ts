import { type ChildProcess, fork } from 'node:child_process'

/*
 * The process that reads files waits for the next one, as to start it takes a second of a processor: what it has loaded and compiled is
 * most of the work of a small file. Nothing holds up the end of this process for one that waits; it ends with this one, or after some idle time.
 */

/** Milliseconds that one waits for the next file. */
const patience = 60_000
/** Bytes: one that took more goes, which gives them back. */
const mostMemory = 256 * 1024 * 1024

let waiting: { reader: ChildProcess; ends: NodeJS.Timeout } | undefined

/** Megabytes: V8's own choice, 64, holds more of what is done with than a million orders take. */
const execArgv = ['--max-semi-space-size=16']

const start = () => fork(new URL('./worker.ts', import.meta.url), { serialization: 'advanced', execArgv })

const hushed = (reader: ChildProcess) => {
  for (const event of ['message', 'error', 'disconnect']) reader.removeAllListeners(event)
  return reader.on('error', () => {})
}

/** Ends it at once, whatever it does. */
export const dismiss = (reader: ChildProcess) => hushed(reader).kill('SIGKILL')

const forget = () => {
  clearTimeout(waiting?.ends)
  waiting = undefined
}

const wait = (reader: ChildProcess) => {
  reader.unref()
  reader.channel?.unref()
  const ends = setTimeout(() => {
    forget()
    reader.disconnect()
  }, patience)
  ends.unref()
  waiting = { reader, ends }
  reader.on('disconnect', forget)
}

/** The one that waits, or a new one. */
export const takeProcess = (): ChildProcess => {
  const reader = waiting?.reader
  forget()
  if (!reader?.connected) return start()
  reader.ref()
  reader.channel?.ref()
  return hushed(reader)
}

/** Once it has said its last word of a file. */
export const giveBack = (reader: ChildProcess, memory: number) => {
  hushed(reader)
  if (!reader.connected) return
  if (waiting || memory > mostMemory) reader.disconnect()
  else wait(reader)
}

/** Starts one ahead of a file that is likely to come. */
export const readyProcess = () => {
  if (!waiting) wait(start())
}
