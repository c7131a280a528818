import { describe, expect, it } from 'vitest'
import { cdnow, cdnowEnd } from '../../../tests/reference/customers/cdnow.ts'
import { simulatedShop } from '../../../tests/reference/customers/simulated.ts'
import { InvalidData, NotEnoughData } from '../errors.ts'
import { seededRandom } from '../math/random.ts'
import { logit } from '../math/special.ts'
import { churnHorizon, churnRecord, scoreChurn } from './churn.ts'
import { churnReasons, recommendation } from './churn-reasons.ts'
import { areaUnderCurve } from './record.ts'

const histories = cdnow()
const now = scoreChurn(histories, cdnowEnd, 180)

describe('CDNOW, 180 days', () => {
  const record = churnRecord(histories, cdnowEnd, 180)
  it('reaches AUC 0.80 and a Brier skill of 25 %, without leakage', () => {
    expect(record).toMatchObject({ method: 'combined', note: null, n: 2357, events: 1843 })
    expect(record.auc).toBeGreaterThan(0.8)
    expect(record.auc).toBeLessThan(0.9)
    expect(record.brierSkill).toBeGreaterThan(0.25)
  })
  it('looks at nothing after the day of scoring: purchases of the last window change no score of the day before it', () => {
    const before = cdnowEnd - 180
    const cut = histories.map(({ days, amounts }) => ({
      days: days.filter(day => day <= before),
      amounts: amounts.filter((_, i) => days[i]! <= before),
    }))
    expect(scoreChurn(cut, before, 180).scores).toEqual(scoreChurn(histories, before, 180).scores)
  })
  it('would be useless on P(alive) alone, which ranks one-time buyers as safest', () => {
    const { scores } = scoreChurn(histories, cdnowEnd - 180, 180)
    const gone = histories.map(({ days }) => !days.some(day => day > cdnowEnd - 180))
    expect(
      areaUnderCurve(
        scores.map(score => 1 - score!.alive),
        gone,
      ),
    ).toBeLessThan(0.35)
  })
})

describe('scores', () => {
  it('are the mean of the two opinions, probabilities, and the same every time', () => {
    for (const score of now.scores) {
      expect(score!.probability).toBe((score!.bgnbd + score!.logistic!) / 2)
      expect(score!.probability > 0 && score!.probability < 1).toBe(true)
    }
    expect(scoreChurn(histories, cdnowEnd, 180)).toEqual(now)
  })
  it('have contributions that add up to the logit, and over customers to nothing', () => {
    for (const { baseline, contributions, logistic } of now.scores.map(score => score!)) {
      expect(baseline! + contributions.reduce((sum, part) => sum + part.contribution, 0)).toBeCloseTo(
        logit(logistic!),
        9,
      )
    }
    for (const j of [0, 1, 2, 3, 4])
      expect(now.scores.reduce((sum, score) => sum + score!.contributions[j]!.contribution, 0)).toBeCloseTo(0, 6)
  })
  it('rise with silence: of two customers with the same purchases, the one longer silent is riskier', () => {
    const twins = [
      { days: [300, 340, 380, 420, 530], amounts: [20, 20, 20, 20, 20] },
      { days: [300, 320, 340, 360, 380], amounts: [20, 20, 20, 20, 20] },
    ]
    const scores = scoreChurn([...histories, ...twins], cdnowEnd, 180).scores.slice(-2)
    expect(scores[1]!.probability).toBeGreaterThan(scores[0]!.probability + 0.2)
  })
  it('are null for those who have not bought yet', () => {
    const { scores } = scoreChurn(
      [...histories, { days: [], amounts: [] }, { days: [600], amounts: [9] }],
      cdnowEnd,
      180,
    )
    expect(scores.slice(-2)).toEqual([null, null])
    expect(scores.slice(0, -2)).toEqual(now.scores)
  })
})

