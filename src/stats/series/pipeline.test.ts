import { describe, expect, test } from 'vitest'
import { InvalidData, NotEnoughData } from '../errors.ts'
import { normal, seededRandom } from '../math/random.ts'
import { fitPipeline } from './pipeline.ts'

const factors = Array.from({ length: 12 }, (_, k) => 1 + 0.3 * Math.sin((2 * Math.PI * k) / 12))
const revenue = (n: number, noise = 0.04): number[] => {
  const random = seededRandom(n)
  return Array.from({ length: n }, (_, t) => (1000 + 8 * t) * factors[t % 12]! * Math.exp(noise * normal(random)))
}
const lengths = [3, 5, 6, 12, 13, 23, 24, 35, 36, 60, 120]

test('each length of history has its rule and its members', () => {
  const used = lengths.map(n => {
    const { rule, members } = fitPipeline(revenue(n), { period: 12 })
    return [n, rule.split(':')[0], members.map(({ method }) => method.split(' ')[0]).join(' ')]
  })
  const few = 'fewer than 6 observations',
    none = 'no whole season yet',
    one = 'one season',
    two = 'two seasons',
    full = 'three seasons or more'
  expect(used).toEqual([
    [3, few, 'Mean'],
    [5, few, 'Mean'],
    [6, none, 'ETS DOTM Naive Mean'],
    [12, none, 'ETS DOTM Naive Mean'],
    [13, one, 'Theta DOTM ETS Seasonal'],
    [23, one, 'Theta DOTM ETS Seasonal'],
    [24, two, 'Theta DOTM ETS'],
    [35, two, 'Theta DOTM ETS'],
    [36, full, 'ETS CES DOTM Theta'],
    [60, full, 'ETS CES DOTM Theta'],
    [120, full, 'ETS CES DOTM Theta'],
  ])
})

test('under three months it refuses, leading zeros not counted, and says how many it needs', () => {
  expect(() => fitPipeline([1, 2], { period: 12 })).toThrow(new NotEnoughData(3, 2))
  expect(() => fitPipeline([0, 0, 0, 4, 5], { period: 12 })).toThrow(new NotEnoughData(3, 2))
  expect(() => fitPipeline([], { period: 12 })).toThrow(new NotEnoughData(3, 0))
  expect(() => fitPipeline([1, NaN, 3, 4], { period: 12 })).toThrow(InvalidData)
})

test.each([20, 48, 120])('%i months: the next year follows season and growth', n => {
  const { mean } = fitPipeline(revenue(n), { period: 12 }).forecast(12)
  const errors = mean.map((value, k) => Math.abs(value / ((1000 + 8 * (n + k)) * factors[(n + k) % 12]!) - 1))
  expect(errors.reduce((sum, e) => sum + e, 0) / 12).toBeLessThan(n < 36 ? 0.12 : 0.04)
})

describe.each(lengths)('%i months', n => {
  const y = revenue(n)
  const fit = fitPipeline(y, { period: 12 })

  test('the same input gives the same output', () => {
    const again = fitPipeline(y, { period: 12 })
    expect(again.forecast(12)).toEqual(fit.forecast(12))
    expect(again.fitted).toEqual(fit.fitted)
  })

  test('scaling scales', () => {
    const plain = fit.forecast(12).mean
    for (const [k, value] of fitPipeline(
      y.map(v => v * 1e3),
      { period: 12 },
    )
      .forecast(12)
      .mean.entries())
      expect(value / 1e3 / plain[k]!).toBeCloseTo(1, 2)
  })

  test('wider level, wider interval; bounds around the mean; as many fitted values as observations', () => {
    const { mean, lower, upper } = fit.forecast(18, [0.8, 0.95])
    for (const [k, value] of mean.entries()) {
      const order = [lower[1]![k]!, lower[0]![k]!, value, upper[0]![k]!, upper[1]![k]!]
      expect(order).toEqual(order.toSorted((a, b) => a - b))
      expect(upper[1]![k]).toBeGreaterThan(upper[0]![k]!)
    }
    expect(fit.fitted.length).toBe(n)
    expect(fit.residuals.length).toBe(n)
  })

  test('constants and zeros are forecast as such', () => {
    for (const value of fitPipeline(
      y.map(() => 7),
      { period: 12 },
    ).forecast(12).mean)
      expect(value).toBeCloseTo(7, 1)
    expect(
      fitPipeline(
        y.map(() => 0),
        { period: 12 },
      ).forecast(12).mean,
    ).toEqual(Array.from({ length: 12 }, () => 0))
  })

  test('spikes, gaps, refunds and negatives give finite forecasts; what was never negative is not forecast to be', () => {
    const spike = y.map((_, t) => (t === n - 2 ? 5000 : 0)),
      gaps = y.map((v, t) => (t % 4 === 2 ? 0 : v))
    const fall = y.map((v, t) => v * Math.max(0.01, 1 - t / n)),
      refunds = y.map((v, t) => (t % 7 === 3 ? -v / 3 : v)),
      below = y.map(v => -v)
    for (const series of [[1, ...spike.slice(1)], gaps, fall])
      for (const value of fitPipeline(series, { period: 12 }).forecast(18).mean)
        expect(value >= 0 && Number.isFinite(value)).toBe(true)
    for (const series of [refunds, below])
      for (const value of fitPipeline(series, { period: 12 }).forecast(18).mean)
        expect(Number.isFinite(value)).toBe(true)
    expect(fitPipeline(below, { period: 12 }).forecast(1).mean[0]).toBeLessThan(0)
  })
})

