import { expect, test } from 'vitest'
import { mean, median, sum } from './average.ts'

test('sum, mean and median, in any order, of odd and even counts', () => {
  const values = [5, 1, 10, 2]
  expect([sum(values), mean(values), median(values), median([5, 1, 10])]).toEqual([18, 4.5, 3.5, 5])
  expect(values).toEqual([5, 1, 10, 2])
})

test('of nothing', () => {
  expect([sum([]), mean([]), median([])]).toEqual([0, NaN, NaN])
})
