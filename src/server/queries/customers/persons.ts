import { sql } from 'kysely'
import type { Context } from '../../context.ts'
import { asNumbers, asValues, numbersOf, valuesIn } from '../../memory/columns.ts'
import { batches, breather } from '../../memory/pages.ts'

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

/** Names of all customers are many: they are put in order bit by bit, and others run in between. */
const inOrder = async (words: string[]): Promise<string[]> => {
  const rest = breather()
  let runs: string[][] = []
  for (const batch of batches(words, 512)) {
    runs.push(batch.sort(collator.compare))
    await rest()
  }
  while (runs.length > 1) {
    const merged: string[][] = []
    for (const [one, other] of batches(runs, 2)) merged.push(other ? await mergedRuns(one!, other, rest) : one!)
    runs = merged
  }
  return runs[0] ?? []
}

const mergedRuns = async (one: string[], other: string[], rest: () => Promise<void>): Promise<string[]> => {
  const words: string[] = []
  let [i, j] = [0, 0]
  while (i < one.length && j < other.length) {
    words.push(collator.compare(one[i]!, other[j]!) <= 0 ? one[i++]! : other[j++]!)
    if (words.length % 512 === 0) await rest()
  }
  return words.concat(one.slice(i), other.slice(j))
}

type Named = 'name' | 'company' | 'region'

/**
 * The place of each customer (by id) in the order of their names, companies or regions; equal ones share one, null has
 * none.
 */
export const ranksOf = (ctx: Context, by: Named): Promise<Map<number, number>> =>
  ctx.once(`customers by ${by}`, async () => {
    const rows = await ctx.read(sql<{ ids: string; words: string }>`
      select ${numbersOf(sql`id`)} as ids, ${valuesIn(sql.ref(by))} as words
      from customers where id <> 0 and ${sql.ref(by)} is not null group by id / 4096
    `)
    const rest = breather()
    const named: { id: number; word: string }[] = []
    for (const { ids, words } of rows) {
      const all = asValues<string>(words)
      for (const [i, id] of asNumbers(ids).entries()) named.push({ id, word: all[i]! })
      await rest()
    }
    return ranked(named)
  })

/** Ranks words; each different word is put in order once, as there may be very many rows of few. */
export const ranked = async (rows: { id: number; word: string }[]): Promise<Map<number, number>> => {
  const words = await inOrder([...new Set(rows.map(({ word }) => word))])
  const rank = new Map<string, number>()
  let place = 0
  for (const [i, word] of words.entries()) {
    if (i > 0 && collator.compare(words[i - 1]!, word) !== 0) place = i
    rank.set(word, place)
  }
  return new Map(rows.map(({ id, word }) => [id, rank.get(word)!]))
}
