/** Arithmetic on business days written as YYYY-MM-DD. No clock and no time zone in here: a day is a day. */
const dayMs = 86_400_000

const parts = (day: string) => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return { year, month, date }
}

const toDay = (date: Date) => date.toISOString().slice(0, 10)
export const addDays = (day: string, days: number) => toDay(new Date(Date.parse(day) + days * dayMs))
/** How many days, both ends included. */
export const daysBetween = (start: string, end: string) => Math.round((Date.parse(end) - Date.parse(start)) / dayMs) + 1

const lastOfMonth = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate()

/** The same day of another month; the month's last day where it has no such day. */
export const addMonths = (day: string, months: number) => {
  const { year, month, date } = parts(day)
  const index = year * 12 + month - 1 + months
  const [toYear, toMonth] = [Math.floor(index / 12), (index % 12) + 1]
  return toDay(new Date(Date.UTC(toYear, toMonth - 1, Math.min(date, lastOfMonth(toYear, toMonth)))))
}

const isWholeMonths = (start: string, end: string) => start.endsWith('-01') && addDays(end, 1).endsWith('-01')

/** The window of the same length just before (−1) or after (+1); calendar months stay calendar months. */
export const shift = (start: string, end: string, direction: 1 | -1) => {
  if (isWholeMonths(start, end)) {
    const months = monthIndex(addDays(end, 1)) - monthIndex(start)
    return {
      start: addMonths(start, direction * months),
      end: addDays(addMonths(addDays(end, 1), direction * months), -1),
    }
  }
  const days = daysBetween(start, end)
  return { start: addDays(start, direction * days), end: addDays(end, direction * days) }
}

const monthIndex = (day: string) => parts(day).year * 12 + parts(day).month

export const isDay = (text: string) =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && addDays(text, 0) === text

/** YYYY-MM, as the API takes months. */
export const isMonth = (text: string) => /^\d{4}-\d{2}$/.test(text) && text >= '0001' && isDay(`${text}-01`)

/** For the calendar, which thinks in local dates. */
export const toLocalDate = (day: string) => new Date(parts(day).year, parts(day).month - 1, parts(day).date)
export const fromLocalDate = (date: Date) =>
  toDay(new Date(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate())))
