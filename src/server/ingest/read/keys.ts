import { createHash } from 'node:crypto'
import { clockOf } from '../../time/zone.ts'
import { counts } from '../columns.ts'
import { texts } from '../texts.ts'
import { type Moment, Skip } from './cells.ts'

/** An index entry holds about 2,700 bytes. */
const longestKey = 600
const fit = (key: string) =>
  key.length <= longestKey ? key : `${key.slice(0, 100)}#${createHash('sha256').update(key).digest('hex')}`

/**
 * Keys that are the same whenever the same row comes again: the source's own line id, else order, product and the how-manieth
 * line of the two it is. So the same file twice changes nothing, and a longer export updates, whatever the workspace's zone is by then: moments are
 * as the source said them. `zone`: rows of a workspace from before that was so are known by clocks of this one.
 */
export const lineKeys = (zone: string | null) => {
  const clock = clockOf(zone ?? 'UTC')
  const instantOf = ({ iso, wall }: Moment): string =>
    wall === null ? iso : zone === null ? wall : new Date(clock.instant(Date.parse(`${wall}Z`))).toISOString()
  const [keys, occurrences] = [texts(), counts()]
  const occurrence = (key: string): number => {
    const n = keys.of(key)
    occurrences.put(n, occurrences.at(n) + 1)
    return occurrences.at(n)
  }
  const [ids, lines] = [texts(), counts()]
  /** The line that an id was on already, or null. */
  const lineBefore = (id: string, line: number): number | null => {
    const known = ids.size()
    const n = ids.of(id)
    if (n < known) return lines.at(n)
    lines.put(n, line)
    return null
  }
  return {
    /** For files without order numbers: of one customer at one moment, in one place. */
    orderOf: (customer: string, moment: Moment, product: string, region: string, channel: string): string => {
      const minute = instantOf(moment).slice(0, 16)
      const place = region || channel ? `/${region}/${channel}` : ''
      if (customer) return fit(`${customer}@${minute}${place}`)
      const key = fit(`${minute}/${product}`)
      return `${key}/${occurrence(`order ${key}`)}`
    },
    /**
     * `within`: the order whose own line ids these are, as many sources count them anew in each. A refund never takes
     * the place of the sale.
     */
    line: (id: string, within: string, order: string, product: string, line: number, isRefund: boolean): string => {
      if (!id) {
        const key = fit(`${order}/${product}${isRefund ? '/refund' : ''}`)
        return `${key}/${occurrence(key)}`
      }
      const key = fit(`${within && `${within}#`}${id}${isRefund ? '/refund' : ''}`)
      const before = lineBefore(key, line)
      if (before !== null)
        throw new Skip(`the line number ${id}${within && ` of order ${within}`} was on line ${before} already`)
      return key
    },
    dayOf: ({ iso, day, wall }: Moment): string =>
      wall === null ? new Date(clock.wall(Date.parse(iso))).toISOString().slice(0, 10) : day,
    deal: (id: string, parts: string[], line: number): string => {
      if (!id) {
        const key = fit(parts.join('/'))
        return `${key}/${occurrence(key)}`
      }
      const before = lineBefore(id, line)
      if (before !== null) throw new Skip(`the deal ${id} was on line ${before} already`)
      return id
    },
  }
}
export type LineKeys = ReturnType<typeof lineKeys>
