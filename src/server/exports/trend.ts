import type { api, Result } from '#contract'
import { definitions } from '#contract/definitions.ts'
import { type Measure, measures, trendName } from '#contract/measures.ts'
import { changePercent, changePoints } from '../queries/period.ts'
import type { Kind, Value } from './document.ts'
import { table } from './tables.ts'

type Trend = Result<typeof api.revenue.trends>['data']

export const revenueTrend = (rows: Result<typeof api.dashboard.summary>['data']['revenueTrend']) =>
  table(
    definitions.revenueTrend.name,
    rows,
    [
      ['From', 'date', row => row.date],
      ['To', 'date', row => row.endDate],
      ['Revenue', 'money', row => row.revenue],
      ['Orders', 'count', row => row.orders],
      ['Units', 'number', row => row.units],
      ['Comparison from', 'date', row => row.previousDate],
      ['Comparison', 'money', row => row.previousRevenue],
      ['Change', 'change', row => changePercent(row.revenue, row.previousRevenue)],
      ['So far', 'text', row => (row.partial ? 'partial' : '')],
    ],
    { as: 'trend', from: 0, to: 1, value: 2, previous: 6, partial: 8 },
  )

/** The measure that the page plots. */
export const trend = (rows: Trend, measure: Measure) => {
  if (measure === 'revenue') return revenueTrend(rows)
  const { definition, kind } = measures[measure]
  const rate = kind === 'rate'
  const change = (row: Trend[0]) =>
    rate ? changePoints(row.value, row.previousValue) : changePercent(row.value, row.previousValue)
  const unit = rate ? 'percent' : kind
  return table(
    trendName(measure),
    rows,
    [
      ['From', 'date', row => row.date],
      ['To', 'date', row => row.endDate],
      [definition.name, unit, row => row.value],
      ['Comparison from', 'date', row => row.previousDate],
      ['Comparison', unit, row => row.previousValue],
      ['Change', rate ? 'points' : 'change', change],
      ['So far', 'text', row => (row.partial ? 'partial' : '')],
      ...(rate ? [['Deals closed', 'count', row => row.n] satisfies [string, Kind, (row: Trend[0]) => Value]] : []),
    ],
    { as: 'trend', from: 0, to: 1, value: 2, previous: 4, partial: 6 },
  )
}
