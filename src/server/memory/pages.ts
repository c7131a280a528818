import { LRUCache } from 'lru-cache'
import { monthOf, type Point } from '../time/calendar.ts'

/** What is kept together: of one day or month, or of all customers. */
export type Page = { bytes: number }

/**
 * What pages are about, as a part of their names: `day 20780` and `month 20758` (by first day), in days since 1970;
 * `all 20758`: all customers, by a month; `block 3`: the customers of a block of ids.
 */
export type Place = `${'day' | 'month' | 'all' | 'block'} ${number}`

/** What has changed since a version: days since 1970, and blocks in which a customer's history has. */
export type Changes = { days: number[]; blocks: number[] }

/** The pages of one version of the data. */
export type Pages = {
  /**
   * The pages of a cache at these places: those not in memory (or not `usable`) come from `load`, which must bring all
   * it is asked for.
   */
  get: <P extends Page>(
    cache: string,
    places: Place[],
    load: (missing: Place[]) => Promise<Map<Place, P>>,
    usable?: (page: P) => boolean,
  ) => Promise<P[]>
  /** Whether a page is in memory. */
  has: (cache: string, place: Place) => boolean
}

const megabyte = 1024 * 1024
export const mostBytes = { whole: 768 * megabyte, part: 128 * megabyte }
/** What a page costs beside its rows. */
const frame = 400

export const placeOf = ({ period, day }: Point): Place => `${period} ${day}`
/** The number of a place: a day, or a block. */
export const dayOf = (place: Place): number => Number(place.slice(place.indexOf(' ') + 1))

export const batches = <T>(all: T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size))

/** Cache rows in memory, of one version of the data at a time; the least used go first when they grow too many. */
export const openPages = (maxSize = mostBytes.whole) => {
  const kept = new LRUCache<string, Page>({ maxSize, sizeCalculation: ({ bytes }) => bytes + frame })
  let current = -1

  const drop = ({ days, blocks }: Changes) => {
    const places = new Set<string>(days.flatMap(day => [`day ${day}`, `month ${monthOf(day)}`]))
    for (const block of blocks) places.add(`block ${block}`)
    for (const name of Array.from(kept.keys())) {
      const place = name.slice(name.lastIndexOf('@') + 1)
      if (places.has(place) || (blocks.length > 0 && place.startsWith('all '))) kept.delete(name)
    }
  }

  /** Goes on to a newer version, without the pages that have changed. */
  const advance = async (version: number, changesSince: (version: number) => Promise<Changes>) => {
    if (version <= current) return
    const changes = kept.size ? await changesSince(current) : undefined
    // another question may have gone on meanwhile
    if (version <= current) return
    if (changes) drop(changes)
    current = version
  }

  /** `begin` takes the question's snapshot, for which it may have to wait: others may load the same pages meanwhile. */
  const at = (version: number, begin: () => Promise<unknown>): Pages => {
    const get: Pages['get'] = async (cache, places, load, usable = () => true) => {
      type P = Parameters<typeof usable>[0]
      const find = (place: Place) => {
        const page = version === current ? (kept.get(`${cache}@${place}`) as P | undefined) : undefined
        return page && usable(page) ? page : undefined
      }
      const found = places.map(find)
      if (found.every(page => page !== undefined)) return found
      await begin()
      const missing = places.filter((place, i) => (found[i] ??= find(place)) === undefined)
      const loaded = missing.length ? await load([...new Set(missing)]) : new Map<Place, P>()
      if (version === current) for (const [place, page] of loaded) kept.set(`${cache}@${place}`, page)
      return places.map((place, i) => {
        const page = found[i] ?? loaded.get(place)
        if (!page) throw new Error(`no page ${cache}@${place}`)
        return page
      })
    }
    const has: Pages['has'] = (cache, place) => version === current && kept.has(`${cache}@${place}`)
    return { get, has }
  }

  return { advance, at }
}

/** Lets others run between parts of a long piece of work in memory. */
export const breather = (after = 8) => {
  let began = performance.now()
  return async () => {
    if (performance.now() - began < after) return
    await new Promise(resolve => setImmediate(resolve))
    began = performance.now()
  }
}
