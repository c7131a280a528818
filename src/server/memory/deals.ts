import { LRUCache } from 'lru-cache'
import type { Context } from '../context.ts'
import { type Facts, none, readFacts } from './deals/facts.ts'
import { grouped } from './deals/grouped.ts'
import { type Closings, closingsOf, type Steps, stepsOf } from './deals/steps.ts'
import { open, orderOf, type Timeline, timelineOf, type VisitOrder, type Visits } from './deals/timeline.ts'
import { breather } from './pages.ts'

/** Categories, channels and segments say nothing about deals. A deal's region is its customer's, else its representative's. */
export type DealFilters = {
  region?: string[] | undefined
  /** All but these, those without a region among them; counts before `region`. */
  region_not?: string[] | undefined
  rep?: string[] | undefined
  team?: string[] | undefined
}

/** All deals of one version of the data, as columns: deals go by their place in `facts.deals`. */
export type Deals = {
  size: number
  facts: Omit<Facts, 'events' | 'changes'>
  timeline: Timeline
  visits: Visits
  visitOrder: VisitOrder
  closings: Closings
  steps: Steps
  /** Places by id. */
  places: ReadonlyMap<number, number>
  /** The day a deal began; `none` where only its closing is known. */
  began: Int32Array
  /** Which row of the timeline holds at the end of a day, by deal; −1: not there yet. */
  at: (day: number) => Int32Array
  /** 1 for the deals under some filters. */
  under: (filters: DealFilters) => Uint8Array
  /** Open deals of which no day is known: no day's pipeline can count them. */
  undated: number[]
  /** Keeps what is made of the deals under a name, the least used goes first. */
  kept: <T extends object>(name: string, find: () => T) => T
}

/** The same words for the same filters. */
export const wordsOfFilters = ({ region, region_not, rep, team }: DealFilters) =>
  JSON.stringify({ region: region_not ? undefined : region, region_not, rep, team })

const kept = <Value extends object>(most: number, find: (key: string) => Value) => {
  const cache = new LRUCache<string, Value>({ max: most })
  return (key: string) => {
    const known = cache.get(key) ?? find(key)
    cache.set(key, known)
    return known
  }
}

/** What is made of deals and kept takes at most so many bytes. */
const mostKept = 48 * 1024 * 1024
/** Of columns alone: what stands beside them is little. */
const bytesOf = (made: object): number =>
  (ArrayBuffer.isView(made) ? [made] : Object.values(made)).reduce(
    (sum, one) => sum + (ArrayBuffer.isView(one) ? one.byteLength : 0),
    400,
  )

const standings = ({ from, day }: Timeline, size: number, at: number) => {
  const rows = new Int32Array(size)
  for (let i = 0; i < size; i++) {
    let row = from[i + 1]! - 1
    while (row >= from[i]! && day[row]! > at) row--
    rows[i] = row < from[i]! ? -1 : row
  }
  return rows
}

const maskOf = ({ deals, reps, regions }: Deals['facts'], { region, region_not: excluded, rep, team }: DealFilters) => {
  const size = deals.id.length
  const mask = new Uint8Array(size).fill(1)
  if (excluded) {
    const unwanted = regions.map(name => excluded.includes(name))
    for (let i = 0; i < size; i++) if (unwanted[deals.region[i]!]) mask[i] = 0
  } else if (region) {
    const wanted = regions.map(name => region.includes(name))
    for (let i = 0; i < size; i++) if (!wanted[deals.region[i]!]) mask[i] = 0
  }
  if (rep || team) {
    const wanted = reps.map(
      one => (!rep || rep.includes(one.name)) && (!team || (one.team !== null && team.includes(one.team))),
    )
    for (let i = 0; i < size; i++) if (!wanted[deals.rep[i]!]) mask[i] = 0
  }
  return mask
}

/** Without a day of creation: the first day of its history, unless that is its closing. */
const beganOf = ({ from, day, state }: Timeline, { deals }: Deals['facts'], hasEvents: (i: number) => boolean) =>
  Int32Array.from(deals.id, (_, i) => {
    const isThere = from[i] !== from[i + 1]
    const isBegun = deals.created[i] !== none || (hasEvents(i) && state[from[i]!] === open)
    return isThere && isBegun ? day[from[i]!]! : none
  })

const load = async (ctx: Context): Promise<Deals> => {
  const rest = breather()
  const { events, changes, ...facts } = await readFacts(ctx)
  const { id, stage } = facts.deals
  const places = new Map<number, number>()
  for (let i = 0; i < id.length; i++) {
    places.set(id[i]!, i)
    if (i % 4096 === 0) await rest()
  }
  const eventsOf = await grouped(
    events.deal,
    places,
    (a, b) => events.at[a]! - events.at[b]! || events.stage[a]! - events.stage[b]!,
    rest,
  )
  const changesOf = await grouped(
    changes.deal,
    places,
    (a, b) => changes.at[a]! - changes.at[b]! || changes.id[a]! - changes.id[b]!,
    rest,
  )
  const size = id.length
  const { timeline, visits } = await timelineOf({ ...facts, events, changes }, eventsOf, changesOf, rest)
  const visitOrder = await orderOf(visits, rest)
  const closings = closingsOf(timeline, size)
  await rest()
  const steps = await stepsOf(timeline, size, rest)
  await rest()
  const began = beganOf(timeline, facts, i => eventsOf.from[i] !== eventsOf.from[i + 1])
  const undated: number[] = []
  for (let i = 0; i < size; i++)
    if (timeline.from[i] === timeline.from[i + 1] && facts.stages[stage[i]!]?.kind === 'open') undated.push(i)
  const at = kept(24, day => standings(timeline, size, Number(day)))
  const made = new LRUCache<string, object>({ max: 200, maxSize: mostKept, sizeCalculation: bytesOf })
  const under = kept(12, words => maskOf(facts, JSON.parse(words) as DealFilters))
  return {
    size,
    facts,
    timeline,
    visits,
    visitOrder,
    closings,
    steps,
    places,
    began,
    at: day => at(String(day)),
    under: filters => under(wordsOfFilters(filters)),
    undated,
    kept: <T extends object>(name: string, find: () => T) => {
      const known = (made.get(name) as T | undefined) ?? find()
      made.set(name, known)
      return known
    },
  }
}

export const allDeals = (ctx: Context): Promise<Deals> =>
  ctx.onceOfDeals(`deals in ${ctx.workspace.timezone}`, () => load(ctx))
