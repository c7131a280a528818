/** How a column writes dates; `text` names the month (Dec 1, 2010), `excel` counts days since 1900, `unix` seconds or milliseconds since 1970. */
export type DateStyle = 'ymd' | 'dmy' | 'mdy' | 'compact' | 'text' | 'excel' | 'unix'

/** A wall clock (as if it were UTC), or an instant when the cell states its offset. */
export type When = { at: number; zoned: boolean }

const numeric = /^(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})(?:[T ,]\s*(.+))?$/
const dayFirst = /^(?:\p{L}+\.?,?\s+)?(\d{1,2})(?:st|nd|rd|th|\.)?[\s./-]*(?:de\s+)?(\p{L}+)\.?[\s.,/-]*(?:de\s+)?(\d{4}|\d{2})(?:[T ,]\s*(.+))?$/iu
const monthFirst = /^(?:\p{L}+\.?,?\s+)?(\p{L}+)\.?[\s/-]*(\d{1,2})(?:st|nd|rd|th)?[\s,/-]+(\d{4}|\d{2})(?:[T ,]\s*(?:at\s+)?(.+))?$/iu
const time = /^(\d{1,2})[:h](\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(?:([ap])\.?\s?m?\.?)?(?:\s*Uhr)?\s*(Z|[A-Z]{3,4}|(?:UTC|GMT)?[+-]\d{2}(?::?\d{2})?)?(?:\s*\([^)]*\))?$/i

/** Hours that the zones which exports name by letters are ahead of UTC; letters that several zones share (IST) are none. */
const lettered: Record<string, number> = {
  Z: 0, UTC: 0, GMT: 0, WET: 0, BST: 1, WEST: 1, CET: 1, CEST: 2, EET: 2, EEST: 3, EST: -5, EDT: -4, CST: -6, CDT: -5, MST: -7, MDT: -6, PST: -8, PDT: -7, JST: 9, AEST: 10, AEDT: 11,
}

// by the first letters that tell them apart: English, German, French, Spanish, Italian, Portuguese, Dutch
const months: [RegExp, number][] = [
  [/^(jan|gen|ene)/, 1],
  [/^(feb|f[eé]v)/, 2],
  [/^(mar|m[aä]r|mrt|maa|mrz)/, 3],
  [/^(apr|avr|abr)/, 4],
  [/^(may|mai|mei|mag)/, 5],
  [/^(jun|juin|giu)/, 6],
  [/^(jul|juil|lug)/, 7],
  [/^(aug|ao[uû]|ago)/, 8],
  [/^(sep|set)/, 9],
  [/^(oct|okt|ott|out)/, 10],
  [/^(nov)/, 11],
  [/^(dec|dez|d[eé]c|dic)/, 12],
]
const monthOf = (word: string) => months.find(([name]) => name.test(word.toLowerCase()))?.[1]

const daysIn = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate()

const firstYear = 1900
const lastYear = 2200

const fullYear = (text: string) => (text.length > 2 ? Number(text) : Number(text) < 70 ? 2000 + Number(text) : 1900 + Number(text))

const build = (year: number, month: number, day: number, clock: string | undefined): When | null => {
  if (year < firstYear || year > lastYear || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return null
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
  const [, sign, zh, zm = '0'] = /([+-])(\d{2}):?(\d{2})?$/.exec(zone) ?? []
  const minutes = sign ? (sign === '-' ? -1 : 1) * (Number(zh) * 60 + Number(zm)) : (lettered[zone.toUpperCase()] ?? Number.NaN) * 60
  return Number.isNaN(minutes) ? null : { at: at - minutes * 60_000, zoned: true }
}

/** What one cell says about its column's style; `either`: day and month could be exchanged; `none`: no date. */
export const dateEvidence = (cell: string): DateStyle | 'either' | 'same' | 'none' => {
  const match = numeric.exec(cell)
  if (match) {
    const [, a = '', separator, b = '', c = ''] = match
    if (a.length > 2) return a.length === 4 && c.length <= 2 ? 'ymd' : 'none'
    if (c.length !== 4 && c.length !== 2) return 'none'
    const [first, second] = [Number(a), Number(b)]
    if (first > 31 && c.length === 2) return 'ymd'
    if (first > 12) return second >= 1 && second <= 12 ? 'dmy' : 'none'
    if (second > 12) return 'mdy'
    // nobody writes the month first with dots
    return separator === '.' ? 'dmy' : first === second ? 'same' : 'either'
  }
  if (/^(19|20|21)\d{6}$/.test(cell) && parseDate(cell, 'compact')) return 'compact'
  if (/^\d{10}(\d{3})?$/.test(cell)) return 'unix'
  if (/^\d{5}([.,]\d+)?$/.test(cell)) return 'excel'
  return /\p{L}/u.test(cell) && parseDate(cell, 'text') ? 'text' : 'none'
}

/** The cell's moment in the column's style; null when it does not fit it, or lies outside the years 1900–2200. */
export const parseDate = (cell: string, style: DateStyle): When | null => {
  if (style === 'ymd' || style === 'dmy' || style === 'mdy') {
    const match = numeric.exec(cell)
    if (!match) return null
    const [, a = '', , b = '', c = '', clock] = match
    if (style === 'ymd') return a.length === 3 || c.length > 2 ? null : build(fullYear(a), Number(b), Number(c), clock)
    if (a.length > 2 || (c.length !== 2 && c.length !== 4)) return null
    return style === 'dmy' ? build(fullYear(c), Number(b), Number(a), clock) : build(fullYear(c), Number(a), Number(b), clock)
  }
  if (style === 'compact') return /^\d{8}$/.test(cell) ? build(Number(cell.slice(0, 4)), Number(cell.slice(4, 6)), Number(cell.slice(6)), undefined) : null
  if (style === 'excel') {
    const serial = Number(cell.replace(',', '.'))
    // day 25,569 is 1970-01-01; times of day are fractions, to the second
    return serial >= 367 && serial < 110_000 ? { at: Math.round((serial - 25_569) * 86_400) * 1000, zoned: false } : null
  }
  if (style === 'unix') {
    const at = Number(cell) * (cell.length > 11 ? 1 : 1000)
    return at > 0 && at < Date.UTC(lastYear, 0) ? { at, zoned: true } : null
  }
  const first = dayFirst.exec(cell)
  if (first) return build(fullYear(first[3] ?? ''), monthOf(first[2] ?? '') ?? 0, Number(first[1]), first[4])
  const second = monthFirst.exec(cell)
  return second ? build(fullYear(second[3] ?? ''), monthOf(second[1] ?? '') ?? 0, Number(second[2]), second[4]) : null
}
