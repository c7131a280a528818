import { z } from 'zod'
import { cohortMode, customerOrder, customerStanding, rfmGroup, riskBand, valueBand, valueKind } from './choices.ts'
import { customerStates } from './customer-groups.ts'
import { customerRisk, riskMethod, riskModel } from './churn.ts'
import { person, profile } from './customer-profile.ts'
import { get } from './endpoint.ts'
import { cursor, filters, granularity, limit, month, months, ranged, search, whole } from './params.ts'
import { date, kpi, meta, money, percent } from './shapes.ts'

const count = z.number().int()
/** 0–1. */
const probability = z.number()

/**
 * One cell: `value` customers or revenue. null: the month has not begun. `partial`: it is not over, and stays out of
 * the average.
 */
const cohortCell = z.object({
  /** Months after the first; 0 is the month of the first order. */
  month: count,
  value: z.number(),
  /**
   * Of the cohort's customers; of revenue: of its revenue in month 0 (or-later: of all its revenue). null where that is
   * not above zero.
   */
  percent: percent.nullable(),
  partial: z.boolean(),
})

const question = ranged(filters)

const listQuestion = ranged({
  ...filters,
  /** In the name, the company or the source's own number of the customer. */
  search,
  state: z.enum(customerStates).optional(),
  /** Month of the first order, as YYYY-MM; one of several where it is repeated. */
  cohort: months.optional(),
  /** With `cohort`: only those who ordered in the k-th month of theirs (`cohort_mode` or-later: or after). */
  cohort_month: whole(0).optional(),
  cohort_mode: cohortMode.default('in-month'),
  risk: riskBand.optional(),
  rfm: rfmGroup.optional(),
  value: valueBand.optional(),
  /** What `value` is about. */
  value_kind: valueKind.default('to-date'),
  /** The channel through which the customer came. */
  acquisition: z.string().min(1, 'expected a channel').max(200, 'expected at most 200 characters').optional(),
  ...customerOrder,
  limit: limit(50),
  cursor,
}).superRefine((value, check) => {
  if (value.cohort_month !== undefined && value.cohort === undefined)
    check.addIssue({
      code: 'custom',
      path: ['cohort_month'],
      message: 'expected a cohort (YYYY-MM) beside it, got none',
    })
})

const customerRow = z.object({
  ...person,
  acquisitionChannel: z.string().nullable(),
  standing: customerStanding,
  /** In the range. */
  revenue: money,
  orders: count,
  /** In the comparison; null without one. */
  previousRevenue: money.nullable(),
  changePercent: percent.nullable(),
  /** Up to the end of the range. */
  lifetimeValue: money,
  lifetimeOrders: count,
  firstOrderOn: date.nullable(),
  lastOrderOn: date.nullable(),
  /** Now. null where the scores are not ready (a note says so) or the customer has no order up to now. */
  riskScore: probability.nullable(),
  atRisk: z.boolean().nullable(),
  expectedValue12m: money.nullable(),
})

