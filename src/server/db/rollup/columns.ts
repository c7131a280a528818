import { sql, type RawBuilder } from 'kysely'
import { amounts, counts, countedLines } from './lines.ts'

/** Values of one column as small numbers, in the order of `values`. */
export type Codes = { of: Uint32Array; values: string[] }

/**
 * Order lines in columns, as `countedLines` tells them. `day` and `month`: days since 1970 (a month by its first). `newest`: microseconds
 * since 1970, −Infinity where the line does not count.
 */
export type Lines = {
  size: number
  day: Int32Array
  month: Int32Array
  customer: Float64Array
  product: Float64Array
  sold: Uint8Array
  newest: Float64Array
  sums: Record<string, Float64Array>
  order: Codes
  category: Codes
  region: Codes
  channel: Codes
  segment: Codes
}

export const textKeys = ['category', 'region', 'channel', 'segment'] as const
const sums = [...amounts, ...counts]

/** What `linesIn` reads, for COPY. */
export const copiedLines = (condition: RawBuilder<unknown>) => sql`
  select day - date '1970-01-01', month - date '1970-01-01', customer_id, product_id, sold::int, newest_at,
    ${sql.raw([...sums, 'order_id', ...textKeys].join(', '))}
  from (${countedLines(condition)}) counted`

const [tab, newline, backslash, minus] = [9, 10, 92, 45]

const escaped: Record<string, string> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', v: '\v' }
/** COPY's text as it was meant. */
const unescaped = (text: string) => text.replace(/\\(.)/gs, (_, one: string) => escaped[one] ?? one)

/** Neighbouring rows often have the same. */
const coder = (size: number) => {
  const of = new Uint32Array(size)
  const values: string[] = []
  const codes = new Map<string, number>()
  const add = (row: number, text: string) => {
    let code = codes.get(text)
    if (code === undefined) {
      code = values.push(text.includes('\\') ? unescaped(text) : text) - 1
      codes.set(text, code)
    }
    of[row] = code
  }
  return { of, values, add }
}

const rowsIn = (bytes: Uint8Array) => {
  let rows = 0
  for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) rows++
  return rows
}

/** 2026-01-31 10:00:00.123456+00 */
const microsecondsOf = (text: string): number => {
  const [, head = '', fraction = ''] = /^(.{19})(?:\.(\d+))?\+00$/.exec(text) ?? []
  const at = Date.parse(`${head.replace(' ', 'T')}Z`)
  if (Number.isNaN(at)) throw new Error(`expected an instant in UTC, got ${text}`)
  return at * 1000 + Number(fraction.padEnd(6, '0'))
}

/** Rows of `copiedLines` in COPY's text format. */
export const linesIn = (copied: Uint8Array): Lines => {
  const bytes = Buffer.from(copied.buffer, copied.byteOffset, copied.byteLength)
  const size = rowsIn(bytes)
  const found = {
    size,
    day: new Int32Array(size),
    month: new Int32Array(size),
    customer: new Float64Array(size),
    product: new Float64Array(size),
    sold: new Uint8Array(size),
    newest: new Float64Array(size),
    sums: Object.fromEntries(sums.map(name => [name, new Float64Array(size)])),
    order: coder(size),
    category: coder(size),
    region: coder(size),
    channel: coder(size),
    segment: coder(size),
  }
  const instants = new Map<string, number>()
  let at = 0
  const number = (): number => {
    let value = 0
    const sign = bytes[at] === minus ? -1 : 1
    if (sign < 0) at++
    for (let code = bytes[at]!; code !== tab && code !== newline; code = bytes[++at]!) value = value * 10 + code - 48
    at++
    return sign * value
  }
  const text = (): string => {
    const from = at
    while (bytes[at] !== tab && bytes[at] !== newline) at++
    return bytes.toString('utf8', from, at++)
  }
  const instant = (): number => {
    const isNull = bytes[at] === backslash
    const written = text()
    if (isNull) return -Infinity
    let known = instants.get(written)
    if (known === undefined) {
      known = microsecondsOf(written)
      if (instants.size > 50_000) instants.clear()
      instants.set(written, known)
    }
    return known
  }
  const measured = Object.values(found.sums)
  const coded = [found.order, ...textKeys.map(key => found[key])]
  for (let row = 0; row < size; row++) {
    found.day[row] = number()
    found.month[row] = number()
    found.customer[row] = number()
    found.product[row] = number()
    found.sold[row] = number()
    found.newest[row] = instant()
    for (const sum of measured) sum[row] = number()
    for (const codes of coded) codes.add(row, text())
  }
  return found
}

/** Codes in the order in which the database sorts their values: so the least code is the least value. */
export const inOrder = ({ of, values }: Codes, sorted: readonly string[]): Codes => {
  const places = new Map(sorted.map((value, place) => [value, place]))
  const moved = Uint32Array.from(values, value => places.get(value)!)
  return { of: of.map(code => moved[code]!), values: [...sorted] }
}
