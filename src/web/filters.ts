/**
 * The whole state of a page ⇄ short readable URL parameters:
 * `?range=90d` or `?from=2026-11-01&to=2026-11-22`, `vs=year` and `match=date` (comparing.ts), `by=week`, and
 * `category`, `region`, `channel`, `segment` once per value, or `region_not` and the like for all but these.
 * What is at its default is not in the URL.
 */
import { useMemo } from 'react'
import { useSearchParams } from 'react-router'
import { api } from '#contract'
import { addDays, addMonths, isDay, shift } from './calendar.ts'
import { useApi } from './api.ts'
import {
  type Compare,
  type Comparing,
  comparingQuestion,
  type ComparingQuestion,
  isAmiss,
  isMatch,
  type Match,
  readCompare,
  writeCompare,
} from './comparing.ts'
import type { Grain } from './format.ts'

export const presets = {
  today: 'Today',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
  '90d': 'Last 90 days',
  mtd: 'Month to date',
  lastmonth: 'Last month',
  ytd: 'Year to date',
  lastyear: 'Last year',
  '12m': 'Last 12 months',
  all: 'All time',
} as const
export type Preset = keyof typeof presets
export type Window = { start: string; end: string }
export const dimensions = ['category', 'region', 'channel', 'segment'] as const
export type Dimension = (typeof dimensions)[number]
export const dimensionNames: Record<Dimension, string> = {
  category: 'Category',
  region: 'Region',
  channel: 'Channel',
  segment: 'Segment',
}
/** Only these values of a dimension, or all but these. */
type FilterName = Dimension | `${Dimension}_not`
export const filterNames = dimensions.flatMap((name): FilterName[] => [name, `${name}_not`])
export type Filters = Record<FilterName, string[]>

type PageState = { range: Preset | Window; granularity: Grain | undefined; filters: Filters } & Comparing

const grains: readonly string[] = ['day', 'week', 'month', 'quarter', 'year']
const shared = ['range', 'from', 'to', 'vs', 'match', 'by', ...filterNames]

const readFilters = (params: URLSearchParams): Filters => {
  const values = (name: FilterName) => [...new Set(params.getAll(name).filter(Boolean))]
  const all = Object.fromEntries(filterNames.map(name => [name, values(name)])) as Filters
  // of a dimension it is one or the other
  for (const name of dimensions) if (all[name].length) all[`${name}_not`] = []
  return all
}

export const readState = (params: URLSearchParams): PageState => {
  const said = (name: string) => params.get(name) ?? ''
  const [from, to, range, match, by] = [said('from'), said('to'), said('range'), said('match'), said('by')]
  return {
    range:
      isDay(from) && isDay(to) && from <= to ? { start: from, end: to } : range in presets ? (range as Preset) : '30d',
    compare: readCompare(said('vs')) ?? 'previous_period',
    match: isMatch(match) ? match : undefined,
    granularity: grains.includes(by) ? (by as Grain) : undefined,
    filters: readFilters(params),
  }
}

/** What the address says but nothing understands, such as `range=banana`; the defaults stand for it. */
const notUnderstood = (params: URLSearchParams): string[] => {
  const { range } = readState(params)
  const dates = typeof range === 'object'
  const wrong: Record<string, boolean> = {
    range: !dates && !((params.get('range') ?? '') in presets),
    from: !dates,
    to: !dates,
    vs: readCompare(params.get('vs') ?? '') === null,
    match: !isMatch(params.get('match') ?? ''),
    by: !grains.includes(params.get('by') ?? ''),
  }
  return Object.keys(wrong)
    .filter(name => wrong[name] && params.get(name))
    .map(name => `${name}=${params.get(name)?.slice(0, 30)}`)
}

/** Writes the state into a copy of `params`; a page's own parameters stay. */
export const writeState = (state: PageState, params: URLSearchParams) => {
  const next = new URLSearchParams(params)
  for (const name of shared) next.delete(name)
  if (typeof state.range === 'object') {
    next.set('from', state.range.start)
    next.set('to', state.range.end)
  } else if (state.range !== '30d') next.set('range', state.range)
  const vs = writeCompare(state.compare)
  if (vs) next.set('vs', vs)
  if (state.match) next.set('match', state.match)
  if (state.granularity) next.set('by', state.granularity)
  for (const name of filterNames) for (const value of state.filters[name]) next.append(name, value)
  return next
}

