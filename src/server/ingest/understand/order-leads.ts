import type { Mapping } from './column-names.ts'
import { own } from '../texts.ts'

/**
 * Shops write what is of a whole order on the first of its rows alone. Sorted otherwise in a spreadsheet, other rows
 * come before it: of such orders the row is kept.
 * `watch` every row, then `keep` from every row if it is `needed`.
 */
export const orderLeads = (columns: string[], mapping: Mapping) => {
  const at = (field: string) => (mapping[field] === undefined ? -1 : columns.indexOf(mapping[field]))
  const [id, status, net] = [at('order_id'), at('status'), at('order_net')]
  const isWatched = Math.min(id, status, net) >= 0
  const isLead = (row: string[]) => (row[status] ?? '') !== '' && (row[net] ?? '') !== ''
  const isBare = (row: string[]) => (row[status] ?? '') === '' && (row[net] ?? '') === ''
  const headless = new Set<string>()
  const leads = new Map<string, string[]>()
  let last: string | undefined
  return {
    watch: (row: string[]) => {
      if (!isWatched || row[id] === last) return
      last = row[id]
      if (last && isBare(row)) headless.add(own(last))
    },
    needed: () => headless.size > 0,
    keep: (row: string[]) => {
      const order = row[id] ?? ''
      if (headless.has(order) && !leads.has(order) && isLead(row)) leads.set(own(order).trim(), row.map(own))
    },
    leads: leads as ReadonlyMap<string, string[]>,
  }
}
