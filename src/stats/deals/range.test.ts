import { expect, it } from 'vitest'
import { InvalidData } from '../errors.ts'
import { seededRandom } from '../math/random.ts'
import { pipelineRange } from './range.ts'

const deals = Array.from({ length: 40 }, (_, i) => ({ amount: 1000 * (1 + (i % 5)), chance: 0.2 + 0.1 * (i % 6) }))

it('gives the same range for the same seed, and another for another', () => {
  const range = pipelineRange(deals, seededRandom(1))
  expect(pipelineRange(deals, seededRandom(1))).toEqual(range)
  expect(pipelineRange(deals, seededRandom(2), { runs: 50 })).not.toEqual(
    pipelineRange(deals, seededRandom(1), { runs: 50 }),
  )
  expect(range.weighted).toBeCloseTo(
    deals.reduce((sum, { amount, chance }) => sum + amount * chance, 0),
    9,
  )
  expect(range.worst < range.weighted && range.weighted < range.best).toBe(true)
})

it('is the binomial’s quantiles for equal deals: 100 at ½, 5 % and 95 % are 42 and 58', () => {
  const range = pipelineRange(
    Array.from({ length: 100 }, () => ({ amount: 1, chance: 0.5 })),
    seededRandom(3),
    { level: 0.9 },
  )
  expect(range).toEqual({ weighted: 50, worst: 42, best: 58 })
})

it('widens with the level, and when the rate itself is uncertain and shared', () => {
  const width = ({ worst, best }: { worst: number; best: number }): number => best - worst
  expect(width(pipelineRange(deals, seededRandom(1), { level: 0.95 }))).toBeGreaterThan(
    width(pipelineRange(deals, seededRandom(1), { level: 0.5 })),
  )
  const rate = { alpha: 5, beta: 5 }
  const shared = pipelineRange(
    Array.from({ length: 100 }, () => ({ amount: 1, chance: rate })),
    seededRandom(3),
  )
  expect(shared.weighted).toBe(50)
  expect(width(shared)).toBeGreaterThan(2.5 * 12)
  const apart = pipelineRange(
    Array.from({ length: 100 }, () => ({ amount: 1, chance: { ...rate } })),
    seededRandom(3),
    { runs: 3000 },
  )
  expect(Math.abs(width(apart) - 12)).toBeLessThanOrEqual(2)
})

it('hardly differs when the small deals are drawn together', () => {
  const rate = { alpha: 30, beta: 50 }
  const many = Array.from({ length: 600 }, (_, i) => ({
    amount: i < 20 ? 5000 : 100 + (i % 7) * 40,
    chance: i % 2 ? rate : 0.1 + 0.1 * (i % 8),
  }))
  const one = pipelineRange(many, seededRandom(5), { individually: 600, runs: 4000 })
  const together = pipelineRange(many, seededRandom(6), { individually: 30, runs: 4000 })
  expect(together.weighted).toBeCloseTo(one.weighted, 6)
  // two standard errors of a simulated 10 % quantile: 2 × √(0.1 × 0.9 ÷ 4000) ÷ 0.175 = 5.4 % of a standard deviation, each
  const sigma = (one.best - one.worst) / (2 * 1.2816)
  expect(Math.abs(together.worst - one.worst)).toBeLessThan(0.11 * sigma)
  expect(Math.abs(together.best - one.best)).toBeLessThan(0.11 * sigma)
})

it('is certain where the deals are, and 0 without deals', () => {
  const certain = [
    { amount: 10, chance: 1 },
    { amount: 5, chance: 0 },
    { amount: 2, chance: { alpha: 3, beta: 0 } },
  ]
  expect(pipelineRange(certain, seededRandom(1))).toEqual({ weighted: 12, worst: 12, best: 12 })
  expect(pipelineRange([], seededRandom(1))).toEqual({ weighted: 0, worst: 0, best: 0 })
})

it('refuses what is no deal, level or number of runs', () => {
  for (const wrong of [
    { amount: NaN, chance: 0.5 },
    { amount: -1, chance: 0.5 },
    { amount: 1, chance: 1.5 },
    { amount: 1, chance: NaN },
    { amount: 1, chance: { alpha: 0, beta: 0 } },
  ]) {
    expect(() => pipelineRange([wrong], seededRandom(1))).toThrow(InvalidData)
  }
  expect(() => pipelineRange(deals, seededRandom(1), { level: 1 })).toThrow(InvalidData)
  expect(() => pipelineRange(deals, seededRandom(1), { runs: 0 })).toThrow(InvalidData)
})
