const dayMs = 86_400_000

/**
 * A zone with a name. An offset such as +03:00 is east for Intl and west for PostgreSQL (findings/zone-offset-sign.sh).
 */
export const isZone = (timezone: string): boolean => {
  if (!/^[a-z]/i.test(timezone)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: timezone })
    return true
  } catch {
    return false
  }
}

/**
 * Fast conversion between a zone's wall clock and instants: Intl is asked once a day, twice on days when clocks change.
 */
export const zoneClock = (timezone: string) => {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  /** Milliseconds that the zone is ahead of UTC at an instant. */
  const offsetAt = (instant: number): number => {
    const part: Record<string, number> = {}
    for (const { type, value } of format.formatToParts(instant)) part[type] = Number(value)
    const wall = Date.UTC(part.year ?? 0, (part.month ?? 1) - 1, part.day, part.hour, part.minute, part.second)
    return wall - Math.floor(instant / 1000) * 1000
  }
  const known = new Map<number, number | null>()
  /** The offset of a whole UTC day, or null when it changes in it. */
  const offsetOfDay = (day: number): number | null => {
    let offset = known.get(day)
    if (offset === undefined) {
      const first = offsetAt(day * dayMs)
      offset = offsetAt((day + 1) * dayMs - 1000) === first ? first : null
      known.set(day, offset)
    }
    return offset
  }
  const offset = (instant: number) => offsetOfDay(Math.floor(instant / dayMs)) ?? offsetAt(instant)

  return {
    /**
     * `wall`: the wall clock written as if it were UTC. A time that the clocks skip is moved on by the gap; of a
     * repeated one the first counts.
     */
    instant: (wall: number): number => {
      const guess = wall - offset(wall)
      const earlier = wall - offset(guess - 3_600_000 * 3)
      if (earlier + offset(earlier) === wall) return earlier
      const later = wall - offset(guess)
      return later + offset(later) === wall ? later : Math.max(earlier, later)
    },
    wall: (instant: number): number => instant + offset(instant),
  }
}
export type ZoneClock = ReturnType<typeof zoneClock>