/** What goes along from page to page: `?…` or nothing. */
export const sharedSearch = (params: URLSearchParams) => {
  const text = writeState(readState(params), new URLSearchParams()).toString()
  return text ? `?${text}` : ''
}

const monthBefore = (day: string): Window => {
  const first = `${day.slice(0, 8)}01`
  return { start: addMonths(first, -1), end: addDays(first, -1) }
}

/** The days a preset means; null while the as-of day (or the first day of the data) is not known. */
export const resolveRange = (
  range: Preset | Window,
  asOfDay: string | undefined,
  span: Window | null,
): Window | null => {
  if (typeof range === 'object') return range
  if (!asOfDay) return null
  const year = Number(asOfDay.slice(0, 4))
  switch (range) {
    case 'today':
      return { start: asOfDay, end: asOfDay }
    case '7d':
      return { start: addDays(asOfDay, -6), end: asOfDay }
    case '30d':
      return { start: addDays(asOfDay, -29), end: asOfDay }
    case '90d':
      return { start: addDays(asOfDay, -89), end: asOfDay }
    case 'mtd':
      return { start: `${asOfDay.slice(0, 8)}01`, end: asOfDay }
    case 'lastmonth':
      return monthBefore(asOfDay)
    case 'ytd':
      return { start: `${year}-01-01`, end: asOfDay }
    case 'lastyear':
      return { start: `${year - 1}-01-01`, end: `${year - 1}-12-31` }
    case '12m':
      return { start: addDays(addMonths(asOfDay, -12), 1), end: asOfDay }
    case 'all':
      return span
        ? { start: span.start, end: span.end > asOfDay ? span.end : asOfDay }
        : { start: asOfDay, end: asOfDay }
  }
}

/** What comes before and after a preset, where that has a name of its own. */
const neighbours: Record<1 | -1, Partial<Record<Preset, Preset>>> = {
  [-1]: { mtd: 'lastmonth', ytd: 'lastyear' },
  1: { lastmonth: 'mtd', lastyear: 'ytd' },
}

/** `filters` and `range` as the API takes them; what is at the server's default is not said. */
export type Question = { start_date?: string; end_date?: string } & ComparingQuestion & Partial<Filters>

const questionOf = (state: PageState, window: Window | null): Question => ({
  ...(state.range !== '30d' && window ? { start_date: window.start, end_date: window.end } : {}),
  ...comparingQuestion(state, window),
  ...Object.fromEntries(
    filterNames.filter(name => state.filters[name].length).map(name => [name, state.filters[name]]),
  ),
})

const opposite = (name: FilterName): FilterName =>
  name.endsWith('_not') ? (name.slice(0, -'_not'.length) as Dimension) : (`${name}_not` as FilterName)

const withFilter = (filters: Filters, name: FilterName, values: string[]): Filters => ({
  ...filters,
  [opposite(name)]: [],
  [name]: values,
})

export const toggled = (filters: Filters, name: FilterName, value: string): Filters =>
  withFilter(
    filters,
    name,
    filters[name].includes(value) ? filters[name].filter(other => other !== value) : [...filters[name], value],
  )

/** A click on a value: it alone, or all again where it was alone; `adding`, one more or one less. */
export const chosen = (filters: Filters, name: Dimension, value: string, adding: boolean): Filters => {
  if (adding) return toggled(filters, name, value)
  const alone = filters[name].length === 1 && filters[name][0] === value
  return withFilter(filters, name, alone ? [] : [value])
}

/** The values of a dimension that the page is about; null: all of them. */
export const isChosen = (filters: Filters, name: Dimension): ((value: string) => boolean) | null => {
  const [these, not] = [filters[name], filters[`${name}_not`]]
  if (these.length) return value => these.includes(value)
  return not.length ? value => !not.includes(value) : null
}

