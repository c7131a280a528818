import { probabilityOfReaching } from '#stats/series/target.ts'
import { totalInterval, type Calibration } from '#stats/series/conformal.ts'
import { rounded } from '../period.ts'
import { type Band, bandOf, type Line } from './line.ts'

const levels = [0.8, 0.95]

/**
 * The width of a sum of months that begins later than the next one: the errors of such a sum from the next month on,
 * larger by as much as errors grow over the steps that are skipped.
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
export const sumOfSteps = ({ digits, ahead, calibration }: Line, offset: number, months: number): Band => {
  const steps = ahead.slice(offset, offset + months).map(({ predicted }) => predicted)
  const { mean, lower, upper } = totalInterval(steps, levels, startingAt(calibration, offset))
  return bandOf(rounded(mean, digits), lower, upper, digits)
}

/** Bounds that say where the distribution of what is to come lies, from its middle to its tails. */
const asked = [0.25, 0.5, 0.8, 0.95, 0.99]

type Bounds = { mean: number; lower: number[]; upper: number[] }

/**
 * The probability that one step, predicted as `mean`, reaches an amount; `width`: how much is left of its band and
 * `certain` what is sold already (of the open month).
 */
export const chanceOf = (
  { ahead, calibration }: Line,
  mean: number,
  amount: number,
  step: number,
  { width, certain }: { width: number; certain: number },
): number => {
  const found = totalInterval([ahead[step]!.predicted], asked, startingAt(calibration, step))
  return rounded(
    probabilityOfReaching(amount, {
      mean,
      levels: asked,
      lower: found.lower.map(bound => mean - width * (found.mean - bound)),
      upper: found.upper.map(bound => mean + width * (bound - found.mean)),
      ...(calibration.floor === 0 ? { floor: certain } : {}),
    }),
    4,
  )
}

/**
 * The sum of the open month (if `first` is its step) and those after it, `predicted` each. What is certain of the open
 * month narrows the sum: the variance of that part is taken off, h = √(half² − (1 − width²) · half₁²), half₁ being the
 * open month's own. `certain`: what is sold of it.
 */
export const sumFromOpen = (
  { digits, ahead, calibration }: Line,
  open: { width: number; certain: number } | null,
  first: number,
  predicted: number[],
) => {
  const mean = rounded(
    predicted.reduce((sum, value) => sum + value, 0),
    digits,
  )
  const steps = ahead.slice(first, first + predicted.length).map(step => step.predicted)
  const own = startingAt(calibration, first)
  const gone = open && first === 0 ? 1 - open.width ** 2 : 0
  const left = (half: number, ofNext: number) => Math.sqrt(Math.max(0, half ** 2 - gone * ofNext ** 2))
  const bounds = (wanted: number[]): Bounds => {
    const whole = totalInterval(steps, wanted, own)
    const next = totalInterval(steps.slice(0, 1), wanted, own)
    return {
      mean,
      lower: wanted.map((_, i) => mean - left(whole.mean - whole.lower[i]!, next.mean - next.lower[i]!)),
      upper: wanted.map((_, i) => mean + left(whole.upper[i]! - whole.mean, next.upper[i]! - next.mean)),
    }
  }
  const floor = calibration.floor === 0 ? { floor: first === 0 ? (open?.certain ?? 0) : 0 } : {}
  return {
    ...bounds(levels),
    chance: (amount: number) =>
      rounded(probabilityOfReaching(amount, { ...bounds(asked), levels: asked, ...floor }), 4),
  }
}
