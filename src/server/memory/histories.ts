import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { blockSize, type Dimension, historyBlockOf, historyBlockSize, type HistoryGrain, type VisitKey, visitKeys } from '../db/rollup/grains.ts'
import { monthOf, toDay } from '../queries/period.ts'
import { asNumbers } from './columns.ts'
import type { Filters } from './filters.ts'
import { untilCut } from './kept.ts'
import { batches, breather, dayOf, type Page, type Place, placeOf } from './pages.ts'
import { codesOf } from './sums.ts'

/** What histories can be told apart and filtered by. */
export const historyKeys: Dimension[] = [...visitKeys, 'segment']

/**
 * What histories did by day or by calendar month, in order of time: point p (in day numbers; of a month the first) has the entries
 * from starts[p] to starts[p + 1], each with its history, the revenue that counted (in hundredths) and on how many days it ordered.
 */
export type Entries = { points: Int32Array; starts: Uint32Array; histories: Uint16Array; cents: Float64Array; orders: Uint8Array }

/**
 * Histories of one block of customers: `customers` (places in the block) and `codes` (a column for each of historyKeys; of '' where
 * the grain is not about it) hold one number a history. `cutAt`: of a day up to that minute.
 */
export type HistoryPage = Page & { customers: Uint16Array; codes: Uint32Array[]; days: Entries; months: Entries; cutAt: string | null }

type Row = { customer: number; days: string; orders: string; cents: string } & Record<Dimension, string | null>

const emptyEntries = (length: number) => ({
  at: new Int32Array(length), histories: new Uint16Array(length), cents: new Float64Array(length), orders: new Uint8Array(length),
})

/** The rows' running sums as entries, history by history. */
const entriesIn = (rows: Row[]) => {
  const days = rows.map(row => asNumbers(row.days))
  const entries = emptyEntries(days.reduce((sum, own) => sum + own.length, 0))
  let entry = 0
  for (const [history, row] of rows.entries()) {
    const [own, orders, cents] = [days[history]!, asNumbers(row.orders), asNumbers(row.cents)]
    for (let i = 0; i < own.length; i += 1, entry += 1) {
      entries.at[entry] = own[i]!
      entries.histories[entry] = history
      entries.cents[entry] = cents[i]! - (i > 0 ? cents[i - 1]! : 0)
      entries.orders[entry] = Number(orders[i]! > (i > 0 ? orders[i - 1]! : 0))
    }
  }
  return entries
}

type Unordered = ReturnType<typeof entriesIn>

/** The first and the last of some days; nothing to the first where there are none. */
const spanOf = (at: Int32Array): [number, number] => {
  let [first, last] = [at[0] ?? 0, at[0] ?? -1]
  for (let entry = 1; entry < at.length; entry += 1) {
    const day = at[entry]!
    if (day < first) first = day
    else if (day > last) last = day
  }
  return [first, last]
}

/** By month what is by day, history by history. */
const monthly = (days: Unordered): Unordered => {
  const sums = emptyEntries(days.at.length)
  let last = -1
  for (let entry = 0; entry < days.at.length; entry += 1) {
    const month = monthOf(days.at[entry]!)
    if (last < 0 || sums.at[last] !== month || sums.histories[last] !== days.histories[entry]) {
      last += 1
      sums.at[last] = month
      sums.histories[last] = days.histories[entry]!
    }
    sums.cents[last] = sums.cents[last]! + days.cents[entry]!
    sums.orders[last] = sums.orders[last]! + days.orders[entry]!
  }
  return { ...sums, at: sums.at.subarray(0, last + 1) }
}

/** In order of their points (a counting sort: histories stay in order). */
const inOrder = ({ at, histories: of, cents, orders }: Unordered): Entries => {
  const [first, last] = spanOf(at)
  // by day: how many entries, then where the next one goes
  const next = new Uint32Array(last - first + 1)
  for (let entry = 0; entry < at.length; entry += 1) next[at[entry]! - first] = next[at[entry]! - first]! + 1
  const [points, starts]: [number[], number[]] = [[], []]
  let before = 0
  for (let day = 0; day < next.length; day += 1) {
    const entries = next[day]!
    next[day] = before
    if (entries === 0) continue
    points.push(first + day)
    starts.push(before)
    before += entries
  }
  const sorted = { histories: new Uint16Array(at.length), cents: new Float64Array(at.length), orders: new Uint8Array(at.length) }
  for (let entry = 0; entry < at.length; entry += 1) {
    const day = at[entry]! - first
    const to = next[day]!
    next[day] = to + 1
    sorted.histories[to] = of[entry]!
    sorted.cents[to] = cents[entry]!
    sorted.orders[to] = orders[entry]!
  }
  return { points: Int32Array.from(points), starts: Uint32Array.from([...starts, before]), ...sorted }
}

