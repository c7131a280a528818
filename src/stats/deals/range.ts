/**
 * The best and worst that a weighted pipeline may come to, by Monte Carlo: in each run every deal is won or lost by its
 * probability and the won amounts are summed; the range is a pair of quantiles of the sums.
 *
 * A probability that is itself an estimate makes the deals of one stage rise and fall together. Deals may therefore
 * name a Beta distribution (a stage rate's `alpha`, `beta`): each run draws the rate once for all deals that share the
 * object, then the deals by that rate.
 */
import { InvalidData } from '../errors.ts'
import { beta, type Random } from '../math/random.ts'

/**
 * `chance`: a probability 0–1, or the Beta distribution of one, shared by reference between deals that depend on it.
 */
export type ChanceDeal = { amount: number; chance: number | Readonly<{ alpha: number; beta: number }> }

/**
 * In the currency of the amounts: Σ amount × probability (exact, not simulated), and the quantiles of the simulated
 * sums.
 */
export type PipelineRange = { weighted: number; worst: number; best: number }

/**
 * `level`: share of the runs between worst and best (0.8: one run in ten below, one in ten above). The same `random`
 * seed gives the same range.
 */
export function pipelineRange(
  deals: readonly ChanceDeal[],
  random: Random,
  { level = 0.8, runs = 10_000 }: { level?: number; runs?: number } = {},
): PipelineRange {
  if (!(level > 0 && level < 1) || !(Number.isInteger(runs) && runs > 0)) {
    throw new InvalidData(`expected a level inside 0–1 and whole runs, got ${level}, ${runs}`)
  }
  for (const { amount, chance } of deals) {
    const possible =
      typeof chance === 'number'
        ? chance >= 0 && chance <= 1
        : chance.alpha >= 0 && chance.beta >= 0 && chance.alpha + chance.beta > 0
    if (!(amount >= 0 && Number.isFinite(amount)) || !possible) {
      throw new InvalidData(`no such deal: amount ${amount}, chance ${JSON.stringify(chance)}`)
    }
  }
  const shared = [...new Set(deals.map(({ chance }) => chance).filter(chance => typeof chance !== 'number'))]
  const place = new Map(shared.map((chance, i) => [chance, i]))
  const members = deals.map(({ amount, chance }) => ({
    amount,
    chance,
    place: typeof chance === 'number' ? -1 : place.get(chance)!,
  }))
  const drawn = new Float64Array(shared.length)
  const sums = new Float64Array(runs)
  for (let run = 0; run < runs; run++) {
    for (let i = 0; i < shared.length; i++) drawn[i] = beta(random, shared[i]!.alpha, shared[i]!.beta)
    let sum = 0
    for (const { amount, chance, place } of members) {
      if (random() < (typeof chance === 'number' ? chance : drawn[place]!)) sum += amount
    }
    sums[run] = sum
  }
  sums.sort()
  const mean = (chance: ChanceDeal['chance']): number =>
    typeof chance === 'number' ? chance : chance.alpha / (chance.alpha + chance.beta)
  return {
    weighted: deals.reduce((sum, { amount, chance }) => sum + amount * mean(chance), 0),
    worst: sums[Math.floor(((1 - level) / 2) * (runs - 1))]!,
    best: sums[Math.ceil(((1 + level) / 2) * (runs - 1))]!,
  }
}
