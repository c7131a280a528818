/**
 * The likelihood of an ETS model and its exact gradient, by one pass forwards and one backwards (the adjoint method):
 * the gradient in all parameters, initial states included, costs about twice the likelihood itself.
 *
 *    q = ℓ + φb      ŷ = q | q + s | q · s          p = y | y − s | y / s      τ = y − q | y / q        (season N | A | M)
 *    ℓ ← q + α(p − q)      b ← φb + β(p − q)      s ← s + γ(τ − s)
 *    e = y − ŷ  or  (y − ŷ)/ŷ                  −2 log L = n log Σe²  [+ 2 Σ log |ŷ|  when errors are multiplicative]
 *
 * The recursion is the same for additive and multiplicative errors; only the likelihood differs. Hyndman, Koehler, Ord
 * & Snyder, Forecasting with Exponential Smoothing (2008), chapters 2 and 5.
 */

import type { Objective } from '../math/optimise.ts'

export type Form = { error: 'A' | 'M'; trend: 'N' | 'A' | 'Ad'; season: 'N' | 'A' | 'M' }

/**
 * Smoothing parameters and initial states; `season[k]` belongs to observation k (mean 0 or 1). β, γ are 0 and φ is 1
 * where unused.
 */
export type Parameters = {
  alpha: number
  beta: number
  gamma: number
  phi: number
  level: number
  slope: number
  season: Float64Array
}

/**
 * What is left after the last observation, and the one-step forecasts on the way. `season[k]` belongs to step k + 1 of
 * the forecast.
 */
export type Filtered = { level: number; slope: number; season: Float64Array; fitted: Float64Array }

/** The usual region, as R's `ets`: 0.0001 ≤ β ≤ α, γ ≤ 1 − α, α ≤ 0.9999, 0.8 ≤ φ ≤ 0.98. */
const least = 1e-4,
  most = 0.9999,
  dampedLeast = 0.8,
  dampedMost = 0.98

const logistic = (u: number) => 1 / (1 + Math.exp(-u))
const logit = (p: number) => Math.log(p / (1 - p))
const clamp = (value: number) => Math.min(0.999, Math.max(0.001, value))

/**
 * The free vector of the search: logits of α, β, γ, φ within their bounds (`smoothing` of them), then level, slope
 * (`trend` 0 or 1) and all seasonal states but the last (`season` of them).
 */
export const layout = (
  { trend, season }: Form,
  period: number,
): { smoothing: number; trend: number; season: number } => ({
  smoothing: 1 + (trend === 'N' ? 0 : 1) + (season === 'N' ? 0 : 1) + (trend === 'Ad' ? 1 : 0),
  trend: trend === 'N' ? 0 : 1,
  season: season === 'N' ? 0 : period - 1,
})

export const parameterCount = (form: Form, period: number): number => {
  const { smoothing, trend, season } = layout(form, period)
  return smoothing + 1 + trend + season
}

export const unpack = (x: ArrayLike<number>, { trend, season }: Form, period: number): Parameters => {
  let i = 0
  const alpha = least + (most - least) * logistic(x[i++]!)
  const beta = trend === 'N' ? 0 : least + (alpha - least) * logistic(x[i++]!)
  const gamma = season === 'N' ? 0 : least + (1 - alpha - least) * logistic(x[i++]!)
  const phi = trend === 'Ad' ? dampedLeast + (dampedMost - dampedLeast) * logistic(x[i++]!) : 1
  const level = x[i++]!,
    slope = trend === 'N' ? 0 : x[i++]!
  const states = new Float64Array(season === 'N' ? 0 : period)
  let rest = season === 'M' ? period : 0
  for (let k = 0; k < states.length - 1; k++) rest -= states[k] = x[i++]!
  if (states.length > 0) states[period - 1] = rest
  return { alpha, beta, gamma, phi, level, slope, season: states }
}

export const pack = (
  { alpha, beta, gamma, phi, level, slope, season: states }: Parameters,
  { trend, season }: Form,
): Float64Array => {
  const x = [logit(clamp((alpha - least) / (most - least)))]
  if (trend !== 'N') x.push(logit(clamp((beta - least) / (alpha - least))))
  if (season !== 'N') x.push(logit(clamp((gamma - least) / (1 - alpha - least))))
  if (trend === 'Ad') x.push(logit(clamp((phi - dampedLeast) / (dampedMost - dampedLeast))))
  x.push(level)
  if (trend !== 'N') x.push(slope)
  if (season !== 'N') x.push(...states.subarray(0, -1))
  return Float64Array.from(x)
}

/**
 * −2 log L up to a constant, as a function of the free vector. Infinity where a multiplicative model meets a level or
 * forecast ≤ 0.
 */
