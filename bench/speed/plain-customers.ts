import { now } from './rows.ts'
import { type Question, windowsOf } from './questions.ts'

/**
 * The customers questions as a person would write them over the raw tables; plain SQL that PostgreSQL, PGlite and
 * DuckDB all run.
 */
const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`

/** Every counted line of a customer up to the end, under the filters. */
const lines = (question: Question) => {
  const { end } = windowsOf(question)
  const among = (column: string, values: string[] | undefined) =>
    values ? `and ${column} in (${values.map(quoted).join(', ')})` : ''
  const { category, region, channel, segment } = question.filters
  return `lines as (
    select t.customer_id, t.order_id, t.ordered_on, t.ordered_at, t.id, t.amount, t.channel,
      t.status = 'completed' as sold, c.segment
    from transactions t join products p on p.id = t.product_id join customers c on c.id = t.customer_id
    where t.customer_id <> 0 and t.ordered_on <= date '${end}'
      and (t.status = 'completed' or (t.status = 'refunded' and t.amount <= 0))
      ${among('p.category', category)} ${among('t.region', region)} ${among('t.channel', channel)} ${among('c.segment', segment)}
  )`
}

/** Whether a line is in the range, or in the comparison, cut at the time of day. */
const inRange = (question: Question) => `ordered_on >= date '${windowsOf(question).start}'`
const inComparison = (question: Question) => {
  const { previousStart, previousEnd } = windowsOf(question)
  const cut = `${previousEnd} ${now.toISOString().slice(11, 19)}`
  return `(ordered_on between date '${previousStart}' and date '${previousEnd}'
    and (ordered_on <> date '${previousEnd}' or ordered_at <= timestamp '${cut}'))`
}

const overview = (question: Question) => {
  const { start, end, previousStart, previousEnd } = windowsOf(question)
  const between = (column: string, from: string, to: string) => `${column} between date '${from}' and date '${to}'`
  return [
    `with ${lines(question)}, days as (select distinct customer_id, ordered_on from lines where sold),
    gaps as (select customer_id, ordered_on + 180 as silent_on,
      lead(ordered_on) over (partition by customer_id order by ordered_on) as next_on from days),
    crossed as (select customer_id, silent_on from gaps where next_on is null or next_on > silent_on),
    people as (
      select customer_id, min(ordered_on) as first_on, bool_or(${inRange(question)}) as active,
        bool_or(${inComparison(question)}) as active_before
      from lines where sold group by customer_id
    )
    select count(*) as total, count(*) filter (where first_on <= date '${previousEnd}') as total_before,
      count(*) filter (where active) as active, count(*) filter (where active_before) as active_before,
      count(*) filter (where first_on >= date '${start}') as fresh,
        count(*) filter (where ${between('first_on', previousStart, previousEnd)}) as fresh_before,
      (select count(distinct customer_id) from crossed where ${between('silent_on', start, end)}) as churned,
      (select count(distinct customer_id) from crossed where ${between('silent_on', previousStart, previousEnd)}) as churned_before
    from people`,
    `with ${lines(question)} select ordered_on, count(distinct customer_id) as active
    from lines where sold and ${inRange(question)} group by ordered_on`,
  ]
}

const month = (day: string) => `(extract(year from ${day}) * 12 + extract(month from ${day}))`

const cohorts = (question: Question) => [
  `with ${lines(question)},
  firsts as (select customer_id, min(ordered_on) as first_on from lines where sold group by customer_id)
  select ${month('first_on')} as cohort, ${month('ordered_on')} - ${month('first_on')} as later,
    count(distinct customer_id) as customers
  from lines join firsts using (customer_id) where sold and first_on >= date '${windowsOf(question).end}' - 365
    group by 1, 2 order by 1, 2`,
]

const worth = `worth as (select customer_id, sum(amount) as value from lines group by customer_id having bool_or(sold))`
const value = (question: Question) => [
  `with ${lines(question)}, ${worth}
  select case when value < 1000 then 1 when value < 5000 then 2 when value < 10000 then 3 when value < 50000 then 4
    when value < 100000 then 5 else 6 end as band,
    count(*) as customers, sum(value) as revenue from worth group by 1`,
  `with ${lines(question)}, ${worth} select avg(value), percentile_cont(0.5) within group (order by value) from worth`,
]

const acquisition = (question: Question) => [
  `with ${lines(question)}, firsts as (
    select customer_id, ordered_on, channel,
      row_number() over (partition by customer_id order by ordered_at, id) as nth from lines where sold
  )
  select date_trunc('week', ordered_on) as bucket, channel, count(*) from firsts where nth = 1
    and ${inRange(question)} group by 1, 2`,
]

const rfm = (question: Question) => [
  `with ${lines(question)}, people as (
    select customer_id, max(ordered_on) filter (where sold) as last_on,
      count(distinct ordered_on) filter (where sold) as purchases, sum(amount) as value
    from lines group by customer_id having bool_or(sold)
  ), fifths as (
    select value, ntile(5) over (order by last_on) as r, ntile(5) over (order by purchases) as f,
      ntile(5) over (order by value) as m from people
  )
  select r, (f + m) / 2 as v, count(*), sum(value) from fifths group by 1, 2`,
]

const segments = (question: Question) => [
  `with ${lines(question)} select segment, count(distinct customer_id) filter (where sold) as customers,
    count(distinct customer_id) filter (where sold and ${inRange(question)}) as active,
      sum(amount) filter (where ${inRange(question)}) as revenue
  from lines group by segment`,
]

const list = (question: Question) => {
  const people = `with ${lines(question)}, people as (
    select customer_id, sum(amount) filter (where ${inRange(question)}) as revenue,
      count(distinct order_id) filter (where sold and ${inRange(question)}) as orders,
      sum(amount) filter (where ${inComparison(question)}) as previous, sum(amount) as value,
        count(distinct order_id) filter (where sold) as lifetime_orders,
      min(ordered_on) filter (where sold) as first_on, max(ordered_on) filter (where sold) as last_on
    from lines group by customer_id having bool_or(sold)
  )`
  return [
    `${people} select people.*, name, c.segment, c.region from people join customers c on c.id = customer_id
    order by revenue desc nulls last limit 50`,
    `${people} select count(*), sum(revenue), sum(orders), sum(previous), sum(value), sum(lifetime_orders) from people`,
  ]
}

export const plainCustomers = {
  customers: list,
  'customers/overview': overview,
  'customers/segments': segments,
  'customers/cohorts': cohorts,
  'customers/lifetime-value': value,
  'customers/acquisition': acquisition,
  'customers/rfm': rfm,
}
