import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { asNumbers, numbersOf } from './columns.ts'
import { kept, part, placesUnder } from './places.ts'
import { categoriesOfKinds, linesAtOnce, type OrderLines, orderLines } from './order-lines.ts'
import { breather, type Place } from './pages.ts'
import { codesOf } from './sums.ts'

/**
 * What customers have bought, by their places among all (places.ts): from starts[place] up to starts[place + 1], a
 * category and its revenue.
 */
export type CategoryMix = { categories: string[]; starts: Uint32Array; category: Uint32Array; pips: Float64Array }

/** From the lines, where they are in memory. */
export const mixOfLines = async (blocks: OrderLines[]): Promise<CategoryMix> => {
  const categoryOf = categoriesOfKinds()
  const codes = [...new Set(categoryOf)]
  const names = codes.map(codesOf.category.valueOf).sort()
  const placeOf = new Map(codes.map(code => [code, names.indexOf(codesOf.category.valueOf(code))]))
  const categoryAt = Uint32Array.from(categoryOf, code => placeOf.get(code)!)
  const most = blocks.reduce((sum, { ids, days }) => sum + Math.min(ids.length * names.length, days.length), 0)
  const [category, pips] = [new Uint32Array(most), new Float64Array(most)]
  const starts = new Uint32Array(blocks.reduce((sum, { ids }) => sum + ids.length, 1))
  const [sums, has] = [new Float64Array(names.length), new Uint8Array(names.length)]
  const rest = breather()
  let [customer, entry] = [0, 0]
  for (const block of blocks) {
    let rested = 0
    for (let place = 0; place < block.ids.length; place += 1) {
      if (block.starts[place]! - rested >= linesAtOnce) {
        rested = block.starts[place]!
        await rest()
      }
      sums.fill(0)
      has.fill(0)
      for (let i = block.starts[place]!; i < block.starts[place + 1]!; i += 1) {
        const at = categoryAt[block.kinds[i]!]!
        sums[at]! += block.pips[i]!
        has[at] = 1
      }
      for (let at = 0; at < names.length; at += 1) {
        if (!has[at]) continue
        category[entry] = at
        pips[entry++] = sums[at]!
      }
      starts[++customer] = entry
    }
    await rest()
  }
  return { categories: names, starts, category: category.slice(0, entry), pips: pips.slice(0, entry) }
}

export const mixRead = async (ctx: Context): Promise<CategoryMix> => {
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
    const lines = await orderLines(ctx)
    const of = lines ? await mixOfLines(lines) : await mixRead(ctx)
    return new Map(missing.map(place => [place, { of, bytes: of.pips.length * 12 }]))
  }
  const [mix] = await kept(ctx, 'category mix', {}, ['all 0'], load)
  return mix!
}
