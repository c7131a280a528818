import { ApiError } from '../errors.ts'
import {
  addDays,
  daysIn,
  endsMonth,
  fromParts,
  monthAfter,
  monthsEarlier,
  parts,
  toDay,
  toNumber,
  type Window,
} from '../time/calendar.ts'
import type { Workspace } from '../workspace.ts'

/** The only meaning of "what a window is compared with": like with like (docs/metrics.md). */
export type Kind = 'previous_period' | 'previous_year' | 'custom'
export type Match = Workspace['compareMatch']

/** How far back a day's like lies: so many days, or the same date so many months before. */
export type Back = { days: number } | { months: number }

/**
 * `match`: null for days that were chosen. `calendar`: the same part of an earlier month, quarter or year.
 * `wholeMonths`: where the last day is a month's last, so is its like.
 */
export type Comparison = Window & {
  kind: Kind
  match: Match | null
  calendar: boolean
  back: Back
  wholeMonths: boolean
  cutAt: string | null
}

export type AskedComparison = {
  compare: Kind | 'none'
  match?: Match | undefined
  compare_start?: string | undefined
  compare_end?: string | undefined
}

const firstDay = '0001-01-01'
const yearOfWeeks = 52 * 7

/** A day's like. `lastStays`: the last day of a month is like the last of another. */
export const earlier = (day: string, back: Back, lastStays: boolean): string => {
  if ('days' in back) return addDays(day, -back.days)
  const same = monthsEarlier(day, back.months)
  return lastStays ? toDay(monthAfter(toNumber(`${same.slice(0, 8)}01`)) - 1) : same
}

/** The window before, by the rule of a comparison; null where the calendar has no such window. */
export const windowBefore = (
  { start, end }: Window,
  { back, wholeMonths }: Pick<Comparison, 'back' | 'wholeMonths'>,
): Window | null => {
  const first = earlier(start, back, false)
  return first < firstDay ? null : { start: first, end: earlier(end, back, wholeMonths && endsMonth(end)) }
}

const monthNumber = (day: string): number => parts(day).year * 12 + parts(day).month

/** Of the month, quarter or year that begins with a day: how many months it has. Quarters and years are the fiscal ones; the calendar's year is one, too. */
const unitsFrom = (start: string, fiscalMonth: number): number[] => {
  if (!start.endsWith('-01')) return []
  const place = (((parts(start).month - fiscalMonth) % 12) + 12) % 12
  return [1, ...(place % 3 === 0 ? [3] : []), ...(place === 0 || start.slice(5) === '01-01' ? [12] : [])]
}

const lastOf = (start: string, months: number): string => {
  const { year, month } = parts(start)
  return addDays(toDay(fromParts(year, month + months, 1)), -1)
}

/**
 * How many months before a calendar range the like of it lies; null for any other range. One is a month, quarter or
 * year, whole or up to the as-of day: the shortest that holds it. So are several whole months. One day is a day, also
 * on the first of a month.
 */
export const calendarMonths = ({ start, end }: Window, asOf: string, fiscalMonth: number): number | null => {
  if (start === end) return null
  const unit = unitsFrom(start, fiscalMonth).find(months => end <= lastOf(start, months))
  if (unit !== undefined && (end >= asOf || end === lastOf(start, unit))) return unit
  return start.endsWith('-01') && endsMonth(end) ? monthNumber(end) - monthNumber(start) + 1 : null
}

type Rule = Pick<Comparison, 'back' | 'match' | 'calendar'>

/** `passed`: what there is of the range so far. */
const ruleFor = (
  kind: 'previous_period' | 'previous_year',
  passed: Window,
  months: number | null,
  match: Match,
): Rule => {
  if (months !== null)
    return { back: { months: kind === 'previous_year' ? 12 : months }, match: 'date', calendar: true }
  const rule = { match, calendar: false }
  if (kind === 'previous_year') return { ...rule, back: match === 'weekday' ? { days: yearOfWeeks } : { months: 12 } }
  const days = daysIn(passed)
  return { ...rule, back: { days: match === 'weekday' ? Math.ceil(days / 7) * 7 : days } }
}

/**
 * Half a day is compared with half a day; a day that the shorter month does not have is like its last, which counts
 * whole.
 */
const cutOf = (passed: Window, before: Window, back: Back, time: string | null): string | null => {
  const shorter = 'months' in back && parts(before.end).date < parts(passed.end).date
  return shorter && passed.start !== passed.end ? null : time
}

/** Days that were chosen: of a range that is not over, as many of them count as have passed of it. */
const chosen = (range: Window, passed: Window, asked: Window, time: string | null): Comparison => {
  const { start, end } = asked
  const back: Back =
    parts(start).date === parts(range.start).date
      ? { months: monthNumber(range.start) - monthNumber(start) }
      : { days: toNumber(range.start) - toNumber(start) }
  const like = earlier(passed.end, back, false)
  const goesOn = like <= end && (passed.end < range.end || time !== null)
  const window = { start, end: goesOn ? like : end }
  const cutAt = goesOn ? cutOf(passed, window, back, time) : null
  return { kind: 'custom', match: null, calendar: false, ...window, back, wholeMonths: false, cutAt }
}

/** The days that were chosen, which lie before the range: what came later explains no change. */
const daysChosen = (range: Window, { compare_start: start, compare_end: end }: AskedComparison): Window => {
  if (start !== undefined && end !== undefined && end < range.start) return { start, end }
  throw new ApiError(
    400,
    'bad_request',
    `compare_end: expected a day before the range ${range.start} to ${range.end}, got ${end}`,
  )
}

/**
 * To-date rule: only what has passed of a range is compared, half a month with half a month and half a day (`time` of
 * the as-of day) with half a day.
 */
export const comparisonFor = (
  range: Window,
  asked: AskedComparison,
  asOf: string,
  time: string | null,
  { compareMatch, fiscalMonth }: Pick<Workspace, 'compareMatch' | 'fiscalMonth'>,
): Comparison | null => {
  const { compare, match } = asked
  if (compare === 'none') return null
  const days = compare === 'custom' ? daysChosen(range, asked) : null
  if (range.start > asOf) return null
  const passed = { start: range.start, end: range.end < asOf ? range.end : asOf }
  const over = range.end < asOf || time === null
  if (days) return chosen(range, passed, days, over ? null : time)
  const kind = compare === 'previous_year' ? compare : 'previous_period'
  const rule = ruleFor(kind, passed, calendarMonths(range, asOf, fiscalMonth), match ?? compareMatch)
  const wholeMonths = rule.calendar && over
  const window = windowBefore(passed, { ...rule, wholeMonths })
  if (!window) return null
  const cutAt = over ? null : cutOf(passed, window, rule.back, time)
  return { kind, ...rule, ...window, wholeMonths, cutAt }
}
