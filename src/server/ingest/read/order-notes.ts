import { counted } from '../../counted.ts'
import type { CellReader } from './cells.ts'
import type { groupCounts } from './order-groups.ts'
import type { KeptHeads } from './kept-heads.ts'
import type { orderTally } from './order-tally.ts'

export const orderCounts = () => ({
  accepted: 0,
  noCustomer: 0,
  discountsLeft: 0,
})

type Found = {
  counts: ReturnType<typeof orderCounts> & ReturnType<typeof groupCounts>
  guests: number
  /** Rows that say otherwise than their order, by what. */
  differing: Record<string, number>
  heads: KeptHeads['all']
  charges: string[]
  tally: ReturnType<typeof orderTally>
}

/** What was decided over the rows of an order file, and what it leaves out, in sentences. */
export const orderNotes = (cell: CellReader, { counts, guests, differing, heads, charges, tally }: Found): string[] => {
  const said: string[] = []
  const say = (n: number, one: string, many: string) => n > 0 && said.push(counted(n, one, many))
  say(
    counts.noCustomer,
    'row has no customer: it counts in revenue and orders, not in customer figures.',
    'rows have no customer: they count in revenue and orders, not in customer figures.',
  )
  say(guests, 'row is of a guest, who is nobody in particular.', 'rows are of guests, who are nobody in particular.')
  say(
    counts.headerRows,
    'order has a row with the sum of its other rows: the others count.',
    'orders have a row with the sum of their other rows: the others count.',
  )
  say(
    counts.taxesInside,
    'order holds its taxes, as its total is goods and shipping: revenue is without them.',
    'orders hold their taxes, as their totals are goods and shipping: revenue is without them.',
  )
  for (const [what, field] of [
    ['region', 'region'],
    ['channel', 'channel'],
  ] as const) {
    if (!cell.has(field)) said.push(`The file has no ${what}: it is "Unknown".`)
  }
  if (!cell.has('quantity')) said.push('No column says the quantity: each row counts as one unit. If one does, map it.')
  if (!cell.has('category')) said.push('The file has no category: products new to us get "Unknown".')
  if (!cell.has('order_id'))
    said.push(
      'The file has no order number: rows of one customer at one moment are one order; without a customer each row is.',
    )
  for (const [what, rows] of Object.entries(differing))
    say(
      rows,
      `row differs from its order's earliest line in ${what}: the earliest line counts.`,
      `rows differ from their order's earliest line in ${what}: the earliest line counts.`,
    )
  said.push(...charges)
  const netOf = `a discount in ${cell.column('order_discount')}: ${cell.column('amount')} is taken as net of it.`
  say(
    counts.spreadOrders,
    'order has a discount of the whole order: it is spread over its lines.',
    'orders have a discount of the whole order: it is spread over their lines.',
  )
  say(counts.discountsLeft, `order has ${netOf}`, `orders have ${netOf}`)
  let netsAbove = 0
  for (let n = 0; n < heads.size(); n++) if ((heads.of('net', n) ?? 0) > heads.of('sold', n)) netsAbove++
  say(
    netsAbove,
    'order has a net total above the sum of its lines: the lines count.',
    'orders have a net total above the sum of their lines: the lines count.',
  )
  say(
    counts.partlyUnknown,
    'order is partly refunded, but no column tells how much: it counts in full.',
    'orders are partly refunded, but no column tells how much: they count in full.',
  )
  say(
    tally.undatedRefunds(),
    'refunded row has no refund date: it is left out of revenue.',
    'refunded rows have no refund date: they are left out of revenue.',
  )
  say(tally.future(), 'row is dated in the future.', 'rows are dated in the future.')
  for (const [column, { cells, line }] of cell.unread)
    say(
      cells,
      `cell of ${column} cannot be read (on line ${line}): it counts as empty.`,
      `cells of ${column} cannot be read (the first on line ${line}): they count as empty.`,
    )
  return said
}
