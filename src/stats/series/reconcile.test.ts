import { describe, expect, test } from 'vitest'
import { InvalidData, NotEnoughData } from '../errors.ts'
import { normal, seededRandom } from '../math/random.ts'
import { reconcile, shared, shrunkCovariance } from './reconcile.ts'

const cents = (values: readonly number[]) => values.reduce((sum, v) => sum + Math.round(v * 100), 0)
const gaps = ({ total, parts }: { total: number[]; parts: number[][] }) =>
  total.map((v, k) => Math.round(v * 100) - cents(parts.map(p => p[k]!)))

/**
 * Six parts of different size and noise, a total that is their sum, and unreconciled forecasts with errors at `origins`
 * origins and one step more.
 */
const hierarchy = (seed: number, origins = 24) => {
  const random = seededRandom(seed)
  const rows = Array.from({ length: origins + 1 }, () => {
    const shared = normal(random)
    const parts = [1, 2, 3, 4, 5, 6].map(size => 100 * size * (1 + 0.05 * shared + 0.1 * normal(random)))
    const whole = parts.reduce((a, b) => a + b, 0)
    return {
      parts,
      whole,
      forecasts: [1, 2, 3, 4, 5, 6].map(size => 100 * size),
      total: 2100 * (1 + 0.02 * normal(random)),
    }
  })
  const past = rows.slice(0, -1)
  const next = rows.at(-1)!
  return {
    next,
    input: {
      total: [next.total],
      parts: next.forecasts.map(v => [v]),
      errors: {
        total: past.map(r => r.whole - r.total),
        parts: [0, 1, 2, 3, 4, 5].map(i => past.map(r => r.parts[i]! - r.forecasts[i]!)),
      },
    },
  }
}

test('MinT with uncorrelated errors, worked by hand', () => {
  // Variances 4, 1, 1 and no correlation. The gap of 10 is shared 4 : 1 : 1: total 110 − 40/6, parts + 10/6 each; the
  // odd cent goes to the first part.
  const errors = {
    total: [2, -2, 2, -2],
    parts: [
      [1, 1, -1, -1],
      [1, -1, -1, 1],
    ],
  }
  expect(
    reconcile({
      total: [110, 60],
      parts: [
        [60, 30],
        [40, 30],
      ],
      errors,
    }),
  ).toEqual({
    total: [103.33, 60],
    parts: [
      [61.67, 30],
      [41.66, 30],
    ],
    held: false,
    shrinkage: 1,
  })
})

test('Schäfer–Strimmer shrinkage, worked by hand', () => {
  // x = (1, 2, −1, −2), y = (2, 1, −2, 1): Σxy = 4, Σx² = Σy² = 10, r = 0.4. Products of standardised values 0.8, 0.8,
  // 0.8, −0.8: Σ² = 2.56, so var(r) = (2.56 − 4 × 0.16) ÷ (4 × 3) = 0.16 and λ = 0.16 ÷ 0.16 = 1.
  expect(
    shrunkCovariance([
      [1, 2, -1, -2],
      [2, 1, -2, 1],
    ]).shrinkage,
  ).toBeCloseTo(1, 12)
  // y = (1, 2, −2, −1): Σxy = 9, r = 0.9, products 0.4, 1.6, 0.8, 0.8: Σ² = 4, var(r) = (4 − 3.24) ÷ 12, λ = 0.063333 ÷
  // 0.81.
  const { shrinkage, covariance } = shrunkCovariance([
    [1, 2, -1, -2],
    [1, 2, -2, -1],
  ])
  expect(shrinkage).toBeCloseTo(0.76 / 12 / 0.81, 12)
  expect(covariance[0]![0]).toBe(2.5)
  expect(covariance[0]![1]).toBeCloseTo((9 / 4) * (1 - 0.76 / 12 / 0.81), 12)
})

