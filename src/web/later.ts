/**
 * Code that comes later: when it is first needed, or when the page has had its first moments to itself.
 * From then on a server that stops cannot take the page apart.
 */
import { useEffect, useSyncExternalStore } from 'react'

const waiting: (() => Promise<unknown>)[] = []

/** Notes what loads a piece of code, and gives it back. */
export const later = <T>(load: () => Promise<T>) => {
  waiting.push(load)
  return load
}

/** One after the other. What fails now is tried again when it is needed. */
export const loadTheRest = async () => {
  for (const load of waiting) await load().catch(() => undefined)
}

/** Code that a component can do without until it is there: then it is drawn at once, without a wait in between. */
export const laterPart = <T>(load: () => Promise<T>) => {
  let part: T | null = null
  const listeners = new Set<() => void>()
  const subscribe = (listener: () => void) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }
  const fetched = later(async () => {
    part ??= await load()
    for (const listener of listeners) listener()
    return part
  })
  return {
    load: fetched,
    /** null until it is here; `wanted` fetches it. */
    use: (wanted: boolean): T | null => {
      const here = useSyncExternalStore(subscribe, () => part)
      useEffect(() => {
        if (!wanted || here) return
        // after what is on the page already has been drawn
        const soon = setTimeout(() => void fetched().catch(() => undefined))
        return () => clearTimeout(soon)
      }, [wanted, here])
      return here
    },
  }
}
