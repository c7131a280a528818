import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import type { Api, Asked, Result } from '#contract'
import type { LineSort } from '#contract/line-order.ts'
import { day as realDay } from '#contract/params.ts'
import type { Context } from '../../context.ts'
import { decodeCursor, encodeCursor, refuseCursor } from '../cursor.ts'
import type { Period } from '../period.ts'
import { isShown } from './which.ts'
import { type Group, groupsOf, type Key, keysOf, type WordSort } from './words.ts'

type Question = Asked<Api['transactions']['list']>
type Row = Result<Api['transactions']['list']>['data']['rows'][number]
/** The moment is in microseconds: the ISO text of an instant has only milliseconds. */
type Found = Row & { micros: number; repId: number | null }
export type Page = { rows: Row[]; nextCursor: string | null }

export type Order<Sort> = { sort: Sort; desc: boolean }

const orderOf = ({ sort, direction }: Question): Order<LineSort> =>
  sort === 'newest' || sort === 'oldest'
    ? { sort: 'date', desc: sort === 'newest' }
    : { sort, desc: direction !== 'asc' }

/** An order of lines or orders as SQL: its columns all the same way, the last of them different in each row. */
export const ordered = (columns: RawBuilder<unknown>[], desc: boolean) =>
  sql.join(columns.map(column => sql`${column} ${sql.raw(desc ? 'desc' : 'asc')}`))
export const after = (columns: RawBuilder<unknown>[], place: RawBuilder<unknown>[], desc: boolean) =>
  sql`(${sql.join(columns)}) ${sql.raw(desc ? '<' : '>')} (${sql.join(place)})`

export const momentOf = (micros: number) => sql`timestamptz 'epoch' + ${micros}::bigint * interval '1 microsecond'`

/** Of numbers with the same beginning the shorter one first: A9 before A10. */
export const numberOrder = (order: RawBuilder<unknown>) => [
  sql`rtrim(${order}, '0123456789') collate "C"`,
  sql`length(${order})`,
  sql`${order} collate "C"`,
]

const figures: Partial<Record<LineSort, string>> = {
  quantity: 't.quantity',
  price: 't.unit_price',
  discount: 't.discount',
  amount: 't.amount',
}

const read = (
  ctx: Context,
  lines: RawBuilder<unknown>,
  condition: RawBuilder<unknown>,
  order: RawBuilder<unknown>,
  limit: number,
) =>
  ctx.read(sql<Found>`
    select t.id, t.order_id as "orderId", t.ordered_at as "orderedAt", t.ordered_on as "orderedOn",
      t.customer_id as "customerId", c.name as customer, t.product_id as "productId", p.name as product, p.category,
      r.name as rep, t.rep_id as "repId", t.quantity, t.unit_price as "unitPrice", t.discount, t.amount,
      t.region, t.channel, t.status, (extract(epoch from t.ordered_at) * 1000000)::bigint as micros
    from (select t.* from ${lines} where ${condition} order by ${order} limit ${limit}) t
      join products p on p.id = t.product_id
      join customers c on c.id = t.customer_id
      left join sales_reps r on r.id = t.rep_id
    order by ${order}
  `)

const newest = [sql`t.ordered_on`, sql`t.ordered_at`, sql`t.id`]
const afterNewest = (day: string, micros: number, id: number, desc: boolean) =>
  after(newest, [sql`${day}::date`, momentOf(micros), sql`${id}::bigint`], desc)

/** A page's first `limit` rows and one more, and where a row stands in their order. */
type Way = { rows: Found[]; placeOf: (row: Found) => unknown[] }

const byDate = async (ctx: Context, asked: Question, lines: RawBuilder<unknown>, desc: boolean): Promise<Way> => {
  const place =
    asked.cursor && decodeCursor(asked.cursor, z.tuple([z.literal('date'), z.literal(desc), realDay, z.int(), z.int()]))
  const from = place ? afterNewest(place[2], place[3], place[4], desc) : sql`true`
  const rows = await read(ctx, lines, sql`${isShown(asked)} and ${from}`, ordered(newest, desc), asked.limit + 1)
  return { rows, placeOf: row => ['date', desc, row.orderedOn, row.micros, row.id] }
}

const byFigure = async (
  ctx: Context,
  asked: Question,
  lines: RawBuilder<unknown>,
  { sort, desc }: Order<LineSort>,
): Promise<Way> => {
  const columns = [sql.ref(figures[sort]!), sql`t.id`]
  const place =
    asked.cursor && decodeCursor(asked.cursor, z.tuple([z.literal(sort), z.literal(desc), z.number(), z.int()]))
  const from = place ? after(columns, [sql`${place[2]}::numeric`, sql`${place[3]}::bigint`], desc) : sql`true`
  const rows = await read(ctx, lines, sql`${isShown(asked)} and ${from}`, ordered(columns, desc), asked.limit + 1)
  const value = { quantity: 'quantity', price: 'unitPrice', discount: 'discount', amount: 'amount' } as const
  return { rows, placeOf: row => [sort, desc, row[value[sort as keyof typeof value]], row.id] }
}