/** The question without what it asks of one dimension: all its values, with figures of their own. */
export const withoutFilter = (question: Question, name: Dimension): Question => {
  const { [name]: _, [`${name}_not` as const]: __, ...others } = question
  return others
}

/** A state that goes along, without what it excludes of a dimension: one value of it is about to be named. */
export const withoutExclusion = (carried: string, name: Dimension) => {
  const params = new URLSearchParams(carried)
  params.delete(`${name}_not`)
  return params.toString()
}

const noFilters = Object.fromEntries(filterNames.map(name => [name, [] as string[]])) as Filters

/** An answer's comparison, where there is data to compare with. */
export const knownComparison = <Compared extends { known: boolean }>(comparison: Compared | null): Compared | null =>
  comparison?.known ? comparison : null

/** The page's state, the API question it asks, and the ways to change it. */
export const usePageState = () => {
  const [params, setParams] = useSearchParams()
  const loaded = useApi(api.data.loaded)
  const data = loaded.data?.data
  return useMemo(() => {
    const state = readState(params)
    // orders say how far the data reaches; without any, deals do
    const [orders, deals] = ['transactions', 'pipeline'].map(name => data?.tables.find(({ table }) => table === name))
    const facts = orders?.first ? orders : deals
    const span = facts?.first && facts.last ? { start: facts.first, end: facts.last } : null
    const window = resolveRange(state.range, data?.asOfDay, span)
    // Back undoes a change of the page; the same change twice leaves one entry.
    const change = (next: Partial<PageState>) =>
      setParams(before => writeState({ ...readState(before), ...next }, before), { preventScrollReset: true })
    const shifted = (direction: 1 | -1) =>
      (typeof state.range === 'string' && neighbours[direction][state.range]) ||
      (window && shift(window.start, window.end, direction))
    return {
      ...state,
      notUnderstood: notUnderstood(params),
      /** The first and last day; null while the as-of day is not known. */
      window,
      /** Days with data; null without. */
      span,
      asOfDay: data?.asOfDay ?? null,
      /** The data ended long ago: the as-of day is its last. */
      dataEnded: data?.dataEnded ?? false,
      /** The range has not begun. */
      ahead: window !== null && data !== undefined && window.start > data.asOfDay,
      /** For the API: range, comparison, filters. Granularity is apart, as not every endpoint takes it. */
      question: questionOf(state, window),
      /** false while the range cannot be turned into days; the layout shows a skeleton then, so pages need not care. */
      ready: window !== null || (state.range === '30d' && typeof state.compare === 'string'),
      /** How comparisons are found: as the address says it, else as the workspace has it. */
      matched: state.match ?? data?.workspace.compareMatch ?? 'weekday',
      /** The days chosen to compare with do not lie before the range: nothing is compared. */
      comparesAmiss: isAmiss(state.compare, window),
      filterCount: filterNames.reduce((sum, name) => sum + state.filters[name].length, 0),
      setRange: (range: Preset | Window) => change({ range }),
      setCompare: (compare: Compare) => change({ compare }),
      /** The workspace's own way is not said in the address. */
      setMatch: (match: Match) => change({ match: match === data?.workspace.compareMatch ? undefined : match }),
      setGranularity: (granularity: Grain | undefined) => change({ granularity }),
      setFilter: (name: FilterName, values: string[]) => change({ filters: withFilter(state.filters, name, values) }),
      chooseFilter: (name: Dimension, value: string, adding: boolean) =>
        change({ filters: chosen(state.filters, name, value, adding) }),
      toggleFilter: (name: FilterName, value: string) => change({ filters: toggled(state.filters, name, value) }),
      clearFilters: () => change({ filters: noFilters }),
      canShift: (direction: 1 | -1) => {
        const next = shifted(direction)
        const to = next && resolveRange(next, data?.asOfDay, span)
        return (
          to !== null && (direction === -1 ? !span || to.end >= span.start : to.start <= (data?.asOfDay ?? to.start))
        )
      },
      shiftRange: (direction: 1 | -1) => {
        const to = shifted(direction)
        if (to) change({ range: to })
      },
      /** `?…` to carry range, comparison and filters to another page. */
      carried: sharedSearch(params),
    }
  }, [params, data, setParams])
}
