/**
 * The unfinished month: what was sold so far, plus the rest of the month by the profile of weekdays.
 *
 *     elapsed e = Σ profile over the days gone ÷ Σ profile over the month
 *     rest      = (1 − e) × (w × sold ÷ e + (1 − w) × forecast of the whole month)
 *
 * The pace of this month, sold ÷ e, gains weight over the model as days pass. With a known relative error m of the model
 * and the scatter c of this month's days around the profile p (from seven days on), w = d ÷ (d + c² / m²) after d days:
 * the precision-weighted mean of two estimates of one level. Without them w = e.
 *
 * The model's interval shrinks around it: what is sold is certain. Without m and c as √(1 − e). With them the month's
 * variance m² is parted into that of days, D = c² Σp² ÷ (Σp)², and that of the level, L = m² − D (0 or more), and what
 * is left is the level, as far as the days gone do not tell it, over the rest of the month, and the days to come,
 *
 *     (1 − e)² ÷ (1/L + 1/V) + D of the rest,     V = 2 c² Σp² ÷ (Σp)² of the days gone,
 *
 * with a 2 because days of one month are not quite independent looks at it.
 *
 * Reference for the weights: Gelman et al. (2013), Bayesian Data Analysis, section 2.5 (normal mean with known variance).
 */
import { InvalidData } from '../errors.ts'
import { sum } from '../math/average.ts'

export type MonthSoFar = {
  /** Sums of the finished days of the month, from its first day on. */
  days: readonly number[]
  /** Weekday of the month's first day, 0–6, counted as in `profile`. */
  first: number
  /** Days in the month. */
  length: number
  /** Relative size of the seven weekdays (an index of mean 100, say); 0 for a closed day. */
  profile: readonly number[]
  /** The model's forecast of the whole month; bounds by level, as in Forecast. */
  month: { mean: number; lower?: readonly number[]; upper?: readonly number[] }
  /** Relative standard error of the model's forecast one month ahead (RMSE ÷ mean in the backtest). */
  error?: number
}

export type Nowcast = {
  mean: number
  lower: number[]
  upper: number[]
  /** Sold so far: certain. */
  actual: number
  /** Share of the month gone, by the weekday profile. */
  elapsed: number
  /** Weight of this month's pace against the model's forecast, 0–1. */
  weight: number
}

const FEWEST_DAYS = 7

/**
 * Relative scatter of days around the profile: the standard deviation of day ÷ (pace × profile), by profile. Null when
 * there is nothing to tell from.
 */
const scatter = (days: readonly number[], shape: readonly number[]) => {
  const pace = sum(days) / sum(shape)
  const open = days.flatMap((v, i) => (shape[i]! > 0 ? [(v / (pace * shape[i]!) - 1) ** 2] : []))
  return pace > 0 && open.length >= FEWEST_DAYS ? Math.sqrt(sum(open) / (open.length - 1)) : null
}

/** What is left of the month's standard deviation after `gone` days; `scatter`: of days, in model errors. */
const shrinkage = (shape: readonly number[], gone: number, elapsed: number, scatter: number) => {
  const squares = (values: readonly number[]) => sum(values.map(v => v * v))
  const of = scatter ** 2 / sum(shape) ** 2
  const level = Math.max(0, 1 - of * squares(shape))
  const told = (2 * scatter ** 2 * squares(shape.slice(0, gone))) / sum(shape.slice(0, gone)) ** 2
  const unknown = level > 0 && told > 0 ? 1 / (1 / level + 1 / told) : 0
  return Math.sqrt((1 - elapsed) ** 2 * unknown + Math.min(1 - elapsed, of * squares(shape.slice(gone))))
}

/**
 * The whole month's expected sum and its bounds. Throws InvalidData for more days than the month has, or a profile that
 * is not seven weights.
 */
export const nowcast = ({ days, first, length, profile, month, error }: MonthSoFar): Nowcast => {
  if (days.length > length) throw new InvalidData(`expected at most ${length} days, got ${days.length}`)
  if (profile.length !== 7 || !profile.every(v => v >= 0) || !(sum(profile) > 0)) {
    throw new InvalidData(`expected seven weekday weights of 0 or more, not all 0, got [${profile.join(', ')}]`)
  }
  const shape = Array.from({ length }, (_, i) => profile[(first + i) % 7]!)
  const gone = shape.slice(0, days.length)
  const actual = sum(days)
  const elapsed = days.length === length ? 1 : sum(gone) / sum(shape)
  const spread = scatter(days, gone)
  const weight =
    elapsed === 0 ? 0 : spread !== null && error ? days.length / (days.length + (spread / error) ** 2) : elapsed
  const pace = elapsed > 0 ? actual / elapsed : 0
  const mean = actual + (1 - elapsed) * (weight * pace + (1 - weight) * month.mean)
  const shrink =
    spread !== null && error
      ? Math.min(Math.sqrt(1 - elapsed), shrinkage(shape, days.length, elapsed, spread / error))
      : Math.sqrt(1 - elapsed)
  const certain = days.every(v => v >= 0) && month.mean >= 0 ? actual : -Infinity
  return {
    mean,
    lower: (month.lower ?? []).map(bound => Math.max(Math.min(certain, mean), mean - shrink * (month.mean - bound))),
    upper: (month.upper ?? []).map(bound => mean + shrink * (bound - month.mean)),
    actual,
    elapsed,
    weight,
  }
}
