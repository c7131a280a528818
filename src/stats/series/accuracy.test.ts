import { expect, test } from 'vitest'
import { accuracy, bias, coverage, mae, mase, maseScale, owa, rmse, skill, smape, wape } from './accuracy.ts'

// Worked by hand: errors y − f are 10, −20, 30, 0.
const actual = [100, 200, 300, 400]
const forecast = [90, 220, 270, 400]

test('each measure on a small case worked by hand', () => {
  expect(mae(actual, forecast)).toBe(15)
  expect(rmse(actual, forecast)).toBeCloseTo(Math.sqrt(1400 / 4), 12)
  expect(wape(actual, forecast)).toBe(60 / 1000)
  expect(accuracy(actual, forecast)).toBe(0.94)
  expect(bias(actual, forecast)).toBe(-20 / 1000)
  expect(smape(actual, forecast)).toBeCloseTo((200 * (10 / 190 + 20 / 420 + 30 / 570)) / 4, 12)
  expect(skill(actual, forecast, [100, 100, 200, 300])).toBeCloseTo(1 - 15 / 75, 12)
  expect(coverage(actual, [90, 201, 300, 0], [110, 220, 300, 399])).toEqual({ share: 0.5, n: 4 })
  expect(owa({ smape: 13, mase: 0.8 }, { smape: 16.25, mase: 1 })).toBeCloseTo(0.8, 12)
})

test('MASE scales by the seasonal naive error of the training data, by the naive one when it has no whole season to compare', () => {
  const train = [10, 20, 14, 26]
  expect(maseScale(train, 2)).toBe(5)
  expect(maseScale(train, 4)).toBe((10 + 6 + 12) / 3)
  expect(mase(actual, forecast, train, 2)).toBe(3)
})

test('bias is positive when forecasts are too high, negative when too low', () => {
  expect(bias([10, 10], [12, 13])).toBe(0.25)
  expect(bias([10, 10], [8, 7])).toBe(-0.25)
})

test('an exact forecast of a constant series is inside a band without width, whatever the last digits say', () => {
  const constant = [0.1 + 0.2, 0.3, 3e8 / 1e9]
  const band = [0.3, 0.1 + 0.2, 0.1 * 3]
  for (const unit of [1, 1e-6, 1e9]) {
    const [y, bound] = [constant, band].map(values => values.map(value => value * unit)) as [number[], number[]]
    expect(coverage(y, bound, bound)).toEqual({ share: 1, n: 3 })
    // what is off by a millionth is off
    expect(coverage([0.3 * unit], [0.3 * unit * (1 + 1e-6)], [unit]).share).toBe(0)
    expect(coverage([0.3 * unit], [0], [0.3 * unit * (1 - 1e-6)]).share).toBe(0)
  }
  expect(coverage([0, 1e-300], [0, 0], [0, 0])).toEqual({ share: 0.5, n: 2 })
})

test('accuracy never falls below 0', () => {
  expect(wape([10], [40])).toBe(3)
  expect(accuracy([10], [40])).toBe(0)
})

test('what cannot be known is null', () => {
  expect(wape([0, 0], [1, 2])).toBeNull()
  expect(accuracy([0, 0], [1, 2])).toBeNull()
  expect(bias([], [])).toBeNull()
  expect(smape([], [])).toBeNull()
  expect(mase([5], [6], [4, 4, 4], 1)).toBeNull()
  expect(skill([5, 6], [5, 7], [5, 6])).toBeNull()
  expect(coverage([], [], [])).toEqual({ share: null, n: 0 })
})

test('sMAPE counts a step where both are zero as no error, and a forecast of zero for something as 200', () => {
  expect(smape([0, 5], [0, 0])).toBe(100)
})
