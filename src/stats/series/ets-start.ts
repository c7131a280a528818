import type { Form, Parameters } from './ets-likelihood.ts'
import { seasonalFigure } from './seasonal.ts'

/**
 * Where the searches of an ETS model begin: at slow and at quick smoothing, for the likelihood may have a hill at
 * either. Seasonal states by classical decomposition (around one line where there are fewer than three seasons), level
 * and slope by a line through the first adjusted observations. Hyndman et al. (2008), section 2.6.
 */
export const startingPoints = (y: Float64Array, { trend, season: type }: Form, period: number): Parameters[] => {
  const n = y.length
  let season = new Float64Array(0),
    adjusted = y
  if (type !== 'N') {
    season = Float64Array.from(
      n >= 3 * period
        ? seasonalFigure(y, period, type === 'A' ? 'additive' : 'multiplicative')
        : aroundLine(y, period, type),
    )
    if (type === 'M') {
      const kept = season.map(s => Math.max(0.05, Number.isNaN(s) ? 1 : s))
      const mean = kept.reduce((a, b) => a + b, 0) / period
      season = kept.map(s => s / mean)
    }
    adjusted = y.map((value, t) => (type === 'A' ? value - season[t % period]! : value / season[t % period]!))
  }
  const first = adjusted.subarray(0, Math.min(n, Math.max(10, type === 'N' ? 10 : 2 * period)))
  const { level, slope } =
    trend === 'N' ? { level: first.reduce((a, b) => a + b, 0) / first.length, slope: 0 } : line(first)
  // A line may start below zero where every observation is above: no start for a ratio.
  const safe =
    type === 'M' && !(level + slope > 0.01) ? { level: Math.max(0.01, adjusted[0]!), slope: 0 } : { level, slope }
  return [
    { alpha: 0.3, beta: 0.03, gamma: 0.05, phi: 0.95 },
    { alpha: 0.7, beta: 0.3, gamma: 0.2, phi: 0.85 },
  ].map(({ alpha, beta, gamma, phi }) => ({
    alpha,
    beta: trend === 'N' ? 0 : beta,
    gamma: type === 'N' ? 0 : gamma,
    phi: trend === 'Ad' ? phi : 1,
    ...safe,
    season,
  }))
}

/** Least-squares line; `level` is its value one step before the first observation. */
const line = (y: Float64Array): { level: number; slope: number } => {
  const n = y.length,
    middle = (n + 1) / 2
  let mean = 0,
    slope = 0
  for (let t = 0; t < n; t++) mean += y[t]! / n
  for (let t = 0; t < n; t++) slope += ((t + 1 - middle) * y[t]!) / ((n * (n * n - 1)) / 12)
  return { level: mean - slope * middle, slope }
}

const aroundLine = (y: Float64Array, period: number, type: 'A' | 'M'): Float64Array => {
  const { level, slope } = line(y)
  const sum = new Float64Array(period),
    count = new Float64Array(period)
  for (let t = 0; t < y.length; t++) {
    const trend = level + slope * (t + 1),
      k = t % period
    sum[k] = sum[k]! + (type === 'A' ? y[t]! - trend : y[t]! / Math.max(trend, 1e-3))
    count[k] = count[k]! + 1
  }
  const figure = sum.map((s, k) => s / count[k]!)
  const mean = figure.reduce((a, b) => a + b, 0) / period
  return figure.map(value => (type === 'A' ? value - mean : value / mean))
}
