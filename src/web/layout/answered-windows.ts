import { useQueryClient } from '@tanstack/react-query'
import { useRef, useSyncExternalStore } from 'react'
import type { Meta } from '#contract'

type Answer = { meta?: Meta } | undefined

/**
 * The resolved windows as the answers on screen state them. Only the server knows the as-of day and the cut of an unfinished day,
 * so the header repeats what the newest answer on this page says; while a new question loads, the last one stays.
 */
export const useAnsweredWindows = () => {
  const cache = useQueryClient().getQueryCache()
  const last = useRef<Meta | null>(null)
  return useSyncExternalStore(
    notify => cache.subscribe(notify),
    () => {
      let newest = 0
      for (const query of cache.findAll({ type: 'active' })) {
        const meta = (query.state.data as Answer)?.meta
        if (meta?.range && query.state.dataUpdatedAt > newest) {
          newest = query.state.dataUpdatedAt
          last.current = meta
        }
      }
      return last.current
    },
  )
}
