import { totalInterval, type Calibration } from '#stats/series/conformal.ts'
import { type Band, bandOf, inCents, type Line } from './line.ts'
import type { OpenMonth } from './open-month.ts'

const levels = [0.8, 0.95]

/**
 * The width of a sum of months that begins later than the next one: the errors of such a sum from the next month on, larger by as much as
 * errors grow over the steps that are skipped.
 */
const startingAt = (calibration: Calibration, offset: number): Calibration =>
  offset === 0
    ? calibration
    : {
        ...calibration,
        half: (level, horizon) => calibration.half(level, horizon + offset),
        totalHalf: (level, horizon) =>
          (calibration.totalHalf(level, horizon) * calibration.half(level, horizon + offset)) /
          (calibration.half(level, horizon) || 1),
      }

/** The sum of some steps of a line, with a band of its own: bounds are never added up. */
export const sumOfSteps = ({ ahead, calibration }: Line, offset: number, months: number): Band => {
  const steps = ahead.slice(offset, offset + months).map(({ predicted }) => predicted)
  const { mean, lower, upper } = totalInterval(steps, levels, startingAt(calibration, offset))
  return bandOf(inCents(mean), lower, upper)
}

/** Widest and narrowest band that is looked at for a probability. */
const [narrowest, widest] = [0.001, 0.999]

/** The probability of reaching an amount, from bounds that widen with their level: the share of the distribution above it. */
const chance = (mean: number, amount: number, bounds: (level: number) => { lower: number; upper: number }): number => {
  if (amount === mean) return 0.5
  const isBelow = amount < mean
  const isInside = (level: number) => (isBelow ? amount >= bounds(level).lower : amount <= bounds(level).upper)
  let [low, high] = [narrowest, widest]
  if (isInside(low)) high = low
  if (!isInside(high)) low = high
  while (high - low > 1e-4) {
    const middle = (low + high) / 2
    if (isInside(middle)) high = middle
    else low = middle
  }
  const outside = (1 - (low + high) / 2) / 2
  return Math.round((isBelow ? 1 - outside : outside) * 1e4) / 1e4
}

/**
 * The probability that the sum of `months` steps from `step` on, predicted as `mean`, reaches an amount; `width`: how much is left of the band
 * (of the open month, of which a part is certain).
 */
export const chanceOf = (
  { ahead, calibration }: Line,
  mean: number,
  amount: number,
  step: number,
  months: number,
  width: number,
): number | null => {
  if (width === 0) return null
  const steps = ahead.slice(step, step + months).map(({ predicted }) => predicted)
  const own = startingAt(calibration, step)
  return chance(mean, amount, level => {
    const found = totalInterval(steps, [level], own)
    return {
      lower: mean - width * (found.mean - found.lower[0]!),
      upper: mean + width * (found.upper[0]! - found.mean),
    }
  })
}

/**
 * The sum of the open month (if `first` is its step) and those after it. What is certain of the open month narrows the sum: the variance of
 * that part is taken off, h = √(half² − (1 − width²) · half₁²), half₁ being the open month's own.
 */
export const sumFromOpen = (
  { ahead, calibration }: Line,
  open: OpenMonth | null,
  first: number,
  predicted: number[],
) => {
  const mean = inCents(predicted.reduce((sum, value) => sum + value, 0))
  const steps = ahead.slice(first, first + predicted.length).map(step => step.predicted)
  const own = startingAt(calibration, first)
  const certain = open && first === 0 ? 1 - open.width ** 2 : 0
  const bounds = (level: number) => {
    const whole = totalInterval(steps, [level], own)
    const next = totalInterval(steps.slice(0, 1), [level], own)
    const left = (half: number, ofNext: number) => Math.sqrt(Math.max(0, half ** 2 - certain * ofNext ** 2))
    return {
      lower: mean - left(whole.mean - whole.lower[0]!, next.mean - next.lower[0]!),
      upper: mean + left(whole.upper[0]! - whole.mean, next.upper[0]! - next.mean),
    }
  }
  const both = levels.map(bounds)
  return {
    mean,
    lower: both.map(({ lower }) => lower),
    upper: both.map(({ upper }) => upper),
    chance: (amount: number) => chance(mean, amount, bounds),
  }
}
