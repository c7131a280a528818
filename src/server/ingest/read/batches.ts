/**
 * Rows on their way to the database: one PostgreSQL array literal a column, so that neither the main thread nor a
 * driver builds them.
 */

export type Batch = { rows: number; columns: string[] }

const needsEscape = /["\\]/
const text = (value: string): string =>
  needsEscape.test(value) ? `"${value.replace(/["\\]/g, '\\$&')}"` : `"${value}"`

/** An element of an array literal. Numbers and dates need no quotes. */
const element = (value: string | number | null): string =>
  value === null ? 'NULL' : typeof value === 'number' ? String(value) : text(value)

/** Collects rows and hands them on in batches of `size`. */
export const batches = (width: number, size: number, hand: (batch: Batch) => void) => {
  let columns: string[][] = Array.from({ length: width }, () => [])
  let rows = 0
  // neighbouring rows repeat most of their values (an order's day, customer, region)
  const last: (string | number | null | undefined)[] = Array.from({ length: width })
  const lastElement = Array.from<string>({ length: width })
  const flush = () => {
    if (rows === 0) return
    hand({ rows, columns: columns.map(cells => `{${cells.join(',')}}`) })
    columns = Array.from({ length: width }, () => [])
    rows = 0
  }
  return {
    /** One row: a value a column. */
    add: (values: readonly (string | number | null)[]) => {
      for (let i = 0; i < width; i++) {
        const value = values[i] ?? null
        if (value !== last[i]) {
          last[i] = value
          lastElement[i] = element(value)
        }
        ;(columns[i] as string[]).push(lastElement[i] as string)
      }
      if (++rows === size) flush()
    },
    flush,
  }
}
