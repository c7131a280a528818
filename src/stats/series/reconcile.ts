/**
 * Forecasts of parts (categories, regions, …) and of their total, made to agree: the least change, weighed by how wrong
 * each forecast was.
 *
 * MinT with shrinkage. With the one-step errors' covariance W of (total, parts) and the constraint C = (1, −1, …, −1),
 *     ỹ = ŷ − W Cᵀ (C W Cᵀ)⁻¹ C ŷ,
 * which for a total and its parts needs no inverse: C ŷ is one number, the gap. W is the sample covariance shrunk
 * towards its diagonal (Schäfer & Strimmer's λ). Parts below 0 are set to 0 and the others reprojected. Then amounts
 * are rounded to hundredths, the last ones going to the largest remainders, so that parts add up exactly.
 *
 * The total is left as it is ("held") when asked, as when several breakdowns must share one total, or when moving it
 * would have made its errors more than 1 % larger (each error judged by a W that has not seen it).
 *
 * References: Wickramasuriya, Athanasopoulos & Hyndman (2019), "Optimal forecast reconciliation … through trace
 * minimization", JASA 114; Schäfer & Strimmer (2005), "A shrinkage approach to large-scale covariance matrix
 * estimation", Statistical Applications in Genetics 4.
 */
import { InvalidData, NotEnoughData } from '../errors.ts'
import { sum } from '../math/average.ts'

export type Hierarchy = {
  /** Forecasts of the total, by step. */
  total: readonly number[]
  /** Forecasts of each part, by step. */
  parts: readonly (readonly number[])[]
  /** Errors (actual − forecast) of the total and of each part, at the same origins. */
  errors: { total: readonly number[]; parts: readonly (readonly number[])[] }
}

export type Reconciled = {
  total: number[]
  parts: number[][]
  /** Whether the total was kept as forecast. */
  held: boolean
  /** Schäfer–Strimmer λ: 0 the sample covariance, 1 its diagonal. */
  shrinkage: number
}

const FEWEST_ERRORS = 4
const TOLERATED = 1.01

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((total, v, i) => total + v * b[i]!, 0)

/** Covariance of series of errors (rows; mean 0 is assumed, a bias counts as error), shrunk towards its diagonal. */
export const shrunkCovariance = (rows: readonly (readonly number[])[]) => {
  const n = rows[0]!.length
  const sample = rows.map(a => rows.map(b => dot(a, b) / n))
  const scaled = rows.map((row, i) => row.map(e => (sample[i]![i]! > 0 ? e / Math.sqrt(sample[i]![i]!) : 0)))
  let variance = 0
  let squares = 0
  scaled.forEach((a, i) =>
    scaled.slice(i + 1).forEach(b => {
      const products = a.map((v, t) => v * b[t]!)
      const correlation = sum(products) / n
      variance += (dot(products, products) - n * correlation ** 2) / (n * (n - 1))
      squares += correlation ** 2
    }),
  )
  const shrinkage = squares > 0 ? Math.min(1, Math.max(0, variance / squares)) : 1
  return { shrinkage, covariance: sample.map((row, i) => row.map((v, j) => (i === j ? v : (1 - shrinkage) * v))) }
}

/**
 * How much of the gap (total − Σ parts) each forecast takes over: total ← total − share₀ × gap, partᵢ ← partᵢ − shareᵢ
 * × gap.
 */
const shares = (covariance: readonly (readonly number[])[]) => {
  const pull = covariance.map(row => row[0]! - sum(row.slice(1)))
  const gapVariance = pull[0]! - sum(pull.slice(1))
  const size = covariance.length
  return gapVariance > 0 ? pull.map(v => v / gapVariance) : pull.map((_, i) => (i ? -1 : 1) / size)
}

/** How a change of the total spreads over the parts `open`, in proportion to what the covariance says of their sum. */
const spread = (covariance: readonly (readonly number[])[], open: readonly number[]) => {
  const pull = open.map(i => sum(open.map(j => covariance[i + 1]![j + 1]!)))
  const total = sum(pull)
  return total > 0 ? pull.map(v => v / total) : pull.map(() => 1 / open.length)
}

