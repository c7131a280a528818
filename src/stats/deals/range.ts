/**
 * The best and worst that a weighted pipeline may come to, by Monte Carlo: in each run every deal is won or lost by its probability and the
 * won amounts are summed; the range is a pair of quantiles of the sums.
 *
 * A probability that is itself an estimate makes the deals of one stage rise and fall together. Deals may therefore name a Beta distribution
 * (a stage rate's `alpha`, `beta`): each run draws the rate once for all deals that share the object, then the deals by that rate.
 *
 * Of many deals only the largest are drawn one by one. What the others come to, given the rates, is a sum of many small independent parts: by the
 * central limit theorem a normal with Σ a p and Σ a² p (1 − p), of which one is drawn a run.
 */
import { InvalidData } from '../errors.ts'
import { beta, normal, type Random } from '../math/random.ts'

/** `chance`: a probability 0–1, or the Beta distribution of one, shared by reference between deals that depend on it. */
export type ChanceDeal = { amount: number; chance: number | Readonly<{ alpha: number; beta: number }> }

/** In the currency of the amounts: Σ amount × probability (exact, not simulated), and the quantiles of the simulated sums. */
export type PipelineRange = { weighted: number; worst: number; best: number }

/**
 * `level`: share of the runs between worst and best (0.8: one run in ten below, one in ten above). `individually`: how many of the largest deals
 * are drawn one by one (100). The same `random` seed gives the same range.
 */
export function pipelineRange(
  deals: readonly ChanceDeal[],
  random: Random,
  { level = 0.8, runs = 10_000, individually = 100 }: { level?: number; runs?: number; individually?: number } = {},
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
  const members = deals
    .map(({ amount, chance }) => ({ amount, chance, place: typeof chance === 'number' ? -1 : place.get(chance)! }))
    .sort((a, b) => b.amount - a.amount)
  const others = bulk(members.splice(individually), shared.length)
  const drawn = new Float64Array(shared.length)
  const sums = new Float64Array(runs)
  for (let run = 0; run < runs; run++) {
    for (let i = 0; i < shared.length; i++) drawn[i] = beta(random, shared[i]!.alpha, shared[i]!.beta)
    let sum = others ? others(drawn, random) : 0
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

type Member = { amount: number; chance: ChanceDeal['chance']; place: number }

/** Draws what many small deals come to together, given the rates they share; undefined without any. */
function bulk(deals: readonly Member[], shared: number): ((rates: Float64Array, random: Random) => number) | undefined {
  if (deals.length === 0) return undefined
  let [fixed, spread, most] = [0, 0, 0]
  const [sums, squares] = [new Float64Array(shared), new Float64Array(shared)]
  for (const { amount, chance, place } of deals) {
    most += amount
    if (typeof chance === 'number') {
      fixed += amount * chance
      spread += amount ** 2 * chance * (1 - chance)
    } else {
      sums[place]! += amount
      squares[place]! += amount ** 2
    }
  }
  return (rates, random) => {
    let [mean, variance] = [fixed, spread]
    for (let i = 0; i < shared; i++) {
      mean += sums[i]! * rates[i]!
      variance += squares[i]! * rates[i]! * (1 - rates[i]!)
    }
    return Math.min(most, Math.max(0, mean + Math.sqrt(variance) * normal(random)))
  }
}
