import { type Moment, wallText } from '../read/cells.ts'
import { clockOf } from '../../time/zone.ts'

/** ISO 8601, with an offset or of the workspace's zone. */
export const momentIn = (timezone: string) => {
  const clock = clockOf(timezone)
  return (text: string): Moment => {
    const hasTime = text.includes('T')
    if (hasTime && /(Z|[+-]\d\d:?\d\d)$/.test(text)) {
      const instant = Date.parse(text)
      const day = new Date(clock.wall(instant)).toISOString().slice(0, 10)
      return { iso: new Date(instant).toISOString(), day, wall: null }
    }
    const wall = Date.parse(hasTime ? `${text}Z` : text)
    return { iso: new Date(clock.instant(wall)).toISOString(), day: text.slice(0, 10), wall: wallText(wall) }
  }
}