/**
 * Would moving the total have made its mean absolute error more than 1 % larger? Each origin is judged by the
 * covariance of the others.
 */
const movingHurts = (rows: readonly (readonly number[])[]) => {
  const moved = rows[0]!.map((error, t) => {
    const [share] = shares(shrunkCovariance(rows.map(row => row.toSpliced(t, 1))).covariance)
    return Math.abs(error - share! * (error - sum(rows.slice(1).map(row => row[t]!))))
  })
  return sum(moved) > TOLERATED * sum(rows[0]!.map(Math.abs))
}

/** Parts of 0 or more with the given sum (0 or more), from parts that may be negative. */
const nonNegative = (parts: readonly number[], total: number, covariance: readonly (readonly number[])[]) => {
  const result = [...parts]
  let open = parts.map((_, i) => i)
  for (;;) {
    const gap = total - sum(open.map(i => result[i]!))
    const weights = spread(covariance, open)
    open.forEach((i, k) => {
      result[i]! += weights[k]! * gap
    })
    const below = open.filter(i => result[i]! < 0)
    if (!below.length) return result
    for (const i of below) result[i] = 0
    open = open.filter(i => !below.includes(i))
    if (!open.length) return result
  }
}

/**
 * Amounts rounded to so many decimals that they sum to the rounded total: the largest remainders get the missing last digits, the
 * first of equals first.
 */
export const shared = (parts: readonly number[], total: number, decimals: number) => {
  const unit = 10 ** decimals
  const whole = parts.map(v => Math.floor(v * unit))
  const missing = Math.round(total * unit) - sum(whole)
  const order = parts.map((v, i) => ({ i, rest: v * unit - whole[i]! })).sort((a, b) => b.rest - a.rest || a.i - b.i)
  for (const { i } of order.slice(0, Math.max(0, missing))) whole[i]!++
  return whole.map(c => c / unit)
}

/**
 * Reconciles forecasts of a total and its parts at every step. All results are ≥ 0 and in whole hundredths; at each step the
 * parts sum to the total, to the cent. `hold`: never move the total (but round it, and raise it to 0). Throws
 * NotEnoughData under four errors, InvalidData when lengths disagree.
 */
export const reconcile = (
  { total, parts, errors }: Hierarchy,
  { hold = false }: { hold?: boolean } = {},
): Reconciled => {
  const rows = [errors.total, ...errors.parts]
  const expected = `${total.length} steps of each of ${errors.parts.length} parts and ${errors.total.length} errors of each`
  if (
    !parts.length ||
    parts.length !== errors.parts.length ||
    parts.some(p => p.length !== total.length) ||
    rows.some(r => r.length !== errors.total.length)
  ) {
    const lengths = (rows: Hierarchy['parts']) => rows.map(row => row.length).join(', ')
    throw new InvalidData(
      `expected ${expected}, got ${parts.length} parts of ${lengths(parts)} steps and ${lengths(errors.parts)} errors`,
    )
  }
  if (![total, ...parts, ...rows].every(values => values.every(Number.isFinite)))
    throw new InvalidData('expected finite forecasts and errors')
  if (errors.total.length < FEWEST_ERRORS)
    throw new NotEnoughData(FEWEST_ERRORS, errors.total.length, 'errors of each forecast')
  const { covariance, shrinkage } = shrunkCovariance(rows)
  const held = hold || movingHurts(rows)
  const share = shares(covariance)
  const steps = total.map((whole, k) => {
    const given = parts.map(part => part[k]!)
    const gap = whole - sum(given)
    const target = Math.max(0, held ? whole : whole - share[0]! * gap)
    const adjusted = held ? given : given.map((part, i) => part - share[i + 1]! * gap)
    return {
      total: Math.round(target * 100) / 100,
      parts: shared(nonNegative(adjusted, target, covariance), target, 2),
    }
  })
  return { total: steps.map(s => s.total), parts: parts.map((_, i) => steps.map(s => s.parts[i]!)), held, shrinkage }
}
