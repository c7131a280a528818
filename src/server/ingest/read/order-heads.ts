import type { ImportReport } from '#contract'
import { type CellReader, limits } from './cells.ts'
import { type Head, type KeptHeads, keptHeads, unsold } from './kept-heads.ts'
import type { People } from './people.ts'
import { type Amounts, repeatedTotals } from './repeated-totals.ts'
import type { SettledOrders } from './settled-orders.ts'
import { amountOwners, lifeKey, numberLives, ownerKey, type RowQuestions } from './row-questions.ts'

/** The part of an order's lines that is tax: known where its total is goods and shipping without the taxes beside them. */
const taxShareOf = (cell: CellReader, cells: string[]): number => {
  if (!cell.has('order_tax')) return 0
  const sum = (field: string) => cell.optional(field, 0, () => cell.number(cells, field, limits.money)) ?? 0
  const [tax, total] = [sum('order_tax'), sum('order_total')]
  const goods = sum('order_net') + sum('order_shipping')
  return tax > 0 && total > 0 && Math.abs(total - goods) < 0.015 ? tax / total : 0
}

/** The head of each order, as its first row has it, or as it was settled; rows that say otherwise are counted. */
export const headReader = (
  cell: CellReader,
  who: People,
  settled: SettledOrders,
  isCancelled: (cells: string[]) => boolean,
) => {
  const heads = keptHeads()
  const differing = { day: 0, customer: 0 }
  return {
    heads,
    differing,
    of: (orderId: string, cells: string[], first: string[], day: string): Head => {
      const known = heads.get(orderId)
      const text = (field: string) => cell.name(cells, field) || (first === cells ? '' : cell.name(first, field))
      const key = who.keyOf(cells, first)
      if (known) {
        if (key && key !== known.customerKey) differing.customer++
        return known
      }
      const order = settled.get(orderId)
      const buyer = order?.buyer?.cells ?? cells
      const customerKey = who.keyOf(buyer, first)
      if (key && key !== customerKey) differing.customer++
      return {
        at: order?.at ?? null,
        met: null,
        customer: who.customer(buyer, first, order?.buyer?.day ?? day),
        customerKey,
        region: order?.region || text('region') || 'Unknown',
        channel: order?.channel || text('channel') || 'Unknown',
        rep: (order?.rep ? who.rep(order.rep) : null) ?? who.rep(cells) ?? who.rep(first),
        status: order?.status || cell.text(cells, 'status') || cell.text(first, 'status'),
        cancelled: isCancelled(first),
        rate: null,
        ...unsold(),
        taxShare: taxShareOf(cell, first),
      }
    },
  }
}

type Questions = ImportReport['questions']
type Heads = KeptHeads['all']

/** Fewer may be slips. */
const enough = { 'on another day': 3, 'for another customer': 2 }

/** Numbers such as those of receipts begin anew each day: they come back after others, on another day. */
const returningNumbers = (heads: Heads, column: string): Questions => {
  let [several, returning, others, first] = [0, 0, 0, -1]
  for (let n = 0; n < heads.size(); n++) {
    if (heads.of('lines', n) < 2) continue
    several++
    const cameBack = heads.of('cameBack', n)
    if (!cameBack) continue
    if (returning++ === 0) first = n
    if (cameBack === 'for another customer') others++
  }
  if ((returning < enough['on another day'] && others < enough['for another customer']) || returning <= several / 2)
    return []
  const sentence = `${column}: most numbers that come on several rows come back on another day, such as ${heads.id(first)}. Do they begin anew each day?`
  return [
    {
      column: lifeKey(column),
      about: 'meaning',
      sentence,
      options: [
        { value: 'daily', example: 'yes: on another day it is another order' },
        { value: 'lasting', example: 'no: it is one order, of the day of its first row' },
      ],
    },
  ]
}

const totals = function* (heads: Heads): Generator<[number, Amounts]> {
  for (let n = 0; n < heads.size(); n++) {
    const amounts = heads.of('amounts', n)
    if (amounts) yield [n, amounts]
  }
}

/** What the orders of a file leave open, or forbid. */
export const orderDoubts = (
  heads: Heads,
  cell: CellReader,
  questions: RowQuestions,
  problems: string[],
  others: Questions,
): { problems: string[]; questions: Questions } => {
  const [amount, number] = [cell.column('amount'), cell.column('order_id')]
  const unknown = questions.unknownWords()
  const repeated =
    amount && !questions.answer(ownerKey(amount), amountOwners)
      ? repeatedTotals(amount, cell.has('unit_price'), totals(heads), heads.id)
      : { problems: [], questions: [] }
  const returning = number && !questions.answer(lifeKey(number), numberLives) ? returningNumbers(heads, number) : []
  return {
    problems: [...problems, ...repeated.problems, ...unknown.problems],
    questions: [...unknown.questions, ...repeated.questions, ...returning, ...others],
  }
}
