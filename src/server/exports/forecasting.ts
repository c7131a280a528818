import type { Result } from '#contract'
import { api } from '#contract'
import { definitions } from '#contract/definitions.ts'
import type { exportQuestions } from '#contract/system.ts'
import type { z } from 'zod'
import type { Context } from '../context.ts'
import { ApiError } from '../errors.ts'
import { forecasting } from '../queries/forecasting.ts'
import { filtersIn } from '../queries/forecasting/rows.ts'
import { changePercent } from '../queries/period.ts'
import type { Document, Figure, Kind, Table, Value } from './document.ts'
import { documentOf } from './facts.ts'
import { table } from './tables.ts'

type Question = z.output<typeof exportQuestions.forecasting>
type Answers = typeof api.forecasting
type Data<Key extends keyof Answers> = Result<Answers[Key]>['data']

/** 0–1 as percent. */
const percent = (value: number | null) => (value === null ? null : Math.round(value * 10_000) / 100)

const band = <Row>(of: (row: Row) => Record<'lower80' | 'upper80' | 'lowerBound' | 'upperBound', number | null>) =>
  [
    ['80 % from', 'money', (row: Row) => of(row).lower80],
    ['80 % to', 'money', (row: Row) => of(row).upper80],
    ['95 % from', 'money', (row: Row) => of(row).lowerBound],
    ['95 % to', 'money', (row: Row) => of(row).upperBound],
  ] satisfies [string, Kind, (row: Row) => Value][]

const kinds = { history: '', nowcast: 'so far', forecast: 'forecast' }

type Points = Data<'revenue'>
type Columns<Row> = [string, Kind, (row: Row) => Value][]

const forecastTables = ({ data, meta }: Result<Answers['revenue']>, by: Question['by']): Table[] => {
  const columns: Columns<Points[number]> = [
    ['Month', 'date', row => row.date],
    ['To', 'date', row => row.endDate],
    ['What', 'text', row => kinds[row.kind]],
    ['Revenue', 'money', row => row.actual],
    ['Predicted', 'money', row => row.predicted],
    ...band<Points[number]>(row => row),
    ['Seasonal naive', 'money', row => row.naive],
    ['Year before', 'money', row => row.lastYear],
  ]
  const scenario: Columns<Points[number]> = meta.scenario ? [['Scenario', 'money', row => row.scenario]] : []
  const total = table(
    definitions.revenueForecast.name,
    data.filter(({ key }) => key === null),
    [...columns, ...scenario],
    { as: 'forecast', from: 0, to: 1, actual: 3, predicted: 4, lower80: 5, upper80: 6, lower95: 7, upper95: 8 },
  )
  if (!by) return [total]
  const parts = data.filter(({ key, kind }) => key !== null && kind !== 'history')
  const name: Columns<Points[number]> = [[by, 'label', row => row.key]]
  return [total, table(`Forecast by ${by}`, parts, [...name, ...columns, ...scenario])]
}

const scenarioTable = ({ meta }: Result<Answers['revenue']>): Table[] =>
  meta.scenario
    ? [
        table(definitions.scenario.name, meta.scenario.effects, [
          ['Lever', 'text', row => row.words],
          ['Changes the months to come by', 'money', row => row.amount],
        ]),
      ]
    : []

const recordTables = (data: Data<'modelPerformance'>): Table[] => [
  table('Record by months ahead', data.byHorizon, [
    ['Months ahead', 'count', row => row.horizon],
    ['Compared', 'count', row => row.n],
    ['Accuracy', 'percent', row => percent(row.accuracy)],
    ['Seasonal naive', 'percent', row => percent(row.naiveAccuracy)],
    ['In the 80 % band', 'percent', row => percent(row.coverage80)],
    ['In the 95 % band', 'percent', row => percent(row.coverage95)],
  ]),
  table(definitions.pastForecasts.name, data.past, [
    ['Month', 'date', row => row.month],
    ['Made on', 'date', row => row.madeOn],
    ['Months ahead', 'count', row => row.horizon],
    ['How', 'text', row => row.source],
    ['Predicted', 'money', row => row.predicted],
    ...band<(typeof data.past)[number]>(row => row),
    ['Seasonal naive', 'money', row => row.naive],
    ['Came', 'money', row => row.actual],
  ]),
]

const seasonTable = (title: string, data: Data<'seasonality'>): Table =>
  table(title, data, [
    ['Name', 'text', row => row.name],
    ['Index', 'number', row => row.index],
    ['95 % from', 'number', row => row.lower],
    ['95 % to', 'number', row => row.upper],
  ])

const pipelineTable = (data: Data<'pipeline'>): Table =>
  table(definitions.pipelineForecast.name, data, [
    ['Month', 'text', row => row.month],
    ['Deals', 'count', row => row.deals],
    ['Open', 'money', row => row.value],
    ['Weighted', 'money', row => row.weighted],
    ['Worst', 'money', row => row.worst],
    ['Best', 'money', row => row.best],
    ['Won so far', 'money', row => row.closed],
  ])

