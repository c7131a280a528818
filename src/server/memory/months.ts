import type { Context } from '../context.ts'
import { dayOf, type Page, type Place, placeOf } from './pages.ts'
import { daysOfMonths, monthAfter, type Point } from '../time/calendar.ts'

/**
 * What cannot be told as the difference of two days is kept by steps of a month, too: few days are left to join, of
 * which each may have thousands of customers.
 */
export const stepDays = 8

/**
 * Pages of some months, each kept of its days or of the month as a whole: what `read` brings of those days or months,
 * in their order.
 */
export const monthPages = <D, P extends Page>(
  ctx: Context,
  cache: string,
  period: Point['period'],
  months: number[],
  read: (days: number[]) => Promise<D[]>,
  pageOf: (own: D[]) => P,
): Promise<P[]> => {
  const load = async (missing: Place[]) => {
    const wanted = missing.map(dayOf)
    const found = await read(period === 'day' ? daysOfMonths(wanted) : wanted)
    const loaded = new Map<Place, P>()
    let next = 0
    for (const [i, month] of wanted.entries()) {
      const count = period === 'day' ? monthAfter(month) - month : 1
      loaded.set(missing[i]!, pageOf(found.slice(next, next + count)))
      next += count
    }
    return loaded
  }
  return ctx.pages.get(
    `${cache}/${period}`,
    months.map(day => placeOf({ period: 'month', day })),
    load,
  )
}
