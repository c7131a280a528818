import { describe, expect, it } from 'vitest'
import { InvalidData } from '../errors.ts'
import { expectedPurchases } from './bgnbd.ts'
import { expectedSpend } from './gamma-gamma.ts'
import { customerValues, revenueAtRisk } from './value.ts'

const model = { r: 0.243, alpha: 30.9, a: 0.793, b: 2.426 }
const spending = {
  p: 6.25,
  q: 3.74,
  gamma: 15.44,
  populationMean: (6.25 * 15.44) / 2.74,
  logLikelihood: 0,
  customers: 1,
  correlation: 0,
  note: null,
}
const customers = [
  { summary: { x: 3, tx: 200, T: 240 }, spend: { purchases: 4, mean: 52 } },
  { summary: { x: 0, tx: 0, T: 240 }, spend: { purchases: 1, mean: 20 } },
  { summary: { x: 3, tx: 60, T: 240 }, spend: { purchases: 4, mean: 52 } },
]

describe('customer value', () => {
  it('without discount is expected purchases times expected spend', () => {
    customerValues(model, spending, customers, { annualDiscount: 0 }).forEach((value, i) => {
      const { summary, spend } = customers[i]!
      expect(value.spend).toBe(expectedSpend(spending, spend))
      expect(value.purchases).toBeCloseTo(expectedPurchases(model, summary, 365.25), 10)
      expect(value.expected12).toBeCloseTo(value.purchases * value.spend, 10)
      expect(value.months12).toBeCloseTo(value.expected12, 10)
      expect(value.months36).toBeCloseTo(expectedPurchases(model, summary, 3 * 365.25) * value.spend, 8)
    })
  })
  it('is discounted from the middle of each month', () => {
    const [value] = customerValues(model, spending, customers, { annualDiscount: 0.21 })
    const { summary } = customers[0]!
    const month = 365.25 / 12
    const months = Array.from(
      { length: 12 },
      (_, k) => expectedPurchases(model, summary, (k + 1) * month) - expectedPurchases(model, summary, k * month),
    )
    expect(value!.months12).toBeCloseTo(
      months.reduce((sum, bought, k) => sum + bought / 1.21 ** ((k + 0.5) / 12), 0) * value!.spend,
      8,
    )
    expect(value!.months36).toBeLessThan(
      customerValues(model, spending, customers, { annualDiscount: 0.1 })[0]!.months36,
    )
  })
  it('is lower for the customer who has been silent longer', () => {
    const [recent, , silent] = customerValues(model, spending, customers)
    expect(silent!.months12).toBeLessThan(recent!.months12)
  })
  it('refuses a discount that is none', () =>
    expect(() => customerValues(model, spending, customers, { annualDiscount: NaN })).toThrow(InvalidData))
})

describe('revenue at risk', () => {
  it('is P(churn) × expected spend, its parts whole ten-thousandths that sum to it', () => {
    expect(revenueAtRisk(0.5, 200, [1, 1, 1])).toEqual({ total: 100, parts: [33.3334, 33.3333, 33.3333] })
    for (const [p, spend, mix] of [
      [0.37, 123.45, [5, 0, 3, 2.5]],
      [0.9, 0.03, [1, 1, 1, 1]],
      [1, 1e6 / 7, [0.1, 0.2, 0.7]],
    ] as const) {
      const { total, parts } = revenueAtRisk(p, spend, mix)
      expect(parts.reduce((sum, part) => sum + Math.round(part * 1e4), 0)).toBe(Math.round(total * 1e4))
      expect(total).toBeCloseTo(p * spend, 1)
    }
  })
  it('has no parts without a mix', () => expect(revenueAtRisk(0.5, 10, [0, 0])).toEqual({ total: 5, parts: [] }))
  it('refuses what cannot be', () => {
    expect(() => revenueAtRisk(1.1, 10, [1])).toThrow(InvalidData)
    expect(() => revenueAtRisk(0.5, NaN, [1])).toThrow(InvalidData)
    expect(() => revenueAtRisk(0.5, 10, [1, -1])).toThrow(InvalidData)
  })
})
