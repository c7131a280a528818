/**
 * BG/NBD: a customer buys at random at a rate of their own until, after some purchase, they silently leave.
 *
 *   while alive, purchases are Poisson with rate λ;            λ ~ Gamma(r, α)      (mean r / α)
 *   after each purchase the customer leaves with chance p;     p ~ Beta(a, b)       (mean a / (a + b))
 *
 * With x repeat purchases, the last at t_x, watched until T, the likelihood of one customer is
 *
 *   L = Γ(r+x) α^r / Γ(r) · Γ(a+b) Γ(b+x) / (Γ(b) Γ(a+b+x)) · (α+T)^−(r+x) · (1 + e^u)
 *   u = ln(a / (b+x−1)) + (r+x) ln((α+T) / (α+t_x)),     e^u = 0 for x = 0
 *
 * e^u is the odds of having left, so P(alive) = 1 / (1 + e^u): the same u serves likelihood, gradient and prediction.
 * Two properties matter to users: someone who bought once has P(alive) = 1 whatever the silence since (they never had a
 * purchase after which to leave), so P(alive) is no churn score; and α carries the unit of time, days in → days out.
 *
 * P. S. Fader, B. G. S. Hardie, K. L. Lee: "Counting Your Customers" the Easy Way: An Alternative to the Pareto/NBD
 * Model.
 * Marketing Science 24 (2005) 275–284; equations (6)–(10) there. Predictive formulas as rewritten in Fader & Hardie's
 * note 021 (2008).
 */
import { InvalidData, NotEnoughData } from '../errors.ts'
import { bfgs } from '../math/optimise.ts'
import { digamma, logGamma, sigmoid } from '../math/special.ts'
import type { PurchaseSummary } from './history.ts'

/** Parameters of the population. a = 0 means that nobody leaves: the model is then the NBD of Ehrenberg (1959). */
export type BgNbdParameters = { r: number; alpha: number; a: number; b: number }

/**
 * `customers` and `cells`: how many were fitted, and how many distinct (x, t_x, T) they made. `note`: what the fit
 * could not tell, or null.
 */
export type BgNbd = BgNbdParameters & { logLikelihood: number; customers: number; cells: number; note: string | null }

/** Fewer customers with a repeat purchase than this say nothing about rates or leaving. */
export const minimumRepeaters = 10

/**
 * Maximum likelihood. Equal (x, t_x, T) are counted once, so the cost follows distinct triples, not customers.
 * Throws InvalidData for an impossible triple and NotEnoughData below 10 customers with a repeat purchase.
 */
export function fitBgNbd(summaries: readonly PurchaseSummary[]): BgNbd {
  const cells = aggregate(summaries)
  const repeaters = cells.reduce((sum, cell) => sum + (cell.x > 0 ? cell.count : 0), 0)
  if (repeaters < minimumRepeaters)
    throw new NotEnoughData(minimumRepeaters, repeaters, 'customers with a repeat purchase')
  const customers = cells.reduce((sum, cell) => sum + cell.count, 0)

  // Time is scaled so that the mean T is 10 (any unit then starts equally well); α is scaled back.
  const scale = 10 / (cells.reduce((sum, cell) => sum + cell.count * cell.T, 0) / customers)
  const scaled = cells.map(cell => ({ ...cell, tx: cell.tx * scale, T: cell.T * scale }))
  const objective = negativeLogLikelihood(scaled)
  const full = bfgs(objective, [0, Math.log(5), 0, 1], { tolerance: 1e-8 })
  const [r, alpha, a, b] = Array.from(full.x, Math.exp) as [number, number, number, number]
  const found = { r, alpha: alpha / scale, a, b }
  const fitted = (parameters: BgNbdParameters, note: string | null): BgNbd => ({
    ...parameters,
    logLikelihood: logLikelihood(parameters, cells),
    customers,
    cells: cells.length,
    note,
  })

  // Nobody seems to leave: a runs to 0 (or b to infinity) along a flat ridge where a and b mean nothing. Use the limit
  // itself, a = 0.
  if (a / (a + b) < 1e-3) {
    const flat = bfgs((x, gradient) => objective(x, gradient, true), full.x.slice(0, 2), { tolerance: 1e-8 })
    const limit = { r: Math.exp(flat.x[0]!), alpha: Math.exp(flat.x[1]!) / scale, a: 0, b: 1 }
    return fitted(limit, 'no sign of customers leaving: every customer is taken as active (NBD)')
  }
  if (a + b > 1e4) return fitted(found, 'all customers leave with the same chance after a purchase')
  if (r > 1e4) return fitted(found, 'all customers buy at the same rate')
  return fitted(found, null)
}

