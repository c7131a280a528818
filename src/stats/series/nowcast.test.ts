import { expect, test } from 'vitest'
import { InvalidData } from '../errors.ts'
import { normal, seededRandom } from '../math/random.ts'
import { nowcast } from './nowcast.ts'

const even = [1, 1, 1, 1, 1, 1, 1]
const month = { mean: 3000, lower: [2400, 2000], upper: [3600, 4000] }

test('before the first day it is the model, after the last it is what was sold', () => {
  expect(nowcast({ days: [], first: 2, length: 30, profile: even, month })).toEqual({
    ...month,
    actual: 0,
    elapsed: 0,
    weight: 0,
  })
  const days = Array.from({ length: 30 }, () => 90)
  const over = { mean: 2700, lower: [2700, 2700], upper: [2700, 2700], actual: 2700, elapsed: 1, weight: 1 }
  expect(nowcast({ days, first: 2, length: 30, profile: even, month })).toEqual(over)
})

test('a third of the month gone at a higher pace, worked by hand', () => {
  // 10 of 30 days at 130: pace 3900. Rest = 2/3 × (1/3 × 3900 + 2/3 × 3000) = 2200; the bounds' distance shrinks by
  // √(2/3).
  const result = nowcast({ days: Array.from({ length: 10 }, () => 130), first: 0, length: 30, profile: even, month })
  expect(result).toMatchObject({ actual: 1300 })
  expect(result.mean).toBeCloseTo(3500, 9)
  expect(result.weight).toBeCloseTo(1 / 3, 12)
  expect(result.lower[0]).toBeCloseTo(3500 - 600 * Math.sqrt(2 / 3), 9)
  expect(result.upper[1]).toBeCloseTo(3500 + 1000 * Math.sqrt(2 / 3), 9)
})

test('the weekday profile says how much of the month is gone: five working days of a week are all of it', () => {
  // 28 days from a Monday (1); Saturday and Sunday are closed. After one working week, a quarter is gone.
  const result = nowcast({
    days: [100, 100, 100, 100, 100],
    first: 1,
    length: 28,
    profile: [0, 100, 100, 100, 100, 100, 0],
    month: { mean: 2000 },
  })
  expect(result).toEqual({ mean: 2000, lower: [], upper: [], actual: 500, elapsed: 0.25, weight: 0.25 })
})

test('with known errors the pace weighs by precision: steady days against a poor model count at once', () => {
  // Days of 90 and 110 around 100: scatter c = √(8 × 0.1² ÷ 7); d ÷ (d + c² ÷ m²) with d = 8.
  const days = [90, 110, 90, 110, 90, 110, 90, 110]
  const { weight } = nowcast({ days, first: 0, length: 30, profile: even, month, error: 0.2 })
  expect(weight).toBeCloseTo(8 / (8 + 0.08 / 7 / 0.04), 12)
})

test('never below what is sold already', () => {
  const { lower } = nowcast({
    days: Array.from({ length: 25 }, () => 100),
    first: 0,
    length: 30,
    profile: even,
    month: { mean: 3000, lower: [0], upper: [9000] },
  })
  expect(lower).toEqual([2500])
})

test('halfway through a month that departs from the model, it is nearer than the model', () => {
  const random = seededRandom(5)
  const profile = [60, 110, 110, 110, 110, 130, 70]
  let ours = 0
  let model = 0
  for (let i = 0; i < 200; i++) {
    const level = 100 * Math.exp(0.15 * normal(random))
    const days = Array.from(
      { length: 30 },
      (_, t) => level * (profile[(t + 3) % 7]! / 100) * Math.exp(0.3 * normal(random)),
    )
    const whole = days.reduce((a, b) => a + b, 0)
    ours += Math.abs(
      nowcast({ days: days.slice(0, 15), first: 3, length: 30, profile, month: { mean: 3000 }, error: 0.15 }).mean -
        whole,
    )
    model += Math.abs(3000 - whole)
  }
  expect(ours).toBeLessThan(0.5 * model)
})

test.each([
  [0.06, 0.2],
  [0.06, 0.6],
  [0.15, 0.3],
])('its band holds what it promises: level ± %f, days ± %f', (spread, scatter) => {
  const random = seededRandom(6)
  const profile = [40, 100, 110, 110, 110, 120, 90]
  for (const gone of [10, 15, 20, 25]) {
    let inside = 0
    for (let i = 0; i < 500; i++) {
      const first = Math.floor(random() * 7)
      const shape = Array.from({ length: 30 }, (_, t) => profile[(first + t) % 7]!)
      const level = Math.exp(spread * normal(random))
      const days = shape.map(s => level * s * Math.max(0, 1 + scatter * normal(random)))
      const [total, squares] = [shape.reduce((a, b) => a + b), shape.reduce((a, b) => a + b * b, 0)]
      const error = Math.sqrt(spread ** 2 + (scatter ** 2 * squares) / total ** 2)
      const half = 1.2816 * error * total
      const model = { mean: total, lower: [total - half], upper: [total + half] }
      const { lower, upper } = nowcast({ days: days.slice(0, gone), first, length: 30, profile, month: model, error })
      const whole = days.reduce((a, b) => a + b)
      inside += Number(whole >= lower[0]! && whole <= upper[0]!)
    }
    expect(inside / 500).toBeGreaterThan(0.74)
    expect(inside / 500).toBeLessThan(0.9)
  }
})

test('an impossible month is told', () => {
  expect(() => nowcast({ days: [1, 2, 3], first: 0, length: 2, profile: even, month })).toThrow(
    new InvalidData('expected at most 2 days, got 3'),
  )
  expect(() => nowcast({ days: [], first: 0, length: 30, profile: [1, 1], month })).toThrow(InvalidData)
  expect(() => nowcast({ days: [], first: 0, length: 30, profile: even.map(() => 0), month })).toThrow(InvalidData)
})
