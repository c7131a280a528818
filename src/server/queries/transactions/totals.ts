import { type RawBuilder, sql } from 'kysely'
import { LRUCache } from 'lru-cache'
import type { Context } from '../../context.ts'
import { spansOf } from '../figures.ts'
import { measure, type Measures, measuresAt, nothing } from '../measures.ts'
import type { Period } from '../period.ts'
import { isCounted } from '../../db/counted-lines.ts'
import { isRolledUp, type Which } from './which.ts'

/**
 * What was found by reading all lines of a question, for its next pages and other orders: as long as the data stays
 * the same.
 */
export const keptOf = async <T extends object>(
  ctx: Context,
  what: string,
  { range }: Period,
  asked: Which,
  most: number,
  find: () => Promise<T>,
): Promise<T> => {
  const kept = await ctx.once(`order lines: ${what}`, async () => new LRUCache<string, T>({ max: most }))
  const { rows, product, customer, order, status, rep, rep_id, amount_from, amount_to, search, ...filters } = asked
  const { category, region, channel, segment } = filters
  const name = JSON.stringify([
    [range, rows, category, region, channel, segment],
    [product, customer, order, status, rep, rep_id, amount_from, amount_to, search],
  ])
  const found = kept.get(name) ?? (await find())
  kept.set(name, found)
  return found
}

const summed = async (ctx: Context, lines: RawBuilder<unknown>): Promise<Measures> => {
  // an order of several days is one on each of them, as in the rollup
  const rows = await ctx.read(sql<Partial<Measures>>`
    select round(sum(revenue), ${ctx.workspace.digits}::int) as revenue, sum(units) as units, sum(lines)::int as lines, sum(pending)::int as pending,
      sum(cancelled)::int as cancelled, sum(undated)::int as "undatedRefunds", sum(nobody)::int as "noCustomer",
      (count(*) filter (where sold))::int as orders
    from (
      select coalesce(sum(t.amount) filter (where ${isCounted}), 0) as revenue,
        coalesce(sum(t.quantity) filter (where ${isCounted}), 0) as units,
        count(*) filter (where ${isCounted}) as lines,
        count(*) filter (where t.status = 'pending') as pending,
        count(*) filter (where t.status = 'cancelled') as cancelled,
        count(*) filter (where t.status = 'refunded' and not ${isCounted}) as undated,
        count(*) filter (where ${isCounted} and t.customer_id = 0) as nobody,
        bool_or(t.status = 'completed') as sold
      from ${lines} group by t.ordered_on, t.order_id
    ) orders having count(*) > 0
  `)
  return { ...nothing, ...rows[0] }
}

/** From the rollup, as in every other answer, where it knows what is asked; else from the lines themselves. */
export const totalsOf = async (
  ctx: Context,
  period: Period,
  asked: Which,
  lines: RawBuilder<unknown>,
): Promise<Measures> => {
  if (!isRolledUp(asked)) return keptOf(ctx, 'sums', period, asked, 500, () => summed(ctx, lines))
  const spans = spansOf({ ...period, comparison: null })
  if (asked.product === undefined) return measuresAt(await measure(ctx, spans, asked), 0)
  return (await measure<number>(ctx, spans, asked, 'product')).find(({ key }) => key === asked.product) ?? nothing
}

export const shownOf = ({ rows }: Which, totals: Measures): number =>
  totals.lines + (rows === 'all' ? totals.pending + totals.cancelled + totals.undatedRefunds : 0)
