import { type RawBuilder, sql } from 'kysely'
import type { Context } from '../context.ts'
import { historyGrainFor } from '../db/rollup/grains.ts'
import { monthAfter, monthOf, toDay } from '../queries/period.ts'
import { asNumbers, numbersOf } from './columns.ts'
import { filteredDimensions, type Filters, wordsOf } from './filters.ts'
import { keptMonths, untilCut } from './kept.ts'
import { breather, dayOf, type Page, type Place } from './pages.ts'

/**
 * What customers had done under some filters before a moment, by their places among all who ever did something under them: the
 * revenue that counted (in hundredths), and how often they ordered.
 */
export type Standing = { cents: Float64Array; orders: Uint32Array }

/** What customers did in a month, by day: of its nth day (from 0) the entries from starts[n] to starts[n + 1]. */
type Moves = { starts: Uint32Array; places: Uint32Array; cents: Float64Array; orders: Uint32Array }

/** How many customers at most come in one row, by ranges of their ids: what is read at once takes a moment. */
const idsAtOnce = 4096

const part = sql`customer_id / ${sql.lit(idsAtOnce)}`

/** Keeps the planner from sorting whole histories where a number of each is enough. */
const apart = sql`offset 0`

/** Running sums by customer, days in order, one row for each value of what the grain tells apart. */
const historiesUnder = (filters: Filters): RawBuilder<unknown> => {
  const filtered = filteredDimensions(filters)
  const conditions = filtered.map(key => sql`and ${sql.ref(key)} = any(${filters[key]}::text[])`)
  return sql`customer_history where grain = ${historyGrainFor(new Set(filtered))} ${sql.join(conditions, sql` `)}`
}

/** What is found by place goes with a change of any customer's history. */
const kept = async <T>(ctx: Context, name: string, filters: Filters, places: Place[], load: (missing: Place[]) => Promise<Map<Place, Page & { of: T }>>): Promise<T[]> => {
  const pages = await ctx.pages.get(`${name}/${wordsOf(filters)}`, places, load)
  return pages.map(({ of }) => of)
}

/** The place of each customer with a history under the filters: by id, so that whoever finds them again finds the same. */
const placesUnder = async (ctx: Context, filters: Filters): Promise<Map<number, number>> => {
  const load = async (missing: Place[]) => {
    const rows = await ctx.read(sql<{ customers: string }>`
      select array_agg(customer_id order by customer_id)::text as customers from (select distinct customer_id from ${historiesUnder(filters)}) histories
      group by ${part} order by ${part}
    `)
    const of = new Map<number, number>()
    const rest = breather()
    for (const { customers } of rows) {
      for (const customer of asNumbers(customers)) of.set(customer, of.size)
      await rest()
    }
    return new Map(missing.map(place => [place, { of, bytes: of.size * 40 }]))
  }
  const [places] = await kept(ctx, 'places', filters, ['all 0'], load)
  return places!
}

const days = (months: number[]) => sql`unnest(${months.map(toDay)}::date[])`

/** The standings before some months. */
const standingsBefore = (ctx: Context, filters: Filters, months: number[]): Promise<Standing[]> =>
  kept(ctx, 'standings', filters, months.map((month): Place => `all ${month}`), async missing => {
    const places = await placesUnder(ctx, filters)
    const found = new Map(missing.map((place): [Place, Standing] => [place, { cents: new Float64Array(places.size), orders: new Uint32Array(places.size) }]))
    const rows = await ctx.read(sql<{ month: number; customers: string; cents: string; orders: string }>`
      select month - date '1970-01-01' as month, ${numbersOf(sql`customer_id`)} as customers, ${numbersOf(sql`cents`)} as cents, ${numbersOf(sql`orders`)} as orders
      from (
        select month, customer_id, cents[known] as cents, orders[known] as orders
        from (
          select *, width_bucket(month - 1, days) as known
          from ${days(missing.map(dayOf))} as month cross join (select * from ${historiesUnder(filters)}) histories
        ) histories
        where known > 0 ${apart}
      ) standings
      group by month, ${part}
    `)
    const rest = breather()
    for (const row of rows) {
      const { cents, orders } = found.get(`all ${row.month}`)!
      const [allCents, allOrders] = [asNumbers(row.cents), asNumbers(row.orders)]
      for (const [i, customer] of asNumbers(row.customers).entries()) {
        const place = places.get(customer)!
        cents[place]! += allCents[i]!
        orders[place]! += allOrders[i]!
      }
      await rest()
    }
    return new Map([...found].map(([place, of]) => [place, { of, bytes: places.size * 12 }]))
  })

