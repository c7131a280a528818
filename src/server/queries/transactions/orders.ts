import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import type { Api, Asked, Result } from '#contract'
import { day as realDay } from '#contract/params.ts'
import type { Context } from '../../context.ts'
import { toDay, toNumber } from '../../time/calendar.ts'
import { decodeCursor, encodeCursor } from '../cursor.ts'
import type { Period } from '../period.ts'
import { productsById } from '../products.ts'
import { after, numberOrder, ordered } from './pages.ts'
import { keptOf } from './totals.ts'
import { isShown } from './which.ts'

type Question = Asked<Api['transactions']['orders']>
type Row = Result<Api['transactions']['orders']>['data']['rows'][number]
type Found = Omit<Row, 'products'> & {
  repId: number | null
  productIds: number[]
  micros: number
}

const number = numberOrder(sql`"orderId"`)
const columnsOf: Record<Question['sort'], RawBuilder<unknown>[]> = {
  date: [sql`"orderedOn"`, sql`micros`, ...number],
  order: [...number, sql`"orderedOn"`],
  lines: [sql`lines`, ...number, sql`"orderedOn"`],
  quantity: [sql`quantity`, ...number, sql`"orderedOn"`],
  amount: [sql`amount`, ...number, sql`"orderedOn"`],
}

/** A cursor holds the order's day and number, and what is sorted by. */
const placeIn = (sort: Question['sort'], desc: boolean) =>
  z.tuple([z.literal(sort), z.literal(desc), realDay, z.string(), z.number()])

const valueOf = (sort: Question['sort'], row: Found): number => {
  if (sort === 'order') return 0
  return sort === 'date' ? row.micros : row[sort]
}

const afterPlace = (asked: Question, desc: boolean): RawBuilder<unknown> => {
  if (asked.cursor === undefined) return sql`true`
  const [sort, , day, id, value] = decodeCursor(asked.cursor, placeIn(asked.sort, desc))
  const at = numberOrder(sql`${id}::text`)
  const on = sql`${day}::date`
  if (sort === 'date') return after(columnsOf.date, [on, sql`${value}::bigint`, ...at], desc)
  if (sort === 'order') return after(columnsOf.order, [...at, on], desc)
  return after(columnsOf[sort], [sql`${value}::numeric`, ...at, on], desc)
}

const read = (
  ctx: Context,
  asked: Question,
  desc: boolean,
  lines: RawBuilder<unknown>,
  days: RawBuilder<unknown> = sql`true`,
): Promise<Found[]> => {
  const order = ordered(columnsOf[asked.sort], desc)
  return ctx.read(sql<Found>`
    select o.*, c.name as customer, r.name as rep from (
      select * from (
        select t.order_id as "orderId", t.ordered_on as "orderedOn", min(t.ordered_at) as "orderedAt",
          (extract(epoch from min(t.ordered_at)) * 1000000)::bigint as micros,
          min(t.customer_id) as "customerId", count(distinct t.customer_id)::int as customers, min(t.rep_id) as "repId",
          count(*)::int as lines, sum(t.quantity) as quantity, sum(t.amount) as amount,
          min(t.region collate "C") as region, min(t.channel collate "C") as channel,
          array_agg(distinct t.status collate "C") as statuses, array_agg(distinct t.product_id) as "productIds"
        from ${lines} where ${isShown(asked)} and ${days} group by t.ordered_on, t.order_id
      ) orders
      where ${afterPlace(asked, desc)} order by ${order} limit ${asked.limit + 1}
    ) o join customers c on c.id = o."customerId" left join sales_reps r on r.id = o."repId"
    order by ${order}
  `)
}

/** By day the orders of a few days fill a page, and only these are put together: of more days until they do. */
const byDate = async (
  ctx: Context,
  { range }: Period,
  asked: Question,
  desc: boolean,
  lines: RawBuilder<unknown>,
): Promise<Found[]> => {
  const place = asked.cursor === undefined ? null : decodeCursor(asked.cursor, placeIn('date', desc))[2]
  const [start, end] = [toNumber(range.start), toNumber(range.end)]
  const from = place ? toNumber(place) : desc ? end : start
  for (let days = 1; ; days *= 4) {
    const [first, last] = desc ? [from - days + 1, from] : [from, from + days - 1]
    const rows = await read(
      ctx,
      asked,
      desc,
      lines,
      sql`t.ordered_on between ${toDay(Math.max(start, first))}::date and ${toDay(Math.min(end, last))}::date`,
    )
    if (rows.length > asked.limit || (desc ? first <= start : last >= end)) return rows
  }
}

/** How many rows the list has in all: as many as orders, and refunds on days of their own. */
const countOf = async (ctx: Context, period: Period, asked: Question, lines: RawBuilder<unknown>): Promise<number> => {
  const { count } = await keptOf(ctx, 'orders', period, asked, 500, async () => {
    const [row] = await ctx.read(sql<{ count: number }>`
      select count(*)::int as count from (
        select 1 from ${lines} where ${isShown(asked)} group by t.ordered_on, t.order_id
      ) orders
    `)
    return row ?? { count: 0 }
  })
  return count
}

/** One page of orders, where the next begins, and how many there are. */
export const ordersOf = async (ctx: Context, period: Period, asked: Question, lines: RawBuilder<unknown>) => {
  const desc = asked.direction !== 'asc'
  const rows =
    asked.sort === 'date' ? await byDate(ctx, period, asked, desc, lines) : await read(ctx, asked, desc, lines)
  const products = await productsById(ctx)
  const shown = rows.slice(0, asked.limit)
  const last = rows.length > asked.limit ? shown.at(-1) : undefined
  return {
    rows: shown.map(({ productIds, micros: _, repId: __, ...row }): Row => ({
      ...row,
      products: productIds.map(id => products.get(id)?.name ?? ''),
    })),
    nextCursor: last ? encodeCursor([asked.sort, desc, last.orderedOn, last.orderId, valueOf(asked.sort, last)]) : null,
    count: await countOf(ctx, period, asked, lines),
  }
}
