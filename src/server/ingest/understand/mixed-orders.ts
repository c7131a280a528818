import type { Mapping } from './column-names.ts'
import { own, texts } from '../texts.ts'

/** What is of a whole order, whichever of its rows says it; the last ones count line by line where a line says them. */
const ofOrder = ['date', 'time', 'customer_id', 'customer_name', 'customer_last_name']
const ofLine = ['region', 'channel', 'rep', 'rep_id', 'status']

/**
 * Orders whose rows stand apart, or do not say the same: what they mean must not depend on which row comes first.
 * `watch` every row.
 */
export const mixedOrders = (columns: string[], mapping: Mapping) => {
  const at = (field: string) => (mapping[field] === undefined ? -1 : columns.indexOf(mapping[field]))
  const watched = (fields: string[]) => fields.map(at).filter(index => index >= 0)
  const id = at('order_id')
  // without order numbers, rows of one customer at one moment and place are one order
  const parts = id >= 0 ? [id] : watched([...ofOrder, 'region', 'channel'])
  const isKnown = id >= 0 || at('customer_id') >= 0 || at('customer_name') >= 0
  const keyOf = (row: string[]) =>
    parts.length === 1 ? (row[id] ?? '').trim() : parts.map(i => row[i] ?? '').join('\0')
  const [whole, each] = [watched(ofOrder), watched(ofLine)]
  let met = texts()
  const mixed = new Set<string>()
  let run: { id: string; first: string[]; hasBlank: boolean; differs: boolean } | null = null

  const begin = (order: string, row: string[]) => {
    if (met.wasMet(order)) mixed.add(order)
    const hasBlank = [...whole, ...each].some(index => (row[index] ?? '') === '')
    run = { id: order, first: row, hasBlank, differs: false }
  }
  const watch = (row: string[]) => {
    const order = isKnown ? keyOf(row) : ''
    if (order === '') return
    if (run?.id !== order) return begin(own(order), row)
    const { first } = run
    for (const index of whole) {
      const cell = row[index] ?? ''
      if (cell !== '' && cell !== first[index]) mixed.add(run.id)
    }
    for (const index of each) {
      const cell = row[index] ?? ''
      if (cell === '') run.hasBlank = true
      else if (cell !== first[index]) run.differs = true
    }
    if (run.hasBlank && run.differs) mixed.add(run.id)
  }
  return {
    watch,
    /** Once all rows were watched. */
    found: () => {
      met = texts()
      return { any: () => mixed.size > 0, isMixed: (row: string[]) => mixed.has(keyOf(row)) }
    },
  }
}
