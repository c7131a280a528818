import type { Context } from '../context.ts'
import type { Filters } from './filters.ts'
import type { Ledger } from './accounts.ts'
import { ledgerUnder } from './ledger.ts'
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

/** Events by place, put in order of their days: counted first, as days are few. */
const ordered = (eventDays: number[], eventPlaces: number[]) => {
  let [first, last] = [never, -never]
  for (const day of eventDays) {
    if (day < first) first = day
    if (day > last) last = day
  }
  const next = new Uint32Array(Math.max(0, last - first + 2))
  for (const day of eventDays) next[day - first + 1]! += 1
  for (let i = 1; i < next.length; i += 1) next[i]! += next[i - 1]!
  const [days, places] = [new Int32Array(eventDays.length), new Uint32Array(eventDays.length)]
  for (let i = 0; i < eventDays.length; i += 1) {
    const day = eventDays[i]!
    const at = next[day - first]!
    next[day - first] = at + 1
    days[at] = day
    places[at] = eventPlaces[i]!
  }
  return { days, places }
}

const crossingsIn = async ({ ids, starts, days, orders }: Ledger, churnAfter: number): Promise<Crossings> => {
  const events = { days: [] as number[], places: [] as number[] }
  const late = { days: [] as number[], places: [] as number[] }
  const note = (into: typeof events, day: number, place: number) => {
    into.days.push(day)
    into.places.push(place)
  }
  const rest = breather()
  for (let place = 0; place < ids.length; place += 1) {
    let [last, before] = [never, 0]
    const end = starts[place + 1]!
    for (let i = starts[place]!; i < end; i += 1) {
      if (orders[i] === before) continue
      before = orders[i]!
      const day = days[i]!
      const crossing = last + churnAfter
      if (last !== never && day >= crossing) note(day > crossing ? events : late, crossing, place)
      last = day
    }
    if (last !== never) note(events, last + churnAfter, place)
    if (place % 4096 === 0) await rest()
  }
  await rest()
  return { ...ordered(events.days, events.places), late: ordered(late.days, late.places) }
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
