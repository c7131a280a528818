type Options = { every: number; failed: (error: unknown) => void }

/** Looks again and again, `every` so many milliseconds after it was done; what fails is tried again, as the database may have been away. */
export const keepLooking = (look: () => Promise<void>, { every, failed }: Options) => {
  let closed = false
  let working = Promise.resolve()
  let timer: ReturnType<typeof setTimeout> | undefined
  const later = () => {
    if (closed) return
    timer = setTimeout(() => {
      working = look()
        .catch(error => {
          if (!closed) failed(error)
        })
        .then(later)
    }, every)
    timer.unref()
  }
  later()
  /** No look begins any more; `ended` comes with the end of the one under way. */
  const stop = (): { ended: Promise<void> } => {
    closed = true
    clearTimeout(timer)
    return { ended: working }
  }
  return { stop, isStopped: () => closed }
}
