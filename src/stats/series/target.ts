/**
 * How likely a target is: the distribution a forecast's intervals are quantiles of, read the other way round.
 *
 *     P(sum ≤ lower bound at level q) = (1 − q) ÷ 2,   P(sum ≤ mean) = ½,   P(sum ≤ upper bound at level q) = (1 + q) ÷ 2
 *
 * Between those points the normal score of the probability is taken as linear in the amount (each level keeps the width that was calibrated for
 * it, tails included), beyond the outermost as going on at the last slope. No more is claimed than 0.1–99.9 %.
 * For a plan over months 1…k take `cumulative` of forecastRevenue at k: its intervals come from errors of whole paths.
 */
import { InvalidData } from '../errors.ts'
import { normalDistribution, normalQuantile } from '../math/normal.ts'

/** An amount to come: its forecast and the bounds of each level, 0–1. Two levels or more say how heavy the tails are. `floor`: what it cannot fall
 *  below, 0 for a company whose months were never negative. */
export type AmountToCome = {
  mean: number
  levels: readonly number[]
  lower: readonly number[]
  upper: readonly number[]
  floor?: number
}

const CERTAIN = 0.999

/**
 * The probability, 0.001–0.999, that the amount will be `target` or more; 1 for a target at or below the floor. A forecast without any width is certain: 1 or 0.
 * Throws InvalidData for a target or forecast that is not finite, or without a level.
 */
export const probabilityOfReaching = (target: number, { mean, levels, lower, upper, floor }: AmountToCome): number => {
  if (![target, mean, ...lower, ...upper].every(Number.isFinite))
    throw new InvalidData('expected a finite target and forecast')
  if (levels.length === 0 || levels.length !== lower.length || levels.length !== upper.length)
    throw new InvalidData(`expected bounds of one or more levels, got ${levels.length} levels`)
  const score = (level: number) => normalQuantile(0.5 + level / 2)
  const above = levels.map((level, i) => ({ at: upper[i]! - mean, score: score(level) }))
  const below = levels.map((level, i) => ({ at: mean - lower[i]!, score: score(level) }))
  const distance = target - mean
  if (distance === 0) return above.some(({ at }) => at > 0) || below.some(({ at }) => at > 0) ? 0.5 : 1
  if (distance > 0) return probability(-scoreAt(distance, above))
  if (floor !== undefined && target <= floor) return 1
  return probability(scoreAt(-distance, below))
}

/** P(Z ≤ score); certain only where there is no width at all. */
const probability = (score: number): number =>
  Number.isFinite(score) ? Math.min(CERTAIN, Math.max(1 - CERTAIN, normalDistribution(score))) : Number(score > 0)

/** The normal score at a distance from the mean, from known points that ascend in both. */
const scoreAt = (distance: number, points: { at: number; score: number }[]): number => {
  const known = points
    .toSorted((a, b) => a.score - b.score)
    .filter(({ at }, i, all) => at > (i ? Math.max(...all.slice(0, i).map(point => point.at)) : 0))
  if (known.length === 0) return Infinity
  const next = known.findIndex(({ at }) => at >= distance)
  const i = next < 0 ? known.length - 1 : next
  const right = known[i]!
  const left = i > 0 ? known[i - 1]! : { at: 0, score: 0 }
  return left.score + ((right.score - left.score) * (distance - left.at)) / (right.at - left.at)
}
