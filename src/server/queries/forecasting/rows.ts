import type { Result } from '#contract'
import type { api } from '#contract'
import { dimensions, type Dimension } from '../../db/rollup/grains.ts'
import { exclusionOf, type Filters } from '../../memory/filters.ts'
import { monthAfter, monthOf, toDay } from '../../time/calendar.ts'
import { agreeing, moneyIn } from '../../money.ts'
import { rounded } from '../period.ts'
import { actualAt, type Frame, lineWithOpen, monthsAhead } from './frame.ts'
import { matches } from './history.ts'
import type { Band, Line } from './line.ts'
import { valuesOf } from './parts.ts'

export type Point = Result<typeof api.forecasting.revenue>['data'][number]

/** Months of history that are shown. */
const shownMonths = 24

const noBand = { predicted: null, lower80: null, upper80: null, lowerBound: null, upperBound: null }

/**
 * The months of an answer: history (with the one in which the data begins, where it is near enough), open month, months
 * to come.
 */
export const monthsShown = ({ known, open, offset }: Frame, periods: number) => {
  const complete = known.months.slice(-shownMonths)
  const cut = known.cut !== null && known.older === null && complete.length < shownMonths ? [known.cut] : []
  const ahead = monthsAhead(known, offset + periods)
  return { history: [...cut, ...complete], open: open?.month ?? null, ahead: ahead.slice(offset) }
}

const yearBefore = (month: number) => {
  let before = month
  for (let i = 0; i < 12; i += 1) before = monthOf(before - 1)
  return before
}

/** Of the month in which the data begins, what there is of it. */
type CutMonth = { values: Record<Dimension, string>; pips: number }[]

/** One line's points, oldest first. */
export const pointsOf = (
  frame: Frame,
  periods: number,
  filters: Filters,
  key: string | null,
  cutMonth: CutMonth,
): { points: Point[]; line: Line } => {
  const { known, book, offset } = frame
  const { line, openMonth } = lineWithOpen(frame, filters)
  const shown = monthsShown(frame, periods)
  const lets = matches(filters)
  const total = Object.keys(filters).every(name => filters[name as Dimension] === undefined)
  const point = (month: number, kind: Point['kind'], actual: number | null, band: Band | typeof noBand): Point => ({
    key,
    date: toDay(month),
    endDate: toDay(monthAfter(month) - 1),
    kind,
    actual,
    ...band,
    naive: null,
    lastYear: actualAt(frame, line, yearBefore(month)),
    partial: false,
    outlier: false,
    missing: known.missing.find(one => one.month === month)?.as ?? null,
    scenario: null,
  })
  const history = shown.history.map(month => {
    if (month !== known.cut) {
      const outlier = total && book.total.outliers.includes(known.months.indexOf(month))
      return { ...point(month, 'history', actualAt(frame, line, month), noBand), outlier }
    }
    const pips = cutMonth.filter(({ values }) => lets(values)).reduce((sum, one) => sum + one.pips, 0)
    return { ...point(month, 'history', moneyIn(pips, book.digits), noBand), partial: true }
  })
  const open =
    openMonth && shown.open !== null
      ? [
          {
            ...point(shown.open, 'nowcast', openMonth.actual, openMonth.band),
            naive: line.naive[0]!,
            partial: true,
          },
        ]
      : []
  const ahead = shown.ahead.map((month, k) => ({
    ...point(month, 'forecast', null, line.ahead[offset + k]!),
    naive: line.naive[offset + k]!,
  }))
  return { points: [...history, ...open, ...ahead], line }
}

const bandFields = ['predicted', 'lower80', 'upper80', 'lowerBound', 'upperBound'] as const

/** The lines of parts, which are each rounded by themselves, as they sum to the line of the whole, month by month. */
export const asParts = (whole: Point[], parts: Point[][], digits: number): Point[][] => {
  const agreed = (field: 'actual' | 'predicted' | 'lastYear') =>
    whole.map((point, t) => {
      const value = point[field]
      return value === null
        ? null
        : agreeing(
            parts.map(points => points[t]![field] ?? 0),
            value,
            digits,
          )
    })
  const [actual, predicted, lastYear] = [agreed('actual'), agreed('predicted'), agreed('lastYear')]
  return parts.map((points, i) =>
    points.map((point, t): Point => {
      const moved = (predicted[t]?.[i] ?? 0) - (point.predicted ?? 0)
      const band = bandFields.map(field => [
        field,
        point[field] === null ? null : rounded(point[field] + moved, digits),
      ])
      const own = { actual: actual[t]?.[i] ?? null, lastYear: lastYear[t]?.[i] ?? null }
      return { ...point, ...own, ...(moved === 0 ? {} : Object.fromEntries(band)) }
    }),
  )
}

/**
 * The values of a dimension that a question's lines are about: by revenue of the last twelve months, new ones of the
 * open month last.
 */
export const keysOf = ({ book, open }: Frame, filters: Filters, by: Dimension): string[] => {
  const { [by]: wanted, ...others } = filters
  const lets = matches(others)
  const present = new Set(
    [...book.history.lines, ...(open?.soFar ?? [])].flatMap(({ values }) => (lets(values) ? [values[by]] : [])),
  )
  const ordered = valuesOf(book.history, by).filter(value => present.delete(value))
  const all = [...ordered, ...[...present].sort()]
  return wanted ? all.filter(value => wanted.includes(value)) : all
}

export const filtersIn = (asked: Filters): Filters =>
  Object.fromEntries(
    dimensions.flatMap(key => {
      const excluded = exclusionOf(asked, key)
      return asked[key] ? [[key, asked[key]], ...(excluded ? [[`${key}_not`, excluded]] : [])] : []
    }),
  )
