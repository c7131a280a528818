import { accuracy, coverage, mase, wape } from '#stats/series/accuracy.ts'
import type { Path, Scores } from '#stats/series/backtest.ts'
import type { Result } from '#contract'
import type { api } from '#contract'
import { ApiError } from '../../errors.ts'
import type { Served } from '../../db/forecasts.ts'
import type { Handlers } from '../../handler.ts'
import { toDay } from '../../time/calendar.ts'
import { modelOf as churnModel, riskNotes } from '../customers/model.ts'
import { scoresOf as customerScores } from '../customers/scores.ts'
import { rounded } from '../period.ts'
import { actualAt, forecastMeta, type Frame, frameOf } from './frame.ts'
import { bandOf, type Line, lineOf } from './line.ts'
import { filtersIn } from './rows.ts'
import { servedFor } from './served.ts'
import { memberWords } from './words.ts'

type Data = Result<typeof api.forecasting.modelPerformance>['data']

const period = 12

const short = (value: number | null) => (value === null ? null : rounded(value, 4))

/** Scores of the forecast with those of seasonal naive on the same months beside them. */
const scoresOf = (scores: Scores, line: Line, paths: Path[], only?: number) => {
  const pooled = (pick: (path: Path) => readonly number[]) =>
    paths.flatMap(path => (only === undefined ? pick(path) : pick(path).slice(only, only + 1)))
  const [actual, naive] = [pooled(path => path.actual), pooled(path => path.naive)]
  return {
    n: scores.n,
    accuracy: short(scores.accuracy),
    wape: short(scores.wape),
    mase: short(scores.mase),
    bias: short(scores.bias),
    rmse: scores.rmse === null ? null : rounded(scores.rmse, line.digits),
    skill: short(scores.skill),
    coverage80: short(scores.coverage80),
    coverage95: short(scores.coverage95),
    naiveAccuracy: short(accuracy(actual, naive)),
    naiveWape: short(wape(actual, naive)),
    naiveMase: short(mase(actual, naive, line.y, period)),
  }
}

/** The forecasts that the backtest made, month by month. */
const refitted = ({ known }: Frame, { digits, paths }: Line): Data['past'] =>
  paths.flatMap(path =>
    path.actual.map((actual, k) => {
      const month = known.months[path.origin + k]!
      return {
        source: 'refitted' as const,
        madeOn: toDay(known.months[path.origin]! - 1),
        month: toDay(month),
        horizon: k + 1,
        ...bandOf(
          rounded(path.predicted[k]!, digits),
          [path.lower80[k]!, path.lower95[k]!],
          [path.upper80[k]!, path.upper95[k]!],
          digits,
        ),
        naive: rounded(path.naive[k]!, digits),
        actual: known.missing.some(one => one.month === month && one.as === 'unknown') ? null : rounded(actual, digits),
      }
    }),
  )

const isOver = (frame: Frame, month: string) => month <= toDay(frame.known.months.at(-1)!)

const scored = (frame: Frame, line: Line, served: Served[]): Data['past'] =>
  served
    .filter(({ month }) => isOver(frame, month))
    .map(one => ({
      source: 'served',
      ...one,
      actual: actualAt(frame, line, frame.known.months.find(month => toDay(month) === one.month) ?? -1),
    }))

/** How those did that were served and whose months are over, up to six months ahead as in the backtest. */
const recordOf = (past: Data['past']): Data['served'] => {
  const judged = past.flatMap(one => (one.actual === null || one.horizon > 6 ? [] : [{ ...one, actual: one.actual }]))
  if (!judged.length) return null
  const [actual, predicted] = [judged.map(one => one.actual), judged.map(one => one.predicted)]
  const inside = (lower: (one: Data['past'][number]) => number, upper: (one: Data['past'][number]) => number) =>
    short(coverage(actual, judged.map(lower), judged.map(upper)).share)
  return {
    n: judged.length,
    wape: short(wape(actual, predicted)),
    accuracy: short(accuracy(actual, predicted)),
    coverage80: inside(
      one => one.lower80,
      one => one.upper80,
    ),
    coverage95: inside(
      one => one.lowerBound,
      one => one.upperBound,
    ),
  }
}

const newestFirst = (a: Data['past'][number], b: Data['past'][number]) =>
  (a.month < b.month ? 1 : a.month > b.month ? -1 : 0) ||
  a.horizon - b.horizon ||
  (a.source === b.source ? 0 : a.source === 'served' ? -1 : 1) ||
  (a.madeOn < b.madeOn ? 1 : -1)

export const modelPerformance: Handlers<'forecasting'>['modelPerformance'] = async (ctx, asked) => {
  const frame = await frameOf(ctx)
  const filters = filtersIn(asked)
  const { known, book } = frame
  const line = lineOf(book, filters)
  const { backtest } = line
  if (!backtest)
    throw new ApiError(
      422,
      'not_enough_data',
      `A record needs at least 7 complete months, so that the forecast can be made again at four of them; there are ${known.months.length}.`,
    )
  const last = known.months.at(-1)!
  const served = scored(frame, line, await servedFor(ctx, filters, last))
  const scores = await customerScores(ctx, 'if ready')
  const meta = await forecastMeta(ctx, known, filters, known.months[0]!, riskNotes(scores))
  return {
    data: {
      ...scoresOf(backtest, line, backtest.paths),
      origins: backtest.origins,
      months: known.months.length,
      fittedAt: book.fittedAt,
      rule: book.total.rule,
      members: book.total.members.map(memberWords),
      byHorizon: backtest.byHorizon.map((scores, k) => ({
        horizon: scores.horizon,
        ...scoresOf(scores, line, backtest.paths, k),
      })),
      past: [...refitted(frame, line), ...served].sort(newestFirst),
      served: recordOf(served),
      churn: scores && churnModel(scores),
    },
    meta: { ...meta, warnings: book.total.warnings },
  }
}
