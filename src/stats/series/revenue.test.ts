import { describe, expect, test } from 'vitest'
import { InvalidData, NotEnoughData } from '../errors.ts'
import { normal, seededRandom } from '../math/random.ts'
import { fitPipeline } from './pipeline.ts'
import { forecastRevenue } from './revenue.ts'

const season = [0.8, 0.85, 1, 1, 1.05, 1.05, 0.95, 0.75, 1, 1.1, 1.15, 1.3]
const random = seededRandom(21)
const months = Array.from(
  { length: 40 },
  (_, t) => 10_000 * season[t % 12]! * 1.01 ** t * Math.exp(0.04 * normal(random)),
)

test('a seasonal company: the pipeline, its intervals, its record', () => {
  const result = forecastRevenue(months, { h: 6 })
  const pipeline = fitPipeline(months, { period: 12 })
  expect(result).toMatchObject({
    levels: [0.8, 0.95],
    rule: pipeline.rule,
    members: pipeline.members.map(m => m.method),
    warnings: [],
  })
  expect(result.mean).toEqual(pipeline.forecast(6, []).mean)
  expect(result.total.mean).toBeCloseTo(
    result.mean.reduce((a, b) => a + b, 0),
    6,
  )
  expect([result.lower, result.upper].map(rows => rows.map(row => row.length))).toEqual([
    [6, 6],
    [6, 6],
  ])
  expect(result.backtest).toMatchObject({ origins: 12, n: 57, skilled: true })
  expect(result.skill).toBe(result.backtest!.skill)
  expect(result.backtest!.accuracy!).toBeGreaterThan(0.9)
  expect(result.skill!).toBeGreaterThan(0.2)
})

test('same input, same output', () => {
  expect(forecastRevenue(months)).toEqual(forecastRevenue([...months]))
})

test('months before the first sale change nothing but the positions of outliers', () => {
  const spiked = months.map((v, t) => (t === 20 ? 6 * v : v))
  const [plain, led] = [forecastRevenue(spiked), forecastRevenue([0, 0, 0, ...spiked])]
  expect(plain.outliers).toEqual([20])
  expect(led.outliers).toEqual([23])
  expect(led).toEqual({ ...plain, outliers: led.outliers })
})

test('without skill the combination is served all the same, says so with its n, and has seasonal naive beside it', () => {
  // The same year over and over with noise that has no memory beats nobody but itself; the last two years are nearly the same.
  const year = [500, 90, 310, 40, 700, 220, 130, 610, 20, 450, 380, 270]
  const noisy = Array.from({ length: 24 }, (_, t) => year[t % 12]! * (1 + 0.5 * Math.sin(t * t)))
  const y = [...noisy, ...year.map(v => 0.99 * v), ...year]
  const result = forecastRevenue(y, { h: 12 })
  expect(result.naive).toEqual(year)
  expect(result.mean).toEqual(fitPipeline(y, { period: 12 }).forecast(12, []).mean)
  expect(result).toMatchObject({ members: ['ETS', 'CES of logarithms', 'DOTM of logarithms', 'Theta of logarithms'] })
  expect(result.skill).toBeLessThanOrEqual(0)
  expect(result.backtest!.skilled).toBe(false)
  expect(result.warnings.map(({ code }) => code)).toEqual(['no-skill'])
  expect(result.warnings[0]!.message).toMatch(
    /^Over 57 months of the last 12 origins the forecast did no better than repeating the same month of last year/,
  )
})

test('sums of the first k months: the last is the total, one month is that month, widths never shrink', () => {
  const { mean, lower, upper, total, cumulative } = forecastRevenue(months, { h: 18 })
  expect(cumulative.mean[0]).toBe(mean[0])
  expect(cumulative.lower.map(row => row[0])).toEqual(lower.map(row => row[0]))
  expect(cumulative.upper.map(row => row[0])).toEqual(upper.map(row => row[0]))
  expect([cumulative.mean.at(-1), cumulative.lower.map(row => row.at(-1))]).toEqual([total.mean, total.lower])
  cumulative.upper.forEach((row, i) => {
    const width = row.map((bound, k) => bound - cumulative.lower[i]![k]!)
    expect(width).toEqual(width.toSorted((a, b) => a - b))
  })
})

describe('by length of history', () => {
  test('under three months is refused, leading zeros do not count', () => {
    expect(() => forecastRevenue([100, 120])).toThrow(new NotEnoughData(3, 2))
    expect(() => forecastRevenue([0, 0, 0, 0, 100, 120])).toThrow(new NotEnoughData(3, 2))
  })

  test('three months: their mean, wide, with two warnings and no record', () => {
    const result = forecastRevenue([90, 100, 110], { h: 2 })
    result.mean.forEach(value => expect(value).toBeCloseTo(100, 9))
    expect(result.warnings.map(w => w.code)).toEqual(['short-history', 'no-record'])
    expect(result).toMatchObject({ backtest: null, skill: null })
    expect(result.upper[0]![0]! - result.lower[0]![0]!).toBeGreaterThan(40)
  })

  test.each([6, 7, 12, 13, 24, 35, 36])('%i months are forecast, with a record from seven on', n => {
    const result = forecastRevenue(months.slice(0, n), { h: 3 })
    expect(result.mean.every(v => v > 4000 && v < 20_000)).toBe(true)
    expect(result.backtest?.origins ?? 0).toBe(n < 7 ? 0 : Math.min(12, n - 3))
  })
})

describe('degenerate input', () => {
  test.each([
    ['a constant', Array.from({ length: 30 }, () => 70), 70],
    ['zeros', Array.from({ length: 30 }, () => 0), 0],
  ])('%s stays what it is', (_, y, level) => {
    const { mean, lower, upper, total } = forecastRevenue(y, { h: 3 })
    ;[mean, ...lower, ...upper].flat().forEach(v => expect(v).toBeCloseTo(level, 6))
    expect(total.mean).toBeCloseTo(3 * level, 6)
  })

  test('one spike among zeros, mostly zeros, negative months: finite numbers around the forecast', () => {
    const histories = [
      [...Array.from({ length: 20 }, () => 0), 1000, ...Array.from({ length: 9 }, () => 0)],
      Array.from({ length: 30 }, (_, t) => (t % 5 ? 0 : 100 + t)),
      months.map((v, t) => (t % 6 ? v : -v / 4)),
      months.map(v => -v),
    ]
    for (const y of histories) {
      const { mean, lower, upper, total } = forecastRevenue(y)
      expect([mean, lower, upper, total.lower, total.upper].flat(2).every(Number.isFinite)).toBe(true)
      mean.forEach((v, k) => expect([lower[1]![k]! <= v, v <= upper[1]![k]!]).toEqual([true, true]))
    }
  })

  test('NaN and infinity are refused', () => {
    expect(() => forecastRevenue([...months, NaN])).toThrow(InvalidData)
    expect(() => forecastRevenue([Infinity, ...months])).toThrow(InvalidData)
  })
})
