import { expect, test } from 'vitest'
import { normal, seededRandom } from '../math/random.ts'
import { driftOf, errorGrowth, totalErrorGrowth } from './drift.ts'

const noise = (n: number, seed: number) => {
  const random = seededRandom(seed)
  return Array.from({ length: n }, () => normal(random))
}

test('a level that stays drifts least, one that is wherever it last was drifts most; a short history is taken as usual', () => {
  const e = noise(240, 1)
  let level = 0
  const walk = e.map(v => 1000 + (level += 20 * v))
  const stay = e.map(v => 1000 + 20 * v)
  expect(driftOf(stay, 12).drift).toBeLessThan(0.1)
  expect(driftOf(walk, 12).drift).toBeGreaterThan(1)
  expect(Math.abs(driftOf(stay.slice(0, 8), 12).drift - 0.3)).toBeLessThan(0.3)
  expect(driftOf([1, 2, 3], 12)).toEqual({ drift: 0.3, seasonality: 0 })
})

test('seasonality is the share of the season in season and error: three quarters where it is three times the noise', () => {
  // Variance of √2 × 0.1 × √3 sin is 3 × 0.01, of the noise 0.01.
  const e = noise(180, 2)
  const y = e.map((v, t) => Math.exp(7 + 0.1 * Math.sqrt(6) * Math.sin((Math.PI * t) / 6) + 0.1 * v))
  expect(Math.abs(driftOf(y, 12).seasonality - 0.75)).toBeLessThan(0.06)
  expect(
    driftOf(
      noise(180, 3).map(v => Math.exp(7 + 0.1 * v)),
      12,
    ).seasonality,
  ).toBeLessThan(0.1)
  expect(driftOf(y, 1).seasonality).toBe(0)
})

test('errors and totals of a level that follows its errors, by simulation: within 5 % of the closed forms', () => {
  const alpha = 0.4
  const random = seededRandom(9)
  const runs = Array.from({ length: 20_000 }, () => {
    let level = 0,
      total = 0,
      last = 0
    for (let k = 0; k < 6; k++) {
      const e = normal(random)
      last = level + e
      total += last
      level += alpha * e
    }
    return { last, total }
  })
  const deviation = (values: number[]) => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length)
  expect(deviation(runs.map(({ last }) => last)) / errorGrowth(alpha ** 2, 6)).toBeCloseTo(1, 1.3)
  expect(deviation(runs.map(({ total }) => total)) / totalErrorGrowth(alpha ** 2, 6)).toBeCloseTo(1, 1.3)
  expect([errorGrowth(0.7, 1), totalErrorGrowth(0.7, 1)]).toEqual([1, 1])
})

test('where the season is what is wrong, errors grow by years and hardly within one', () => {
  const variance = (k: number, seasonal: number) => errorGrowth(0.5, k, seasonal) ** 2
  expect(variance(1, 1)).toBe(1)
  expect(variance(12, 1)).toBeCloseTo(1 + 0.5 * 2.2)
  expect(variance(13, 1)).toBeCloseTo(1 + 0.5 * 12)
  expect(variance(24, 1)).toBeCloseTo(1 + 0.5 * 14.2)
  // half of the one and half of the other
  expect(variance(7, 0.5)).toBeCloseTo((variance(7, 0) + variance(7, 1)) / 2)
  expect(variance(13, 0.3)).toBeCloseTo(variance(13, 0))
})
