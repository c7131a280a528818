import type { ImportReport } from '#contract'
import { find, type Mapping } from './column-names.ts'
import type { Mapped } from './mapping.ts'
import { texts } from '../texts.ts'

/** What it is answered under, and how. */
export const rowIdKey = (column: string) => `${column}: on every row`
export const rowIdAnswers = ['orders', 'lines'] as const

/**
 * Of order rows without an order number, a column "id" that is another one on every row: each row is an order, or each
 * order has several. `watch` every row, then ask for what they say.
 */
export const rowIds = (columns: string[], { kind, preset, mapping }: Mapped, isGuess: boolean) => {
  const { date, customer_id: number, customer_name: name, order_id: stated, line_id: line } = mapping
  const column =
    isGuess && kind === 'orders' && preset === null && stated === undefined && line === undefined
      ? find(columns, ['id', 'rowid', 'recordid', 'uuid'], new Set(Object.values(mapping)))
      : undefined
  const [id, day, who] = [column, date, number ?? name].map(one => columns.indexOf(one ?? ''))
  const ids = texts()
  let isUnique = column !== undefined
  /** Rows of one customer at one moment, one after the other or not. */
  const moments = texts()
  let together = 0
  // rows without a product, a price and a quantity are of whole orders
  const areLines = [mapping.product_name, mapping.unit_price, mapping.quantity].some(Boolean)

  return {
    watch: (row: string[]) => {
      if (!isUnique || column === undefined) return
      const cell = (row[id ?? -1] ?? '').trim()
      if (cell === '' || ids.wasMet(cell)) isUnique = false
      const buyer = row[who ?? -1] ?? ''
      if (buyer === '' || together > 0) return
      if (moments.wasMet(`${buyer} ${row[day ?? -1] ?? ''}`)) together++
    },
    /** null: there is no such column. */
    settle: (
      answers: Record<string, string>,
    ): {
      mapping: Mapping
      notes: string[]
      questions: ImportReport['questions']
      used: Record<string, string>
    } | null => {
      if (!isUnique || column === undefined) return null
      const key = rowIdKey(column)
      const answer = rowIdAnswers.find(one => one === answers[key]) ?? (together === 0 || !areLines ? 'orders' : null)
      const used = answers[key] && answer ? { [key]: answer } : {}
      if (answer === 'lines') return { mapping: { ...mapping, line_id: column }, notes: [], questions: [], used }
      const asOrders = {
        mapping: { ...mapping, order_id: column },
        notes: [`${column} is another one on every row: it numbers the orders, and each row is one.`],
        used,
      }
      if (answer) return { ...asOrders, questions: [] }
      const sentence = `${column} is another one on every row, and no column numbers the orders. Is each row an order of its own?`
      const options = [
        { value: 'orders', example: `yes: ${column} is the order number` },
        { value: 'lines', example: 'no: rows of one customer at one moment are one order' },
      ]
      return { ...asOrders, questions: [{ column: key, about: 'meaning', sentence, options }] }
    },
  }
}
