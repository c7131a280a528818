import { useEffect, useRef } from 'react'
import type { Preset } from '../filters.ts'
import { pages } from './pages.ts'

export const presetKeys: Record<Preset, string> = {
  today: 'd',
  '7d': 'w',
  '30d': 't',
  '90d': 'n',
  mtd: 'm',
  lastmonth: '',
  ytd: 'y',
  lastyear: '',
  '12m': 'l',
  all: 'a',
}

export type Action =
  | { do: 'preset'; preset: Preset }
  | { do: 'go'; path: string }
  | { do: 'shift'; direction: 1 | -1 }
  | { do: 'custom' | 'comparison' | 'granularity' | 'search' | 'clear' | 'palette' | 'list' }

const single: Record<string, Action> = {
  ...Object.fromEntries(
    (Object.keys(presetKeys) as Preset[])
      .filter(preset => presetKeys[preset])
      .map(preset => [presetKeys[preset], { do: 'preset', preset }]),
  ),
  c: { do: 'custom' },
  x: { do: 'comparison' },
  i: { do: 'granularity' },
  '/': { do: 'search' },
  '?': { do: 'list' },
  escape: { do: 'clear' },
  arrowleft: { do: 'shift', direction: -1 },
  arrowright: { do: 'shift', direction: 1 },
}

/** How long after G the second key counts. */
const secondKeyWithin = 1500

const typing = 'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable=true]'
/** Things that are open and listen for themselves. */
const floating = '[role=dialog], [role=menu], [role=listbox]'
/** Things that have their own use for the arrow keys. */
const keyed = '[data-keys], [role=application], [role=grid], [role=radiogroup], input'

/** Turns key presses into actions; the one state is whether G came just before. */
export const shortcutReader = () => {
  let goUntil = 0
  return (
    event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'defaultPrevented' | 'timeStamp' | 'target'>,
  ): Action | undefined => {
    const { key, ctrlKey, metaKey, altKey, timeStamp } = event
    const pressed = key.toLowerCase()
    const target = event.target instanceof Element ? event.target : null
    if ((ctrlKey || metaKey) && !altKey && pressed === 'k') return { do: 'palette' }
    if (ctrlKey || metaKey || altKey || event.defaultPrevented || target?.closest(typing) || target?.closest(floating))
      return undefined
    if (timeStamp < goUntil) {
      goUntil = 0
      const page = pages.find(one => one.key === pressed)
      return page && { do: 'go', path: page.path }
    }
    if (pressed === 'g') {
      goUntil = timeStamp + secondKeyWithin
      return undefined
    }
    if (pressed.startsWith('arrow') && target?.closest(keyed)) return undefined
    return single[pressed]
  }
}

/** Listens on the whole document while the component lives. */
export const useShortcuts = (act: (action: Action) => void) => {
  const latest = useRef(act)
  useEffect(() => {
    latest.current = act
  })
  useEffect(() => {
    const read = shortcutReader()
    const listen = (event: KeyboardEvent) => {
      const action = read(event)
      if (!action) return
      event.preventDefault()
      latest.current(action)
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
}

const onMac = /Mac|iPhone|iPad/.test(navigator.userAgent)

/** For the list behind "?": groups of keys and what they do. */
export const shortcutList = (): { group: string; keys: { keys: string[]; does: string }[] }[] => [
  {
    group: 'Date range',
    keys: [
      { keys: ['D'], does: 'Today' },
      { keys: ['W'], does: 'Last 7 days' },
      { keys: ['T'], does: 'Last 30 days' },
      { keys: ['N'], does: 'Last 90 days' },
      { keys: ['M'], does: 'Month to date' },
      { keys: ['Y'], does: 'Year to date' },
      { keys: ['L'], does: 'Last 12 months' },
      { keys: ['A'], does: 'All time' },
      { keys: ['C'], does: 'Custom dates' },
      { keys: ['←'], does: 'Earlier range' },
      { keys: ['→'], does: 'Later range' },
    ],
  },
  {
    group: 'View',
    keys: [
      { keys: ['X'], does: 'Next comparison' },
      { keys: ['I'], does: 'Next interval' },
      { keys: ['/'], does: 'Search' },
      { keys: ['Esc'], does: 'Clear the filters' },
    ],
  },
  {
    group: 'Go to',
    keys: [
      { keys: [onMac ? '⌘ K' : 'Ctrl K'], does: 'Command palette' },
      ...pages.filter(page => page.key).map(page => ({ keys: ['G', page.key?.toUpperCase() ?? ''], does: page.title })),
      { keys: ['?'], does: 'This list' },
    ],
  },
]
