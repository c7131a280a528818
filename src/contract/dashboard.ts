import { z } from 'zod'
import { get } from './endpoint.ts'
import { cases, pipelineStage } from './operations.ts'
import { filters, granularity, ranged } from './params.ts'
import { categoryShare, productRow, trendPoint } from './revenue.ts'
import { kpi, percent, rateKpi, window } from './shapes.ts'

const kpis = z.object({
  totalRevenue: kpi,
  /** Active customers of the range. */
  totalCustomers: kpi,
  avgOrderValue: kpi,
  /** Win rate of the deals closed in the range, and how many these are. */
  conversionRate: rateKpi.extend(cases),
  /** Open deals at the end of the range against those at the end of the comparison. */
  pipelineValue: kpi,
  /** Revenue's change against the comparison, itself compared with the window before that. */
  growthRate: rateKpi.extend({
    /**
     * Growth against another window: the same days a year before, or where those are the comparison, as many days before.
     * null without a comparison, and where the data begins later.
     */
    beside: window.extend({ kind: z.enum(['previous_period', 'previous_year']), value: percent.nullable() }).nullable(),
  }),
})

export const dashboard = {
  summary: get('/api/dashboard/summary', {
    right: 'read',
    summary: 'Everything the executive dashboard shows, in one consistent answer.',
    query: ranged({ ...filters, ...granularity }),
    data: z.object({
      kpis,
      /** Customers with a completed order up to the end of the range. */
      customersToDate: z.number().int(),
      revenueTrend: z.array(trendPoint),
      revenueByCategory: z.array(categoryShare),
      pipeline: z.array(pipelineStage),
      /** The ten with most revenue, of `productCount` that sold in the range or its comparison. */
      topProducts: z.array(productRow),
      productCount: z.number().int(),
    }),
  }),
  kpis: get('/api/dashboard/kpis', {
    right: 'read',
    summary: 'The six figures of the executive dashboard.',
    query: ranged(filters),
    data: kpis,
  }),
}
