import { plainDate } from './date-words.ts'
import { monthOf } from './month-names.ts'
import { isZone, type ZoneClock, zoneClock } from '../../time/zone.ts'

/** How a column writes dates; `text` names the month (Dec 1, 2010), `month` is a month without a day, `excel` counts days since 1900, `unix` seconds or milliseconds since 1970. */
export type DateStyle = 'ymd' | 'dmy' | 'mdy' | 'compact' | 'text' | 'month' | 'excel' | 'unix' | DayMonthStyle
/** Days and months of one year, which the cells leave out: 13.08. and 1308. */
export type DayMonthStyle = `dm-${number}`

/** Which of three numbers are day, month and year. */
export const numberOrders = ['dmy', 'mdy', 'ymd'] as const
export type NumberOrder = (typeof numberOrders)[number]

/** A wall clock (as if it were UTC), or an instant when the cell states its offset. */
export type When = { at: number; zoned: boolean }

const numeric = /^(\d{1,4})([-/.])\s?(\d{1,2})\2\s?(\d{1,4})\.?(?:[T ,]\s*(.+))?$/
const dayFirst =
  /^(?:\p{L}+\.?,?\s+)?(\d{1,2})(?:st|nd|rd|th|\.)?[\s./-]*(?:de\s+)?(\p{L}+)\.?[\s.,/-]*(?:de\s+)?(\d{4}|\d{2})(?:[T ,]\s*(.+))?$/iu
const monthFirst =
  /^(?:\p{L}+\.?,?\s+)?(\p{L}+)\.?[\s/-]*(\d{1,2})(?:st|nd|rd|th)?[\s,/-]+(\d{4}|\d{2})(?:[T ,]\s*(?:at\s+)?(.+))?$/iu
