import { type RawBuilder, sql } from 'kysely'
import type { Context } from '../../context.ts'
import { ranked, ranksOf } from '../customers/persons.ts'
import { spansOf } from '../figures.ts'
import { measure } from '../measures.ts'
import type { Period } from '../period.ts'
import { productPlaces } from '../products.ts'
import { keptOf, shownOf } from './totals.ts'
import { isRolledUp, isShown, type Which } from './which.ts'

/** The columns whose values are names, and what tells their values apart in a line. */
export const keysOf = {
  customer: { column: 't.customer_id', type: 'bigint' },
  product: { column: 't.product_id', type: 'bigint' },
  category: { column: 't.product_id', type: 'bigint' },
  rep: { column: 't.rep_id', type: 'bigint' },
  region: { column: 't.region', type: 'text' },
  channel: { column: 't.channel', type: 'text' },
  status: { column: 't.status', type: 'text' },
} as const
export type WordSort = keyof typeof keysOf
export type Key = string | number | null

/** Lines of one name, or of names that are the same but for capitals. */
export type Group = { keys: Key[]; lines: number; rank: number }

type Counted = { key: Key; lines: number }

const countedOf = async (
  ctx: Context,
  period: Period,
  asked: Which,
  sort: WordSort,
  lines: RawBuilder<unknown>,
): Promise<Counted[]> => {
  const by = sort === 'category' ? 'product' : sort
  if ((by === 'product' || by === 'region' || by === 'channel') && asked.product === undefined && isRolledUp(asked)) {
    const found = await measure<string | number>(ctx, spansOf({ ...period, comparison: null }), asked, by)
    return found.map(one => ({ key: one.key, lines: shownOf(asked, one) }))
  }
  const key = sql.ref(keysOf[sort].column)
  return ctx.read(
    sql<Counted>`select ${key} as key, count(*)::int as lines from ${lines} where ${isShown(asked)} group by ${key}`,
  )
}

const ranksOfReps = (ctx: Context): Promise<Map<Key, number>> =>
  ctx.once('representatives by name', async () =>
    ranked(await ctx.read(sql<{ id: number; word: string }>`select id, name as word from sales_reps`)),
  )

const ranksFor = async (ctx: Context, sort: WordSort, counted: Counted[]): Promise<Map<Key, number>> => {
  if (sort === 'customer') return ranksOf(ctx, 'name')
  if (sort === 'product') return productPlaces(ctx, 'name')
  if (sort === 'category') return productPlaces(ctx, 'category')
  if (sort === 'rep') return ranksOfReps(ctx)
  const words = counted.map(({ key }) => String(key))
  const ranks = await ranked(words.map((word, id) => ({ id, word })))
  return new Map(words.map((word, id) => [word, ranks.get(id)!]))
}

/** The names that stand in a column, in the order in which they come. What has none comes last in either direction. */
export const groupsOf = async (
  ctx: Context,
  period: Period,
  asked: Which,
  sort: WordSort,
  desc: boolean,
  lines: RawBuilder<unknown>,
): Promise<Group[]> => {
  const groups = await keptOf(ctx, `lines by ${sort}`, period, asked, 8, async () => {
    const counted = await countedOf(ctx, period, asked, sort, lines)
    const ranks = await ranksFor(ctx, sort, counted)
    const found = new Map<number, Group>()
    for (const { key, lines: of } of counted) {
      const rank = ranks.get(key) ?? Infinity
      const group = found.get(rank) ?? { keys: [], lines: 0, rank }
      group.keys.push(key)
      group.lines += of
      found.set(rank, group)
    }
    return [...found.values()].filter(group => group.lines > 0).sort((a, b) => a.rank - b.rank)
  })
  return desc
    ? groups.toSorted((a, b) => Number(a.rank === Infinity) - Number(b.rank === Infinity) || b.rank - a.rank)
    : groups
}
