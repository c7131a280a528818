/**
 * How values travel, the same on every engine. Text in (PostgreSQL casts it), JavaScript out: set once here, used by
 * both drivers.
 */

type Parse = (text: string) => unknown

const asText: Parse = text => text
const isoInstant = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?\+00$/

/**
 * The session's zone is UTC, so timestamptz arrives as '2026-11-22 10:00:00.123456+00'; leaves as ISO 8601 with
 * milliseconds.
 */
const instant: Parse = text => {
  const [, day, time, fraction = ''] = isoInstant.exec(text) ?? []
  return day ? `${day}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}Z` : text
}

/** By type id (pg_type.oid): int8, numeric, date, timestamp, timestamptz, interval, time. */
export const parsers: Record<number, Parse> = {
  20: Number,
  1700: Number,
  1082: asText,
  1114: asText,
  1184: instant,
  1186: asText,
  1083: asText,
}

/**
 * Array types whose elements the driver would leave as strings or turn into local dates: array type id → element type
 * id.
 */
export const arrayElements: Record<number, number> = {
  1016: 20,
  1231: 1700,
  1182: 1082,
  1115: 1114,
  1185: 1184,
  1187: 1186,
}

const quoted = (text: string) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`

const arrayLiteral = (items: readonly unknown[]): string =>
  `{${items.map(item => (item === null || item === undefined ? 'NULL' : Array.isArray(item) ? arrayLiteral(item) : quoted(encode(item) ?? ''))).join(',')}}`

/**
 * A statement's parameter as PostgreSQL's text form; what `pg` does for its engine. Objects become JSON, arrays become
 * array literals.
 */
export const encode = (value: unknown): string | null => {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return arrayLiteral(value)
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString('hex')}`
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
