import type { Kind, Value } from '../document.ts'

export const dash = '—'
export const capitalised = (text: string) => text.charAt(0).toLocaleUpperCase() + text.slice(1)
const minus = (text: string) => text.replace('-', '−')

const written = (options: Intl.NumberFormatOptions) => {
  const format = new Intl.NumberFormat('en-US', options)
  return (value: number) => minus(format.format(Object.is(value, -0) ? 0 : value))
}
const dayParts = new Intl.DateTimeFormat('en-US', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })

/** 22 Nov 2026, or 22 Nov. */
const dayOf = (day: string, year = true) => {
  const part = Object.fromEntries(
    dayParts.formatToParts(new Date(`${day}T00:00:00Z`)).map(({ type, value }) => [type, value]),
  )
  return `${part.day} ${part.month}${year ? ` ${part.year}` : ''}`
}

/** 1 Nov – 22 Nov 2026; 24 Dec 2025 – 5 Jan 2026; 22 Nov 2026. */
const rangeOf = (start: string, end: string) =>
  start === end ? dayOf(end) : `${dayOf(start, start.slice(0, 4) !== end.slice(0, 4))} – ${dayOf(end)}`

const length = (start: string, end: string) => (Date.parse(end) - Date.parse(start)) / 86_400_000 + 1

/**
 * Names of buckets for an axis, by the longest of them: 22 Nov, Nov, Q4 2026, 2026; with the year where they are of
 * several.
 */
export const bucketNames = (buckets: readonly { from: string; to: string }[]): string[] => {
  const longest = Math.max(...buckets.map(({ from, to }) => length(from, to)))
  const years = new Set(buckets.map(({ from }) => from.slice(0, 4))).size > 1
  return buckets.map(({ from }) => {
    const [year, month] = [from.slice(0, 4), Number(from.slice(5, 7))]
    if (longest > 300) return year
    if (longest > 80) return `Q${Math.ceil(month / 3)} ${year}`
    const day = dayOf(from, years)
    return longest > 27 ? day.replace(/^\d+ /, '') : day
  })
}

/** Values as the screen writes them; a PDF is a document, not data. */
export const wordsOf = (currency: string, timezone: string) => {
  const inCurrency = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const
  const compact = { notation: 'compact', minimumSignificantDigits: 3, maximumSignificantDigits: 3 } as const
  const [money, moneyWhole, moneyCompact] = [
    written(inCurrency),
    written({ ...inCurrency, maximumFractionDigits: 0 }),
    written({ ...inCurrency, ...compact }),
  ]
  const [count, countCompact] = [written({ maximumFractionDigits: 2 }), written(compact)]
  const [whole, one] = [
    written({ maximumFractionDigits: 0 }),
    written({ maximumFractionDigits: 1, minimumFractionDigits: 1 }),
  ]
  const moment = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone: timezone })
  const instant = (value: string) => {
    const [day = '', time = ''] = moment.format(new Date(value)).split(' ')
    return `${dayOf(day)}, ${time}`
  }
  // beyond a thousand percent the decimal is noise
  const percent = (value: number) => `${(Math.abs(value) < 1000 ? one : whole)(value)}%`
  const points = (value: number) => `${one(value)} pp`
  const change = (value: number, unit: 'percent' | 'points') =>
    value === 0 ? 'no change' : `${value > 0 ? '▲' : '▼'} ${(unit === 'percent' ? percent : points)(Math.abs(value))}`
  const words: Record<Kind, (value: string | number) => string> = {
    text: String,
    label: value => capitalised(String(value)),
    date: value => dayOf(String(value)),
    instant: value => instant(String(value)),
    money: value => money(Number(value)),
    count: value => count(Number(value)),
    number: value => count(Number(value)),
    percent: value => `${one(Number(value))}%`,
    points: value => points(Number(value)),
    change: value => change(Number(value), 'percent'),
  }
  const short = (value: number, kind: Kind): string => {
    const size = Math.abs(value)
    if (kind === 'count' || kind === 'number')
      return size < 10_000 ? written({ maximumFractionDigits: 0 })(value) : countCompact(value)
    if (kind !== 'money') return words[kind](value)
    if (size < 100 && !Number.isInteger(value)) return money(value)
    return (size < 10_000 ? moneyWhole : moneyCompact)(value)
  }
  return {
    full: (value: Value, kind: Kind) => (value === null ? dash : words[kind](value)),
    /** As on a card. */
    short: (value: number | null, kind: Kind) => (value === null ? dash : short(value, kind)),
    /** The round numbers of an axis need no noughts behind the point. */
    tick: (value: number, kind: Kind) => {
      const short = { notation: 'compact', maximumSignificantDigits: 3 } as const
      return kind === 'percent'
        ? `${count(value)}%`
        : written(kind === 'money' ? { ...inCurrency, ...short } : short)(value)
    },
    change,
    signedMoney: (value: number) => `${value > 0 ? '+' : ''}${money(value)}`,
    /**
     * A sentence with its days, moments and long numbers as people read them; what stands in quotes is data and stays.
     */
    sentence: (text: string) =>
      text.replaceAll(
        /"[^"]*"|^\d{4,}(?=$|:)|\b(\d{4}-\d{2}-\d{2})(?: to (\d{4}-\d{2}-\d{2})|T[\d:.]+Z)?/g,
        (found, day: string | undefined, end: string | undefined) => {
          if (found.startsWith('"')) return found
          if (!day) return count(Number(found))
          return end ? rangeOf(day, end) : found.includes('T') ? instant(found) : dayOf(day)
        },
      ),
  }
}
export type Words = ReturnType<typeof wordsOf>
