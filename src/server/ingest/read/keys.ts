import { createHash } from 'node:crypto'
import { Skip } from './cells.ts'

/** An index entry holds about 2,700 bytes. */
const longestKey = 600
const fit = (key: string) =>
  key.length <= longestKey ? key : `${key.slice(0, 100)}#${createHash('sha256').update(key).digest('hex')}`

/**
 * Keys that are the same whenever the same row comes again: the source's own line id, else order, product and the how-manieth
 * line of the two it is. So the same file twice changes nothing, and a longer export updates.
 */
export const lineKeys = () => {
  const occurrences = new Map<string, number>()
  const ids = new Map<string, number>()
  const occurrence = (key: string) => {
    const n = (occurrences.get(key) ?? 0) + 1
    occurrences.set(key, n)
    return n
  }
  return {
    /** For files without order numbers: of one customer at one moment, in one place. */
    orderOf: (customer: string, iso: string, product: string, region: string, channel: string): string => {
      const place = region || channel ? `/${region}/${channel}` : ''
      if (customer) return fit(`${customer}@${iso.slice(0, 16)}${place}`)
      const key = fit(`${iso.slice(0, 16)}/${product}`)
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
      const before = ids.get(key)
      if (before !== undefined)
        throw new Skip(`the line number ${id}${within && ` of order ${within}`} was on line ${before} already`)
      ids.set(key, line)
      return key
    },
    deal: (id: string, parts: string[], line: number): string => {
      if (!id) {
        const key = fit(parts.join('/'))
        return `${key}/${occurrence(key)}`
      }
      const before = ids.get(id)
      if (before !== undefined) throw new Skip(`the deal ${id} was on line ${before} already`)
      ids.set(id, line)
      return id
    },
  }
}