describe('BG/NBD alone, and why', () => {
  it('with fewer than two windows of history', () => {
    const short = scoreChurn(histories, 300, 180)
    expect([short.method, short.note]).toEqual([
      'bgnbd',
      'BG/NBD alone: two windows of 180 days need 360 days of history, there are 301',
    ])
    expect(short.scores[0]).toMatchObject({ logistic: null, baseline: null, contributions: [] })
    expect(short.scores.every(score => score!.probability === score!.bgnbd)).toBe(true)
  })
  it('with fewer than 200 customers', () => {
    const few = scoreChurn(histories.slice(0, 150), cdnowEnd, 180)
    expect([few.method, few.note]).toEqual(['bgnbd', 'BG/NBD alone: 150 customers to learn from, fewer than 200'])
  })
  it('when nobody, or everybody, fell silent in the window before', () => {
    const forty = Array.from({ length: 40 }, (_, k) => k)
    const regular = Array.from({ length: 250 }, (_, i) => ({
      days: forty.map(k => (i % 7) + 10 * k),
      amounts: forty.map(() => 5),
    }))
    expect(scoreChurn(regular, 396, 60).note).toMatch(/nobody fell silent/)
    expect(scoreChurn(regular, 600, 60).note).toMatch(/everybody fell silent/)
  })
})

describe('degenerate input', () => {
  it('refuses everybody bought once, one customer, no history', () => {
    const once = Array.from({ length: 300 }, (_, i) => ({ days: [i], amounts: [10] }))
    expect(() => scoreChurn(once, 400, 60)).toThrow(NotEnoughData)
    expect(() => scoreChurn([{ days: [1, 2, 3], amounts: [1, 1, 1] }], 90, 30)).toThrow(NotEnoughData)
    expect(() => scoreChurn([], 90, 30)).toThrow(NotEnoughData)
  })
  it('refuses NaN and a horizon that is none; takes negative amounts as worth nothing', () => {
    expect(() => scoreChurn([...histories, { days: [NaN], amounts: [1] }], cdnowEnd, 180)).toThrow(InvalidData)
    expect(() => scoreChurn(histories, cdnowEnd, 0)).toThrow(InvalidData)
    expect(() => scoreChurn(histories, NaN, 60)).toThrow(InvalidData)
    const { scores } = scoreChurn([...histories, { days: [400], amounts: [-50] }], cdnowEnd, 180)
    expect(Number.isFinite(scores.at(-1)!.probability)).toBe(true)
  })
  it('takes a horizon of two median gaps, at least 60 days', () => {
    const every = (gap: number) => [{ days: [0, gap, 2 * gap], amounts: [1, 1, 1] }]
    expect([
      churnHorizon(every(10), 999),
      churnHorizon(every(90), 999),
      churnHorizon([{ days: [5], amounts: [1] }], 999),
    ]).toEqual([60, 180, 60])
  })
})

it('is calibrated on simulated customers: predicted and observed share agree within 4 points', () => {
  const { auc, brierSkill, baseRate, reliability, n } = churnRecord(simulatedShop(seededRandom(9), 4000, 900), 900, 90)
  expect(auc).toBeGreaterThan(0.75)
  expect(brierSkill).toBeGreaterThan(0.15)
  const predicted = reliability.reduce((sum, bin) => sum + (bin.predicted * bin.n) / n, 0)
  expect(Math.abs(predicted - baseRate)).toBeLessThan(0.04)
})

it('explains with the logistic part taken apart: reasons sum to logit − baseline and lead to the table’s advice', () => {
  for (const score of now.scores.slice(0, 50).map(one => one!)) {
    const reasons = churnReasons(score, String)
    expect(reasons.reduce((sum, { contribution }) => sum + contribution, 0)).toBeCloseTo(
      logit(score.logistic!) - score.baseline!,
      9,
    )
    expect(reasons.map(({ contribution }) => contribution)).toEqual(
      reasons.map(({ contribution }) => contribution).toSorted((a, b) => b - a),
    )
    expect(recommendation(reasons, 'high')).not.toBe('')
  }
})
