/**
 * What customers are told apart by, each once: the list (`GET /api/customers`) takes the same words that the charts
 * count by.
 */
/**
 * Who a customer is in the range, of those with a completed order up to its end (but for `refunds-only`).
 * active: ordered in the range. new: first order in the range. returning: active, not new. churned: silent for as long
 * as the churn window, which was crossed in the range. at-risk: now, not churned and with a churn risk of 0.5 or more.
 * The groups of the revenue bridge by customers, of whom each is in one: arrived, came-back, both-periods, gone
 * (ordered in the comparison and not in the range), refunds-only (no order in either window, but a refund of an earlier
 * one), gave-back (no order in the range, but a refund booked in it: with those of active customers and of orders without
 * a customer it sums to the range's revenue).
 */
export const customerStates = [
  'active',
  'new',
  'returning',
  'churned',
  'at-risk',
  'gone',
  'arrived',
  'came-back',
  'both-periods',
  'refunds-only',
  'gave-back',
] as const
export type CustomerState = (typeof customerStates)[number]

/**
 * Which customers are behind a step of `GET /api/revenue/bridge?by=customers`, by its label. Orders without a customer
 * have none.
 */
export const bridgeStates: Record<string, CustomerState> = {
  'New customers': 'arrived',
  'Customers who came back': 'came-back',
  'Customers of both periods': 'both-periods',
  'Customers who did not come back': 'gone',
  'Refunds of earlier orders': 'refunds-only',
}

/**
 * What a customer was doing at the end of the range: new or returning (ordered in it), quiet, or silent for the whole
 * churn window.
 */
export const customerStandings = ['new', 'returning', 'quiet', 'churned'] as const

/**
 * Bands of churn risk, of customers who have not churned: high from 0.7, medium from 0.5, low below. At risk is high
 * and medium together.
 */
export const riskBands = { high: 0.7, medium: 0.5, low: 0 } as const
export type RiskBand = keyof typeof riskBands

/** Bands of a customer's value, half-open: from `min` up to but not with `max`, in the workspace's currency. */
export const valueBands = {
  'below-0': { label: 'below 0', min: null, max: 0 },
  '0-1k': { label: '0–1K', min: 0, max: 1_000 },
  '1k-5k': { label: '1–5K', min: 1_000, max: 5_000 },
  '5k-10k': { label: '5–10K', min: 5_000, max: 10_000 },
  '10k-50k': { label: '10–50K', min: 10_000, max: 50_000 },
  '50k-100k': { label: '50–100K', min: 50_000, max: 100_000 },
  '100k-plus': { label: '100K+', min: 100_000, max: null },
} as const
export type ValueBand = keyof typeof valueBands
/** to-date: all revenue so far. predicted: the revenue expected in the next 12 months. */
export const valueKinds = ['to-date', 'predicted'] as const

/** Groups by recency (R) and the mean of frequency and monetary value (V), each in fifths from 1 to 5. */
export const rfmGroups = {
  champions: 'Bought lately, often and much',
  loyal: 'Bought often and much, and not long ago',
  'potential loyal': 'Bought lately, and more than once or twice',
  new: 'Bought lately, little so far',
  promising: 'Bought not long ago, little so far',
  'need attention': 'Middling in everything: a while ago, some orders',
  'about to sleep': 'A while ago, and little',
  'at risk': 'Good customers who have not bought for long',
  'cannot lose': 'The best customers, who have not bought for long',
  hibernating: 'Not for long, and never much',
  lost: 'Not for longest, and least',
} as const
export type RfmName = keyof typeof rfmGroups

/** in-month: ordered in the k-th month after the first. or-later: in that month or any later one that has begun. */
export const cohortModes = ['in-month', 'or-later'] as const

/** The columns of the list of customers, as they are named in a sentence. */
const columns = {
  revenue: 'revenue',
  orders: 'orders',
  previous: 'revenue before',
  change: 'change',
  lifetime: 'revenue to date',
  lifetime_orders: 'orders to date',
  first: 'first order',
  last: 'last order',
  risk: 'churn risk',
  expected: 'expected in 12 months',
  name: 'name',
  company: 'company',
  segment: 'segment',
  region: 'region',
  channel: 'acquisition channel',
} as const
export type CustomerSort = keyof typeof columns
export const customerSorts = Object.keys(columns) as [CustomerSort, ...CustomerSort[]]
export const namedColumns: ReadonlySet<CustomerSort> = new Set(['name', 'company', 'segment', 'region', 'channel'])

/** "by revenue", "by churn risk, lowest first", "by name". */
export const customerOrderWords = (sort: CustomerSort, direction: 'desc' | 'asc') => {
  const usual = namedColumns.has(sort) ? 'asc' : 'desc'
  return `by ${columns[sort]}${direction === usual ? '' : usual === 'asc' ? ', Z to A' : ', lowest first'}`
}
