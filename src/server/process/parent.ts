/**
 * Calls back once the process that started this one has ended. npm hands SIGTERM to the shell between it and the server, which ends
 * without passing it on: a supervisor that stops npm would leave the server behind, with the data folder in its hands. (Windows keeps the number of an ended parent; there nothing is noticed.)
 */
export const whenParentEnds = (ended: () => void, every = 500) => {
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    ended()
  }, every)
  watch.unref()
}