const riskTables = (data: Data<'revenueAtRisk'>): Table[] => [
  table(
    definitions.revenueAtRisk.name,
    [
      { band: 'High', ...data.highRisk },
      { band: 'Medium', ...data.mediumRisk },
      { band: 'Low', ...data.lowRisk },
    ],
    [
      ['Risk', 'text', row => row.band],
      ['From', 'percent', row => percent(row.threshold)],
      ['Customers', 'count', row => row.customers],
      ['Revenue at risk', 'money', row => row.value],
    ],
  ),
  table('Revenue at risk by category', data.byCategory, [
    ['Category', 'text', row => row.category ?? 'given back all they bought'],
    ['Revenue at risk', 'money', row => row.value],
    ['Share', 'percent', row => row.percentage],
  ]),
]

const churnTable = (data: Data<'churnRisk'>): Table =>
  table(definitions.churnRisk.name, data, [
    ['Customer', 'text', row => row.name],
    ['Segment', 'text', row => row.segment],
    ['Region', 'text', row => row.region],
    ['Risk', 'percent', row => percent(row.riskScore)],
    ['Revenue to date', 'money', row => row.lifetimeValue],
    ['Expected, 12 months', 'money', row => row.expectedValue12m],
    ['Days since order', 'count', row => row.daysSinceActivity],
    ['Suggestion', 'text', row => row.recommendation],
  ])

const targetTable = (data: Data<'target'>): Table[] =>
  data.plan
    ? [
        table(`${definitions.target.name} ${data.start} to ${data.end}`, data.months, [
          ['Month', 'date', row => row.date],
          ['Target', 'money', row => row.target],
          ['Revenue', 'money', row => row.actual],
          ['Predicted', 'money', row => row.predicted],
          ['Probability', 'percent', row => percent(row.probability)],
        ]),
      ]
    : []

const plain = { previous: null, change: null, changeKind: 'percent' as const, polarity: 'neutral' as const }

const figuresOf = (data: Data<'kpis'>): Figure[] => [
  {
    name: definitions.predictedRevenue.name,
    kind: 'money',
    value: data.predictedRevenue,
    previous: data.lastYear,
    change: changePercent(data.predictedRevenue, data.lastYear),
    changeKind: 'percent',
    polarity: 'up_is_good',
  },
  {
    name: definitions.modelAccuracy.name,
    kind: 'percent',
    value: percent(data.modelAccuracy),
    ...plain,
    detail: `over ${data.accuracyN} months`,
  },
  {
    name: definitions.forecastSkill.name,
    kind: 'percent',
    value: percent(data.skill),
    ...plain,
    detail: 'less error than last year again',
  },
  {
    name: definitions.revenueAtRisk.name,
    kind: 'money',
    value: data.revenueAtRisk,
    ...plain,
    detail: 'of the next 12 months',
  },
  {
    name: definitions.customersAtRisk.name,
    kind: 'count',
    value: data.atRiskCount,
    ...plain,
    detail: 'customers, now',
  },
]

/** What there is too little history for is said in a note, and the rest of the page is there. */
const attempt = async <T>(find: () => Promise<T>, notes: string[]): Promise<T | null> => {
  try {
    return await find()
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'not_enough_data') throw error
    if (!notes.includes(error.message)) notes.push(error.message)
    return null
  }
}

const churnRows = 50

const factsOf = (forecast: Result<Answers['revenue']> | null): Document['facts'] => {
  if (!forecast) return []
  const { model, total } = forecast.meta
  return [
    ['Forecast', `${total.start} to ${total.end}, known through ${model.knownThrough}`],
    ['Model', `the mean of ${model.members.map(({ name }) => name).join(', ')} (${model.rule})`],
    ...(forecast.meta.scenario
      ? [['Scenario', 'beside the forecast, in a column of its own'] satisfies [string, string]]
      : []),
  ]
}

export const forecastingDocument = async (ctx: Context, asked: Question): Promise<Document> => {
  const filters = filtersIn(asked)
  const notes: string[] = []
  const kpis = await forecasting.kpis(ctx, filters)
  const forecast = await attempt(() => forecasting.revenue(ctx, asked), notes)
  const record = await attempt(() => forecasting.modelPerformance(ctx, filters), notes)
  const months = await attempt(() => forecasting.seasonality(ctx, { ...filters, by: 'month' }), notes)
  const weekdays = await attempt(() => forecasting.seasonality(ctx, { ...filters, by: 'weekday' }), notes)
  const target = await attempt(() => forecasting.target(ctx, {}), notes)
  const pipeline = await forecasting.pipeline(ctx, {
    region: filters.region,
    region_not: asked.region_not,
    periods: asked.periods,
  })
  const risk = await forecasting.revenueAtRisk(ctx, filters)
  const churn = await forecasting.churnRisk(ctx, { ...filters, sort: 'risk', limit: churnRows })
  const tables = [
    ...(forecast ? [...forecastTables(forecast, asked.by), ...scenarioTable(forecast)] : []),
    ...(target ? targetTable(target.data) : []),
    ...(record ? recordTables(record.data) : []),
    ...(months ? [seasonTable('Seasonality by month', months.data)] : []),
    ...(weekdays ? [seasonTable('Seasonality by weekday', weekdays.data)] : []),
    pipelineTable(pipeline.data),
    ...riskTables(risk.data),
    churnTable(churn.data),
  ]
  const { meta } = forecast ?? kpis
  const all = { ...meta, notes: [...new Set([...meta.notes, ...notes])] }
  return documentOf(ctx, 'Forecasting', 'forecasting', all, figuresOf(kpis.data), tables, factsOf(forecast))
}
