import { z } from 'zod'
import { get } from './endpoint.ts'
import { cursor, filters, limit, ranged, search, whole } from './params.ts'
import { date, instant, money } from './shapes.ts'

const status = z.enum(['completed', 'pending', 'refunded', 'cancelled'])

export const transactions = {
  list: get('/api/transactions', {
    summary: 'The order lines behind a figure, with the same range and filters, newest first.',
    query: ranged({
      ...filters,
      /** Narrow further to one product or one customer, by id. */
      product: whole(1).optional(),
      customer: whole(0).optional(),
      /** In the order number, the product's or the customer's name. */
      search,
      /** Only the rows that count as revenue (`counted`, default), or every row of the range. */
      rows: z.enum(['counted', 'all']).default('counted'),
      sort: z.enum(['newest', 'oldest', 'amount']).default('newest'),
      limit: limit(50),
      cursor,
    }),
    data: z.object({
      rows: z.array(
        z.object({
          id: z.number().int(),
          orderId: z.string(),
          orderedAt: instant,
          orderedOn: date,
          customerId: z.number().int(),
          customer: z.string(),
          productId: z.number().int(),
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
      /** Of the whole question, not of this page. */
      total: z.object({ rows: z.number().int(), revenue: money }),
    }),
  }),
}
