/**
 * Rows on their way to the database, written here so that neither the main thread nor a driver builds them: in COPY's text format; of a
 * dry run, which only asks for them, one array literal a column.
 */

export type Batch = { rows: number; columns: string[] }
export type Copied = { rows: number; bytes: Uint8Array }

type Value = string | number | null

const needsEscape = /["\\]/
const text = (value: string): string =>
  needsEscape.test(value) ? `"${value.replace(/["\\]/g, '\\$&')}"` : `"${value}"`

/** An element of an array literal. Numbers and dates need no quotes. */
const element = (value: Value): string =>
  value === null ? 'NULL' : typeof value === 'number' ? String(value) : text(value)

/** Collects rows and hands them on in batches of `size`. */
export const batches = (width: number, size: number, hand: (batch: Batch) => void) => {
  let columns: string[][] = Array.from({ length: width }, () => [])
  let rows = 0
  // neighbouring rows repeat most of their values (an order's day, customer, region)
  const last: (Value | undefined)[] = Array.from({ length: width })
  const lastElement = Array.from<string>({ length: width })
  const flush = () => {
    if (rows === 0) return
    hand({ rows, columns: columns.map(cells => `{${cells.join(',')}}`) })
    columns = Array.from({ length: width }, () => [])
    rows = 0
  }
  return {
    /** One row: a value a column. */
    add: (values: readonly Value[]) => {
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

const special = /[\\\t\n\r]/
const codes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }
const cell = (value: Value): string =>
  value === null
    ? '\\N'
    : typeof value === 'number'
      ? `${value}`
      : special.test(value)
        ? value.replace(/[\\\t\n\r]/g, one => codes[one]!)
        : value

/** Collects rows as COPY takes them. */
export const copiedBatches = (size: number, hand: (batch: Copied) => void) => {
  let lines: string[] = []
  const flush = () => {
    if (lines.length === 0) return
    hand({ rows: lines.length, bytes: Buffer.from(`${lines.join('\n')}\n`) })
    lines = []
  }
  const add = (values: readonly Value[]) => {
    let line = cell(values[0] ?? null)
    for (let i = 1; i < values.length; i++) line += `\t${cell(values[i] ?? null)}`
    if (lines.push(line) === size) flush()
  }
  return { add, flush }
}
