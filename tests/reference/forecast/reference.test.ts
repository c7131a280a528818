import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { fitDynamicThetaLine } from '../../../src/stats/series/dotm.ts'
import { forecastDeviation, forecastMean } from '../../../src/stats/series/ets-forecast.ts'
import { filter, type Form, type Parameters } from '../../../src/stats/series/ets-likelihood.ts'
import { fitEts } from '../../../src/stats/series/ets.ts'
import { isSeasonal } from '../../../src/stats/series/seasonal.ts'
import { fitTheta } from '../../../src/stats/series/theta.ts'

type EtsReference = Omit<Parameters, 'season'> & {
  form: string
  season: number[]
  loglik: number
  aicc: number
  sigma2: number
  fitted: number[]
  mean: number[]
  upper95: number[]
}

type Reference = {
  name: string
  period: number
  y: number[]
  theta: { mean: number[]; lower: number[][]; upper: number[][]; alpha: number; drift: number }
  dotm: { flat: number[]; mean: number[]; sse: number }
  automatic: { method: string; aicc: number }
  ets: EtsReference[]
}

/** Written by make-reference.R with R's forecast 8.20 and forecTheta 3.0. */
const references = JSON.parse(readFileSync(new URL('reference.json', import.meta.url), 'utf8')) as Reference[]

const h = 18
const forms = references.flatMap(({ name, y, period, ets }) =>
  ets.map(reference => ({ name: `${name} ${reference.form}`, y, period, reference })),
)

const formOf = (text: string): Form => ({
  error: text[0] as Form['error'],
  trend: (text[3] === 'd' ? 'Ad' : text[1]) as Form['trend'],
  season: text[2] as Form['season'],
})

/** Largest difference, relative to the size of what is compared. */
const distance = (a: ArrayLike<number>, b: number[]): number =>
  Math.max(...b.map((value, k) => Math.abs(a[k]! - value))) / Math.max(...b.map(Math.abs))

test('the reference is whole', () => {
  expect(references.length).toBe(25)
  expect(forms.length).toBeGreaterThan(100)
})

describe('theta is thetaf', () => {
  test.each(references)('$name', ({ y, period, theta }) => {
    const fit = fitTheta(y, { period })
    for (const [k, value] of fit.forecast(h).mean.entries()) expect(value).toBeCloseTo(theta.mean[k]!, 3)
    expect(fit.parameters.alpha).toBeCloseTo(theta.alpha, 6)
    expect(fit.parameters.drift).toBeCloseTo(theta.drift, 6)
  })

  // thetaf seasons its forecasts but not the width of its intervals; here both are, so only series without a season
  // compare.
  test.each(references.filter(({ y, period }) => !isSeasonal(y, period)))(
    'with its intervals: $name',
    ({ y, period, theta }) => {
      const { lower, upper } = fitTheta(y, { period }).forecast(h, [0.8, 0.95])
      for (const [i, bounds] of theta.lower.entries()) expect(distance(lower[i]!, bounds)).toBeLessThan(1e-6)
      for (const [i, bounds] of theta.upper.entries()) expect(distance(upper[i]!, bounds)).toBeLessThan(1e-6)
    },
  )
})

describe('the ETS recursion, at the parameters R found, gives what R gives', () => {
  test.each(forms)('$name', ({ y, period, reference }) => {
    const form = formOf(reference.form)
    const parameters: Parameters = { ...reference, season: Float64Array.from(reference.season) }
    const last = filter(y, parameters, form)
    const errors = y.map((value, t) => (form.error === 'M' ? value / last.fitted[t]! - 1 : value - last.fitted[t]!))
    const squares = errors.reduce((sum, e) => sum + e * e, 0)
    const logs = form.error === 'M' ? last.fitted.reduce((sum, f) => sum + Math.log(Math.abs(f)), 0) : 0
    expect(-0.5 * (y.length * Math.log(squares) + 2 * logs)).toBeCloseTo(reference.loglik, 5)
    expect(distance(last.fitted.slice(-3), reference.fitted)).toBeLessThan(1e-9)
    // With a multiplicative season R adds a covariance of second order to the mean; here the mean is that of the
    // equations.
    const mean = forecastMean(h, last, parameters.phi, form)
    expect(distance(mean, reference.mean)).toBeLessThan(form.season === 'M' ? 0.01 : 1e-9)
    // Without a trend R's class1() puts γ at lag m − 1, a place too early: compared up to there.
    const steps = form.season === 'A' && form.trend === 'N' ? period - 1 : h
    const upper = forecastDeviation(mean, last, parameters, Math.sqrt(reference.sigma2), form).map(
      (d, k) => mean[k]! + 1.959963984540054 * d,
    )
    expect(distance(upper, reference.upper95.slice(0, steps))).toBeLessThan(form.season === 'M' ? 0.05 : 1e-7)
  })
})

describe('the ETS search', () => {
  const found = forms.map(
    ({ y, period, reference }) =>
      fitEts(y, { period, forms: [formOf(reference.form)] }).logLikelihood - reference.loglik,
  )

  test('never ends more than 0.05 below the likelihood R found, and mostly above it', () => {
    expect(Math.min(...found)).toBeGreaterThan(-0.05)
    expect(found.filter(difference => difference > 0.05).length).toBeGreaterThan(forms.length / 2)
  })

  test.each(references)('of all forms ends at an AICc at or below R’s: $name', ({ y, period, automatic }) => {
    expect(fitEts(y, { period }).aicc).toBeLessThan(automatic.aicc + 0.1)
  })
})

describe('DOTM ends at or below the sum of squares of forecTheta’s restarted simplex, and forecasts the same where that is the same', () => {
  test.each(references)('$name', ({ dotm }) => {
    const fit = fitDynamicThetaLine(dotm.flat)
    const squares = fit.residuals.slice(2).reduce((sum, e) => sum + e * e, 0)
    expect(squares).toBeLessThan(dotm.sse * (1 + 1e-6))
    if (squares > dotm.sse * (1 - 1e-7)) expect(distance(fit.forecast(h).mean, dotm.mean)).toBeLessThan(2e-3)
  })
})
