import { expect, test } from 'vitest'
import { averageForms, combine } from './combine.ts'
import type { Fitted } from './model.ts'

const constant = (value: number, method = `constant ${value}`): Fitted => ({
  method,
  fitted: [value, value, value],
  residuals: [0, 0, 0],
  parameters: {},
  forecast: (h, levels = [0.8]) => {
    const row = (v: number) => Array.from({ length: h }, () => v)
    return {
      mean: row(value),
      levels,
      lower: levels.map(() => row(value - 1)),
      upper: levels.map(() => row(value + 1)),
    }
  },
})

test('the equal mean of fitted values, forecasts and bounds', () => {
  const fit = combine([constant(10), constant(20)], [12, 15, 18])
  expect({ ...fit, forecast: fit.forecast(2, [0.8, 0.9]) }).toEqual({
    method: 'constant 10 + constant 20',
    fitted: [15, 15, 15],
    residuals: [-3, 0, 3],
    parameters: {},
    forecast: {
      mean: [15, 15],
      levels: [0.8, 0.9],
      lower: [
        [14, 14],
        [14, 14],
      ],
      upper: [
        [16, 16],
        [16, 16],
      ],
    },
  })
})

test('a member that leaves the history far behind or is not a number is left out, unless all are', () => {
  const y = [10, 20, 10]
  expect(combine([constant(15), constant(90), constant(NaN), constant(-50)], y).forecast(1).mean).toEqual([15])
  expect(combine([constant(1000), constant(3000)], y).forecast(1).mean).toEqual([2000])
})

test('forms count by their Akaike weights; hopeless ones not at all', () => {
  const forms = [
    { ...constant(10, 'a'), aicc: 100 },
    { ...constant(20, 'b'), aicc: 100 + 2 * Math.log(3) },
    { ...constant(NaN, 'c'), aicc: 200 },
  ]
  const fit = averageForms('Mean of forms', forms, [12, 12, 12])
  expect(fit.parameters.a).toBeCloseTo(0.75, 12)
  expect(fit.parameters.b).toBeCloseTo(0.25, 12)
  expect(Object.keys(fit.parameters)).toEqual(['a', 'b'])
  expect(fit.forecast(1).mean[0]).toBeCloseTo(12.5, 12)
  expect(fit.residuals[0]).toBeCloseTo(-0.5, 12)
})
