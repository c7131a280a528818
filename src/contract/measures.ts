import { definitions } from './definitions.ts'

/**
 * What a trend can plot, by the name that the API and addresses give it: what it means, how its values are written, and
 * which rows they come from.
 */
export const measures = {
  revenue: { definition: definitions.totalRevenue, kind: 'money', of: 'orders' },
  orders: { definition: definitions.orders, kind: 'count', of: 'orders' },
  'average-order': { definition: definitions.avgOrderValue, kind: 'money', of: 'orders' },
  customers: { definition: definitions.totalCustomers, kind: 'count', of: 'orders' },
  margin: { definition: definitions.grossMargin, kind: 'money', of: 'orders' },
  units: { definition: definitions.units, kind: 'count', of: 'orders' },
  refunds: { definition: definitions.refunds, kind: 'money', of: 'orders' },
  'win-rate': { definition: definitions.conversionRate, kind: 'rate', of: 'deals' },
  pipeline: { definition: definitions.pipelineValue, kind: 'money', of: 'deals' },
} as const

export type Measure = keyof typeof measures
export const measureNames = Object.keys(measures) as [Measure, ...Measure[]]

/** "Orders over time". */
export const trendName = (measure: Measure) => `${measures[measure].definition.name} over time`
