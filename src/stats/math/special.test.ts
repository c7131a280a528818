import { describe, expect, it } from 'vitest'
import { reference } from '../../../tests/reference/customers/cdnow.ts'
import { InvalidData } from '../errors.ts'
import { betaQuantile, digamma, incompleteBeta, logBeta, logGamma, logit, sigmoid } from './special.ts'

const { special } = reference
/** |found − expected| / max(1, |expected|). */
const error = (found: number, expected: number): number => Math.abs(found - expected) / Math.max(1, Math.abs(expected))

describe('special functions against R', () => {
  it.each(special.logGamma)('logGamma(%d) = %d', (x, value) => expect(error(logGamma(x!), value!)).toBeLessThan(2e-14))
  it.each(special.digamma)('digamma(%d) = %d', (x, value) => expect(error(digamma(x!), value!)).toBeLessThan(2e-14))
  it.each(special.incompleteBeta)('I_%d(%d, %d) = %d', (x, a, b, value) =>
    expect(error(incompleteBeta(x!, a!, b!), value!)).toBeLessThan(1e-12),
  )
  it.each(special.betaQuantile)('the %d quantile of Beta(%d, %d) is %d', (p, a, b, value) =>
    expect(error(betaQuantile(p!, a!, b!), value!)).toBeLessThan(1e-10),
  )
})

describe('identities', () => {
  it('knows closed forms', () => {
    expect(error(logGamma(0.5), Math.log(Math.PI) / 2)).toBeLessThan(1e-15)
    expect(error(digamma(1), -0.5772156649015329)).toBeLessThan(1e-14)
    expect(error(logBeta(2, 3), -Math.log(12))).toBeLessThan(1e-14)
  })
  it('digamma is the derivative of logGamma', () => {
    for (const x of [0.2, 1.3, 7.7, 60])
      expect(error((logGamma(x + 1e-4) - logGamma(x - 1e-4)) / 2e-4, digamma(x))).toBeLessThan(1e-6)
  })
  it('sigmoid and logit undo each other and stay finite', () => {
    for (const z of [-20, -1, 0, 3, 20]) expect(error(logit(sigmoid(z)), z)).toBeLessThan(1e-6)
    expect([sigmoid(-800), sigmoid(800), Number.isFinite(logit(0)), Number.isFinite(logit(1))]).toEqual([
      0,
      1,
      true,
      true,
    ])
  })
})

it('refuses what is outside the domain', () => {
  for (const call of [
    () => logGamma(0),
    () => logGamma(NaN),
    () => digamma(-1),
    () => incompleteBeta(1.1, 1, 1),
    () => incompleteBeta(0.5, 0, 1),
    () => betaQuantile(NaN, 1, 1),
  ])
    expect(call).toThrow(InvalidData)
})
