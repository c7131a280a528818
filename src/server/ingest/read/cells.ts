import { clockOf, parseDate, type DateStyle } from '../understand/dates.ts'
import type { Mapping } from '../understand/mapping.ts'
import { isPercent, parseNumber, type NumberStyle } from '../understand/numbers.ts'
import { isBlank } from '../understand/styles.ts'
import type { ZoneClock } from '../../time/zone.ts'

/** A row is left out for this reason. */
export class Skip extends Error {}

type Row = (cells: string[], line: number) => void
/** Reads rows; one that cannot be read is left out, and told. */
export const leavingOut =
  (read: Row, skip: (line: number, reason: string, cells: string[]) => void): Row =>
  (cells, line) => {
    try {
      read(cells, line)
    } catch (error) {
      if (!(error instanceof Skip)) throw error
      skip(line, error.message, cells)
    }
  }

/** A day in the workspace's zone and the instant; `wall`: the clock that the source showed, null where it said an instant (db/zone/moments.ts). */
export type Moment = { iso: string; day: string; wall: string | null }

/** A wall clock, given as if it were UTC, as the database has it. */
export const wallText = (wall: number): string => new Date(wall).toISOString().slice(0, -1)

export type Styles = { numbers: Map<string, NumberStyle>; dates: Map<string, DateStyle>; rates: Set<string> }

const longestId = 200
const longestText = 300

/** Names in two columns. */
const lastNames: Record<string, string> = { customer_name: 'customer_last_name', name: 'last_name' }

const shown = (cell: string) => (cell.length > 60 ? `${cell.slice(0, 60)}…` : cell)

/** Of numeric(18, 4) and numeric(14, 3), with room for sums of a line. */
export const limits = { money: 1e12, quantity: 1e11 }

/**
 * Reads a row's fields by the mapping and the columns' styles. Throws `Skip` with the reason when a cell cannot be
 * read.
 */
