import type { Asked, Result } from '#contract'
import { api } from '#contract'
import { dealOrderWords } from '#contract/deal-order.ts'
import { definitions } from '#contract/definitions.ts'
import type { exportQuestions } from '#contract/system.ts'
import type { z } from 'zod'
import type { Context } from '../context.ts'
import { operations } from '../queries/operations.ts'
import { counted } from '../counted.ts'
import type { Document, Figure, Kind, Table, Value } from './document.ts'
import { documentOf } from './facts.ts'
import { every, type Step } from './list.ts'
import { funnel } from './pages.ts'
import { figure, table } from './tables.ts'

type Answers = typeof api.operations
type Data<Key extends keyof Answers> = Result<Answers[Key]>['data']
type Columns<Row> = [string, Kind, (row: Row) => Value][]

const conversion = (rows: Data<'conversionRates'>) =>
  table(definitions.stageConversion.name, rows, [
    ['From', 'label', row => row.fromStage],
    ['To', 'label', row => row.toStage],
    ['Entered', 'count', row => row.entered],
    ['Moved on', 'count', row => row.converted],
    ['Lost', 'count', row => row.lost],
    ['Undecided', 'count', row => row.undecided],
    ['Moved on, share', 'percent', row => row.rate],
  ])

const timeInStage = ({ stages, salesCycle }: Data<'cycleTime'>) =>
  table(
    definitions.timeInStage.name,
    [...stages, { stage: 'created to won', ...salesCycle }],
    [
      ['Stage', 'label', row => row.stage],
      ['Deals', 'count', row => row.deals],
      ['Median days', 'number', row => row.medianDays],
      ['First quartile', 'number', row => row.p25Days],
      ['Third quartile', 'number', row => row.p75Days],
      ['Mean days', 'number', row => row.avgDays],
    ],
  )

const team = (rows: Data<'salesPerformance'>) =>
  table(definitions.quotaAttainment.name, rows, [
    ['Rank', 'count', row => row.rank],
    ['Representative', 'text', row => row.name ?? 'Nobody'],
    ['Team', 'text', row => row.team],
    ['Region', 'text', row => row.region],
    ['Won', 'money', row => row.achieved],
    ['Quota of the range', 'money', row => row.quotaProrated],
    ['Attainment', 'percent', row => row.attainment],
    ['Deals won', 'count', row => row.deals],
    ['Deals lost', 'count', row => row.lost],
    ['Win rate', 'percent', row => row.winRate],
    ['Open', 'money', row => row.openPipeline],
    ['Open deals', 'count', row => row.openDeals],
  ])

const sizes = (rows: Data<'dealSizeDistribution'>) =>
  table(definitions.dealSizes.name, rows, [
    ['Amount', 'text', row => row.bucket],
    ['Deals', 'count', row => row.count],
    ['Value', 'money', row => row.value],
    ['Open', 'count', row => row.openCount],
    ['Won', 'count', row => row.wonCount],
    ['Lost', 'count', row => row.lostCount],
  ])

const kinds: Record<Data<'flow'>['steps'][number]['kind'], string> = {
  created: 'Created',
  reopened: 'Reopened',
  'pulled-in': 'Pulled in',
  'pushed-out': 'Pushed out',
  grew: 'Grew',
  shrank: 'Shrank',
  won: 'Won',
  lost: 'Lost',
  removed: 'Removed at the source',
}

const flowOf = ({ since, until, start, startDeals, steps, end, endDeals }: Data<'flow'>): Table => ({
  ...table(
    `${definitions.pipelineFlow.name}, ${since} to ${until}`,
    [
      { words: `End of ${since}`, amount: start, deals: startDeals },
      ...steps.filter(({ deals }) => deals > 0).map(({ kind, ...step }) => ({ ...step, words: kinds[kind] })),
      { words: `End of ${until}`, amount: end, deals: endDeals },
    ],
    [
      ['Step', 'text', row => row.words],
      ['Amount', 'money', row => row.amount],
      ['Deals', 'count', row => row.deals],
    ],
    { as: 'bridge', label: 0, value: 1 },
  ),
  sheet: definitions.pipelineFlow.name,
})

const forecast = ({ months, overdue, later, undated, total }: Data<'forecast'>) => {
  const unknown = { worst: null, best: null, closed: null }
  return table(
    definitions.pipelineForecast.name,
    [
      { words: 'Past their expected close', ...overdue, ...unknown },
      ...months.map(({ month, ...row }) => ({ words: month, ...row })),
      { words: 'Later', ...later, ...unknown },
      { words: 'Without an expected close', ...undated, ...unknown },
      { words: 'All', ...total, closed: null },
    ],
    [
      ['Expected close', 'text', row => row.words],
      ['Deals', 'count', row => row.deals],
      ['Value', 'money', row => row.value],
      ['Likely', 'money', row => row.weighted],
      ['Worst', 'money', row => row.worst],
      ['Best', 'money', row => row.best],
      ['Won so far', 'money', row => row.closed],
    ],
  )
}

