/** One connection to `GET /api/live`: what changed, how far a long task is, and whether the server is there at all. */
import { useSyncExternalStore } from 'react'
import type { LiveEvent } from '#contract/system.ts'
import { queryClient } from './api.ts'

type Progress = Extract<LiveEvent, { event: 'progress' }>['body']
type Live = { connection: 'connecting' | 'open' | 'lost'; progress: Record<string, Progress> }

let state: Live = { connection: 'connecting', progress: {} }
const listeners = new Set<() => void>()
const set = (change: Partial<Live>) => {
  state = { ...state, ...change }
  for (const listener of listeners) listener()
}

let source: EventSource | undefined
let version: number | undefined
let retry: ReturnType<typeof setTimeout> | undefined

const body = <T>(event: MessageEvent<string>) => JSON.parse(event.data) as T

/** Opens the connection; called once, when the application starts. The browser reconnects by itself, except after an HTTP error. */
export const connect = () => {
  source?.close()
  clearTimeout(retry)
  source = new EventSource('/api/live')
  source.onopen = () => {
    const wasLost = state.connection === 'lost'
    set({ connection: 'open' })
    if (wasLost) void queryClient.invalidateQueries()
  }
  source.onerror = () => {
    set({ connection: 'lost', progress: {} })
    if (source?.readyState === EventSource.CLOSED) retry = setTimeout(connect, 4000)
  }
  source.addEventListener('data', event => {
    const { version: next } = body<{ version: number }>(event)
    if (next === version) return
    version = next
    void queryClient.invalidateQueries()
  })
  source.addEventListener('models', () => void queryClient.invalidateQueries())
  source.addEventListener('progress', event => {
    const step = body<Progress>(event)
    set({ progress: { ...state.progress, [step.file ?? step.task]: step } })
  })
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

export const useLive = () => useSyncExternalStore(subscribe, () => state)
/** How far a task is, or what is done with a file: several may be under way, here and in other windows. */
export const useProgress = (of: string): Progress | null => useLive().progress[of] ?? null
/** It is over. */
export const forgetProgress = (of: string) => {
  const { [of]: _, ...others } = state.progress
  set({ progress: others })
}
