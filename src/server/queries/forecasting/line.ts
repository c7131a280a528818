import { fitYardstick, rollingPaths, scorePaths, type Backtest, type Path } from '#stats/series/backtest.ts'
import { calibrate, type Calibration, FEWEST_ORIGINS, intervals } from '#stats/series/conformal.ts'
import type { Fit } from '#stats/series/model.ts'
import { filteredDimensions, type Filters, wordsOf } from '../../memory/filters.ts'
import { pipsPerUnit } from '../../money.ts'
import { rounded } from '../period.ts'
import { type Book, mostSteps } from './book.ts'
import { matches } from './history.ts'

const period = 12
const levels = [0.8, 0.95]

/** A figure with its bounds. */
export type Band = { predicted: number; lower80: number; upper80: number; lowerBound: number; upperBound: number }

/**
 * One line of revenue: the total, or what some filters let through. All in the currency, step 0 the first month after
 * the history.
 */
export type Line = {
  /** The currency's decimals. */
  digits: number
  /** The cells it is the sum of, by their places. */
  cells: number[]
  /** Whether these are all cells there are. */
  whole: boolean
  /** Complete months, those that are not known filled in. */
  y: number[]
  ahead: Band[]
  naive: number[]
  calibration: Calibration
  paths: Path[]
  /** null with fewer than four origins. */
  backtest: Backtest | null
}

/** Bounds around what is predicted, in their order; as it is, in whole last digits. */
export const bandOf = (predicted: number, lower: readonly number[], upper: readonly number[], digits: number): Band => {
  const lower80 = Math.min(predicted, rounded(lower[0]!, digits))
  const upper80 = Math.max(predicted, rounded(upper[0]!, digits))
  return {
    predicted,
    lower80,
    upper80,
    lowerBound: Math.min(lower80, rounded(lower[1]!, digits)),
    upperBound: Math.max(upper80, rounded(upper[1]!, digits)),
  }
}

const sumOf = (values: Float64Array, cells: number[]) => cells.reduce((sum, i) => sum + values[i]!, 0)

/** What was said of each month one step ahead, as far as that was known by then. */
const fittedBy = ({ earlier }: Book, cells: number[], months: number): number[] =>
  Array.from({ length: months }, (_, t) => {
    const next = earlier.get(t)?.[0]
    return next ? sumOf(next, cells) : NaN
  })

/**
 * The forecasts that would have been made, as a model that is asked at each origin: they were all made together, so
 * that they agree.
 */
const asSaid =
  (book: Book, cells: number[]): Fit =>
  y => {
    const said = (book.earlier.get(y.length) ?? []).map(step => sumOf(step, cells))
    const fitted = fittedBy(book, cells, y.length)
    return {
      method: 'share of the total',
      fitted,
      residuals: y.map((value, t) => value - fitted[t]!),
      parameters: {},
      forecast: (h, asked = []) => ({
        mean: said.slice(0, h),
        levels: asked,
        lower: asked.map(() => said.slice(0, h)),
        upper: asked.map(() => said.slice(0, h)),
      }),
    }
  }

const make = (book: Book, filters: Filters): Line => {
  const { digits } = book
  const { lines } = book.history
  const lets = matches(filters)
  const cells = lines.flatMap(({ values }, i) => (lets(values) ? [i] : []))
  const whole = filteredDimensions(filters).length === 0 || cells.length === lines.length
  const y = Array.from(
    book.history.known.months,
    (_, t) => cells.reduce((sum, i) => sum + lines[i]!.pips[t]!, 0) / pipsPerUnit,
  )
  const origins = Math.min(...book.earlier.keys(), y.length)
  const paths = whole
    ? (book.total.backtest?.paths ?? [])
    : rollingPaths(y, asSaid(book, cells), { period, origins: y.length - origins, earliest: origins })
  const fitted = fittedBy(book, cells, y.length)
  const residuals = whole ? book.total.residuals : y.map((value, t) => value - fitted[t]!)
  const calibration = calibrate(y, residuals, paths, period)
  const mean = book.ahead.map(step => sumOf(step, cells) / pipsPerUnit)
  const { lower, upper } = whole ? book.total : intervals(mean, levels, calibration)
  return {
    digits,
    cells,
    whole,
    y,
    ahead: mean.map((value, k) =>
      bandOf(
        value,
        lower.map(bound => bound[k]!),
        upper.map(bound => bound[k]!),
        digits,
      ),
    ),
    naive: fitYardstick(y, { period })
      .forecast(mostSteps, [])
      .mean.map(value => rounded(value, digits)),
    calibration,
    paths,
    backtest: whole ? book.total.backtest : paths.length >= FEWEST_ORIGINS ? scorePaths(y, paths, period) : null,
  }
}

/** The line of some filters. */
export const lineOf = (book: Book, filters: Filters): Line => {
  const name = wordsOf(filters)
  const kept = book.kept.get(name) as Line | undefined
  if (kept) return kept
  const line = make(book, filters)
  book.kept.set(name, line)
  return line
}
