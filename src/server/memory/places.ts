import { type RawBuilder, sql } from 'kysely'
import type { Context } from '../context.ts'
import { historyGrainFor } from '../db/rollup/grains.ts'
import { asNumbers } from './columns.ts'
import { andFiltered, filteredDimensions, type Filters, inRollup, wordsOf } from './filters.ts'
import { orderLines, placesIn } from './order-lines.ts'
import { breather, type Page, type Place } from './pages.ts'
import { toDay } from '../time/calendar.ts'

/**
 * What customers had done under some filters before a moment, by their places among all who ever did something under
 * them: the revenue that counted (in pips), and how often they ordered.
 */
export type Standing = { pips: Float64Array; orders: Uint32Array }

/** How many customers at most come in one row, by ranges of their ids: what is read at once takes a moment. */
const idsAtOnce = 4096

export const part = sql`customer_id / ${sql.lit(idsAtOnce)}`

/** Keeps the planner from sorting whole histories where a number of each is enough. */
export const apart = sql`offset 0`

/** Running sums by customer, days in order, one row for each value of what the grain tells apart. */
export const historiesUnder = (filters: Filters): RawBuilder<unknown> => {
  const grain = historyGrainFor(new Set(filteredDimensions(filters)))
  return sql`customer_history where grain = ${grain} ${andFiltered(filters, inRollup)}`
}

/** What is found by place goes with a change of any customer's history. */
export const kept = async <T>(
  ctx: Context,
  name: string,
  filters: Filters,
  places: Place[],
  load: (missing: Place[]) => Promise<Map<Place, Page & { of: T }>>,
): Promise<T[]> => {
  const pages = await ctx.pages.get(`${name}/${wordsOf(filters)}`, places, load)
  return pages.map(({ of }) => of)
}

/**
 * The place of each customer with a history under the filters: by id, so that whoever finds them again finds the same.
 */
export const placesUnder = async (ctx: Context, filters: Filters): Promise<Map<number, number>> => {
  const load = async (missing: Place[]) => {
    const lines = await orderLines(ctx)
    const of = lines ? await placesIn(lines, filters) : await placesRead(ctx, filters)
    return new Map(missing.map(place => [place, { of, bytes: of.size * 40 }]))
  }
  const [places] = await kept(ctx, 'places', filters, ['all 0'], load)
  return places!
}

const placesRead = async (ctx: Context, filters: Filters): Promise<Map<number, number>> => {
  const rows = await ctx.read(sql<{ customers: string }>`
      select array_agg(customer_id order by customer_id)::text as customers
      from (select distinct customer_id from ${historiesUnder(filters)}) histories
      group by ${part} order by ${part}
    `)
  const of = new Map<number, number>()
  const rest = breather()
  for (const { customers } of rows) {
    for (const customer of asNumbers(customers)) of.set(customer, of.size)
    await rest()
  }
  return of
}

/** The first days of some months, in SQL. */
export const daysIn = (months: number[]) => sql`unnest(${months.map(toDay)}::date[])`