type Movement = { nths: number[]; places: number[]; cents: number[]; orders: number[] }

/** In order of the days. */
const movesOf = (movements: Movement[], length: number): Moves => {
  const starts = new Uint32Array(length + 1)
  for (const { nths } of movements) for (const nth of nths) starts[nth + 1]! += 1
  for (let nth = 0; nth < length; nth += 1) starts[nth + 1]! += starts[nth]!
  const [next, all] = [starts.slice(), starts[length]!]
  const moves: Moves = { starts, places: new Uint32Array(all), cents: new Float64Array(all), orders: new Uint32Array(all) }
  for (const { nths, places, cents, orders } of movements) {
    for (let i = 0; i < nths.length; i += 1) {
      const at = next[nths[i]!]!
      next[nths[i]!] = at + 1
      moves.places[at] = places[i]!
      moves.cents[at] = cents[i]!
      moves.orders[at] = orders[i]!
    }
  }
  return moves
}

const movesIn = (ctx: Context, filters: Filters, months: number[]): Promise<Moves[]> =>
  kept(ctx, 'moves', filters, months.map((month): Place => `all ${month}`), async missing => {
    const places = await placesUnder(ctx, filters)
    const found = new Map(missing.map((place): [Place, Movement[]] => [place, []]))
    const rows = await ctx.read(sql<{ month: number; customers: string; nths: string; cents: string; orders: string }>`
      select month - date '1970-01-01' as month, ${numbersOf(sql`customer_id`)} as customers, ${numbersOf(sql`nth`)} as nths, ${numbersOf(sql`cents`)} as cents, ${numbersOf(sql`orders`)} as orders
      from (
        select month, customer_id, days[i] - month as nth, cents[i] - coalesce(cents[i - 1], 0) as cents, orders[i] - coalesce(orders[i - 1], 0) as orders
        from ${days(missing.map(dayOf))} as month cross join (select * from ${historiesUnder(filters)}) histories
          cross join generate_series(width_bucket(month - 1, days) + 1, width_bucket((month + interval '1 month')::date - 1, days)) as i
        ${apart}
      ) moves
      group by month, ${part}
    `)
    const rest = breather()
    for (const { month, customers, nths, cents, orders } of rows) {
      found.get(`all ${month}`)!.push({ places: asNumbers(customers).map(customer => places.get(customer)!), nths: asNumbers(nths), cents: asNumbers(cents), orders: asNumbers(orders) })
      await rest()
    }
    const moves = new Map<Place, Page & { of: Moves }>()
    for (const [place, movements] of found) {
      const of = movesOf(movements, monthAfter(dayOf(place)) - dayOf(place))
      moves.set(place, { of, bytes: of.places.length * 16 + 300 })
      await rest()
    }
    return moves
  })

