import type { Context } from '../context.ts'
import { type DealFilters, dealsOf } from '../memory/deals.ts'
import { rounded } from './period.ts'
import type { Window } from '../time/calendar.ts'

const cents = (money: number | null) => Math.round((money ?? 0) * 100)

/** Σ amount of the deals open at the end of each of some days. */
export const openValues = async (ctx: Context, days: string[], filters: DealFilters): Promise<number[]> => {
  const sorted = [...new Set(days)].sort()
  const moved = new Float64Array(sorted.length)
  // a deal counts from the first of the days that is not before its own
  const move = (day: string, amount: number) => {
    const place = sorted.findIndex(one => one >= day)
    if (place >= 0) moved[place]! += amount
  }
  for (const { amount, createdOn, closedOn } of await dealsOf(ctx, filters)) {
    if (createdOn === null || (sorted.at(-1) ?? '') < createdOn) continue
    move(createdOn, cents(amount))
    if (closedOn !== null) move(closedOn, -cents(amount))
  }
  let sum = 0
  const values = new Map(sorted.map((day, place) => [day, (sum += moved[place]!) / 100]))
  return days.map(day => values.get(day) ?? 0)
}

/** Won ÷ (won + lost) in percent, two decimals, of the `n` deals closed in each window; null where none was. */
export const winRates = async (
  ctx: Context,
  windows: Window[],
  filters: DealFilters,
): Promise<{ rate: number | null; n: number }[]> => {
  const first = windows.reduce((least, { start }) => (start < least ? start : least), '9999-12-31')
  const closed = (await dealsOf(ctx, filters)).filter(
    ({ kind, closedOn }) => (kind === 'won' || kind === 'lost') && closedOn !== null && closedOn >= first,
  )
  return windows.map(({ start, end }) => {
    const decided = closed.filter(({ closedOn: day }) => day !== null && day >= start && day <= end)
    const won = decided.filter(({ kind }) => kind === 'won').length
    return { rate: decided.length ? rounded((100 * won) / decided.length, 2) : null, n: decided.length }
  })
}
