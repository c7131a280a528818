import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { asNumbers, numbersOf } from './columns.ts'
import type { Filters } from './filters.ts'
import { keptMonths } from './kept.ts'
import { add, type Moves, movesIn, movesUntil } from './moves.ts'
import { breather, dayOf, type Page, type Place } from './pages.ts'
import { apart, daysIn, historiesUnder, kept, part, placesUnder, type Standing } from './places.ts'
import { monthAfter, monthOf } from '../time/calendar.ts'

type StandingRow = { month: number; customers: string; pips: string; orders: string }

/** The last entry of each history before a month; nothing of those whose history begins later. */
const lastBefore = (filters: Filters, months: number[]) => sql<StandingRow>`
  select month - date '1970-01-01' as month, ${numbersOf(sql`customer_id`)} as customers,
    ${numbersOf(sql`pips`)} as pips, ${numbersOf(sql`orders`)} as orders
  from (
    select month, customer_id, pips[known] as pips, orders[known] as orders
    from (
      select *, width_bucket(month - 1, days) as known
      from ${daysIn(months)} as month cross join (select * from ${historiesUnder(filters)}) histories
    ) histories
    where known > 0 ${apart}
  ) standings
  group by month, ${part}
`

/** The standings before some months. */
const standingsBefore = (ctx: Context, filters: Filters, months: number[]): Promise<Standing[]> => {
  const load = async (missing: Place[]) => {
    const places = await placesUnder(ctx, filters)
    const nobody = () => ({ pips: new Float64Array(places.size), orders: new Uint32Array(places.size) })
    const found = new Map(missing.map((place): [Place, Standing] => [place, nobody()]))
    const rest = breather()
    for (const row of await ctx.read(lastBefore(filters, missing.map(dayOf)))) {
      const { pips, orders } = found.get(`all ${row.month}`)!
      const [allPips, allOrders] = [asNumbers(row.pips), asNumbers(row.orders)]
      for (const [i, customer] of asNumbers(row.customers).entries()) {
        const place = places.get(customer)!
        // a customer has a row for each value that the grain tells apart
        pips[place]! += allPips[i]!
        orders[place]! += allOrders[i]!
      }
      await rest()
    }
    return new Map([...found].map(([place, of]) => [place, { of, bytes: places.size * 12 }]))
  }
  return kept(
    ctx,
    'standings',
    filters,
    months.map((month): Place => `all ${month}`),
    load,
  )
}

/** The start of a day, or with `cutAt` the end of that minute of it. */
export type Moment = { day: number; cutAt: string | null }

/**
 * How to get to a moment: from a standing on (or with sign -1 back) by the days of some moves, and the part of a day
 * that is cut.
 */
type Way = {
  base: Standing
  moves: Moves | undefined
  from: number
  to: number
  sign: 1 | -1
  until: Moves | undefined
}

/**
 * How far apart within a month standings are kept: half of it is the most to go on or back by, which costs more the
 * more customers move on a day.
 */
const stepDays = 4

/** The step that a day is best counted from, before or after it. */
const nearestStep = (day: number) => {
  const month = monthOf(day)
  return Math.min(month + Math.round((day - month) / stepDays) * stepDays, monthAfter(month))
}

const wayTo = (day: number) => {
  const [month, step] = [monthOf(day), nearestStep(day)]
  return step <= day
    ? { month, step, from: step - month, to: day - month, sign: 1 as const }
    : { month, step, from: day - month, to: step - month, sign: -1 as const }
}

/** The standings at steps within months, counted on from the month's start. */
const standingsWithin = (ctx: Context, filters: Filters, steps: number[]): Promise<Standing[]> => {
  const load = async (missing: Place[]) => {
    const months = missing.map(place => monthOf(dayOf(place)))
    const bases = await standingsBefore(ctx, filters, months)
    const moves = await movesIn(ctx, filters, months)
    const found = new Map<Place, Page & { of: Standing }>()
    const rest = breather()
    for (const [i, place] of missing.entries()) {
      const of = { pips: bases[i]!.pips.slice(), orders: bases[i]!.orders.slice() }
      add(of, moves[i]!, 0, dayOf(place) - months[i]!, 1)
      found.set(place, { of, bytes: of.pips.length * 12 })
      await rest()
    }
    return found
  }
  return kept(
    ctx,
    'steps',
    filters,
    steps.map((step): Place => `all ${step}`),
    load,
  )
}

const standingsAtSteps = async (ctx: Context, filters: Filters, steps: number[]): Promise<Standing[]> => {
  const isStart = (step: number) => step === monthOf(step)
  const starts = await standingsBefore(ctx, filters, steps.filter(isStart))
  const within = await standingsWithin(
    ctx,
    filters,
    steps.filter(step => !isStart(step)),
  )
  return steps.map(step => (isStart(step) ? starts : within).shift()!)
}

const waysTo = async (ctx: Context, filters: Filters, moments: Moment[]): Promise<Way[]> => {
  const months = [...(await keptMonths(ctx, 'total', 'month'))].sort((a, b) => a - b)
  const [first, end] = [months[0] ?? 0, months.length ? monthAfter(months.at(-1)!) : 0]
  const ways = moments.map(({ day }) => wayTo(Math.max(first, Math.min(end, day))))
  const bases = await standingsAtSteps(
    ctx,
    filters,
    ways.map(({ step }) => step),
  )
  const moved = [...new Set(ways.filter(({ from, to }) => from < to).map(({ month }) => month))]
  const moves = await movesIn(ctx, filters, moved)
  const until: (Moves | undefined)[] = []
  for (const { day, cutAt } of moments)
    until.push(cutAt === null ? undefined : await movesUntil(ctx, filters, day, cutAt))
  return ways.map(({ month, from, to, sign }, i) => ({
    base: bases[i]!,
    moves: moves[moved.indexOf(month)],
    from,
    to,
    sign,
    until: until[i],
  }))
}

/**
 * Room for standings that are neither kept nor made anew for each question: fresh megabytes would be swept up all the
 * time.
 */
const room: Standing[] = []

const roomFor = (i: number, { pips, orders }: Standing): Standing => {
  if (room[i]?.pips.length !== pips.length)
    room[i] = { pips: new Float64Array(pips.length), orders: new Uint32Array(pips.length) }
  room[i]!.pips.set(pips)
  room[i]!.orders.set(orders)
  return room[i]!
}

const arrive = ({ base, moves, from, to, sign, until }: Way, i: number): Standing => {
  if (from === to && !until) return base
  const standing = roomFor(i, base)
  if (moves && from < to) add(standing, moves, from, to, sign)
  if (until) add(standing, until, 0, 1, 1)
  return standing
}

/** Looks at the standings of all customers at some moments, which are lent for as long as `look` takes. */
export const standingsAt = async <T>(
  ctx: Context,
  filters: Filters,
  moments: Moment[],
  look: (standings: Standing[]) => T,
): Promise<T> => look((await waysTo(ctx, filters, moments)).map(arrive))