export const likelihood = (y: Float64Array, form: Form, period: number): Objective => {
  const n = y.length
  const { trend, season } = form
  const trended = trend !== 'N',
    damped = trend === 'Ad',
    multiplicative = form.error === 'M'
  const m = season === 'N' ? 1 : period
  const additiveSeason = season === 'A',
    ratioSeason = season === 'M'
  const q = new Float64Array(n),
    slopes = new Float64Array(n),
    before = new Float64Array(n),
    forecast = new Float64Array(n)
  const states = new Float64Array(m),
    adjoint = new Float64Array(m)
  return (x, gradient) => {
    let i = 0
    const sa = logistic(x[i++]!),
      alpha = least + (most - least) * sa
    const sb = trended ? logistic(x[i++]!) : 0,
      beta = trended ? least + (alpha - least) * sb : 0
    const sg = season === 'N' ? 0 : logistic(x[i++]!),
      gamma = season === 'N' ? 0 : least + (1 - alpha - least) * sg
    const sp = damped ? logistic(x[i++]!) : 0,
      phi = damped ? dampedLeast + (dampedMost - dampedLeast) * sp : 1
    const statesFrom = i
    let level = x[i++]!,
      slope = trended ? x[i++]! : 0
    if (season !== 'N') {
      let rest = ratioSeason ? m : 0
      for (let k = 0; k < m - 1; k++) rest -= states[k] = x[i++]!
      states[m - 1] = rest
    }

    let squares = 0,
      logs = 0,
      product = 1
    for (let t = 0, j = 0; t < n; t++) {
      const yt = y[t]!,
        s = states[j]!
      const qt = level + phi * slope
      let f = qt,
        p = yt
      if (additiveSeason) {
        f += s
        p -= s
        states[j] = s + gamma * (yt - qt - s)
      } else if (ratioSeason) {
        if (!(qt > 1e-9) || !(s > 1e-9)) return Infinity
        f *= s
        p /= s
        states[j] = s + gamma * (yt / qt - s)
      }
      q[t] = qt
      slopes[t] = slope
      before[t] = s
      forecast[t] = f
      let e = yt - f
      if (multiplicative) {
        if (!(f > 1e-9)) return Infinity
        e /= f
        product *= f
        if (product > 1e100 || product < 1e-100) {
          logs += Math.log(product)
          product = 1
        }
      }
      squares += e * e
      const d = p - qt
      level = qt + alpha * d
      if (trended) slope = phi * slope + beta * d
      if (++j === m) j = 0
    }
    logs += Math.log(product)
    squares = Math.max(squares, 1e-30)

    let da = 0,
      db = 0,
      dg = 0,
      dp = 0,
      aLevel = 0,
      aSlope = 0
    adjoint.fill(0)
    const pull = (-2 * n) / squares
    for (let t = n - 1, j = (n - 1) % m; t >= 0; t--) {
      const yt = y[t]!,
        f = forecast[t]!,
        qt = q[t]!,
        s = before[t]!
      const aForecast = multiplicative ? (pull * (yt / f - 1) * yt) / (f * f) + 2 / f : pull * (yt - f)
      const aD = alpha * aLevel + beta * aSlope
      const d = (additiveSeason ? yt - s : ratioSeason ? yt / s : yt) - qt
      da += aLevel * d
      db += aSlope * d
      let aQ = aLevel - aD + aForecast
      if (additiveSeason) {
        const aS = adjoint[j]!
        dg += aS * (yt - qt - s)
        adjoint[j] = aS * (1 - gamma) - aD + aForecast
        aQ -= gamma * aS
      } else if (ratioSeason) {
        const aS = adjoint[j]!
        dg += aS * (yt / qt - s)
        adjoint[j] = aS * (1 - gamma) - (aD * yt) / (s * s) + aForecast * qt
        aQ += aForecast * (s - 1) - (gamma * aS * yt) / (qt * qt)
      }
      if (trended) {
        dp += slopes[t]! * (aSlope + aQ)
        aSlope = phi * (aSlope + aQ)
      }
      aLevel = aQ
      if (--j < 0) j = m - 1
    }

    // Chain rule to the free vector: β's and γ's bounds move with α.
    gradient[0] = (da + (trended ? db * sb : 0) - (season === 'N' ? 0 : dg * sg)) * (most - least) * sa * (1 - sa)
    let k = 1
    if (trended) gradient[k++] = db * (alpha - least) * sb * (1 - sb)
    if (season !== 'N') gradient[k++] = dg * (1 - alpha - least) * sg * (1 - sg)
    if (damped) gradient[k++] = dp * (dampedMost - dampedLeast) * sp * (1 - sp)
    k = statesFrom
    gradient[k++] = aLevel
    if (trended) gradient[k++] = aSlope
    if (season !== 'N') for (let h = 0; h < m - 1; h++) gradient[k++] = adjoint[h]! - adjoint[m - 1]!
    return n * Math.log(squares) + (multiplicative ? 2 * logs : 0)
  }
}

/** Runs the recursion once with given parameters. */
export const filter = (y: ArrayLike<number>, parameters: Parameters, form: Form): Filtered => {
  const { alpha, beta, gamma, phi } = parameters
  const n = y.length,
    m = Math.max(1, parameters.season.length)
  const states = parameters.season.slice(),
    fitted = new Float64Array(n)
  let { level, slope } = parameters
  for (let t = 0; t < n; t++) {
    const yt = y[t]!,
      j = t % m,
      s = states[j] ?? 0
    const q = level + phi * slope
    fitted[t] = form.season === 'M' ? q * s : q + s
    const d = (form.season === 'M' ? yt / s : yt - s) - q
    if (form.season !== 'N') states[j] = s + gamma * ((form.season === 'M' ? yt / q : yt - q) - s)
    level = q + alpha * d
    slope = phi * slope + beta * d
  }
  return { level, slope, season: states.map((_, k) => states[(n + k) % m]!), fitted }
}
