/**
 * What a customer will be worth: expected purchases (BG/NBD) × expected value of a purchase (Gamma-Gamma), month by
 * month, discounted.
 *
 *   CLV(n) = E(z) · Σ_{k=1…n} [E Y(k m) − E Y((k−1) m)] / (1 + d)^((k − ½) / 12),     m = 365.25 / 12 days
 *
 * A month's purchases fall on average in its middle, hence k − ½. d is the discount rate a year; n is 12 and 36.
 * Revenue, not margin.
 *
 * P. S. Fader, B. G. S. Hardie, K. L. Lee: RFM and CLV: Using Iso-Value Curves for Customer Base Analysis.
 * Journal of Marketing Research 42 (2005) 415–430.
 */
import { InvalidData } from '../errors.ts'
import { expectedIfAlive, probabilityAlive, type BgNbdParameters } from './bgnbd.ts'
import { expectedSpend, type GammaGamma, type Spend } from './gamma-gamma.ts'
import type { PurchaseSummary } from './history.ts'

/**
 * `purchases` (12 months, a count), `spend` (per purchase), `months12` and `months36` discounted, `expected12` not
 * discounted: currency.
 */
export type CustomerValue = { purchases: number; spend: number; expected12: number; months12: number; months36: number }

const month = 365.25 / 12

/**
 * Values of all customers, times in days. `annualDiscount`: 0.10 is 10 % a year. The expectation of a customer who is
 * alive depends on (x, T) only, so it is computed once for equal pairs.
 */
export function customerValues(
  model: BgNbdParameters,
  spending: GammaGamma,
  customers: readonly { summary: PurchaseSummary; spend: Spend }[],
  { annualDiscount = 0.1 }: { annualDiscount?: number } = {},
): CustomerValue[] {
  if (!(annualDiscount >= 0 && Number.isFinite(annualDiscount)))
    throw new InvalidData(`a discount rate is 0 or more, got ${annualDiscount}`)
  const known = new Map<string, { year: number; discounted12: number; discounted36: number }>()
  return customers.map(({ summary, spend }) => {
    const key = `${summary.x} ${summary.T}`
    let course = known.get(key)
    if (!course) {
      course = purchaseCourse(model, summary.x, summary.T, annualDiscount)
      known.set(key, course)
    }
    const alive = probabilityAlive(model, summary)
    const worth = expectedSpend(spending, spend)
    return {
      purchases: alive * course.year,
      spend: worth,
      expected12: alive * course.year * worth,
      months12: alive * course.discounted12 * worth,
      months36: alive * course.discounted36 * worth,
    }
  })
}

/**
 * Revenue at risk: P(churn) × expected 12-month spend, split by the shares of `mix` (any non-negative weights, such as
 * past revenue by category).
 * In whole ten-thousandths, of which the parts sum to the total: the largest remainders get the odd ones. Without a mix
 * (all 0), no parts.
 */
export function revenueAtRisk(
  probability: number,
  expected12: number,
  mix: readonly number[],
): { total: number; parts: number[] } {
  if (!(probability >= 0 && probability <= 1 && expected12 >= 0) || mix.some(weight => !(weight >= 0))) {
    throw new InvalidData(
      `expected a probability, a spend of 0 or more and weights of 0 or more, got ${probability}, ${expected12}, ${mix}`,
    )
  }
  const whole = Math.round(probability * expected12 * 1e4)
  const weight = mix.reduce((sum, w) => sum + w, 0)
  if (weight === 0) return { total: whole / 1e4, parts: [] }
  const exact = mix.map(w => (whole * w) / weight)
  const cut = exact.map(Math.floor)
  const odd = whole - cut.reduce((sum, c) => sum + c, 0)
  const byRemainder = exact.map((_, i) => i).sort((i, j) => exact[j]! - cut[j]! - (exact[i]! - cut[i]!) || i - j)
  for (const i of byRemainder.slice(0, odd)) cut[i] = cut[i]! + 1
  return { total: whole / 1e4, parts: cut.map(c => c / 1e4) }
}

/** Expected purchases of a customer alive at T: 12 months plain, 12 and 36 months discounted. */
function purchaseCourse(model: BgNbdParameters, x: number, T: number, annualDiscount: number) {
  let before = 0
  let discounted = 0
  let year = 0
  let discounted12 = 0
  for (let k = 1; k <= 36; k++) {
    const until = expectedIfAlive(model, x, T, k * month)
    discounted += (until - before) / (1 + annualDiscount) ** ((k - 0.5) / 12)
    before = until
    if (k === 12) [year, discounted12] = [until, discounted]
  }
  return { year, discounted12, discounted36: discounted }
}
