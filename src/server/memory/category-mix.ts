import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { asNumbers, numbersOf } from './columns.ts'
import { kept, part, placesUnder } from './places.ts'
import { breather, type Place } from './pages.ts'

/**
 * What customers have bought, by their places among all (places.ts): from starts[place] up to starts[place + 1], a
 * category and its revenue.
 */
export type CategoryMix = { categories: string[]; starts: Uint32Array; category: Uint32Array; pips: Float64Array }

const read = async (ctx: Context): Promise<CategoryMix> => {
  const places = await placesUnder(ctx, {})
  const rows = await ctx.read(sql<{ category: string; customers: string; pips: string }>`
    select category, ${numbersOf(sql`customer_id`)} as customers, ${numbersOf(sql`pips[cardinality(pips)]`)} as pips
    from customer_history where grain = 'category' group by category, ${part} order by category
  `)
  const categories = [...new Set(rows.map(({ category }) => category))]
  const starts = new Uint32Array(places.size + 1)
  const rest = breather()
  const found: { code: number; at: Uint32Array; pips: number[] }[] = []
  for (const row of rows) {
    const at = Uint32Array.from(asNumbers(row.customers), customer => places.get(customer)!)
    for (const place of at) starts[place + 1]! += 1
    found.push({ code: categories.indexOf(row.category), at, pips: asNumbers(row.pips) })
    await rest()
  }
  for (let place = 0; place < places.size; place += 1) starts[place + 1]! += starts[place]!
  // rows come by category, so that each customer's are in its order
  const next = starts.slice()
  const [category, pips] = [new Uint32Array(starts.at(-1)!), new Float64Array(starts.at(-1)!)]
  for (const row of found) {
    for (const [i, place] of row.at.entries()) {
      const to = next[place]!++
      category[to] = row.code
      pips[to] = row.pips[i]!
    }
    await rest()
  }
  return { categories, starts, category, pips }
}

/** What each customer has bought so far, whatever the filters. */
export const categoryMix = async (ctx: Context): Promise<CategoryMix> => {
  const load = async (missing: Place[]) => {
    const of = await read(ctx)
    return new Map(missing.map(place => [place, { of, bytes: of.pips.length * 12 }]))
  }
  const [mix] = await kept(ctx, 'category mix', {}, ['all 0'], load)
  return mix!
}
