import type { ZoneClock } from './zone.ts'

const dayMs = 86_400_000

/**
 * How far a zone is ahead of UTC on a day, for arithmetic in SQL: `ahead` milliseconds until `change`, `later` from then on. Day and change are
 * written as if they were UTC.
 */
export type Step = { day: string; ahead: number; change: string | null; later: number }

/** `aheadAt` has one value on most days, and two where clocks change. */
const stepOf = (day: string, aheadAt: (at: number) => number): Step => {
  let before = Date.parse(day)
  let after = before + dayMs - 1
  const [ahead, later] = [aheadAt(before), aheadAt(after)]
  if (ahead === later) return { day, ahead, change: null, later }
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (aheadAt(middle) === ahead) before = middle
    else after = middle
  }
  return { day, ahead, change: new Date(after).toISOString().slice(0, -1), later }
}

/** Of instants, by their days in UTC. */
export const stepsOfInstants = (clock: ZoneClock, days: string[]): Step[] =>
  days.map(day => stepOf(day, at => clock.wall(at) - at))

/** Of wall clocks, by their own days: a time that the clocks skip is moved on, of a repeated one the first counts. */
export const stepsOfWalls = (clock: ZoneClock, days: string[]): Step[] =>
  days.map(day => stepOf(day, wall => wall - clock.instant(wall)))
