import { linesIn, textKeys } from './columns.ts'
import type { Choice } from './choice.ts'
import { inPieces } from './copy-text.ts'
import { historyRows } from './histories.ts'
import { monthSums, type Sorted } from './month-sums.ts'
import { visitRows } from './visit-bits.ts'

/** What is made of some order lines: rows of which table, in which order. */
export type Wanted = 'months' | 'histories'
/** Rows of a cache, in COPY's text format. */
export type Piece = { table: 'daily_metrics' | 'daily_customers' | 'customer_history'; rows: Uint8Array }

/**
 * Takes order lines (columns.ts) and gives the caches' rows of them, piece by piece. `values`: what the database is to sort, as only it knows
 * the order of its texts; `choice`: what is kept of the months.
 */
export const openSumming = (copied: Uint8Array, wanted: Wanted) => {
  const lines = linesIn(copied)
  const values = Object.fromEntries(textKeys.map(key => [key, lines[key].values])) as Record<keyof Sorted, string[]>
  function* tables(sums: ReturnType<typeof monthSums>): Generator<Piece> {
    for (const rows of inPieces(sums.rows())) yield { table: 'daily_metrics', rows }
    for (const rows of inPieces(visitRows(lines, sums.coded, sums.choice.visits)))
      yield { table: 'daily_customers', rows }
  }
  function* histories(sorted: Sorted): Generator<Piece> {
    for (const rows of inPieces(historyRows(lines, sorted))) yield { table: 'customer_history', rows }
  }
  const sum = (sorted: Sorted): { choice: Choice; pieces: Generator<Piece> } => {
    if (wanted === 'histories') return { choice: { sums: [], visits: [] }, pieces: histories(sorted) }
    const sums = monthSums(lines, sorted)
    return { choice: sums.choice, pieces: tables(sums) }
  }
  return { values, sum }
}
