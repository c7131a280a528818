import type { Context } from '../../context.ts'
import type { Filters } from '../../memory/filters.ts'
import { entriesUntil, type Ledger } from '../../memory/ledger.ts'
import { movesUntil, type Moves } from '../../memory/moves.ts'
import { type Crossings, never, type Roster } from '../../memory/roster.ts'
import { toNumber, type Window } from '../../time/calendar.ts'
import type { Period } from '../period.ts'

/** What customers did on the last day of the comparison up to the time of day that today has reached; none where it is whole. */
export const cutMoves = async (ctx: Context, { comparison }: Period, filters: Filters): Promise<Moves | undefined> =>
  comparison?.cutAt ? movesUntil(ctx, filters, toNumber(comparison.end), comparison.cutAt) : undefined

/** Customers who ordered in some moves. */
export const orderedIn = (moves: Moves | undefined): Set<number> => {
  const places = new Set<number>()
  for (const [i, place] of moves?.places.entries() ?? []) if (moves!.orders[i]! > 0) places.add(place)
  return places
}

/** The last day of a window on which a silence can have been seen. */
export const lastSeen = ({ end }: Window, asOfDay: string): number => toNumber(end < asOfDay ? end : asOfDay)

/** Customers whose silence became as long as the churn window from a day up to and with another. */
export const crossedBetween = (
  { days, places }: Pick<Crossings, 'days' | 'places'>,
  from: number,
  to: number,
): Set<number> => {
  const crossed = new Set<number>()
  let i = lowest(days, from)
  for (; i < days.length && days[i]! <= to; i += 1) crossed.add(places[i]!)
  return crossed
}

const lowest = (days: Int32Array, from: number): number => {
  let [low, high] = [0, days.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (days[middle]! < from) low = middle + 1
    else high = middle
  }
  return low
}

/** How customers stand at the windows of a question, by their places: orders, and revenue in hundredths. */
export type People = {
  /** In the range, in the comparison (zeros without one), before the range, and up to the range's end. */
  orders: Uint32Array
  cents: Float64Array
  ordersThen: Uint32Array
  centsThen: Float64Array
  ordersBefore: Uint32Array
  ordersToEnd: Uint32Array
  centsToEnd: Float64Array
  /** The day of the last order up to the range's end; `never` without one. */
  last: Int32Array
}

/** Room that is used again: fresh megabytes would be swept up all the time. */
let room: People | undefined

const roomFor = (length: number): People => {
  if (room?.last.length !== length)
    room = {
      orders: new Uint32Array(length),
      cents: new Float64Array(length),
      ordersThen: new Uint32Array(length),
      centsThen: new Float64Array(length),
      ordersBefore: new Uint32Array(length),
      ordersToEnd: new Uint32Array(length),
      centsToEnd: new Float64Array(length),
      last: new Int32Array(length),
    }
  return room
}

const lastOrder = ({ starts, days, orders }: Ledger, place: number, until: number): number => {
  const from = starts[place]!
  for (let i = until - 1; i >= from; i -= 1) if (orders[i]! > (i > from ? orders[i - 1]! : 0)) return days[i]!
  return never
}

/** Lent until the next call: nothing may be awaited while it is looked at. `cut`: cutMoves of the same question. */
export const peopleAt = (
  { ledger }: Roster,
  { range, comparison }: Pick<Period, 'range' | 'comparison'>,
  cut: Moves | undefined,
): People => {
  const { ids, starts, orders, cents } = ledger
  const people = roomFor(ids.length)
  const [start, end] = [toNumber(range.start), toNumber(range.end)]
  const then = comparison && { start: toNumber(comparison.start), end: toNumber(comparison.end) - (cut ? 1 : 0) }
  for (let place = 0; place < ids.length; place += 1) {
    const from = starts[place]!
    const [before, until] = [entriesUntil(ledger, place, start - 1), entriesUntil(ledger, place, end)]
    const ordersAt = (entries: number) => (entries > from ? orders[entries - 1]! : 0)
    const centsAt = (entries: number) => (entries > from ? cents[entries - 1]! : 0)
    people.ordersBefore[place] = ordersAt(before)
    people.ordersToEnd[place] = ordersAt(until)
    people.centsToEnd[place] = centsAt(until)
    people.orders[place] = ordersAt(until) - ordersAt(before)
    people.cents[place] = centsAt(until) - centsAt(before)
    people.last[place] = lastOrder(ledger, place, until)
    const [beforeThen, untilThen] = then
      ? [entriesUntil(ledger, place, then.start - 1), entriesUntil(ledger, place, then.end)]
      : [from, from]
    people.ordersThen[place] = ordersAt(untilThen) - ordersAt(beforeThen)
    people.centsThen[place] = centsAt(untilThen) - centsAt(beforeThen)
  }
  for (const [i, place] of cut?.places.entries() ?? []) {
    people.ordersThen[place] = people.ordersThen[place]! + cut!.orders[i]!
    people.centsThen[place] = people.centsThen[place]! + cut!.cents[i]!
  }
  return people
}
