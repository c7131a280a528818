import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { historyBlockSize } from '../db/rollup/grains.ts'
import { asNumbers, numbersOf } from './columns.ts'
import { dictionary } from './dictionary.ts'
import type { Filters } from './filters.ts'
import { breather, dayOf, type Page, type Place } from './pages.ts'
import { codesOf } from './sums.ts'

/**
 * The order lines that count of a block of customers, by customer (of place i from starts[i] up to starts[i + 1]), day
 * and order: accounts under any filters are added up from these, and of a change only the blocks it touched are read
 * again.
 */
export type OrderLines = {
  ids: Float64Array
  /** Codes of the customers' segments, and of the channel of their first order (`noChannel` without one). */
  segments: Uint32Array
  firstChannels: Uint32Array
  starts: Uint32Array
  days: Int32Array
  /** Category, region and channel as one code (kindsOf). */
  kinds: Uint32Array
  /** The order, numbered within the block from 1; 0 of what was given back. Lines of one stand together. */
  orders: Uint32Array
  pips: Float64Array
}

/** No channel is known: of who never ordered. */
export const noChannel = 2 ** 32 - 1

const kindsOf = dictionary<string>()

type Row = Record<'category' | 'region' | 'channel' | 'segment', string> &
  Record<'customers' | 'places' | 'days' | 'orders' | 'pips' | 'firsts', string> & { length: number }

/** How many lines are gone through at once, and at most come in one row: it takes a moment, also where few have many. */
export const linesAtOnce = 8192

const read = (ctx: Context, block: number) => {
  const first = block * historyBlockSize
  return ctx.read(sql<Row>`
    select category, region, channel, segment, count(*)::int as length,
      ${numbersOf(sql`customer`)} as customers, ${numbersOf(sql`place`)} as places,
      ${numbersOf(sql`day`)} as days, ${numbersOf(sql`in_order`)} as orders, ${numbersOf(sql`pips`)} as pips,
      coalesce(array_agg(customer) filter (where sold and nth = 1)::text, '{}') as firsts
    from (
      select t.customer_id as customer, p.category, t.region, t.channel, c.segment,
        t.ordered_on - date '1970-01-01' as day, row_number() over by_order - 1 as place, t.status = 'completed' as sold,
        case when t.status = 'completed' then dense_rank() over by_order else 0 end as in_order,
        row_number() over (
          partition by t.customer_id, t.status = 'completed' order by t.ordered_on, t.ordered_at, t.id
        ) as nth, (t.amount * 10000)::bigint as pips
      from transactions t join products p on p.id = t.product_id join customers c on c.id = t.customer_id
      where t.customer_id between ${first} and ${first + historyBlockSize - 1} and t.customer_id <> 0
        and (t.status = 'completed' or (t.status = 'refunded' and t.amount <= 0))
      window by_order as (order by t.customer_id, t.ordered_on, t.order_id)
    ) lines
    group by category, region, channel, segment, place / ${sql.lit(linesAtOnce)}
  `)
}

const blockOf = async (rows: Row[]): Promise<OrderLines> => {
  const rest = breather()
  const length = rows.reduce((sum, { length: more }) => sum + more, 0)
  const [days, kinds, orders, pips, customers] = [
    new Int32Array(length),
    new Uint32Array(length),
    new Uint32Array(length),
    new Float64Array(length),
    new Float64Array(length),
  ]
  const segmentOf = new Map<number, number>()
  const firstChannelOf = new Map<number, number>()
  for (const row of rows) {
    const [at, own] = [asNumbers(row.places), asNumbers(row.customers)]
    const kind = kindsOf.codeOf(JSON.stringify([row.category, row.region, row.channel]))
    const segment = codesOf.segment.codeOf(row.segment)
    const [theirDays, theirOrders, theirPips] = [asNumbers(row.days), asNumbers(row.orders), asNumbers(row.pips)]
    for (const [i, place] of at.entries()) {
      customers[place] = own[i]!
      days[place] = theirDays[i]!
      kinds[place] = kind
      orders[place] = theirOrders[i]!
      pips[place] = theirPips[i]!
      segmentOf.set(own[i]!, segment)
    }
    for (const customer of asNumbers(row.firsts)) firstChannelOf.set(customer, codesOf.channel.codeOf(row.channel))
    await rest()
  }
  const starts: number[] = []
  for (let i = 0; i < length; i += 1) if (i === 0 || customers[i] !== customers[i - 1]) starts.push(i)
  const ids = Float64Array.from(starts, start => customers[start]!)
  return {
    ids,
    segments: Uint32Array.from(ids, id => segmentOf.get(id)!),
    firstChannels: Uint32Array.from(ids, id => firstChannelOf.get(id) ?? noChannel),
    starts: Uint32Array.from([...starts, length]),
    days,
    kinds,
    orders,
    pips,
  }
}

