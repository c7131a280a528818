import { expect, it } from 'vitest'
import { InvalidData } from '../errors.ts'
import { rfm } from './rfm.ts'

it('scores five even customers 1 to 5 and names them', () => {
  const five = [1, 2, 3, 4, 5].map(k => ({ daysSince: 10 * (6 - k), purchases: k, total: 100 * k }))
  expect(rfm(five)).toEqual([
    { recency: 1, frequency: 1, monetary: 1, group: 'lost' },
    { recency: 2, frequency: 2, monetary: 2, group: 'at risk' },
    { recency: 3, frequency: 3, monetary: 3, group: 'need attention' },
    { recency: 4, frequency: 4, monetary: 4, group: 'loyal' },
    { recency: 5, frequency: 5, monetary: 5, group: 'champions' },
  ])
})

it('names every corner of the table', () => {
  const at = (recency: number, value: number) => ({ daysSince: 10 * (6 - recency), purchases: value, total: value })
  const grid = [1, 2, 3, 4, 5].flatMap(recency => [1, 2, 3, 4, 5].map(value => at(recency, value)))
  const groups = rfm(grid).map(({ group }) => group)
  expect([1, 2, 3, 4, 5].map(recency => groups.slice(5 * recency - 5, 5 * recency))).toEqual([
    ['lost', 'hibernating', 'hibernating', 'at risk', 'cannot lose'],
    ['hibernating', 'at risk', 'at risk', 'at risk', 'cannot lose'],
    ['about to sleep', 'need attention', 'need attention', 'loyal', 'loyal'],
    ['promising', 'potential loyal', 'potential loyal', 'loyal', 'champions'],
    ['new', 'potential loyal', 'potential loyal', 'loyal', 'champions'],
  ])
})

it('gives equal customers equal scores, in any order', () => {
  const equal = rfm(Array.from({ length: 7 }, () => ({ daysSince: 3, purchases: 1, total: 10 })))
  expect(new Set(equal.map(score => JSON.stringify(score)))).toEqual(
    new Set(['{"recency":3,"frequency":3,"monetary":3,"group":"need attention"}']),
  )
  const mixed = [
    { daysSince: 1, purchases: 1, total: 5 },
    { daysSince: 9, purchases: 1, total: 80 },
    { daysSince: 4, purchases: 6, total: 80 },
  ]
  expect(rfm(mixed.toReversed())).toEqual(rfm(mixed).toReversed())
})

it('takes nobody, and refuses NaN', () => {
  expect(rfm([])).toEqual([])
  expect(() => rfm([{ daysSince: NaN, purchases: 1, total: 1 }])).toThrow(InvalidData)
})
