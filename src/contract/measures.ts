import { definitions } from './definitions.ts'

/**
 * What a trend can plot, by the name that the API and addresses give it: what it means, how its values are written, and
 * which rows they come from.
 * `adds`: what time buckets have adds up to what the whole range has.
 */
export const measures = {
  revenue: { definition: definitions.totalRevenue, kind: 'money', of: 'orders', adds: true },
  orders: { definition: definitions.orders, kind: 'count', of: 'orders', adds: true },
  'average-order': { definition: definitions.avgOrderValue, kind: 'money', of: 'orders', adds: false },
  customers: { definition: definitions.totalCustomers, kind: 'count', of: 'orders', adds: false },
  margin: { definition: definitions.grossMargin, kind: 'money', of: 'orders', adds: false },
  units: { definition: definitions.units, kind: 'count', of: 'orders', adds: true },
  refunds: { definition: definitions.refunds, kind: 'money', of: 'orders', adds: true },
  'win-rate': { definition: definitions.conversionRate, kind: 'rate', of: 'deals', adds: false },
  pipeline: { definition: definitions.pipelineValue, kind: 'money', of: 'deals', adds: false },
} as const

export type Measure = keyof typeof measures
export const measureNames = Object.keys(measures) as [Measure, ...Measure[]]

/** "Orders over time". */
export const trendName = (measure: Measure) => `${measures[measure].definition.name} over time`
