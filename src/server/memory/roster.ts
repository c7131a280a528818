import type { Context } from '../context.ts'
import type { Filters } from './filters.ts'
import { type Ledger, ledgerUnder } from './ledger.ts'
import { breather, type Page, type Place } from './pages.ts'
import { kept } from './places.ts'

/** Later than any day: of customers who have given back, and never ordered under the filters. */
export const never = 2 ** 31 - 1

/** Who came when, by the places of a ledger: the day of each customer's first order, and these days in order. */
export type Roster = { ledger: Ledger; first: Int32Array; firsts: Int32Array }

const firstOrders = ({ ids, starts, days, orders }: Ledger): Int32Array => {
  const first = new Int32Array(ids.length).fill(never)
  for (let place = 0; place < ids.length; place += 1) {
    const end = starts[place + 1]!
    let i = starts[place]!
    while (i < end && orders[i] === 0) i += 1
    if (i < end) first[place] = days[i]!
  }
  return first
}

export const rosterUnder = async (ctx: Context, filters: Filters, countOrders = false): Promise<Roster> => {
  const exact = countOrders && (filters.category?.length ?? 0) > 1
  const load = async (missing: Place[]) => {
    const ledger = await ledgerUnder(ctx, filters, countOrders)
    const first = firstOrders(ledger)
    const of = { ledger, first, firsts: first.filter(day => day !== never).sort() }
    return new Map<Place, Page & { of: Roster }>(missing.map(place => [place, { of, bytes: first.length * 8 }]))
  }
  const [roster] = await kept(ctx, exact ? 'roster of lines' : 'roster', filters, ['all 0'], load)
  return roster!
}

/** How many of some days in order are up to and with one. */
export const countUntil = (days: Int32Array, day: number): number => {
  let [low, high] = [0, days.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (days[middle]! <= day) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * When silences became as long as the churn window, in order of the days. `late`: those that a further order ended on
 * that very day, which are silences only up to the time of that order.
 */
export type Crossings = { days: Int32Array; places: Uint32Array; late: { days: Int32Array; places: Uint32Array } }

/** Events as day × 2^20 + place do sort as numbers, which is far quicker than as pairs. */
const placesAtMost = 2 ** 20

const ordered = (events: number[]) => {
  const sorted = Float64Array.from(events).sort()
  return {
    days: Int32Array.from(sorted, event => Math.floor(event / placesAtMost)),
    places: Uint32Array.from(sorted, event => event - Math.floor(event / placesAtMost) * placesAtMost),
  }
}

const crossingsIn = async ({ ids, starts, days, orders }: Ledger, churnAfter: number): Promise<Crossings> => {
  const [events, late]: [number[], number[]] = [[], []]
  const rest = breather()
  for (let place = 0; place < ids.length; place += 1) {
    let [last, before] = [never, 0]
    const end = starts[place + 1]!
    for (let i = starts[place]!; i < end; i += 1) {
      if (orders[i] === before) continue
      before = orders[i]!
      const day = days[i]!
      const crossing = last + churnAfter
      if (last !== never && day >= crossing) (day > crossing ? events : late).push(crossing * placesAtMost + place)
      last = day
    }
    if (last !== never) events.push((last + churnAfter) * placesAtMost + place)
    if (place % 4096 === 0) await rest()
  }
  const found = ordered(events)
  await rest()
  return { ...found, late: ordered(late) }
}

export const crossingsUnder = async (ctx: Context, filters: Filters): Promise<Crossings> => {
  const { churnAfterDays } = ctx.workspace
  const load = async (missing: Place[]) => {
    const of = await crossingsIn(await ledgerUnder(ctx, filters), churnAfterDays)
    const bytes = (of.days.length + of.late.days.length) * 8
    return new Map<Place, Page & { of: Crossings }>(missing.map(place => [place, { of, bytes }]))
  }
  const [crossings] = await kept(ctx, `silences of ${churnAfterDays} days`, filters, ['all 0'], load)
  return crossings!
}

/** Where each customer of a ledger stands in the one without filters, as scores have them. */
export const placesOfAll = async (ctx: Context, filters: Filters): Promise<Uint32Array> => {
  const load = async (missing: Place[]) => {
    const [all, some] = [await ledgerUnder(ctx, {}), await ledgerUnder(ctx, filters)]
    let at = 0
    const of = Uint32Array.from(some.ids, id => {
      while (all.ids[at] !== id) at += 1
      return at
    })
    return new Map<Place, Page & { of: Uint32Array }>(missing.map(place => [place, { of, bytes: of.byteLength }]))
  }
  const [places] = await kept(ctx, 'places among all', filters, ['all 0'], load)
  return places!
}
