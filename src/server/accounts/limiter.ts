import { LRUCache } from 'lru-cache'
import { ApiError } from '../errors.ts'

/** So many a window of time, by name; forgotten with the process. */
export const openLimiter = (most: number, seconds: number, words: string) => {
  const counts = new LRUCache<string, { taken: number }>({ max: 10_000, ttl: seconds * 1000 })
  const take = (name: string) => {
    const count = counts.get(name) ?? { taken: 0 }
    if (count.taken >= most) {
      const wait = Math.max(1, Math.ceil(counts.getRemainingTTL(name) / 1000))
      throw new ApiError(
        429,
        'too_many_requests',
        `${words}; try again in ${wait} ${wait === 1 ? 'second' : 'seconds'}.`,
      )
    }
    count.taken += 1
    if (count.taken === 1) counts.set(name, count)
  }
  const giveBack = (name: string) => {
    const count = counts.get(name)
    if (count) count.taken -= 1
  }
  return { take, giveBack }
}
