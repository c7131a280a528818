import type { Filters } from './filters.ts'
import type { Ledger } from './accounts.ts'
import { linesAtOnce, type OrderLines, wantedBy } from './order-lines.ts'
import { breather } from './pages.ts'

/** As many entries as a block may have; used again for each block. */
const scratch = (length: number) => ({
  days: new Int32Array(length),
  orders: new Uint32Array(length),
  pips: new Float64Array(length),
})

const partOf = async (
  { ids, segments, starts, days, kinds, orders, pips }: OrderLines,
  { kinds: wanted, segments: some }: ReturnType<typeof wantedBy>,
  room: ReturnType<typeof scratch>,
  rest: () => Promise<void>,
): Promise<Ledger> => {
  const own = { ids: [] as number[], segments: [] as number[], starts: [] as number[] }
  let [n, rested] = [0, 0]
  for (let place = 0; place < ids.length; place += 1) {
    if (starts[place]! - rested >= linesAtOnce) {
      rested = starts[place]!
      await rest()
    }
    if (some && !some.has(segments[place]!)) continue
    const start = n
    let [orderCount, sum, order] = [0, 0, 0]
    for (let i = starts[place]!; i < starts[place + 1]!; i += 1) {
      if (wanted && !wanted[kinds[i]!]) continue
      if (n === start || room.days[n - 1] !== days[i]) room.days[n++] = days[i]!
      if (orders[i] !== 0 && orders[i] !== order) {
        order = orders[i]!
        orderCount += 1
      }
      sum += pips[i]!
      room.orders[n - 1] = orderCount
      room.pips[n - 1] = sum
    }
    if (n === start) continue
    own.ids.push(ids[place]!)
    own.segments.push(segments[place]!)
    own.starts.push(start)
  }
  return {
    ids: Float64Array.from(own.ids),
    segments: Uint32Array.from(own.segments),
    starts: Uint32Array.from(own.starts),
    days: room.days.slice(0, n),
    orders: room.orders.slice(0, n),
    pips: room.pips.slice(0, n),
  }
}

/** All accounts under some filters, added up from the lines: the same as the rollup has, with orders exact throughout. */
export const ledgerOfLines = async (blocks: OrderLines[], filters: Filters): Promise<Ledger> => {
  const rest = breather()
  const wanted = wantedBy(filters)
  const room = scratch(blocks.reduce((most, { days }) => Math.max(most, days.length), 0))
  const parts: Ledger[] = []
  for (const block of blocks) {
    parts.push(await partOf(block, wanted, room, rest))
    await rest()
  }
  const total = (of: (part: Ledger) => { length: number }) => parts.reduce((sum, part) => sum + of(part).length, 0)
  const [customers, entries] = [total(({ ids }) => ids), total(({ days }) => days)]
  const ledger: Ledger = {
    ids: new Float64Array(customers),
    segments: new Uint32Array(customers),
    starts: new Uint32Array(customers + 1),
    days: new Int32Array(entries),
    orders: new Uint32Array(entries),
    pips: new Float64Array(entries),
  }
  let [place, entry] = [0, 0]
  for (const part of parts) {
    ledger.ids.set(part.ids, place)
    ledger.segments.set(part.segments, place)
    for (const [i, start] of part.starts.entries()) ledger.starts[place + i] = entry + start
    ledger.days.set(part.days, entry)
    ledger.orders.set(part.orders, entry)
    ledger.pips.set(part.pips, entry)
    place += part.ids.length
    entry += part.days.length
    await rest()
  }
  ledger.starts[customers] = entries
  return ledger
}
