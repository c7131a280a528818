import { expect, test } from 'vitest'
import type { People } from './people.ts'
import { remainderNotes } from './remainder.ts'

/** Customers by what they ordered and brought in a range, in pips. */
const people = (...of: [orders: number, pips: number][]) =>
  ({
    orders: Uint32Array.from(of, ([orders]) => orders),
    pips: Float64Array.from(of, ([, pips]) => pips),
  }) as People

const some = people([1, 600_000], [2, 405_000], [0, -30_000], [0, 0])

test.each([
  // 100.5, −3 and 10.5 are 108: rounded one by one they would be 109
  ['JPY', 0, 108, '¥108 is ¥101 of active customers and −¥3', '¥10'],
  ['USD', 2, 108, '$108.00 is $100.50 of active customers and −$3.00', '$10.50'],
  ['KWD', 3, 108, 'KWD 108.000 is KWD 100.500 of active customers and −KWD 3.000', 'KWD 10.500'],
])('in %s the parts are in its own digits, and sum to the revenue', (currency, digits, revenue, before, nobody) => {
  const [note] = remainderNotes(some, { revenue, pips: 1_080_000 }, { currency, digits })
  const rest = 'of 1 customer without an order in it (refunds) and'
  expect(note?.replaceAll('\u00A0', ' ')).toBe(
    `The range’s revenue of ${before} ${rest} ${nobody} of orders without a customer.`,
  )
})

test('nothing is said where all revenue is of active customers', () => {
  const usd = { currency: 'USD', digits: 2 }
  expect(remainderNotes(people([1, 10_000], [0, 0]), { revenue: 1, pips: 10_000 }, usd)).toEqual([])
  expect(remainderNotes(people([1, 10_000]), { revenue: 1.5, pips: 15_000 }, usd)).toEqual([
    'The range’s revenue of $1.50 is $1.00 of active customers and $0.50 of orders without a customer.',
  ])
})