/** What customers did on a day up to and with a minute of it, local time, of `places` customers; kept until the minute is over. */
const movesUntil = async (ctx: Context, filters: Filters, day: number, cutAt: string): Promise<Moves> => {
  // it names customers by their places, which change with any of them
  const place: Place = `all ${day}`
  const columns = { category: 'p.category', region: 't.region', channel: 't.channel', segment: 'c.segment' }
  const load = async () => {
    const places = await placesUnder(ctx, filters)
    const conditions = filteredDimensions(filters).map(key => sql`and ${sql.ref(columns[key])} = any(${filters[key]}::text[])`)
    const rows = await ctx.read(sql<{ customer: number; cents: number; orders: number }>`
      select t.customer_id as customer, sum((t.amount * 100)::bigint)::bigint as cents, count(*) filter (where t.status = 'completed') as orders
      from transactions t join products p on p.id = t.product_id join customers c on c.id = t.customer_id
      where t.ordered_on = ${toDay(day)}::date and ${untilCut(ctx, cutAt)} and (t.status = 'completed' or (t.status = 'refunded' and t.amount <= 0)) and t.customer_id <> 0
        ${sql.join(conditions, sql` `)}
      group by t.customer_id
    `)
    const movement = { nths: rows.map(() => 0), places: rows.map(({ customer }) => places.get(customer)!), cents: rows.map(({ cents }) => cents), orders: rows.map(({ orders }) => orders) }
    return new Map([[place, { of: movesOf([movement], 1), cutAt, bytes: rows.length * 16 + 200 }]])
  }
  const [page] = await ctx.pages.get<Page & { of: Moves; cutAt: string }>(`moves until a minute in ${ctx.workspace.timezone}/${wordsOf(filters)}`, [place], load, found => found.cutAt === cutAt)
  return page!.of
}

/** The start of a day, or with `cutAt` the end of that minute of it. */
export type Moment = { day: number; cutAt: string | null }

/** How to get to a moment: from a standing on (or with sign -1 back) by the days of some moves, and the part of a day that is cut. */
type Way = { base: Standing; moves: Moves | undefined; from: number; to: number; sign: 1 | -1; until: Moves | undefined }

/** Where a day is best counted from: the start of the nearer month. */
const wayTo = (day: number) => {
  const [month, next] = [monthOf(day), monthAfter(monthOf(day))]
  return day - month <= next - day
    ? { month, base: month, from: 0, to: day - month, sign: 1 as const }
    : { month, base: next, from: day - month, to: next - month, sign: -1 as const }
}

const waysTo = async (ctx: Context, filters: Filters, moments: Moment[]): Promise<Way[]> => {
  const months = [...(await keptMonths(ctx, 'total', 'month'))].sort((a, b) => a - b)
  const [first, end] = [months[0] ?? 0, months.length ? monthAfter(months.at(-1)!) : 0]
  const ways = moments.map(({ day }) => wayTo(Math.max(first, Math.min(end, day))))
  const bases = await standingsBefore(ctx, filters, ways.map(({ base }) => base))
  const moved = [...new Set(ways.filter(({ from, to }) => from < to).map(({ month }) => month))]
  const moves = await movesIn(ctx, filters, moved)
  const until: (Moves | undefined)[] = []
  for (const { day, cutAt } of moments) until.push(cutAt === null ? undefined : await movesUntil(ctx, filters, day, cutAt))
  return ways.map(({ month, from, to, sign }, i) => ({ base: bases[i]!, moves: moves[moved.indexOf(month)], from, to, sign, until: until[i] }))
}

/** Room for standings that are neither kept nor made anew for each question: fresh megabytes would be swept up all the time. */
const room: Standing[] = []

const roomFor = (i: number, { cents, orders }: Standing): Standing => {
  if (room[i]?.cents.length !== cents.length) room[i] = { cents: new Float64Array(cents.length), orders: new Uint32Array(cents.length) }
  room[i]!.cents.set(cents)
  room[i]!.orders.set(orders)
  return room[i]!
}

const add = ({ cents, orders }: Standing, moves: Moves, from: number, to: number, sign: 1 | -1) => {
  for (let entry = moves.starts[from]!; entry < moves.starts[to]!; entry += 1) {
    const place = moves.places[entry]!
    cents[place] = cents[place]! + sign * moves.cents[entry]!
    orders[place] = orders[place]! + sign * moves.orders[entry]!
  }
}

const arrive = ({ base, moves, from, to, sign, until }: Way, i: number): Standing => {
  if (from === to && !until) return base
  const standing = roomFor(i, base)
  if (moves && from < to) add(standing, moves, from, to, sign)
  if (until) add(standing, until, 0, 1, 1)
  return standing
}

/** Looks at the standings of all customers at some moments, which are lent for as long as `look` takes. */
export const standingsAt = async <T>(ctx: Context, filters: Filters, moments: Moment[], look: (standings: Standing[]) => T): Promise<T> =>
  look((await waysTo(ctx, filters, moments)).map(arrive))
