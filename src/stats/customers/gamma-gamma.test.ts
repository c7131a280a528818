import { describe, expect, it } from 'vitest'
import { cdnow, cdnowCalibration, reference } from '../../../tests/reference/customers/cdnow.ts'
import { InvalidData, NotEnoughData } from '../errors.ts'
import { gamma, seededRandom } from '../math/random.ts'
import { expectedSpend, fitGammaGamma } from './gamma-gamma.ts'
import { purchasesUntil } from './history.ts'

const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
const repeats = cdnow()
  .map(history => purchasesUntil(history, cdnowCalibration).amounts.slice(1))
  .map(amounts => ({ purchases: amounts.length, mean: mean(amounts) }))
  .filter(spend => spend.mean > 0)

describe('CDNOW, repeat purchases of 39 weeks', () => {
  const fit = fitGammaGamma(repeats)
  it('reaches the published p, q, γ = 6.25, 3.74, 15.44 and R’s optimum', () => {
    const found = [fit.p, fit.q, fit.gamma]
    found.forEach((value, j) => expect(Math.abs(value / [6.25, 3.74, 15.44][j]! - 1)).toBeLessThan(0.002))
    found.forEach((value, j) => expect(value / reference.gammaGamma.parameters[j]! - 1).toBeCloseTo(0, 4))
    expect(fit.logLikelihood).toBeCloseTo(reference.gammaGamma.logLikelihood, 5)
    expect([fit.customers, fit.note]).toEqual([reference.gammaGamma.customers, null])
  })
  it('is the population mean without purchases, and nears the own mean with many', () => {
    expect(expectedSpend(fit, { purchases: 0, mean: 0 })).toBe(fit.populationMean)
    expect(fit.populationMean).toBeCloseTo((fit.p * fit.gamma) / (fit.q - 1), 10)
    const course = [1, 2, 5, 20, 1000].map(purchases => expectedSpend(fit, { purchases, mean: 80 }))
    expect(
      course.every((value, i) => value < 80 && value > fit.populationMean && (i === 0 || value > course[i - 1]!)),
    ).toBe(true)
    expect(course[4]).toBeCloseTo(80, 1)
  })
  it('scales with the currency', () => {
    const cents = fitGammaGamma(repeats.map(spend => ({ ...spend, mean: spend.mean * 100 })))
    expect(cents.p / fit.p).toBeCloseTo(1, 4)
    expect(cents.populationMean / fit.populationMean).toBeCloseTo(100, 3)
    expect(cents.correlation).toBeCloseTo(fit.correlation, 10)
  })
})

it('recovers known parameters from 8,000 simulated customers', () => {
  const random = seededRandom(3)
  const fit = fitGammaGamma(
    Array.from({ length: 8000 }, () => {
      const nu = gamma(random, 3.5) / 20
      const purchases = 1 + Math.floor(6 * random())
      return { purchases, mean: gamma(random, 5 * purchases) / purchases / nu }
    }),
  )
  for (const [found, truth] of [
    [fit.p, 5],
    [fit.q, 3.5],
    [fit.gamma, 20],
  ] as const)
    expect(Math.abs(found / truth - 1)).toBeLessThan(0.1)
})

describe('degenerate spend', () => {
  it('names customers who all spend alike', () => {
    const random = seededRandom(4)
    const fit = fitGammaGamma(Array.from({ length: 500 }, () => ({ purchases: 3, mean: gamma(random, 12) / 3 })))
    expect(fit.note).toBe('all customers spend alike: the population mean is expected of each')
    expect(expectedSpend(fit, { purchases: 3, mean: 9 })).toBeCloseTo(fit.populationMean, 1)
  })
  it('uses the observed mean when the population has none', () => {
    const random = seededRandom(4)
    const spends = Array.from({ length: 500 }, () => ({
      purchases: 2,
      mean: gamma(random, 8) / 2 / (gamma(random, 0.6) + 1e-9),
    }))
    const fit = fitGammaGamma(spends)
    expect(fit.note).toBe('spend is too unequal for a population mean: the observed mean is used')
    expect(fit.populationMean).toBeCloseTo(mean(spends.map(spend => spend.mean)), 6)
    expect(expectedSpend(fit, { purchases: 1, mean: 10 })).toBeGreaterThanOrEqual(10)
  })
  it('stays finite when everybody spends the same', () => {
    const fit = fitGammaGamma(Array.from({ length: 50 }, () => ({ purchases: 2, mean: 30 })))
    expect(expectedSpend(fit, { purchases: 2, mean: 30 })).toBeCloseTo(30, 1)
    expect(fit.note).not.toBeNull()
    expect(fit.correlation).toBe(0)
  })
  it('refuses too few customers and impossible spend', () => {
    expect(() => fitGammaGamma(repeats.slice(0, 9))).toThrow(NotEnoughData)
    for (const wrong of [
      { purchases: 0, mean: 5 },
      { purchases: 2, mean: 0 },
      { purchases: 2, mean: -5 },
      { purchases: 2, mean: NaN },
      { purchases: 1.5, mean: 5 },
    ]) {
      expect(() => fitGammaGamma([...repeats, wrong])).toThrow(InvalidData)
    }
  })
})
