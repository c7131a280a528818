import type { Api, ImportReport, Result } from '#contract'
import { number, plural } from '../../format.ts'

/** A kind of file, and the table it fills, in words. */
export const kindNames: Record<Result<Api['data']['imports']>['data']['rows'][number]['kind'], string> = {
  orders: 'Orders',
  customers: 'Customers',
  products: 'Products',
  sales_reps: 'Sales representatives',
  deals: 'Deals',
  rates: 'Exchange rates',
  api: 'Orders and deals',
}

/** What an import did. */
export const importedWords = ({ kind, removed, rows: { inserted, updated, unchanged } }: ImportReport) => {
  const gone = removed > 0 ? `, ${number(removed)} gone` : ''
  return inserted + updated + removed === 0
    ? 'Everything in this file was already here; nothing changed.'
    : `${kindNames[kind]} imported: ${plural(inserted, 'new row')}, ${number(updated)} changed, ${number(unchanged)} as before${gone}.`
}

export const tableNames: Record<string, string> = {
  transactions: 'Order lines',
  customers: 'Customers',
  products: 'Products',
  sales_reps: 'Sales representatives',
  pipeline: 'Deals',
  exchange_rates: 'Exchange rates',
  pipeline_events: 'Stage history of deals',
}

export const engineNames = { embedded: 'Embedded PostgreSQL', postgres: 'PostgreSQL', citus: 'PostgreSQL with Citus' }
