import { describe, expect, test } from 'vitest'
import { normal, seededRandom } from '../math/random.ts'
import { coverage } from './accuracy.ts'
import { rollingPaths } from './backtest.ts'
import { calibrate, intervals, totalInterval } from './conformal.ts'
import { driftOf } from './drift.ts'
import { fitNaive } from './naive.ts'
import { fitPipeline } from './pipeline.ts'

/**
 * A trading company: level 1000 that drifts, a season of ±20 % that starts anywhere, noise of 6 %. `growth`: per year.
 */
const company = (seed: number, n: number, growth = 1.05) => {
  const random = seededRandom(seed)
  let drift = 0
  return Array.from({ length: n }, (_, t) => {
    drift += 0.015 * normal(random)
    return (
      1000 *
      growth ** (t / 12) *
      Math.exp(drift + 0.2 * Math.sin((2 * Math.PI * (t + seed)) / 12) + 0.06 * normal(random))
    )
  })
}

const levels = [0.5, 0.8, 0.9, 0.95, 0.99]
const bandsOf = (y: number[], h: number) => {
  const fitted = fitPipeline(y, { period: 12 })
  const calibration = calibrate(y, fitted.residuals, rollingPaths(y, fitPipeline, { period: 12 }), 12)
  const { mean } = fitted.forecast(h, [])
  return { mean, calibration, ...intervals(mean, levels, calibration), total: totalInterval(mean, levels, calibration) }
}

const histories: [string, number[]][] = [
  ['three months', company(1, 3)],
  ['eight months', company(2, 8)],
  ['fourteen months', company(3, 14)],
  ['four years', company(4, 48)],
  ['doubling every year', company(5, 30, 2)],
  ['halving every year', company(6, 30, 0.5)],
  ['mostly zero', company(7, 30).map((v, t) => (t % 4 ? 0 : v))],
  ['negative months', company(8, 30).map(v => v - 1000)],
]

describe.each(histories)('%s', (_, y) => {
  const { mean, lower, upper, total } = bandsOf(y, 18)

  test('a higher level is wider on both sides, and holds the forecast', () => {
    levels.slice(1).forEach((_, i) =>
      mean.forEach((_, k) => {
        expect(lower[i + 1]![k]!).toBeLessThanOrEqual(lower[i]![k]!)
        expect(upper[i + 1]![k]!).toBeGreaterThan(upper[i]![k]!)
      }),
    )
    mean.forEach((centre, k) => expect([lower[0]![k]! <= centre, centre <= upper[0]![k]!]).toEqual([true, true]))
    expect(total.upper).toEqual(total.upper.toSorted((a, b) => a - b))
    expect(total.lower).toEqual(total.lower.toSorted((a, b) => b - a))
  })

  test('widths never shrink with the horizon', () => {
    const width = levels.map((_, i) => mean.map((_, k) => upper[i]![k]! - lower[i]![k]!))
    width.forEach(w => w.slice(1).forEach((v, k) => expect(v).toBeGreaterThanOrEqual(w[k]! * (1 - 1e-12))))
  })

  test('never below 0 unless the history was', () => {
    const lowest = Math.min(...lower.flat(), ...total.lower)
    expect(lowest < 0).toBe(y.some(v => v < 0))
  })
})

test.each(histories)('%s in another currency: the same intervals in its unit', (_, y) => {
  const bands = (values: number[]) => {
    const fitted = fitNaive(values, { period: 12 })
    const calibration = calibrate(values, fitted.residuals, rollingPaths(values, fitNaive, { period: 12 }), 12)
    const { mean } = fitted.forecast(6, [])
    const { lower, upper } = intervals(mean, levels, calibration)
    const total = totalInterval(mean, levels, calibration)
    return [...lower, ...upper, total.lower, total.upper].flat()
  }
  const ours = bands(y)
  bands(y.map(v => v / 1024)).forEach((v, i) => expect(v * 1024).toBeCloseTo(ours[i]!, 6))
})

test('the total of several months is narrower than the sum of their bounds, and of one month is that month', () => {
  const { mean, calibration, lower, upper, total } = bandsOf(company(10, 60), 6)
  const sum = (values: number[]) => values.reduce((a, b) => a + b, 0)
  levels.forEach((_, i) => {
    expect(total.upper[i]!).toBeLessThan(sum(upper[i]!))
    expect(total.lower[i]!).toBeGreaterThan(sum(lower[i]!))
  })
  expect(totalInterval(mean.slice(0, 1), levels, calibration)).toEqual({
    mean: mean[0],
    lower: lower.map(l => l[0]),
    upper: upper.map(u => u[0]),
  })
})

