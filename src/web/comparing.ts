/** What a range is compared with, as the address has it: `vs=year`, `vs=none` or `vs=2026-10-01..2026-10-31`, and `match=weekday|date`. */
import type { Meta } from '#contract'
import { isDay } from './calendar.ts'

type Days = { start: string; end: string }

/** In the order of the key X; days of one's own are chosen in the control. */
export const comparisons = {
  previous_period: 'previous period',
  previous_year: 'previous year',
  none: 'no comparison',
} as const
export type Compare = keyof typeof comparisons | Days
export const matches = { weekday: 'Weekdays', date: 'Dates' } as const
export type Match = keyof typeof matches

export type Comparing = { compare: Compare; match: Match | undefined }

export const readCompare = (vs: string): Compare | null => {
  if (vs === 'year') return 'previous_year'
  if (vs === 'none') return 'none'
  const [start = '', end = '', ...more] = vs.split('..')
  return isDay(start) && isDay(end) && start <= end && more.length === 0 ? { start, end } : null
}

/** null: at its default, which the address does not say. */
export const writeCompare = (compare: Compare): string | null => {
  if (typeof compare === 'object') return `${compare.start}..${compare.end}`
  return compare === 'previous_period' ? null : compare === 'none' ? 'none' : 'year'
}

export const isMatch = (text: string): text is Match => text in matches

/** Days of one's own lie before the range: what came later explains no change. */
export const isAmiss = (compare: Compare, range: Days | null): boolean =>
  typeof compare === 'object' && range !== null && compare.end >= range.start

/** As the API takes it; what is at the server's default is not said. */
export type ComparingQuestion = {
  compare?: 'previous_year' | 'custom' | 'none'
  match?: Match
  compare_start?: string
  compare_end?: string
}

export const comparingQuestion = ({ compare, match }: Comparing, range: Days | null): ComparingQuestion => {
  if (compare === 'none' || isAmiss(compare, range)) return { compare: 'none' }
  if (typeof compare === 'object') return { compare: 'custom', compare_start: compare.start, compare_end: compare.end }
  return { ...(compare === 'previous_year' ? { compare } : {}), ...(match ? { match } : {}) }
}

/** For what is never compared: laid over a question, nothing of its comparison is left. */
export const uncompared = {
  compare: 'none',
  match: undefined,
  compare_start: undefined,
  compare_end: undefined,
} as const

type Answered = NonNullable<Meta['comparison']>

const words = { previous_period: 'the previous period', previous_year: 'the year before', custom: 'the days chosen' }

/** What a chart's second line is. */
export const comparisonWords = (comparison: Pick<Answered, 'kind'> | null): string =>
  words[comparison?.kind ?? 'previous_period']
