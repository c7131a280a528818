import { describe, expect, it } from 'vitest'
import { InvalidData, NotEnoughData } from '../errors.ts'
import { seededRandom } from '../math/random.ts'
import { areaUnderCurve, type ModelRecord, modelRecord, worthless } from './record.ts'

describe('AUC', () => {
  it('is 1 for perfect, 0 for reversed, ½ for constant scores', () => {
    const happened = [false, true, false, true, true]
    const perfect = happened.map(Number)
    expect(areaUnderCurve(perfect, happened)).toBe(1)
    expect(
      areaUnderCurve(
        perfect.map(p => 1 - p),
        happened,
      ),
    ).toBe(0)
    expect(
      areaUnderCurve(
        happened.map(() => 0.3),
        happened,
      ),
    ).toBe(0.5)
  })
  it('is near ½ for random scores, and counts ties half', () => {
    const random = seededRandom(1)
    const scores = Array.from({ length: 4000 }, random)
    expect(
      Math.abs(
        areaUnderCurve(
          scores,
          scores.map(() => random() < 0.3),
        ) - 0.5,
      ),
    ).toBeLessThan(0.04)
    // Pairs (event, non-event): 0.5 > 0.2, 0.5 = 0.5, 0.9 > 0.2, 0.9 > 0.5.
    expect(areaUnderCurve([0.2, 0.5, 0.5, 0.9], [false, true, false, true])).toBe(3.5 / 4)
  })
})

describe('modelRecord', () => {
  it('is computed by hand on four customers', () => {
    const record = modelRecord([0.1, 0.4, 0.6, 0.9], [false, true, false, true])
    expect(record).toMatchObject({ n: 4, events: 2, baseRate: 0.5, auc: 0.75, lift: 2 })
    expect(record.brier).toBeCloseTo((0.01 + 0.36 + 0.36 + 0.01) / 4, 12)
    expect(record.brierSkill).toBeCloseTo(1 - 0.185 / 0.25, 12)
    expect(record.reliability.map(({ predicted, observed, n }) => ({ predicted, observed, n }))).toEqual([
      { predicted: 0.1, observed: 0, n: 1 },
      { predicted: 0.4, observed: 1, n: 1 },
      { predicted: 0.6, observed: 0, n: 1 },
      { predicted: 0.9, observed: 1, n: 1 },
    ])
  })
  it('has skill 1 and lift 1 / base rate when perfect, skill 0 at the base rate', () => {
    const happened = Array.from({ length: 100 }, (_, i) => i % 5 === 0)
    expect(modelRecord(happened.map(Number), happened)).toMatchObject({ auc: 1, brier: 0, brierSkill: 1, lift: 5 })
    const flat = modelRecord(
      happened.map(() => 0.2),
      happened,
    )
    expect(flat).toMatchObject({ auc: 0.5, lift: 1 })
    expect(flat.brierSkill).toBeCloseTo(0, 12)
    expect(flat.reliability).toHaveLength(1)
  })
  it('cuts bins of equal size that hold everybody once, ties together, and covers calibrated forecasts', () => {
    const random = seededRandom(2)
    const predicted = Array.from({ length: 1003 }, (_, i) => (i < 400 ? 0.35 : random()))
    const { reliability } = modelRecord(
      predicted,
      predicted.map(p => random() < p),
    )
    expect(reliability.reduce((sum, { n }) => sum + n, 0)).toBe(1003)
    expect(reliability.some(({ n }) => n >= 400)).toBe(true)
    expect(reliability.length).toBeLessThanOrEqual(10)
    expect(
      reliability.every(({ predicted, lower, upper }) => predicted > lower - 0.03 && predicted < upper + 0.03),
    ).toBe(true)
    expect(reliability.every(({ predicted }, i) => i === 0 || predicted > reliability[i - 1]!.predicted)).toBe(true)
  })
  it('has no AUC or skill without both outcomes, and Wilson’s interval for 0 of 10', () => {
    const record = modelRecord(
      Array.from({ length: 10 }, () => 0.1),
      Array.from({ length: 10 }, () => false),
    )
    expect(record).toMatchObject({ auc: null, brierSkill: null, lift: null })
    expect(record.reliability[0]!.lower).toBe(0)
    expect(record.reliability[0]!.upper).toBeCloseTo(0.2775, 4)
  })
  it('refuses nothing, NaN and numbers that are no probability', () => {
    expect(() => modelRecord([], [])).toThrow(NotEnoughData)
    expect(() => modelRecord([NaN], [true])).toThrow(InvalidData)
    expect(() => modelRecord([1.2], [true])).toThrow(InvalidData)
    expect(() => modelRecord([0.2], [])).toThrow(InvalidData)
  })
})

describe('worthless', () => {
  const record = (auc: number | null, brierSkill: number | null, n = 1000, events = 400): ModelRecord => ({
    n,
    events,
    baseRate: events / n,
    auc,
    brier: 0.2,
    brierSkill,
    lift: 1,
    reliability: [],
  })
  it('is a model no better than one share for everybody, or than chance', () => {
    expect(worthless(record(0.54, -0.24))).toBe('no skill')
    expect(worthless(record(0.8, 0))).toBe('no skill')
    expect(worthless(record(0.55, 0.01))).toBe('no order')
    expect(worthless(record(0.56, 0.01))).toBeNull()
    expect(worthless(record(null, null))).toBeNull()
  })
  it('is not said of a model that was hardly tried', () => {
    expect(worthless(record(0.3, -2, 99, 50))).toBeNull()
    expect(worthless(record(0.3, -2, 100, 9))).toBeNull()
    expect(worthless(record(0.3, -2, 100, 91))).toBeNull()
    expect(worthless(record(0.3, -2, 100, 10))).toBe('no skill')
  })
})
