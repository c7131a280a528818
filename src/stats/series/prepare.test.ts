import { expect, test } from 'vitest'
import { InvalidData } from '../errors.ts'
import { normal, seededRandom } from '../math/random.ts'
import { prepare } from './prepare.ts'

const noisy = (n: number, level = 100): number[] => {
  const random = seededRandom(7)
  return Array.from(
    { length: n },
    (_, t) => level * (1 + 0.2 * Math.sin((2 * Math.PI * t) / 12) + 0.03 * normal(random)),
  )
}

test('leading zeros are cut, zeros inside stay', () => {
  expect(prepare([0, 0, 5, 0, 6, 7], 12)).toEqual({ y: [5, 0, 6, 7], cut: 2, outliers: [] })
  expect(prepare([0, 0, 0], 12)).toEqual({ y: [0, 0, 0], cut: 0, outliers: [] })
})

test.each([NaN, Infinity, -Infinity])('%f is named with its place', wrong => {
  expect(() => prepare([1, 2, wrong, 4], 12)).toThrow(
    new InvalidData(`expected finite numbers, observation 3 of 4 is ${wrong}`),
  )
})

test.each([
  ['spike', 4],
  ['hole', 0.1],
])('a lone %s is clipped towards the usual, nothing else is, and it is listed where it was', (_, factor) => {
  const clean = noisy(60),
    y = [0, 0, ...clean.map((value, t) => (t === 30 ? factor * value : value))]
  const { y: clipped, cut, outliers } = prepare(y, 12)
  expect({ cut, outliers }).toEqual({ cut: 2, outliers: [32] })
  expect(clipped.filter((_, t) => t !== 30)).toEqual(clean.filter((_, t) => t !== 30))
  expect(Math.abs(clipped[30]! - clean[30]!)).toBeLessThan(0.35 * clean[30]!)
})

test('a level shift is not an outlier, however recent', () => {
  for (const last of [1, 2, 3, 4, 12]) {
    const y = noisy(60).map((value, t) => (t >= 60 - last ? 3 * value : value))
    expect(prepare(y, 12)).toEqual({ y, cut: 0, outliers: [] })
  }
})

test('the peak of every December is a season, not an outlier, from the second one on', () => {
  for (const n of [20, 30, 60]) {
    const y = noisy(n).map((value, t) => (t % 12 === 5 ? 3 * value : value))
    expect(prepare(y, 12).outliers).toEqual([])
  }
})

test('mostly zeros: the few sales are not outliers', () => {
  const y = Array.from({ length: 40 }, (_, t) => (t % 9 === 0 ? 50 : 0))
  expect(prepare(y, 12)).toEqual({ y, cut: 0, outliers: [] })
})
