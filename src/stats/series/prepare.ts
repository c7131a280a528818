/** From the series as it came to the series models are fitted to: leading zeros cut, lone outliers clipped. */

import { InvalidData } from '../errors.ts'
import { isSeasonal, seasonalFigure } from './seasonal.ts'

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

/** Months either side of an observation that say what was usual then. */
const reach = 3

/** How many robust standard deviations from the usual an observation must lie to be clipped, and where it is clipped to. */
const threshold = 5

/** Clips lone observations far from the running median of their seasonally adjusted neighbourhood. After a level shift the neighbourhood
 *  has moved too, so a shift is kept; the last two observations are kept because nobody can tell yet which of the two they are. */
const clip = (y: readonly number[], period: number): { y: number[]; outliers: number[] } => {
  const n = y.length
  if (n < 12) return { y: [...y], outliers: [] }
  const figure = isSeasonal(y, period) ? seasonalFigure(y, period, 'additive') : new Float64Array(1)
  const plain = y.map((value, t) => value - figure[t % figure.length]!)
  const usual = plain.map((_, t) => median(plain.slice(Math.max(0, t - reach), t + reach + 1)))
  const remainder = plain.map((value, t) => value - usual[t]!)
  const spread = 1.4826 * median(remainder.map(Math.abs))
  if (!(spread > 0)) return { y: [...y], outliers: [] }
  const outliers: number[] = []
  const clipped = y.map((value, t) => {
    if (t >= n - 2 || !(Math.abs(remainder[t]!) > threshold * spread)) return value
    outliers.push(t)
    return value - remainder[t]! + Math.sign(remainder[t]!) * threshold * spread
  })
  return { y: clipped, outliers }
}

/** Validates, cuts leading zeros and clips outliers. Zeros inside stay: a month without revenue is a month. Throws InvalidData. */
export const prepare = (y: readonly number[], period: number): Prepared => {
  validate(y)
  const first = y.findIndex((value) => value !== 0)
  const cut = first < 0 ? 0 : first
  const { y: clipped, outliers } = clip(y.slice(cut), period)
  return { y: clipped, cut, outliers: outliers.map((t) => t + cut) }
}
