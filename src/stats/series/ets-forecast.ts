/**
 * Means and standard deviations of ETS forecasts. Hyndman, Koehler, Ord & Snyder (2008), chapter 6.
 *
 *    mean:  (ℓ + (φ + … + φ^h) b)  [+ s | · s]
 *    c(j) = α + β (φ + … + φ^j) + γ [m divides j]
 *    additive errors:              v(h) = σ² (1 + Σ c(j)²)
 *    multiplicative errors:        θ(h) = μ(h)² + σ² Σ c(j)² θ(h−j),   v(h) = (1 + σ²) θ(h) − μ(h)²
 *    multiplicative season too:    v(h) = s² { (1 + σ²)(1 + γ²σ²)^⌊(h−1)/m⌋ θ(h) − μ(h)² },  θ and μ without the season
 */

import type { Form, Parameters } from './ets-likelihood.ts'

type Last = { level: number; slope: number; season: Float64Array }

export const forecastMean = (h: number, { level, slope, season }: Last, phi: number, form: Form): number[] => {
  let line = level,
    power = 1
  return Array.from({ length: h }, (_, k) => {
    power *= phi
    line += power * slope
    const s = season[k % Math.max(1, season.length)] ?? 0
    return form.season === 'M' ? line * s : line + s
  })
}

export const forecastDeviation = (
  mean: number[],
  { season }: Last,
  { alpha, beta, gamma, phi }: Parameters,
  sigma: number,
  form: Form,
): number[] => {
  const h = mean.length,
    m = Math.max(1, season.length),
    variance = sigma * sigma
  const c = new Float64Array(h + 1)
  const ratio = form.season === 'M'
  for (let j = 1, power = phi, sum = 0; j <= h; j++, power *= phi) {
    sum += power
    c[j] = alpha + beta * sum + (form.season === 'A' && j % m === 0 ? gamma : 0)
  }
  if (form.error === 'A') {
    let total = 1
    return mean.map((_, k) => sigma * Math.sqrt(k === 0 ? 1 : (total += c[k]! ** 2)))
  }
  const theta = new Float64Array(h)
  return mean.map((value, k) => {
    const s = ratio ? season[k % m]! : 1,
      mu = value / s
    theta[k] = mu * mu
    for (let j = 1; j <= k; j++) theta[k] = theta[k]! + variance * c[j]! ** 2 * theta[k - j]!
    const grown = ratio ? (1 + gamma ** 2 * variance) ** Math.floor(k / m) : 1
    return Math.abs(s) * Math.sqrt(Math.max(0, (1 + variance) * grown * theta[k]! - mu * mu))
  })
}
