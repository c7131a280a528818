import { type RawBuilder, sql } from 'kysely'

/** Where amounts of money stand, but for the caches, which are made of these. */
export const amounts = {
  transactions: ['unit_price', 'discount', 'amount', 'cost'],
  pipeline: ['amount'],
  pipeline_changes: ['amount_before', 'amount_after'],
  products: ['unit_price', 'cost'],
  sales_reps: ['quota'],
  forecast_targets: ['amount'],
  served_forecasts: ['predicted', 'lower80', 'upper80', 'lower95', 'upper95', 'naive'],
} as const
export type AmountTable = keyof typeof amounts
export const amountTables = Object.keys(amounts) as AmountTable[]

/** Each amount by itself, to four decimals, half away from zero: as amounts of files are exchanged. `rate`: as it was written. */
export const exchanged = (amount: RawBuilder<unknown>, rate: string) => sql`round(${amount} * ${rate}::numeric, 4)`
