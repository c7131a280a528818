import { describe, expect, test } from 'vitest'
import { NotEnoughData } from '../errors.ts'
import { normal, seededRandom } from '../math/random.ts'
import { filter, likelihood, pack, unpack, type Form } from './ets-likelihood.ts'
import { startingPoints } from './ets-start.ts'
import { admissibleForms, fitEts, fitEtsForms, formName } from './ets.ts'

/** ETS(M,Ad,M) with α 0.4, β 0.1, γ 0.2, φ 0.9 and errors of 3 %, run from its own equations. */
const simulate = (n: number, seed = 5): number[] => {
  const random = seededRandom(seed)
  let level = 100,
    slope = 4
  const season = Array.from({ length: 12 }, (_, k) => 1 + 0.25 * Math.sin((2 * Math.PI * k) / 12))
  return Array.from({ length: n }, (_, t) => {
    const q = level + 0.9 * slope,
      s = season[t % 12]!,
      e = 0.03 * normal(random)
    level = q * (1 + 0.4 * e)
    slope = 0.9 * slope + 0.1 * q * e
    season[t % 12] = s * (1 + 0.2 * e)
    return q * s * (1 + e)
  })
}

const y = simulate(96)
const scaled = Float64Array.from(y, v => v / 100)
const forms = admissibleForms(y, 12)

test('there are 15 forms, 6 for a series that touches zero, and no seasonal one under two seasons', () => {
  expect(forms.map(formName)).toEqual([
    'ETS(A,N,N)',
    'ETS(A,N,A)',
    'ETS(A,A,N)',
    'ETS(A,A,A)',
    'ETS(A,Ad,N)',
    'ETS(A,Ad,A)',
    'ETS(M,N,N)',
    'ETS(M,N,A)',
    'ETS(M,N,M)',
    'ETS(M,A,N)',
    'ETS(M,A,A)',
    'ETS(M,A,M)',
    'ETS(M,Ad,N)',
    'ETS(M,Ad,A)',
    'ETS(M,Ad,M)',
  ])
  expect(admissibleForms([0, ...y], 12).every(({ error }) => error === 'A')).toBe(true)
  expect(admissibleForms(y.slice(0, 23), 12).every(({ season }) => season === 'N')).toBe(true)
})

describe('the gradient is the derivative of the likelihood', () => {
  test.each(forms.map(form => [formName(form), form] as const))('%s', (_, form) => {
    const f = likelihood(scaled, form, 12),
      x = pack(startingPoints(scaled, form, 12)[0]!, form)
    const gradient = new Float64Array(x.length),
      ignored = new Float64Array(x.length)
    f(x, gradient)
    for (const i of x.keys()) {
      const at = (step: number) =>
        f(
          x.map((v, j) => (j === i ? v + step : v)),
          ignored,
        )
      const numeric = (at(1e-5) - at(-1e-5)) / 2e-5
      expect(Math.abs(gradient[i]! - numeric)).toBeLessThan(1e-5 * (1 + Math.abs(numeric)))
    }
  })
})

test('free vector and parameters are two ways to write the same', () => {
  for (const form of forms) {
    const [start] = startingPoints(scaled, form, 12)
    const back = unpack(pack(start!, form), form, 12)
    for (const key of ['alpha', 'beta', 'gamma', 'phi', 'level', 'slope'] as const)
      expect(back[key]).toBeCloseTo(start![key], 10)
    for (const [k, s] of start!.season.entries()) expect(back.season[k]).toBeCloseTo(s, 10)
  }
})

test('known parameters are recovered from a long simulated series, and its form is chosen', () => {
  const long = simulate(600)
  const fit = fitEts(long, { period: 12 })
  expect(fit.method).toBe('ETS(M,Ad,M)')
  expect(Math.abs(fit.parameters.alpha! - 0.4)).toBeLessThan(0.08)
  expect(Math.abs(fit.parameters.beta! - 0.1)).toBeLessThan(0.06)
  expect(Math.abs(fit.parameters.gamma! - 0.2)).toBeLessThan(0.06)
  expect(Math.abs(fit.parameters.phi! - 0.9)).toBeLessThan(0.08)
  expect(Math.abs(fit.parameters.sigma! - 0.03)).toBeLessThan(0.003)
})

test('scaling scales the forecasts of every form; shifting shifts those of the additive ones', () => {
  const moved = (form: Form, series: number[]) => fitEts(series, { period: 12, forms: [form] }).forecast(12).mean
  for (const form of forms) {
    const plain = moved(form, y)
    for (const [k, value] of moved(
      form,
      y.map(v => v * 1e4),
    ).entries())
      expect(value / 1e4 / plain[k]!).toBeCloseTo(1, 6)
    if (form.error === 'M') continue
    for (const [k, value] of moved(
      form,
      y.map(v => v + 1000),
    ).entries())
      expect((value - 1000) / plain[k]!).toBeCloseTo(1, 1)
  }
})

test('a wider level gives a wider interval, and additive intervals never shrink with the step', () => {
  for (const form of forms) {
    const { lower, upper } = fitEts(y, { period: 12, forms: [form] }).forecast(24, [0.8, 0.95])
    const width = (i: number) => upper[i]!.map((u, k) => u - lower[i]![k]!)
    expect(width(0).every((w, k) => w < width(1)[k]!)).toBe(true)
    const shrinks = width(0).some((w, k) => k > 0 && w < width(0)[k - 1]! * (1 - 1e-9))
    expect(form.error === 'A' && shrinks).toBe(false)
  }
})

test('fitted values and residuals are those of the filter, and add up to the series', () => {
  const [fit] = fitEtsForms(y, { period: 12, forms: [{ error: 'M', trend: 'Ad', season: 'M' }] })
  expect(fit!.fitted).toEqual([...filter(y, fit!.estimates, fit!.form).fitted])
  for (const [t, value] of y.entries()) expect(fit!.fitted[t]! + fit!.residuals[t]!).toBeCloseTo(value, 9)
})

test('a warm start ends at the same likelihood', () => {
  const cold = fitEtsForms(y, { period: 12 })
  const warm = fitEtsForms(y, { period: 12, warm: Object.fromEntries(cold.map(fit => [fit.method, fit.estimates])) })
  for (const [i, fit] of warm.entries()) expect(fit.logLikelihood).toBeGreaterThan(cold[i]!.logLikelihood - 0.02)
})

test('constants, zeros, negatives and a spike are fitted; three observations are too few', () => {
  const constant = Array.from({ length: 30 }, () => 7)
  for (const value of fitEts(constant, { period: 12 }).forecast(6).mean) expect(value).toBeCloseTo(7, 6)
  for (const value of fitEts(
    constant.map(() => 0),
    { period: 12 },
  ).forecast(6).mean)
    expect(value).toBeCloseTo(0, 9)
  const negative = y.map(v => v - 150),
    spike = constant.map((v, t) => (t === 20 ? 700 : v))
  for (const series of [negative, spike])
    for (const value of fitEts(series, { period: 12 }).forecast(6).mean) expect(Number.isFinite(value)).toBe(true)
  expect(() => fitEts([1, 2, 3], { period: 12 })).toThrow(new NotEnoughData(4, 3))
})
