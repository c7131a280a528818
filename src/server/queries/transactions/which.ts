import { type RawBuilder, sql } from 'kysely'
import type { Api, Asked } from '#contract'
import type { Context } from '../../context.ts'
import { isCounted } from '../../db/counted-lines.ts'
import { andFiltered, inLines } from '../../memory/filters.ts'
import type { Period } from '../period.ts'
import { linesFound } from './search.ts'

type Question = Asked<Api['transactions']['list']>
/** What narrows lines and orders alike, whatever their order and page. */
export type Which = Omit<Question, 'sort' | 'direction' | 'limit' | 'cursor'>

/** The lines that the list shows, of those asked for. */
export const isShown = ({ rows }: Which) => (rows === 'all' ? sql`true` : isCounted)

const repsNamed = async (ctx: Context, names: string[]): Promise<number[]> => {
  const rows = await ctx.read(sql<{ id: number }>`select id from sales_reps where name = any(${names}::text[])`)
  return rows.map(({ id }) => id)
}

const conditionsOf = async (ctx: Context, asked: Which): Promise<RawBuilder<unknown>[]> => {
  const { product, customer, order, status, rep, rep_id: repId, amount_from: from, amount_to: to, search } = asked
  return [
    ...(product === undefined ? [] : [sql`t.product_id = ${product}`]),
    ...(customer === undefined ? [] : [sql`t.customer_id = ${customer}`]),
    ...(order === undefined ? [] : [sql`t.order_id = ${order}`]),
    ...(status === undefined ? [] : [sql`t.status = any(${status}::text[])`]),
    ...(rep === undefined ? [] : [sql`t.rep_id = any(${await repsNamed(ctx, rep)}::bigint[])`]),
    ...(repId === undefined ? [] : [repId === 0 ? sql`t.rep_id is null` : sql`t.rep_id = ${repId}`]),
    ...(from === undefined ? [] : [sql`t.amount >= ${from}::numeric`]),
    ...(to === undefined ? [] : [sql`t.amount <= ${to}::numeric`]),
    // last, as `offset 0` comes after it
    ...(search === undefined ? [] : [sql`${await linesFound(ctx, search)} offset 0`]),
  ]
}

/** Whether the rollup, which knows days, products and the page's filters, can say what these lines add up to. */
export const isRolledUp = ({ customer, order, status, rep, rep_id, amount_from, amount_to, search }: Which): boolean =>
  [customer, order, status, rep, rep_id, amount_from, amount_to, search].every(one => one === undefined)

/**
 * The lines asked for, as `t`. What a search finds is found first, all of it, and then filtered and put in order
 * (`offset 0`): the planner would else walk through the lines in that order, or customer by customer, for what may be
 * nowhere.
 */
export const linesOf = async (ctx: Context, { range }: Period, asked: Which): Promise<RawBuilder<unknown>> => {
  const conditions = await conditionsOf(ctx, asked)
  const inRange = sql`select t.* from transactions t where t.ordered_on between ${range.start}::date and ${range.end}::date
    ${sql.join([sql``, ...conditions], sql` and `)}`
  const named =
    asked.category || asked.segment
      ? sql`join products p on p.id = t.product_id join customers c on c.id = t.customer_id`
      : sql``
  return sql`(select t.* from (${inRange}) t ${named} where true ${andFiltered(asked, inLines)}) t`
}