export const customers = {
  overview: get('/api/customers/overview', {
    right: 'read',
    summary: 'Customers to date, active, new, returning and churned in the range, each with its change; at risk now.',
    query: question,
    data: z.object({
      total: kpi,
      active: kpi,
      new: kpi,
      returning: kpi,
      churned: kpi,
      /** Now: it has neither comparison nor line, as scores of earlier days are not kept. */
      atRisk: kpi,
    }),
    meta: meta.extend({
      /** How `atRisk` was judged; null while it is being computed, and without customers. */
      riskMethod: riskMethod.nullable(),
    }),
  }),
  segments: get('/api/customers/segments', {
    right: 'read',
    summary: 'Customers to date, active customers and revenue by segment. A segment is the customer’s own.',
    query: question,
    data: z.array(
      z.object({
        segment: z.string(),
        /** With a completed order up to the end of the range; `active`: in it. */
        count,
        active: count,
        /** Of these customers, in the range. */
        revenue: money,
        /** Share of customers, and of revenue; null when the whole is not above zero. */
        percentage: percent.nullable(),
        revenuePercentage: percent.nullable(),
      }),
    ),
  }),
  cohorts: get('/api/customers/cohorts', {
    right: 'read',
    summary:
      'Customers by month of their first order, and what became of them month by month: the twelve months that end with the range’s, or the months of start_date to end_date (at most 36).',
    query: ranged({
      ...filters,
      measure: z.enum(['customers', 'revenue']).default('customers'),
      mode: cohortMode.default('in-month'),
    }),
    data: z.array(
      z.object({
        /** YYYY-MM. */
        cohort: month,
        /** The month is not over, or the range ends within it: more may come. */
        partial: z.boolean(),
        size: count,
        /** One for each month of the answer; null for a month that has not begun. */
        months: z.array(cohortCell.nullable()),
      }),
    ),
    meta: meta.extend({
      /**
       * Weighted by size, over the cohorts whose month is over and which have customers; null where there are none.
       * `of`: these cohorts, `value`: the sum of their cells. With `cohort` as `of` and `cohort_month`, `GET
       * /api/customers` lists whom it counts.
       */
      average: z.array(
        z.object({
          month: count,
          percent: percent.nullable(),
          cohorts: count,
          customers: count,
          value: z.number(),
          of: z.array(month),
        }),
      ),
    }),
  }),
  lifetimeValue: get('/api/customers/lifetime-value', {
    right: 'read',
    summary: 'How many customers are worth how much: revenue to date, or expected in the next 12 months.',
    query: ranged({ ...filters, kind: valueKind.default('to-date') }),
    data: z.array(
      z.object({
        /**
         * What `GET /api/customers` takes as `value`. `below-0` (more given back than bought) comes only where there
         * are such customers.
         */
        key: valueBand,
        range: z.string(),
        /** From `min` up to but not with `max`; null: open. */
        min: money.nullable(),
        max: money.nullable(),
        count,
        percentage: percent.nullable(),
        /** Sum of their values. */
        revenue: money,
      }),
    ),
    meta: meta.extend({
      customers: count,
      median: money.nullable(),
      mean: money.nullable(),
      total: money,
      /** Of predicted values: how they were made; null of those to date. */
      model: riskModel.nullable(),
    }),
  }),
  acquisition: get('/api/customers/acquisition', {
    right: 'read',
    summary: 'New customers by the channel through which they came, per bucket: every bucket and channel present.',
    query: ranged({ ...filters, ...granularity }),
    data: z.array(
      z.object({
        /** The bucket's first and last day inside the range. */
        date,
        endDate: date,
        /** The customer's acquisition channel, else the channel of their first order. */
        channel: z.string(),
        count,
        partial: z.boolean(),
      }),
    ),
  }),
  atRisk: get('/api/customers/at-risk', {
    right: 'read',
    summary: 'Customers at risk now, with reasons and a suggestion. A score never depends on limit or filters.',
    query: z.strictObject({
      ...filters,
      /** risk: the highest first. value: the most expected revenue at stake (risk × expected 12 months) first. */
      sort: z.enum(['risk', 'value']).default('risk'),
      limit: limit(50),
    }),
    data: z.array(z.object({ ...person, lifetimeValue: money, ...customerRisk })),
    meta: meta.extend({
      /** At risk under the filters, also those beyond `limit`. */
      total: count,
      /**
       * Customers who have not churned, by risk: `revenueAtRisk` is Σ risk × expected 12 months (null under the rule).
       */
      bands: z.array(
        z.object({ band: riskBand, from: probability, customers: count, revenueAtRisk: money.nullable() }),
      ),
      /** null without customers. */
      model: riskModel.nullable(),
    }),
  }),
  rfm: get('/api/customers/rfm', {
    right: 'read',
    summary: 'Customers to date by recency, frequency and monetary value, in named groups, all of them present.',
    query: question,
    data: z.array(
      z.object({
        group: rfmGroup,
        /** What the group is, in words. */
        meaning: z.string(),
        customers: count,
        percentage: percent.nullable(),
        /** To date. */
        revenue: money,
        revenuePercentage: percent.nullable(),
        /** Means over the group; null without customers. */
        averageDaysSince: z.number().nullable(),
        averagePurchases: z.number().nullable(),
        averageValue: money.nullable(),
      }),
    ),
  }),
  list: get('/api/customers', {
    right: 'read',
    summary:
      'The people behind every count, page by page. Without state: all with a completed order up to the end of the range. All conditions hold together.',
    query: listQuestion,
    data: z.object({
      rows: z.array(customerRow),
      nextCursor: z.string().nullable(),
      /** Of all customers that match, not of this page. */
      total: z.object({
        customers: count,
        revenue: money,
        orders: count,
        previousRevenue: money.nullable(),
        changePercent: percent.nullable(),
        lifetimeValue: money,
        lifetimeOrders: count,
      }),
    }),
  }),
  one: profile,
}
