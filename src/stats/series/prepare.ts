/** From the series as it came to the series models are fitted to: leading zeros cut, lone outliers clipped. */

import { InvalidData } from '../errors.ts'
import { median } from '../math/average.ts'
import { proportionate } from './logarithm.ts'
import { movingAverage } from './seasonal.ts'

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
  const wrong = y.findIndex(value => !Number.isFinite(value))
  if (wrong >= 0)
    throw new InvalidData(`expected finite numbers, observation ${wrong + 1} of ${y.length} is ${y[wrong]}`)
}

/**
 * Observations on either side that say what was usual, the fewest of them there must be, and robust standard deviations
 * that make an outlier.
 */
const reach = 3,
  witnesses = 2,
  threshold = 7

/** The usual remainder at each position in the season: medians, which a single outlier does not move. */
const robustFigure = (z: number[], period: number): number[] => {
  const trend = movingAverage(z, period)
  return Array.from({ length: period }, (_, k) =>
    median(z.flatMap((value, t) => (t % period === k && !Number.isNaN(trend[t]!) ? [value - trend[t]!] : []))),
  )
}

/**
 * Clips lone observations, on the scale of logarithms where the series is one of proportions. Seasonally adjusted, an
 * outlier departs from what was usual before it and from what was usual after it; after a level shift only the former,
 * so a shift is kept. The last two observations are kept because nobody can tell yet which of the two they are; and all
 * of a history under three seasons, where a peak may be a season's.
 */
const clip = (y: readonly number[], period: number): { y: number[]; outliers: number[] } => {
  const n = y.length
  if (n < Math.max(12, 3 * period)) return { y: [...y], outliers: [] }
  const ratios = proportionate(y)
  const z = ratios ? y.map(Math.log) : [...y]
  const figure = period > 1 ? robustFigure(z, period) : [0]
  const plain = z.map((value, t) => value - figure[t % figure.length]!)
  const departures = plain.slice(witnesses, n - witnesses).map((value, i) => {
    const t = i + witnesses
    const before = value - median(plain.slice(Math.max(0, t - reach), t)),
      after = value - median(plain.slice(t + 1, t + 1 + reach))
    return { at: t, size: Math.abs(before) < Math.abs(after) ? before : after, lone: before * after > 0 }
  })
  const most = threshold * 1.4826 * median(departures.map(({ size }) => Math.abs(size)))
  // Mostly equal observations (zeros, say): nothing to measure by.
  if (most === 0) return { y: [...y], outliers: [] }
  const found = departures.filter(({ size, lone }) => lone && Math.abs(size) > most)
  const clipped = [...y]
  for (const { at, size } of found) {
    const value = z[at]! - size + Math.sign(size) * most
    clipped[at] = ratios ? Math.exp(value) : value
  }
  return { y: clipped, outliers: found.map(({ at }) => at) }
}

/** How many zeros y begins with; none where there is nothing else. */
export const leadingZeros = (y: readonly number[]): number =>
  Math.max(
    0,
    y.findIndex(value => value !== 0),
  )

/** Validates, cuts leading zeros and clips outliers. Zeros inside stay: a month without revenue is a month. Throws InvalidData. */
export const prepare = (y: readonly number[], period: number): Prepared => {
  validate(y)
  const cut = leadingZeros(y)
  const { y: clipped, outliers } = clip(y.slice(cut), period)
  return { y: clipped, cut, outliers: outliers.map(t => t + cut) }
}
