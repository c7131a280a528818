import { expect, test } from 'vitest'
import { normal, seededRandom } from '../math/random.ts'
import { bayesianSeason, steinFigure } from './shrinkage.ts'

const season = [0.3, -0.2, 0.1, -0.4, 0.5, 0, -0.3, 0.2, -0.1, 0.4, -0.5, 0]
const series = (n: number, strength: number, noise: number, seed: number): number[] => {
  const random = seededRandom(seed)
  return Array.from({ length: n }, (_, t) => 5 + 0.01 * t + strength * season[t % 12]! + noise * normal(random))
}
const size = (figure: Float64Array): number => Math.sqrt(figure.reduce((sum, f) => sum + f * f, 0) / 12)
const away = (figure: Float64Array): number => size(figure.map((f, k) => f - season[k]!))

test.each([
  ['steinFigure', steinFigure, 60],
  ['bayesianSeason', (z: number[], m: number) => bayesianSeason(z, m).figure, 22],
] as const)('%s finds a clear season and sums to nothing', (_, figure, n) => {
  const found = figure(series(n, 1, 0.01, 1), 12)
  expect(away(found)).toBeLessThan(0.02)
  expect(found.reduce((sum, f) => sum + f, 0)).toBeCloseTo(0, 10)
})

test.each([
  ['steinFigure', steinFigure, 60],
  ['bayesianSeason', (z: number[], m: number) => bayesianSeason(z, m).figure, 22],
] as const)('%s believes little of pure noise', (_, figure, n) => {
  const found = Array.from({ length: 40 }, (_, seed) => size(figure(series(n, 0, 0.2, seed), 12)))
  expect(found.reduce((sum, s) => sum + s, 0) / found.length).toBeLessThan(0.04)
})

test('the weaker the season against the noise, the smaller the share that is kept', () => {
  const shares = [0.02, 0.2, 0.5].map(noise => {
    const kept = Array.from({ length: 30 }, (_, seed) =>
      steinFigure(series(48, 1, noise, seed), 12).reduce((sum, f, k) => sum + f * season[k]!, 0),
    )
    return kept.reduce((sum, k) => sum + k, 0) / kept.length / season.reduce((sum, s) => sum + s * s, 0)
  })
  expect(shares[0]).toBeGreaterThan(0.98)
  expect(shares[1]).toBeLessThan(shares[0]!)
  expect(shares[2]).toBeLessThan(shares[1]!)
  expect(shares[2]).toBeGreaterThan(0.3)
})

test('recent seasons count more: half the season for three years, then all of it, reads as more than three quarters', () => {
  const grown = Array.from({ length: 72 }, (_, t) => (t < 36 ? 0.5 : 1) * season[t % 12]!)
  const share =
    steinFigure(grown, 12).reduce((sum, f, k) => sum + f * season[k]!, 0) / season.reduce((sum, s) => sum + s * s, 0)
  expect(share).toBeGreaterThan(0.8)
})

test('nothing to tell noise by: no season', () => {
  expect(size(steinFigure(series(24, 1, 0, 1), 12))).toBe(0)
  expect(
    size(
      bayesianSeason(
        Array.from({ length: 15 }, () => 3),
        12,
      ).figure,
    ),
  ).toBeLessThan(1e-12)
})

test('strong says how far the data speak for a season: much of a clear one, little of noise', () => {
  const strong = (strength: number, noise: number) =>
    Array.from({ length: 20 }, (_, seed) => bayesianSeason(series(18, strength, noise, seed), 12).strong).reduce(
      (a, b) => a + b,
    ) / 20
  expect(strong(1, 0.02)).toBeGreaterThan(0.9)
  expect(strong(0, 0.2)).toBeLessThan(0.4)
})