/** ln L of the parameters, summed over customers. */
export function logLikelihood({ r, alpha, a, b }: BgNbdParameters, summaries: readonly PurchaseSummary[]): number {
  const still = a === 0
  const x = Float64Array.of(Math.log(r), Math.log(alpha), still ? 0 : Math.log(a), still ? 0 : Math.log(b))
  return -negativeLogLikelihood(aggregate(summaries))(x, new Float64Array(4), still)
}

/** P(the customer has not left at T), 0–1. 1 for x = 0. */
export function probabilityAlive({ r, alpha, a, b }: BgNbdParameters, { x, tx, T }: PurchaseSummary): number {
  if (x === 0 || a === 0) return 1
  return sigmoid(-Math.log(a / (b + x - 1)) - (r + x) * Math.log((alpha + T) / (alpha + tx)))
}

/** P(no purchase in (T, T + t]), 0–1: gone, or alive with λ ~ Gamma(r + x, α + T) and silent. */
export function probabilityOfNone(model: BgNbdParameters, summary: PurchaseSummary, t: number): number {
  const { r, alpha } = model
  const alive = probabilityAlive(model, summary)
  return 1 - alive + alive * ((alpha + summary.T) / (alpha + summary.T + t)) ** (r + summary.x)
}

/**
 * Expected number of purchases in (T, T + t], equation (10). It is P(alive) × expectedIfAlive, and only P(alive) knows
 * t_x.
 */
export const expectedPurchases = (model: BgNbdParameters, summary: PurchaseSummary, t: number): number =>
  probabilityAlive(model, summary) * expectedIfAlive(model, summary.x, summary.T, t)

/**
 * The time after T by which the next purchase has come with probability ½: probabilityOfNone = ½ solved for t. null
 * when it may as well never come (P(alive) ≤ ½).
 */
export function medianWait(model: BgNbdParameters, summary: PurchaseSummary): number | null {
  const alive = probabilityAlive(model, summary)
  if (alive <= 0.5) return null
  return (model.alpha + summary.T) * ((alive / (alive - 0.5)) ** (1 / (model.r + summary.x)) - 1)
}

/**
 * Expected purchases in (T, T + t] of a customer alive at T with x repeat purchases. Could nobody leave, their number N
 * would be negative binomial,
 *
 *   P(N = n) = Γ(k+n) / (Γ(k) n!) · z^n (1−z)^k,     k = r + x,   z = t / (α+T+t),
 *
 * and of n occasions to buy the customer is still there for the j-th with probability E (1−p)^(j−1) = (b+x)_(j−1) /
 * (a+b+x)_(j−1). Hence
 *
 *   E = Σ_n P(N = n) Σ_{j=1…n} (b+x)_(j−1) / (a+b+x)_(j−1).
 *
 * This is the ₂F₁ of equation (10) summed another way: every term is positive, a = 1 and a = 0 are ordinary points, and
 * large r or a do no harm, whereas the closed form divides by a − 1 and cancels. At x = 0, T = 0 it is the expectation
 * of a new customer, equation (9).
 */
