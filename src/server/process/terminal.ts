import type { Progress } from '../context.ts'

const every = 200

/** Progress as one line that rewrites itself on a terminal, and as a line a few times a task elsewhere. */
export const progressLine = (): Progress => {
  let last = 0
  let spoken = ''
  return ({ task, done, total, words }) => {
    const finished = total !== null && done >= total
    const line = `${task}: ${total ? `${Math.floor((100 * done) / total)} %, ` : ''}${words}`
    if (process.stdout.isTTY) {
      if (!finished && Date.now() - last < every) return
      last = Date.now()
      process.stdout.write(`\r\u001b[K${line}${finished ? '\n' : ''}`)
      return
    }
    const tenth = total ? `${task} ${Math.floor((10 * done) / total)}` : words
    if (tenth === spoken) return
    spoken = tenth
    process.stdout.write(`${line}\n`)
  }
}
