import type { Context } from '../context.ts'
import type { Filters } from './filters.ts'
import { type Ledger, ledgerUnder } from './ledger.ts'
import type { Page, Place } from './pages.ts'
import { kept } from './places.ts'

/** Later than any day: of customers who have given back, and never ordered under the filters. */
export const never = 2 ** 31 - 1

/** Who came when, by the places of a ledger: the day of each customer's first order, and these days in order. */
export type Roster = { ledger: Ledger; first: Int32Array; firsts: Int32Array }

const firstOrder = ({ starts, days, orders }: Ledger, place: number): number => {
  for (let i = starts[place]!; i < starts[place + 1]!; i += 1) if (orders[i]! > 0) return days[i]!
  return never
}

export const rosterUnder = async (ctx: Context, filters: Filters, countOrders = false): Promise<Roster> => {
  const exact = countOrders && (filters.category?.length ?? 0) > 1
  const load = async (missing: Place[]) => {
    const ledger = await ledgerUnder(ctx, filters, countOrders)
    const first = Int32Array.from(ledger.ids, (_, place) => firstOrder(ledger, place))
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
 * When silences became as long as the churn window, in order of the days. `late`: those that a further order ended on that very day,
 * which are silences only up to the time of that order.
 */
export type Crossings = { days: Int32Array; places: Uint32Array; late: { days: Int32Array; places: Uint32Array } }

const ordered = (events: { day: number; place: number }[]) => {
  events.sort((a, b) => a.day - b.day || a.place - b.place)
  return { days: Int32Array.from(events, ({ day }) => day), places: Uint32Array.from(events, ({ place }) => place) }
}

const crossingsIn = ({ ids, starts, days, orders }: Ledger, churnAfter: number): Crossings => {
  const [events, late]: { day: number; place: number }[][] = [[], []]
  for (let place = 0; place < ids.length; place += 1) {
    let [last, before] = [never, 0]
    const end = starts[place + 1]!
    for (let i = starts[place]!; i < end; i += 1) {
      if (orders[i] === before) continue
      before = orders[i]!
      const day = days[i]!
      if (last !== never && day > last + churnAfter) events!.push({ day: last + churnAfter, place })
      else if (day === last + churnAfter) late!.push({ day, place })
      last = day
    }
    if (last !== never) events!.push({ day: last + churnAfter, place })
  }
  return { ...ordered(events!), late: ordered(late!) }
}

export const crossingsUnder = async (ctx: Context, filters: Filters): Promise<Crossings> => {
  const { churnAfterDays } = ctx.workspace
  const load = async (missing: Place[]) => {
    const of = crossingsIn(await ledgerUnder(ctx, filters), churnAfterDays)
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
