import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { type Deal, type DealFilters, dealsOf, type Entry, stages } from '../memory/deals.ts'
import { ApiError } from '../errors.ts'
import { comparisonOf, periodOf } from './meta.ts'
import { percentages, type Period, rounded } from './period.ts'
import type { Handlers } from '../handler.ts'
import type { Window } from '../time/calendar.ts'

/** What became of the deals that entered a stage: `undecided` is the rest. */
type Onward = { entered: number; converted: number; lost: number }

type Shown = {
  stage: string
  kind: 'open' | 'won'
  value: number
  count: number
  weightedValue: number
  onward: Onward | null
  withoutAmount: number
}

/** Where a stage at the end of the range is not known: the deal was open then, has closed since, and has no history. */
const unknownStage = 'unknown'

/** The stage a deal was in at the end of the range, if it was open then. */
const stageAt = ({ createdOn, closedOn, entries, kind, stage }: Deal, { end }: Window): string | null => {
  if (createdOn === null || createdOn > end || (closedOn !== null && closedOn <= end)) return null
  const latest = entries.findLast(entry => entry.kind === 'open' && entry.on <= end)
  return latest?.stage ?? (kind === 'open' ? stage : unknownStage)
}

const isWonIn = ({ kind, closedOn }: Deal, { start, end }: Window) =>
  kind === 'won' && closedOn !== null && closedOn >= start && closedOn <= end

/** The open stages that a deal entered in the range, and whether it went on from each. Won deals go on at the end of the day they closed. */
const stepsOf = ({ entries, kind, closedBy }: Deal, { start, end }: Window) => {
  const entered = new Map<string, Entry>()
  for (const entry of entries)
    if (entry.kind === 'open' && entry.on >= start && entry.on <= end && !entered.has(entry.stage))
      entered.set(entry.stage, entry)
  return [...entered.values()].map(({ stage, position, at }) => ({
    stage,
    further:
      (kind === 'won' && (closedBy === null || closedBy > at)) ||
      entries.some(
        other => other.at >= at && (other.kind === 'won' || (other.kind === 'open' && other.position > position)),
      ),
  }))
}

const none: Onward = { entered: 0, converted: 0, lost: 0 }

/** By stage; null where no deal has a history, so that nothing is known of any. */
const onwardOf = (deals: Deal[], range: Window): Map<string, Onward> | null => {
  if (deals.every(({ entries }) => entries.length === 0)) return null
  const counts = new Map<string, Onward>()
  for (const deal of deals) {
    for (const { stage, further } of stepsOf(deal, range)) {
      const { entered, converted, lost } = counts.get(stage) ?? none
      counts.set(stage, {
        entered: entered + 1,
        converted: converted + Number(further),
        lost: lost + Number(!further && deal.kind === 'lost'),
      })
    }
  }
  return counts
}

const conversion = (onward: Onward | null) => {
  if (onward === null) return { entered: null, converted: null, lost: null, undecided: null, conversionRate: null }
  const { entered, converted, lost } = onward
  return {
    entered,
    converted,
    lost,
    undecided: entered - converted - lost,
    conversionRate: entered ? rounded((100 * converted) / entered, 2) : null,
  }
}

const summed = (deals: Deal[], probabilityOf: (deal: Deal) => number) => ({
  value: rounded(
    deals.reduce((sum, { amount }) => sum + (amount ?? 0), 0),
    2,
  ),
  count: deals.length,
  weightedValue: rounded(
    deals.reduce((sum, deal) => sum + (deal.amount ?? 0) * probabilityOf(deal), 0),
    2,
  ),
  withoutAmount: deals.filter(({ amount }) => amount === null).length,
})

