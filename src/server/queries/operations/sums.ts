import { type Deals, wordsOfFilters } from '../../memory/deals.ts'
import { none, wholeChance } from '../../memory/deals/facts.ts'
import { lost, won } from '../../memory/deals/timeline.ts'
import { moneyIn } from '../../money.ts'
import { toNumber, type Window } from '../../time/calendar.ts'
import { type Bucket, bucketsOf, defaultGranularity, type Granularity, type Period, rounded } from '../period.ts'
import type { Workspace } from '../../workspace.ts'
import type { Scope } from './scope.ts'

/** The open pipeline at the end of a day: what it is worth is not known where no deal has an amount, weighted where the stage of one is not known. */
export type Open = { deals: number; value: number | null; weighted: number | null; unweighed: number }

/** Running sums by day, from the day `first` on. */
type Running<Name extends string> = { first: number } & Record<Name, Float64Array>

const running = <Name extends string>(
  days: Int32Array,
  names: readonly Name[],
  add: (sums: Record<Name, Float64Array>) => (k: number, at: number) => void,
): Running<Name> => {
  const [first, last] = days.length ? [days[0]!, days.at(-1)!] : [0, -1]
  const sums = Object.fromEntries(names.map(name => [name, new Float64Array(last - first + 1)])) as Record<
    Name,
    Float64Array
  >
  const step = add(sums)
  for (let k = 0; k < days.length; k++) step(k, days[k]! - first)
  for (const name of names) for (let at = 1; at < sums[name].length; at++) sums[name][at]! += sums[name][at - 1]!
  return { first, ...sums }
}

/** A running sum up to the end of a day. */
const upTo = (sums: Float64Array, first: number, day: number): number => {
  const at = Math.min(day - first, sums.length - 1)
  return at < 0 ? 0 : sums[at]!
}

const openRunning = ({ deals, mask, filters }: Scope) =>
  deals.kept(`open under ${wordsOfFilters(filters)}`, () => {
    const { steps } = deals
    return running(steps.day, ['deals', 'sized', 'unweighed', 'pips', 'weighted'] as const, sums => (k, at) => {
      if (!mask[steps.deal[k]!]) return
      sums.deals[at]! += steps.deals[k]!
      sums.sized[at]! += steps.sized[k]!
      sums.unweighed[at]! += steps.unweighed[k]!
      sums.pips[at]! += steps.pips[k]!
      sums.weighted[at]! += steps.weighted[k]!
    })
  })

/** At the end of each of some days. */
export const openAt = (scope: Scope, days: string[]): Open[] => {
  const all = openRunning(scope)
  return days.map(toNumber).map(day => {
    const sum = (name: 'deals' | 'sized' | 'unweighed' | 'pips' | 'weighted') => upTo(all[name], all.first, day)
    const [deals, unweighed] = [sum('deals'), sum('unweighed')]
    const isWorth = deals === 0 || sum('sized') > 0
    return {
      deals,
      unweighed,
      value: isWorth ? moneyIn(sum('pips'), scope.digits) : null,
      weighted: isWorth && unweighed === 0 ? moneyIn(sum('weighted') / wholeChance, scope.digits) : null,
    }
  })
}

/** The deals closed in a window, and still closed at its end. `sized`: won with an amount; `dated`: won with a day of creation. */
export type Closed = { won: number; lost: number; value: number; sized: number; days: number; dated: number }

/** The first place in an order of rows by their days from which on they are not before a day. */
export const firstFrom = (order: Uint32Array, days: Int32Array, day: number) => {
  let [low, high] = [0, order.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (days[order[middle]!]! < day) low = middle + 1
    else high = middle
  }
  return low
}

const rowAt = ({ timeline: { from, day } }: Deals, deal: number, at: number) => {
  let row = from[deal + 1]! - 1
  while (day[row]! > at) row--
  return row
}

