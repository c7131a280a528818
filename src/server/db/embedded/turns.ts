/** First come, first served: who holds the one connection, and who waits for it. */
export const turns = () => {
  let last = Promise.resolve()
  let count = 0

  const take = async (longestWait: number) => {
    const before = last
    const { promise, resolve } = Promise.withResolvers<void>()
    last = before.then(() => promise)
    count += 1
    const free = () => {
      if (settled) return
      settled = true
      count -= 1
      resolve()
    }
    let settled = false
    const tooLong = Promise.withResolvers<never>()
    const words = `Waited ${Math.round(longestWait / 1000)} s for the embedded database, which serves one at a time and is busy with another task. Try again, or use PostgreSQL (DATABASE_URL).`
    const timer = setTimeout(() => tooLong.reject(new Error(words)), longestWait)
    try {
      await Promise.race([before, tooLong.promise])
      return free
    } catch (error) {
      free()
      throw error
    } finally {
      clearTimeout(timer)
    }
  }

  return { take, busy: () => count > 0 }
}
