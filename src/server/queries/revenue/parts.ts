import { sql } from 'kysely'
import type { Context } from '../../context.ts'
import type { By } from '../measures.ts'
import { difference, rounded } from '../period.ts'
import { productsById } from '../products.ts'
import type { Share } from './shares.ts'

type Key = string | number

const nobody = { customer: 'No customer', rep: 'No sales rep' }

const repNames = (ctx: Context): Promise<Map<number, string>> =>
  ctx.once('names of representatives', async () => {
    const rows = await ctx.read(sql<{ id: number; name: string }>`select id, name from sales_reps`)
    return new Map(rows.map(({ id, name }) => [id, name]))
  })

const customerNames = async (ctx: Context, ids: number[]): Promise<Map<number, string>> => {
  const rows = await ctx.read(
    sql<{ id: number; name: string }>`select id, name from customers where id = any(${ids}::bigint[])`,
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** What ids are called; those of customers only of the few that are shown. */
const namesOf = async (ctx: Context, by: By, keys: Key[]): Promise<(key: Key) => string> => {
  if (by === 'product') {
    const products = await productsById(ctx)
    return key => products.get(Number(key))?.name ?? ''
  }
  if (by !== 'customer' && by !== 'rep') return String
  const names = by === 'rep' ? await repNames(ctx) : await customerNames(ctx, keys.map(Number))
  return key => (key === 0 ? nobody[by] : (names.get(Number(key)) ?? ''))
}

export type PartShare = Share<Key>

/** Parts as answers have them. */
export const partsOf = async (ctx: Context, by: By, shares: PartShare[]) => {
  const name = await namesOf(
    ctx,
    by,
    shares.map(({ key }) => key),
  )
  return shares.map(({ key, now, before, change }) => ({
    id: typeof key === 'number' ? key : null,
    name: name(key),
    revenue: now.revenue,
    previousRevenue: before && before.revenue,
    change: difference(now.revenue, before && before.revenue),
    changePercent: change,
  }))
}

const sum = (values: number[]) =>
  rounded(
    values.reduce((total, value) => total + value, 0),
    4,
  )

/** Several parts as one; `compared`: there is something to compare with. */
export const togetherOf = (shares: PartShare[], compared: boolean) => {
  const revenue = sum(shares.map(({ now }) => now.revenue))
  const previousRevenue = compared ? sum(shares.map(({ before }) => before?.revenue ?? 0)) : null
  return { parts: shares.length, revenue, previousRevenue, change: difference(revenue, previousRevenue) }
}
