/**
 * The chance that a deal in a stage is won: the company's own record, with the configured probability as a prior worth
 * k deals.
 *
 *   rate of stage s ~ Beta(k π_s, k (1 − π_s));   W_s of the W_s + L_s deals decided after being in s were won
 *   posterior  Beta(k π_s + W_s, k (1 − π_s) + L_s),   mean (k π_s + W_s) / (k + W_s + L_s)
 *
 * Without history it is the configured probability; with much it is the record. A deal counts once in every stage it
 * has been in; open deals are censored and count nowhere. (Gelman et al., Bayesian Data Analysis, 2013, section 2.4.)
 */
import { InvalidData } from '../errors.ts'
import { betaQuantile } from '../math/special.ts'
import { checkDeal, type Deal } from './snapshot.ts'

/**
 * `probability` is the posterior mean, `alpha` and `beta` its Beta distribution, `lower` and `upper` its 95 % interval;
 * `configured` is π.
 */
export type StageRate = {
  stage: string
  probability: number
  alpha: number
  beta: number
  lower: number
  upper: number
  won: number
  lost: number
  configured: number
}

/**
 * Rates of the open stages in `configured`, from deals closed on or before `until`. `strength`: k, how many deals the
 * configured probabilities are worth (10).
 */
export function stageRates(
  deals: readonly Deal[],
  until: number,
  configured: readonly { stage: string; probability: number }[],
  { strength = 10 }: { strength?: number } = {},
): StageRate[] {
  if (!(strength > 0 && Number.isFinite(strength)))
    throw new InvalidData(`the prior's strength is above 0, got ${strength}`)
  for (const { stage, probability } of configured) {
    if (!(probability >= 0 && probability <= 1))
      throw new InvalidData(`the probability of stage "${stage}" lies in 0–1, got ${probability}`)
  }
  const record = new Map(configured.map(({ stage }) => [stage, { won: 0, lost: 0 }]))
  for (const deal of deals) {
    checkDeal(deal)
    if (deal.closedOn === null || deal.closedOn > until) continue
    for (const stage of new Set(deal.stages.map(entry => entry.stage))) {
      const counts = record.get(stage)
      if (counts) counts[deal.won ? 'won' : 'lost']++
    }
  }
  return configured.map(({ stage, probability }) => {
    const { won, lost } = record.get(stage)!
    const alpha = strength * probability + won
    const beta = strength * (1 - probability) + lost
    // A configured 0 without a deal won (or 1 without one lost) leaves a point, not a distribution.
    const certain = alpha === 0 || beta === 0
    return {
      stage,
      probability: alpha / (alpha + beta),
      alpha,
      beta,
      lower: certain ? probability : betaQuantile(0.025, alpha, beta),
      upper: certain ? probability : betaQuantile(0.975, alpha, beta),
      won,
      lost,
      configured: probability,
    }
  })
}
