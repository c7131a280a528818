import { describe, expect, test } from 'vitest'
import { InvalidData, NotEnoughData } from '../errors.ts'
import { normal, seededRandom } from '../math/random.ts'
import { decompose, weekdayProfile } from './decompose.ts'

const season = [0.8, 0.85, 1, 1, 1.05, 1.1, 0.9, 0.7, 1, 1.1, 1.2, 1.3] // mean 1
const indices = (result: { index: { index: number }[] }) => result.index.map(i => i.index)
const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length

describe('months', () => {
  test('an exact multiplicative series comes apart into what it was made of', () => {
    const trend = Array.from({ length: 36 }, (_, t) => 500 * 1.01 ** t)
    const result = decompose(
      trend.map((v, t) => v * season[t % 12]!),
      { period: 12 },
    )
    indices(result).forEach((v, k) => expect(v).toBeCloseTo(100 * season[k]!, 6))
    result.trend.forEach((v, t) => expect(v).toBeCloseTo(trend[t]!, 6))
    result.remainder.forEach(v => expect(v).toBeCloseTo(1, 9))
    expect(result).toMatchObject({
      significant: true,
      excluded: [],
      test: 'F test of equal months, 11 and 21 degrees of freedom, AR(1) errors',
    })
  })

  test('trend × seasonal × remainder is the series; the index has mean 100 and lies inside its interval', () => {
    const random = seededRandom(4)
    const y = Array.from({ length: 40 }, (_, t) => 1000 * season[t % 12]! * Math.exp(0.1 * normal(random)))
    const result = decompose(y, { period: 12, first: 5 })
    y.forEach((v, t) => expect(result.trend[t]! * result.seasonal[t]! * result.remainder[t]!).toBeCloseTo(v, 6))
    expect(mean(indices(result))).toBeCloseTo(100, 9)
    result.index.forEach(({ index, lower, upper }) => expect([lower < index, index < upper]).toEqual([true, true]))
    expect(result.index[5]!.index / 100).toBeCloseTo(result.seasonal[0]!, 12)
  })

  test('in another unit the same', () => {
    const random = seededRandom(5)
    const y = Array.from({ length: 30 }, (_, t) => season[t % 12]! * Math.exp(0.1 * normal(random)))
    const [ours, theirs] = [
      decompose(y, { period: 12 }),
      decompose(
        y.map(v => 1e6 * v),
        { period: 12 },
      ),
    ]
    indices(theirs).forEach((v, k) => expect(v).toBeCloseTo(indices(ours)[k]!, 6))
    expect(theirs.p).toBeCloseTo(ours.p, 6)
  })

  test.each([
    ['independent months', 0],
    ['a wandering level', 0.97],
  ])('without a season the test rejects about 5 %% of the time: %s', (_, memory) => {
    const random = seededRandom(11)
    let found = 0
    for (let i = 0; i < 200; i++) {
      let level = 0
      const y = Array.from({ length: 36 }, () => 100 * Math.exp((level = memory * level + 0.08 * normal(random))))
      found += Number(decompose(y, { period: 12 }).significant)
    }
    expect(found / 200).toBeGreaterThan(0.01)
    expect(found / 200).toBeLessThan(0.12)
  })

  test('intervals hold the true index about 95 % of the time, and the season is found', () => {
    const random = seededRandom(12)
    let inside = 0
    let found = 0
    for (let i = 0; i < 100; i++) {
      const result = decompose(
        Array.from({ length: 36 }, (_, t) => 1000 * season[t % 12]! * Math.exp(0.08 * normal(random))),
        { period: 12 },
      )
      inside += result.index.filter(
        ({ lower, upper }, k) => lower <= 100 * season[k]! && 100 * season[k]! <= upper,
      ).length
      found += Number(result.significant)
    }
    expect(inside / 1200).toBeGreaterThan(0.92)
    expect(inside / 1200).toBeLessThan(0.98)
    expect(found).toBeGreaterThan(95)
  })

  test('a lone outlier and a month without sales leave the fit; a month that never sells has index 0', () => {
    const random = seededRandom(6)
    const y = Array.from({ length: 48 }, (_, t) => 1000 * season[t % 12]! * Math.exp(0.03 * normal(random)))
    const result = decompose(
      y.map((v, t) => (t === 20 ? 9 * v : t === 31 ? 0 : v)),
      { period: 12 },
    )
    expect(result.excluded).toEqual([20, 31])
    const closed = decompose(
      y.map((v, t) => (t % 12 === 7 ? 0 : v)),
      { period: 12 },
    )
    expect(closed.index[7]).toEqual({ position: 7, index: 0, lower: 0, upper: 0 })
    expect(mean(indices(closed))).toBeCloseTo(100, 9)
  })

  test('a constant has no season', () => {
    const result = decompose(
      Array.from({ length: 24 }, () => 5),
      { period: 12 },
    )
    expect(result).toMatchObject({ significant: false, p: 1 })
    indices(result).forEach(v => expect(v).toBeCloseTo(100, 6))
  })

  test('too little or impossible input is told', () => {
    expect(() =>
      decompose(
        Array.from({ length: 23 }, () => 5),
        { period: 12 },
      ),
    ).toThrow(new NotEnoughData(24, 23))
    expect(() =>
      decompose(
        Array.from({ length: 30 }, () => 0),
        { period: 12 },
      ),
    ).toThrow(new NotEnoughData(24, 0))
    expect(() => decompose([1, NaN], { period: 12 })).toThrow(InvalidData)
  })
})

describe('weekdays', () => {
  const shape = [0, 120, 110, 100, 130, 190, 50] // mean 100; day 0 is closed

  test('the profile is found whatever day the data start, the closed day is 0', () => {
    const random = seededRandom(8)
    const days = Array.from({ length: 103 }, (_, t) => shape[(t + 4) % 7]! * Math.exp(0.1 * normal(random)))
    const result = weekdayProfile(days, { first: 4 })
    expect(mean(indices(result))).toBeCloseTo(100, 9)
    result.index.forEach(({ index, lower, upper }, k) => {
      expect(Math.abs(index - shape[k]!)).toBeLessThan(12)
      expect([lower <= index, index <= upper]).toEqual([true, true])
    })
    expect(result.index[0]).toEqual({ position: 0, index: 0, lower: 0, upper: 0 })
    expect(result).toMatchObject({
      significant: true,
      test: 'Friedman test of equal weekdays over 14 weeks (F form of Iman & Davenport)',
    })
  })

  test('growth does not pass for a profile, nor does chance', () => {
    const random = seededRandom(9)
    let found = 0
    for (let i = 0; i < 200; i++)
      found += Number(
        weekdayProfile(Array.from({ length: 84 }, (_, t) => 1.01 ** t * Math.exp(0.4 * normal(random)))).significant,
      )
    expect(found / 200).toBeGreaterThan(0.01)
    expect(found / 200).toBeLessThan(0.11)
  })

  test('equal days are not significant, weeks without sales are left out, too few are told', () => {
    expect(weekdayProfile(Array.from({ length: 70 }, () => 3))).toMatchObject({ significant: false, p: 1 })
    const closed = Array.from({ length: 70 }, (_, t) => (t < 14 ? 0 : shape[t % 7]!))
    expect(weekdayProfile(closed).test).toContain('8 weeks')
    expect(() => weekdayProfile(closed.slice(0, 63))).toThrow(new NotEnoughData(56, 49, 'days of weeks with sales'))
  })
})
