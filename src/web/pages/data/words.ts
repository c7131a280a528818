import type { ImportKind } from '#contract'

/** A kind of file, and the table it fills, in words. */
export const kindNames: Record<ImportKind, string> = { orders: 'Orders', customers: 'Customers', products: 'Products', sales_reps: 'Sales representatives', deals: 'Deals' }

export const tableNames: Record<string, string> = {
  transactions: 'Order lines',
  customers: 'Customers',
  products: 'Products',
  sales_reps: 'Sales representatives',
  pipeline: 'Deals',
  pipeline_events: 'Stage history of deals',
}

export const engineNames = { embedded: 'Embedded PostgreSQL', postgres: 'PostgreSQL', citus: 'PostgreSQL with Citus' }
