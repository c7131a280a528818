import { useCallback, useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

const stored = (name: string): string | null => {
  try {
    return localStorage.getItem(name)
  } catch {
    return null
  }
}

/** A choice that this browser remembers, as text; null while none was made. Where storage is forbidden it is forgotten at once. */
export const useRemembered = (name: string) => {
  const value = useSyncExternalStore(subscribe, () => stored(name))
  const remember = useCallback(
    (next: string) => {
      try {
        localStorage.setItem(name, next)
      } catch {
        // The choice cannot be kept.
      }
      for (const listener of listeners) listener()
    },
    [name],
  )
  return [value, remember] as const
}
