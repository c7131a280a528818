import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { asNumbers, numbersOf } from './columns.ts'
import { kept, part, placesUnder } from './places.ts'
import { breather, type Place } from './pages.ts'

/** What customers have bought, by their places among all (places.ts): from starts[place] up to starts[place + 1], a category and its revenue. */
export type CategoryMix = { categories: string[]; starts: Uint32Array; category: Uint32Array; cents: Float64Array }

type Entry = { place: number; category: number; cents: number }

const read = async (ctx: Context): Promise<CategoryMix> => {
  const places = await placesUnder(ctx, {})
  const rows = await ctx.read(sql<{ category: string; customers: string; cents: string }>`
    select category, ${numbersOf(sql`customer_id`)} as customers, ${numbersOf(sql`cents[cardinality(cents)]`)} as cents
    from customer_history where grain = 'category' group by category, ${part} order by category
  `)
  const categories = [...new Set(rows.map(({ category }) => category))]
  const entries: Entry[] = []
  const rest = breather()
  for (const row of rows) {
    const [customers, cents] = [asNumbers(row.customers), asNumbers(row.cents)]
    const category = categories.indexOf(row.category)
    for (const [i, customer] of customers.entries())
      entries.push({ place: places.get(customer)!, category, cents: cents[i]! })
    await rest()
  }
  entries.sort((a, b) => a.place - b.place || a.category - b.category)
  const starts = new Uint32Array(places.size + 1)
  for (const { place } of entries) starts[place + 1]! += 1
  for (let place = 0; place < places.size; place += 1) starts[place + 1]! += starts[place]!
  return {
    categories,
    starts,
    category: Uint32Array.from(entries, ({ category }) => category),
    cents: Float64Array.from(entries, ({ cents }) => cents),
  }
}

/** What each customer has bought so far, whatever the filters. */
export const categoryMix = async (ctx: Context): Promise<CategoryMix> => {
  const load = async (missing: Place[]) => {
    const of = await read(ctx)
    return new Map(missing.map(place => [place, { of, bytes: of.cents.length * 12 }]))
  }
  const [mix] = await kept(ctx, 'category mix', {}, ['all 0'], load)
  return mix!
}
