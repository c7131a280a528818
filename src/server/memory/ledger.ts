import { type RawBuilder, sql } from 'kysely'
import type { Context } from '../context.ts'
import type { Ledger } from './accounts.ts'
import { asNumbers, asValues, numbersOf, valuesIn } from './columns.ts'
import { andFiltered, type Filters, inLines } from './filters.ts'
import { ledgerOfLines } from './ledger-of-lines.ts'
import { orderLines } from './order-lines.ts'
import { breather, type Page, type Place } from './pages.ts'
import { historiesUnder, kept, placesUnder } from './places.ts'
import { codesOf } from './sums.ts'
import { fromParts } from '../time/calendar.ts'

/** How many customers come in one row, by ranges of their ids: each may have hundreds of days. */
const part = sql`customer_id / 1024`

/** Rows of histories as they come: whose they are, how long, and their entries one after the other. */
type Raw = {
  customers: number[]
  segments: number[]
  lengths: number[]
  days: Int32Array
  orders: number[]
  pips: number[]
}

const [comma, open, close] = [44, 123, 125]

/** `{2026-11-01,2026-11-02}{2026-11-03}` as day numbers: PostgreSQL is quickest to write an array as it is. */
const daysIn = (text: string, count: number): Int32Array => {
  const days = new Int32Array(count)
  const known = new Map<number, number>()
  let at = 0
  for (let i = 1; i < text.length;) {
    let [value, code] = [0, text.charCodeAt(i)]
    for (; code !== comma && code !== close; code = text.charCodeAt(++i))
      if (code !== 45) value = value * 10 + code - 48
    let day = known.get(value)
    if (day === undefined) {
      day = fromParts(Math.floor(value / 10_000), Math.floor(value / 100) % 100, value % 100)
      known.set(value, day)
    }
    days[at++] = day
    // past the comma, or past the end of one array and the beginning of the next
    i += code === comma ? 1 : text.charCodeAt(i + 1) === open ? 2 : 1
  }
  return days
}

/** `{1,2}{3}` as numbers. */
const numbersIn = (text: string): number[] => JSON.parse(`[${text.slice(1, -1).replaceAll('}{', ',')}]`)

const read = async (ctx: Context, from: RawBuilder<unknown>): Promise<Raw[]> => {
  const rows = await ctx.read(sql<Record<'customers' | 'segments' | 'lengths' | 'days' | 'orders' | 'pips', string>>`
    select ${numbersOf(sql`customer_id`)} as customers, ${valuesIn(sql`segment`)} as segments,
      ${numbersOf(sql`cardinality(days)`)} as lengths,
      string_agg(days::text, '') as days, string_agg(orders::text, '') as orders, string_agg(pips::text, '') as pips
    from ${from} group by ${part} order by ${part}
  `)
  const rest = breather()
  const raw: Raw[] = []
  for (const { customers, segments, lengths, days, orders, pips } of rows) {
    const own = {
      customers: asNumbers(customers),
      segments: asValues<string>(segments).map(codesOf.segment.codeOf),
      lengths: asNumbers(lengths),
    }
    await rest()
    const [allOrders, allPips] = [numbersIn(orders), numbersIn(pips)]
    await rest()
    raw.push({ ...own, days: daysIn(days, allOrders.length), orders: allOrders, pips: allPips })
    await rest()
  }
  return raw
}

const empty = (ids: Float64Array, entries: number): Ledger => ({
  ids,
  segments: new Uint32Array(ids.length),
  starts: new Uint32Array(ids.length + 1),
  days: new Int32Array(entries),
  orders: new Uint32Array(entries),
  pips: new Float64Array(entries),
})

/** The entries of several rows of one customer as one account: what each day adds, added up in order of the days. */
type Entry = { day: number; orders: number; pips: number }

const changesIn = ({ part: { days, orders, pips }, from, to }: Entries): Entry[] =>
  Array.from({ length: to - from }, (_, i) => ({
    day: days[from + i]!,
    orders: orders[from + i]! - (i > 0 ? orders[from + i - 1]! : 0),
    pips: pips[from + i]! - (i > 0 ? pips[from + i - 1]! : 0),
  }))

const account = (entries: Entry[]): Entry[] => {
  entries.sort((a, b) => a.day - b.day)
  const merged: Entry[] = []
  for (const { day, orders, pips } of entries) {
    const last = merged.at(-1)
    if (last?.day === day) {
      last.orders += orders
      last.pips += pips
    } else merged.push({ day, orders: (last?.orders ?? 0) + orders, pips: (last?.pips ?? 0) + pips })
  }
  return merged
}

type Entries = { part: Raw; from: number; to: number }

/**
 * Each customer's entries: where they stand in which part. Most have one row; `more` has the further rows of those who
 * have several.
 */
