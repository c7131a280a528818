import { describe, expect, it } from 'vitest'
import { cdnow, cdnowCalibration, reference } from '../../../tests/reference/customers/cdnow.ts'
import { simulatedSummary } from '../../../tests/reference/customers/simulated.ts'
import { InvalidData, NotEnoughData } from '../errors.ts'
import { seededRandom } from '../math/random.ts'
import {
  expectedIfAlive,
  expectedPurchases,
  fitBgNbd,
  logLikelihood,
  medianWait,
  probabilityAlive,
  probabilityOfNone,
} from './bgnbd.ts'
import { purchaseSummary } from './history.ts'

const published = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 }
const inWeeks = cdnow().map(history => {
  const { x, tx, T } = purchaseSummary(history, cdnowCalibration)!
  return { x, tx: tx / 7, T: T / 7 }
})

describe('CDNOW, 39 weeks', () => {
  const fit = fitBgNbd(inWeeks)
  it('reaches the published parameters and likelihood', () => {
    for (const name of ['r', 'alpha', 'a', 'b'] as const)
      expect(Math.abs(fit[name] / published[name] - 1)).toBeLessThan(0.002)
    expect(fit.logLikelihood).toBeCloseTo(-9582.4, 1)
    expect(logLikelihood(published, inWeeks)).toBeCloseTo(-9582.4, 1)
    expect([fit.customers, fit.note]).toEqual([2357, null])
  })
  it('is R’s optimum', () => {
    const found = [fit.r, fit.alpha, fit.a, fit.b]
    found.forEach((value, j) => expect(value / reference.bgnbd.parameters[j]! - 1).toBeCloseTo(0, 4))
    expect(fit.logLikelihood).toBeCloseTo(reference.bgnbd.logLikelihood, 5)
  })
  it('does not care about the unit of time or the order of customers, and counts equal customers together', () => {
    const inDays = fitBgNbd(inWeeks.map(({ x, tx, T }) => ({ x, tx: tx * 7, T: T * 7 })).reverse())
    expect(inDays.alpha / 7 / fit.alpha).toBeCloseTo(1, 4)
    expect(inDays.b / fit.b).toBeCloseTo(1, 4)
    const twice = fitBgNbd(inWeeks.map(summary => ({ ...summary, count: 2 })))
    expect([twice.customers, twice.cells]).toEqual([4714, fit.cells])
    expect(twice.logLikelihood / fit.logLikelihood).toBeCloseTo(2, 6)
  })
})

describe('predictions against numerical integration in R', () => {
  it.each(reference.bgnbd.predictions)('x = %d, t_x = %d, T = %d, t = %d', (x, tx, T, t, alive, expected, none) => {
    const summary = { x: x!, tx: tx!, T: T! }
    expect(probabilityAlive(published, summary)).toBeCloseTo(alive!, 10)
    expect(expectedPurchases(published, summary, t!) / expected!).toBeCloseTo(1, 6)
    expect(probabilityOfNone(published, summary, t!)).toBeCloseTo(none!, 6)
  })
  it('gives the published example: x = 2, t_x = 30.43, T = 38.86 expects 1.226 purchases in 39 weeks', () => {
    expect(expectedPurchases(published, { x: 2, tx: 30.43, T: 38.86 }, 39)).toBeCloseTo(1.226, 3)
  })
  it('is ordinary at a = 1 and a + b + x = 1, and tends to the NBD as a → 0', () => {
    const near = (a: number, b: number): number => expectedIfAlive({ ...published, a, b }, 0, 30, 52)
    expect(near(1, 2.4)).toBeCloseTo((near(1.001, 2.4) + near(0.999, 2.4)) / 2, 6)
    expect(near(0.4, 0.6)).toBeCloseTo((near(0.401, 0.6) + near(0.399, 0.6)) / 2, 6)
    expect(near(1e-9, 1)).toBeCloseTo(near(0, 1), 6)
  })
  it('matches (1 − (1 + p t / (α+T))^−(r+x)) / p where everybody leaves with the same p, also for heavy buyers', () => {
    const p = 0.02
    const alike = { r: 0.5, alpha: 10, a: p * 1e12, b: (1 - p) * 1e12 }
    for (const x of [0, 30, 3000]) {
      const exact = (1 - (1 + (p * 100) / 60) ** -(0.5 + x)) / p
      expect(expectedIfAlive(alike, x, 50, 100) / exact).toBeCloseTo(1, 6)
    }
  })
})

