import { type RiskBand, riskBands } from '#contract/customer-groups.ts'
import type { Context } from '../../context.ts'
import type { Filters } from '../../memory/filters.ts'
import { placesOfAll } from '../../memory/roster.ts'
import type { CustomerScores } from '../../models/customer-scores.ts'
import { scoresOf } from './scores.ts'

/** At risk: not churned, and at least this. */
export const riskFrom = riskBands.medium

/** The scores of the customers of a ledger: `at` says where each of its places stands in them; `digits` of the currency. */
export type Risks = { scores: CustomerScores; at: Uint32Array; churnAfter: number; digits: number }

export const risksUnder = async <Need extends 'needed' | 'if ready'>(ctx: Context, filters: Filters, need: Need) => {
  const at = await placesOfAll(ctx, filters)
  const scores = await scoresOf(ctx, need)
  return (scores && {
    scores,
    at,
    churnAfter: ctx.workspace.churnAfterDays,
    digits: ctx.workspace.digits,
  }) as Need extends 'needed' ? Risks : Risks | null
}

/** A customer's risk; NaN before the first order. */
export const riskOf = ({ scores, at }: Risks, place: number): number => scores.risk[at[place]!]!

/** Silent for the whole churn window, whatever the filters. */
const hasChurned = ({ scores, at, churnAfter }: Risks, place: number): boolean =>
  scores.daysSince[at[place]!]! >= churnAfter

/** The band of a customer who has not churned; null of others. */
export const bandOf = (risks: Risks, place: number): RiskBand | null => {
  const risk = riskOf(risks, place)
  if (Number.isNaN(risk) || hasChurned(risks, place)) return null
  return risk >= riskBands.high ? 'high' : risk >= riskBands.medium ? 'medium' : 'low'
}

export const isAtRisk = (risks: Risks, place: number): boolean =>
  riskOf(risks, place) >= riskFrom && !hasChurned(risks, place)
