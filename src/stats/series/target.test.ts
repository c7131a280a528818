import { expect, test } from 'vitest'
import { InvalidData } from '../errors.ts'
import { normal, seededRandom } from '../math/random.ts'
import { forecastRevenue } from './revenue.ts'
import { probabilityOfReaching } from './target.ts'

const plan = { mean: 100, levels: [0.8, 0.95], lower: [80, 60], upper: [120, 150] }

test('at the mean a half, at each bound the probability it is the bound of', () => {
  expect(probabilityOfReaching(100, plan)).toBe(0.5)
  expect(probabilityOfReaching(80, plan)).toBeCloseTo(0.9, 9)
  expect(probabilityOfReaching(120, plan)).toBeCloseTo(0.1, 9)
  expect(probabilityOfReaching(60, plan)).toBeCloseTo(0.975, 9)
  expect(probabilityOfReaching(150, plan)).toBeCloseTo(0.025, 9)
})

test('between and beyond the bounds it falls as the target rises, and claims no more than 99.9 %', () => {
  const targets = [-500, 0, 50, 70, 90, 100, 110, 130, 160, 900]
  const all = targets.map(target => probabilityOfReaching(target, plan))
  expect(all).toEqual(all.toSorted((a, b) => b - a))
  expect(new Set(all).size).toBeGreaterThan(7)
  expect([all[0], all.at(-1)]).toEqual([0.999, 1 - 0.999])
  // Halfway between the 80 % bound and the mean in amount is halfway in normal score: z = 1.28155 ÷ 2.
  expect(probabilityOfReaching(110, plan)).toBeCloseTo(0.2608, 3)
})

test('what cannot be undershot is certain; so is a forecast without width', () => {
  const open = { mean: 30, levels: [0.8, 0.95], lower: [0, 0], upper: [90, 140], floor: 0 }
  expect(probabilityOfReaching(0, open)).toBe(1)
  expect(probabilityOfReaching(10, open)).toBeLessThan(0.9)
  const fixed = { mean: 5, levels: [0.8], lower: [5], upper: [5] }
  expect([4, 5, 6].map(target => probabilityOfReaching(target, fixed))).toEqual([1, 1, 0])
})

test('a target that is no number, or bounds that are missing, are refused', () => {
  expect(() => probabilityOfReaching(NaN, plan)).toThrow(InvalidData)
  expect(() => probabilityOfReaching(1, { ...plan, upper: [120] })).toThrow(InvalidData)
  expect(() => probabilityOfReaching(1, { mean: 1, levels: [], lower: [], upper: [] })).toThrow(InvalidData)
})

test('of many companies about as many reach their plan as were said to', { timeout: 30_000 }, () => {
  const outcomes = Array.from({ length: 40 }, (_, seed) => {
    const random = seededRandom(seed)
    let level = 0
    const whole = Array.from({ length: 54 }, (_, t) => {
      level += 0.015 * normal(random)
      return 1000 * Math.exp(level + 0.2 * Math.sin((Math.PI * t) / 6) + 0.06 * normal(random))
    })
    const { cumulative } = forecastRevenue(whole.slice(0, 42), { h: 12 })
    const at = <T>(rows: readonly (readonly T[])[]) => rows.map(row => row[11]!)
    const sum = {
      mean: cumulative.mean[11]!,
      levels: cumulative.levels,
      lower: at(cumulative.lower),
      upper: at(cumulative.upper),
    }
    const target = sum.mean * (0.93 + 0.14 * random())
    const reached = whole.slice(42).reduce((total, v) => total + v, 0) >= target
    return { said: probabilityOfReaching(target, sum), reached: Number(reached) }
  })
  const mean = (pick: (o: (typeof outcomes)[number]) => number, of = outcomes) =>
    of.reduce((s, o) => s + pick(o), 0) / of.length
  expect(Math.abs(mean(o => o.said) - mean(o => o.reached))).toBeLessThan(0.15)
  const likely = outcomes.filter(o => o.said > 0.6)
  const unlikely = outcomes.filter(o => o.said < 0.4)
  expect(mean(o => o.reached, likely)).toBeGreaterThan(0.6)
  expect(mean(o => o.reached, unlikely)).toBeLessThan(0.4)
})
