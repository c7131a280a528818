import { sql } from 'kysely'
import type { Context } from '../../context.ts'
import { asNumbers, asValues, numbersOf, valuesIn } from '../columns.ts'
import { allDeals } from '../deals.ts'
import { breather } from '../pages.ts'

/** What deals are called, by place: for lists and searches. */
export type Names = { name: string[]; externalId: string[]; customer: string[] }

const readNames = async (ctx: Context): Promise<Names> => {
  const { places, facts, size } = await allDeals(ctx)
  const rest = breather()
  const rows = await ctx.read(sql<{ id: string; name: string; external: string }>`
    select ${numbersOf(sql`t.id`)} as id, ${valuesIn(sql`t.name`)} as name, ${valuesIn(sql`t.external_id`)} as external
    from pipeline t group by mod(t.customer_id, 16)
  `)
  const found: Names = { name: [], externalId: [], customer: [] }
  for (const row of rows) {
    const [names, externals] = [asValues<string>(row.name), asValues<string>(row.external)]
    for (const [k, id] of asNumbers(row.id).entries()) {
      const place = places.get(id)!
      found.name[place] = names[k]!
      found.externalId[place] = externals[k]!
    }
    await rest()
  }
  const buyers = await ctx.read(sql<{ id: string; name: string }>`
    select ${numbersOf(sql`c.id`)} as id, ${valuesIn(sql`c.name`)} as name
    from customers c where c.id in (select distinct customer_id from pipeline) group by mod(c.id, 16)
  `)
  const customers = new Map<number, string>()
  for (const row of buyers) {
    const names = asValues<string>(row.name)
    for (const [k, id] of asNumbers(row.id).entries()) customers.set(id, names[k]!)
    await rest()
  }
  for (let i = 0; i < size; i++) found.customer[i] = customers.get(facts.deals.customer[i]!) ?? ''
  return found
}

export const dealNames = (ctx: Context): Promise<Names> => ctx.onceOfDeals('deal names', () => readNames(ctx))

/** All that a search looks in, in small letters, by place. */
export const searchTexts = (ctx: Context): Promise<string[]> =>
  ctx.onceOfDeals('deal texts', async () => {
    const { facts } = await allDeals(ctx)
    const { name, externalId, customer } = await dealNames(ctx)
    const rest = breather()
    const texts: string[] = []
    for (const [i, words] of name.entries()) {
      texts.push(
        `${words}\n${externalId[i]}\n${customer[i]}\n${facts.reps[facts.deals.rep[i]!]?.name ?? ''}`.toLowerCase(),
      )
      if (i % 4096 === 0) await rest()
    }
    return texts
  })
