const dayMs = 86_400_000

/** A zone that Intl knows by a name, also an old one: as files may write it. */
export const isZone = (timezone: string): boolean => {
  if (!/^[a-z]/i.test(timezone)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: timezone })
    return true
  } catch {
    return false
  }
}

/** Names of today where Intl keeps the former one as its own. */
const names = new Set([
  'UTC',
  ...Intl.supportedValuesOf('timeZone'),
  ...`Africa/Asmara America/Argentina/Buenos_Aires America/Argentina/Catamarca America/Argentina/Cordoba America/Argentina/Jujuy
    America/Argentina/Mendoza America/Atikokan America/Indiana/Indianapolis America/Kentucky/Louisville America/Nuuk Asia/Ho_Chi_Minh
    Asia/Kathmandu Asia/Kolkata Asia/Yangon Atlantic/Faroe Europe/Kyiv Pacific/Chuuk Pacific/Kanton Pacific/Pohnpei`.split(
    /\s+/,
  ),
])

/**
 * Why a workspace cannot have a zone, in a sentence; null if it can. An offset does not say when clocks change, and is east for Intl where it is
 * west for PostgreSQL (findings/zone-offset-sign.sh); names that only stand for another are not known everywhere.
 */
export const zoneRefusal = (timezone: string): string | null => {
  if (names.has(timezone)) return null
  const got = JSON.stringify(timezone)
  if (/^[+-]|^(etc\/)?(gmt|utc)[+-]\d/i.test(timezone))
    return `timezone: expected the name of a place such as Europe/London, as an offset does not say when clocks change, got ${got}`
  if (!isZone(timezone)) return `timezone: expected a name such as Europe/London, got ${got}`
  const own = new Intl.DateTimeFormat('en', { timeZone: timezone }).resolvedOptions().timeZone
  return `timezone: expected ${own}, the name that ${got} stands for`
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

  /**
   * `wall`: the wall clock written as if it were UTC. A time that the clocks skip is moved on by the gap; of a
   * repeated one the first counts.
   */
  const instantOf = (wall: number): number => {
    const guess = wall - offset(wall)
    const earlier = wall - offset(guess - 3_600_000 * 3)
    if (earlier + offset(earlier) === wall) return earlier
    const later = wall - offset(guess)
    return later + offset(later) === wall ? later : Math.max(earlier, later)
  }

  /** When the clocks change between two instants. */
  const changeIn = (from: number, to: number): number => {
    let [before, after] = [from, to]
    const first = offsetAt(from)
    while (after - before > 1000) {
      const middle = Math.floor((before + after) / 2000) * 1000
      if (offsetAt(middle) === first) before = middle
      else after = middle
    }
    return after
  }

  return {
    /**
     * How far a zone is ahead of UTC on a day (a wall clock's midnight, as if it were UTC), in milliseconds; where clocks change on it, until
     * `change` and from then on.
     */
    offsetsOn: (day: number): { ahead: number; change: { at: number; ahead: number } | null } => {
      const [start, end] = [instantOf(day), instantOf(day + dayMs) - 1]
      const [ahead, later] = [offset(start), offset(end)]
      return { ahead, change: ahead === later ? null : { at: changeIn(start, end), ahead: later } }
    },
    instant: instantOf,
    wall: (instant: number): number => instant + offset(instant),
  }
}
export type ZoneClock = ReturnType<typeof zoneClock>

const clocks = new Map<string, ZoneClock>()
/** The clock of a zone, with what it knows already. */
export const clockOf = (timezone: string): ZoneClock => {
  const known = clocks.get(timezone) ?? zoneClock(timezone)
  clocks.set(timezone, known)
  return known
}
