import { useCallback } from 'react'
import { useSearchParams } from 'react-router'

/**
 * A page's own parameters: they stay on the page and do not travel (filters.ts has those that do). What is at its
 * default is not in the URL.
 */
export const useAddress = () => {
  const [params, setParams] = useSearchParams()
  /** `replace`: Back does not stop here. */
  const set = useCallback(
    (changes: Record<string, string | string[] | undefined>, { replace = false } = {}) =>
      setParams(
        before => {
          const after = new URLSearchParams(before)
          for (const [name, value] of Object.entries(changes)) {
            after.delete(name)
            for (const one of value === undefined ? [] : [value].flat()) after.append(name, one)
          }
          return after
        },
        { preventScrollReset: true, replace },
      ),
    [setParams],
  )
  return { params, set }
}

/** What a page's list is searched for: `search=lamp`. Back undoes a search, not each of its letters. */
export const useSearchWords = () => {
  const { params, set } = useAddress()
  const search = params.get('search')?.trim().slice(0, 200) ?? ''
  return {
    search,
    onSearch: (words: string) => set({ search: words || undefined }, { replace: search !== '' && words !== '' }),
  }
}

/** A page with the state that goes along (`carried`) and parameters of its own. */
export const addressOf = (path: string, carried: string, own: Record<string, string | readonly string[]> = {}) => {
  const params = new URLSearchParams(carried)
  for (const [name, value] of Object.entries(own)) {
    params.delete(name)
    for (const one of [value].flat()) params.append(name, one)
  }
  const text = params.toString()
  return `${path}${text && `?${text}`}`
}
