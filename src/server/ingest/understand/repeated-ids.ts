import type { Mapped, Mapping } from './mapping.ts'
import { wordsOf } from './header-words.ts'
import { own } from '../texts.ts'

/** Fewer may be slips. */
const enough = 3

/**
 * A column that is called no more than "id" is guessed to number the orders. Where most of its numbers come back on
 * other days, and nothing else says who bought, it numbers the customers: an order has one day. `watch` every row, then
 * ask for the mapping by what they say.
 */
export const repeatedIds = (columns: string[], { kind, preset, mapping }: Mapped, isGuess: boolean) => {
  const { order_id: column, date, customer_id: number, customer_name: name } = mapping
  const isDoubtful =
    isGuess &&
    kind === 'orders' &&
    preset === null &&
    column !== undefined &&
    wordsOf(column) === 'id' &&
    date !== undefined &&
    !(number ?? name)
  const [id, day] = [columns.indexOf(column ?? ''), columns.indexOf(date ?? '')]
  const days = new Map<string, string>()
  const repeated = new Set<string>()
  const returning = new Set<string>()
  return {
    watch: (row: string[]) => {
      const one = row[id]
      if (!isDoubtful || !one) return
      const on = (row[day] ?? '').trim().split(/[ T]/, 1)[0] ?? ''
      const before = days.get(one)
      if (before === undefined) days.set(own(one), own(on))
      else if (before === on) repeated.add(own(one))
      else returning.add(own(one))
    },
    /** null: nothing speaks against the guess. */
    asCustomers: (): { mapping: Mapping; note: string } | null => {
      const several = new Set([...repeated, ...returning]).size
      if (!column || returning.size < enough || returning.size <= several / 2) return null
      const { order_id: _, ...others } = mapping
      return {
        mapping: { ...others, customer_id: column },
        note: `${column} comes back on other days, as no order does: it is read as the customer's number.`,
      }
    },
  }
}
