import { expect, test } from 'vitest'
import { seededRandom } from '#stats/math/random.ts'
import { agreeing, digitsOf, moneyIn, partsIn, toPips } from './money.ts'

test('four decimals are kept, the fifth rounds half away from zero, without binary error', () => {
  expect(
    [16.448, 0.0001, 1.00005, -1.00005, 6 * 2.55, 0.285 * 100, 1e9 + 0.125, 999_999_999_999.99].map(toPips),
  ).toEqual([164_480, 1, 10_001, -10_001, 153_000, 285_000, 10_000_000_001_250, 9_999_999_999_999_900])
})

test('a currency has its own decimals, and money is rounded to them, half away from zero', () => {
  expect(['USD', 'JPY', 'KWD', 'CLF', 'US$'].map(digitsOf)).toEqual([2, 0, 3, 4, 2])
  expect([2, 0, 3, 4].map(digits => moneyIn(22_972_008_603, digits))).toEqual([
    2_297_200.86, 2_297_201, 2_297_200.86, 2_297_200.8603,
  ])
  expect([50, -50, 49, -49].map(pips => moneyIn(pips, 2))).toEqual([0.01, -0.01, 0, 0])
  expect([5_000, -5_000, 4_999].map(pips => moneyIn(pips, 0))).toEqual([1, -1, 0])
  expect([5, -5, 4].map(pips => moneyIn(pips, 3))).toEqual([0.001, -0.001, 0])
})

test('parts are cut so that they sum to their whole', () => {
  expect(partsIn([50, 50], 2)).toEqual([0.01, 0])
  expect(partsIn([33_333, 33_333, 33_334], 2)).toEqual([3.33, 3.33, 3.34])
  expect(partsIn([-50, -50, 300], 2, 0.02)).toEqual([0, -0.01, 0.03])
  expect(partsIn([], 2)).toEqual([])
  // those that were rounded already give or take a digit, the largest first
  expect(agreeing([0.1, 0.7, 0.2], 1.01, 2)).toEqual([0.1, 0.71, 0.2])
  expect(agreeing([0.1, -0.7, 0.2], -0.42, 2)).toEqual([0.1, -0.71, 0.19])
})

test('whatever the parts, they sum to the whole in the last digit, each within one of what it is', () => {
  const random = seededRandom(5)
  for (let round = 0; round < 300; round += 1) {
    const digits = [0, 2, 3, 4][round % 4]!
    const parts = Array.from({ length: 1 + Math.floor(random() * 30) }, () => Math.round((random() - 0.3) * 1e9))
    const cut = partsIn(parts, digits)
    const units = (value: number) => Math.round(value * 10 ** digits)
    expect(cut.reduce((sum, part) => sum + units(part), 0)).toBe(
      units(
        moneyIn(
          parts.reduce((sum, part) => sum + part, 0),
          digits,
        ),
      ),
    )
    for (const [i, part] of cut.entries())
      expect(Math.abs(units(part) - parts[i]! / 10 ** (4 - digits))).toBeLessThan(1)
  }
})
