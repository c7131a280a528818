/**
 * Logistic regression with an L2 penalty, by iteratively reweighted least squares (Newton's method; McCullagh & Nelder
 * 1989, section 4.4; le Cessie & van Houwelingen 1992 for the penalty).
 *
 *   η_i = β_0 + Σ_j β_j x_ij,   p_i = 1 / (1 + e^−η_i)
 *   minimise  Σ_i w_i [ln(1 + e^η_i) − y_i η_i] + (λ / 2) Σ_{j ≥ 1} β_j²
 *
 * The intercept carries no penalty, so the weighted mean of p equals the weighted mean of y. The objective is strictly
 * convex for λ > 0:
 * there is one answer, also when the classes can be separated.
 */
import { InvalidData, NotEnoughData } from '../errors.ts'
import { sigmoid } from './special.ts'

export type Logistic = { intercept: number; coefficients: number[]; iterations: number }

/**
 * `penalty`: λ, on the scale of the features given, so give them standardised. `weights`: one a row, 1 when left out.
 */
export type LogisticOptions = { penalty: number; weights?: ArrayLike<number> }

/**
 * Rows of features, all of one length, and an outcome 0–1 for each (a share is allowed). Throws InvalidData for a
 * number that is not finite.
 */
export function fitLogistic(
  rows: readonly ArrayLike<number>[],
  outcomes: ArrayLike<number>,
  { penalty, weights }: LogisticOptions,
): Logistic {
  if (rows.length === 0) throw new NotEnoughData(1, 0, 'rows')
  const size = rows[0]!.length + 1
  if (outcomes.length !== rows.length) throw new InvalidData(`${rows.length} rows but ${outcomes.length} outcomes`)
  if (!(penalty >= 0)) throw new InvalidData(`a penalty is 0 or more, got ${penalty}`)
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!
    if (row.length !== size - 1) throw new InvalidData(`row ${i} has ${row.length} features, row 0 has ${size - 1}`)
    for (let j = 0; j < row.length; j++)
      if (!Number.isFinite(row[j])) throw new InvalidData(`row ${i}, feature ${j} is ${row[j]}`)
    if (!(outcomes[i]! >= 0 && outcomes[i]! <= 1)) throw new InvalidData(`outcome ${i} is ${outcomes[i]}, expected 0–1`)
  }

  const gradient = new Float64Array(size)
  const hessian = new Float64Array(size * size)
  /** The objective at β; leaves its gradient and Hessian in the two arrays above. */
  const evaluate = (beta: Float64Array): number => {
    let value = 0
    gradient.fill(0)
    hessian.fill(0)
    for (let j = 1; j < size; j++) {
      value += (penalty / 2) * beta[j]! ** 2
      gradient[j] = penalty * beta[j]!
      hessian[j * size + j] = penalty
    }
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!
      const w = weights ? weights[i]! : 1
      let eta = beta[0]!
      for (let j = 1; j < size; j++) eta += beta[j]! * row[j - 1]!
      const p = sigmoid(eta)
      value += w * (Math.max(eta, 0) + Math.log1p(Math.exp(-Math.abs(eta))) - outcomes[i]! * eta)
      const residual = w * (p - outcomes[i]!)
      const curvature = w * p * (1 - p)
      for (let j = 0; j < size; j++) {
        const xj = j === 0 ? 1 : row[j - 1]!
        if (xj === 0) continue
        gradient[j] = gradient[j]! + residual * xj
        for (let k = 0; k <= j; k++)
          hessian[j * size + k] = hessian[j * size + k]! + curvature * xj * (k === 0 ? 1 : row[k - 1]!)
      }
    }
    return value
  }

  let beta = new Float64Array(size)
  let value = evaluate(beta)
  let iterations = 0
  while (iterations < 100) {
    const step = solvePositive(hessian, gradient)
    const decrement = step.reduce((sum, s, j) => sum + s * gradient[j]!, 0)
    if (decrement < 1e-12 * (1 + Math.abs(value))) break
    // Newton's full step can overshoot when the classes nearly separate: halve it until the objective falls.
    let next = beta
    let nextValue = Infinity
    for (let scale = 1; !(nextValue <= value) && scale > 1e-10; scale /= 2) {
      next = beta.map((b, j) => b - scale * step[j]!)
      nextValue = evaluate(next)
    }
    if (!(nextValue <= value)) break
    beta = next
    value = nextValue
    iterations++
  }
  return { intercept: beta[0]!, coefficients: Array.from(beta.subarray(1)), iterations }
}

/**
 * Solves A s = g for a symmetric positive (semi-)definite A given by its lower triangle: Cholesky with a floor under
 * the pivots.
 */
function solvePositive(A: Float64Array, g: Float64Array): Float64Array {
  const n = g.length
  const L = A.slice()
  const s = g.slice()
  for (let j = 0; j < n; j++) {
    for (let k = 0; k < j; k++) for (let i = j; i < n; i++) L[i * n + j] = L[i * n + j]! - L[i * n + k]! * L[j * n + k]!
    // A constant or all-zero feature without penalty has no curvature of its own; the floor leaves its coefficient
    // where it is.
    const pivot = Math.sqrt(Math.max(L[j * n + j]!, 1e-10 * (1 + A[j * n + j]!)))
    for (let i = j; i < n; i++) L[i * n + j] = L[i * n + j]! / pivot
    L[j * n + j] = pivot
  }
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) s[i] = s[i]! - L[i * n + k]! * s[k]!
    s[i] = s[i]! / L[i * n + i]!
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) s[i] = s[i]! - L[k * n + i]! * s[k]!
    s[i] = s[i]! / L[i * n + i]!
  }
  return s
}
