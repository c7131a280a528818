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

/** A month of `tradingYear`, in days. */
const month = 30.7

/**
 * A retailer's year of 374 days: customers joining by the month (the first month brings those of old, who buy more often), and buying more or less
 * by the month. Counts and seasons are those of a British gift wholesaler as commonly published (UCI Online Retail, December to December): a quiet
 * summer, a strong autumn.
 */
export function tradingYear(
  random: Random,
  {
    joining = [885, 417, 380, 440, 299, 279, 235, 191, 167, 298, 352, 321, 60],
    season = [1.2, 0.8, 0.8, 1, 0.85, 1.05, 0.95, 0.9, 0.85, 1.4, 1.5, 2, 1.6],
  }: { joining?: number[]; season?: number[] } = {},
): History[] {
  const end = 374
  const most = Math.max(...season)
  const at = (day: number): number => season[Math.min(season.length - 1, Math.floor(day / month))]!
  return joining.flatMap((count, m) =>
    Array.from({ length: count }, () => Math.floor((m + random()) * month)).flatMap(first => {
      if (first > end) return []
      const rate = gamma(random, m === 0 ? 1.76 : 1.1) / (1.1 * 95)
      const leaving = beta(random, 0.12, 4)
      const nu = gamma(random, 3.7) / 15
      const bought = [first]
      let there = random() >= leaving
      for (let day = first; there;) {
        day += exponential(random) / (rate * most)
        if (day > end) break
        if (random() > at(day) / most) continue
        bought.push(Math.floor(day))
        there = random() >= leaving
      }
      return [{ days: bought, amounts: bought.map(() => gamma(random, 6.2) / nu) }]
    }),
  )
}
