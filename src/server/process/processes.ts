import fs from 'node:fs'

/** A process that was killed keeps its number until its parent has taken note: on Linux its state is Z then. */
const isGone = (pid: number) => {
  if (process.platform !== 'linux') return false
  try {
    return fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.startsWith('Z') ?? false
  } catch {
    return false
  }
}

/** Whether a process of this machine runs, whoever owns it. */
export const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  return !isGone(pid)
}
