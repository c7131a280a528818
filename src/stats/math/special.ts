/**
 * Special functions, each to about 13 significant digits on the range its models use (checked against R in special.test.ts).
 * After Abramowitz & Stegun (1964), chapters 6, 15 and 26; DLMF (dlmf.nist.gov) numbers are given where a formula comes from.
 */
import { InvalidData } from '../errors.ts'

const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
]
const halfLog2Pi = 0.5 * Math.log(2 * Math.PI)

/** ln Γ(x), x > 0. Stirling's series from 12 upwards (DLMF 5.11.1), Lanczos' approximation (1964, g = 7, n = 9) below. */
export function logGamma(x: number): number {
  if (!(x > 0)) throw new InvalidData(`logGamma needs x > 0, got ${x}`)
  if (x >= 12) {
    const s = 1 / (x * x)
    const series = (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s / 1188)))) / x
    return (x - 0.5) * Math.log(x) - x + halfLog2Pi + series
  }
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x)
  let sum = lanczos[0]!
  for (let i = 1; i < 9; i++) sum += lanczos[i]! / (x - 1 + i)
  const t = x + 6.5
  return halfLog2Pi + (x - 0.5) * Math.log(t) - t + Math.log(sum)
}

/** ψ(x) = d ln Γ(x) / dx, x > 0: recurrence up to 10 (DLMF 5.5.2), then the asymptotic series (DLMF 5.11.2). */
export function digamma(x: number): number {
  if (!(x > 0)) throw new InvalidData(`digamma needs x > 0, got ${x}`)
  let shift = 0
  let z = x
  for (; z < 10; z++) shift -= 1 / z
  const s = 1 / (z * z)
  return shift + Math.log(z) - 0.5 / z - s * (1 / 12 - s * (1 / 120 - s * (1 / 252 - s * (1 / 240 - s * (1 / 132 - (s * 691) / 32760)))))
}

/** ln B(a, b) = ln Γ(a) + ln Γ(b) − ln Γ(a + b), a, b > 0. */
export const logBeta = (a: number, b: number): number => logGamma(a) + logGamma(b) - logGamma(a + b)

/**
 * Gauss' hypergeometric function ₂F₁(a, b; c; z) for 0 ≤ z < 1 and c not a non-positive integer, by its power series (DLMF 15.2.1).
 * The number of terms grows as 1 / (1 − z): a caller whose z comes near 1 chooses the Euler form whose terms fall fastest.
 */
export function hypergeometric(a: number, b: number, c: number, z: number): number {
  if (!(z >= 0 && z < 1) || (c <= 0 && Number.isInteger(c))) throw new InvalidData(`₂F₁ needs 0 ≤ z < 1 and c not 0, −1, …; got z = ${z}, c = ${c}`)
  let term = 1
  let sum = 1
  for (let n = 0; n < 1_000_000; n++) {
    term *= (((a + n) * (b + n)) / ((c + n) * (n + 1))) * z
    sum += term
    // Early terms may grow before they fall, so smallness counts only once the ratio of terms is below 1.
    if (Math.abs(term) <= 1e-15 * Math.abs(sum) * (1 - z) && n > Math.abs(a) + Math.abs(b) + Math.abs(c)) return sum
    if (term === 0) return sum
  }
  return sum
}

/** Regularised incomplete beta function I_x(a, b), the Beta(a, b) distribution function: Lentz' continued fraction (DLMF 8.17.22). */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (!(a > 0 && b > 0 && x >= 0 && x <= 1)) throw new InvalidData(`incompleteBeta needs 0 ≤ x ≤ 1 and a, b > 0; got x = ${x}, a = ${a}, b = ${b}`)
  if (x === 0 || x === 1) return x
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a)
  const tiny = 1e-300
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - logBeta(a, b)) / a
  let d = 1 / (1 - ((a + b) * x) / (a + 1))
  let c = 1
  let fraction = d
  for (let m = 1; m < 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / (1 + even * d || tiny)
    c = 1 + even / c || tiny
    fraction *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / (1 + odd * d || tiny)
    c = 1 + odd / c || tiny
    fraction *= d * c
    if (Math.abs(d * c - 1) < 1e-15) break
  }
  return front * fraction
}

/** The x with I_x(a, b) = probability, by bisection (60 halvings reach double precision). */
export function betaQuantile(probability: number, a: number, b: number): number {
  if (!(probability >= 0 && probability <= 1)) throw new InvalidData(`a probability lies in 0–1, got ${probability}`)
  let low = 0
  let high = 1
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2
    if (incompleteBeta(middle, a, b) < probability) low = middle
    else high = middle
  }
  return (low + high) / 2
}

const polynomial = (coefficients: readonly number[], x: number): number => coefficients.reduceRight((sum, c) => sum * x + c, 0)

/** The standard normal quantile: Wichura's algorithm AS 241 (Applied Statistics 37, 1988), relative error below 1e-15. ±∞ at 0 and 1. */
export function normalQuantile(probability: number): number {
  if (!(probability >= 0 && probability <= 1)) throw new InvalidData(`a probability lies in 0–1, got ${probability}`)
  if (probability === 0 || probability === 1) return probability === 0 ? -Infinity : Infinity
  const q = probability - 0.5
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q
    return (
      (q *
        polynomial(
          [3.387132872796366608, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125, 45921.953931549871457,
            67265.770927008700853, 33430.575583588128105, 2509.0809287301226727], r)) /
      polynomial(
        [1, 42.313330701600911252, 687.1870074920579083, 5394.1960214247511077, 21213.794301586595867, 39307.89580009271061,
          28729.085735721942674, 5226.495278852545925], r)
    )
  }
  const tail = Math.sqrt(-Math.log(q < 0 ? probability : 1 - probability))
  const value =
    tail <= 5
      ? polynomial(
          [1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504, 1.27045825245236838258,
            0.24178072517745061177, 0.0227238449892691845833, 7.7454501427834140764e-4], tail - 1.6) /
        polynomial(
          [1, 2.05319162663775882187, 1.6763848301838038494, 0.68976733498510000455, 0.14810397642748007459, 0.0151986665636164571966,
            5.475938084995344946e-4, 1.05075007164441684324e-9], tail - 1.6)
      : polynomial(
          [6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, 0.29656057182850489123, 0.026532189526576123093,
            0.0012426609473880784386, 2.71155556874348757815e-5, 2.01033439929228813265e-7], tail - 5) /
        polynomial(
          [1, 0.59983220655588793769, 0.13692988092273580531, 0.0148753612908506148525, 7.868691311456132591e-4,
            1.8463183175100546818e-5, 1.4215117583164458887e-7, 2.04426310338993978564e-15], tail - 5)
  return q < 0 ? -value : value
}

/** 1 / (1 + e^−z) without overflow. */
export const sigmoid = (z: number): number => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)))

/** ln(p / (1 − p)); p is kept 1e-12 away from 0 and 1. */
export function logit(p: number): number {
  const inside = Math.min(1 - 1e-12, Math.max(1e-12, p))
  return Math.log(inside / (1 - inside))
}
