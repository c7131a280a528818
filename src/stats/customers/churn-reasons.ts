/**
 * Why a customer's risk is what it is, in words, and what one might do about it.
 *
 * A reason gathers the contributions of the logistic part that speak of one thing ("silence" is recency and overdue together), so the reasons
 * still add up to the logit. The sentences state facts of the customer; the contribution says how much they weigh.
 *
 * Recommendation: a rule table, offered as a suggestion. The row is the main reason, the column the customer's third by value.
 *
 *   main reason | high value                       | middle value                          | low value
 *   silence     | personal call or visit           | reminder with what they usually buy   | automatic reminder
 *   frequency   | onboarding by a named contact    | offer for the second order            | automatic welcome series
 *   value       | ask what they buy elsewhere      | bundle or volume offer                | leave to the newsletter
 *   tenure      | review of the account            | news of the range                     | leave to the newsletter
 *   (none)      | keep the contact warm            | nothing to do                         | nothing to do
 *
 * "(none)" is for a customer whom nothing makes riskier than average, and for scores by BG/NBD alone, which give no reasons.
 */
import type { FeatureName, Profile } from './churn-features.ts'
import type { ChurnScore } from './churn.ts'

export const reasonKinds = ['silence', 'frequency', 'value', 'tenure'] as const
export type ReasonKind = (typeof reasonKinds)[number]

/** `contribution`: in logits, above 0 = riskier than the average customer of the day. `sentence`: English, without a full stop. */
export type ChurnReason = { kind: ReasonKind; contribution: number; sentence: string }

export type ValueTier = 'high' | 'middle' | 'low'

const kindOf: Record<FeatureName, ReasonKind> = {
  recency: 'silence',
  overdue: 'silence',
  frequency: 'frequency',
  value: 'value',
  tenure: 'tenure',
}

/**
 * All four reasons, the one that adds most risk first; they sum to logit(logistic) − baseline. Empty for BG/NBD alone.
 * `money` writes an amount.
 */
export function churnReasons<Score extends Pick<ChurnScore, 'contributions' | 'profile'>>(
  { contributions, profile }: Score,
  money: (amount: number) => string,
): ChurnReason[] {
  if (contributions.length === 0) return []
  return reasonKinds
    .map(kind => {
      const own = contributions.filter(({ feature }) => kindOf[feature] === kind)
      const contribution = own.reduce((sum, part) => sum + part.contribution, 0)
      return { kind, contribution, sentence: sentence(kind, profile, own[0]!.value > own[0]!.average, money) }
    })
    .sort((one, other) => other.contribution - one.contribution)
}

const suggestions: Record<ReasonKind | 'none', Record<ValueTier, string>> = {
  silence: {
    high: 'Call or visit in person: ask what has changed',
    middle: 'Send a reminder with what they usually buy',
    low: 'Include in the automatic reminder',
  },
  frequency: {
    high: 'Give a named contact and help with the next order',
    middle: 'Make an offer for the next order',
    low: 'Include in the automatic welcome series',
  },
  value: {
    high: 'Ask what they buy elsewhere',
    middle: 'Offer a bundle or a volume price',
    low: 'Leave to the newsletter',
  },
  tenure: {
    high: 'Review the account together',
    middle: 'Show what is new in the range',
    low: 'Leave to the newsletter',
  },
  none: { high: 'Keep the contact warm', middle: 'Nothing to do', low: 'Nothing to do' },
}

/** The rule table above: from the reason that adds most risk (none if none adds any) and the value tier. */
export function recommendation(reasons: readonly ChurnReason[], tier: ValueTier): string {
  const main = reasons[0]
  return suggestions[main && main.contribution > 0 ? main.kind : 'none'][tier]
}

/** Each value's third among all of them: "high" above two thirds of the others, "low" not above one third. Equal values share a tier. */
export function valueTiers(values: readonly number[]): ValueTier[] {
  const sorted = values.toSorted((a, b) => a - b)
  const n = sorted.length
  const low = sorted[Math.ceil(n / 3) - 1] ?? 0
  const middle = sorted[Math.ceil((2 * n) / 3) - 1] ?? 0
  return values.map(value => (value > middle ? 'high' : value > low ? 'middle' : 'low'))
}

function sentence(
  kind: ReasonKind,
  { daysSince, usualGap, purchases, meanValue, tenure }: Profile,
  aboveAverage: boolean,
  money: (amount: number) => string,
): string {
  const days = (count: number): string => `${Math.round(count)} ${Math.round(count) === 1 ? 'day' : 'days'}`
  if (kind === 'silence') {
    if (usualGap === null) return `${days(daysSince)} since the only order`
    return `${days(daysSince)} since the last order; usually every ${Math.round(usualGap)}`
  }
  if (kind === 'frequency') {
    return `${purchases} ${purchases === 1 ? 'order' : 'orders'} so far, ${aboveAverage ? 'more' : 'fewer'} than most`
  }
  if (kind === 'value')
    return `an order is worth ${money(meanValue)} on average, ${aboveAverage ? 'more' : 'less'} than most`
  return `a customer for ${days(tenure)}, ${aboveAverage ? 'longer' : 'shorter'} than most`
}
