import { weekdayProfile } from '#stats/series/decompose.ts'
import { shared } from '#stats/series/reconcile.ts'
import { NotEnoughData } from '#stats/errors.ts'
import type { Context } from '../../context.ts'
import type { Dimension } from '../../db/rollup/grains.ts'
import type { Cell } from '../../memory/revenue-cells.ts'
import { monthAfter } from '../../time/calendar.ts'
import { moneyIn, toPips } from '../../money.ts'
import { rounded } from '../period.ts'
import type { Book } from './book.ts'
import { dailyRevenue } from './days.ts'
import { matches, openMonthOf } from './history.ts'
import { outlookOf, wholeMonths } from './rest-of-month.ts'
import { type Band, bandOf, type Line, lineOf } from './line.ts'
import type { Filters } from '../../memory/filters.ts'

/** The month that is not over, as a whole: what is sold of it, and what the rest of it should bring. */
export type OpenMonth = {
  month: number
  /** Share of it gone by its weekdays, and the weight of its own pace against the model's forecast. */
  elapsed: number
  weight: number
  /** Sold in it so far, today included. */
  soFar: { values: Record<Dimension, string>; pips: number }[]
  /** What is still to come, by the places of the book's cells, in pips. */
  rest: Float64Array
  /** How much is left of the model's own band: 1 before the month, 0 once it is over. */
  width: number
}

/** Days that the weekdays are learnt from. */
const profileDays = 728

const flat = [1, 1, 1, 1, 1, 1, 1]

/** 0 Monday … 6 Sunday: 1970-01-01 was a Thursday. */
export const weekdayOf = (day: number) => (((day + 3) % 7) + 7) % 7

const profileOf = (days: number[], first: number): number[] => {
  try {
    const index = weekdayProfile(days, { first: weekdayOf(first) }).index.map(one => Math.max(0, one.index))
    return index.some(value => value > 0) ? index : flat
  } catch (error) {
    if (error instanceof NotEnoughData) return flat
    throw error
  }
}

const valued = (cells: Cell[]): OpenMonth['soFar'] =>
  cells.map(([category, region, channel, segment, pips]) => ({
    values: { category, region, channel, segment },
    pips,
  }))

const sumOf = (cells: { pips: number }[]) => cells.reduce((sum, { pips }) => sum + pips, 0)

/** Of the total; the lines share it out. */
export const openMonth = (ctx: Context, book: Book): Promise<OpenMonth | null> =>
  ctx.once(`open month after ${book.history.known.through}`, async () => {
    const { known } = book.history
    const found = await openMonthOf(ctx, known)
    if (!found) return null
    const { month } = found
    const days = await dailyRevenue(ctx, {}, Math.max(known.first, known.through - profileDays + 1), known.through)
    const inMonth = await dailyRevenue(ctx, {}, month, known.through)
    const whole = lineOf(book, {})
    const recent = whole.y.slice(-12)
    const level = recent.reduce((sum, value) => sum + Math.abs(value), 0) / recent.length
    const rmse = whole.backtest?.byHorizon[0]?.rmse ?? null
    const firstDay = known.through - days.length + 1
    // of a month before the record begins: what the others came to
    const forecastOf = (at: number) =>
      whole.paths.find(({ origin }) => known.months[origin] === at)?.predicted[0] ??
      recent.reduce((sum, value) => sum + value, 0) / recent.length
    const { mean, elapsed, weight, width } = outlookOf(
      {
        days: inMonth,
        first: weekdayOf(month),
        length: monthAfter(month) - month,
        forecast: whole.ahead[0]!.predicted,
      },
      wholeMonths(known.months.slice(-12), days, firstDay, weekdayOf, forecastOf),
      { profile: profileOf(days, firstDay), error: rmse !== null && level > 0 ? rmse / level : null },
    )
    const soFar = valued(found.soFar)
    const rest = rounded(mean, book.digits) - moneyIn(sumOf(soFar), book.digits)
    // where nothing is ever given back, what is sold already is certain
    const left = whole.calibration.floor === 0 ? Math.max(0, rest) : rest
    const weights = book.ahead[0]!
    const all = weights.reduce((sum, value) => sum + value, 0)
    const shares = weights.map(value => (all > 0 ? (value / all) * left : left / Math.max(1, weights.length)))
    return {
      month,
      elapsed,
      weight,
      soFar,
      rest: Float64Array.from(shared(Array.from(shares), left, book.digits), toPips),
      width,
    }
  })

/** The open month of one line: sold so far, and the whole month with its band. */
export const openMonthOfLine = (open: OpenMonth, line: Line, filters: Filters): { actual: number; band: Band } => {
  const lets = matches(filters)
  const sold = sumOf(open.soFar.filter(({ values }) => lets(values)))
  const { digits } = line
  const actual = moneyIn(sold, digits)
  const predicted = moneyIn(sold + line.cells.reduce((sum, i) => sum + open.rest[i]!, 0), digits)
  const model = line.ahead[0]!
  const certain = line.calibration.floor === 0 ? Math.min(actual, predicted) : -Infinity
  const below = (bound: number) => Math.max(certain, predicted - open.width * (model.predicted - bound))
  const above = (bound: number) => predicted + open.width * (bound - model.predicted)
  return {
    actual,
    band: bandOf(
      predicted,
      [below(model.lower80), below(model.lowerBound)],
      [above(model.upper80), above(model.upperBound)],
      digits,
    ),
  }
}
