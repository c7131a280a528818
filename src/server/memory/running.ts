import type { Context } from '../context.ts'
import type { Key } from '../db/rollup/grains.ts'
import { daysOfMonth, type Point } from '../queries/period.ts'
import { breather, dayOf, type Page, type Place, placeOf } from './pages.ts'
import { keysOf, type SumsPage, sumsAt } from './sums.ts'
import { type Check, passes, Totals } from './totals.ts'

/** A grain of the rollup under some filters (`filtered` names them), by the values of one of its keys or as one sum. */
export type View = { grain: string; filtered: string; checks: () => Check[]; by: Key | undefined }

/**
 * A month of a view. `addTo` adds its days from one up to but not with another (counted from 0; of a whole month 0 to 1); `newest` is
 * the newest counted line of each day (milliseconds since 1970, -Infinity without one).
 */
export type Running = Page & { addTo: (totals: Totals, from: number, to: number) => void; newest: Float64Array }

const newestIn = (page: SumsPage, checks: Check[]): number => {
  let newest = -Infinity
  for (let row = 0; row < page.rows; row += 1) if (page.newest[row]! > newest && passes(page, row, checks)) newest = page.newest[row]!
  return newest
}

/** Where running sums would take more than this (very many products), the days themselves are added up. */
const mostBytes = 8 * 1024 * 1024

export const runningOf = ({ grain, by }: Pick<View, 'grain' | 'by'>, pages: SumsPage[], checks: Check[], most = mostBytes): Running => {
  const key = by === undefined ? -1 : keysOf(grain).indexOf(by)
  const newest = Float64Array.from(pages, page => newestIn(page, checks))
  const totals = new Totals()
  const after = [totals.copy()]
  let bytes = 0
  for (const page of pages) {
    totals.addPage(page, checks, key)
    const sums = totals.copy()
    after.push(sums)
    bytes += sums.byteLength + 200
    if (bytes > most) return { newest, bytes: 1000, addTo: (into, from, to) => pages.slice(from, to).forEach(one => into.addPage(one, checks, key)) }
  }
  return { newest, bytes, addTo: (into, from, to) => into.addBetween(totals.codes, after[from]!, after[to]!) }
}

/** Months of a view, each by day or as a whole. */
export const running = (ctx: Context, view: View, period: Point['period'], months: number[]): Promise<Running[]> => {
  const load = async (missing: Place[]) => {
    const points = missing.map(dayOf).map((month): Point[] => (period === 'day' ? daysOfMonth(month) : [{ period, day: month }]))
    const pages = await sumsAt(ctx, view.grain, points.flat())
    // only now: values that a page brought for the first time have their codes with it
    const checks = view.checks()
    const rest = breather()
    const found = new Map<Place, Running>()
    let next = 0
    for (const [i, place] of missing.entries()) {
      found.set(place, runningOf(view, pages.slice(next, (next += points[i]!.length)), checks))
      await rest()
    }
    return found
  }
  return ctx.pages.derive(`running/${view.grain}/${view.by ?? ''}/${view.filtered}/${period}`, months.map(day => placeOf({ period: 'month', day })), load)
}
