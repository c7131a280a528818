import type { Handlers } from '../../handler.ts'
import { periodToDate } from '../customers/people.ts'
import { riskMethodOf, riskNotes } from '../customers/model.ts'
import { spansOf } from '../figures.ts'
import { metaOf } from '../meta.ts'
import { measure, measuresAt } from '../measures.ts'
import { moneyIn } from '../../money.ts'
import { rounded } from '../period.ts'
import { forecastMeta, type Frame, frameOrReason } from './frame.ts'
import { totalOf } from './revenue.ts'
import { atRiskUnder } from './risk.ts'
import { filtersIn, pointsOf } from './rows.ts'
import type { Filters } from '../../memory/filters.ts'

/** Months ahead that the cards speak of, and months before them in their line. */
const [months, monthsBefore] = [6, 12]

const unknown = {
  predictedRevenue: null,
  lower80: null,
  upper80: null,
  lowerBound: null,
  upperBound: null,
  predictedChange: null,
  predictedChangePercent: null,
  lastYear: null,
  forecastPeriod: null,
  sparkline: [],
  modelAccuracy: null,
  accuracyN: 0,
  accuracyOrigins: 0,
  skill: null,
}

const short = (value: number | null) => (value === null ? null : rounded(value, 4))

const figuresOf = (frame: Frame, filters: Filters) => {
  const { points, line } = pointsOf(frame, months, filters, null, [])
  const { predicted, lower80, upper80, lowerBound, upperBound, lastYear, changePercent, start, end } = totalOf(
    frame,
    line,
    points,
  )
  const { backtest } = line
  const whole = points.filter(({ partial, kind }) => kind !== 'history' || !partial)
  const first = whole.findIndex(({ kind }) => kind !== 'history')
  return {
    predictedRevenue: predicted,
    lower80,
    upper80,
    lowerBound,
    upperBound,
    predictedChange: lastYear === null ? null : rounded(predicted - lastYear, line.digits),
    predictedChangePercent: changePercent,
    lastYear,
    forecastPeriod: { start, end, months },
    sparkline: whole.slice(Math.max(0, first - monthsBefore)).map(point => ({
      date: point.date,
      value: point.kind === 'history' ? point.actual : point.predicted,
      predicted: point.kind !== 'history',
    })),
    modelAccuracy: short(backtest?.accuracy ?? null),
    accuracyN: backtest?.n ?? 0,
    accuracyOrigins: backtest?.origins ?? 0,
    skill: short(backtest?.skill ?? null),
  }
}

export const kpis: Handlers<'forecasting'>['kpis'] = async (ctx, asked) => {
  const filters = filtersIn(asked)
  const frame = await frameOrReason(ctx)
  const atRisk = await atRiskUnder(ctx, filters, 'if ready')
  const notes: string[] = []
  if (typeof frame === 'string') notes.push(frame)
  else if (!pointsOf(frame, months, filters, null, []).line.backtest)
    notes.push('Accuracy is not known: a record needs at least 7 complete months.')
  notes.push(...riskNotes(atRisk && atRisk.risks.scores))
  if (atRisk && Number.isNaN(atRisk.pips))
    notes.push('Revenue at risk is not known: there is too little to fit a model on.')
  const people = atRisk && atRisk.risks.scores.customers > 0 ? atRisk : null
  const period = await periodToDate(ctx)
  const meta =
    typeof frame === 'string'
      ? await metaOf(ctx, period, filters, measuresAt(await measure(ctx, spansOf(period), filters), 0), notes)
      : await forecastMeta(
          ctx,
          frame.known,
          filters,
          frame.known.months.at(-monthsBefore) ?? frame.known.months[0]!,
          notes,
        )
  return {
    data: {
      ...(typeof frame === 'string' ? unknown : figuresOf(frame, filters)),
      atRiskCount: people ? people.count : null,
      revenueAtRisk: people && !Number.isNaN(people.pips) ? moneyIn(people.pips, ctx.workspace.digits) : null,
      riskMethod: riskMethodOf(atRisk && atRisk.risks.scores),
    },
    meta,
  }
}
