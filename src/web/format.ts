/**
 * Numbers, money and dates in words: the only place that uses Intl. Unknown (null) is always "—", a minus is always
 * U+2212.
 * Days are YYYY-MM-DD and are never moved by a time zone; instants are shown in the workspace's zone.
 */
import { addDays, isDay } from './calendar.ts'

export const unknown = '—'
type Maybe = number | null | undefined

const locale = 'en-US'
const made = new Map<string, Intl.NumberFormat>()
const formatter = (options: Intl.NumberFormatOptions) => {
  const key = JSON.stringify(options)
  const known = made.get(key) ?? new Intl.NumberFormat(locale, options)
  made.set(key, known)
  return known
}
const write = (value: Maybe, options: Intl.NumberFormatOptions) =>
  value === null || value === undefined || !Number.isFinite(value)
    ? unknown
    : formatter(options)
        .format(Object.is(value, -0) ? 0 : value)
        .replace('-', '\u2212')

const inCurrency = (currency: string): Intl.NumberFormatOptions => ({
  style: 'currency',
  currency,
  currencyDisplay: 'narrowSymbol',
})

/** $4,820,140.25 */
export const money = (value: Maybe, currency: string) => write(value, inCurrency(currency))
/** $4,820,140: for tables where cents only add noise. */
export const moneyWhole = (value: Maybe, currency: string) =>
  write(value, { ...inCurrency(currency), maximumFractionDigits: 0 })
/** $4.82M, $4.20M, $81.2K, $612, $12.50: thousands and more always in three figures. */
export const moneyCompact = (value: Maybe, currency: string) => {
  const size = Math.abs(value ?? 0)
  if (size < 100 && !Number.isInteger(value)) return write(value, inCurrency(currency))
  if (size < 999.5) return moneyWhole(value, currency)
  return write(value, { ...inCurrency(currency), ...compact })
}
const compact: Intl.NumberFormatOptions = {
  notation: 'compact',
  minimumSignificantDigits: 3,
  maximumSignificantDigits: 3,
}
/** $0, $25K, $1.25M: the round numbers of an axis need no noughts behind the point. */
export const moneyTick = (value: number, currency: string) =>
  write(value, { ...inCurrency(currency), notation: 'compact', maximumSignificantDigits: 3 })

/** 1,284 */
export const number = (value: Maybe, digits = 0) => write(value, { maximumFractionDigits: digits })
/** 12.8K */
export const numberCompact = (value: Maybe) => (Math.abs(value ?? 0) < 10_000 ? number(value) : write(value, compact))
/** 31.4% of a value that is 0–100. */
export const percent = (value: Maybe, digits = 1) =>
  value === null || value === undefined
    ? unknown
    : write(value / 100, { style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits })
/** 2.6 pp */
export const points = (value: Maybe, digits = 1) =>
  value === null || value === undefined
    ? unknown
    : `${write(value, { minimumFractionDigits: digits, maximumFractionDigits: digits })} pp`
/** +8.4% and −1.2%: a change with its sign. */
export const signed = (value: Maybe, text: (size: number) => string) =>
  value === null || value === undefined
    ? unknown
    : `${value > 0 ? '+' : value < 0 ? '\u2212' : ''}${text(Math.abs(value))}`

const monthName = new Intl.DateTimeFormat(locale, { month: 'short', timeZone: 'UTC' })
const weekdayName = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' })
const read = (day: string) => {
  const at = new Date(`${day}T00:00:00Z`)
  return {
    day: at.getUTCDate(),
    month: monthName.format(at),
    year: at.getUTCFullYear(),
    quarter: Math.floor(at.getUTCMonth() / 3) + 1,
    weekday: weekdayName.format(at),
  }
}

/** 22 Nov 2026, or 22 Nov without its year. */
export const date = (day: string | null | undefined, { year = true, weekday = false } = {}) => {
  if (!day) return unknown
  const at = read(day)
  return `${weekday ? `${at.weekday} ` : ''}${at.day} ${at.month}${year ? ` ${at.year}` : ''}`
}

/**
 * A sentence of the server's with its days (YYYY-MM-DD) as everywhere on screen. What stands in quotes is data and
 * stays.
 */
export const sentence = (words: string) =>
  words.replace(/"[^"]*"|\b\d{4}-\d{2}-\d{2}\b/g, found => (isDay(found) ? date(found) : found))

