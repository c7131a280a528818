import type { Context } from '../context.ts'
import { monthPages } from './months.ts'
import type { Page } from './pages.ts'
import { readSums, type Sums, type View, viewName } from './sums.ts'
import { Totals } from './totals.ts'
import type { Point } from '../time/calendar.ts'

/**
 * A month of a view. `addTo` adds its days from one up to but not with another (counted from 0; of a whole month 0 to
 * 1); `newest` is the newest counted line of each day (milliseconds since 1970, -Infinity without one).
 */
export type Running = Page & { addTo: (totals: Totals, from: number, to: number) => void; newest: Float64Array }

/** Where running sums would take more than this (very many products), the days themselves are added up. */
const mostBytes = 8 * 1024 * 1024

// functions of their own, as a closure keeps all that is around it
const addRunning =
  (codes: number[], after: Float64Array[]): Running['addTo'] =>
  (totals, from, to) =>
    totals.addBetween(codes, after[from]!, after[to]!)
const addDays =
  (days: Sums[]): Running['addTo'] =>
  (totals, from, to) =>
    days.slice(from, to).forEach(day => totals.addSums(day))

export const runningOf = (days: Sums[], most = mostBytes): Running => {
  const newest = Float64Array.from(days, day => day.newest)
  const totals = new Totals()
  const after = [totals.copy()]
  let bytes = 0
  for (const day of days) {
    totals.addSums(day)
    const sums = totals.copy()
    after.push(sums)
    bytes += sums.byteLength + 200
    if (bytes > most) {
      const own = days.reduce((sum, { sums, codes }) => sum + sums.byteLength + codes.byteLength, 0)
      return { newest, bytes: own, addTo: addDays(days) }
    }
  }
  return { newest, bytes: bytes + totals.codes.length * 8, addTo: addRunning(totals.codes, after) }
}

/** Months of a view, each by day or as a whole. */
export const running = (ctx: Context, view: View, period: Point['period'], months: number[]): Promise<Running[]> =>
  monthPages(
    ctx,
    `running/${viewName(view)}`,
    period,
    months,
    days => readSums(ctx, view, period, days),
    sums => runningOf(sums),
  )
