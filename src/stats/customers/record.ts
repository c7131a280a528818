/**
 * The record of a model that gives probabilities: how well it ranks (AUC, lift), and how far its numbers can be taken
 * at their word (Brier skill, reliability).
 *
 *   AUC = P(score of a random event > score of a random non-event), ties count half        Hanley & McNeil, Radiology 143 (1982) 29–36
 *   Brier = mean (p − y)²;  skill = 1 − Brier / (ȳ (1 − ȳ))                                Brier, Monthly Weather Review 78 (1950) 1–3
 *
 * The yardstick ȳ is the base rate of the very outcomes judged: nobody can know it beforehand, so a skill above 0 is
 * honestly earned.
 */
import { InvalidData, NotEnoughData } from '../errors.ts'
import { normalQuantile } from '../math/normal.ts'

/**
 * Customers of similar predicted probability: mean predicted, share observed with its 95 % Wilson interval, and how
 * many.
 */
export type ReliabilityBin = { predicted: number; observed: number; lower: number; upper: number; n: number }

/**
 * `auc` and `brierSkill` are null when all outcomes are the same. `lift`: share of events among the tenth with the
 * highest scores ÷ base rate (null without events). `reliability`: up to ten bins of about equal size, from low to
 * high.
 */
export type ModelRecord = {
  n: number
  events: number
  baseRate: number
  auc: number | null
  brier: number
  brierSkill: number | null
  lift: number | null
  reliability: ReliabilityBin[]
}

/** Holds predicted probabilities (0–1) against what happened. */
export function modelRecord(predicted: readonly number[], happened: readonly boolean[]): ModelRecord {
  if (predicted.length !== happened.length)
    throw new InvalidData(`${predicted.length} predictions but ${happened.length} outcomes`)
  if (predicted.length === 0) throw new NotEnoughData(1, 0, 'predictions')
  const wrong = predicted.find(p => !(p >= 0 && p <= 1))
  if (wrong !== undefined) throw new InvalidData(`a probability lies in 0–1, got ${wrong}`)
  const n = predicted.length
  const events = happened.filter(Boolean).length
  const baseRate = events / n
  const mixed = events > 0 && events < n
  const brier = predicted.reduce((sum, p, i) => sum + (p - (happened[i] ? 1 : 0)) ** 2, 0) / n
  return {
    n,
    events,
    baseRate,
    auc: mixed ? areaUnderCurve(predicted, happened) : null,
    brier,
    brierSkill: mixed ? 1 - brier / (baseRate * (1 - baseRate)) : null,
    lift: events > 0 ? lift(predicted, happened) : null,
    reliability: reliability(predicted, happened),
  }
}

/** With fewer scored, or fewer of either outcome, a record says too little to judge a model by. */
const [enoughScored, enoughOfEach] = [100, 10]
/** From here on down an order is too near to chance to be shown as one. */
const nearChance = 0.55

/**
 * Why a model with this record should not be believed: no closer to what happened than one share for everybody (Brier
 * skill ≤ 0), or an order near chance (AUC ≤ 0.55). null: it has earned some belief, or there is too little to judge by.
 */
export function worthless({ n, events, auc, brierSkill }: ModelRecord): 'no skill' | 'no order' | null {
  if (n < enoughScored || Math.min(events, n - events) < enoughOfEach) return null
  if (brierSkill !== null && brierSkill <= 0) return 'no skill'
  return auc !== null && auc <= nearChance ? 'no order' : null
}

/**
 * By ranks (Mann & Whitney): (Σ ranks of events − n₁(n₁+1)/2) / (n₁ n₀), tied scores sharing their mean rank. NaN
 * without both outcomes.
 */
export function areaUnderCurve(scores: readonly number[], happened: readonly boolean[]): number {
  const order = scores.map((_, i) => i).sort((i, j) => scores[i]! - scores[j]!)
  let rankSum = 0
  let events = 0
  for (let start = 0; start < order.length;) {
    let end = start
    while (end < order.length && scores[order[end]!] === scores[order[start]!]) end++
    for (let k = start; k < end; k++) {
      if (!happened[order[k]!]) continue
      rankSum += (start + end + 1) / 2
      events++
    }
    start = end
  }
  return (rankSum - (events * (events + 1)) / 2) / (events * (scores.length - events))
}

/** A tie at the tenth's edge counts by its share, so the order of equal scores does not matter. */
function lift(predicted: readonly number[], happened: readonly boolean[]): number {
  const n = predicted.length
  const size = Math.max(1, Math.round(n / 10))
  const edge = predicted.toSorted((a, b) => b - a)[size - 1]!
  let above = 0
  let aboveEvents = 0
  let tied = 0
  let tiedEvents = 0
  for (let i = 0; i < n; i++) {
    if (predicted[i]! > edge) {
      above++
      if (happened[i]) aboveEvents++
    } else if (predicted[i] === edge) {
      tied++
      if (happened[i]) tiedEvents++
    }
  }
  const share = (aboveEvents + (tiedEvents * (size - above)) / tied) / size
  return share / (happened.filter(Boolean).length / n)
}

function reliability(predicted: readonly number[], happened: readonly boolean[]): ReliabilityBin[] {
  const n = predicted.length
  const order = predicted.map((_, i) => i).sort((i, j) => predicted[i]! - predicted[j]!)
  const count = Math.min(10, n)
  const bins: ReliabilityBin[] = []
  for (let start = 0, end = 0; start < n; start = end) {
    end = Math.round(((Math.round((start * count) / n) + 1) * n) / count)
    // Equal predictions stay in one bin, which then takes from the next.
    while (end < n && predicted[order[end]!] === predicted[order[end - 1]!]) end++
    const members = order.slice(start, end)
    const observed = members.filter(i => happened[i]).length / members.length
    const mean = members.reduce((sum, i) => sum + predicted[i]!, 0) / members.length
    bins.push({ predicted: mean, observed, ...wilson(observed, members.length), n: members.length })
  }
  return bins
}

/** Wilson's 95 % interval of a share (Journal of the American Statistical Association 22, 1927). */
function wilson(share: number, n: number): { lower: number; upper: number } {
  const z = normalQuantile(0.975)
  const centre = (share + (z * z) / (2 * n)) / (1 + (z * z) / n)
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n))
  return { lower: Math.max(0, centre - half), upper: Math.min(1, centre + half) }
}