export function expectedIfAlive({ r, alpha, a, b }: BgNbdParameters, x: number, T: number, t: number): number {
  if (!(t >= 0 && Number.isFinite(t))) throw new InvalidData(`a time ahead is 0 or more, got ${t}`)
  if (a === 0 || t === 0) return (t * (r + x)) / (alpha + T)
  const k = r + x
  const z = t / (alpha + T + t)
  const mean = (k * t) / (alpha + T)
  // Twelve standard deviations below the mean, in the thin tail, the sum can begin; its first probability would
  // underflow at 0 for large k.
  const first = Math.max(0, Math.floor(mean - 12 * Math.sqrt(mean / (1 - z))))
  let probability = Math.exp(
    logGamma(k + first) - logGamma(k) - logGamma(first + 1) + first * Math.log(z) + k * Math.log1p(-z),
  )
  let staying = 1
  let bought = 0
  let sum = 0
  for (let n = 0; n < first + 10_000_000; n++) {
    if (n >= first) {
      sum += probability * bought
      // What is left falls faster than z^m once past the mean, while `bought` grows by less than 1 a step.
      if (n > mean && probability * (bought + 1 / (1 - z)) < 1e-14 * (1 - z) * sum) break
      probability *= ((k + n) / (n + 1)) * z
    }
    bought += staying
    staying *= (b + x + n) / (a + b + x + n)
  }
  return sum
}

type Cell = { x: number; tx: number; T: number; count: number }

function aggregate(summaries: readonly PurchaseSummary[]): Cell[] {
  const cells = new Map<string, Cell>()
  for (const { x, tx, T, count = 1 } of summaries) {
    if (
      !(Number.isInteger(x) && x >= 0 && tx >= 0 && T >= tx && Number.isFinite(T) && count > 0) ||
      (x === 0 && tx !== 0)
    ) {
      throw new InvalidData(
        `expected x = 0, 1, … and 0 ≤ t_x ≤ T (t_x = 0 when x = 0), got x = ${x}, t_x = ${tx}, T = ${T}, count = ${count}`,
      )
    }
    const key = `${x} ${tx} ${T}`
    const cell = cells.get(key)
    if (cell) cell.count += count
    else cells.set(key, { x, tx, T, count })
  }
  return [...cells.values()]
}

/** −ln L at θ = ln(r, α, a, b) with its gradient by θ; `still` drops e^u and the Beta terms (nobody leaves). */
function negativeLogLikelihood(cells: readonly Cell[]) {
  const byX = new Map<number, number>()
  for (const { x, count } of cells) byX.set(x, (byX.get(x) ?? 0) + count)
  return (theta: Float64Array, gradient: Float64Array, still = false): number => {
    if (theta.some(t => Math.abs(t) > 16)) return Infinity
    const [r, alpha, a, b] = Array.from(theta, Math.exp) as [number, number, number, number]
    let value = 0
    let dr = 0
    let dAlpha = 0
    let da = 0
    let db = 0
    for (const [x, n] of byX) {
      value += n * (logGamma(r + x) - logGamma(r) + r * theta[1]!)
      dr += n * (digamma(r + x) - digamma(r) + theta[1]!)
      dAlpha += (n * r) / alpha
      if (still) continue
      value += n * (logGamma(a + b) + logGamma(b + x) - logGamma(b) - logGamma(a + b + x))
      const ratio = digamma(a + b) - digamma(a + b + x)
      da += n * ratio
      db += n * (ratio + digamma(b + x) - digamma(b))
    }
    for (const { x, tx, T, count } of cells) {
      const end = Math.log(alpha + T)
      value -= count * (r + x) * end
      dr -= count * end
      dAlpha -= (count * (r + x)) / (alpha + T)
      if (x === 0 || still) continue
      const silence = end - Math.log(alpha + tx)
      const u = theta[2]! - Math.log(b + x - 1) + (r + x) * silence
      const gone = count * sigmoid(u)
      value += count * (Math.max(u, 0) + Math.log1p(Math.exp(-Math.abs(u))))
      dr += gone * silence
      dAlpha += gone * (r + x) * (1 / (alpha + T) - 1 / (alpha + tx))
      da += gone / a
      db -= gone / (b + x - 1)
    }
    gradient[0] = -dr * r
    gradient[1] = -dAlpha * alpha
    if (!still) {
      gradient[2] = -da * a
      gradient[3] = -db * b
    }
    return -value
  }
}