describe('properties', () => {
  it('P(alive) lies in 0–1, falls with silence, and is 1 for one purchase', () => {
    const course = [0, 5, 10, 20, 40, 80].map(silence => probabilityAlive(published, { x: 4, tx: 20, T: 20 + silence }))
    expect(course.every((p, i) => p > 0 && p < 1 && (i === 0 || p < course[i - 1]!))).toBe(true)
    expect(probabilityAlive(published, { x: 0, tx: 0, T: 500 })).toBe(1)
  })
  it('no purchase becomes less likely, and more are expected, with time', () => {
    const summary = { x: 4, tx: 20, T: 30 }
    const none = [1, 10, 100, 1000].map(t => probabilityOfNone(published, summary, t))
    const expected = [1, 10, 100, 1000].map(t => expectedPurchases(published, summary, t))
    expect(none.toSorted((a, b) => b - a)).toEqual(none)
    expect(expected.toSorted((a, b) => a - b)).toEqual(expected)
    expect(probabilityOfNone(published, summary, 0)).toBeCloseTo(1, 12)
    expect(expectedPurchases(published, summary, 0)).toBeCloseTo(0, 12)
  })
  it('the median wait halves the chance of silence; it is unknown for those likely gone', () => {
    const summary = { x: 4, tx: 20, T: 22 }
    expect(probabilityOfNone(published, summary, medianWait(published, summary)!)).toBeCloseTo(0.5, 12)
    expect(medianWait(published, { x: 20, tx: 10, T: 40 })).toBeNull()
  })
})

it('recovers known parameters from 20,000 simulated customers', () => {
  const random = seededRandom(5)
  const truth = { r: 0.9, alpha: 45, a: 0.6, b: 2.2 }
  const fit = fitBgNbd(Array.from({ length: 20_000 }, () => simulatedSummary(random, truth, 100, 700)))
  for (const name of ['r', 'alpha', 'a', 'b'] as const) expect(Math.abs(fit[name] / truth[name] - 1)).toBeLessThan(0.1)
  expect(fit.note).toBeNull()
})

describe('degenerate populations', () => {
  it('falls back to the NBD when nobody leaves, and says so', () => {
    const random = seededRandom(6)
    const fit = fitBgNbd(
      Array.from({ length: 3000 }, () => simulatedSummary(random, { r: 2, alpha: 30, a: 1e-9, b: 1 }, 100, 400)),
    )
    expect(fit).toMatchObject({
      a: 0,
      b: 1,
      note: 'no sign of customers leaving: every customer is taken as active (NBD)',
    })
    expect(Math.abs(fit.r / 2 - 1)).toBeLessThan(0.1)
    expect(Math.abs(fit.alpha / 30 - 1)).toBeLessThan(0.1)
    expect(probabilityAlive(fit, { x: 9, tx: 10, T: 400 })).toBe(1)
    expect(expectedPurchases(fit, { x: 3, tx: 10, T: 60 }, 30)).toBeCloseTo((30 * (fit.r + 3)) / (fit.alpha + 60), 12)
  })
  it('stays finite when all leave with the same chance or buy at the same rate', () => {
    const random = seededRandom(7)
    for (const truth of [
      { r: 1, alpha: 20, a: 3e5, b: 7e5 },
      { r: 1e6, alpha: 2e7, a: 0.8, b: 2 },
    ]) {
      const fit = fitBgNbd(Array.from({ length: 2000 }, () => simulatedSummary(random, truth, 100, 400)))
      const next = expectedPurchases(fit, { x: 3, tx: 60, T: 80 }, 30)
      const ideal = expectedPurchases(truth, { x: 3, tx: 60, T: 80 }, 30)
      expect(Math.abs(next / ideal - 1)).toBeLessThan(0.15)
    }
  })
  it('refuses everybody bought once, one customer, nobody', () => {
    expect(() => fitBgNbd(Array.from({ length: 500 }, (_, i) => ({ x: 0, tx: 0, T: i })))).toThrow(
      new NotEnoughData(10, 0, 'customers with a repeat purchase'),
    )
    expect(() => fitBgNbd([{ x: 5, tx: 50, T: 60 }])).toThrow(
      new NotEnoughData(10, 1, 'customers with a repeat purchase'),
    )
    expect(() => fitBgNbd([])).toThrow(NotEnoughData)
  })
  it('refuses triples that cannot be', () => {
    for (const wrong of [
      { x: NaN, tx: 0, T: 1 },
      { x: 1, tx: NaN, T: 1 },
      { x: 1, tx: 1, T: NaN },
      { x: -1, tx: 0, T: 1 },
      { x: 1.5, tx: 1, T: 2 },
      { x: 1, tx: 3, T: 2 },
      { x: 0, tx: 1, T: 2 },
      { x: 1, tx: -1, T: 2 },
      { x: 1, tx: 1, T: Infinity },
      { x: 1, tx: 1, T: 2, count: 0 },
    ])
      expect(() => fitBgNbd([wrong])).toThrow(InvalidData)
  })
})
