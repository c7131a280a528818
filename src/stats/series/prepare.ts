/** From the series as it came to the series models are fitted to: leading zeros cut, lone outliers clipped. */

import { InvalidData } from '../errors.ts'
import { bayesianFigure, steinFigure } from './shrinkage.ts'

export type Prepared = {
  /** The series to fit: starts at the first non-zero observation, outliers clipped. */
  y: number[]
  /** How many leading zeros were cut. */
  cut: number
  /** Positions of the clipped observations in the series as it came. */
  outliers: number[]
}

/** Throws InvalidData unless every observation is a finite number. */
export const validate = (y: readonly number[]): void => {
  const wrong = y.findIndex((value) => !Number.isFinite(value))
  if (wrong >= 0) throw new InvalidData(`expected finite numbers, observation ${wrong + 1} of ${y.length} is ${y[wrong]}`)
}

const median = (values: number[]): number => {
  const sorted = values.toSorted((a, b) => a - b), middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** Observations on either side that say what was usual, the fewest of them there must be, robust standard deviations that make an outlier,
 *  and the shortest history anything is called unusual in. */
const reach = 3, witnesses = 2, threshold = 5, shortest = 12

/** Seasonally adjusted, an outlier departs from what was usual before it and from what was usual after it; after a level shift only the former,
 *  so a shift is kept. The last two observations are kept because nobody can tell yet which of the two they are. Returns the largest outlier,
 *  the smaller of its departures, and how much departure is still usual. */
const largestOutlier = (z: number[], period: number): { at: number; size: number; most: number } | null => {
  const n = z.length
  const figure = period < 2 || n <= period ? new Float64Array(1) : n < 3 * period ? bayesianFigure(z, period) : steinFigure(z, period)
  const plain = z.map((value, t) => value - figure[t % figure.length]!)
  const departures = plain.slice(witnesses, n - witnesses).map((value, i) => {
    const t = i + witnesses
    const before = value - median(plain.slice(Math.max(0, t - reach), t)), after = value - median(plain.slice(t + 1, t + 1 + reach))
    return { at: t, size: Math.abs(before) < Math.abs(after) ? before : after, lone: before * after > 0 }
  })
  const most = threshold * 1.4826 * median(departures.map(({ size }) => Math.abs(size)))
  // Mostly equal observations (zeros, say): nothing to measure by.
  if (most === 0) return null
  const largest = departures.filter(({ lone }) => lone).reduce((a, b) => (Math.abs(b.size) > Math.abs(a.size) ? b : a), { at: -1, size: 0 })
  return Math.abs(largest.size) > most ? { ...largest, most } : null
}

/** Clips lone observations, on the scale of logarithms where the series is positive; the largest first, and put aside before the next is
 *  looked for, since an outlier bends the season and the level around it. */
const clip = (y: readonly number[], period: number): { y: number[]; outliers: number[] } => {
  const n = y.length
  if (n < shortest) return { y: [...y], outliers: [] }
  const positive = y.every((value) => value > 0)
  const aside = positive ? y.map(Math.log) : [...y]
  const clipped = [...y], outliers: number[] = []
  for (let round = 0; round < n / 10; round++) {
    const found = largestOutlier(aside, period)
    if (!found) break
    const { at, size, most } = found
    aside[at] = aside[at]! - size
    const value = aside[at]! + Math.sign(size) * most
    clipped[at] = positive ? Math.exp(value) : value
    outliers.push(at)
  }
  return { y: clipped, outliers: outliers.toSorted((a, b) => a - b) }
}

/** Validates, cuts leading zeros and clips outliers. Zeros inside stay: a month without revenue is a month. Throws InvalidData. */
export const prepare = (y: readonly number[], period: number): Prepared => {
  validate(y)
  const first = y.findIndex((value) => value !== 0)
  const cut = first < 0 ? 0 : first
  const { y: clipped, outliers } = clip(y.slice(cut), period)
  return { y: clipped, cut, outliers: outliers.map((t) => t + cut) }
}
