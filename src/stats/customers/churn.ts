/**
 * Churn risk: the probability that a customer buys nothing in the next H days. The calibrated mean of two opinions:
 *
 *   1. BG/NBD's probability of no purchase in the next H days at the pace of these days (churn-pace.ts), fitted on all purchases up to D;
 *   2. a logistic regression with an L2 penalty on five features (churn-features.ts), trained one window earlier: features on day D − H,
 *      outcome "nothing bought in (D − H, D]". Nothing after D is looked at.
 *
 * The first knows how silence and rhythm combine but sees no value and assumes its distributions; the second learns
 * from what happened, but from a day when everybody's tenure was shorter and the season another. Its slopes are kept
 * and its level is not: the intercept is set so that its mean is BG/NBD's mean of day D, moved by a quarter of what
 * BG/NBD was off in the window before,
 *
 *   logit(level) = logit(mean BG/NBD, D) + ¼ [logit(mean outcome, D − H) − logit(mean BG/NBD, D − H)]
 *
 * A quarter, because one window's miss is mostly season, which has turned by the next. Brier skill in % (CDNOW: 60–180
 * days, two ends; retail: three months of a gift wholesaler, 20–29 days, across Christmas; the others simulated, 90
 * days: a steady shop; a yearly wave of ±40 %, scored at six phases after two years and after one; a trading year,
 * growing, with a summer slump before the scoring and a strong autumn after it):
 *
 *                                          CDNOW   retail   steady   wave, 2 y   wave, 1 y   trading year
 *   half of the miss, no pace               24.3     13.8     28.9        24.1        16.1            9.7
 *   both opinions moved by the whole miss   24.0      4.3     28.9        23.3        15.9            7.4
 *   no miss, no pace                        24.4     14.3     28.9        24.2        15.8           10.6
 *   pace and half of the miss               24.3     12.7     28.5        24.3        16.0           15.7
 *   pace and a quarter (used here)          24.3     13.6     28.5        24.5        16.1           15.8
 *   pace, no miss                           24.3     14.1     28.6        24.7        16.2           15.9
 *
 * Platt scaling on the earlier window gained nothing on CDNOW; a mean of logits ranked worse (180 days: AUC 0.795
 * against 0.804).
 *
 * P(alive) alone is never a score: somebody who bought once has P(alive) = 1 for ever (see bgnbd.ts; AUC 0.32 on
 * CDNOW).
 * Combining two simple forecasts by their plain mean: R. T. Clemen, International Journal of Forecasting 5 (1989)
 * 559–583.
 */
import { InvalidData, NotEnoughData } from '../errors.ts'
import { fitLogistic } from '../math/logistic.ts'
import { logit, sigmoid } from '../math/special.ts'
import { fitBgNbd, probabilityAlive, probabilityOfNone, type BgNbd } from './bgnbd.ts'
import { featureNames, features, medianGap, profileAt, type FeatureName, type Profile } from './churn-features.ts'
import { currentPace, daysAtPace } from './churn-pace.ts'
import type { History } from './history.ts'
import { modelRecord, type ModelRecord } from './record.ts'

/**
 * One customer's risk. `probability` 0–1 is the score; `bgnbd` and `logistic` (null when there is none) are the two it
 * is the mean of.
 * `contributions`: the logistic part taken apart; `baseline` + Σ contribution = logit(logistic), exactly. The baseline
 * is the average customer of the same day, so a positive contribution means riskier than average. Empty, and the
 * baseline null, for BG/NBD alone.
 */
export type ChurnScore = {
  probability: number
  bgnbd: number
  logistic: number | null
  alive: number
  profile: Profile
  baseline: number | null
  contributions: { feature: FeatureName; contribution: number; value: number; average: number }[]
}

/**
 * `scores` in the order of the histories, null for a customer who has not bought yet. `note`: why the method is BG/NBD
 * alone, or what its fit said. `pace`: how much more customers buy these days than BG/NBD, which knows no seasons,
 * expected of them; 1 is as much.
 */
export type Churn = {
  method: 'combined' | 'bgnbd'
  note: string | null
  horizon: number
  asOf: number
  model: BgNbd
  pace: number
  scores: (ChurnScore | null)[]
}

/** Fewer customers in the training window than this: BG/NBD alone. */
export const minimumCustomers = 200
/**
 * λ of the logistic part, on standardised features: the weight of about forty customers. Not sensitive: 1 to 50 differ
 * in the fourth decimal.
 */
const penalty = 10

/** How much of the miss of the window before is taken to stay. */
const persistence = 0.25

/** H = max(60, 2 × median gap) days, whole; 60 while nobody has bought twice. */
export const churnHorizon = (histories: readonly History[], asOf: number): number =>
  Math.max(60, Math.round(2 * (medianGap(histories, asOf) ?? 0)))

/**
 * Scores every customer on day `asOf` for the next `horizon` days, from purchases up to `asOf`. Pass all customers: the
 * population is part of the model, so a score never depends on who is shown. Throws NotEnoughData when BG/NBD cannot be
 * fitted.
 */
