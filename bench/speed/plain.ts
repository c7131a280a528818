import { now } from './rows.ts'
import { plainCustomers } from './plain-customers.ts'
import { type Endpoint, type Question, windowsOf } from './questions.ts'

/**
 * The same questions as a person would write them over the raw tables: both windows, the to-date cut, filters, distinct
 * orders and customers.
 * Plain SQL that PostgreSQL, PGlite and DuckDB all run.
 */
const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`

const lines = (question: Question) => {
  const { start, previousStart, previousEnd, end } = windowsOf(question)
  const { category, region, channel, segment } = question.filters
  const among = (column: string, values: string[] | undefined) =>
    values ? `and ${column} in (${values.map(quoted).join(', ')})` : ''
  const cut = `${previousEnd} ${now.toISOString().slice(11, 19)}`
  return `with lines as (
    select t.*, p.category, p.name as product, p.cost, c.segment, t.ordered_on >= date '${start}' as now
    from transactions t
    join products p on p.id = t.product_id
    join customers c on c.id = t.customer_id
    where t.ordered_on between date '${previousStart}' and date '${end}'
      and (t.ordered_on <> date '${previousEnd}' or t.ordered_at <= timestamp '${cut}')
      and (t.status = 'completed' or (t.status = 'refunded' and t.amount <= 0))
      ${among('p.category', category)} ${among('t.region', region)} ${among('t.channel', channel)} ${among('c.segment', segment)}
  )`
}

const figures = `
  sum(amount) filter (where now) as revenue, sum(amount) filter (where not now) as previous_revenue,
  count(distinct order_id) filter (where now and status = 'completed') as orders,
  count(distinct order_id) filter (where not now and status = 'completed') as previous_orders,
  sum(quantity) filter (where now) as units, sum(quantity) filter (where not now) as previous_units`
const customers = `count(distinct customer_id) filter (where now) as customers, count(distinct customer_id) filter (where not now) as previous_customers`

const grouped = (question: Question, keys: string, more = '') =>
  `${lines(question)} select ${keys}, ${figures}${more} from lines group by ${keys} order by revenue desc`

const byEndpoint: Record<Endpoint, (question: Question) => string[]> = {
  ...plainCustomers,
  'revenue/kpis': question => [
    `${lines(question)} select ${figures}, sum(amount - quantity * cost) filter (where now and cost is not null) as margin,
      sum(amount) filter (where now and cost is not null) as covered from lines`,
    grouped(question, 'ordered_on'),
  ],
  'revenue/trends': question => [
    grouped(question, question.span === '30 days' ? 'ordered_on' : `date_trunc('week', ordered_on)`),
  ],
  'revenue/by-category': question => [grouped(question, 'category')],
  'revenue/by-region': question => [grouped(question, 'region', `, ${customers}`)],
  'revenue/by-channel': question => [grouped(question, 'channel')],
  'revenue/top-products': question => [`${grouped(question, 'product_id, product, category')} limit 10`],
  'revenue/products': question => [
    `${grouped(question, 'product_id, product, category')} limit 50`,
    `${lines(question)} select ${figures}, count(distinct product_id) as products from lines`,
  ],
  'revenue/bridge': question => [
    `${lines(question)}, each_customer as (
      select customer_id, sum(amount) filter (where now) as current, sum(amount) filter (where not now) as previous
      from lines group by customer_id
    )
    select sum(current) filter (where previous is null) as gained,
      sum(-previous) filter (where current is null) as lost,
      sum(current - previous) filter (where current is not null and previous is not null) as returning
      from each_customer`,
  ],
  'dashboard/kpis': question => [
    `${lines(question)} select ${figures}, ${customers} from lines`,
    `${lines(question)} select ordered_on, sum(amount) as revenue, count(distinct order_id) as orders, count(distinct customer_id) as customers from lines where now group by ordered_on`,
  ],
  'dashboard/summary': question =>
    (['dashboard/kpis', 'revenue/trends', 'revenue/by-category', 'revenue/top-products'] as const).flatMap(part =>
      byEndpoint[part](question),
    ),
}

export const plainSql = (question: Question): string[] => byEndpoint[question.endpoint](question)
