import type { Context } from '../../context.ts'
import { keptMonths } from '../../memory/kept.ts'
import { running } from '../../memory/running.ts'
import { sumNames, type View } from '../../memory/sums.ts'
import { Totals } from '../../memory/totals.ts'
import { localParts } from '../../time/clock.ts'
import { monthAfter, monthOf, toDay, toNumber } from '../../time/calendar.ts'
import { asOfDay } from '../period.ts'

/** Days and months in day numbers; a month is named by its first day. */
export type Missing = { month: number; as: 'zero' | 'unknown' }

/** What of time is known. */
export type Known = {
  today: string
  asOfDay: string
  /** The first day with a line that counts. */
  first: number
  /** The last finished day that is known: all after it is predicted. */
  through: number
  /** Complete months with the first and last known, without a gap. */
  months: number[]
  /** The month in which the data begins, where it begins within it: it stays out of the history. */
  cut: number | null
  /** The month that is not over; null where the data ends with a month. */
  open: number | null
  /** Complete months without any row. */
  missing: Missing[]
  /** The first month that was left out, as more than a year without rows came after it. */
  older: number | null
}

type Day = { day: number; revenue: number; lines: number }

const [revenueAt, linesAt] = [sumNames.indexOf('revenue'), sumNames.indexOf('lines')]
const total: View = { grain: 'total', filters: {}, by: undefined }

/** Each day of some months: revenue in pips and lines that count. */
const daysOf = async (ctx: Context, months: number[]): Promise<Day[]> => {
  const pages = await running(ctx, total, 'day', months)
  return pages.flatMap((page, i) => {
    const first = months[i]!
    return Array.from({ length: monthAfter(first) - first }, (_, at) => {
      const sums = new Totals()
      page.addTo(sums, at, at + 1)
      const values = sums.codes.length ? sums.at(sums.codes[0]!) : undefined
      return { day: first + at, revenue: values?.[revenueAt] ?? 0, lines: values?.[linesAt] ?? 0 }
    })
  })
}

const monthsBetween = (first: number, last: number): number[] => {
  const months: number[] = []
  for (let month = monthOf(first); month <= last; month = monthAfter(month)) months.push(month)
  return months
}

/**
 * How far back the company's rhythm is looked at: two years and some months, so that a yearly closing is in it twice.
 */
const rhythmDays = 800
/** A company that sells every day may yet begin its records on the third. */
const latestStart = 14

const longestGap = (days: number[]) => days.slice(1).reduce((most, day, i) => Math.max(most, day - days[i]! - 1), 0)

/**
 * Quiet days after the newest order are known to be quiet while the company has been as quiet before; after that, the
 * data is taken to end with the newest order.
 */
const knownThrough = (trading: number[], lastFinished: number): number => {
  const newest = trading.at(-1)!
  return lastFinished - newest <= longestGap(trading.filter(day => day > newest - rhythmDays)) ? lastFinished : newest
}

/** More months than this without rows part a history: what came before says nothing of today. */
const longestPause = 12

/** The months after the last long pause. */
const sincePause = (months: number[], withRows: ReadonlySet<number>): number[] => {
  const rowed = months.flatMap((month, i) => (withRows.has(month) ? [i] : []))
  const resumed = rowed.findLast((at, i) => i > 0 && at - rowed[i - 1]! > longestPause + 1)
  return resumed === undefined ? months : months.slice(resumed)
}

/**
 * A month without any row is 0 where that is how the company trades: the same month is empty in another year, too,
 * there are three such gaps or more, or it is quiet now and has been as quiet before. Any other gap is not known: it
 * may be a file that was never imported.
 */
const missingOf = (months: number[], withRows: ReadonlySet<number>, newest: number): Missing[] => {
  const empty = months.filter(month => !withRows.has(month))
  const gaps = empty.filter(month => !empty.some(other => monthAfter(other) === month)).length
  const nameOf = (month: number) => toDay(month).slice(5, 7)
  const isUsual = (month: number) =>
    gaps >= 3 || month > newest || empty.some(other => other !== month && nameOf(other) === nameOf(month))
  return empty.map(month => ({ month, as: isUsual(month) ? 'zero' : 'unknown' }))
}

const find = async (ctx: Context): Promise<Known | null> => {
  const { date: today } = localParts(ctx.now, ctx.workspace.timezone)
  const asOf = asOfDay(today, ctx.newestOn)
  const withRows = await keptMonths(ctx, 'total', 'month')
  // a row dated in the future makes no history
  const rowed = [...withRows].filter(month => month <= toNumber(asOf)).sort((a, b) => a - b)
  // of a month with pending or cancelled lines alone nothing counts
  const early = (await daysOf(ctx, rowed.slice(0, 4))).filter(({ lines }) => lines > 0).map(({ day }) => day)
  const lastFinished = asOf === today ? toNumber(today) - 1 : toNumber(asOf)
  const late = (
    await daysOf(
      ctx,
      rowed.filter(month => month > toNumber(asOf) - rhythmDays - 31),
    )
  ).filter(({ day, lines }) => lines > 0 && day <= lastFinished)
  const trading = late.map(({ day }) => day)
  if (!early.length || !trading.length) return null
  const first = early[0]!
  const through = knownThrough(trading, lastFinished)
  const begun = monthOf(first)
  const usual = Math.min(latestStart, longestGap(early))
  const cut = first - begun > usual ? begun : null
  const reached = monthsBetween(cut === null ? begun : monthAfter(begun), through)
  const last = reached.at(-1)
  const whole = last === undefined || monthAfter(last) - 1 <= through
  const ends = asOf !== today && whole
  const complete = whole ? reached : reached.slice(0, -1)
  const months = sincePause(complete, withRows)
  return {
    today,
    asOfDay: asOf,
    first,
    through,
    months,
    cut,
    open: whole ? (ends ? null : monthAfter(monthOf(through))) : last!,
    missing: missingOf(months, withRows, trading.at(-1)!),
    older: months.length < complete.length ? (cut ?? complete[0]!) : null,
  }
}

/** What of time is known of the orders; null without any. The same for a version of the data and a business day. */
export const knownOf = (ctx: Context): Promise<Known | null> =>
  ctx.once(`known through ${localParts(ctx.now, ctx.workspace.timezone).date}`, () => find(ctx))