/** Calls back with each deal that closed (or was removed) in a window and was still so at its end: its row of the timeline then, and the day. */
export const eachClosed = (
  deals: Deals,
  mask: Uint8Array,
  { start, end }: Window,
  look: (deal: number, row: number, day: number) => void,
) => {
  const { deal, day, until } = deals.closings
  const [first, last] = [toNumber(start), toNumber(end)]
  const places = deals.kept('closings in order', () => Uint32Array.from(day, (_, k) => k))
  for (let k = firstFrom(places, day, first); k < day.length && day[k]! <= last; k++)
    if (mask[deal[k]!] && until[k]! > last) look(deal[k]!, rowAt(deals, deal[k]!, last), day[k]!)
}

const names = ['won', 'lost', 'pips', 'sized', 'days', 'dated'] as const

const addClosed = ({ timeline, began }: Deals, sums: Record<(typeof names)[number], number>) => {
  return (deal: number, row: number, day: number) => {
    if (timeline.state[row] === lost) sums.lost++
    if (timeline.state[row] !== won) return
    sums.won++
    if (!Number.isNaN(timeline.amount[row])) {
      sums.pips += timeline.amount[row]!
      sums.sized++
    }
    if (began[deal] !== none) {
      sums.days += day - began[deal]!
      sums.dated++
    }
  }
}

/** What closed for good and did not change since adds up by days; the few others depend on the window, and are looked at. */
const closedRunning = ({ deals, mask, filters }: Scope) =>
  deals.kept(`closed under ${wordsOfFilters(filters)}`, () => {
    const { closings, timeline } = deals
    const others: number[] = []
    const once = { won: 0, lost: 0, pips: 0, sized: 0, days: 0, dated: 0 }
    const add = addClosed(deals, once)
    const sums = running(closings.day, names, all => (k, at) => {
      const deal = closings.deal[k]!
      if (!mask[deal]) return
      const row = rowAt(deals, deal, closings.day[k]!)
      if (closings.until[k] !== Infinity || row !== timeline.from[deal + 1]! - 1) {
        others.push(k)
        return
      }
      for (const name of names) once[name] = 0
      add(deal, row, closings.day[k]!)
      for (const name of names) all[name][at]! += once[name]
    })
    return { ...sums, others }
  })

export const closedIn = (scope: Scope, { start, end }: Window): Closed => {
  const all = closedRunning(scope)
  const { deal, day, until } = scope.deals.closings
  const [first, last] = [toNumber(start), toNumber(end)]
  const between = (name: (typeof names)[number]) =>
    upTo(all[name], all.first, last) - upTo(all[name], all.first, first - 1)
  const sums = Object.fromEntries(names.map(name => [name, between(name)])) as Record<(typeof names)[number], number>
  const add = addClosed(scope.deals, sums)
  for (const k of all.others)
    if (day[k]! >= first && day[k]! <= last && until[k]! > last)
      add(deal[k]!, rowAt(scope.deals, deal[k]!, last), day[k]!)
  const { pips, ...rest } = sums
  return { ...rest, value: moneyIn(pips, scope.digits) }
}

/** Won ÷ (won + lost) in percent, two decimals; null where none was closed. */
export const winRate = (closed: Closed): number | null =>
  closed.won + closed.lost ? rounded((100 * closed.won) / (closed.won + closed.lost), 2) : null

/** Fewer cases than this make a rate or a mean that jumps about. */
export const fewestCases = 10
const grains: Granularity[] = ['day', 'week', 'month', 'quarter', 'year']

/**
 * The buckets that a line of rates is drawn from: the finest in which every complete bucket has ten cases. None at all where there is no such: a
 * zig-zag of single deals says nothing.
 */
export const steadyBuckets = <Sums>(
  { range, today, firstOn }: Period,
  workspace: Workspace,
  sumsOf: (bucket: Bucket) => Sums,
  cases: (sums: Sums) => number,
): Sums[] | null => {
  for (const grain of grains.slice(grains.indexOf(defaultGranularity(range)))) {
    const complete = bucketsOf(range, grain, workspace, today).filter(
      ({ partial, start }) => !partial && start >= (firstOn ?? ''),
    )
    if (complete.length < 2) return null
    const sums = complete.map(sumsOf)
    if (sums.every(one => cases(one) >= fewestCases)) return sums
  }
  return null
}
