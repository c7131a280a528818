import { sql } from 'kysely'
import type { Handlers } from '../handlers.ts'
import type { Context } from '../context.ts'
import { type DealFilters, dealsOf } from './deals.ts'
import { periodOf } from './meta.ts'
import { percentages, type Period } from './period.ts'

type Stage = {
  stage: string; kind: 'open' | 'won'; value: number; count: number; weightedValue: number; conversionRate: number | null; withoutAmount: number
}

/** Where a stage at the end of the range is not known: the deal was open then, has closed since, and has no history. */
const unknownStage = 'unknown'

const stagesOf = async (ctx: Context, { range }: Period, filters: DealFilters): Promise<Stage[]> => {
  const local = sql`(e.entered_at at time zone ${ctx.workspace.timezone})::date`
  const rows = await ctx.read(sql<Stage>`
    with deals as materialized (
      select d.* from ${dealsOf(filters)}
    ), entries as materialized (
      select e.customer_id, e.deal_id as id, e.stage, s.kind, s.position, e.entered_at, ${local} as entered_on
      from pipeline_events e join stages s on s.name = e.stage
    ), latest as materialized (
      select customer_id, id, stage, row_number() over (partition by customer_id, id order by entered_at desc, position desc) as back
      from entries where entered_on <= ${range.end}::date and kind = 'open'
    ), placed as (
      select 'open' as kind, coalesce(l.stage, case when d.kind = 'open' then d.stage else ${unknownStage} end) as stage, d.amount, d.probability
      from deals d left join latest l on l.customer_id = d.customer_id and l.id = d.id and l.back = 1
      where d.created_on <= ${range.end}::date and (d.closed_on is null or d.closed_on > ${range.end}::date)
      union all
      select 'won', d.stage, d.amount, 1 from deals d where d.kind = 'won' and d.closed_on between ${range.start}::date and ${range.end}::date
    ), entered as (
      select e.stage, e.position, e.customer_id, e.id, min(e.entered_at) as entered_at
      from entries e join deals d on d.customer_id = e.customer_id and d.id = e.id
      where e.kind = 'open' and e.entered_on between ${range.start}::date and ${range.end}::date
      group by e.stage, e.position, e.customer_id, e.id
    ), onward as (
      select customer_id, id, position, entered_at, kind from entries
      union all
      select d.customer_id, d.id, null, ((d.closed_on + 1)::timestamp at time zone ${ctx.workspace.timezone}) - interval '1 microsecond', 'won'
      from deals d where d.kind = 'won' and d.closed_on is not null
    ), moved as (
      select n.stage, n.customer_id, n.id, d.kind = 'lost' as lost,
        coalesce(bool_or(o.kind = 'won' or o.position > n.position) filter (where o.kind in ('open', 'won')), false) as further
      from entered n join deals d on d.customer_id = n.customer_id and d.id = n.id
      left join onward o on o.customer_id = n.customer_id and o.id = n.id and o.entered_at >= n.entered_at
      group by n.stage, n.customer_id, n.id, d.kind
    ), conversion as (
      -- a deal that is still in the stage is undecided: it is not counted as lost
      select stage, round(100.0 * count(*) filter (where further) / nullif(count(*) filter (where further or lost), 0), 2) as rate from moved group by stage
    ), sums as (
      select p.kind, p.stage, coalesce(sum(p.amount), 0) as value, count(*) as count,
        coalesce(round(sum(p.amount * coalesce(p.probability, s.probability)), 2), 0) as weighted, count(*) filter (where p.amount is null) as without_amount
      from placed p left join stages s on s.name = p.stage group by p.kind, p.stage
    )
    select s.name as stage, s.kind, coalesce(x.value, 0) as value, coalesce(x.count, 0) as count, coalesce(x.weighted, 0) as "weightedValue",
      case when s.kind = 'open' then c.rate end as "conversionRate", coalesce(x.without_amount, 0) as "withoutAmount", s.position
    from stages s left join sums x on x.stage = s.name and x.kind = s.kind left join conversion c on c.stage = s.name
    where s.kind in ('open', 'won')
    union all
    select stage, kind, value, count, weighted, null, without_amount, 0 from sums where stage = ${unknownStage}
    order by 2, 8
  `)
  return rows
}

