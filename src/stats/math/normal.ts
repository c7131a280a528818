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
 * P(Z ≤ z) of the standard normal, to about 1e-14 (tails beyond 7: 1e-8 of themselves). West, Better approximations to
 * cumulative normal functions, Wilmott Magazine (2005).
 */
export const normalDistribution = (z: number): number => {
  const x = Math.abs(z)
  if (Number.isNaN(x)) return NaN
  if (x > 37) return z > 0 ? 1 : 0
  const density = Math.exp((-x * x) / 2)
  const top = [0.0352624965998911, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871]
  const bottom = [0.0883883476483184, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674]
  const horner = (coefficients: number[], start: number) => coefficients.reduce((sum, c) => sum * x + c, start)
  const tail =
    x < 7.07106781186547
      ? (density * horner([...top.slice(1), 221.213596169931, 220.206867912376], top[0]!)) /
        horner([...bottom.slice(1), 637.333633378831, 793.826512519948, 440.413735824752], bottom[0]!)
      : density / (2.506628274631 * (x + 1 / (x + 2 / (x + 3 / (x + 4 / (x + 0.65))))))
  return z > 0 ? 1 - tail : tail
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
