import { normalQuantile } from '../math/normal.ts'
import type { Forecast } from './model.ts'

/** The usual levels of an interval: the 80 % band and the 95 % band. */
export const usualLevels = [0.8, 0.95]

/**
 * A forecast with normal intervals: mean ± z · deviation at each step. `deviation[k]` is the standard deviation of the
 * error at step k + 1.
 */
export const gaussianForecast = (
  mean: number[],
  deviation: ArrayLike<number>,
  levels: number[] = usualLevels,
): Forecast => {
  const z = levels.map(level => normalQuantile(0.5 + level / 2))
  return {
    mean,
    levels,
    lower: z.map(q => mean.map((value, k) => value - q * deviation[k]!)),
    upper: z.map(q => mean.map((value, k) => value + q * deviation[k]!)),
  }
}
