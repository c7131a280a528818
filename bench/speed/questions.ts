import { today } from './rows.ts'

type Filters = Partial<Record<'category' | 'region' | 'channel' | 'segment', string[]>>
export type Endpoint =
  | 'dashboard/summary'
  | 'dashboard/kpis'
  | 'revenue/kpis'
  | 'revenue/trends'
  | 'revenue/by-category'
  | 'revenue/by-region'
  | 'revenue/by-channel'
  | 'revenue/top-products'
  | 'revenue/products'
  | 'revenue/bridge'
  | 'customers'
  | 'customers/overview'
  | 'customers/segments'
  | 'customers/cohorts'
  | 'customers/lifetime-value'
  | 'customers/acquisition'
  | 'customers/rfm'

/** A question as the API takes it, and its bars: how it is filtered, and whether it counts customers. */
export type Question = {
  endpoint: Endpoint
  span: '30 days' | '12 months'
  filters: Filters
  filtered: 'none' | 'one' | 'several'
  countsCustomers: boolean
}

/** Of the customers room, with bars of its own. */
export const isOfCustomers = ({ endpoint }: Question) => endpoint.split('/')[0] === 'customers'

const endpoints: Endpoint[] = [
  'dashboard/summary',
  'dashboard/kpis',
  'revenue/kpis',
  'revenue/trends',
  'revenue/by-category',
  'revenue/by-region',
  'revenue/by-channel',
  'revenue/top-products',
  'revenue/products',
  'revenue/bridge',
  'customers',
  'customers/overview',
  'customers/segments',
  'customers/cohorts',
  'customers/lifetime-value',
  'customers/acquisition',
  'customers/rfm',
]
const withCustomers: Endpoint[] = ['dashboard/summary', 'dashboard/kpis', 'revenue/by-region', 'revenue/bridge']

const filterings: { filtered: Question['filtered']; filters: Filters }[] = [
  { filtered: 'none', filters: {} },
  { filtered: 'one', filters: { category: ['Category 1', 'Category 4'] } },
  { filtered: 'one', filters: { region: ['Region 2'] } },
  { filtered: 'several', filters: { region: ['Region 2'], channel: ['Online', 'Partner'], segment: ['smb'] } },
]

export const questions: Question[] = endpoints.flatMap(endpoint =>
  (['30 days', '12 months'] as const).flatMap(span =>
    filterings.map(filtering => ({ endpoint, span, ...filtering, countsCustomers: withCustomers.includes(endpoint) })),
  ),
)

const shift = (day: string, by: number) => new Date(Date.parse(day) + by * 86_400_000).toISOString().slice(0, 10)

/** Both windows of a question, resolved as the API does. */
export const windowsOf = ({ span }: Question) => {
  const length = span === '30 days' ? 30 : 365
  const start = shift(today, 1 - length)
  return { start, end: today, previousStart: shift(start, -length), previousEnd: shift(start, -1) }
}

export const addressOf = (question: Question) => {
  const { start, end } = windowsOf(question)
  // cohorts are of the twelve months to the end, whatever the range's beginning
  const params = new URLSearchParams(question.endpoint === 'customers/cohorts' ? {} : { start_date: start })
  params.set('end_date', end)
  for (const [name, values] of Object.entries(question.filters)) for (const value of values) params.append(name, value)
  return `/api/${question.endpoint}?${params}`
}

export const nameOf = ({ endpoint, span, filters }: Question) => {
  const words = Object.entries(filters).map(([name, values]) => `${name}×${values.length}`)
  return `${endpoint}, ${span}${words.length ? `, ${words.join(' ')}` : ''}`
}
