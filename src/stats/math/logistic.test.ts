import { expect, it } from 'vitest'
import { reference } from '../../../tests/reference/customers/cdnow.ts'
import { InvalidData, NotEnoughData } from '../errors.ts'
import { fitLogistic } from './logistic.ts'
import { sigmoid } from './special.ts'

const { outcome, plain, penalised } = reference.logistic
// The same rows as make-reference.R.
const rows = Array.from({ length: 60 }, (_, i) => [((i * 7) % 13) / 6 - 1, Math.cos(i), i % 4 === 0 ? 1 : 0])

it('agrees with R’s glm without a penalty', () => {
  const { intercept, coefficients } = fitLogistic(rows, outcome, { penalty: 0 })
  ;[intercept, ...coefficients].forEach((value, j) => expect(value).toBeCloseTo(plain[j]!, 8))
})

it('agrees with R’s optim with one', () => {
  const { intercept, coefficients } = fitLogistic(rows, outcome, { penalty: 3 })
  ;[intercept, ...coefficients].forEach((value, j) => expect(value).toBeCloseTo(penalised[j]!, 6))
})

it('meets the mean of the outcomes, and a weight of 2 is a row twice', () => {
  const { intercept, coefficients } = fitLogistic(rows, outcome, { penalty: 3 })
  const p = rows.map(row => sigmoid(intercept + row.reduce((sum, value, j) => sum + value * coefficients[j]!, 0)))
  expect(p.reduce((a, b) => a + b) / 60).toBeCloseTo(outcome.reduce((a, b) => a + b) / 60, 9)
  const weighted = fitLogistic(rows, outcome, { penalty: 3, weights: rows.map((_, i) => (i < 20 ? 2 : 1)) })
  const twice = fitLogistic([...rows, ...rows.slice(0, 20)], [...outcome, ...outcome.slice(0, 20)], { penalty: 3 })
  expect(weighted.intercept).toBeCloseTo(twice.intercept, 9)
})

it('has a finite answer for separable classes, a constant feature and features that repeat each other', () => {
  const separable = fitLogistic([[-2], [-1], [1], [2]], [0, 0, 1, 1], { penalty: 1 })
  expect(separable.coefficients[0]).toBeGreaterThan(0.3)
  expect(separable.intercept).toBeCloseTo(0, 9)
  const repeated = fitLogistic(
    rows.map(row => [row[0]!, row[0]!, 0]),
    outcome,
    { penalty: 3 },
  )
  expect(repeated.coefficients[0]).toBeCloseTo(repeated.coefficients[1]!, 9)
  expect(repeated.coefficients[2]).toBe(0)
})

it('shrinks to nothing but the intercept as the penalty grows', () => {
  const { intercept, coefficients } = fitLogistic(rows, outcome, { penalty: 1e9 })
  expect(Math.max(...coefficients.map(Math.abs))).toBeLessThan(1e-6)
  expect(sigmoid(intercept)).toBeCloseTo(outcome.reduce((a, b) => a + b) / 60, 6)
})

it('refuses what it cannot fit', () => {
  expect(() => fitLogistic([], [], { penalty: 1 })).toThrow(NotEnoughData)
  expect(() => fitLogistic([[1], [NaN]], [0, 1], { penalty: 1 })).toThrow(InvalidData)
  expect(() => fitLogistic([[1], [1, 2]], [0, 1], { penalty: 1 })).toThrow(InvalidData)
  expect(() => fitLogistic([[1]], [2], { penalty: 1 })).toThrow(InvalidData)
  expect(() => fitLogistic([[1]], [1, 0], { penalty: 1 })).toThrow(InvalidData)
  expect(() => fitLogistic([[1]], [1], { penalty: -1 })).toThrow(InvalidData)
})
