import { z } from 'zod'
import { get } from './endpoint.ts'
import { cursor, filters, granularity, limit, ranged, search } from './params.ts'
import { measure, productOrder } from './choices.ts'
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

const dimensions = ['category', 'region', 'channel', 'segment'] as const
const dimension = z.enum(dimensions)
/** What revenue can be taken apart by. Who is not known is a part of its own. */
const by = z.enum(['category', 'region', 'channel', 'segment', 'product', 'customer', 'rep'])

/** How a page's cards take revenue apart. */
export const apartQuestion = {
  apart: z.enum(['segment', 'customer', 'rep']).default('segment'),
  movers: by.default('product'),
  /** Rows and columns. */
  matrix: z
    .enum(dimensions.flatMap(row => dimensions.filter(column => column !== row).map(column => `${row},${column}`)))
    .default('category,region'),
}

/** One value of a dimension, in both windows. */
const part = z.object({
  /** Of products, customers and representatives; 0: nobody is named. null for the others. */
  id: z.number().int().nullable(),
  name: z.string(),
  revenue: money,
  previousRevenue: money.nullable(),
  /** revenue − previousRevenue, and in percent of it. */
  change: money.nullable(),
  changePercent: percent.nullable(),
})

/** Several parts together. */
const together = z.object({
  parts: z.number().int(),
  revenue: money,
  previousRevenue: money.nullable(),
  change: money.nullable(),
})

const cell = z.object({ revenue: money, previousRevenue: money.nullable(), change: money.nullable() })

export const revenue = {
  kpis: get('/api/revenue/kpis', {
    right: 'read',
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
    right: 'read',
    summary:
      'A measure per bucket, every bucket present, with the comparison window beside it; revenue, orders and units always. Win rate and pipeline are of the deals, to which of the filters only region applies.',
    query: ranged({ ...filters, ...granularity, measure }),
    data: z.array(
      trendPoint.extend({
        /** Of the measure. null: not known, such as an average without orders or a bucket that has not begun. */
        value: z.number().nullable(),
        previousValue: z.number().nullable(),
        /** Of a rate: how many deals it is of. */
        n: z.number().int().nullable(),
        previousN: z.number().int().nullable(),
      }),
    ),
  }),
  byCategory: get('/api/revenue/by-category', {
    right: 'read',
    summary: 'Revenue, orders and units by product category. An order counts in each category it has a line in.',
    query: question,
    data: z.array(categoryShare),
  }),
  byRegion: get('/api/revenue/by-region', {
    right: 'read',
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
    right: 'read',
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
  breakdown: get('/api/revenue/breakdown', {
    right: 'read',
    summary:
      'Revenue, orders and margin by segment, customer, sales representative or any other dimension: the greatest parts, and the rest together. They add up to the revenue.',
    query: ranged({ ...filters, by: by.default('segment'), limit: limit(12) }),
    data: z.object({
      rows: z.array(
        part.extend({
          percentage: percent.nullable(),
          /** An order counts for each part it has a line of. */
          orders: z.number().int(),
          /** Gross margin in percent of the revenue whose cost is known; null where no cost is known. */
          marginPercent: percent.nullable(),
        }),
      ),
      rest: together,
    }),
  }),
  movers: get('/api/revenue/movers', {
    right: 'read',
    summary:
      'What gained and what lost most against the comparison, in money, by any dimension: the first of each and the others together. All of them add up to the change of revenue.',
    query: ranged({ ...filters, by: by.default('product'), limit: limit(5) }),
    data: z.object({
      gains: z.array(part),
      losses: z.array(part),
      /** Those beyond the limit, and those that did not change. */
      otherGains: together,
      otherLosses: together,
      unchanged: together,
      /** null without a comparison; there are no movers then. */
      change: money.nullable(),
    }),
  }),
  matrix: get('/api/revenue/matrix', {
    right: 'read',
    summary:
      'Revenue of two dimensions at once, such as category by region: the greatest rows and columns, the others together as the last of each where there are more. Rows and columns add up to the revenue.',
    query: ranged({
      ...filters,
      rows: dimension.default('category'),
      columns: dimension.default('region'),
      limit: limit(12, 40),
    }),
    data: z.object({
      /** null is the name of the others together. */
      columns: z.array(cell.extend({ name: z.string().nullable() })),
      rows: z.array(cell.extend({ name: z.string().nullable(), cells: z.array(cell) })),
      total: cell,
    }),
  }),
  topProducts: get('/api/revenue/top-products', {
    right: 'read',
    summary: 'Products by revenue, units or growth, with their share and change.',
    query: ranged({ ...filters, limit: limit(10), sort: z.enum(['revenue', 'units', 'growth']).default('revenue') }),
    data: z.array(productRow),
  }),
  products: get('/api/revenue/products', {
    right: 'read',
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
    right: 'read',
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
