import type { Api, Result } from '#contract'
import type { Context } from '../../context.ts'
import type { Deals } from '../../memory/deals.ts'
import { noMoney, none, wholeChance } from '../../memory/deals/facts.ts'
import { dealNames } from '../../memory/deals/names.ts'
import { lost, open, removed, states, won } from '../../memory/deals/timeline.ts'
import { toDay } from '../../time/calendar.ts'
import { daysInStages } from './cycle.ts'
import { unknownStage } from './pipeline.ts'
import { quantiles } from './quartiles.ts'
import { fewestCases } from './sums.ts'
import { moneyIn, pipsPerUnit } from '../../money.ts'
import { rounded } from '../period.ts'

export type Row = Result<Api['operations']['opportunities']>['data']['rows'][number]

/** What is said of a deal, by its place and row of the timeline (−1: undated), counted up to a day. */
export type Figures = { deals: Deals; today: number; digits: number }

/** In pips; NaN where it is not known. Of an undated deal what its source last said. */
export const amountOf = ({ timeline, facts }: Deals, deal: number, row: number): number => {
  if (row >= 0) return timeline.amount[row]!
  const pips = facts.deals.amount[deal]!
  return pips === noMoney ? Number.NaN : pips
}

const orNull = (value: number | undefined) => (value === undefined || value === none ? null : value)

/** In ten-thousandths: the deal's own, else its stage's; null in an unknown stage. */
export const chanceOf = ({ deals: { timeline, facts } }: Figures, deal: number, row: number): number | null => {
  const own = facts.deals.own[deal]!
  if (row < 0) return own === none ? Math.round(facts.stages[facts.deals.stage[deal]!]!.probability * 10_000) : own
  return orNull(timeline.chance[row])
}

export const stageOf = ({ deals: { timeline, facts } }: Figures, deal: number, row: number): number =>
  row < 0 ? facts.deals.stage[deal]! : timeline.stage[row]!

export const expectedOf = ({ deals: { timeline, facts } }: Figures, deal: number, row: number) =>
  orNull(row < 0 ? facts.deals.expected[deal] : timeline.expected[row])

const isOpen = ({ deals: { timeline } }: Figures, row: number) => row < 0 || timeline.state[row] === open

export const closedOf = (figures: Figures, row: number) =>
  isOpen(figures, row) ? null : figures.deals.timeline.since[row]!

export const ageOf = (figures: Figures, deal: number, row: number): number | null => {
  const began = orNull(figures.deals.began[deal])
  return began === null ? null : Math.max(0, (closedOf(figures, row) ?? figures.today) - began)
}

export const daysInStageOf = (figures: Figures, row: number): number | null => {
  if (row < 0 || !isOpen(figures, row)) return null
  const entered = orNull(figures.deals.timeline.inStage[row])
  return entered === null ? null : Math.max(0, figures.today - entered)
}

export const overdueOf = (figures: Figures, deal: number, row: number): number | null => {
  const expected = expectedOf(figures, deal, row)
  if (expected === null || !isOpen(figures, row) || expected >= figures.today) return null
  return figures.today - expected
}

/** How the expected close moved up to a row: by how many days since it was first known, and how often to a later day. */
export const slipOf = ({ deals: { timeline } }: Figures, deal: number, row: number) => {
  if (row < 0 || timeline.expected[row] === none) return { slippedDays: null, postponed: 0 }
  let [first, previous, postponed] = [none, none, 0]
  for (let at = timeline.from[deal]!; at <= row; at++) {
    const expected = timeline.expected[at]!
    if (expected === none) continue
    if (first === none) first = expected
    if (previous !== none && expected > previous) postponed++
    previous = expected
  }
  return { slippedDays: timeline.expected[row]! - first, postponed }
}

/** By place of the stage: three quarters of the deals that left it up to a day had spent at most so many days in it; null of fewer than ten. */
export const usualDays = (ctx: Context, deals: Deals, last: number): Promise<(number | null)[]> =>
  ctx.onceOfDeals(`usual days in stages up to ${last}`, async () => {
    const mask = new Uint8Array(deals.size).fill(1)
    return daysInStages({ deals, mask }, { first: none + 1, last }).map(days => {
      const [third] = days.length < fewestCases ? [null] : quantiles(days, [0.75])
      return third === null || third === undefined ? null : rounded(third, 1)
    })
  })

/** Rows of a list, as the contract has them. */
export const rowsOf = async (
  ctx: Context,
  figures: Figures,
  last: number,
  found: { deal: number; row: number }[],
): Promise<Row[]> => {
  const { deals } = figures
  const { facts, timeline } = deals
  const names = await dealNames(ctx)
  const usual = await usualDays(ctx, deals, last)
  const day = (number: number | null) => (number === null ? null : toDay(number))
  return found.map(({ deal, row }) => {
    const rep = facts.reps[facts.deals.rep[deal]!]
    const pips = amountOf(deals, deal, row)
    const chance = chanceOf(figures, deal, row)
    const stage = stageOf(figures, deal, row)
    const inStage = daysInStageOf(figures, row)
    return {
      id: facts.deals.id[deal]!,
      opportunityName: names.name[deal]!,
      customerId: facts.deals.customer[deal]!,
      customerName: names.customer[deal]!,
      salesRepId: rep?.id ?? null,
      salesRepName: rep?.name ?? null,
      team: rep?.team ?? null,
      region: facts.regions[facts.deals.region[deal]!] ?? null,
      stage: facts.stages[stage]?.name ?? unknownStage,
      state: row < 0 ? 'open' : states[timeline.state[row]!]!,
      amount: Number.isNaN(pips) ? null : pips / pipsPerUnit,
      probability: chance === null ? null : chance / 10_000,
      createdOn: day(orNull(deals.began[deal])),
      expectedCloseDate: day(expectedOf(figures, deal, row)),
      closedOn: day(closedOf(figures, row)),
      ageDays: ageOf(figures, deal, row),
      daysInStage: inStage,
      usualDaysInStage: isOpen(figures, row) ? (usual[stage] ?? null) : null,
      overdueDays: overdueOf(figures, deal, row),
      ...slipOf(figures, deal, row),
    }
  })
}

/** Sums of some deals, by place. */
export const totalOf = (figures: Figures, found: Uint32Array, rowOf: (deal: number) => number) => {
  const { timeline } = figures.deals
  const total = { pips: 0, weighted: 0, withoutAmount: 0, unweighed: 0 }
  const by = [0, 0, 0, 0]
  for (const deal of found) {
    const row = rowOf(deal)
    const pips = amountOf(figures.deals, deal, row)
    by[row < 0 ? open : timeline.state[row]!]!++
    if (Number.isNaN(pips)) total.withoutAmount++
    else {
      total.pips += pips
      const chance = chanceOf(figures, deal, row)
      if (chance !== null) total.weighted += pips * chance
      else if (pips !== 0) total.unweighed++
    }
  }
  return {
    deals: found.length,
    value: moneyIn(total.pips, figures.digits),
    weightedValue: total.unweighed ? null : moneyIn(total.weighted / wholeChance, figures.digits),
    withoutAmount: total.withoutAmount,
    open: by[open]!,
    won: by[won]!,
    lost: by[lost]!,
    removed: by[removed]!,
  }
}
