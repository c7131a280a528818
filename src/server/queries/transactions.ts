import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import type { Api, Asked, Result } from '#contract'
import { day as realDay } from '#contract/params.ts'
import type { Context } from '../context.ts'
import { andFiltered, type Filters, inLines } from '../memory/filters.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { spansOf } from './figures.ts'
import { linesFound } from './line-search.ts'
import { measure, type Measures, measuresAt, nothing } from './measures.ts'
import { metaOf, periodOf } from './meta.ts'
import type { Period } from './period.ts'
import type { Handlers } from '../handler.ts'

type Question = Asked<Api['transactions']['list']>
type Row = Result<Api['transactions']['list']>['data']['rows'][number]

const isCounted = sql`(t.status = 'completed' or (t.status = 'refunded' and t.amount <= 0))`

/** Where a page ended. The moment is in microseconds: the ISO text of an instant has only milliseconds. */
const placeIn = (sort: Question['sort']) =>
  z
    .tuple([z.literal(sort), realDay, z.int(), z.number(), z.int()])
    .transform(([, day, micros, amount, id]) => ({ sort, day, micros, amount, id }))
type Place = z.output<ReturnType<typeof placeIn>>

const moment = ({ micros }: Place) => sql`timestamptz 'epoch' + ${micros}::bigint * interval '1 microsecond'`

const after = (place: Place): RawBuilder<unknown> => {
  if (place.sort === 'amount') return sql`(t.amount, t.id) < (${place.amount}::numeric, ${place.id}::bigint)`
  const compare = sql.raw(place.sort === 'newest' ? '<' : '>')
  return sql`(t.ordered_on, t.ordered_at, t.id) ${compare} (${place.day}::date, ${moment(place)}, ${place.id}::bigint)`
}

const orders = {
  newest: sql`t.ordered_on desc, t.ordered_at desc, t.id desc`,
  oldest: sql`t.ordered_on, t.ordered_at, t.id`,
  amount: sql`t.amount desc, t.id desc`,
}

/**
 * The lines asked for, as `t`. What a search finds is found first, all of it, and then filtered and put in order
 * (`offset 0`): the planner would else walk through the lines in that order, or customer by customer, for what may be
 * nowhere.
 */
const linesOf = async (ctx: Context, { range }: Period, asked: Question): Promise<RawBuilder<unknown>> => {
  const inRange = sql`select t.* from transactions t where t.ordered_on between ${range.start}::date and ${range.end}::date
      and ${asked.product === undefined ? sql`true` : sql`t.product_id = ${asked.product}`}
      and ${asked.customer === undefined ? sql`true` : sql`t.customer_id = ${asked.customer}`}
      and ${asked.search === undefined ? sql`true` : sql`${await linesFound(ctx, asked.search)} offset 0`}`
  const named =
    asked.category || asked.segment
      ? sql`join products p on p.id = t.product_id join customers c on c.id = t.customer_id`
      : sql``
  return sql`(select t.* from (${inRange}) t ${named} where true ${andFiltered(asked, inLines)}) t`
}

/** Of one customer or of a search by their own rows; else from the rollup, as in every other answer. */
const totalsOf = async (
  ctx: Context,
  period: Period,
  asked: Question,
  lines: RawBuilder<unknown>,
): Promise<Measures> => {
  const spans = spansOf({ ...period, comparison: null })
  const filters: Filters = asked
  if (asked.customer === undefined && asked.search === undefined) {
    if (asked.product === undefined) return measuresAt(await measure(ctx, spans, filters), 0)
    return (await measure<number>(ctx, spans, filters, 'product')).find(({ key }) => key === asked.product) ?? nothing
  }
  const rows = await ctx.read(sql<Partial<Measures>>`
    select coalesce(sum(t.amount) filter (where ${isCounted}), 0) as revenue,
      count(*) filter (where ${isCounted}) as lines,
      count(*) filter (where t.status = 'pending') as pending,
      count(*) filter (where t.status = 'cancelled') as cancelled,
      count(*) filter (where t.status = 'refunded' and not ${isCounted}) as "undatedRefunds",
      count(*) filter (where ${isCounted} and t.customer_id = 0) as "noCustomer"
    from ${lines}
  `)
  return { ...nothing, ...rows[0] }
}

export const transactions: Handlers<'transactions'> = {
  list: async (ctx, asked) => {
    const period = await periodOf(ctx, asked)
    const place = asked.cursor === undefined ? null : decodeCursor(asked.cursor, placeIn(asked.sort))
    const lines = await linesOf(ctx, period, asked)
    const rows = await ctx.read(sql<Row & { micros: number }>`
      select t.id, t.order_id as "orderId", t.ordered_at as "orderedAt", t.ordered_on as "orderedOn",
        t.customer_id as "customerId", c.name as customer, t.product_id as "productId", p.name as product, p.category,
        r.name as rep, t.quantity, t.unit_price as "unitPrice", t.discount, t.amount,
        t.region, t.channel, t.status, (extract(epoch from t.ordered_at) * 1000000)::bigint as micros
      from (
        select t.* from ${lines} where ${asked.rows === 'all' ? sql`true` : isCounted}
          and ${place ? after(place) : sql`true`}
        order by ${orders[asked.sort]} limit ${asked.limit + 1}
      ) t
        join products p on p.id = t.product_id
        join customers c on c.id = t.customer_id
        left join sales_reps r on r.id = t.rep_id
      order by ${orders[asked.sort]}
    `)
    const shown = rows.slice(0, asked.limit)
    const last = rows.length > asked.limit ? shown.at(-1) : undefined
    const totals = await totalsOf(ctx, period, asked, lines)
    const left = totals.pending + totals.cancelled + totals.undatedRefunds
    return {
      data: {
        rows: shown.map(({ micros: _, ...row }) => row),
        nextCursor: last ? encodeCursor([asked.sort, last.orderedOn, last.micros, last.amount, last.id]) : null,
        total: { rows: totals.lines + (asked.rows === 'all' ? left : 0), revenue: totals.revenue },
      },
      meta: await metaOf(ctx, period, asked, totals),
    }
  },
}
