/** Calendar arithmetic on business dates ('YYYY-MM-DD') and day numbers (days since 1970-01-01); no clock, no zone. */
export type Window = { start: string; end: string }

const mostRemembered = 10_000

/**
 * Reading and writing a date takes longer than much that is done with it, and a question asks for the same ones again
 * and again.
 */
const remembered = <From, To>(find: (from: From) => To) => {
  const found = new Map<From, To>()
  return (from: From): To => {
    const known = found.get(from)
    if (known !== undefined) return known
    const to = find(from)
    if (found.size >= mostRemembered) found.clear()
    found.set(from, to)
    return to
  }
}

export const toNumber = remembered((day: string): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000)

export const toDay = remembered((number: number): string => new Date(number * 86_400_000).toISOString().slice(0, 10))

export const addDays = (day: string, days: number): string => toDay(toNumber(day) + days)
export const daysIn = ({ start, end }: Window): number => toNumber(end) - toNumber(start) + 1

/** A date in its parts. */
export const parts = (day: string) => ({
  year: Number(day.slice(0, 4)),
  month: Number(day.slice(5, 7)),
  date: Number(day.slice(8, 10)),
})

// Date.UTC reads years below 100 as 19xx
export const fromParts = (year: number, month: number, date: number): number =>
  new Date(0).setUTCFullYear(year, month - 1, date) / 86_400_000

/** The first day of a day's month, in day numbers. */
export const monthOf = remembered((day: number): number => new Date(day * 86_400_000).setUTCDate(1) / 86_400_000)

export const monthAfter = remembered((first: number): number => {
  const date = new Date(first * 86_400_000)
  return date.setUTCMonth(date.getUTCMonth() + 1) / 86_400_000
})

/** A point of time that has rows of its own: a whole month (`day` is its first) or a single day, in day numbers. */
export type Point = { period: 'month' | 'day'; day: number }

/** The days of months, each month named by its first. */
export const daysOfMonths = (months: number[]): number[] =>
  months.flatMap(first => Array.from({ length: monthAfter(first) - first }, (_, i) => first + i))

/** The same date so many months earlier; the month's last day where it has no such date. */
export const monthsEarlier = (day: string, months: number): string => {
  const { year, month, date } = parts(day)
  const first = fromParts(year, month - months, 1)
  return toDay(Math.min(first + date - 1, monthAfter(first) - 1))
}

export const endsMonth = (day: string): boolean => addDays(day, 1).endsWith('-01')

/** Some days of one month, both ends in, in day numbers; `whole` if they are all its days. */
export type Part = { month: number; first: number; last: number; whole: boolean }

/** Days month by month; nothing for months without lines. */
export const partsOf = (first: number, last: number, lines: ReadonlySet<number>): Part[] => {
  const parts: Part[] = []
  for (let month = monthOf(first); month <= last;) {
    const next = monthAfter(month)
    const part = { month, first: Math.max(first, month), last: Math.min(last, next - 1) }
    if (lines.has(month)) parts.push({ ...part, whole: part.first === month && part.last === next - 1 })
    month = next
  }
  return parts
}
