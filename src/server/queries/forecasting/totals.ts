import { totalInterval, type Calibration } from '#stats/series/conformal.ts'
import { type Band, bandOf, inCents, type Line } from './line.ts'

export const levels = [0.8, 0.95]

/**
 * The width of a sum of months that begins later than the next one: the errors of such a sum from the next month on, larger by as much as
 * errors grow over the steps that are skipped.
 */
export const startingAt = (calibration: Calibration, offset: number): Calibration =>
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
