import { expect, test } from 'vitest'
import { NotEnoughData } from '../errors.ts'
import { fitMean, fitNaive, fitSeasonalNaive } from './naive.ts'

test('naive repeats the last value; its interval widens with the square root of the step', () => {
  const fit = fitNaive([1, 3, 2, 6], { period: 1 })
  expect(fit.residuals).toEqual([NaN, 2, -1, 4])
  const { mean, upper } = fit.forecast(4, [0.95])
  expect(mean).toEqual([6, 6, 6, 6])
  expect((upper[0]![3]! - 6) / (upper[0]![0]! - 6)).toBeCloseTo(2, 12)
})

test('seasonal naive repeats the last season and widens once a season', () => {
  const { mean, upper } = fitSeasonalNaive([1, 2, 3, 2, 4, 7], { period: 3 }).forecast(5, [0.8])
  expect(mean).toEqual([2, 4, 7, 2, 4])
  const width = upper[0]!.map((u, k) => u - mean[k]!)
  expect(width[2]).toBeCloseTo(width[0]!, 12)
  expect(width[3]! / width[0]!).toBeCloseTo(Math.SQRT2, 12)
  expect(() => fitSeasonalNaive([1, 2], { period: 3 })).toThrow(NotEnoughData)
})

test('the mean of three observations has the wide interval of two degrees of freedom', () => {
  const { mean, levels, lower, upper } = fitMean([10, 12, 14], { period: 12 }).forecast(2)
  expect({ mean, levels }).toEqual({ mean: [12, 12], levels: [0.8, 0.95] })
  // t(0.975; 2) = 4.3027, s = 2, √(1 + 1/3)
  expect(upper[1]![0]).toBeCloseTo(12 + 4.302653 * 2 * Math.sqrt(4 / 3), 4)
  expect(lower[1]![0]).toBeCloseTo(12 - 4.302653 * 2 * Math.sqrt(4 / 3), 4)
  expect(() => fitMean([1], { period: 1 })).toThrow(NotEnoughData)
})