export const cellReader = (
  columns: string[],
  mapping: Mapping,
  styles: Styles,
  clock: ZoneClock,
  utcClock: ZoneClock,
) => {
  const at = new Map(Object.entries(mapping).map(([field, column]) => [field, columns.indexOf(column)]))
  const moments = new Map<string, Map<string, Moment | null>>()
  const days = new Map<number, string>()
  /** One text for each day, however many rows and people keep it. */
  const dayOf = (wall: number): string => {
    const n = Math.floor(wall / 86_400_000)
    let day = days.get(n)
    if (day === undefined) days.set(n, (day = new Date(wall).toISOString().slice(0, 10)))
    return day
  }

  const raw = (cells: string[], field: string): string => {
    const index = at.get(field)
    return index === undefined ? '' : (cells[index] ?? '')
  }

  const limited = (cells: string[], field: string, most: number): string => {
    const cell = raw(cells, field)
    if (cell === '') return ''
    const text = cell.trim()
    if (text.length > most)
      throw new Skip(`${mapping[field]} has ${text.length.toLocaleString('en')} characters; at most ${most} fit`)
    return text.includes('\0') ? text.replaceAll('\0', '') : text
  }

  /**
   * A number, reference or code: words such as NA mean nothing is there; ="007" and '007 are how exports keep
   * spreadsheets from changing 007; mail addresses have no case.
   */
  const id = (cells: string[], field: string): string => {
    const text = limited(cells, field, longestId)
    const first = text.charCodeAt(0)
    const bare =
      first === 61 && text.startsWith('="') && text.endsWith('"')
        ? text.slice(2, -1)
        : first === 39 && /^'[\d+]/.test(text)
          ? text.slice(1)
          : text
    if (isBlank(bare)) return ''
    if (bare.includes('@')) return bare.toLowerCase()
    // 501.0 is 501 that went through a spreadsheet of numbers
    return bare.endsWith('.0') && /^\d+\.0$/.test(bare) ? bare.slice(0, -2) : bare
  }
  const text = (cells: string[], field: string): string => limited(cells, field, longestText)
  /** A name of something: blank words count as nothing, except that NA may be a region (North America). */
  const oneName = (cells: string[], field: string): string => {
    const found = limited(cells, field, longestText)
    return isBlank(found) && found.toUpperCase() !== 'NA' ? '' : found
  }
  const name = (cells: string[], field: string): string => {
    const last = lastNames[field]
    if (last === undefined || !at.has(last)) return oneName(cells, field)
    return `${oneName(cells, field)} ${oneName(cells, last)}`.trim()
  }

  const number = (cells: string[], field: string, limit: number): number | null => {
    const cell = raw(cells, field).trim()
    if (isBlank(cell)) return null
    const column = mapping[field] as string
    const style = styles.numbers.get(column) ?? 'dot'
    const value = parseNumber(cell, style)
    if (value === null)
      throw new Skip(`${column} "${shown(cell)}" is not a number${style === 'comma' ? ' written as 1.234,56' : ''}`)
    if (!(Math.abs(value) < limit)) throw new Skip(`${column} ${shown(cell)} is too large`)
    return value
  }

  /** A share of one: 20 %, or 0.2, or 20 in a column of percentages. */
  const rate = (cells: string[], field: string): number | null => {
    const value = number(cells, field, 1e6)
    if (value === null) return null
    return isPercent(raw(cells, field)) || !styles.rates.has(mapping[field] ?? '') ? value / 100 : value
  }

  const isShare = (cells: string[], field: string): boolean => isPercent(raw(cells, field))

  /** The time of day, where it stands in a column of its own. */
  const clockBeside = (cells: string[], field: string): string | undefined => {
    const cell = raw(cells, field).trim()
    if (isBlank(cell)) return undefined
    const found = clockOf(cell)
    if (found === null) throw new Skip(`${mapping[field]} "${shown(cell)}" is not a time of day`)
    return found
  }

  const moment = (cells: string[], field: string, beside?: string): Moment | null => {
    const cell = raw(cells, field).trim()
    if (isBlank(cell)) return null
    const column = mapping[field] as string
    let known = moments.get(column)
    if (!known || known.size > 2000) moments.set(column, (known = new Map()))
    const key = beside === undefined ? cell : `${cell} ${beside}`
    let found = known.get(key)
    if (found === undefined) {
      const style = styles.dates.get(column)
      const when = style && cell.length < 100 ? parseDate(cell, style, beside) : null
      if (!when) found = null
      else {
        const inUtc = /\butc\b/i.test(column) && !when.zoned
        const instant = when.zoned ? when.at : (inUtc ? utcClock : clock).instant(when.at)
        const isInstant = when.zoned || inUtc
        const wall = isInstant ? clock.wall(instant) : when.at
        found = {
          iso: new Date(instant).toISOString(),
          day: dayOf(wall),
          wall: isInstant ? null : wallText(wall),
        }
      }
      known.set(key, found)
    }
    if (found === null)
      throw new Skip(`${column} "${shown(cell)}" is not a date between 1900 and 2200 in the column's style`)
    return found
  }

  const unread = new Map<string, { cells: number; line: number }>()
  /** What a row can do without: nothing where it cannot be read, which is counted by column, with the first line. */
  const optional = <T>(field: string, line: number, read: () => T): T | null => {
    try {
      return read()
    } catch (error) {
      if (!(error instanceof Skip)) throw error
      const column = mapping[field] ?? field
      const before = unread.get(column)
      if (before) before.cells++
      else unread.set(column, { cells: 1, line })
      return null
    }
  }

  /** As `id`, of a row that is left out for what may be this very cell. */
  const idOrNothing = (cells: string[], field: string): string =>
    raw(cells, field).length > longestId ? '' : id(cells, field)

  return {
    has: (field: string) => at.has(field),
    column: (field: string) => mapping[field] ?? '',
    idOrNothing,
    id,
    text,
    name,
    number,
    rate,
    isShare,
    moment,
    clockBeside,
    optional,
    unread: unread as ReadonlyMap<string, { cells: number; line: number }>,
  }
}
export type CellReader = ReturnType<typeof cellReader>