const placesOf = async (raw: Raw[], places: Map<number, number>, ledger: Ledger) => {
  const rest = breather()
  const [parts, froms, tos] = [0, 0, 0].map(() => new Uint32Array(places.size))
  const more = new Map<number, Entries[]>()
  for (const [nth, part] of raw.entries()) {
    let from = 0
    for (let i = 0; i < part.customers.length; i += 1) {
      const place = places.get(part.customers[i]!)!
      const to = from + part.lengths[i]!
      if (tos![place] === 0) {
        parts![place] = nth
        froms![place] = from
        tos![place] = to
        ledger.segments[place] = part.segments[i]!
      } else {
        const others = more.get(place)
        if (others) others.push({ part, from, to })
        else more.set(place, [{ part, from, to }])
      }
      from = to
    }
    await rest()
  }
  const firstOf = (place: number): Entries => ({ part: raw[parts![place]!]!, from: froms![place]!, to: tos![place]! })
  return { firstOf, more }
}

const ledgerOf = async (raw: Raw[], places: Map<number, number>): Promise<Ledger> => {
  const rest = breather()
  const most = raw.reduce((sum, { orders }) => sum + orders.length, 0)
  const ledger = empty(Float64Array.from(places.keys()), most)
  const { firstOf, more } = await placesOf(raw, places, ledger)
  const { starts, days, orders, pips } = ledger
  let at = 0
  for (let place = 0; place < places.size; place += 1) {
    starts[place] = at
    const first = firstOf(place)
    const others = more.get(place)
    if (!others) {
      const { part, from, to } = first
      for (let i = from; i < to; i += 1, at += 1) {
        days[at] = part.days[i]!
        orders[at] = part.orders[i]!
        pips[at] = part.pips[i]!
      }
    } else {
      for (const entry of account([first, ...others].flatMap(changesIn))) {
        days[at] = entry.day
        orders[at] = entry.orders
        pips[at] = entry.pips
        at += 1
      }
    }
    if (place % 1024 === 0) await rest()
  }
  starts[places.size] = at
  return at === most
    ? ledger
    : { ...ledger, days: days.slice(0, at), orders: orders.slice(0, at), pips: pips.slice(0, at) }
}

const roomOf = ({ ids, days }: Ledger) => ids.length * 16 + days.length * 16

/**
 * Orders of several categories are not sums of theirs, as an order may hold more than one of them: they are counted in
 * the lines.
 */
const linesUnder = (filters: Filters) => sql`(
  select customer_id, segment, array_agg(day order by day) as days, array_agg(orders_so_far order by day) as orders,
    array_agg(pips_so_far order by day) as pips
  from (
    select customer_id, segment, day, (sum(orders) over so_far)::int as orders_so_far,
      (sum(pips) over so_far)::bigint as pips_so_far
    from (
      select t.customer_id, c.segment, t.ordered_on as day,
        count(distinct t.order_id) filter (where t.status = 'completed') as orders,
        sum((t.amount * 10000)::bigint)::bigint as pips
      from transactions t join products p on p.id = t.product_id join customers c on c.id = t.customer_id
      where t.customer_id <> 0 and (t.status = 'completed' or (t.status = 'refunded' and t.amount <= 0))
        ${andFiltered(filters, inLines)}
      group by t.customer_id, c.segment, t.ordered_on
    ) days
    window so_far as (partition by customer_id, segment order by day)
  ) running
  group by customer_id, segment
) histories`

/** Accounts as the rollup has them, or with orders counted in the lines. */
export const ledgerRead = async (ctx: Context, filters: Filters, byLines: boolean): Promise<Ledger> => {
  const raw = await read(ctx, byLines ? linesUnder(filters) : historiesUnder(filters))
  return ledgerOf(raw, await placesUnder(ctx, filters))
}

/**
 * All accounts under some filters. With `countOrders` also orders of several categories are exact, and not only above
 * zero or not.
 */
export const ledgerUnder = async (ctx: Context, filters: Filters, countOrders = false): Promise<Ledger> => {
  const several = (filters.category?.length ?? 0) > 1
  // added up from the lines in memory, orders are exact for everybody
  const byLines = several && (countOrders || (await orderLines(ctx)) !== null)
  const load = async (missing: Place[]) => {
    const lines = await orderLines(ctx)
    const of = lines ? await ledgerOfLines(lines, filters) : await ledgerRead(ctx, filters, byLines)
    return new Map<Place, Page & { of: Ledger }>(missing.map(place => [place, { of, bytes: roomOf(of) }]))
  }
  const [ledger] = await kept(ctx, byLines ? 'ledger of lines' : 'ledger', filters, ['all 0'], load)
  return ledger!
}
