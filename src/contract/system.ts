import { z } from 'zod'
import { cohortMode, hiddenColumns, measure, productOrder, valueKind } from './choices.ts'
import { customers } from './customers.ts'
import { dealFilters, flowQuestion, opportunities, periods } from './deals.ts'
import { get } from './endpoint.ts'
import { forecastQuestion } from './forecasting/questions.ts'
import { filters, granularity, ranged, search } from './params.ts'
import { apartQuestion } from './revenue.ts'
import { instant } from './shapes.ts'
import { transactions } from './transactions.ts'

export const system = {
  health: get('/api/health', {
    right: 'anybody',
    summary: 'Whether the server and its database answer.',
    data: z.object({
      status: z.literal('ok'),
      database: z.enum(['embedded', 'postgres', 'citus']),
      startedAt: instant,
      version: z.string(),
    }),
  }),
}

/** One message of `GET /api/live` (server-sent events): the event's name and its JSON body. */
export const liveEvent = z.discriminatedUnion('event', [
  z.object({ event: z.literal('data'), body: z.object({ version: z.number().int() }) }),
  z.object({
    event: z.literal('progress'),
    /** `file`: the one that is read or imported, as several may be at once. */
    body: z.object({
      task: z.string(),
      file: z.string().optional(),
      done: z.number(),
      total: z.number().nullable(),
      words: z.string(),
    }),
  }),
  /** What a model found has come that answers had to do without: they are worth asking again. */
  z.object({ event: z.literal('models'), body: z.object({}) }),
  /** The database does not answer, or does again. */
  z.object({ event: z.literal('database'), body: z.object({ away: z.boolean() }) }),
  /** Which rows are shown to who listens has changed. */
  z.object({ event: z.literal('rows'), body: z.object({}) }),
  z.object({ event: z.literal('ping'), body: z.object({}) }),
])
export type LiveEvent = z.output<typeof liveEvent>

/** The page's own parameters, as `GET /api/export` takes them. */
export const exportQuestions = {
  dashboard: ranged({ ...filters, ...granularity, measure, ...productOrder }),
  revenue: ranged({ ...filters, ...granularity, measure, search, ...productOrder, ...apartQuestion }),
  /** What a meeting needs, on one page: key figures, trend, bridge, movers and top products. */
  monday: ranged({ ...filters, ...granularity, measure, ...productOrder, movers: apartQuestion.movers }),
  forecasting: forecastQuestion,
  /** `hide`: columns that are not wanted. */
  transactions: transactions.list.query.safeExtend({ hide: hiddenColumns }),
  /** The same lines, a row an order and day. */
  orders: transactions.orders.query.safeExtend({ hide: hiddenColumns }),
  /** Without the list of customers: that is the page `customer-list`. */
  customers: ranged({
    ...filters,
    ...granularity,
    measure: z.enum(['customers', 'revenue']).default('customers'),
    mode: cohortMode.default('in-month'),
    kind: valueKind.default('to-date'),
  }),
  'customer-list': customers.list.query,
  /** Without the list of deals: that is the page `deals`. */
  operations: ranged({ ...dealFilters, ...flowQuestion, periods }),
  deals: opportunities.query,
}
/** And what it takes beside them, with `exportFile`. */
export const exportPage = z.enum([
  'dashboard',
  'revenue',
  'monday',
  'customers',
  'customer-list',
  'operations',
  'deals',
  'forecasting',
  'transactions',
  'orders',
])