test('under a season one far member moves nothing: the forecast is the median of the four', () => {
  const y = [100, 104, 99, 103, 98, 101, 140, 190, 240].map(v => v * 100)
  const { members, forecast } = fitPipeline(y, { period: 12 })
  const each = members.map(member => member.forecast(3, []).mean)
  forecast(3, []).mean.forEach((value, k) => {
    const sorted = each.map(mean => mean[k]!).toSorted((a, b) => a - b)
    expect(value).toBeCloseTo((sorted[1]! + sorted[2]!) / 2, 6)
  })
})

test('with one season the year before weighs as much as it is a season: more where it repeats, little in noise', () => {
  const random = seededRandom(5)
  const noise = Array.from({ length: 18 }, () => 1000 * Math.exp(0.2 * normal(random)))
  const weight = (y: number[]) => {
    const { members, forecast } = fitPipeline(y, { period: 12 })
    const [theta, dotm, ets, naive] = members.map(member => member.forecast(1, []).mean[0]!)
    const models = (theta! + dotm! + ets!) / 3
    return (forecast(1, []).mean[0]! - models) / (naive! - models)
  }
  expect(weight(revenue(18, 0.01))).toBeGreaterThan(0.5)
  expect(weight(revenue(18, 0.01))).toBeLessThanOrEqual(0.6)
  expect(weight(noise)).toBeLessThan(0.25)
})

test('an outlier is clipped for fitting only, listed by its place in the series as it came', () => {
  const clean = revenue(60),
    y = [0, 0, ...clean.map((v, t) => (t === 40 ? 6 * v : v))]
  const fit = fitPipeline(y, { period: 12 })
  expect(fit.outliers).toEqual([42])
  expect(fit.fitted.slice(0, 2)).toEqual([NaN, NaN])
  expect(fit.residuals[42]).toBeGreaterThan(3 * clean[40]!)
  const undisturbed = fitPipeline(clean, { period: 12 }).forecast(12).mean
  for (const [k, value] of fit.forecast(12).mean.entries())
    expect(Math.abs(value / undisturbed[k]! - 1)).toBeLessThan(0.05)
})

test('after a level shift the forecast stands on the new level', () => {
  const y = revenue(60).map((v, t) => (t >= 54 ? 2 * v : v))
  const fit = fitPipeline(y, { period: 12 })
  expect(fit.outliers).toEqual([])
  const expected = 2 * (1000 + 8 * 60) * factors[0]!
  expect(Math.abs(fit.forecast(1).mean[0]! / expected - 1)).toBeLessThan(0.2)
})

test('a warm start gives nearly the same forecast', () => {
  const y = revenue(72)
  const { warm } = fitPipeline(y.slice(0, -1), { period: 12 })
  const cold = fitPipeline(y, { period: 12 }).forecast(12).mean
  for (const [k, value] of fitPipeline(y, { period: 12, warm }).forecast(12).mean.entries())
    expect(Math.abs(value / cold[k]! - 1)).toBeLessThan(0.01)
})

test('a series without seasons is fitted without them', () => {
  const { members, rule } = fitPipeline(revenue(40), { period: 1 })
  expect(rule).toContain('without a season')
  expect(members.map(({ method }) => method)).toEqual(['ETS of logarithms', 'DOTM of logarithms'])
})
