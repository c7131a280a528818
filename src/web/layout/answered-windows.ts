import { useQueryClient } from '@tanstack/react-query'
import { useRef, useSyncExternalStore } from 'react'
import type { Meta } from '#contract'
import type { Window } from '../filters.ts'

type Answer = { meta?: Meta } | undefined

/**
 * The resolved windows as the answers on screen state them. Only the server knows the as-of day and the cut of an unfinished day,
 * so the header repeats what the newest answer about the page's own days (`window`) says, one with a comparison first; while a new question loads, the last one stays.
 */
export const useAnsweredWindows = (window: Window | null) => {
  const cache = useQueryClient().getQueryCache()
  const last = useRef<Meta | null>(null)
  return useSyncExternalStore(
    notify => cache.subscribe(notify),
    () => {
      let best: { meta: Meta; at: number } | null = null
      for (const query of cache.findAll({ type: 'active' })) {
        const meta = (query.state.data as Answer)?.meta
        // a card may ask about other days, twelve months say
        const other = meta?.range && window && (meta.range.start !== window.start || meta.range.end !== window.end)
        if (!meta?.range || other) continue
        const at = query.state.dataUpdatedAt
        // and some are never compared
        const [compares, compared] = [meta.comparison !== null, (best?.meta.comparison ?? null) !== null]
        if (!best || (compares === compared ? at > best.at : compares)) best = { meta, at }
      }
      if (best) last.current = best.meta
      return last.current
    },
  )
}