test('parts sum to the total to the cent, never negative, over random cases; same input, same output', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const random = seededRandom(seed)
    const m = 1 + Math.floor(random() * 8)
    const steps = 3
    const input = {
      total: Array.from({ length: steps }, () => 1000 * normal(random)),
      parts: Array.from({ length: m }, () => Array.from({ length: steps }, () => 300 * normal(random))),
      errors: {
        total: Array.from({ length: 6 }, () => 50 * normal(random)),
        parts: Array.from({ length: m }, () => Array.from({ length: 6 }, () => 20 * normal(random))),
      },
    }
    for (const hold of [false, true]) {
      const result = reconcile(input, { hold })
      expect(gaps(result)).toEqual([0, 0, 0])
      expect(Math.min(...result.total, ...result.parts.flat())).toBeGreaterThanOrEqual(0)
      expect(reconcile(input, { hold })).toEqual(result)
    }
  }
})

test('a held total stays as it is, to the cent', () => {
  const { input } = hierarchy(1)
  const result = reconcile({ ...input, total: [1234.567] }, { hold: true })
  expect(result).toMatchObject({ total: [1234.57], held: true })
  expect(gaps(result)).toEqual([0])
})

test('the total is held when moving it would have hurt it', () => {
  // The total's forecast is nearly right; the parts share an error that shows only in every fourth month, so past
  // months say "trust the parts".
  const noise = [1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1]
  const errors = {
    total: noise.map(v => 0.9 * v),
    parts: [noise.map((v, t) => (t === 7 ? 40 : 0.1 * v)), noise.map((v, t) => (t === 7 ? 40 : -0.1 * v))],
  }
  expect(reconcile({ total: [100], parts: [[60], [60]], errors })).toEqual({
    total: [100],
    parts: [[50], [50]],
    held: true,
    shrinkage: expect.any(Number),
  })
})

test('over many hierarchies the total gains, the parts too', () => {
  const sums = { base: 0, reconciled: 0, baseParts: 0, parts: 0 }
  for (let seed = 1; seed <= 300; seed++) {
    const { input, next } = hierarchy(seed)
    const result = reconcile(input)
    sums.base += Math.abs(next.whole - next.total)
    sums.reconciled += Math.abs(next.whole - result.total[0]!)
    next.parts.forEach((v, i) => {
      sums.baseParts += Math.abs(v - next.forecasts[i]!)
      sums.parts += Math.abs(v - result.parts[i]![0]!)
    })
  }
  expect(sums.reconciled).toBeLessThan(1.01 * sums.base)
  expect(sums.parts).toBeLessThan(sums.baseParts)
})

describe('degenerate input', () => {
  const errors = {
    total: [1, -1, 2, 0],
    parts: [
      [1, 0, 1, 0],
      [0, -1, 1, 0],
    ],
  }

  test('errors that are all 0 share the gap equally', () => {
    const none = {
      total: [0, 0, 0, 0],
      parts: [
        [0, 0, 0, 0],
        [0, 0, 0, 0],
      ],
    }
    expect(reconcile({ total: [90], parts: [[30], [30]], errors: none })).toMatchObject({
      total: [80],
      parts: [[40], [40]],
    })
  })

  test('a total of 0 or less gives parts of 0', () => {
    expect(reconcile({ total: [-50], parts: [[-30], [-40]], errors })).toMatchObject({ total: [0], parts: [[0], [0]] })
  })

  test('mistakes are told', () => {
    expect(() => reconcile({ total: [1, 2], parts: [[1]], errors })).toThrow(InvalidData)
    expect(() => reconcile({ total: [NaN], parts: [[1], [1]], errors })).toThrow(InvalidData)
    expect(() => reconcile({ total: [1], parts: [[1]], errors: { total: [1], parts: [[1]] } })).toThrow(NotEnoughData)
  })
})

test('the last cents go to the largest remainders', () => {
  expect(shared([33.3333, 33.3333, 33.3334], 100, 2)).toEqual([33.33, 33.33, 33.34])
  expect(shared([0.005, 0.005], 0.01, 2)).toEqual([0.01, 0])
})
