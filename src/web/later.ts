/**
 * Code that comes later: when it is first needed, or when the page has had its first moments to itself.
 * From then on a server that stops cannot take the page apart.
 */
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
