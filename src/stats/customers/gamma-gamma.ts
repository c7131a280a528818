/**
 * Gamma-Gamma: what a customer spends per purchase, pulled from their own mean towards everybody's by as much as their
 * history is short.
 *
 *   each purchase of a customer is worth z ~ Gamma(p, ν)       (mean p / ν)
 *   ν differs between customers:       ν ~ Gamma(q, γ)
 *
 * so that the mean m of x purchases has the density
 *
 *   f(m | x) = Γ(px+q) / (Γ(px) Γ(q)) · γ^q m^(px−1) x^(px) / (γ + m x)^(px+q)
 *   E(z | m, x) = w m + (1 − w) μ,   w = px / (px+q−1),   μ = pγ / (q−1)
 *
 * It assumes that spend does not depend on how often somebody buys; `correlation` lets the caller see how true that is.
 *
 * P. S. Fader, B. G. S. Hardie: The Gamma-Gamma Model of Monetary Value, note 025 (2013), brucehardie.com/notes/025;
 * after R. Colombo, W. Jiang: A stochastic RFM model. Journal of Interactive Marketing 13 (1999) 2–12.
 */
import { InvalidData, NotEnoughData } from '../errors.ts'
import { bfgs } from '../math/optimise.ts'
import { digamma, logGamma } from '../math/special.ts'

/** `purchases`: how many (x ≥ 1), `mean`: their mean value (> 0), in any one currency. */
export type Spend = { purchases: number; mean: number }

/**
 * `populationMean`: μ, in the currency of the data. `correlation`: Pearson's, of purchases with mean value. `note`:
 * what the fit could not tell.
 */
export type GammaGamma = {
  p: number
  q: number
  gamma: number
  populationMean: number
  logLikelihood: number
  customers: number
  correlation: number
  note: string | null
}

/** Fewer customers than this say nothing about how spend differs between them. */
export const minimumSpenders = 10

/** Maximum likelihood. A mean of 0 or less (all refunded, gifts) is outside the model: leave such customers out. */
export function fitGammaGamma(spends: readonly Spend[]): GammaGamma {
  for (const { purchases, mean } of spends) {
    if (!(Number.isInteger(purchases) && purchases >= 1 && mean > 0 && Number.isFinite(mean))) {
      throw new InvalidData(`expected purchases ≥ 1 and a mean above 0, got ${purchases} purchases of mean ${mean}`)
    }
  }
  if (spends.length < minimumSpenders)
    throw new NotEnoughData(minimumSpenders, spends.length, 'customers with a purchase above 0')
  const n = spends.length
  const average = spends.reduce((sum, { mean }) => sum + mean, 0) / n

  // In units of the average mean; γ is scaled back.
  const scaled = spends.map(({ purchases, mean }) => ({ purchases, mean: mean / average }))
  const { x: theta } = bfgs(negativeLogLikelihood(scaled), [1, 1, 1], { tolerance: 1e-8 })
  const [p, q, unitGamma] = Array.from(theta, Math.exp) as [number, number, number]
  const gamma = unitGamma * average
  // q ≤ 1 has no mean, just above 1 an absurd one; and p or q beyond 1e4 are a flat ridge (all customers, or all
  // purchases, alike).
  const heavy = q < 1.05
  const notes = [
    heavy ? 'spend is too unequal for a population mean: the observed mean is used' : null,
    q > 1e4 ? 'all customers spend alike: the population mean is expected of each' : null,
    p > 1e4 ? 'each customer always spends the same: their own mean is expected of each' : null,
  ]
  const note = notes.find(sentence => sentence !== null) ?? null
  return {
    p,
    q,
    gamma,
    populationMean: heavy ? average : (p * gamma) / (q - 1),
    logLikelihood: -negativeLogLikelihood(spends)(
      Float64Array.of(theta[0]!, theta[1]!, Math.log(gamma)),
      new Float64Array(3),
    ),
    customers: n,
    correlation: correlation(spends),
    note,
  }
}

/**
 * E(z | m, x): expected value of a customer's next purchase. Without a purchase (`purchases` 0) it is the population
 * mean.
 */
export function expectedSpend({ p, q, populationMean }: GammaGamma, { purchases, mean }: Spend): number {
  if (purchases === 0) return populationMean
  const weight = Math.min(1, (p * purchases) / Math.max(p * purchases + q - 1, 1e-12))
  return weight * mean + (1 - weight) * populationMean
}

/** −ln L at θ = ln(p, q, γ) with its gradient by θ. */
function negativeLogLikelihood(spends: readonly Spend[]) {
  const byPurchases = new Map<number, number>()
  for (const { purchases } of spends) byPurchases.set(purchases, (byPurchases.get(purchases) ?? 0) + 1)
  return (theta: Float64Array, gradient: Float64Array): number => {
    if (theta.some(t => Math.abs(t) > 20)) return Infinity
    const [p, q, gamma] = Array.from(theta, Math.exp) as [number, number, number]
    let value = 0
    let dp = 0
    let dq = 0
    let dGamma = 0
    for (const [x, n] of byPurchases) {
      value += n * (logGamma(p * x + q) - logGamma(p * x) - logGamma(q) + q * theta[2]!)
      const all = digamma(p * x + q)
      dp += n * x * (all - digamma(p * x))
      dq += n * (all - digamma(q) + theta[2]!)
      dGamma += (n * q) / gamma
    }
    for (const { purchases: x, mean } of spends) {
      const own = Math.log(mean * x)
      const all = Math.log(gamma + mean * x)
      value += p * x * own - Math.log(mean) - (p * x + q) * all
      dp += x * (own - all)
      dq -= all
      dGamma -= (p * x + q) / (gamma + mean * x)
    }
    gradient[0] = -dp * p
    gradient[1] = -dq * q
    gradient[2] = -dGamma * gamma
    return -value
  }
}

/** Pearson's correlation of purchases with mean value; 0 when one of them does not vary. */
function correlation(spends: readonly Spend[]): number {
  const n = spends.length
  const meanX = spends.reduce((sum, s) => sum + s.purchases, 0) / n
  const meanY = spends.reduce((sum, s) => sum + s.mean, 0) / n
  let xy = 0
  let xx = 0
  let yy = 0
  for (const { purchases, mean } of spends) {
    xy += (purchases - meanX) * (mean - meanY)
    xx += (purchases - meanX) ** 2
    yy += (mean - meanY) ** 2
  }
  return xx * yy > 0 ? xy / Math.sqrt(xx * yy) : 0
}
