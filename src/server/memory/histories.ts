import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { blockSize, type Dimension, historyBlockOf, historyBlockSize, visitKeys } from '../db/rollup/grains.ts'
import { toNumber } from '../queries/period.ts'
import { asNumbers } from './columns.ts'
import { untilCut } from './kept.ts'
import { batches, breather, dayOf, type Page, type Place, placeOf } from './pages.ts'
import { codesOf } from './sums.ts'

/** What histories can be told apart and filtered by. */
export const historyKeys: Dimension[] = [...visitKeys, 'segment']

/**
 * Histories of one block of customers, each at a value of the grain's dimensions, in order of customers: `customers` and `codes` (a
 * column for each of historyKeys; 0 where the grain is not about it) hold one number a history. History i has the entries from
 * starts[i] to starts[i + 1]: days with counted rows in order, with orders and revenue (in hundredths) up to and with each of them.
 */
export type HistoryPage = Page & {
  customers: Float64Array; codes: Uint32Array[]; starts: Uint32Array; days: Int32Array; orders: Float64Array; cents: Float64Array
  /** Of a day up to a minute: which. */
  cutAt: string | null
}

type Row = { customer: number; days: string; orders: string; cents: string } & Record<Dimension, string | null>

const pageOf = (rows: Row[], cutAt: string | null): HistoryPage => {
  const days = rows.map(row => asNumbers(row.days))
  const starts = new Uint32Array(rows.length + 1)
  for (const [i, own] of days.entries()) starts[i + 1] = starts[i]! + own.length
  const entries = starts[rows.length]!
  const page = {
    customers: Float64Array.from(rows, ({ customer }) => customer),
    codes: historyKeys.map(key => Uint32Array.from(rows, row => codesOf[key].codeOf(row[key] ?? ''))),
    starts, days: new Int32Array(entries), orders: new Float64Array(entries), cents: new Float64Array(entries), cutAt,
    bytes: rows.length * 28 + entries * 20,
  }
  for (const [i, row] of rows.entries()) {
    page.days.set(days[i]!, starts[i])
    page.orders.set(asNumbers(row.orders), starts[i])
    page.cents.set(asNumbers(row.cents), starts[i])
  }
  return page
}

/** About so many histories are read at once. */
const blocksAtOnce = 8

const load = async (ctx: Context, grain: string, missing: Place[]): Promise<Map<Place, HistoryPage>> => {
  const pages = new Map<Place, HistoryPage>()
  const rest = breather()
  for (const batch of batches(missing.map(dayOf), blocksAtOnce)) {
    const rows = await ctx.read(sql<Row>`
      select customer_id as customer, category, region, channel, segment,
        (select array_agg(day - date '1970-01-01' order by day) from unnest(days) as day)::text as days, orders::text as orders, cents::text as cents
      from customer_history where grain = ${grain} and (${sql.join(batch.map(block => sql`customer_id between ${block * historyBlockSize} and ${(block + 1) * historyBlockSize - 1}`), sql` or `)})
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

/** The histories of all customers who ever ordered, at a grain of customer_history. */
export const histories = async (ctx: Context, grain: string): Promise<HistoryPage[]> => {
  const blocks = await ctx.once('blocks of customers', async () => {
    const rows = await ctx.read(sql<{ block: number }>`select distinct block from segment_customers order by block`)
    return rows.flatMap(({ block }) => Array.from({ length: blockSize / historyBlockSize }, (_, i) => (block * blockSize) / historyBlockSize + i))
  })
  return ctx.pages.get(`histories/${grain}`, blocks.map((block): Place => `block ${block}`), missing => load(ctx, grain, missing))
}

/** Who bought on a day up to and with a minute of it, at each category, region and channel: histories of that one day. */
export const dayUntil = async (ctx: Context, day: string, cutAt: string): Promise<HistoryPage> => {
  const read = async (missing: Place[]) => {
    const rows = await ctx.read(sql<Row>`
      select t.customer_id as customer, p.category, t.region, t.channel, c.segment, ${`{${toNumber(day)}}`} as days,
        array[count(*) filter (where t.status = 'completed')]::text as orders, array[sum((t.amount * 100)::bigint)]::text as cents
      from transactions t join products p on p.id = t.product_id join customers c on c.id = t.customer_id
      where t.ordered_on = ${day}::date and ${untilCut(ctx, cutAt)} and (t.status = 'completed' or (t.status = 'refunded' and t.amount <= 0))
      group by t.customer_id, p.category, t.region, t.channel, c.segment order by customer
    `)
    return new Map(missing.map(place => [place, pageOf(rows, cutAt)]))
  }
  const [page] = await ctx.pages.get('buyers until a minute', [placeOf({ period: 'day', day: toNumber(day) })], read, kept => kept.cutAt === cutAt)
  return page!
}
