import { nowcast } from '#stats/series/nowcast.ts'
import { monthAfter } from '../../time/calendar.ts'

/**
 * A month so far: sums of its finished days, its first day's weekday (0 Monday), its length, and what was forecast of
 * it before it began.
 */
export type MonthBegun = { days: number[]; first: number; length: number; forecast: number }

/** A past month, whole. */
export type PastMonth = { days: number[]; first: number; forecast: number }

/** `width`: how much is left of the forecast's own band, 0–1. */
export type Outlook = { mean: number; elapsed: number; weight: number; width: number }

/**
 * `profile`: the weekdays' weights; `error`: relative error of the forecast one month ahead, null where there is none.
 */
type Pace = { profile: number[]; error: number | null }

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)

const byWeekdays = ({ days, first, length, forecast }: MonthBegun, { profile, error }: Pace): Outlook => {
  // a bound of a known distance says how much is left of any
  const distance = Math.abs(forecast) || 1
  const { mean, upper, elapsed, weight } = nowcast({
    days,
    first,
    length,
    profile,
    month: { mean: forecast, lower: [forecast - distance], upper: [forecast + distance] },
    ...(error === null ? {} : { error }),
  })
  return { mean, elapsed, weight, width: (upper[0]! - mean) / distance }
}

/** How many days of a past month stand where the open one stands. */
const reached = ({ days, length }: MonthBegun, past: PastMonth) => Math.round((days.length / length) * past.days.length)

/** The part of a month that came after the day that is reached, 0–1. */
const left = (month: MonthBegun, past: PastMonth) => {
  const share = sum(past.days.slice(reached(month, past))) / sum(past.days)
  return Math.min(1, Math.max(0, share))
}

/**
 * The rest as past months had it, of what was forecast: for companies that sell by the calendar (invoices on the first,
 * one order a month). One more month that sells evenly is counted among them, so that nothing is taken for certain that
 * has merely never happened.
 */
const byPastMonths = (month: MonthBegun, past: PastMonth[]): Outlook => {
  const even = 1 - month.days.length / month.length
  const rest = (sum(past.map(one => left(month, one))) + even) / (past.length + 1)
  return { mean: sum(month.days) + rest * month.forecast, elapsed: 1 - rest, weight: 0, width: Math.sqrt(rest) }
}

const fewestMonths = 3

/**
 * The month as it should end: by its weekdays or as past months went, whichever would have come closer at the same day
 * of the past months.
 */
export const outlookOf = (month: MonthBegun, months: PastMonth[], pace: Pace): Outlook => {
  const past = months.filter(({ days }) => sum(days) > 0)
  const weekdays = byWeekdays(month, pace)
  if (past.length < fewestMonths) return weekdays
  let [ofWeekdays, ofMonths] = [0, 0]
  for (const one of past) {
    const then = { ...one, days: one.days.slice(0, reached(month, one)), length: one.days.length }
    const others = past.filter(other => other !== one)
    ofWeekdays += Math.abs(byWeekdays(then, pace).mean - sum(one.days))
    ofMonths += Math.abs(byPastMonths(then, others).mean - sum(one.days))
  }
  return ofMonths < ofWeekdays ? byPastMonths(month, past) : weekdays
}

/** The whole months of some days in a row, each with its forecast. */
export const wholeMonths = (
  months: number[],
  days: number[],
  firstDay: number,
  weekdayOf: (day: number) => number,
  forecastOf: (month: number) => number,
): PastMonth[] =>
  months.flatMap(month => {
    const from = month - firstDay
    const own = days.slice(from, from + monthAfter(month) - month)
    return from >= 0 && own.length === monthAfter(month) - month
      ? [{ days: own, first: weekdayOf(month), forecast: forecastOf(month) }]
      : []
  })
