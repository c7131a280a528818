import { describe, expect, test } from 'vitest'
import { NotEnoughData } from '../errors.ts'
import { normal, seededRandom } from '../math/random.ts'
import { fitCes, fitCesForms } from './ces.ts'

const random = seededRandom(11)
const factors = Array.from({ length: 12 }, (_, k) => 1 + 0.25 * Math.sin((2 * Math.PI * k) / 12))
const y = Array.from({ length: 96 }, (_, t) => (200 + t) * factors[t % 12]! * (1 + 0.02 * normal(random)))
const forms = fitCesForms(y, { period: 12 })

/** Complex numbers as pairs. */
type Complex = [number, number]
const times = ([a, b]: Complex, [c, d]: Complex): Complex => [a * c - b * d, a * d + b * c]
const plus = ([a, b]: Complex, [c, d]: Complex): Complex => [a + c, b + d]

// No implementation to compare with is at hand (R's smooth is not in Debian): the model is checked against its own
// definition in complex numbers, ŷ(t+1) + i p̂(t+1) = (a₀ + i a₁)(y(t) + i e(t)) + (1 − a₀ + i − i a₁)(ŷ(t) + i p̂(t)),
// and its search against a grid.
test('the states are the complex recursion of the paper', () => {
  const {
    parameters: { a0, a1 },
    fitted,
    forecast,
  } = forms.find(({ season }) => season === 'none')!
  const smoothing: Complex = [a0!, a1!],
    rest: Complex = [1 - a0!, 1 - a1!]
  const step = (state: Complex, observed: number): Complex =>
    plus(times(smoothing, [observed, observed - state[0]]), times(rest, state))
  // The hidden start is what makes the second fitted value follow from the first.
  const e = y[0]! - fitted[0]!
  let state: Complex = [fitted[0]!, (fitted[0]! + (a0! - a1!) * e - fitted[1]!) / (1 - a1!)]
  for (const [t, value] of y.entries()) {
    expect(state[0]).toBeCloseTo(fitted[t]!, 5)
    state = step(state, value)
  }
  for (const value of forecast(6).mean) {
    expect(state[0]).toBeCloseTo(value, 5)
    state = step(state, state[0])
  }
})

test('a search begun elsewhere does not end lower', () => {
  const best = fitCes(y, { period: 12 })
  for (const a0 of [1.1, 1.5, 1.8])
    for (const a1 of [0.97, 1, 1.05]) {
      const warm = { none: [a0, a1], simple: [a0, a1], partial: [a0, a1, 0.3], full: [a0, a1, a0, a1] }
      const again = fitCesForms(y, { period: 12, warm }).map(({ aicc }) => aicc)
      expect(Math.min(...again)).toBeGreaterThan(forms.find(({ method }) => method === best.method)!.aicc - 0.5)
    }
})

test('the season is found: a seasonal form is chosen and the next year follows it', () => {
  const fit = fitCes(y, { period: 12 })
  expect(fit.method).not.toBe('CES(none)')
  const error = fit.forecast(12).mean.map((value, k) => Math.abs(value / ((200 + 96 + k) * factors[k]!) - 1))
  expect(error.reduce((sum, e) => sum + e, 0) / 12).toBeLessThan(0.05)
})

describe.each(forms.map(form => [form.method, form] as const))('%s', (_, form) => {
  const refit = (series: number[], period = 12) =>
    fitCesForms(series, { period }).find(({ season }) => season === form.season)!

  test('fitted values and residuals add up to the series', () => {
    for (const [t, value] of y.entries()) expect(form.fitted[t]! + form.residuals[t]!).toBeCloseTo(value, 9)
  })

  test('scales with its series', () => {
    const plain = form.forecast(12).mean
    for (const [k, value] of refit(y.map(v => v * 1e4))
      .forecast(12)
      .mean.entries())
      expect(value / 1e4 / plain[k]!).toBeCloseTo(1, 9)
  })

  test('a wider level gives a wider interval, which never shrinks with the step', () => {
    const { lower, upper } = form.forecast(24, [0.8, 0.95])
    const width = (i: number) => upper[i]!.map((u, k) => u - lower[i]![k]!)
    expect(width(0).every((w, k) => w < width(1)[k]!)).toBe(true)
    expect(width(0).every((w, k) => k === 0 || w >= width(0)[k - 1]! * (1 - 1e-9))).toBe(true)
  })

  test('takes constants, zeros, negatives and a spike', () => {
    const constant = Array.from({ length: 30 }, () => 7)
    for (const value of refit(constant).forecast(6).mean) expect(value).toBeCloseTo(7, 1)
    for (const value of refit(constant.map(() => 0)).forecast(6).mean) expect(value).toBeCloseTo(0, 9)
    for (const series of [y.map(v => v - 300), constant.map((v, t) => (t === 20 ? 700 : v))])
      for (const value of refit(series).forecast(6).mean) expect(Number.isFinite(value)).toBe(true)
  })
})

test('without two seasons only the plain form; four observations are too few', () => {
  expect(fitCesForms(y.slice(0, 20), { period: 12 }).map(({ season }) => season)).toEqual(['none'])
  expect(() => fitCes([1, 2, 3, 4], { period: 12 })).toThrow(new NotEnoughData(5, 4))
})
