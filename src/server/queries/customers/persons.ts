import { sql } from 'kysely'
import type { Context } from '../../context.ts'

export type Person = {
  id: number
  name: string
  company: string | null
  segment: string
  region: string | null
}

/** Who some customers are, in the order of their ids as given. */
export const personsOf = async (ctx: Context, ids: number[]): Promise<Person[]> => {
  if (ids.length === 0) return []
  const rows = await ctx.read(sql<Person>`
    select id, name, company, segment, region from customers where id = any(${ids}::bigint[])
  `)
  const known = new Map(rows.map(row => [row.id, row]))
  return ids.map(id => {
    const person = known.get(id)
    if (!person) throw new Error(`no customer ${id}`)
    return person
  })
}

/** Customers with these letters in their name, company or number, by id. */
export const personsFound = async (ctx: Context, search: string): Promise<Set<number>> => {
  const rows = await ctx.read(sql<{ id: number }>`
    select id from customers
    where strpos(lower(name), lower(${search})) > 0 or strpos(lower(company), lower(${search})) > 0
      or strpos(lower(external_id), lower(${search})) > 0
  `)
  return new Set(rows.map(({ id }) => id))
}

/** Item 2 before Item 10, capitals or not: as on screen. */
const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

type Named = 'name' | 'company' | 'region'

/**
 * The place of each customer (by id) in the order of their names, companies or regions; equal ones share one, null has
 * none.
 */
export const ranksOf = (ctx: Context, by: Named): Promise<Map<number, number>> =>
  ctx.once(`customers by ${by}`, async () => {
    const rows = await ctx.read(sql<{ id: number; word: string }>`
      select id, ${sql.ref(by)} as word from customers where id <> 0 and ${sql.ref(by)} is not null
    `)
    return ranked(rows)
  })

/** Ranks words; each different word is compared once, as there may be very many rows of few. */
export const ranked = (rows: { id: number; word: string }[]): Map<number, number> => {
  const words = [...new Set(rows.map(({ word }) => word))].sort(collator.compare)
  const rank = new Map<string, number>()
  let place = 0
  for (const [i, word] of words.entries()) {
    if (i > 0 && collator.compare(words[i - 1]!, word) !== 0) place = i
    rank.set(word, place)
  }
  return new Map(rows.map(({ id, word }) => [id, rank.get(word)!]))
}
