import { customersUpTo, type DemoCustomer } from './customers.ts'
import { dealsUpTo, quotas } from './deals.ts'
import { type Calendar, linesOf } from './orders.ts'

export const seed = 7
export const years = 3
const dayMs = 86_400_000

export const dateOf = (start: string, day: number) =>
  new Date(Date.parse(start) + day * dayMs).toISOString().slice(0, 10)
const dayOf = (start: string, date: string) => Math.round((Date.parse(date) - Date.parse(start)) / dayMs)

const calendarOf = (start: string) => {
  const known = new Map<number, Calendar>()
  return (day: number): Calendar => {
    let entry = known.get(day)
    if (!entry) {
      const date = new Date(Date.parse(start) + day * dayMs)
      entry = {
        month: date.getUTCMonth(),
        weekday: (date.getUTCDay() + 6) % 7,
        yearsSinceStart: Math.max(0, day / 365.25),
      }
      known.set(day, entry)
    }
    return entry
  }
}

/** The first day of a demo made today: the Monday on or before the same date three years ago. */
export const demoStart = (today: string) => {
  const date = new Date(`${today}T00:00:00Z`)
  date.setUTCFullYear(date.getUTCFullYear() - years)
  const sinceMonday = (date.getUTCDay() + 6) % 7
  return new Date(date.getTime() - sinceMonday * dayMs).toISOString().slice(0, 10)
}

/** Everything of the demo from `start` up to `lastDay`, in a fixed order: the same arguments give the same rows. */
export const generateDemo = (start: string, lastDate: string) => {
  const lastDay = dayOf(start, lastDate)
  const customers = customersUpTo(seed, lastDay)
  const calendar = calendarOf(start)
  return {
    customers,
    deals: () => dealsUpTo(seed, lastDay, customers),
    quotas: () => quotas(seed, customers),
    lines: (customer: DemoCustomer) => linesOf(seed, customer, lastDay, calendar),
  }
}
