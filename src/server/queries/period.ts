import { toPips } from '../money.ts'
import { localParts } from '../time/clock.ts'
import { addDays, daysIn, endsMonth, fromParts, parts, toDay, toNumber, type Window } from '../time/calendar.ts'
import type { Workspace } from '../workspace.ts'
import { type AskedComparison, type Comparison, comparisonFor, earlier } from './comparison.ts'

/** The only meaning of windows, buckets and changes. Days are business dates ('YYYY-MM-DD') in the workspace's zone. */
export type Granularity = 'day' | 'week' | 'month' | 'quarter' | 'year'
export type Bucket = Window & { partial: boolean }

export type Windows = {
  /** The current business date. */
  today: string
  /** "Today" of every default: the newest day of the data if that is older than 35 days. */
  asOfDay: string
  range: Window
  comparison: Comparison | null
}

/** The windows, with only what is known to compare with. */
export type Period = Windows & {
  /** What was asked to compare with, but lies before the data begins. */
  unknown: Comparison | null
  /** The first day of the data; null without. */
  firstOn: string | null
}

const longestQuiet = 35
const defaultDays = 30

/** The current date, or the newest day of the data if that is older than 35 days: old files stay useful. */
export const asOfDay = (today: string, newestOn: string | null): string =>
  newestOn !== null && toNumber(newestOn) < toNumber(today) - longestQuiet ? newestOn : today

type Asked = AskedComparison & { start_date?: string | undefined; end_date?: string | undefined }

/** The windows of a question. With one date only, the other follows from the default: to the as-of day, or 30 days. */
export const resolvePeriod = (asked: Asked, now: Date, workspace: Workspace, newestOn: string | null): Windows => {
  const { date: today, time: second } = localParts(now, workspace.timezone)
  const time = second.slice(0, 5)
  const asOf = asOfDay(today, newestOn)
  const given = asked.start_date
  const end = asked.end_date ?? (given && given > asOf ? given : asOf)
  // before the first day there is no date that sorts as text
  const range = { start: given ?? (end < '0001-02-01' ? '0001-01-01' : addDays(end, 1 - defaultDays)), end }
  const comparison = comparisonFor(range, asked, asOf, asOf === today ? time : null, workspace)
  return { today, asOfDay: asOf, range, comparison }
}

/** What was before the first day of the data is not known, and not zero: nothing is compared with it. */
export const knownFrom = (windows: Windows, firstOn: string | null): Period => {
  const { comparison } = windows
  if (!comparison || (firstOn !== null && comparison.end >= firstOn)) return { ...windows, unknown: null, firstOn }
  return { ...windows, comparison: null, unknown: { ...comparison, cutAt: null }, firstOn }
}

const bucketStart = (day: string, granularity: Granularity, { weekStart, fiscalMonth }: Workspace): number => {
  const number = toNumber(day)
  const { year, month } = parts(day)
  if (granularity === 'day') return number
  // 1970-01-01 was a Thursday, the fourth day of a week from Monday
  if (granularity === 'week') return number - ((((number + 3 - (weekStart - 1)) % 7) + 7) % 7)
  if (granularity === 'month') return fromParts(year, month, 1)
  const length = granularity === 'quarter' ? 3 : 12
  return fromParts(year, month - ((((month - fiscalMonth) % length) + length) % length), 1)
}

const monthsOf = { month: 1, quarter: 3, year: 12 }

const nextStart = (start: number, granularity: Granularity): number => {
  if (granularity === 'day') return start + 1
  if (granularity === 'week') return start + 7
  const date = new Date(start * 86_400_000)
  return fromParts(date.getUTCFullYear(), date.getUTCMonth() + 1 + monthsOf[granularity], 1)
}

/** Every bucket of a window, in order, cut to it. Partial: the window cuts it, or it is not over today. */
export const bucketsOf = (window: Window, granularity: Granularity, workspace: Workspace, today: string): Bucket[] => {
  const [first, last, now] = [toNumber(window.start), toNumber(window.end), toNumber(today)]
  const buckets: Bucket[] = []
  for (let start = bucketStart(window.start, granularity, workspace); start <= last;) {
    const next = nextStart(start, granularity)
    const partial = start < first || next - 1 > last || next - 1 >= now
    buckets.push({ start: toDay(Math.max(start, first)), end: toDay(Math.min(next - 1, last)), partial })
    start = next
  }
  return buckets
}

/**
 * The finest granularity that a chart shows legibly: days swing with the weekday, so two months of them at most; a year
 * is read by its months, of which there are about 120 at most.
 */
export const defaultGranularity = (window: Window): Granularity => {
  const days = daysIn(window)
  if (days <= 62) return 'day'
  if (days < 360) return 'week'
  if (days <= 120 * 31) return 'month'
  return days <= 30 * 366 ? 'quarter' : 'year'
}

/**
 * The part of the comparison in the same place as each bucket of the range: of days each its like, of longer buckets
 * all that lies between the ends of two.
 * null where there is none: 29 February a year later has no day of its own (its year's 28 February belongs to the
 * 28th), and nothing is compared with days to come.
 */
export const bucketsBefore = (comparison: Comparison, buckets: Window[]): (Window | null)[] => {
  const daily = buckets.every(({ start, end }) => start === end)
  let next = comparison.start
  return buckets.map(bucket => {
    const place = earlier(bucket.end, comparison.back, !daily && endsMonth(bucket.end))
    const end = place < comparison.end ? place : comparison.end
    if (end < next || (daily && end < place)) return null
    const before = { start: daily ? end : next, end }
    next = addDays(end, 1)
    return before
  })
}

/** How many days of the comparison lie in no place of those: the 31st beside a month of 30 days. */
export const daysApart = (comparison: Comparison, places: (Window | null)[]): number =>
  places.reduce((rest, place) => rest - (place ? daysIn(place) : 0), daysIn(comparison))

/** No more decimals than asked, and no negative zero. */
export const rounded = (value: number, decimals: number): number => {
  const factor = 10 ** decimals
  return Math.sign(value) * (Math.round(Math.abs(value) * factor * (1 + Number.EPSILON)) / factor) || 0
}

export const difference = (value: number | null, previous: number | null): number | null =>
  value === null || previous === null ? null : rounded(value - previous, 4)

/** change ÷ |comparison| × 100, one decimal; null when the comparison is 0 or not known. */
export const changePercent = (value: number | null, previous: number | null): number | null => {
  const change = difference(value, previous)
  return change === null || previous === null || previous === 0 ? null : rounded((change / Math.abs(previous)) * 100, 1)
}

/** Changes of rates are in percentage points. */
export const changePoints = (value: number | null, previous: number | null): number | null =>
  value === null || previous === null ? null : rounded(value - previous, 2)

/**
 * Percentages of a whole with two decimals that sum to exactly 100 (largest remainder); null when the whole is not
 * above zero.
 */
export const percentages = (values: number[]): (number | null)[] => {
  const pips = values.map(toPips)
  const whole = pips.reduce((sum, value) => sum + value, 0)
  if (whole <= 0) return values.map(() => null)
  const exact = pips.map(value => (value / whole) * 10_000)
  const parts = exact.map(Math.floor)
  const order = exact.map((value, i) => ({ i, rest: value - parts[i]! })).sort((a, b) => b.rest - a.rest || a.i - b.i)
  const missing = 10_000 - parts.reduce((sum, value) => sum + value, 0)
  for (const { i } of order.slice(0, missing)) parts[i]! += 1
  return parts.map(part => part / 100)
}
