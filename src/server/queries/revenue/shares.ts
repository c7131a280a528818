import type { Context } from '../../context.ts'
import type { Filters } from '../../memory/filters.ts'
import { partsIn } from '../../money.ts'
import { spansOf } from '../figures.ts'
import { type By, measure, type Measured, type Measures, nothing } from '../measures.ts'
import { metaOf, periodOf } from '../meta.ts'
import { changePercent, percentages, type Period } from '../period.ts'
import { countCustomers } from '../visitors.ts'
import type { Handlers } from '../../handler.ts'

export type Share<K> = {
  key: K
  now: Measures
  before: Measures | null
  percentage: number | null
  change: number | null
}

/**
 * The range's total is the sum of its parts in everything but orders, which only some groupings share out; meta needs
 * the rows alone.
 */
const together = (rows: Measured<unknown>[]): Measures =>
  rows
    .filter(({ window }) => window === 0)
    .reduce<Measures>(
      (sum, row) => ({
        ...sum,
        lines: sum.lines + row.lines,
        pending: sum.pending + row.pending,
        cancelled: sum.cancelled + row.cancelled,
        undatedRefunds: sum.undatedRefunds + row.undatedRefunds,
        noCustomer: sum.noCustomer + row.noCustomer,
      }),
      nothing,
    )

/** Values with rows that count in either window, by revenue; equal ones by name or id. */
export const sharesOf = async <K extends string | number>(ctx: Context, period: Period, filters: Filters, by: By) => {
  const rows = await measure<K>(ctx, spansOf(period), filters, by)
  const windows = [0, 1].map(
    wanted => new Map(rows.filter(({ window }) => window === wanted).map(row => [row.key, row])),
  )
  const at = (key: K, window: 0 | 1): Measures => windows[window]?.get(key) ?? nothing
  const keys = [...new Set(rows.filter(({ lines }) => lines > 0).map(({ key }) => key))]
  const amounts = [0, 1].map(window =>
    partsIn(
      keys.map(key => at(key, window as 0 | 1).pips),
      ctx.workspace.digits,
    ),
  )
  const part = (i: number, window: 0 | 1): Measures => ({ ...at(keys[i]!, window), revenue: amounts[window]![i]! })
  const pairs = keys.map((key, i) => ({ key, now: part(i, 0), before: period.comparison ? part(i, 1) : null }))
  pairs.sort((a, b) => b.now.revenue - a.now.revenue || (a.key < b.key ? -1 : 1))
  const parts = percentages(pairs.map(({ now }) => now.revenue))
  const shares = pairs.map((pair, i): Share<K> => ({
    ...pair,
    percentage: parts[i] ?? null,
    change: changePercent(pair.now.revenue, pair.before && pair.before.revenue),
  }))
  return { shares, total: together(rows) }
}

export const categoryShares = async (ctx: Context, period: Period, filters: Filters) => {
  const { shares, total } = await sharesOf<string>(ctx, period, filters, 'category')
  const data = shares.map(({ key, now, before, percentage, change }) => ({
    category: key,
    value: now.revenue,
    percentage,
    orders: now.orders,
    units: now.units,
    previousValue: before && before.revenue,
    changePercent: change,
  }))
  return { data, total }
}

export const byCategory: Handlers<'revenue'>['byCategory'] = async (ctx, asked) => {
  const period = await periodOf(ctx, asked)
  const { data, total } = await categoryShares(ctx, period, asked)
  return { data, meta: await metaOf(ctx, period, asked, total) }
}

export const byRegion: Handlers<'revenue'>['byRegion'] = async (ctx, asked) => {
  const period = await periodOf(ctx, asked)
  const { shares, total } = await sharesOf<string>(ctx, period, asked, 'region')
  const customers = await countCustomers<string>(ctx, spansOf({ ...period, comparison: null }), asked, 'region')
  const data = shares.map(({ key, now, before, percentage, change }) => ({
    region: key,
    revenue: now.revenue,
    customers: customers.find(row => row.key === key)?.customers ?? 0,
    orders: now.orders,
    percentage,
    previousRevenue: before && before.revenue,
    growth: change,
  }))
  return { data, meta: await metaOf(ctx, period, asked, total) }
}

export const byChannel: Handlers<'revenue'>['byChannel'] = async (ctx, asked) => {
  const period = await periodOf(ctx, asked)
  const { shares, total } = await sharesOf<string>(ctx, period, asked, 'channel')
  const data = shares.map(({ key, now, before, percentage, change }) => ({
    channel: key,
    value: now.revenue,
    percentage,
    orders: now.orders,
    previousValue: before && before.revenue,
    changePercent: change,
  }))
  return { data, meta: await metaOf(ctx, period, asked, total) }
}