test('one-step quantile worked by hand', () => {
  // Naive forecasts of 10, 20, 10, 20, … are 10 off at odd steps and right at even ones.
  const y = Array.from({ length: 40 }, (_, t) => (t % 2 ? 20 : 10))
  const outcomes = [30, 31, 32, 33].map(origin => ({ origin, actual: [y[origin]!], predicted: [y[origin - 1]!] }))
  const residuals = fitNaive(y, { period: 12 }).residuals
  const { half } = calibrate(y, residuals, outcomes, 12)
  // Scale: backtest 10 (weight 0.4) and median residual 10 × 1.183 (0.25): 10 × 1.183^(0.25 ÷ 0.65) = 10.6678.
  // Quantile: z(80 %) = 1.28155, 1.22 × z^1.33 = 1.69690. All season and no error: 15 % wider.
  expect(half(0.8, 1)).toBeCloseTo(1.15 * 1.6969 * 10.6678, 2)
  // … and a season that is wrong is so all year: three months have grown by 0.2 each.
  expect(half(0.8, 4) / half(0.8, 1)).toBeCloseTo(Math.sqrt(1 + 3 * 0.2 * driftOf(y, 12).drift), 10)
  // One error of 100 among four: the own 95 % quantile, 0.75 × 100, is wider than the global one.
  const shocked = outcomes.map((o, i) => (i ? o : { ...o, predicted: [o.actual[0]! + 100] }))
  expect(calibrate(y, residuals, shocked, 12).half(0.95, 1)).toBeCloseTo(1.15 * 75, 8)
})

test('widths by horizon follow the series: a level that wanders off makes them grow, one that stays does not', () => {
  const random = seededRandom(4)
  let level = 0
  const wandering = Array.from({ length: 84 }, () => 1000 + (level += 40 * normal(random)))
  const staying = Array.from({ length: 84 }, () => 1000 + 40 * normal(random))
  const growth = (y: number[]) => {
    const { half } = calibrate(y, fitNaive(y, { period: 12 }).residuals, [], 12)
    return half(0.8, 13) / half(0.8, 1)
  }
  expect(growth(wandering)).toBeGreaterThan(3)
  expect(growth(staying)).toBeLessThan(1.6)
})

test('errors from before a whole season was known are forgotten once four later origins stand for them', () => {
  const y = Array.from({ length: 20 }, (_, t) => (t % 2 ? 20 : 10))
  const residuals = fitNaive(y, { period: 12 }).residuals
  const outcome = (origin: number, error: number) => ({ origin, actual: [y[origin]!], predicted: [y[origin]! + error] })
  const early = [6, 7, 8].map(origin => outcome(origin, 500))
  const late = [13, 14, 15, 16].map(origin => outcome(origin, 10))
  const half = (outcomes: typeof late) => calibrate(y, residuals, outcomes, 12).half(0.95, 1)
  expect(half([...early, ...late])).toBe(half(late))
  expect(half([...early, ...late.slice(1)])).toBeGreaterThan(300)
})

test('a constant history has intervals of no width', () => {
  const y = Array.from({ length: 30 }, () => 50)
  const { lower, upper } = bandsOf(y, 3)
  expect([...lower.flat(), ...upper.flat()].every(v => Math.abs(v - 50) < 1e-6)).toBe(true)
})

test('on simulated companies the intervals hold what they promise', { timeout: 30_000 }, () => {
  const inside = [0.8, 0.95].map(() => ({ hits: 0, n: 0 }))
  const totals = [0.8, 0.95].map(() => ({ hits: 0, n: 0 }))
  for (let seed = 100; seed < 160; seed++) {
    const whole = company(seed, 42)
    const y = whole.slice(0, 36)
    const next = whole.slice(36)
    const { lower, upper, total } = bandsOf(y, 6)
    const sum = next.reduce((a, b) => a + b, 0)
    ;[1, 3].forEach((row, i) => {
      const { share, n } = coverage(next, lower[row]!, upper[row]!)
      inside[i]!.hits += share! * n
      inside[i]!.n += n
      totals[i]!.hits += Number(sum >= total.lower[row]! && sum <= total.upper[row]!)
      totals[i]!.n++
    })
  }
  const [c80, c95] = inside.map(({ hits, n }) => hits / n)
  expect(c80).toBeGreaterThan(0.72)
  expect(c80).toBeLessThan(0.88)
  expect(c95).toBeGreaterThan(0.91)
  expect(c95).toBeLessThan(0.99)
  expect(totals[0]!.hits / totals[0]!.n).toBeGreaterThan(0.7)
  expect(totals[1]!.hits / totals[1]!.n).toBeGreaterThan(0.88)
})