const chances = ({ model: { stages } }: Data<'forecast'>) => {
  const percent = (chance: number) => Math.round(chance * 10_000) / 100
  return table('Chances by stage', stages, [
    ['Stage', 'label', row => row.stage],
    ['Won', 'count', row => row.won],
    ['Lost', 'count', row => row.lost],
    ['Chance', 'percent', row => percent(row.probability)],
    ['From', 'percent', row => percent(row.lower)],
    ['To', 'percent', row => percent(row.upper)],
    ['Configured', 'percent', row => percent(row.configured)],
  ])
}

type Cases = { n: number; previousN: number | null }
const fewest = 10

/** Its name says how many deals it is of; of fewer than ten a change is not coloured. */
const ofDeals = (made: Figure, { n, previousN }: Cases): Figure => ({
  ...made,
  name: `${made.name} (${counted(n, 'deal', 'deals')})`,
  ...(Math.min(n, previousN ?? n) < fewest ? { polarity: 'neutral' as const } : {}),
})

export const operationsDocument = async (
  ctx: Context,
  { since, close_start, close_end, periods, ...question }: z.output<typeof exportQuestions.operations>,
): Promise<Document> => {
  const { data: kpis, meta } = await operations.pipelineKpis(ctx, question)
  const stages = await operations.pipeline(ctx, question)
  const outlook = await operations.forecast(ctx, { ...question, periods })
  const figures = [
    figure(definitions.pipelineValue.name, 'money', kpis.pipelineValue),
    figure(definitions.weightedValue.name, 'money', kpis.weightedValue),
    ofDeals(figure(`${definitions.salesCycle.name}, days`, 'number', kpis.avgCycleTime), kpis.avgCycleTime),
    ofDeals(figure(definitions.winRate.name, 'percent', kpis.winRate), kpis.winRate),
    ofDeals(figure(definitions.avgDealSize.name, 'money', kpis.avgDealSize), kpis.avgDealSize),
  ]
  const tables = [
    funnel(stages.data),
    conversion((await operations.conversionRates(ctx, question)).data),
    timeInStage((await operations.cycleTime(ctx, question)).data),
    team((await operations.salesPerformance(ctx, question)).data),
    sizes((await operations.dealSizeDistribution(ctx, question)).data),
    flowOf((await operations.flow(ctx, { ...question, since, close_start, close_end })).data),
    forecast(outlook.data),
    chances(outlook.data),
  ]
  const notes = [...new Set([...meta.notes, ...stages.meta.notes, ...outlook.meta.notes])]
  const rule: Document['facts'] = [['Forecast by', outlook.data.model.reason]]
  return documentOf(ctx, 'Operations', 'operations', { ...meta, notes }, figures, tables, rule)
}

type Row = Data<'opportunities'>['rows'][number]
const columns: Columns<Row> = [
  ['Deal', 'text', row => row.opportunityName],
  ['Customer', 'text', row => row.customerName],
  ['Representative', 'text', row => row.salesRepName],
  ['Team', 'text', row => row.team],
  ['Region', 'text', row => row.region],
  ['Stage', 'label', row => row.stage],
  ['State', 'label', row => row.state],
  ['Amount', 'money', row => row.amount],
  ['Probability', 'percent', row => (row.probability === null ? null : Math.round(row.probability * 10_000) / 100)],
  ['Created', 'date', row => row.createdOn],
  ['Expected close', 'date', row => row.expectedCloseDate],
  ['Closed', 'date', row => row.closedOn],
  ['Age, days', 'count', row => row.ageDays],
  ['Days in stage', 'count', row => row.daysInStage],
  ['Overdue, days', 'count', row => row.overdueDays],
  ['Slipped, days', 'count', row => row.slippedDays],
]

const rowsAtOnce = 3_000
const beside = ['start_date', 'end_date', 'compare', 'region', 'rep', 'team', 'sort', 'direction', 'limit', 'cursor']

/** What narrows the list beside the range and the filters, in its own words. */
const narrowedBy = (asked: Asked<Answers['opportunities']>): string =>
  Object.entries(asked)
    .filter(([name, value]) => value !== undefined && !beside.includes(name))
    .filter(([name]) => name !== 'periods' || asked.expected === 'later')
    .map(([name, value]) => `${name}: ${[value].flat().join(', ')}`)
    .join('; ')

export const dealsDocument = async (
  ctx: Context,
  asked: Asked<Answers['opportunities']>,
  step: Step,
): Promise<Document> => {
  const limit = Math.min(step.most, rowsAtOnce)
  const { rows, total, meta } = await every(
    step,
    cursor => operations.opportunities(ctx, { ...asked, limit, cursor }),
    all => all.deals,
  )
  const title = `${definitions.opportunities.name} ${dealOrderWords(asked.sort, asked.direction)}`
  const facts: Document['facts'] = [['Deals', narrowedBy(asked) || 'open']]
  const list = { ...table(title, rows, columns), sheet: definitions.opportunities.name, total }
  return documentOf(ctx, title, 'deals', meta, [], [list], facts)
}
