/**
 * Special functions, each to about 13 significant digits on the range its models use (checked against R in
 * special.test.ts).
 * Numbers of formulas are those of the Digital Library of Mathematical Functions, dlmf.nist.gov.
 */
import { InvalidData } from '../errors.ts'

const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
]
const halfLog2Pi = 0.5 * Math.log(2 * Math.PI)

/**
 * ln Γ(x), x > 0. Stirling's series from 12 upwards (DLMF 5.11.1), Lanczos' approximation (1964, g = 7, n = 9) below.
 */
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
  return (
    shift +
    Math.log(z) -
    0.5 / z -
    s * (1 / 12 - s * (1 / 120 - s * (1 / 252 - s * (1 / 240 - s * (1 / 132 - (s * 691) / 32760)))))
  )
}

/** ln B(a, b) = ln Γ(a) + ln Γ(b) − ln Γ(a + b), a, b > 0. */
export const logBeta = (a: number, b: number): number => logGamma(a) + logGamma(b) - logGamma(a + b)

/**
 * Regularised incomplete beta function I_x(a, b), the Beta(a, b) distribution function: Lentz' continued fraction (DLMF
 * 8.17.22).
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (!(a > 0 && b > 0 && x >= 0 && x <= 1))
    throw new InvalidData(`incompleteBeta needs 0 ≤ x ≤ 1 and a, b > 0; got x = ${x}, a = ${a}, b = ${b}`)
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

/** 1 / (1 + e^−z) without overflow. */
export const sigmoid = (z: number): number => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)))

/** ln(p / (1 − p)); p is kept 1e-12 away from 0 and 1. */
export function logit(p: number): number {
  const inside = Math.min(1 - 1e-12, Math.max(1e-12, p))
  return Math.log(inside / (1 - inside))
}
