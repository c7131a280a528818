import { z } from 'zod'
import { get } from './endpoint.ts'
import { cursor, filters, granularity, limit, ranged, search } from './params.ts'
import { productOrder } from './choices.ts'
import { date, kpi, money, percent } from './shapes.ts'

const question = ranged(filters)

export const trendPoint = z.object({
  /** The bucket's first day inside the range. */
  date,
  /** Its last day inside the range. */
  endDate: date,
  revenue: money,
  orders: z.number().int(),
  units: z.number(),
  /** The comparison window's bucket in the same place; null without one. */
  previousRevenue: money.nullable(),
  previousDate: date.nullable(),
  previousEndDate: date.nullable(),
  /** The range cuts this bucket, or it is not over. */
  partial: z.boolean(),
})

export const categoryShare = z.object({
  category: z.string(),
  value: money,
  /** Of the total; the rows' percentages sum to 100. null when the total is not above zero. */
  percentage: percent.nullable(),
  orders: z.number().int(),
  units: z.number(),
  previousValue: money.nullable(),
  changePercent: percent.nullable(),
})

export const productRow = z.object({
  id: z.number().int(),
  name: z.string(),
  category: z.string(),
  revenue: money,
  unitsSold: z.number(),
  orders: z.number().int(),
  /** revenue ÷ units; null without units. */
  avgPrice: money.nullable(),
  /** Share of the revenue of the whole answer, also of products beyond `limit`. */
  percentage: percent.nullable(),
  previousRevenue: money.nullable(),
  growth: percent.nullable(),
})

export const revenue = {
  kpis: get('/api/revenue/kpis', {
    summary: 'Revenue, orders, average order value, units and gross margin of the range, each with its change.',
    query: question,
    data: z.object({
      revenue: kpi,
      orders: kpi,
      avgOrderValue: kpi,
      units: kpi,
      /** Over the revenue whose cost is known. */
      grossMargin: kpi,
      /** Share of revenue whose cost is known, 0–100; null without revenue. */
      marginCoveragePercent: percent.nullable(),
      refunds: kpi,
    }),
  }),
  trends: get('/api/revenue/trends', {
    summary: 'Revenue, orders and units per bucket, every bucket present, with the comparison window beside it.',
    query: ranged({ ...filters, ...granularity }),
    data: z.array(trendPoint),
  }),
  byCategory: get('/api/revenue/by-category', {
    summary: 'Revenue, orders and units by product category. An order counts in each category it has a line in.',
    query: question,
    data: z.array(categoryShare),
  }),
  byRegion: get('/api/revenue/by-region', {
    summary: 'Revenue, orders and active customers by the region of the order.',
    query: question,
    data: z.array(
      z.object({
        region: z.string(),
        revenue: money,
        customers: z.number().int(),
        orders: z.number().int(),
        percentage: percent.nullable(),
        previousRevenue: money.nullable(),
        growth: percent.nullable(),
      }),
    ),
  }),
  byChannel: get('/api/revenue/by-channel', {
    summary: 'Revenue and orders by the channel of the order.',
    query: question,
    data: z.array(
      z.object({
        channel: z.string(),
        value: money,
        percentage: percent.nullable(),
        orders: z.number().int(),
        previousValue: money.nullable(),
        changePercent: percent.nullable(),
      }),
    ),
  }),
  topProducts: get('/api/revenue/top-products', {
    summary: 'Products by revenue, units or growth, with their share and change.',
    query: ranged({ ...filters, limit: limit(10), sort: z.enum(['revenue', 'units', 'growth']).default('revenue') }),
    data: z.array(productRow),
  }),
  products: get('/api/revenue/products', {
    summary:
      'Every product that sold in the range or its comparison, page by page: found by name or category, sorted by any column, with the sums of all that match.',
    query: ranged({ ...filters, search, ...productOrder, limit: limit(50), cursor }),
    data: z.object({
      rows: z.array(productRow),
      nextCursor: z.string().nullable(),
      /** Of all products that match, not of this page. */
      total: z.object({
        products: z.number().int(),
        /** Of these, how many sold in the range; the others sold only in the comparison. */
        sold: z.number().int(),
        revenue: money,
        unitsSold: z.number(),
        /** Different orders. null for several products that a search found: an order can hold more than one of them. */
        orders: z.number().int().nullable(),
        avgPrice: money.nullable(),
        percentage: percent.nullable(),
        previousRevenue: money.nullable(),
        growth: percent.nullable(),
      }),
    }),
  }),
  bridge: get('/api/revenue/bridge', {
    summary: 'Why revenue changed: steps that lead exactly from the comparison window to the range.',
    query: ranged({ ...filters, by: z.enum(['customers', 'price-volume-mix']).default('customers') }),
    /** `from` is null, and there are no steps, where nothing is known of the comparison. */
    data: z.object({
      from: money.nullable(),
      to: money,
      steps: z.array(z.object({ label: z.string(), amount: money })),
    }),
  }),
}
