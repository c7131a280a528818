/**
 * The Cholesky factor L of a symmetric positive definite n × n matrix, A = L Lᵀ, in place of A's lower triangle
 * (row-major); what lies above the diagonal is left as it was. NaN appears on the diagonal where A is not positive
 * definite.
 */
export const cholesky = (a: Float64Array, n: number): Float64Array => {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let s = a[i * n + j]!
      for (let k = 0; k < j; k++) s -= a[i * n + k]! * a[j * n + k]!
      a[i * n + j] = i === j ? Math.sqrt(s) : s / a[j * n + j]!
    }
  }
  return a
}

/** Solves L x = b. */
export const solveLower = (l: Float64Array, b: ArrayLike<number>): Float64Array => {
  const n = b.length,
    x = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    let s = b[i]!
    for (let k = 0; k < i; k++) s -= l[i * n + k]! * x[k]!
    x[i] = s / l[i * n + i]!
  }
  return x
}

/** Solves Lᵀ x = b. */
export const solveUpper = (l: Float64Array, b: ArrayLike<number>): Float64Array => {
  const n = b.length,
    x = new Float64Array(n)
  for (let i = n - 1; i >= 0; i--) {
    let s = b[i]!
    for (let k = i + 1; k < n; k++) s -= l[k * n + i]! * x[k]!
    x[i] = s / l[i * n + i]!
  }
  return x
}
