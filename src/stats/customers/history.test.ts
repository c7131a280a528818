import { expect, it } from 'vitest'
import { InvalidData } from '../errors.ts'
import { purchasesUntil, purchaseSummary } from './history.ts'

const history = { days: [3, 3, 10, 40], amounts: [5, 7, 1, 9] }

it('merges orders of a day and stops at the day asked for', () => {
  expect(purchasesUntil(history, 39)).toEqual({ days: [3, 10], amounts: [12, 1] })
  expect(purchasesUntil(history, 40)).toEqual({ days: [3, 10, 40], amounts: [12, 1, 9] })
})

it('counts repeats, recency and age from the first purchase', () => {
  expect(purchaseSummary(history, 50)).toEqual({ x: 2, tx: 37, T: 47 })
  expect(purchaseSummary(history, 3)).toEqual({ x: 0, tx: 0, T: 0 })
  expect(purchaseSummary(history, 2)).toBeNull()
  expect(purchaseSummary({ days: [], amounts: [] }, 2)).toBeNull()
})

it('refuses NaN, unsorted days and unequal lengths', () => {
  expect(() => purchasesUntil({ days: [1, NaN], amounts: [1, 1] }, 9)).toThrow(InvalidData)
  expect(() => purchasesUntil({ days: [1, 2], amounts: [1, Infinity] }, 9)).toThrow(InvalidData)
  expect(() => purchasesUntil({ days: [2, 1], amounts: [1, 1] }, 9)).toThrow(InvalidData)
  expect(() => purchasesUntil({ days: [1], amounts: [] }, 9)).toThrow(InvalidData)
})
