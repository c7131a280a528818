import { LRUCache } from 'lru-cache'
import type { Context } from '../context.ts'
import { type Facts, none, readFacts } from './deals/facts.ts'
import { grouped } from './deals/grouped.ts'
import { open, orderOf, type Timeline, timelineOf, type VisitOrder, type Visits } from './deals/timeline.ts'
import { breather } from './pages.ts'

/** Categories, channels and segments say nothing about deals. A deal's region is its customer's, else its representative's. */
export type DealFilters = {
  region?: string[] | undefined
  rep?: string[] | undefined
  team?: string[] | undefined
}

/** A day on which a deal stopped to be open; `until`: the day from which it was open again, or Infinity. */
type Closings = { deal: Int32Array; day: Int32Array; until: Float64Array }

/** What each change of each deal adds to the open pipeline, by day: deals, pips, and pips × ten-thousandths of a chance. */
type Steps = { deal: Int32Array; day: Int32Array; deals: Int8Array; pips: Float64Array; weighted: Float64Array }

/** All deals of one version of the data, as columns: deals go by their place in `facts.deals`. */
export type Deals = {
  size: number
  facts: Facts
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
export const wordsOfFilters = ({ region, rep, team }: DealFilters) => JSON.stringify({ region, rep, team })

const kept = <Value extends object>(most: number, find: (key: string) => Value) => {
  const cache = new LRUCache<string, Value>({ max: most })
  return (key: string) => {
    const known = cache.get(key) ?? find(key)
    cache.set(key, known)
    return known
  }
}

const standings = ({ from, day }: Timeline, size: number, at: number) => {
  const rows = new Int32Array(size)
  for (let i = 0; i < size; i++) {
    let row = from[i + 1]! - 1
    while (row >= from[i]! && day[row]! > at) row--
    rows[i] = row < from[i]! ? -1 : row
  }
  return rows
}

/** By day; those of one day stay as they were. */
const byDay = (days: number[]) => {
  const order = Uint32Array.from(days, (_, i) => i)
  return order.sort((a, b) => days[a]! - days[b]! || a - b)
}

const closingsOf = ({ from, day, state, since }: Timeline, size: number): Closings => {
  const [deals, days, untils]: number[][] = [[], [], []]
  for (let i = 0; i < size; i++) {
    for (let row = from[i]!; row < from[i + 1]!; row++) {
      if (state[row] === open || since[row] !== day[row]) continue
      let next = row + 1
      while (next < from[i + 1]! && state[next] === state[row] && since[next] === since[row]) next++
      deals!.push(i)
      days!.push(day[row]!)
      untils!.push(next < from[i + 1]! ? day[next]! : Infinity)
    }
  }
  const order = byDay(days!)
  return {
    deal: Int32Array.from(order, k => deals![k]!),
    day: Int32Array.from(order, k => days![k]!),
    until: Float64Array.from(order, k => untils![k]!),
  }
}

const stepsOf = ({ from, day, state, amount, chance }: Timeline, size: number): Steps => {
  const [deals, days, counts, pips, weights]: number[][] = [[], [], [], [], []]
  for (let i = 0; i < size; i++) {
    let [count, money, weighted] = [0, 0, 0]
    for (let row = from[i]!; row < from[i + 1]!; row++) {
      const isOpen = state[row] === open
      const has = isOpen ? amount[row]! || 0 : 0
      const weighs = has * chance[row]!
      if (Number(isOpen) === count && has === money && weighs === weighted) continue
      deals!.push(i)
      days!.push(day[row]!)
      counts!.push(Number(isOpen) - count)
      pips!.push(has - money)
      weights!.push(weighs - weighted)
      ;[count, money, weighted] = [Number(isOpen), has, weighs]
    }
  }
  const order = byDay(days!)
  return {
    deal: Int32Array.from(order, k => deals![k]!),
    day: Int32Array.from(order, k => days![k]!),
    deals: Int8Array.from(order, k => counts![k]!),
    pips: Float64Array.from(order, k => pips![k]!),
    weighted: Float64Array.from(order, k => weights![k]!),
  }
}

const maskOf = ({ deals, reps, regions }: Facts, { region, rep, team }: DealFilters) => {
  const size = deals.id.length
  const mask = new Uint8Array(size).fill(1)
  if (region) {
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
const beganOf = ({ from, day, state }: Timeline, { deals }: Facts, hasEvents: (i: number) => boolean) =>
  Int32Array.from(deals.id, (_, i) => {
    const isThere = from[i] !== from[i + 1]
    const isBegun = deals.created[i] !== none || (hasEvents(i) && state[from[i]!] === open)
    return isThere && isBegun ? day[from[i]!]! : none
  })

const load = async (ctx: Context): Promise<Deals> => {
  const facts = await readFacts(ctx)
  const { deals, events, changes } = facts
  const size = deals.id.length
  const places = new Map(deals.id.map((id, i) => [id, i]))
  const rest = breather()
  const eventsOf = grouped(
    events.deal,
    places,
    (a, b) => events.at[a]! - events.at[b]! || events.stage[a]! - events.stage[b]!,
  )
  await rest()
  const changesOf = grouped(
    changes.deal,
    places,
    (a, b) => changes.at[a]! - changes.at[b]! || changes.id[a]! - changes.id[b]!,
  )
  const { timeline, visits } = await timelineOf(facts, eventsOf, changesOf, rest)
  await rest()
  const at = kept(24, day => standings(timeline, size, Number(day)))
  const made = new LRUCache<string, object>({ max: 200 })
  const under = kept(12, words => maskOf(facts, JSON.parse(words) as DealFilters))
  return {
    size,
    facts,
    timeline,
    visits,
    visitOrder: orderOf(visits),
    closings: closingsOf(timeline, size),
    steps: stepsOf(timeline, size),
    places,
    began: beganOf(timeline, facts, i => eventsOf.from[i] !== eventsOf.from[i + 1]),
    at: day => at(String(day)),
    under: filters => under(wordsOfFilters(filters)),
    undated: deals.id.flatMap((_, i) =>
      timeline.from[i] === timeline.from[i + 1] && facts.stages[deals.stage[i]!]?.kind === 'open' ? [i] : [],
    ),
    kept: <T extends object>(name: string, find: () => T) => {
      const known = (made.get(name) as T | undefined) ?? find()
      made.set(name, known)
      return known
    },
  }
}

export const allDeals = (ctx: Context): Promise<Deals> =>
  ctx.onceOfDeals(`deals in ${ctx.workspace.timezone}`, () => load(ctx))
