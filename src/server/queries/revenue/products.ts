import { z } from 'zod'
import type { Api, Asked, Result } from '#contract'
import type { ProductSort } from '#contract/product-order.ts'
import type { Context } from '../../context.ts'
import type { Filters } from '../../memory/filters.ts'
import { decodeCursor, encodeCursor, refuseCursor } from '../cursor.ts'
import { spansOf } from '../figures.ts'
import { measure, measuresAt } from '../measures.ts'
import { metaOf, periodOf } from '../meta.ts'
import { changePercent, type Period, rounded } from '../period.ts'
import { productPlaces, productsById } from '../products.ts'
import { type Share, sharesOf } from './shares.ts'
import type { Handlers } from '../../handler.ts'

type Question = Asked<Api['revenue']['products']>
type Listed = Result<Api['revenue']['products']>['data']
type Row = Listed['rows'][number]

const sharesByProduct = (ctx: Context, period: Period, filters: Filters) =>
  sharesOf<number>(ctx, period, filters, 'product')

const averagePrice = (revenue: number, units: number, digits: number) =>
  units > 0 ? rounded(revenue / units, digits) : null

const rowsOf = async (ctx: Context, shares: Share<number>[]): Promise<Row[]> => {
  const products = await productsById(ctx)
  return shares.map(({ key, now, before, percentage, change }) => ({
    id: key,
    name: products.get(key)?.name ?? '',
    category: products.get(key)?.category ?? '',
    revenue: now.revenue,
    unitsSold: now.units,
    orders: now.orders,
    avgPrice: averagePrice(now.revenue, now.units, ctx.workspace.digits),
    percentage,
    previousRevenue: before && before.revenue,
    growth: change,
  }))
}

type Value = (share: Share<number>) => number | null

const figures = (digits: number): Record<Exclude<ProductSort, 'name' | 'category'>, Value> => ({
  revenue: ({ now }) => now.revenue,
  units: ({ now }) => now.units,
  orders: ({ now }) => now.orders,
  price: ({ now }) => averagePrice(now.revenue, now.units, digits),
  previous: ({ before }) => before && before.revenue,
  growth: ({ change }) => change,
})

const valueOf = async (ctx: Context, sort: ProductSort): Promise<Value> => {
  if (sort !== 'name' && sort !== 'category') return figures(ctx.workspace.digits)[sort]
  const places = await productPlaces(ctx, sort)
  return ({ key }) => places.get(key) ?? null
}

/** Unknown comes last in either direction; equal ones stay by revenue. */
const sorted = async (
  ctx: Context,
  shares: Share<number>[],
  { sort, direction }: Pick<Question, 'sort' | 'direction'>,
): Promise<Share<number>[]> => {
  const value = await valueOf(ctx, sort)
  const sign = direction === 'asc' ? 1 : -1
  return shares.toSorted((a, b) => {
    const [x, y] = [value(a), value(b)]
    return x === null || y === null ? Number(x === null) - Number(y === null) : sign * (x - y)
  })
}

/** The products that sell most by a figure, and how many there are in all. */
export const topRows = async (
  ctx: Context,
  period: Period,
  filters: Filters,
  sort: 'revenue' | 'units' | 'growth',
  limit: number,
) => {
  const { shares, total } = await sharesByProduct(ctx, period, filters)
  const sold = await sorted(
    ctx,
    shares.filter(({ now }) => now.lines > 0),
    { sort, direction: 'desc' },
  )
  return { data: await rowsOf(ctx, sold.slice(0, limit)), count: shares.length, total }
}

export const topProducts: Handlers<'revenue'>['topProducts'] = async (ctx, asked) => {
  const period = await periodOf(ctx, asked)
  const { data, total } = await topRows(ctx, period, asked, asked.sort, asked.limit)
  return { data, meta: await metaOf(ctx, period, asked, total) }
}

const matching = async (ctx: Context, shares: Share<number>[], search: string): Promise<Share<number>[]> => {
  const products = await productsById(ctx)
  const wanted = search.toLowerCase()
  return shares.filter(({ key }) => {
    const product = products.get(key)
    return product && (product.name.toLowerCase().includes(wanted) || product.category.toLowerCase().includes(wanted))
  })
}

/**
 * A product's own orders are known, and those of all; of some products together they are not, as they do not add up.
 */
const ordersOf = async (
  ctx: Context,
  period: Period,
  asked: Question,
  found: Share<number>[],
): Promise<number | null> => {
  if (found.length < 2) return found[0]?.now.orders ?? 0
  if (asked.search !== undefined) return null
  return measuresAt(await measure(ctx, spansOf({ ...period, comparison: null }), asked), 0).orders
}

const totalOf = (period: Period, found: Share<number>[], orders: number | null, digits: number): Listed['total'] => {
  const sum = (value: (share: Share<number>) => number | null | undefined, decimals: number) =>
    rounded(
      found.reduce((total, share) => total + (value(share) ?? 0), 0),
      decimals,
    )
  const [revenue, unitsSold] = [sum(({ now }) => now.revenue, digits), sum(({ now }) => now.units, 3)]
  const previousRevenue = period.comparison ? sum(({ before }) => before?.revenue, digits) : null
  return {
    products: found.length,
    sold: found.filter(({ now }) => now.lines > 0).length,
    revenue,
    unitsSold,
    orders,
    avgPrice: averagePrice(revenue, unitsSold, digits),
    percentage: found.some(({ percentage }) => percentage === null) ? null : sum(({ percentage }) => percentage, 2),
    previousRevenue,
    growth: changePercent(revenue, previousRevenue),
  }
}

/** How many come before the page: up to the product at which the last one ended, wherever it stands now. */
const placeAfter = ({ cursor, sort, direction }: Question, ordered: Share<number>[]): number => {
  if (cursor === undefined) return 0
  const [, , id] = decodeCursor(cursor, z.tuple([z.literal(sort), z.literal(direction), z.int()]))
  const place = ordered.findIndex(({ key }) => key === id)
  if (place < 0) throw refuseCursor(cursor)
  return place + 1
}

export const products: Handlers<'revenue'>['products'] = async (ctx, asked) => {
  const period = await periodOf(ctx, asked)
  const { shares, total } = await sharesByProduct(ctx, period, asked)
  const found = asked.search === undefined ? shares : await matching(ctx, shares, asked.search)
  const ordered = await sorted(ctx, found, asked)
  const from = placeAfter(asked, ordered)
  const shown = ordered.slice(from, from + asked.limit)
  const last = from + asked.limit < ordered.length ? shown.at(-1) : undefined
  const orders = await ordersOf(ctx, period, asked, found)
  const notes =
    orders === null
      ? ['The orders of the products that match are not known together: one order can hold several of them.']
      : []
  return {
    data: {
      rows: await rowsOf(ctx, shown),
      nextCursor: last ? encodeCursor([asked.sort, asked.direction, last.key]) : null,
      total: totalOf(period, found, orders, ctx.workspace.digits),
    },
    meta: await metaOf(ctx, period, asked, total, notes),
  }
}