const compact = /^(\d{4})(\d{2})(\d{2})(?:[T ]?(\d{2}):?(\d{2})(?::?(\d{2}))?)?$/
const yearMonth = /^(\d{4})[-/.](\d{1,2})$|^((?:19|20)\d{2})(\d{2})$/
// Dec 12 alone may be a day: of years of two digits only Dec-12 and Dec '12 are sure
const monthYear = /^(\d{1,2})[-/.](\d{4})$|^(\p{L}+)\.?(?:[\s,/-]*(\d{4})|(?:-|\s?')(\d{2}))$/u
const time =
  /^(\d{1,2})[:h.](\d{2})(?:[:.](\d{2})(?:[.,](\d{1,9}))?)?\s*(?:([ap])\.?\s?m?\.?)?(?:\s*Uhr)?\s*(Z|[A-Z]{3,5}|(?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?|[A-Z][a-z]+\/[A-Z][A-Za-z_]+)?(?:\s*\([^)]*\))?$/i

// accounting programs leave the year to the head of the file
const dayMonth = /^(\d{1,2})[./-](\d{1,2})\.?$|^(\d{1,2})(\d{2})$/

/** Hours that the zones which exports name by letters are ahead of UTC; letters that several zones share (IST) are none. */
const lettered: Record<string, number> = {
  Z: 0,
  UTC: 0,
  GMT: 0,
  WET: 0,
  BST: 1,
  WEST: 1,
  CET: 1,
  CEST: 2,
  EET: 2,
  EEST: 3,
  EST: -5,
  EDT: -4,
  CST: -6,
  CDT: -5,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
  JST: 9,
  AEST: 10,
  AEDT: 11,
  MEZ: 1,
  MESZ: 2,
  HNEC: 1,
  HAEC: 2,
  CEWT: 1,
  MSK: 3,
  TRT: 3,
  KST: 9,
  HKT: 8,
  SGT: 8,
  ICT: 7,
  WIB: 7,
  PHT: 8,
  AWST: 8,
  ACST: 9.5,
  NZST: 12,
  NZDT: 13,
  BRT: -3,
  ART: -3,
  SAST: 2,
  EAT: 3,
  AKST: -9,
  AKDT: -8,
  HST: -10,
}

const clocks = new Map<string, ZoneClock>()
const clockOfZone = (zone: string): ZoneClock => {
  let clock = clocks.get(zone)
  if (!clock) clocks.set(zone, (clock = zoneClock(zone)))
  return clock
}

const daysIn = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate()

const firstYear = 1900
const lastYear = 2200

/** Thai years of the Buddhist era are 543 ahead. */
const buddhistYears = { first: 2443, last: 2643, ahead: 543 }

const fullYear = (text: string): number => {
  const year = Number(text)
  if (text.length <= 2) return year < 70 ? 2000 + year : 1900 + year
  return year >= buddhistYears.first && year <= buddhistYears.last ? year - buddhistYears.ahead : year
}

const build = (year: number, month: number, day: number, clock: string | undefined): When | null => {
  if (year < firstYear || year > lastYear || month < 1 || month > 12 || day < 1 || day > daysIn(year, month))
    return null
  const date = Date.UTC(year, month - 1, day)
  if (clock === undefined) return { at: date, zoned: false }
  const match = time.exec(clock)
  if (!match) return null
  const [, h, m, s = '0', fraction = '', half, zone] = match
  let hour = Number(h)
  if (half) {
    if (hour < 1 || hour > 12) return null
    hour = (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0)
  }
  if (hour > 23 || Number(m) > 59 || Number(s) > 59) return null
  const at = date + ((hour * 60 + Number(m)) * 60 + Number(s)) * 1000 + Math.floor(Number(`0.${fraction || 0}`) * 1000)
  if (!zone) return { at, zoned: false }
  const [, sign, zh, zm = '0'] = /([+-])(\d{1,2}):?(\d{2})?$/.exec(zone) ?? []
  if (zone.includes('/')) {
    if (!isZone(zone)) return null
    return { at: clockOfZone(zone).instant(at), zoned: true }
  }
  const minutes = sign
    ? (sign === '-' ? -1 : 1) * (Number(zh) * 60 + Number(zm))
    : (lettered[zone.toUpperCase()] ?? Number.NaN) * 60
  return Number.isNaN(minutes) ? null : { at: at - minutes * 60_000, zoned: true }
}

/** A clock in a column of its own; what a spreadsheet adds before it (1899-12-30 14:05) is none of it. */
export const clockOf = (cell: string): string | null => {
  const [clock] = /(?<![\d.])\d{1,2}[:h.]\d{2}(?!\.\d{4}).*$/i.exec(cell) ?? []
  return clock !== undefined && build(2000, 1, 1, clock) ? clock : null
}

const isMidnight = (clock: string | undefined) => clock === undefined || /^0?0[:.]00(?:[:.]00(?:\.0+)?)?$/.test(clock)

/** What one cell says about its column's style: one, the orders that its numbers can be read in (`dmy/mdy`), `same`: all of them are one day; `none`: no date. */
export const dateEvidence = (cell: string): string => {
  const text = plainDate(cell)
  const match = numeric.exec(text)
  if (match) {
    if (match[1]?.length === 4) return (match[4]?.length ?? 0) <= 2 ? 'ymd' : 'none'
    const days = numberOrders
      .map(order => [order, parseDate(text, order)?.at] as const)
      .filter(([, at]) => at !== undefined)
    // nobody writes the month first with dots
    const fitting = match[2] === '.' && days.length > 1 ? days.filter(([order]) => order !== 'mdy') : days
    if (fitting.length > 1 && fitting.every(([, at]) => at === fitting[0]?.[1])) return 'same'
    return fitting.map(([order]) => order).join('/') || 'none'
  }
  if (/^(19|20|21)/.test(text) && parseDate(text, 'compact')) return 'compact'
  if (/^\d{10}(\d{3})?([.,]\d+)?$/.test(text)) return 'unix'
  if (/^\d{5}([.,]\d+)?$/.test(text)) return 'excel'
  if (parseDate(text, 'month')) return 'month'
  if (parseDate(text, 'dm-2000')) return 'dm'
  return /\p{L}/u.test(text) && parseDate(text, 'text') ? 'text' : 'none'
}

/** The cell's moment in the column's style; null when it does not fit it, or lies outside the years 1900–2200. `beside`: the time of day, where the cell has none. */
export const parseDate = (cell: string, style: DateStyle, beside?: string): When | null => {
  const text = plainDate(cell)
  const day = (year: string, month: number | null, dayOfMonth: string, clock: string | undefined) =>
    build(fullYear(year), month ?? 0, Number(dayOfMonth), beside !== undefined && isMidnight(clock) ? beside : clock)
  if (style === 'ymd' || style === 'dmy' || style === 'mdy') {
    const match = numeric.exec(text)
    if (!match) return null
    const [, a = '', , b = '', c = '', clock] = match
    if (style === 'ymd') return (a.length !== 2 && a.length !== 4) || c.length > 2 ? null : day(a, Number(b), c, clock)
    if (a.length > 2 || (c.length !== 2 && c.length !== 4)) return null
    return style === 'dmy' ? day(c, Number(b), a, clock) : day(c, Number(a), b, clock)
  }
  if (style === 'compact') {
    const [, year, month, dayOfMonth = '', h, m, s = '00'] = compact.exec(text) ?? []
    return year === undefined
      ? null
      : day(year, Number(month), dayOfMonth, h === undefined ? undefined : `${h}:${m}:${s}`)
  }
  if (style === 'excel') {
    const serial = Number(text.replace(',', '.'))
    // day 25,569 is 1970-01-01; times of day are fractions, to the second
    if (!(serial >= 367 && serial < 110_000)) return null
    const at = Math.round((serial - 25_569) * 86_400) * 1000
    const date = new Date(at)
    return beside !== undefined && Number.isInteger(serial)
      ? build(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate(), beside)
      : { at, zoned: false }
  }
  if (style === 'unix') {
    const at = Math.floor(Number(text.replace(',', '.')) * (text.split(/[.,]/)[0]?.length === 13 ? 1 : 1000))
    return at > 0 && at < Date.UTC(lastYear, 0) ? { at, zoned: true } : null
  }
  if (style === 'month') {
    const [, y1, m1, y2, m2] = yearMonth.exec(text) ?? []
    const [, m3, y3, name, y4, y5] = monthYear.exec(text) ?? []
    const year = y1 ?? y2 ?? y3 ?? y4 ?? y5
    return year === undefined
      ? null
      : day(year, name === undefined ? Number(m1 ?? m2 ?? m3) : monthOf(name), '1', undefined)
  }
  if (style.startsWith('dm-')) {
    const [, d1, m1, d2, m2] = dayMonth.exec(text) ?? []
    const dayOfMonth = d1 ?? d2
    return dayOfMonth === undefined ? null : day(style.slice(3), Number(m1 ?? m2), dayOfMonth, undefined)
  }
  const first = dayFirst.exec(text)
  const found = first && day(first[3] ?? '', monthOf(first[2] ?? ''), first[1] ?? '', first[4])
  if (found) return found
  const second = monthFirst.exec(text)
  return second ? day(second[3] ?? '', monthOf(second[1] ?? ''), second[2] ?? '', second[4]) : null
}
