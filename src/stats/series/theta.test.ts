import { expect, test } from 'vitest'
import { NotEnoughData } from '../errors.ts'
import { fitDotm } from './dotm.ts'
import { normal, seededRandom } from '../math/random.ts'
import { fitTheta } from './theta.ts'

const models = [
  ['theta', fitTheta],
  ['DOTM', fitDotm],
] as const
const factors = Array.from({ length: 12 }, (_, k) => 1 + 0.3 * Math.sin((2 * Math.PI * k) / 12))
const random = seededRandom(3)
const y = Array.from({ length: 84 }, (_, t) => (200 + 2 * t) * factors[t % 12]! * (1 + 0.03 * normal(random)))

test('theta follows half the slope of a straight line', () => {
  const line = Array.from({ length: 30 }, (_, t) => 100 + 4 * t)
  const { parameters, forecast } = fitTheta(line, { period: 1 })
  expect(parameters.drift).toBeCloseTo(2, 10)
  expect(parameters.alpha).toBeGreaterThan(0.99)
  // ℓ(n) + (b/2)(h − 1 + 1/α) with α near 1
  for (const [k, value] of forecast(4).mean.entries()) expect(value).toBeCloseTo(218 + 2 * k, 0)
})

test('DOTM gives the line its whole weight where there is nothing but a line', () => {
  const line = Array.from({ length: 30 }, (_, t) => 100 + 4 * t)
  const { parameters, residuals, forecast } = fitDotm(line, { period: 1 })
  expect(parameters.theta).toBeGreaterThan(1e3)
  expect(Math.max(...residuals.slice(2).map(Math.abs))).toBeLessThan(1e-3)
  for (const [k, value] of forecast(6).mean.entries()) expect(value).toBeCloseTo(100 + 4 * (30 + k), 2)
})

test.each(models)('%s puts the season back', (_, fit) => {
  const { mean } = fit(y, { period: 12 }).forecast(12)
  const truth = factors.map((f, k) => (200 + 2 * (84 + k)) * f)
  const error = mean.reduce((sum, value, k) => sum + Math.abs(value / truth[k]! - 1), 0) / 12
  expect(error).toBeLessThan(0.05)
})

test.each(models)('%s scales with its series, and shifts with one that has no season', (_, fit) => {
  const mean = (series: number[], period: number) => fit(series, { period }).forecast(12).mean
  const plain = mean(y, 12)
  for (const [k, value] of mean(
    y.map(v => v * 1000),
    12,
  ).entries())
    expect(value / 1000 / plain[k]!).toBeCloseTo(1, 3)
  const flat = y.map((v, t) => v / factors[t % 12]!),
    level = mean(flat, 1)
  for (const [k, value] of mean(
    flat.map(v => v + 500),
    1,
  ).entries())
    expect((value - 500) / level[k]!).toBeCloseTo(1, 1)
})

test.each(models)(
  '%s: wider level, wider interval; never narrower with the step on a series without a season',
  (_, fit) => {
    const { mean, lower, upper } = fit(
      y.map((v, t) => v / factors[t % 12]!),
      { period: 1 },
    ).forecast(24, [0.8, 0.95])
    const width = (level: 0 | 1, k: number) => upper[level]![k]! - lower[level]![k]!
    for (const k of mean.keys()) expect(width(1, k)).toBeGreaterThan(width(0, k))
    for (let k = 1; k < mean.length; k += 1) expect(width(0, k)).toBeGreaterThanOrEqual(width(0, k - 1))
  },
)

test.each(models)('%s takes constants, zeros and negatives, and says when there is too little', (_, fit) => {
  const constant = Array.from({ length: 30 }, () => 7)
  for (const value of fit(constant, { period: 12 }).forecast(6).mean) expect(value).toBeCloseTo(7, 6)
  for (const value of fit(
    constant.map(() => 0),
    { period: 12 },
  ).forecast(6).mean)
    expect(value).toBeCloseTo(0, 6)
  for (const value of fit(
    y.map(v => v - 400),
    { period: 12 },
  ).forecast(6).mean)
    expect(Number.isFinite(value)).toBe(true)
  expect(() => fit([1, 2], { period: 12 })).toThrow(NotEnoughData)
})
