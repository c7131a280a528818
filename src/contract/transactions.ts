import { z } from 'zod'
import { get } from './endpoint.ts'
import { lineSorts, lineStates, orderSorts } from './line-order.ts'
import { cursor, decimal, filters, limit, names, ranged, search, whole } from './params.ts'
import { date, instant, money } from './shapes.ts'

const status = z.enum(lineStates)
const count = z.number().int()
const direction = z.enum(['desc', 'asc'])
const amount = decimal(-1e12, 1e12).optional()

/** Which lines: all of these hold, repeated values are alternatives. */
const narrowed = {
  ...filters,
  /** One product, one customer (0: lines without one), by id. */
  product: whole(1).optional(),
  customer: whole(0).optional(),
  /** One order, by its whole number. */
  order: z.string().min(1, 'expected an order number').max(200, 'expected at most 200 characters').optional(),
  status: z
    .union([status, z.array(status)], { error: `expected ${lineStates.join(', ')}` })
    .transform(value => [value].flat())
    .optional(),
  /** Representatives by name. */
  rep: names,
  /** One representative by id; 0: lines without one. */
  rep_id: whole(0).optional(),
  /** The line's own amount, both ends included. */
  amount_from: amount,
  amount_to: amount,
  /** In the order number, the product's or the customer's name. */
  search,
  /** Only the rows that count as revenue (`counted`, default), or every row of the range. */
  rows: z.enum(['counted', 'all']).default('counted'),
}

/** What `ranged` does not see: limits the wrong way round, and a direction where the order's name has one. */
const checked = <Q extends z.ZodType>(query: Q): Q =>
  query.superRefine((value, check) => {
    const { amount_from: from, amount_to: to, sort, direction: way } = value as Record<string, unknown>
    if (typeof from === 'number' && typeof to === 'number' && to < from)
      check.addIssue({
        code: 'custom',
        path: ['amount_to'],
        message: `expected an amount of at least amount_from ${from}, got ${to}`,
      })
    if (way !== undefined && (sort === 'newest' || sort === 'oldest'))
      check.addIssue({
        code: 'custom',
        path: ['direction'],
        message: `expected none with sort=${sort}, which has one; sort=date takes either, got ${String(way)}`,
      })
  })

/** Of the whole question, not of this page. Only `rows` counts rows that are no revenue. */
const total = z.object({
  rows: count,
  revenue: money,
  /** Completed orders, as everywhere; a refund alone is none. */
  orders: count,
  units: z.number(),
})

export const transactions = {
  list: get('/api/transactions', {
    right: 'read',
    summary:
      'The order lines behind a figure, with the same range and filters: searched, sorted by any column, page by page, with the sums of all that match.',
    query: checked(
      ranged({
        ...narrowed,
        /** `newest` and `oldest` are `date` with its direction. */
        sort: z.enum([...lineSorts, 'newest', 'oldest']).default('date'),
        /** Without it the greatest or latest first. What is not known comes last in either direction. */
        direction: direction.optional(),
        limit: limit(50),
        cursor,
      }),
    ),
    data: z.object({
      rows: z.array(
        z.object({
          id: count,
          orderId: z.string(),
          orderedAt: instant,
          orderedOn: date,
          customerId: count,
          customer: z.string(),
          productId: count,
          product: z.string(),
          category: z.string(),
          rep: z.string().nullable(),
          quantity: z.number(),
          unitPrice: money,
          discount: money,
          amount: money,
          region: z.string(),
          channel: z.string(),
          status,
        }),
      ),
      nextCursor: z.string().nullable(),
      total,
    }),
  }),
  orders: get('/api/transactions/orders', {
    right: 'read',
    summary: 'The same order lines, a row an order and day: how orders are counted everywhere.',
    query: checked(
      ranged({
        ...narrowed,
        sort: z.enum(orderSorts).default('date'),
        direction: direction.optional(),
        limit: limit(50),
        cursor,
      }),
    ),
    data: z.object({
      rows: z.array(
        z.object({
          orderId: z.string(),
          orderedOn: date,
          /** Of its first line that day. */
          orderedAt: instant,
          /** Of its lines one: the least id. `customers`: how many there are. */
          customerId: count,
          customer: z.string(),
          customers: count,
          rep: z.string().nullable(),
          lines: count,
          quantity: z.number(),
          /** Of the lines that match. */
          amount: money,
          region: z.string(),
          channel: z.string(),
          statuses: z.array(status),
          products: z.array(z.string()),
        }),
      ),
      nextCursor: z.string().nullable(),
      /** `rows`: the rows of this list; with refunds of days of their own there are more than `orders`. */
      total: total.extend({ lines: count }),
    }),
  }),
}
