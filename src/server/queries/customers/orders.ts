import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import type { Api, Result } from '#contract'
import { day as realDay } from '#contract/params.ts'
import type { Context } from '../../context.ts'
import { isCounted } from '../../db/counted-lines.ts'
import { decodeCursor, encodeCursor } from '../cursor.ts'

type Order = Result<Api['customers']['one']>['data']['orders'][number]

const place = z.tuple([realDay, z.int(), z.string()])

/** Newest first: by the day and time of the first line, then by number. */
const isAfter = (cursor: string): RawBuilder<unknown> => {
  const [day, micros, order] = decodeCursor(cursor, place)
  return sql`("orderedOn", micros, "orderId" collate "C") < (${day}::date, ${micros}::bigint, ${order})`
}

/** A customer's orders, also those that do not count, page by page; and how many there are in all. */
export const ordersOf = async (ctx: Context, customer: number, limit: number, cursor: string | undefined) => {
  const rows = await ctx.read(sql<Order & { micros: number; all: number }>`
    select * from (
      select t.order_id as "orderId", min(t.ordered_on) as "orderedOn", min(t.ordered_at) as "orderedAt",
        count(*) as lines,
        coalesce(sum(t.quantity) filter (where ${isCounted}), 0) as units,
          coalesce(sum(t.amount) filter (where ${isCounted}), 0) as revenue,
        array_agg(distinct t.status collate "C") as statuses, min(t.region collate "C") as region, min(t.channel collate "C") as channel,
          array_agg(distinct p.category collate "C") as categories,
        (extract(epoch from min(t.ordered_at)) * 1000000)::bigint as micros, count(*) over () as all
      from transactions t join products p on p.id = t.product_id where t.customer_id = ${customer} group by t.order_id
    ) orders
    where ${cursor === undefined ? sql`true` : isAfter(cursor)}
    order by "orderedOn" desc, micros desc, "orderId" collate "C" desc limit ${limit + 1}
  `)
  const shown = rows.slice(0, limit)
  const last = rows.length > limit ? shown.at(-1) : undefined
  const [{ all } = { all: rows[0]?.all ?? 0 }] = rows
  return {
    orders: shown.map(({ micros: _, all: __, ...order }): Order => order),
    nextCursor: last ? encodeCursor([last.orderedOn, last.micros, last.orderId]) : null,
    totalOrders: all,
  }
}