const stagesOf = async (ctx: Context, { range }: Period, filters: DealFilters): Promise<Shown[]> => {
  const deals = await dealsOf(ctx, filters)
  const known = await stages(ctx)
  const placed = Map.groupBy(deals, deal => stageAt(deal, range))
  const won = Map.groupBy(
    deals.filter(deal => isWonIn(deal, range)),
    ({ stage }) => stage,
  )
  const onward = onwardOf(deals, range)
  const open = known
    .filter(({ kind }) => kind === 'open')
    .map(({ name, probability }): Shown => ({
      stage: name,
      kind: 'open',
      onward: onward && (onward.get(name) ?? none),
      ...summed(placed.get(name) ?? [], deal => deal.probability ?? probability),
    }))
  const closed = known
    .filter(({ kind }) => kind === 'won')
    .map(({ name }): Shown => ({ stage: name, kind: 'won', onward: null, ...summed(won.get(name) ?? [], () => 1) }))
  const unknown: Shown = {
    stage: unknownStage,
    kind: 'open',
    onward: null,
    ...summed(placed.get(unknownStage) ?? [], deal => deal.probability ?? 0),
  }
  return [unknown, ...open, ...closed]
}

/** The newest thing known of these deals up to the end of the range. */
const newestDeal = async (ctx: Context, { range: { end } }: Period, filters: DealFilters): Promise<string | null> => {
  let newest = -Infinity
  for (const { entries, createdOn, createdAt, closedOn, closedAt } of await dealsOf(ctx, filters)) {
    for (const { on, at } of entries) if (on <= end) newest = Math.max(newest, at)
    if (closedAt !== null && closedOn !== null && closedOn <= end) newest = Math.max(newest, closedAt)
    else if (createdAt !== null && createdOn !== null && createdOn <= end) newest = Math.max(newest, createdAt)
  }
  return newest === -Infinity ? null : new Date(Math.floor(newest / 1000)).toISOString()
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
  const shown = (await stagesOf(ctx, period, filters)).filter(({ stage, count }) => stage !== unknownStage || count > 0)
  const open = shown.filter(({ kind }) => kind === 'open')
  const parts = percentages(open.map(({ value }) => value))
  const data = shown.map(stage => ({
    stage: stage.stage,
    kind: stage.kind,
    value: stage.value,
    count: stage.count,
    percentage: parts[open.findIndex(one => one.stage === stage.stage && stage.kind === 'open')] ?? null,
    ...conversion(stage.onward),
    weightedValue: stage.weightedValue,
  }))
  const without = shown.reduce((sum, { withoutAmount }) => sum + withoutAmount, 0)
  const notes: string[] = []
  if (without > 0) notes.push(`${without} deals have no amount: they are counted, with a value of 0.`)
  if (shown.some(({ stage }) => stage === unknownStage)) {
    notes.push(
      `Deals in stage "${unknownStage}" were open on ${period.range.end} and have closed since; without stage history their stage then is not known.`,
    )
  }
  if (shown.some(({ count }) => count > 0) && open.every(({ onward }) => onward === null))
    notes.push('Which share of deals moves on is not known: there is no stage history.')
  return { data, notes, counted: shown.reduce((sum, { count }) => sum + count, 0) }
}

const notYet = () => {
  throw new ApiError(501, 'not_yet', 'This question has no answer yet.')
}

export const operations: Handlers<'operations'> = {
  pipelineKpis: notYet,
  salesPerformance: notYet,
  conversionRates: notYet,
  cycleTime: notYet,
  dealSizeDistribution: notYet,
  flow: notYet,
  forecast: notYet,
  opportunities: notYet,
  opportunity: notYet,
  filters: notYet,
  pipeline: async (ctx, asked) => {
    const period = await periodOf(ctx, asked, 'deals')
    const { data, notes, counted } = await pipelineStages(ctx, period, asked)
    const filters: Record<string, string[]> = {}
    if (asked.region) filters.region = asked.region
    if (asked.rep) filters.rep = asked.rep
    return {
      data,
      meta: {
        range: period.range,
        comparison: comparisonOf(period),
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