const newestDeal = async (ctx: Context, { range }: Period, filters: DealFilters): Promise<string | null> => {
  const rows = await ctx.read(sql<{ at: string | null }>`
    select max(at) as at
    from (
      select e.entered_at as at from ${dealsOf(filters)} join pipeline_events e on e.customer_id = d.customer_id and e.deal_id = d.id
      union all
      select case when d.closed_on <= ${range.end}::date then d.closed_on else d.created_on end::timestamp at time zone ${ctx.workspace.timezone}
      from ${dealsOf(filters)}
    ) moments
    where at < (${range.end}::date + 1)::timestamp at time zone ${ctx.workspace.timezone}
  `)
  return rows[0]?.at ?? null
}

const unknownNames = async (ctx: Context, { region, rep }: DealFilters): Promise<string[]> => {
  if (!region && !rep) return []
  const rows = await ctx.read(sql<{ key: string; value: string }>`
    select 'region' as key, value from unnest(${region ?? []}::text[]) as value
    where value not in (select region from customers where region is not null union select region from sales_reps where region is not null)
    union all
    select 'rep', value from unnest(${rep ?? []}::text[]) as value where value not in (select name from sales_reps)
  `)
  return rows.map(({ key, value }) => `There is no ${key} "${value}" among the deals.`)
}

/** The stages and what there is to say about them: shared with the dashboard. */
export const pipelineStages = async (ctx: Context, period: Period, filters: DealFilters) => {
  const stages = (await stagesOf(ctx, period, filters)).filter(({ stage, count }) => stage !== unknownStage || count > 0)
  const open = stages.filter(({ kind }) => kind === 'open')
  const parts = percentages(open.map(({ value }) => value))
  const data = stages.map(({ withoutAmount, ...stage }) => ({
    stage: stage.stage, kind: stage.kind, value: stage.value, count: stage.count,
    percentage: parts[open.findIndex(one => one.stage === stage.stage && stage.kind === 'open')] ?? null,
    conversionRate: stage.conversionRate, weightedValue: stage.weightedValue,
  }))
  const without = stages.reduce((sum, { withoutAmount }) => sum + withoutAmount, 0)
  const notes: string[] = []
  if (without > 0) notes.push(`${without} deals have no amount: they are counted, with a value of 0.`)
  if (stages.some(({ stage }) => stage === unknownStage)) {
    notes.push(`Deals in stage "${unknownStage}" were open on ${period.range.end} and have closed since; without stage history their stage then is not known.`)
  }
  if (open.every(({ conversionRate }) => conversionRate === null)) {
    notes.push('Which share moves on is not known: no deal that entered a stage in the range is decided, or there is no stage history.')
  }
  return { data, notes, counted: stages.reduce((sum, { count }) => sum + count, 0) }
}

export const operations: Handlers<'operations'> = {
  pipeline: async (ctx, asked) => {
    const period = periodOf(ctx, asked)
    const { data, notes, counted } = await pipelineStages(ctx, period, asked)
    const filters: Record<string, string[]> = {}
    if (asked.region) filters.region = asked.region
    if (asked.rep) filters.rep = asked.rep
    return {
      data,
      meta: {
        range: period.range,
        comparison: period.comparison,
        asOf: counted > 0 ? await newestDeal(ctx, period, asked) : null,
        timezone: ctx.workspace.timezone,
        currency: ctx.workspace.currency,
        filters,
        rows: { counted, excluded: [] },
        notes: [...(await unknownNames(ctx, asked)), ...notes],
      },
    }
  },
}
