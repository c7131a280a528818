import { today } from './rows.ts'

/** A question about deals, and the same as a person would write it over the raw tables. */
export type DealQuestion = { name: string; address: string; plain: string[] }

const start = '2025-11-23'
const before = '2024-11-23'
const day = (of: string) => `date '${of}'`

/** Deals as they were at the end of a day: in their stage of then, if they were open. */
const standing = (end: string, where: string) => `
  select d.*, coalesce(c.region, r.region) as home, r.name as rep, r.team, e.stage as then_stage,
    coalesce(x.amount_before, d.amount) as then_amount
  from pipeline d left join customers c on c.id = d.customer_id left join sales_reps r on r.id = d.rep_id
    left join (
      select distinct on (deal_id) deal_id, stage from pipeline_events
      where entered_at < ${day(end)} + 1 order by deal_id, entered_at desc
    ) e on e.deal_id = d.id
    left join (
      select distinct on (deal_id) deal_id, amount_before from pipeline_changes
      where changed_at >= ${day(end)} + 1 order by deal_id, changed_at
    ) x on x.deal_id = d.id
  where d.created_on <= ${day(end)} ${where}`
const isOpen = (end: string) => `(closed_on is null or closed_on > ${day(end)})`
const inRange = `closed_on between ${day(start)} and ${day(today)}`

const plainOf = (where: string): Record<string, string[]> => ({
  pipeline: [
    `with deals as (${standing(today, where)}) select then_stage, count(*), sum(then_amount),
      sum(then_amount * g.probability) from deals join stages g on g.name = then_stage where ${isOpen(today)}
      group by 1`,
    `with deals as (${standing(today, where)}) select count(*), sum(then_amount)
      from deals where stage = 'closed-won' and ${inRange}`,
  ],
  'pipeline-kpis': [today, before].map(
    end =>
      `with deals as (${standing(end, where)}) select sum(then_amount) filter (where ${isOpen(end)}) as open,
        sum(then_amount * g.probability) filter (where ${isOpen(end)}) as weighted,
        avg(closed_on - created_on) filter (where stage = 'closed-won' and ${inRange}) as cycle,
        avg(then_amount) filter (where stage = 'closed-won' and ${inRange}) as size,
        count(*) filter (where stage = 'closed-won' and ${inRange})::numeric / nullif(count(*) filter (where ${inRange}), 0) as rate
      from deals left join stages g on g.name = then_stage`,
  ),
  'sales-performance': [
    `with deals as (${standing(today, where)}) select rep_id, rep,
      sum(then_amount) filter (where stage = 'closed-won' and ${inRange}) as won,
      count(*) filter (where stage = 'closed-won' and ${inRange}) as deals,
      sum(then_amount) filter (where ${isOpen(today)}) as open from deals group by 1, 2 order by 3 desc nulls last`,
  ],
  'conversion-rates': [
    `with deals as (${standing(today, where)}), entered as (
      select e.deal_id, e.stage, g.position, min(e.entered_at) as at from pipeline_events e join stages g on g.name = e.stage join deals d on d.id = e.deal_id
      where g.kind = 'open' and e.entered_at >= ${day(start)} and e.entered_at < ${day(today)} + 1 group by 1, 2, 3
    ), further as (
      select n.deal_id, n.stage, bool_or(g.kind = 'won' or (g.kind = 'open' and g.position > n.position)) as on from entered n
      join pipeline_events e on e.deal_id = n.deal_id and e.entered_at >= n.at join stages g on g.name = e.stage group by 1, 2
    ) select f.stage, count(*), count(*) filter (where f.on),
    count(*) filter (where not f.on and d.stage = 'closed-lost') from further f join deals d on d.id = f.deal_id
    group by 1`,
  ],
  'cycle-time': [
    `with deals as (${standing(today, where)}), stays as (
      select e.deal_id, e.stage, e.entered_at, lead(e.entered_at) over (partition by e.deal_id order by e.entered_at) as left_at
      from pipeline_events e join deals d on d.id = e.deal_id
    ) select stage, count(*), avg(extract(epoch from left_at - entered_at) / 86400),
    percentile_cont(array[0.25, 0.5, 0.75]) within group (order by extract(epoch from left_at - entered_at) / 86400)
    from stays where left_at >= ${day(start)} and left_at < ${day(today)} + 1 group by 1`,
    `with deals as (${standing(today, where)}) select avg(closed_on - created_on),
      percentile_cont(array[0.25, 0.5, 0.75]) within group (order by closed_on - created_on)
      from deals where stage = 'closed-won' and ${inRange}`,
  ],
  'deal-size-distribution': [
    `with deals as (${standing(today, where)})
      select width_bucket(then_amount, array[0, 10000, 25000, 50000, 100000, 250000]), count(*), sum(then_amount),
      count(*) filter (where stage = 'closed-won' and ${inRange})
    from deals where ${isOpen(today)} or ${inRange} group by 1`,
  ],
  flow: [
    `with first as (${standing(before, where)}), last as (${standing(today, where)})
      select f.id is null as created, l.stage, ${isOpen(today).replaceAll('closed_on', 'l.closed_on')} as open,
      count(*), sum(l.then_amount), sum(f.then_amount)
    from last l left join first f on f.id = l.id and (f.closed_on is null or f.closed_on > ${day(before)})
      where l.closed_on is null or l.closed_on > ${day(before)} group by 1, 2, 3`,
  ],
  opportunities: [
    `with deals as (${standing(today, where)}) select * from deals where ${isOpen(today)} order by then_amount desc limit 50`,
    `with deals as (${standing(today, where)}) select count(*), sum(then_amount) from deals where ${isOpen(today)}`,
  ],
  forecast: [
    `with deals as (${standing(today, where)}), rates as (
      select e.stage, (count(distinct d.id) filter (where d.stage = 'closed-won') + 5.0) / (count(distinct d.id) + 10) as rate
      from pipeline_events e join pipeline d on d.id = e.deal_id where d.closed_on is not null group by 1
    ) select date_trunc('month', expected_close_on), count(*), sum(then_amount), sum(then_amount * rate)
    from deals join rates on rates.stage = then_stage where ${isOpen(today)} group by 1`,
  ],
})

const filterings = [
  { words: '', query: '', where: '' },
  { words: ', one region', query: '&region=Region%202', where: `and coalesce(c.region, r.region) = 'Region 2'` },
  { words: ', one team', query: '&team=Team%203', where: `and r.team = 'Team 3'` },
]

const plain = filterings.map(({ where }) => plainOf(where))

const searches: DealQuestion[] = [
  ['search', 'search=deal%2077'],
  ['by name', 'sort=name&direction=asc'],
  ['by days in stage', 'state=all&sort=in_stage'],
  ['moved on from qualified', 'entered=qualified&outcome=converted'],
].map(([words, query]) => ({
  name: `opportunities, ${words}`,
  address: `/api/operations/opportunities?start_date=${start}&end_date=${today}&${query}`,
  plain: plain[0]!.opportunities!,
}))

export const dealQuestions: DealQuestion[] = [
  ...Object.keys(plain[0]!).flatMap(endpoint =>
    filterings.map(({ words, query }, i) => ({
      name: `${endpoint}${words}`,
      address: `/api/operations/${endpoint}?start_date=${start}&end_date=${today}${query}`,
      plain: plain[i]![endpoint]!,
    })),
  ),
  ...searches,
]
