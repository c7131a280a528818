/**
 * When an open deal will close, and how: a discrete-time hazard with two competing ends, won and lost.
 *
 * Time is counted in periods k = 0, 1, … from a snapshot. With z what the snapshot shows of a deal (stage, ln(1 + age),
 * ln(1 + amount), rep),
 *
 *   h_k(z) = P(closes in period k | open before)    logit h = β·z + β_t ln(1 + k)
 *   w_k(z) = P(won | closes in period k)            logit w = γ·z + γ_t ln(1 + k)
 *
 * so the cause-specific hazards are h w and h (1 − w), and with S_k = Π_{j<k} (1 − h_j)
 *
 *   P(won in period k) = S_k h_k w_k,     P(won) = Σ_k S_k h_k w_k.
 *
 * Both are logistic regressions with an L2 penalty, which shrinks a rep or a stage with few deals towards the average.
 * Each past snapshot adds the deals open on its day, followed to the end of the training time and censored there
 * (landmarking): the fitted answer is to the question asked later, "open in this state today, what comes?", and needs
 * no model of how deals move through stages.
 *
 * P. D. Allison: Discrete-Time Methods for the Analysis of Event Histories. Sociological Methodology 13 (1982) 61–98.
 * H. van Houwelingen, H. Putter: Dynamic Prediction in Clinical Survival Analysis. CRC Press (2012), chapters 7 and 9.
 */
import { InvalidData, NotEnoughData } from '../errors.ts'
import { fitLogistic, type Logistic } from '../math/logistic.ts'
import { sigmoid } from '../math/special.ts'
import { snapshot, type Deal, type FollowedDeal, type OpenDeal } from './snapshot.ts'

/**
 * `outlook(deal)`: P(won) at last, and the chance of it in each period from now; what is missing to `won` comes after
 * the last of them.
 */
export type Hazard = {
  period: number
  closings: number
  outlook: (deal: OpenDeal) => { won: number; byPeriod: number[] }
}

/** Fewer deals decided within the training time than this teach nothing about four kinds of influence. */
export const minimumClosings = 50
const penalty = 5
/** Periods looked ahead one by one; a deal still open then (five years of 30 days) is given the last period's odds. */
const reach = 60

/**
 * Fits on the snapshots taken every `period` days from the first deal up to `until`; nothing after `until` is looked
 * at.
 * Throws NotEnoughData below 50 deals closed in follow-up.
 */
export function fitHazard(deals: readonly Deal[], until: number, { period = 30 }: { period?: number } = {}): Hazard {
  if (!(period >= 1 && Number.isFinite(period))) throw new InvalidData(`a period is a day or longer, got ${period}`)
  const closings = deals.filter(
    ({ closedOn, createdOn }) => closedOn !== null && closedOn <= until && closedOn > createdOn,
  ).length
  if (closings < minimumClosings) throw new NotEnoughData(minimumClosings, closings, 'closed deals')
  const first = deals.reduce((least, { createdOn }) => Math.min(least, createdOn), Infinity)

  const followed: FollowedDeal[] = []
  for (let day = until - period; day >= first; day -= period) followed.push(...snapshot(deals, day, until))
  const encode = encoder(followed)

  const open: { row: Float64Array; closes: number }[] = []
  const closed: { row: Float64Array; won: number }[] = []
  let longest = 0
  for (const deal of followed) {
    // A period counts when it was seen to its end or to the deal's close; of a censored one nothing is known.
    const last = Math.floor((deal.followed - (deal.outcome === 'open' ? 0 : 1)) / period)
    for (let k = 0; k < last + (deal.outcome === 'open' ? 0 : 1); k++) {
      const row = encode(deal, k)
      const ends = deal.outcome !== 'open' && k === last
      open.push({ row, closes: ends ? 1 : 0 })
      if (ends) closed.push({ row, won: deal.outcome === 'won' ? 1 : 0 })
      longest = Math.max(longest, k)
    }
  }
  if (closed.length < minimumClosings)
    throw new NotEnoughData(minimumClosings, closed.length, 'closings seen from a snapshot')
  const closing = fitLogistic(
    open.map(({ row }) => row),
    open.map(({ closes }) => closes),
    { penalty },
  )
  const winning = fitLogistic(
    closed.map(({ row }) => row),
    closed.map(({ won }) => won),
    { penalty },
  )

  const outlook = (deal: OpenDeal) => {
    const byPeriod: number[] = []
    let stillOpen = 1
    let won = 0
    let odds = 0
    for (let k = 0; k < reach; k++) {
      // Beyond the longest follow-up the hazards are held where they were last seen.
      const row = encode(deal, Math.min(k, longest))
      const closes = probability(closing, row)
      odds = probability(winning, row)
      byPeriod.push(stillOpen * closes * odds)
      won += stillOpen * closes * odds
      stillOpen *= 1 - closes
    }
    return { won: won + stillOpen * odds, byPeriod }
  }
  return { period, closings, outlook }
}

function probability({ intercept, coefficients }: Logistic, row: Float64Array): number {
  let eta = intercept
  for (let j = 0; j < row.length; j++) eta += coefficients[j]! * row[j]!
  return sigmoid(eta)
}

/**
 * A deal and a period as a row of numbers: three standardised logarithms, then one column a stage and one a rep; unseen
 * ones are all 0.
 */
function encoder(deals: readonly OpenDeal[]): (deal: OpenDeal, k: number) => Float64Array {
  const scale = (values: number[]) => {
    const centre = values.reduce((sum, value) => sum + value, 0) / values.length
    const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / values.length)
    return (value: number): number => (spread > 1e-12 ? (value - centre) / spread : 0)
  }
  const age = scale(deals.map(deal => Math.log1p(deal.age)))
  const amount = scale(deals.map(deal => Math.log1p(deal.amount)))
  const columns = new Map<string, number>()
  for (const { stage, rep } of deals) {
    for (const name of [`stage ${stage}`, `rep ${rep}`]) if (!columns.has(name)) columns.set(name, 3 + columns.size)
  }
  return (deal, k) => {
    const row = new Float64Array(3 + columns.size)
    row[0] = age(Math.log1p(deal.age))
    row[1] = amount(Math.log1p(deal.amount))
    row[2] = Math.log1p(k)
    for (const name of [`stage ${deal.stage}`, `rep ${deal.rep}`]) {
      const column = columns.get(name)
      if (column !== undefined) row[column] = 1
    }
    return row
  }
}
