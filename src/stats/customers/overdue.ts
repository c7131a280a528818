/**
 * Churn risk by a rule, for data too thin to fit a model on: silence held against the usual gap.
 *
 *   risk = 1 − 2^(−d / 2g)       d: days since the last purchase;  g: usual gap in days
 *
 * so that it is 0 on the day of a purchase, ½ at twice the usual gap and ¾ at four times it. g is the median of the
 * customer's own gaps, else that of everybody's, else `otherwise`. It is a rule of thumb and no probability that was
 * ever held against what happened.
 */
import { InvalidData } from '../errors.ts'
import { medianGap, profileAt, type Profile } from './churn-features.ts'
import type { History } from './history.ts'

/**
 * The rule's risk (0–1) of a silence of `daysSince` days where `usualGap` days are usual; a gap under a day counts as
 * one.
 */
export function overdueRisk(daysSince: number, usualGap: number): number {
  if (!(daysSince >= 0 && usualGap >= 0))
    throw new InvalidData(`expected days of 0 or more, got ${daysSince}, ${usualGap}`)
  return 1 - 2 ** (-daysSince / (2 * Math.max(1, usualGap)))
}

/**
 * Risk and facts of every customer on day `asOf`, null for one who has not bought yet; `otherwise`: the gap while
 * nobody has bought twice.
 */
export function overdueRisks(
  histories: readonly History[],
  asOf: number,
  otherwise: number,
): ({ probability: number; profile: Profile } | null)[] {
  const everybody = medianGap(histories, asOf) ?? otherwise
  return histories.map(history => {
    const profile = profileAt(history, asOf)
    return profile && { probability: overdueRisk(profile.daysSince, profile.usualGap ?? everybody), profile }
  })
}