export function scoreChurn(histories: readonly History[], asOf: number, horizon: number): Churn {
  if (!(horizon > 0 && Number.isFinite(horizon) && Number.isFinite(asOf))) {
    throw new InvalidData(`expected a horizon above 0 days, got ${horizon} on day ${asOf}`)
  }
  const profiles = histories.map(history => profileAt(history, asOf))
  const present = profiles.filter(profile => profile !== null)
  const model = fitBgNbd(present.map(profile => profile.summary))
  const pace = currentPace(histories, asOf, horizon, model)
  const silent = present.map(profile => probabilityOfNone(model, profile.summary, daysAtPace(horizon, pace)))
  const learnt = learn(histories, asOf, horizon)

  const answer = (method: Churn['method'], note: string | null, scores: ChurnScore[]): Churn => {
    let next = 0
    return {
      method,
      note,
      horizon,
      asOf,
      model,
      pace,
      scores: profiles.map(profile => (profile ? scores[next++]! : null)),
    }
  }
  if (typeof learnt === 'string') {
    const alone = present.map((profile, i) => ({
      probability: silent[i]!,
      bgnbd: silent[i]!,
      logistic: null,
      alive: probabilityAlive(model, profile.summary),
      profile,
      baseline: null,
      contributions: [],
    }))
    return answer('bgnbd', [learnt, model.note].filter(part => part !== null).join('; '), alone)
  }

  const rows = present.map(profile => features(profile, learnt.typicalGap))
  const averages = featureNames.map((_, j) => mean(rows.map(row => row[j]!)))
  const parts = rows.map(row => row.map((value, j) => learnt.slopes[j]! * (value - averages[j]!)))
  const deviations = parts.map(part => part.reduce((sum, contribution) => sum + contribution, 0))
  const level = sigmoid(logit(mean(silent)) + persistence * (logit(learnt.outcomeShare) - logit(learnt.expectedShare)))
  const baseline = interceptFor(deviations, level)
  return answer(
    'combined',
    model.note,
    present.map((profile, i) => {
      const logistic = sigmoid(baseline + deviations[i]!)
      return {
        probability: (silent[i]! + logistic) / 2,
        bgnbd: silent[i]!,
        logistic,
        alive: probabilityAlive(model, profile.summary),
        profile,
        baseline,
        contributions: featureNames.map((feature, j) => ({
          feature,
          contribution: parts[i]![j]!,
          value: rows[i]![j]!,
          average: averages[j]!,
        })),
      }
    }),
  )
}

/**
 * The record of the scores: the whole of `scoreChurn` repeated on day asOf − horizon, held against what came in (asOf −
 * horizon, asOf].
 * `method` and `note` say which model that was: with two windows of history it is BG/NBD alone also where today's
 * scores are combined.
 */
export function churnRecord(
  histories: readonly History[],
  asOf: number,
  horizon: number,
): ModelRecord & Pick<Churn, 'method' | 'note'> {
  const before = asOf - horizon
  const { scores, method, note } = scoreChurn(histories, before, horizon)
  const scored = scores.flatMap((score, i) =>
    score ? [{ p: score.probability, gone: fellSilent(histories[i]!, before, asOf) }] : [],
  )
  return {
    ...modelRecord(
      scored.map(({ p }) => p),
      scored.map(({ gone }) => gone),
    ),
    method,
    note,
  }
}

/**
 * What the window before taught: slopes on the features as they are, the typical gap, and the level seen against the
 * level BG/NBD expected.
 */
type Learnt = { slopes: number[]; typicalGap: number; outcomeShare: number; expectedShare: number }

/** Trains on day asOf − horizon; or says, in words, why it cannot. */
function learn(histories: readonly History[], asOf: number, horizon: number): Learnt | string {
  const day = asOf - horizon
  const first = histories.reduce((least, { days }) => Math.min(least, days[0] ?? Infinity), Infinity)
  const span = asOf - first + 1
  if (!(span >= 2 * horizon))
    return `BG/NBD alone: two windows of ${horizon} days need ${2 * horizon} days of history, there are ${span}`
  const examples = histories.flatMap(history => {
    const profile = profileAt(history, day)
    return profile ? [{ profile, gone: fellSilent(history, day, asOf) }] : []
  })
  if (examples.length < minimumCustomers)
    return `BG/NBD alone: ${examples.length} customers to learn from, fewer than ${minimumCustomers}`
  const outcomes = examples.map(({ gone }) => (gone ? 1 : 0))
  const outcomeShare = mean(outcomes)
  if (outcomeShare === 0 || outcomeShare === 1)
    return `BG/NBD alone: in the window before ${outcomeShare === 0 ? 'nobody' : 'everybody'} fell silent`
  const typicalGap = medianGap(histories, day)
  let model: BgNbd
  try {
    model = fitBgNbd(examples.map(({ profile }) => profile.summary))
  } catch (error) {
    if (error instanceof NotEnoughData) return `BG/NBD alone: the window before ${error.message}`
    throw error
  }
  const rows = examples.map(({ profile }) => features(profile, typicalGap!))
  const centres = featureNames.map((_, j) => mean(rows.map(row => row[j]!)))
  const spreads = featureNames.map((_, j) => Math.sqrt(mean(rows.map(row => (row[j]! - centres[j]!) ** 2))))
  const standard = rows.map(row =>
    row.map((value, j) => (spreads[j]! > 1e-12 ? (value - centres[j]!) / spreads[j]! : 0)),
  )
  const { coefficients } = fitLogistic(standard, outcomes, { penalty })
  return {
    slopes: coefficients.map((coefficient, j) => (spreads[j]! > 1e-12 ? coefficient / spreads[j]! : 0)),
    typicalGap: typicalGap!,
    outcomeShare,
    expectedShare: mean(examples.map(({ profile }) => probabilityOfNone(model, profile.summary, horizon))),
  }
}

/** No purchase in (from, to]. */
const fellSilent = ({ days }: History, from: number, to: number): boolean => !days.some(day => day > from && day <= to)

/** The intercept with which the mean of sigmoid(intercept + deviation) is `level`, by bisection. */
function interceptFor(deviations: readonly number[], level: number): number {
  let low = -40
  let high = 40
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2
    if (mean(deviations.map(deviation => sigmoid(middle + deviation))) < level) low = middle
    else high = middle
  }
  return (low + high) / 2
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
