import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { blockSize, type Dimension, historyBlockOf, historyBlockSize, type HistoryGrain, type VisitKey, visitKeys } from '../db/rollup/grains.ts'
import { toDay } from '../queries/period.ts'
import { asNumbers } from './columns.ts'
import { untilCut } from './kept.ts'
import { batches, breather, dayOf, type Page, type Place, placeOf } from './pages.ts'
import { codesOf } from './sums.ts'

/** What histories can be told apart and filtered by. */
export const historyKeys: Dimension[] = [...visitKeys, 'segment']

/**
 * Histories of one block of customers: `customers` (places in the block) and `codes` (a column for each of historyKeys; of '' where
 * the grain is not about it) hold one number a history, `firstOrders` its first day with an order. History i has the entries from
 * starts[i] to starts[i + 1]: the days with rows that count, and the revenue up to and with each (in hundredths). `allDays` and
 * `allCents` are the same for all histories of the page together. `cutAt`: of a day up to that minute.
 */
export type HistoryPage = Page & {
  customers: Uint16Array; codes: Uint32Array[]; firstOrders: Int32Array; starts: Uint32Array; days: Int32Array; cents: Float64Array
  allDays: Int32Array; allCents: Float64Array; cutAt: string | null
}

const never = 0x7fffffff

type Row = { customer: number; days: string; orders: string; cents: string } & Record<Dimension, string | null>

/** All histories' revenue together, day by day. */
const together = (starts: Uint32Array, days: Int32Array, cents: Float64Array) => {
  let [first, last] = [days[0] ?? 0, days[0] ?? -1]
  for (let entry = 1; entry < days.length; entry += 1) {
    const day = days[entry]!
    if (day < first) first = day
    else if (day > last) last = day
  }
  const byDay = new Float64Array(last - first + 1)
  const present = new Uint8Array(last - first + 1)
  for (let history = 0; history + 1 < starts.length; history += 1) {
    for (let entry = starts[history]!, before = 0; entry < starts[history + 1]!; entry += 1) {
      const place = days[entry]! - first
      byDay[place] = byDay[place]! + cents[entry]! - before
      present[place] = 1
      before = cents[entry]!
    }
  }
  const [allDays, allCents]: [number[], number[]] = [[], []]
  let sum = 0
  for (let place = 0; place < byDay.length; place += 1) {
    if (present[place] === 0) continue
    allDays.push(first + place)
    allCents.push((sum += byDay[place]!))
  }
  return { allDays: Int32Array.from(allDays), allCents: Float64Array.from(allCents) }
}

const pageOf = (rows: Row[], cutAt: string | null): HistoryPage => {
  const own = rows.map(row => asNumbers(row.days))
  const starts = new Uint32Array(rows.length + 1)
  for (let history = 0; history < rows.length; history += 1) starts[history + 1] = starts[history]! + own[history]!.length
  const [days, cents] = [new Int32Array(starts[rows.length]!), new Float64Array(starts[rows.length]!)]
  const firstOrders = new Int32Array(rows.length).fill(never)
  for (const [history, row] of rows.entries()) {
    days.set(own[history]!, starts[history])
    cents.set(asNumbers(row.cents), starts[history])
    const first = asNumbers(row.orders).findIndex(orders => orders > 0)
    if (first >= 0) firstOrders[history] = own[history]![first]!
  }
  return {
    customers: Uint16Array.from(rows, ({ customer }) => customer % historyBlockSize),
    codes: historyKeys.map(key => Uint32Array.from(rows, row => codesOf[key].codeOf(row[key] ?? ''))),
    firstOrders, starts, days, cents, ...together(starts, days, cents), cutAt,
    bytes: rows.length * 26 + days.length * 12,
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

/** All histories at a grain of customer_history, by block of customers: of the wanted values of its `first` key, which needs no further look. */
export const histories = async (ctx: Context, grain: HistoryGrain, filters: { [Key in Dimension]?: string[] | undefined }) => {
  const blocks = await ctx.once('blocks of customers', async () => {
    const rows = await ctx.read(sql<{ block: number }>`select distinct block from segment_customers order by block`)
    return rows.flatMap(({ block }) => Array.from({ length: blockSize / historyBlockSize }, (_, i) => (block * blockSize) / historyBlockSize + i))
  })
  const first = firstKeys[grain]
  const found = new Map<number, HistoryPage[]>(blocks.map(block => [block, []]))
  for (const value of new Set(first === null ? [null] : filters[first])) {
    const pages = await ctx.pages.get(`histories/${grain}/${value ?? ''}`, blocks.map((block): Place => `block ${block}`), missing => load(ctx, grain, value, missing))
    for (const [i, page] of pages.entries()) found.get(blocks[i]!)?.push(page)
  }
  return { first, blocks: found }
}

/** Who bought on a day up to and with a minute of it, by block, at each category, region and channel; kept until the minute is over. */
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
