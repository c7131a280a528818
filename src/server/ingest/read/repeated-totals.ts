/** Order totals that stand on each line of an order: taken for amounts of lines they would count several times. */
import { pipsPerUnit } from '../../money.ts'
import type { ImportReport } from '#contract'
import { ownerKey } from './row-questions.ts'

/**
 * What an order's lines of more than nothing have in common; gross (quantity × price) in pips, 0 where the file has no
 * price.
 */
export type Amounts = { first: number; same: boolean; lines: number; gross: number; least: number; most: number }

export const addAmount = (known: Amounts | null, pips: number, gross: number): Amounts => {
  if (!known) return { first: pips, same: true, lines: 1, gross, least: gross, most: gross }
  known.same &&= pips === known.first
  known.lines++
  known.gross += gross
  known.least = Math.min(known.least, gross)
  known.most = Math.max(known.most, gross)
  return known
}

/**
 * With tax, shipping or a discount a total is not the sum, but near it; lines of one price have it with their tax, too.
 */
const isSum = ({ first, gross, least, most }: Amounts) =>
  first > 0.5 * gross && first < 2 * gross && (least < 0.98 * most || first > 1.5 * least)

const money = (pips: number) => (pips / pipsPerUnit).toFixed(2)
/** Fewer orders of several lines say nothing, unless the column's name does. */
const enough = 3

type Found = { problems: string[]; questions: ImportReport['questions'] }
const nothing: Found = { problems: [], questions: [] }

/** Where quantity × price is there to compare with, it is sure; else it is asked. */
export const repeatedTotals = (
  column: string,
  hasPrice: boolean,
  orders: Iterable<[order: number, Amounts]>,
  idOf: (order: number) => string,
): Found => {
  let seen = 0
  let repeated = 0
  const totals = new Set<number>()
  let example: [number, Amounts] | undefined
  for (const [order, amounts] of orders) {
    if (amounts.lines < 2) continue
    seen++
    if (!amounts.same || (hasPrice && !isSum(amounts))) continue
    repeated++
    totals.add(amounts.first)
    example ??= [order, amounts]
  }
  if (!example || repeated <= seen / 2) return nothing
  const [order, { first, lines, gross, most }] = example
  const id = idOf(order)
  if (hasPrice) {
    return {
      questions: [],
      problems: [
        `${column} is the total of an order, repeated on each of its lines (order ${id} has ${lines} lines of ${money(first)}, where quantity × price is at most ${money(most)} and ${money(gross)} together): it would count several times. Map the amount to a column of the line, or to none; then quantity × unit price counts.`,
      ],
    }
  }
  const isNamed = /\b(order|invoice|grand|document|cart|receipt)/i.test(column)
  if (!isNamed && (repeated < enough || totals.size < 2)) return nothing
  const sentence = `${column}: in ${repeated.toLocaleString('en')} of ${seen.toLocaleString('en')} orders of several lines all lines have the same, such as ${money(first)} on each of the ${lines} lines of order ${id}. Is it the line's, or the whole order's?`
  return {
    problems: [],
    questions: [
      {
        column: ownerKey(column),
        about: 'meaning',
        sentence,
        options: [
          { value: 'line', example: `the line's: order ${id} comes to ${money(first * lines)}` },
          { value: 'order', example: `the whole order's: order ${id} comes to ${money(first)}` },
        ],
      },
    ],
  }
}
