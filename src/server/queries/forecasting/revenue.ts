import type { Result } from '#contract'
import type { api } from '#contract'
import type { Context } from '../../context.ts'
import { filteredDimensions } from '../../memory/filters.ts'
import { breather } from '../../memory/pages.ts'
import { monthCells } from '../../memory/revenue-cells.ts'
import { toDay } from '../../time/calendar.ts'
import type { Handlers } from '../../handler.ts'
import { changePercent, rounded } from '../period.ts'
import { forecastMeta, type Frame, frameOf, lineWithOpen } from './frame.ts'
import type { Line } from './line.ts'
import { asParts, filtersIn, keysOf, monthsShown, type Point, pointsOf } from './rows.ts'
import { scenarioOf } from './scenario.ts'
import { sumOfSteps } from './totals.ts'
import { memberWords, splitWords } from './words.ts'

type Meta = Result<typeof api.forecasting.revenue>['meta']

const cutMonthOf = async (ctx: Context, { known }: Frame) => {
  if (known.cut === null) return []
  const [cells] = await monthCells(ctx, [known.cut])
  return cells!.map(([category, region, channel, segment, pips]) => ({
    values: { category, region, channel, segment },
    pips,
  }))
}

/** What the models are, and how they came about. */
export const modelOf = ({ book, known }: Frame, line: Line): Meta['model'] => ({
  rule: book.total.rule,
  members: book.total.members.map(memberWords),
  split: line.whole ? null : splitWords,
  months: known.months.length,
  knownThrough: toDay(known.through),
  fittedAt: book.fittedAt,
  warnings: book.total.warnings,
  skill: line.backtest?.skill ?? null,
  n: line.backtest?.n ?? 0,
})

/** The months to come together, of the points of one line. */
export const totalOf = ({ offset }: Frame, line: Line, points: Point[]): Meta['total'] => {
  const ahead = points.filter(({ kind }) => kind === 'forecast')
  const band = sumOfSteps(line, offset, ahead.length)
  const before = ahead.map(({ lastYear }) => lastYear)
  const sum = (values: (number | null)[]) =>
    rounded(
      values.reduce<number>((all, value) => all + (value ?? 0), 0),
      line.digits,
    )
  const lastYear = before.every(value => value !== null) ? sum(before) : null
  return {
    start: ahead[0]!.date,
    end: ahead.at(-1)!.endDate,
    months: ahead.length,
    ...band,
    lastYear,
    changePercent: changePercent(band.predicted, lastYear),
    naive: sum(ahead.map(({ naive }) => naive)),
  }
}

const nowcastOf = (frame: Frame, filters: ReturnType<typeof filtersIn>): Meta['nowcast'] => {
  const { openMonth } = lineWithOpen(frame, filters)
  if (!openMonth || !frame.open) return null
  const { month, elapsed, weight } = frame.open
  return {
    date: toDay(month),
    ...openMonth.band,
    actual: openMonth.actual,
    elapsed,
    weight,
    knownThrough: toDay(frame.known.through),
  }
}

export const revenue: Handlers<'forecasting'>['revenue'] = async (ctx, asked) => {
  const frame = await frameOf(ctx)
  const { by, periods } = asked
  const filters = filtersIn(asked)
  const cut = await cutMonthOf(ctx, frame)
  const { points, line } = pointsOf(frame, periods, filters, null, cut)
  const keys = by ? keysOf(frame, filters, by) : []
  const parts: Point[][] = []
  const rest = breather()
  for (const key of keys) {
    await rest()
    parts.push(pointsOf(frame, periods, { ...filters, [by!]: [key] }, key, cut).points)
  }
  const total = totalOf(frame, line, points)
  const agreed = asParts(points, parts, line.digits)
  const { scenario, shown } = await scenarioOf(ctx, frame, asked, filters, total, [points, ...agreed])
  const clipped = filteredDimensions(filters).length ? [] : points.filter(({ outlier }) => outlier)
  const first = monthsShown(frame, periods).history[0]!
  const meta = await forecastMeta(ctx, frame.known, filters, first)
  return {
    data: shown.flat(),
    meta: {
      ...meta,
      model: modelOf(frame, line),
      total,
      nowcast: nowcastOf(frame, filters),
      outliers: clipped.map(({ date, actual }) => ({ date, actual: actual! })),
      missing: frame.known.missing.map(({ month, as }) => ({ date: toDay(month), as })),
      keys,
      scenario,
    },
  }
}
