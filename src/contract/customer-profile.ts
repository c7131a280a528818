import { z } from 'zod'
import { customerRisk, riskModel } from './churn.ts'
import { rfmGroup, riskBand } from './choices.ts'
import { get } from './endpoint.ts'
import { cursor, limit, whole } from './params.ts'
import { date, instant, money, percent } from './shapes.ts'

const count = z.number().int()
/** 0–1. */
const probability = z.number()

export const person = {
  id: count,
  name: z.string(),
  company: z.string().nullable(),
  segment: z.string(),
  region: z.string().nullable(),
}

export const profile = get('/api/customers/:id', {
  right: 'read',
  summary: 'One customer: who they are, what they bought, what they are worth, and whether they may leave.',
  params: z.strictObject({ id: whole(1) }),
  query: z.strictObject({ limit: limit(50), cursor }),
  data: z.object({
    ...person,
    externalId: z.string(),
    industry: z.string().nullable(),
    /** Of the customer, else the channel of their first order. */
    acquisitionChannel: z.string().nullable(),
    firstOrderOn: date.nullable(),
    lastOrderOn: date.nullable(),
    /** Up to now. Purchases are days with an order. */
    lifetimeValue: money,
    lifetimeOrders: count,
    purchases: count,
    avgOrderValue: money.nullable(),
    /** Silent for the whole churn window; and the day on which that was or would be. */
    churned: z.boolean(),
    churnsOn: date.nullable(),
    rfm: z
      .object({ group: rfmGroup, meaning: z.string(), recency: count, frequency: count, monetary: count })
      .nullable(),
    /** null without an order up to now. */
    risk: z.object({ ...customerRisk, band: riskBand.nullable(), atRisk: z.boolean() }).nullable(),
    /** null where the rule stands in for the model, or without an order. */
    prediction: z
      .object({
        probabilityAlive: probability,
        /** In the next 12 months, not discounted, and what one is worth. */
        expectedPurchases12m: z.number(),
        expectedPurchaseValue: money,
        expectedValue12m: money,
        /** Discounted at 10 % a year. */
        clv12m: money,
        clv36m: money,
        /** By this day the next order has come with probability ½; null when it may as well never come. */
        nextOrderBy: date.nullable(),
      })
      .nullable(),
    model: riskModel.nullable(),
    /** Month by month from the first order to now. */
    timeline: z.array(z.object({ date, revenue: money, orders: count, partial: z.boolean() })),
    /** What they buy: revenue to date by category, the most first. */
    categories: z.array(z.object({ category: z.string(), revenue: money, percentage: percent.nullable() })),
    /** Newest first, also those that do not count; the lines of one: `GET /api/transactions?customer=…&search=…`. */
    orders: z.array(
      z.object({
        orderId: z.string(),
        orderedOn: date,
        orderedAt: instant,
        lines: count,
        units: z.number(),
        /** What counts of it: completed lines less refunds. */
        revenue: money,
        statuses: z.array(z.enum(['completed', 'pending', 'refunded', 'cancelled'])),
        region: z.string(),
        channel: z.string(),
        categories: z.array(z.string()),
      }),
    ),
    nextCursor: z.string().nullable(),
    totalOrders: count,
  }),
})
