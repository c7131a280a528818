import { expect, test } from 'vitest'
import { fitNaive } from './naive.ts'
import { adjusted, isSeasonal, movingAverage, seasonalFigure } from './seasonal.ts'

const factors = [0.8, 1.1, 1.3, 0.8]

test('the moving average of a line is the line, and NaN on both edges', () => {
  expect([...movingAverage([1, 2, 3, 4, 5, 6, 7], 4)]).toEqual([NaN, NaN, 3, 4, 5, NaN, NaN])
  expect([...movingAverage([1, 2, 3, 4, 5], 3)]).toEqual([NaN, 2, 3, 4, NaN])
})

test('a season on a constant level is found exactly, as factors and as terms', () => {
  const y = Array.from({ length: 20 }, (_, t) => 50 * factors[t % 4]!)
  for (const [k, f] of seasonalFigure(y, 4, 'multiplicative').entries()) expect(f).toBeCloseTo(factors[k]!, 12)
  for (const [k, f] of seasonalFigure(y, 4, 'additive').entries()) expect(f).toBeCloseTo(50 * (factors[k]! - 1), 10)
})

test('the test finds the season and nothing in a constant, another period or too little data', () => {
  const y = Array.from({ length: 40 }, (_, t) => 50 * factors[t % 4]!)
  expect(isSeasonal(y, 4)).toBe(true)
  expect(isSeasonal(y.slice(0, 8), 4)).toBe(false)
  expect(
    isSeasonal(
      y.map(() => 7),
      4,
    ),
  ).toBe(false)
  expect(
    isSeasonal(
      Array.from({ length: 41 }, (_, t) => [3, 1, 2, 9, 4][t % 5]!),
      12,
    ),
  ).toBe(false)
})

test('an adjusted model gets the plain series and gives back the seasonal one', () => {
  const y = [80, 110, 130, 80, 160, 220]
  const fit = adjusted(plain => fitNaive(plain, { period: 1 }), y, Float64Array.from(factors), 'multiplicative')
  const { mean, upper, lower } = fit.forecast(3, [0.95])
  for (const [k, value] of [260, 160, 160].entries()) expect(mean[k]).toBeCloseTo(value, 10)
  expect((upper[0]![0]! - lower[0]![0]!) / (1.3 * 2 * 1.959964)).toBeCloseTo(Math.sqrt(100 ** 2 / 5), 3)
  expect(fit.residuals.length).toBe(y.length)
  for (let t = 1; t < y.length; t += 1) expect(fit.residuals[t]).toBeCloseTo(y[t]! - fit.fitted[t]!, 12)
  expect(fit.fitted[4]).toBeCloseTo(80, 10)
})
