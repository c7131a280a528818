/**
 * Customers as BG/NBD and Gamma-Gamma say they come, with known parameters; times in days, whole days for whole-day
 * histories.
 */
import type { BgNbdParameters } from '#stats/customers/bgnbd.ts'
import type { History, PurchaseSummary } from '#stats/customers/history.ts'
import { beta, exponential, gamma, type Random } from '#stats/math/random.ts'

/** Purchases at exact times, first purchase at 0, watched until a T between `minimum` and `maximum`. */
export function simulatedSummary(
  random: Random,
  { r, alpha, a, b }: BgNbdParameters,
  minimum: number,
  maximum: number,
): PurchaseSummary {
  const T = minimum + (maximum - minimum) * random()
  const rate = gamma(random, r) / alpha
  const leaving = beta(random, a, b)
  let x = 0
  let tx = 0
  for (let time = exponential(random) / rate; time <= T; time += exponential(random) / rate) {
    x++
    tx = time
    if (random() < leaving) break
  }
  return { x, tx, T }
}

/**
 * A shop of `days` days: customers join all the time, buy on whole days, leave; each purchase is worth Gamma(p) / ν, ν
 * ~ Gamma(q) / γ.
 */
export function simulatedShop(random: Random, customers: number, days: number): History[] {
  return Array.from({ length: customers }, () => {
    const first = Math.floor(random() * days * 0.9)
    const rate = gamma(random, 0.8) / 40
    const leaving = beta(random, 0.8, 2.4)
    const nu = gamma(random, 3.7) / 15
    const bought = [first]
    for (let day = first + exponential(random) / rate; day <= days; day += exponential(random) / rate) {
      bought.push(Math.floor(day))
      if (random() < leaving) break
    }
    return { days: bought, amounts: bought.map(() => gamma(random, 6.2) / nu) }
  })
}
