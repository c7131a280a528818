import type { Api, Result } from '#contract'
import { riskBands } from '#contract/customer-groups.ts'
import { featureNames } from '#stats/customers/churn-features.ts'
import { churnReasons, recommendation } from '#stats/customers/churn-reasons.ts'
import { type CustomerScores, tiers } from '../../models/customer-scores.ts'
import type { Workspace } from '../../workspace.ts'
import { rounded } from '../period.ts'
import { roughMoney } from './money-words.ts'

type Reasons = Result<Api['customers']['atRisk']>['data'][number]['reasons']

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value)

/** The exact contributions to a customer's risk in words, and the suggestion of the rule table. */
const reasonsOf = (scores: CustomerScores, at: number, currency: string): Reasons => {
  const { contributions, above } = scores
  const width = contributions.length > 0 ? featureNames.length : 0
  return churnReasons(
    {
      // of a feature's value its sentence says only whether it is above the average
      contributions: featureNames.slice(0, width).map((feature, j) => ({
        feature,
        contribution: contributions[at * width + j]!,
        value: above[at * width + j]!,
        average: 0.5,
      })),
      profile: {
        summary: {
          x: scores.purchases[at]! - 1,
          tx: scores.tenure[at]! - scores.daysSince[at]!,
          T: scores.tenure[at]!,
        },
        purchases: scores.purchases[at]!,
        meanValue: scores.meanValue[at]!,
        daysSince: scores.daysSince[at]!,
        tenure: scores.tenure[at]!,
        usualGap: orNull(scores.usualGap[at]!),
      },
    },
    amount => roughMoney(amount, currency),
  ).map(({ kind, contribution, sentence }) => ({ kind, contribution: rounded(contribution, 4), sentence }))
}

/** Where nothing is taken apart, it is silence that makes a risk: BG/NBD and the rule know nothing else. */
const suggestionFor = (scores: CustomerScores, at: number, reasons: Reasons): string => {
  const silence = { kind: 'silence' as const, contribution: 1, sentence: '' }
  const unexplained = reasons.length === 0 && scores.risk[at]! >= riskBands.medium
  return recommendation(unexplained ? [silence] : reasons, tiers[scores.tier[at]!]!)
}

/** What an answer says of the risk of the customer who stands at `at` in the scores. */
export const riskWords = (scores: CustomerScores, at: number, { currency, digits }: Workspace) => {
  const reasons = reasonsOf(scores, at, currency)
  const expected = orNull(scores.expected12[at]!)
  return {
    riskScore: scores.risk[at]!,
    daysSinceActivity: scores.daysSince[at]!,
    usualGapDays: orNull(scores.usualGap[at]!),
    expectedValue12m: expected === null ? null : rounded(expected, digits),
    reasons,
    recommendation: suggestionFor(scores, at, reasons),
  }
}
