import type { Context } from '../../context.ts'
import type { Filters } from '../../memory/filters.ts'
import { entriesUntil } from '../../memory/accounts.ts'
import { movesUntil, type Moves } from '../../memory/moves.ts'
import { type Crossings, never, type Roster } from '../../memory/roster.ts'
import { toNumber, type Window } from '../../time/calendar.ts'
import { periodOf } from '../meta.ts'
import type { Period } from '../period.ts'

/**
 * What customers did on the last day of the comparison up to the time of day that today has reached; none where it is
 * whole.
 */
export const cutMoves = async (ctx: Context, { comparison }: Period, filters: Filters): Promise<Moves | undefined> =>
  comparison?.cutAt ? movesUntil(ctx, filters, toNumber(comparison.end), comparison.cutAt) : undefined

/** Customers who ordered in some moves. */
export const orderedIn = (moves: Moves | undefined): Set<number> => {
  const places = new Set<number>()
  for (const [i, place] of moves?.places.entries() ?? []) if (moves!.orders[i]! > 0) places.add(place)
  return places
}

/** From the first day of the data to now. */
export const periodToDate = async (ctx: Context): Promise<Period> => {
  const period = await periodOf(ctx, { compare: 'none' })
  const { firstOn, asOfDay } = period
  return { ...period, range: { start: firstOn !== null && firstOn < asOfDay ? firstOn : asOfDay, end: asOfDay } }
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

/** How customers stand at the windows of a question, by their places: orders, and revenue in pips. */
export type People = {
  /** In the range, in the comparison (zeros without one), before the range, and up to the range's end. */
  orders: Uint32Array
  pips: Float64Array
  ordersThen: Uint32Array
  pipsThen: Float64Array
  ordersBefore: Uint32Array
  ordersToEnd: Uint32Array
  pipsToEnd: Float64Array
  /** The day of the last order up to the range's end; `never` without one. */
  last: Int32Array
}

/** What people stand for: whose accounts, in which windows. */
type Asked = { roster: Roster; windows: string; cut: Moves | undefined }

/** The last few, as a page asks for the same windows again and again; their room is used again, too. */
const known: { asked: Asked; people: People }[] = []
const mostKnown = 4

const roomFor = (length: number): People => ({
  orders: new Uint32Array(length),
  pips: new Float64Array(length),
  ordersThen: new Uint32Array(length),
  pipsThen: new Float64Array(length),
  ordersBefore: new Uint32Array(length),
  ordersToEnd: new Uint32Array(length),
  pipsToEnd: new Float64Array(length),
  last: new Int32Array(length),
})

/** Lent: nothing may be awaited while it is looked at. `cut`: cutMoves of the same question. */
export const peopleAt = (
  roster: Roster,
  { range, comparison }: Pick<Period, 'range' | 'comparison'>,
  cut: Moves | undefined,
): People => {
  const windows = JSON.stringify([range.start, range.end, comparison?.start, comparison?.end])
  const at = known.findIndex(({ asked }) => asked.roster === roster && asked.windows === windows && asked.cut === cut)
  if (at >= 0) known.unshift(...known.splice(at, 1))
  else {
    const old = known.length < mostKnown ? undefined : known.pop()?.people
    const room = old?.last.length === roster.first.length ? old : roomFor(roster.first.length)
    known.unshift({ asked: { roster, windows, cut }, people: countedInto(room, roster, { range, comparison }, cut) })
  }
  return known[0]!.people
}

const countedInto = (
  people: People,
  { ledger }: Roster,
  { range, comparison }: Pick<Period, 'range' | 'comparison'>,
  cut: Moves | undefined,
): People => {
  const { ids, starts, days, orders, pips } = ledger
  const [start, end] = [toNumber(range.start), toNumber(range.end)]
  const startThen = comparison ? toNumber(comparison.start) : 1
  const endThen = comparison ? toNumber(comparison.end) - (cut ? 1 : 0) : 0
  for (let place = 0; place < ids.length; place += 1) {
    const from = starts[place]!
    const before = entriesUntil(ledger, place, start - 1)
    const until = entriesUntil(ledger, place, end, before)
    const ordersBefore = before > from ? orders[before - 1]! : 0
    const pipsBefore = before > from ? pips[before - 1]! : 0
    const ordersToEnd = until > from ? orders[until - 1]! : 0
    const pipsToEnd = until > from ? pips[until - 1]! : 0
    people.ordersBefore[place] = ordersBefore
    people.ordersToEnd[place] = ordersToEnd
    people.pipsToEnd[place] = pipsToEnd
    people.orders[place] = ordersToEnd - ordersBefore
    people.pips[place] = pipsToEnd - pipsBefore
    let last = until - 1
    while (last > from && orders[last] === orders[last - 1]) last -= 1
    people.last[place] = ordersToEnd > 0 ? days[last]! : never
    people.ordersThen[place] = 0
    people.pipsThen[place] = 0
    if (endThen < startThen) continue
    const beforeThen = entriesUntil(ledger, place, startThen - 1)
    const untilThen = entriesUntil(ledger, place, endThen, beforeThen)
    if (untilThen === beforeThen) continue
    people.ordersThen[place] = orders[untilThen - 1]! - (beforeThen > from ? orders[beforeThen - 1]! : 0)
    people.pipsThen[place] = pips[untilThen - 1]! - (beforeThen > from ? pips[beforeThen - 1]! : 0)
  }
  for (const [i, place] of cut?.places.entries() ?? []) {
    people.ordersThen[place] = people.ordersThen[place]! + cut!.orders[i]!
    people.pipsThen[place] = people.pipsThen[place]! + cut!.pips[i]!
  }
  return people
}