const entryBytes = 11

const pageOf = (rows: Row[], cutAt: string | null): HistoryPage => {
  const days = entriesIn(rows)
  const months = monthly(days)
  return {
    customers: Uint16Array.from(rows, ({ customer }) => customer % historyBlockSize),
    codes: historyKeys.map(key => Uint32Array.from(rows, row => codesOf[key].codeOf(row[key] ?? ''))),
    days: inOrder(days), months: inOrder(months), cutAt,
    bytes: rows.length * 18 + (days.at.length + months.at.length) * entryBytes,
  }
}

/** A grain's first key is always filtered by where the grain is used: its pages are kept by the value of this one. */
const firstKeys: Record<HistoryGrain, VisitKey | null> = { all: null, category: 'category', region: 'region', channel: 'channel', 'region+channel': 'region', full: 'category' }

const blocksAtOnce = 16

const load = async (ctx: Context, grain: HistoryGrain, value: string | null, missing: Place[]): Promise<Map<Place, HistoryPage>> => {
  const pages = new Map<Place, HistoryPage>()
  const rest = breather()
  const first = firstKeys[grain]
  const ofValue = first === null ? sql`true` : sql`${sql.ref(first)} = ${value}`
  for (const batch of batches(missing.map(dayOf), blocksAtOnce)) {
    const customers = batch.map(block => sql`customer_id between ${block * historyBlockSize} and ${(block + 1) * historyBlockSize - 1}`)
    const rows = await ctx.read(sql<Row>`
      select customer_id as customer, category, region, channel, segment,
        (select array_agg(day - date '1970-01-01') from unnest(days) as day)::text as days, orders::text as orders, cents::text as cents
      from customer_history where grain = ${grain} and ${ofValue} and (${sql.join(customers, sql` or `)})
      order by customer_id
    `)
    const blocks = Map.groupBy(rows, ({ customer }) => historyBlockOf(customer))
    for (const block of batch) {
      pages.set(`block ${block}`, pageOf(blocks.get(block) ?? [], null))
      await rest()
    }
  }
  return pages
}

/** The blocks that there are customers of, in order. */
export const blocksOfCustomers = (ctx: Context): Promise<number[]> =>
  ctx.once('blocks of customers', async () => {
    const rows = await ctx.read(sql<{ block: number }>`select distinct block from segment_customers order by block`)
    return rows.flatMap(({ block }) => Array.from({ length: blockSize / historyBlockSize }, (_, i) => (block * blockSize) / historyBlockSize + i))
  })

/** All histories at a grain of customer_history, by block of customers: of the wanted values of its `first` key, which needs no further look. */
export const histories = async (ctx: Context, grain: HistoryGrain, filters: Filters) => {
  const blocks = await blocksOfCustomers(ctx)
  const first = firstKeys[grain]
  const found = blocks.map((): HistoryPage[] => [])
  for (const value of new Set(first === null ? [null] : filters[first])) {
    const pages = await ctx.pages.get(`histories/${grain}/${value ?? ''}`, blocks.map((block): Place => `block ${block}`), missing => load(ctx, grain, value, missing))
    for (const [i, page] of pages.entries()) found[i]!.push(page)
  }
  return { first, blocks: found }
}

/** What customers did on a day up to and with a minute of it, by block, at each category, region and channel; kept until the minute is over. */
export const buyersUntil = async (ctx: Context, day: number, cutAt: string): Promise<Map<number, HistoryPage>> => {
  const read = async (missing: Place[]) => {
    const rows = await ctx.read(sql<Row>`
      select t.customer_id as customer, p.category, t.region, t.channel, c.segment, ${`{${day}}`} as days,
        array[count(*) filter (where t.status = 'completed')]::text as orders, array[sum((t.amount * 100)::bigint)]::text as cents
      from transactions t join products p on p.id = t.product_id join customers c on c.id = t.customer_id
      where t.ordered_on = ${toDay(day)}::date and ${untilCut(ctx, cutAt)} and (t.status = 'completed' or (t.status = 'refunded' and t.amount <= 0)) and t.customer_id <> 0
      group by t.customer_id, p.category, t.region, t.channel, c.segment order by customer
    `)
    const blocks = new Map([...Map.groupBy(rows, ({ customer }) => historyBlockOf(customer))].map(([block, own]) => [block, pageOf(own, cutAt)]))
    const bytes = [...blocks.values()].reduce((sum, page) => sum + page.bytes, 0)
    return new Map(missing.map(place => [place, { blocks, cutAt, bytes }]))
  }
  const [page] = await ctx.pages.get(`buyers until a minute in ${ctx.workspace.timezone}`, [placeOf({ period: 'day', day })], read, kept => kept.cutAt === cutAt)
  return page!.blocks
}