const cache = 'order lines'
type Block = Page & { of: OrderLines }

const load =
  (ctx: Context) =>
  async (missing: Place[]): Promise<Map<Place, Block>> => {
    const loaded = new Map<Place, Block>()
    for (const place of missing) {
      const of = await blockOf(await read(ctx, dayOf(place)))
      loaded.set(place, { of, bytes: of.days.length * 20 + of.ids.length * 20 })
    }
    return loaded
  }

/** More lines than this (20 bytes each) would crowd out everything else: accounts are then read from the rollup. */
const mostLines = 16_000_000
/** So many blocks are read while somebody waits; with more missing, the rollup is quicker. */
const mostAtOnce = 4

/** The blocks of all customers; none where there are too many lines. */
const blocksIn = (ctx: Context): Promise<Place[]> =>
  ctx.once('blocks of customers', async () => {
    const [found] = await ctx.read(sql<{ newest: number; lines: number }>`
      select (select coalesce(max(id), 0) from customers) as newest,
        (select coalesce(sum(lines), 0)::bigint from daily_metrics where grain = 'total' and period = 'month') as lines
    `)
    if (found!.lines > mostLines) return []
    return Array.from({ length: Math.floor(found!.newest / historyBlockSize) + 1 }, (_, i): Place => `block ${i}`)
  })

const missingOf = (ctx: Context, blocks: Place[]) => blocks.filter(block => !ctx.pages.has(cache, block))

/** All lines, block by block, where all or nearly all of them are in memory; else null. */
export const orderLines = async (ctx: Context): Promise<OrderLines[] | null> => {
  const blocks = await blocksIn(ctx)
  if (blocks.length === 0 || missingOf(ctx, blocks).length > mostAtOnce) return null
  const pages = await ctx.pages.get<Block>(cache, blocks, load(ctx))
  return pages.map(({ of }) => of)
}

/** Reads some blocks that are not in memory, before somebody asks; says whether all are now. */
export const readLinesAhead = async (ctx: Context): Promise<boolean> => {
  const missing = missingOf(ctx, await blocksIn(ctx))
  if (missing.length > 0) await ctx.pages.get<Block>(cache, missing.slice(0, mostAtOnce), load(ctx))
  return missing.length <= mostAtOnce
}

/** What filters want of lines, by kind, and of customers, by the code of their segment; null: all. */
export const wantedBy = ({ segment, ...filters }: Filters) => {
  const { category, region, channel } = filters
  const wanted = [category, region, channel]
  const isWanted = (kind: string) =>
    (JSON.parse(kind) as string[]).every((value, i) => wanted[i]?.includes(value) ?? true)
  return {
    kinds: wanted.some(Boolean) ? Uint8Array.from(kindsOf.values(), kind => Number(isWanted(kind))) : null,
    segments: segment ? new Set(segment.map(codesOf.segment.find)) : null,
  }
}

/** The category of each kind, as a code. */
export const categoriesOfKinds = (): Uint32Array =>
  Uint32Array.from(kindsOf.values(), kind => codesOf.category.codeOf((JSON.parse(kind) as string[])[0]!))

/** Who has lines under some filters, in the order of their ids: the place of each. */
export const placesIn = async (blocks: OrderLines[], filters: Filters): Promise<Map<number, number>> => {
  const { kinds: wanted, segments: some } = wantedBy(filters)
  const found = new Map<number, number>()
  const rest = breather()
  for (const { ids, segments, starts, kinds } of blocks) {
    for (let place = 0; place < ids.length; place += 1) {
      if (some && !some.has(segments[place]!)) continue
      let at = starts[place]!
      while (wanted && at < starts[place + 1]! && !wanted[kinds[at]!]) at += 1
      if (at < starts[place + 1]!) found.set(ids[place]!, found.size)
    }
    await rest()
  }
  return found
}
