import { minimiseScalar } from '../math/optimise.ts'

/** Simple exponential smoothing by least squares, the engine of theta.
 *
 *     ℓ(t) = ℓ(t−1) + α e(t),   e(t) = y(t) − ℓ(t−1)
 *
 *  e is linear in ℓ(0): e(t) = a(t) − (1−α)^(t−1) ℓ(0), so the best ℓ(0) for a given α is one division, and only α is searched. */
export const smooth = (y: readonly number[]): { alpha: number; start: number; level: number; fitted: number[]; sse: number } => {
  const n = y.length
  const concentrated = (alpha: number) => {
    let level = 0, weight = 1, ee = 0, we = 0, ww = 0
    for (let t = 0; t < n; t++) {
      const e = y[t]! - level
      ee += e * e
      we += weight * e
      ww += weight * weight
      level += alpha * e
      weight *= 1 - alpha
    }
    const start = we / ww
    return { start, level: level + weight * start, sse: Math.max(0, ee - we * start) }
  }
  const { x: alpha } = minimiseScalar((a) => concentrated(a).sse, 1e-4, 0.9999)
  const { start, level, sse } = concentrated(alpha)
  const fitted: number[] = []
  let l = start
  for (const value of y) {
    fitted.push(l)
    l += alpha * (value - l)
  }
  return { alpha, start, level, fitted, sse }
}