/** 1 Nov – 22 Nov 2026; 24 Dec 2025 – 5 Jan 2026; 22 Nov 2026. */
export const dateRange = (start: string, end: string, { year = true } = {}) => {
  if (start === end) return date(start, { year })
  const crosses = start.slice(0, 4) !== end.slice(0, 4)
  return `${date(start, { year: crosses })} – ${date(end, { year: year || crosses })}`
}

/** "vs 10 Oct – 31 Oct": the comparison's year is left out where the range's own year says it. */
export const comparisonRange = (range: { start: string; end: string }, comparison: { start: string; end: string }) =>
  dateRange(comparison.start, comparison.end, { year: comparison.end.slice(0, 4) !== range.end.slice(0, 4) })

export type Grain = 'day' | 'week' | 'month' | 'quarter' | 'year'

/**
 * A time bucket in words, by its first and last day inside the range: 22 Nov 2026; 16 Nov – 22 Nov 2026; Nov 2026; Q4
 * 2026; 2026.
 */
export const bucket = (start: string, end: string, grain: Grain) => {
  const at = read(start)
  if (grain === 'day') return date(start, { weekday: true })
  if (grain === 'month') return `${at.month} ${at.year}`
  if (grain === 'quarter') return `Q${at.quarter} ${at.year}`
  if (grain === 'year') return String(at.year)
  return dateRange(start, end)
}

/** The same for an axis, where room is short. */
export const bucketShort = (start: string, grain: Grain, withYear: boolean) => {
  const at = read(start)
  if (grain === 'month') return withYear ? `${at.month} ${at.year}` : at.month
  if (grain === 'quarter') return `Q${at.quarter} ${at.year}`
  if (grain === 'year') return String(at.year)
  return date(start, { year: withYear })
}

/** Which grain the server chose, told by the distance of two bucket starts. */
export const grainOf = (first: string, second: string | undefined): Grain => {
  if (!second) return 'day'
  for (const [grain, most] of [
    ['day', 1],
    ['week', 7],
    ['month', 31],
    ['quarter', 92],
  ] as const)
    if (second <= addDays(first, most)) return grain
  return 'year'
}

/** 22 Nov 2026, 16:42 in the workspace's zone. */
export const instant = (iso: string | null | undefined, timezone: string) =>
  iso ? `${date(dayIn(iso, timezone))}, ${timeIn(iso, timezone)}` : unknown
/** 16:42 of today, 22 Nov of any other day: how new something is, where room is short. */
export const sinceMidnight = (iso: string, timezone: string) =>
  dayIn(iso, timezone) === dayIn(new Date().toISOString(), timezone)
    ? timeIn(iso, timezone)
    : date(dayIn(iso, timezone), { year: false })
const dayIn = (iso: string, timeZone: string) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(new Date(iso))
const timeIn = (iso: string, timeZone: string) =>
  new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(
    new Date(iso),
  )

/** 1.4 MB */
export const bytes = (size: number) =>
  size < 1000 ? `${size} B` : size < 1_000_000 ? `${number(size / 1000, 1)} KB` : `${number(size / 1_000_000, 1)} MB`

/** 1 row, 2 rows. */
export const plural = (count: number, one: string, many = `${one}s`) => `${number(count)} ${count === 1 ? one : many}`

const lists = new Intl.ListFormat('en-GB', { type: 'conjunction' })
/** North, South and West */
export const list = (words: string[]) => lists.format(words)

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })
/** The order of names: Item 2 before Item 10, capitals or not. */
export const byName = (a: string, b: string) => collator.compare(a, b)

/** What a workspace can be set to. */
export const currencies = () => Intl.supportedValuesOf('currency')
export const timezones = () => ['UTC', ...Intl.supportedValuesOf('timeZone')]

/** By their number less one: weeks begin with 1 Monday. */
export const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
/** January to December. */
export const months = () => {
  const name = new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' })
  return Array.from({ length: 12 }, (_, month) => name.format(Date.UTC(2026, month)))
}
/** EUR, Euro */
export const currencyNames = () => {
  const names = new Intl.DisplayNames(locale, { type: 'currency' })
  return currencies().map(code => ({ code, name: `${code}, ${names.of(code)}` }))
}

/** What the browser says of where it is. */
export const browserPlace = () => ({
  region: new Intl.Locale(navigator.language).maximize().region,
  timezone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
})

/** The land of a language such as en-GB; undefined: it says none. */
export const regionOf = (language: string): string | undefined => {
  try {
    return new Intl.Locale(language).region
  } catch {
    return undefined
  }
}
