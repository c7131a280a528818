import { expect, test } from 'vitest'
import { onLogarithms } from './logarithm.ts'
import { fitNaive } from './naive.ts'

const naive = (z: number[]) => fitNaive(z, { period: 1 })

test('percent errors become factors around the same median', () => {
  const fit = onLogarithms(naive, [100, 200, 100])
  const { mean, lower, upper } = fit.forecast(1, [0.95])
  expect(fit.method).toBe('Naive of logarithms')
  expect(mean[0]).toBeCloseTo(100, 10)
  expect(lower[0]![0]! * upper[0]![0]!).toBeCloseTo(100 ** 2, 6)
  expect(upper[0]![0]).toBeCloseTo(100 * 2 ** 1.959963985, 5)
  expect(fit.residuals[2]).toBeCloseTo(-100, 10)
})

test.each([0, -1, 0.01])('a series that falls to %f from 2 is fitted as it is', low => {
  const fit = onLogarithms(naive, [low, 2, 4])
  expect(fit.method).toBe('Naive')
  expect(fit.forecast(1, [0.95]).mean).toEqual([4])
})
