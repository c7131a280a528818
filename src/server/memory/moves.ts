import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { asNumbers, numbersOf } from './columns.ts'
import { andFiltered, type Filters, inLines, wordsOf } from './filters.ts'
import { untilCut } from './kept.ts'
import { breather, dayOf, type Page, type Place } from './pages.ts'
import { apart, daysIn, historiesUnder, kept, part, placesUnder, type Standing } from './places.ts'
import { monthAfter } from '../time/calendar.ts'

/** What customers did in a month, by day: of its nth day (from 0) the entries from starts[n] to starts[n + 1]. */
export type Moves = { starts: Uint32Array; places: Uint32Array; pips: Float64Array; orders: Uint32Array }

/** Goes on (or with sign -1 back) by the days of some moves. */
export const add = ({ pips, orders }: Standing, moves: Moves, from: number, to: number, sign: 1 | -1) => {
  for (let entry = moves.starts[from]!; entry < moves.starts[to]!; entry += 1) {
    const place = moves.places[entry]!
    pips[place] = pips[place]! + sign * moves.pips[entry]!
    orders[place] = orders[place]! + sign * moves.orders[entry]!
  }
}

type Movement = { nths: number[]; places: number[]; pips: number[]; orders: number[] }

/** In order of the days. */
const movesOf = (movements: Movement[], length: number): Moves => {
  const starts = new Uint32Array(length + 1)
  for (const { nths } of movements) for (const nth of nths) starts[nth + 1]! += 1
  for (let nth = 0; nth < length; nth += 1) starts[nth + 1]! += starts[nth]!
  const [next, all] = [starts.slice(), starts[length]!]
  const moves: Moves = {
    starts,
    places: new Uint32Array(all),
    pips: new Float64Array(all),
    orders: new Uint32Array(all),
  }
  for (const { nths, places, pips, orders } of movements) {
    for (let i = 0; i < nths.length; i += 1) {
      const at = next[nths[i]!]!
      next[nths[i]!] = at + 1
      moves.places[at] = places[i]!
      moves.pips[at] = pips[i]!
      moves.orders[at] = orders[i]!
    }
  }
  return moves
}

type MovementRow = { month: number; customers: string; nths: string; pips: string; orders: string }

/** The histories hold running sums: what a customer did on a day is the difference to the entry before. */
const movementsIn = (filters: Filters, months: number[]) => sql<MovementRow>`
  select month - date '1970-01-01' as month, ${numbersOf(sql`customer_id`)} as customers,
    ${numbersOf(sql`nth`)} as nths, ${numbersOf(sql`pips`)} as pips, ${numbersOf(sql`orders`)} as orders
  from (
    select month, customer_id, days[i] - month as nth, pips[i] - coalesce(pips[i - 1], 0) as pips,
      orders[i] - coalesce(orders[i - 1], 0) as orders
    from ${daysIn(months)} as month cross join (select * from ${historiesUnder(filters)}) histories
      cross join generate_series(
        width_bucket(month - 1, days) + 1, width_bucket((month + interval '1 month')::date - 1, days)
      ) as i
    ${apart}
  ) moves
  group by month, ${part}
`

/** What customers did in some months, day by day. */
export const movesIn = (ctx: Context, filters: Filters, months: number[]): Promise<Moves[]> => {
  const load = async (missing: Place[]) => {
    const places = await placesUnder(ctx, filters)
    const found = new Map(missing.map((place): [Place, Movement[]] => [place, []]))
    const rest = breather()
    for (const { month, customers, nths, pips, orders } of await ctx.read(movementsIn(filters, missing.map(dayOf)))) {
      found.get(`all ${month}`)!.push({
        places: asNumbers(customers).map(customer => places.get(customer)!),
        nths: asNumbers(nths),
        pips: asNumbers(pips),
        orders: asNumbers(orders),
      })
      await rest()
    }
    const moves = new Map<Place, Page & { of: Moves }>()
    for (const [place, movements] of found) {
      const of = movesOf(movements, monthAfter(dayOf(place)) - dayOf(place))
      moves.set(place, { of, bytes: of.places.length * 16 + 300 })
      await rest()
    }
    return moves
  }
  return kept(
    ctx,
    'moves',
    filters,
    months.map((month): Place => `all ${month}`),
    load,
  )
}

/**
 * What customers did on a day up to and with a minute of it, local time, of `places` customers; kept until the minute
 * is over.
 */
export const movesUntil = async (ctx: Context, filters: Filters, day: number, cutAt: string): Promise<Moves> => {
  // it names customers by their places, which change with any of them
  const place: Place = `all ${day}`
  const load = async () => {
    const places = await placesUnder(ctx, filters)
    const rows = await ctx.read(sql<{ customer: number; pips: number; orders: number }>`
      select t.customer_id as customer, sum((t.amount * 10000)::bigint)::bigint as pips,
        count(*) filter (where t.status = 'completed') as orders
      from transactions t join products p on p.id = t.product_id join customers c on c.id = t.customer_id
      where ${untilCut(ctx, day, cutAt)}
        and (t.status = 'completed' or (t.status = 'refunded' and t.amount <= 0)) and t.customer_id <> 0
        ${andFiltered(filters, inLines)}
      group by t.customer_id
    `)
    const movement = {
      nths: rows.map(() => 0),
      places: rows.map(({ customer }) => places.get(customer)!),
      pips: rows.map(({ pips }) => pips),
      orders: rows.map(({ orders }) => orders),
    }
    return new Map([[place, { of: movesOf([movement], 1), cutAt, bytes: rows.length * 16 + 200 }]])
  }
  const [page] = await ctx.pages.get<Page & { of: Moves; cutAt: string }>(
    `moves until a minute in ${ctx.workspace.timezone}/${wordsOf(filters)}`,
    [place],
    load,
    found => found.cutAt === cutAt,
  )
  return page!.of
}
