import { encode } from '../values.ts'

/** Rows in COPY's text format, handed on in pieces: a statement of some hundred thousand rows would hold up everybody. */

const pieceLength = 2 * 1024 * 1024

/** Whole numbers; beyond 2^53 they would be wrong without a word. */
export const whole = (value: number): string => {
  if (!Number.isSafeInteger(value)) throw new Error(`a sum of ${value} is beyond what can be added up exactly`)
  return `${value}`
}

const special = /[\\\t\n\r]/g
const codes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }
export const textCell = (value: string): string => value.replace(special, one => codes[one]!)

export const nothing = '\\N'
export const arrayCell = (values: readonly unknown[]): string => textCell(encode(values) ?? '{}')

const days = new Map<number, string>()
/** A day since 1970 as a date. */
export const dayCell = (day: number): string => {
  let known = days.get(day)
  if (known === undefined) {
    known = new Date(day * 86_400_000).toISOString().slice(0, 10)
    days.set(day, known)
  }
  return known
}

/** Microseconds since 1970; −Infinity: none. */
export const instantCell = (microseconds: number): string => {
  if (microseconds === -Infinity) return nothing
  const fraction = ((microseconds % 1000) + 1000) % 1000
  const iso = new Date((microseconds - fraction) / 1000).toISOString()
  return `${iso.slice(0, -1)}${String(fraction).padStart(3, '0')}+00`
}

/** Lines in pieces of bytes. */
export function* inPieces(lines: Iterable<string>): Generator<Uint8Array> {
  const encoder = new TextEncoder()
  let [held, length]: [string[], number] = [[], 0]
  for (const line of lines) {
    held.push(line)
    length += line.length + 1
    if (length < pieceLength) continue
    yield encoder.encode(`${held.join('\n')}\n`)
    held = []
    length = 0
  }
  if (held.length) yield encoder.encode(`${held.join('\n')}\n`)
}
