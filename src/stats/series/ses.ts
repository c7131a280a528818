import { nelderMead } from '../math/optimise.ts'

/**
 * Simple exponential smoothing by least squares, the engine of theta.
 *
 *    ℓ(t) = ℓ(t−1) + α e(t),   e(t) = y(t) − ℓ(t−1),   0.0001 ≤ α ≤ 0.9999
 *
 * From R's starting point by R's search: its stopping rule leaves α uncertain in the fifth digit, and only the same
 * path leads to the same numbers. (R treats 6 observations or fewer differently; this does not.)
 */
export const smooth = (
  y: readonly number[],
): { alpha: number; start: number; level: number; fitted: number[]; sse: number } => {
  const n = y.length,
    first = y.slice(0, 10)
  const meanSquare = (x: Float64Array): number => {
    const alpha = x[0]!,
      start = x[1]!
    if (!(alpha >= 1e-4 && alpha <= 0.9999)) return Infinity
    let level = start,
      squares = 0
    for (let t = 0; t < n; t++) {
      const e = y[t]! - level
      squares += e * e
      level += alpha * e
    }
    return squares / n
  }
  const { x, value } = nelderMead(meanSquare, [
    1e-4 + 0.2 * 0.9998,
    first.reduce((sum, v) => sum + v, 0) / first.length,
  ])
  const alpha = x[0]!,
    start = x[1]!
  const fitted: number[] = []
  let level = start
  for (const v of y) {
    fitted.push(level)
    level += alpha * (v - level)
  }
  return { alpha, start, level, fitted, sse: value * n }
}
