import type { Deals } from '../../memory/deals.ts'
import { none } from '../../memory/deals/facts.ts'
import { lost, won } from '../../memory/deals/timeline.ts'
import { toNumber, type Window } from '../../time/calendar.ts'
import { type Bucket, bucketsOf, defaultGranularity, type Granularity, type Period, rounded } from '../period.ts'
import type { Workspace } from '../../workspace.ts'

/** The open pipeline at the end of a day. */
export type Open = { deals: number; value: number; weighted: number }

/** At the end of each of some days, in one walk over all that ever moved. */
export const openAt = ({ steps }: Deals, mask: Uint8Array, days: string[]): Open[] => {
  const numbers = days.map(toNumber)
  const order = numbers.map((_, i) => i).sort((a, b) => numbers[a]! - numbers[b]!)
  const found: Open[] = []
  let step = 0
  let [deals, cents, weighted] = [0, 0, 0]
  for (const i of order) {
    for (; step < steps.day.length && steps.day[step]! <= numbers[i]!; step++) {
      if (!mask[steps.deal[step]!]) continue
      deals += steps.deals[step]!
      cents += steps.cents[step]!
      weighted += steps.weighted[step]!
    }
    found[i] = { deals, value: cents / 100, weighted: rounded(weighted / 1e6, 2) }
  }
  return found
}

/** The deals closed in a window, and still closed at its end. `sized`: won with an amount; `dated`: won with a day of creation. */
export type Closed = { won: number; lost: number; value: number; sized: number; days: number; dated: number }

const firstFrom = (days: Int32Array, day: number) => {
  let [low, high] = [0, days.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (days[middle]! < day) low = middle + 1
    else high = middle
  }
  return low
}

const rowAt = ({ timeline: { from, day } }: Deals, deal: number, at: number) => {
  let row = from[deal + 1]! - 1
  while (day[row]! > at) row--
  return row
}

export const closedIn = (deals: Deals, mask: Uint8Array, { start, end }: Window): Closed => {
  const { closings, timeline, began } = deals
  const [first, last] = [toNumber(start), toNumber(end)]
  const sums = { won: 0, lost: 0, cents: 0, sized: 0, days: 0, dated: 0 }
  for (let k = firstFrom(closings.day, first); k < closings.day.length && closings.day[k]! <= last; k++) {
    const deal = closings.deal[k]!
    if (!mask[deal] || closings.until[k]! <= last) continue
    const row = rowAt(deals, deal, last)
    if (timeline.state[row] === lost) sums.lost++
    if (timeline.state[row] !== won) continue
    sums.won++
    if (!Number.isNaN(timeline.amount[row])) {
      sums.cents += timeline.amount[row]!
      sums.sized++
    }
    if (began[deal] !== none) {
      sums.days += closings.day[k]! - began[deal]!
      sums.dated++
    }
  }
  const { cents, ...rest } = sums
  return { ...rest, value: cents / 100 }
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
      ({ partial, end }) => !partial && end >= (firstOn ?? ''),
    )
    if (complete.length < 2) return null
    const sums = complete.map(sumsOf)
    if (sums.every(one => cases(one) >= fewestCases)) return sums
  }
  return null
}
