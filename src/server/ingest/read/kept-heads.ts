import { choices, type Column, counts, numbers, orNull, records, words } from '../columns.ts'
import { texts } from '../texts.ts'
import { type Moment, wallText } from './cells.ts'
import type { Amounts } from './repeated-totals.ts'
import type { RowRate } from './row-exchange.ts'

/** What is of the whole order, wherever its rows stand. */
export type Head = Booked & {
  at: Moment | null
  /** The day of the first sale that was met. */
  met: string | null
  customer: number
  customerKey: string
  region: string
  channel: string
  rep: number | null
  status: string
  cancelled: boolean
  /** Of its last row, where rows are exchanged each. */
  rate: RowRate | null
}

/** What of an order was met and booked so far; money in pips. */
type Booked = {
  /** Among the orders with a sale. */
  counted: boolean
  sold: number
  net: number | null
  /** Of the lines' amounts, the part that is tax. */
  taxShare: number
  discount: number
  discounted: number
  refunded: number
  /** Its total, where each of its lines repeats it, was taken. */
  totalled: boolean
  lines: number
  /** After rows of other orders, on another day, and maybe for another customer. */
  cameBack: 'on another day' | 'for another customer' | null
  amounts: Amounts | null
}

export const unsold = (): Booked => ({
  counted: false,
  sold: 0,
  net: null,
  taxShare: 0,
  discount: 0,
  discounted: 0,
  refunded: 0,
  totalled: false,
  lines: 0,
  cameBack: null,
  amounts: null,
})

/** Clocks of one file are few whole hours beside the instants. */
const moments = (): Column<Moment> => {
  const [instants, days, clocks] = [numbers(), choices<string>(), choices<number | null>()]
  return {
    at: n => {
      const [instant, clock] = [instants.at(n), clocks.at(n)]
      return {
        iso: new Date(instant).toISOString(),
        day: days.at(n),
        wall: clock === null ? null : wallText(instant + clock),
      }
    },
    put: (n, { iso, day, wall }) => {
      const instant = Date.parse(iso)
      instants.put(n, instant)
      days.put(n, day)
      clocks.put(n, wall === null ? null : Date.parse(`${wall}Z`) - instant)
    },
  }
}

/** The heads of a file's orders: objects while their lines are gathered, then columns, as their rows may come back at any time. */
export const keptHeads = () => {
  const ids = texts()
  const open = new Map<string, Head>()
  const columns: { [K in keyof Head]: Column<Head[K]> } = {
    at: orNull(moments()),
    met: choices(),
    customer: counts(),
    customerKey: words(),
    region: choices(),
    channel: choices(),
    rep: choices(),
    status: choices(),
    cancelled: choices(),
    rate: choices(rate => rate && `${rate.currency} ${rate.stated}`),
    counted: choices(),
    sold: numbers(),
    net: orNull(numbers()),
    taxShare: numbers(),
    discount: numbers(),
    discounted: numbers(),
    refunded: numbers(),
    totalled: choices(),
    lines: counts(),
    cameBack: choices(),
    amounts: orNull(
      records({
        first: numbers(),
        same: choices<boolean>(),
        lines: counts(),
        gross: numbers(),
        least: numbers(),
        most: numbers(),
      }),
    ),
  }
  const kept = records<Head>(columns)
  return {
    has: (id: string) => ids.find(id) >= 0,
    get: (id: string): Head | undefined => {
      const gathered = open.get(id)
      if (gathered) return gathered
      const n = ids.find(id)
      return n < 0 ? undefined : kept.at(n)
    },
    /** From here on changes of the head count. */
    hold: (id: string, head: Head) => {
      if (open.has(id)) return
      ids.of(id)
      open.set(id, head)
    },
    /** Its lines are settled. */
    putAway: (id: string) => {
      const head = open.get(id)
      if (!head) return
      kept.put(ids.of(id), head)
      open.delete(id)
    },
    /** Of orders that were put away, by their number from 0 as they were met. */
    all: {
      size: ids.size,
      id: ids.at,
      of: <K extends keyof Head>(field: K, n: number): Head[K] => columns[field].at(n),
    },
  }
}
export type KeptHeads = ReturnType<typeof keptHeads>