const byNumber = async (ctx: Context, asked: Question, lines: RawBuilder<unknown>, desc: boolean): Promise<Way> => {
  const columns = [...numberOrder(sql`t.order_id`), sql`t.id`]
  const place =
    asked.cursor && decodeCursor(asked.cursor, z.tuple([z.literal('order'), z.literal(desc), z.string(), z.int()]))
  const from = place
    ? after(columns, [...numberOrder(sql`${place[2]}::text`), sql`${place[3]}::bigint`], desc)
    : sql`true`
  const rows = await read(ctx, lines, sql`${isShown(asked)} and ${from}`, ordered(columns, desc), asked.limit + 1)
  return { rows, placeOf: row => ['order', desc, row.orderId, row.id] }
}

const isOf = (sort: WordSort, groups: Group[]) => {
  const { column, type } = keysOf[sort]
  const keys = groups.flatMap(group => group.keys).filter(key => key !== null)
  const known = sql`${sql.ref(column)} = any(${keys}::${sql.raw(type)}[])`
  return groups.some(group => group.keys.includes(null)) ? sql`(${known} or ${sql.ref(column)} is null)` : known
}

/** Several names in their order. */
const inPlaces = (sort: WordSort, groups: Group[]) => {
  const { column, type } = keysOf[sort]
  const keys = groups.flatMap((group, place) => group.keys.map(key => ({ key, place })))
  return sql`(${keys.map(({ place }) => place)}::int[])[array_position(${keys.map(({ key }) => key)}::${sql.raw(type)}[], ${sql.ref(column)})]`
}

const keyOf = (sort: WordSort, row: Found): Key =>
  ({
    customer: row.customerId,
    product: row.productId,
    category: row.productId,
    rep: row.repId,
    region: row.region,
    channel: row.channel,
    status: row.status,
  })[sort]

/**
 * By name, and the newest first within one. How many lines each name has is known, so that only the names are read
 * that fill a page: the rest of the one at which the page before ended, then whole ones, then the first lines of one more.
 */
const byWord = async (
  ctx: Context,
  period: Period,
  asked: Question,
  lines: RawBuilder<unknown>,
  { sort, desc }: Order<WordSort>,
): Promise<Way> => {
  const groups = await groupsOf(ctx, period, asked, sort, desc, lines)
  const cursor = z.tuple([
    z.literal(sort),
    z.literal(desc),
    z.union([z.string(), z.number(), z.null()]),
    realDay,
    z.int(),
    z.int(),
  ])
  const place = asked.cursor ? decodeCursor(asked.cursor, cursor) : null
  const wanted = asked.limit + 1
  const rows: Found[] = []
  const take = async (condition: RawBuilder<unknown>, order: RawBuilder<unknown>) =>
    rows.push(...(await read(ctx, lines, sql`${isShown(asked)} and ${condition}`, order, wanted - rows.length)))
  let next = 0
  if (place) {
    next = groups.findIndex(group => group.keys.includes(place[2])) + 1
    if (next === 0) throw refuseCursor(asked.cursor!)
    await take(
      sql`${isOf(sort, [groups[next - 1]!])} and ${afterNewest(place[3], place[4], place[5], true)}`,
      ordered(newest, true),
    )
  }
  const whole: Group[] = []
  let filled = rows.length
  for (; next < groups.length && filled + groups[next]!.lines <= wanted; next++) {
    whole.push(groups[next]!)
    filled += groups[next]!.lines
  }
  if (whole.length) await take(isOf(sort, whole), sql`${inPlaces(sort, whole)}, ${ordered(newest, true)}`)
  if (rows.length < wanted && next < groups.length) await take(isOf(sort, [groups[next]!]), ordered(newest, true))
  return { rows, placeOf: row => [sort, desc, keyOf(sort, row), row.orderedOn, row.micros, row.id] }
}

const wayOf = (ctx: Context, period: Period, asked: Question, lines: RawBuilder<unknown>): Promise<Way> => {
  const { sort, desc } = orderOf(asked)
  if (sort === 'date') return byDate(ctx, asked, lines, desc)
  if (sort === 'order') return byNumber(ctx, asked, lines, desc)
  if (figures[sort]) return byFigure(ctx, asked, lines, { sort, desc })
  return byWord(ctx, period, asked, lines, { sort: sort as WordSort, desc })
}

/** One page of lines, in the order asked for, and where the next begins. */
export const pageOf = async (
  ctx: Context,
  period: Period,
  asked: Question,
  lines: RawBuilder<unknown>,
): Promise<Page> => {
  const { rows, placeOf } = await wayOf(ctx, period, asked, lines)
  const shown = rows.slice(0, asked.limit)
  const last = rows.length > asked.limit ? shown.at(-1) : undefined
  return {
    rows: shown.map(({ micros: _, repId: __, ...row }): Row => row),
    nextCursor: last ? encodeCursor(placeOf(last)) : null,
  }
}
