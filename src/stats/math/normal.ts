/**
 * The quantile of the standard normal: z with P(Z ≤ z) = p, 0 < p < 1, to about 1e-9 relative. Acklam's rational
 * approximation (2003).
 */
export const normalQuantile = (p: number): number => {
  if (p > 0.5) return -normalQuantile(1 - p)
  if (p < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(p))
    return (
      (((((-7.784894002430293e-3 * q - 0.3223964580411365) * q - 2.400758277161838) * q - 2.549732539343734) * q +
        4.374664141464968) *
        q +
        2.938163982698783) /
      ((((7.784695709041462e-3 * q + 0.3224671290700398) * q + 2.445134137142996) * q + 3.754408661907416) * q + 1)
    )
  }
  const q = p - 0.5,
    r = q * q
  return (
    ((((((-39.69683028665376 * r + 220.9460984245205) * r - 275.9285104469687) * r + 138.357751867269) * r -
      30.66479806614716) *
      r +
      2.506628277459239) *
      q) /
    (((((-54.47609879822406 * r + 161.5858368580409) * r - 155.6989798598866) * r + 66.80131188771972) * r -
      13.28068155288572) *
      r +
      1)
  )
}

/**
 * The quantile of Student's t with `degrees` ≥ 1 degrees of freedom: exact for 1 and 2, else by Hill's expansion (CACM
 * algorithm 396, 1970).
 */
export const studentQuantile = (p: number, degrees: number): number => {
  if (p < 0.5) return -studentQuantile(1 - p, degrees)
  const tail = 2 * (1 - p)
  if (degrees === 1) return Math.tan((Math.PI / 2) * (1 - tail))
  if (degrees === 2) return Math.sqrt(2 / (tail * (2 - tail)) - 2)
  const a = 1 / (degrees - 0.5),
    b = 48 / (a * a)
  let c = (((20700 * a) / b - 98) * a - 16) * a + 96.36
  const d = ((94.5 / (b + c) - 3) / b + 1) * Math.sqrt((a * Math.PI) / 2) * degrees
  let x = d * tail,
    y = x ** (2 / degrees)
  if (y > 0.05 + a) {
    x = normalQuantile(tail / 2)
    y = x * x
    if (degrees < 5) c += 0.3 * (degrees - 4.5) * (x + 0.6)
    c += (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b
    y = (((((0.4 * y + 6.3) * y + 36) * y + 94.5) / c - y - 3) / b + 1) * x
    y = Math.expm1(a * y * y)
  } else {
    const inner = 1 / (((degrees + 6) / (degrees * y) - 0.089 * d - 0.822) * (degrees + 2) * 3) + 0.5 / (degrees + 4)
    y = ((inner * y - 1) * (degrees + 1)) / (degrees + 2) + 1 / y
  }
  return Math.sqrt(degrees * y)
}
