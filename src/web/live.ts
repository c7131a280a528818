/**
 * What `GET /api/live` says: what changed, how far a long task is, and whether the server is there at all. A browser keeps six
 * connections to a host, and each stream holds one; so of all its tabs one listens, and tells the others.
 */
import { useSyncExternalStore } from 'react'
import type { LiveEvent } from '#contract/system.ts'
import { queryClient } from './api.ts'

type Progress = Extract<LiveEvent, { event: 'progress' }>['body']
type Live = {
  connection: 'connecting' | 'open' | 'lost'
  /** The server answers, its database does not. */
  databaseAway: boolean
  progress: Record<string, Progress>
}

let state: Live = { connection: 'connecting', databaseAway: false, progress: {} }
const listeners = new Set<() => void>()
const set = (change: Partial<Live>) => {
  state = { ...state, ...change }
  for (const listener of listeners) listener()
}

/** What the tab that listens tells the others, and what they ask of it. */
type Word =
  | { is: 'connection'; connection: Live['connection'] }
  | { is: 'data'; version: number }
  | { is: 'database'; away: boolean }
  | { is: 'progress'; step: Progress }
  /** Something was not heard, or is answered otherwise now: a model is ready. */
  | { is: 'missed' }
  /** Other rows are shown to whoever is signed in. */
  | { is: 'rows' }
  | { is: 'hello' }
  | { is: 'again' }

const name = 'analytics-live'
// no locks on a page that came over plain HTTP from another machine: then every tab listens for itself
const locks = typeof navigator === 'undefined' ? undefined : navigator.locks
const channel = locks && typeof BroadcastChannel !== 'undefined' ? new BroadcastChannel(name) : undefined

let version: number | undefined
/** What was said while nobody listened is not known: everything is asked again, which costs little where nothing changed. */
const askAgain = () => void queryClient.invalidateQueries()

const hear = (word: Word) => {
  if (word.is === 'connection') {
    const back = state.connection === 'lost' && word.connection === 'open'
    set({ connection: word.connection, ...(word.connection === 'lost' ? { progress: {}, databaseAway: false } : {}) })
    if (back) askAgain()
  } else if (word.is === 'database') {
    set({ databaseAway: word.away })
    if (!word.away) askAgain()
  } else if (word.is === 'data') {
    if (word.version === version) return
    version = word.version
    askAgain()
  } else if (word.is === 'progress') {
    set({ progress: { ...state.progress, [word.step.file ?? word.step.task]: word.step } })
  } else if (word.is === 'missed') askAgain()
  // a whole new page: nothing of what was on screen stays in memory
  else if (word.is === 'rows') location.reload()
}
const tell = (word: Word) => {
  channel?.postMessage(word)
  hear(word)
}

let source: EventSource | undefined
let retry: ReturnType<typeof setTimeout> | undefined
/** The others have heard another tab before this one. */
let tookOver = false

const body = <T>(event: MessageEvent<string>) => JSON.parse(event.data) as T

/** The browser reconnects by itself, except after an HTTP error. */
const listen = () => {
  source?.close()
  clearTimeout(retry)
  source = new EventSource('/api/live')
  source.onopen = () => {
    tell({ is: 'connection', connection: 'open' })
    if (tookOver) tell({ is: 'missed' })
    tookOver = false
  }
  source.onerror = () => {
    tell({ is: 'connection', connection: 'lost' })
    if (source?.readyState !== EventSource.CLOSED) return
    // refused: what is on screen is asked again, and so finds out whether one is still signed in
    askAgain()
    retry = setTimeout(listen, 4000)
  }
  source.addEventListener('data', event => tell({ is: 'data', ...body<{ version: number }>(event) }))
  source.addEventListener('database', event => tell({ is: 'database', ...body<{ away: boolean }>(event) }))
  // answers that had to do without a model are worth asking again
  source.addEventListener('models', () => tell({ is: 'missed' }))
  source.addEventListener('rows', () => tell({ is: 'rows' }))
  source.addEventListener('progress', event => tell({ is: 'progress', step: body<Progress>(event) }))
}

let connected = false

/** Opens the connection, here or in the tab that has it; called when the application starts, and to try once more. */
export const connect = () => {
  if (!locks || !channel || source) return listen()
  if (connected) return channel.postMessage({ is: 'again' } satisfies Word)
  connected = true
  channel.onmessage = ({ data: word }: MessageEvent<Word>) => {
    if (word.is === 'hello' || word.is === 'again') {
      if (!source) return
      if (word.is === 'again') return listen()
      channel.postMessage({ is: 'connection', connection: state.connection } satisfies Word)
      if (state.databaseAway) channel.postMessage({ is: 'database', away: true } satisfies Word)
    } else {
      tookOver = true
      hear(word)
    }
  }
  channel.postMessage({ is: 'hello' } satisfies Word)
  // held until the tab is closed: the next one in line goes on
  void locks.request(name, () => {
    listen()
    return new Promise<never>(() => {})
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
