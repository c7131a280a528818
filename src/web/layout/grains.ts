import { daysBetween } from '../calendar.ts'
import type { Window } from '../filters.ts'
import type { Grain } from '../format.ts'

export const grainNames: Record<Grain, string> = {
  day: 'Day',
  week: 'Week',
  month: 'Month',
  quarter: 'Quarter',
  year: 'Year',
}

/** Shortest and longest range, in days, that a bucket size draws legibly. */
const limits: Record<Grain, [number, number]> = {
  day: [1, 400],
  week: [8, 1500],
  month: [32, 4000],
  quarter: [93, 12_000],
  year: [366, 40_000],
}

export const grainsFor = (window: Window | null): Grain[] => {
  const days = window ? daysBetween(window.start, window.end) : 30
  return (Object.keys(limits) as Grain[]).filter(grain => limits[grain][0] <= days && days <= limits[grain][1])
}
