import { own } from '../texts.ts'
import type { Moment } from './cells.ts'

/** What of an order is settled before its lines are read. */
export type SettledOrder = {
  /** Of its first sale. */
  at: Moment | null
  /** Its rows that count. */
  lines: number
  /** A row with the buyer, and its day. */
  buyer: { cells: string[]; day: string } | null
  rep: string[] | null
  region: string
  channel: string
  status: string
}
export type SettledOrders = ReadonlyMap<string, SettledOrder>

type Said = { cells: string[]; moment: Moment; isSale: boolean; buyer: string } & Record<
  'rep' | 'region' | 'channel' | 'status',
  string
>

const facts = ['buyer', 'rep', 'region', 'channel', 'status'] as const
/** Of whom a row says more than the word. */
const people: readonly string[] = ['buyer', 'rep']
const noCells: string[] = []
type Order = { lines: number; at: Moment | null; said: Partial<Record<(typeof facts)[number], Choice>> }
type Choice = { word: string; moment: Moment; cells: string[] }

/**
 * Orders whose rows stand apart or contradict each other: of what is of the whole order the earliest row counts that says it,
 * of rows of one moment the first in the alphabet; so the order of rows in the file says nothing.
 */
export const settleOrders = () => {
  const orders = new Map<string, Order>()
  return {
    add: (id: string, row: Said) => {
      const order = orders.get(id) ?? { lines: 0, at: null, said: {} }
      orders.set(id, order)
      order.lines++
      const { moment } = row
      if (row.isSale && (!order.at || moment.iso < order.at.iso)) order.at = moment
      for (const fact of facts) {
        const word = row[fact]
        const known = order.said[fact]
        const isSurer =
          !known || moment.iso < known.moment.iso || (moment.iso === known.moment.iso && word < known.word)
        if (word !== '' && isSurer)
          order.said[fact] = { word: own(word), moment, cells: people.includes(fact) ? row.cells.map(own) : noCells }
      }
    },
    settled: (): SettledOrders =>
      new Map(
        [...orders].map(([id, { lines, at, said }]): [string, SettledOrder] => [
          id,
          {
            at,
            lines,
            buyer: said.buyer ? { cells: said.buyer.cells, day: said.buyer.moment.day } : null,
            rep: said.rep?.cells ?? null,
            region: said.region?.word ?? '',
            channel: said.channel?.word ?? '',
            status: said.status?.word ?? '',
          },
        ]),
      ),
  }
}
export type SettleOrders = ReturnType<typeof settleOrders>
