import type { Asked, Result } from '#contract'
import { api } from '#contract'
import { definitions } from '#contract/definitions.ts'
import { dealOrderWords } from '#contract/deal-order.ts'
import type { exportQuestions } from '#contract/system.ts'
import type { z } from 'zod'
import type { Context } from '../context.ts'
import { operations } from '../queries/operations.ts'
import type { Document, Figure, Kind, Table, Value } from './document.ts'
import { documentOf } from './facts.ts'
import { figure, pipelineTable, table } from './pages.ts'

type Cases = { n: number; previousN: number | null }
/** With fewer deals a change is not coloured, and the name says how many they are. */
const few = 10

const ofDeals = (made: Figure, { n, previousN }: Cases): Figure => ({
  ...made,
  name: `${made.name} (of ${n} ${n === 1 ? 'deal' : 'deals'})`,
  ...(n < few || (previousN !== null && previousN < few) ? { polarity: 'neutral' as const } : {}),
})

const forecastTable = ({ months, overdue, later, undated, total }: Result<typeof api.operations.forecast>['data']) => {
  const rest = (name: string, { deals, value, weighted }: typeof overdue) =>
    deals ? [{ month: name, deals, value, weighted, worst: null, best: null, closed: null }] : []
  return table(
    definitions.pipelineForecast.name,
    [
      ...months,
      ...rest('past their expected close', overdue),
      ...rest('later', later),
      ...rest('without an expected close', undated),
      { month: 'all', ...total, closed: null },
    ],
    [
      ['Expected close', 'label', row => row.month],
      ['Deals', 'count', row => row.deals],
      ['Value', 'money', row => row.value],
      ['Worst', 'money', row => row.worst],
      ['Likely', 'money', row => row.weighted],
      ['Best', 'money', row => row.best],
      ['Won already', 'money', row => row.closed],
    ],
  )
}

const conversionTable = (rows: Result<typeof api.operations.conversionRates>['data']) =>
  table(definitions.stageConversion.name, rows, [
    ['From', 'label', row => row.fromStage],
    ['To', 'label', row => row.toStage],
    ['Entered', 'count', row => row.entered],
    ['Moved on', 'count', row => row.converted],
    ['Lost', 'count', row => row.lost],
    ['Undecided', 'count', row => row.undecided],
    ['Moved on, share', 'percent', row => row.rate],
  ])

const cycleTable = ({ stages, salesCycle }: Result<typeof api.operations.cycleTime>['data']) =>
  table(
    definitions.timeInStage.name,
    [...stages, { stage: 'created to won', ...salesCycle }],
    [
      ['Stage', 'label', row => row.stage],
      ['Median days', 'number', row => row.medianDays],
      ['Lower quartile', 'number', row => row.p25Days],
      ['Upper quartile', 'number', row => row.p75Days],
      ['Mean days', 'number', row => row.avgDays],
      ['Deals', 'count', row => row.deals],
    ],
  )

const flowTable = ({
  since,
  until,
  start,
  startDeals,
  steps,
  end,
  endDeals,
}: Result<typeof api.operations.flow>['data']) =>
  table(
    definitions.pipelineFlow.name,
    [
      { kind: `open on ${since}`, amount: start, deals: startDeals },
      ...steps,
      { kind: `open on ${until}`, amount: end, deals: endDeals },
    ],
    [
      ['Step', 'label', row => row.kind],
      ['Amount', 'money', row => row.amount],
      ['Deals', 'count', row => row.deals],
    ],
    { as: 'bridge', label: 0, value: 1 },
  )

const sizesTable = (rows: Result<typeof api.operations.dealSizeDistribution>['data']) =>
  table(definitions.dealSizes.name, rows, [
    ['Amount', 'text', row => row.bucket],
    ['Deals', 'count', row => row.count],
    ['Value', 'money', row => row.value],
    ['Open', 'count', row => row.openCount],
    ['Won', 'count', row => row.wonCount],
    ['Lost', 'count', row => row.lostCount],
  ])

const repsTable = (rows: Result<typeof api.operations.salesPerformance>['data']) =>
  table(definitions.quotaAttainment.name, rows, [
    ['Rank', 'count', row => row.rank],
    ['Representative', 'text', row => row.name ?? 'No representative'],
    ['Team', 'text', row => row.team],
    ['Region', 'text', row => row.region],
    ['Attainment', 'percent', row => row.attainment],
    ['Won', 'money', row => row.achieved],
    ['Quota of the range', 'money', row => row.quotaProrated],
    ['Quota a year', 'money', row => row.quota],
    ['Deals won', 'count', row => row.deals],
    ['Deals lost', 'count', row => row.lost],
    ['Win rate', 'percent', row => row.winRate],
    ['Open pipeline', 'money', row => row.openPipeline],
    ['Open deals', 'count', row => row.openDeals],
  ])

/** The page without its list of deals, which the page of deals exports, with all that narrows it. */
export const operationsDocument = async (
  ctx: Context,
  { since, close_start, close_end, ...asked }: z.output<typeof exportQuestions.operations>,
): Promise<Document> => {
  const { data: kpis, meta } = await operations.pipelineKpis(ctx, asked)
  const forecast = await operations.forecast(ctx, { ...asked, periods: 6 })
  const flow = await operations.flow(ctx, { ...asked, since, close_start, close_end })
  const figures = [
    figure(definitions.pipelineValue.name, 'money', kpis.pipelineValue),
    figure(definitions.weightedValue.name, 'money', kpis.weightedValue),
    ofDeals(figure(definitions.winRate.name, 'percent', kpis.winRate), kpis.winRate),
    ofDeals(figure(`${definitions.salesCycle.name}, days`, 'number', kpis.avgCycleTime), kpis.avgCycleTime),
    ofDeals(figure(definitions.avgDealSize.name, 'money', kpis.avgDealSize), kpis.avgDealSize),
  ]
  const tables = [
    forecastTable(forecast.data),
    pipelineTable((await operations.pipeline(ctx, asked)).data),
    conversionTable((await operations.conversionRates(ctx, asked)).data),
    cycleTable((await operations.cycleTime(ctx, asked)).data),
    flowTable(flow.data),
    sizesTable((await operations.dealSizeDistribution(ctx, asked)).data),
    repsTable((await operations.salesPerformance(ctx, asked)).data),
  ]
  const said: Document['facts'] = [
    ['Chances of the forecast', forecast.data.model.reason],
    ...(close_start && close_end
      ? [['Flow', `of deals expected to close ${close_start} to ${close_end}`] satisfies [string, string]]
      : []),
  ]
  return documentOf(ctx, 'Operations', 'operations', meta, figures, tables, said)
}

const dealsAtOnce = 3_000

type Deal = Result<typeof api.operations.opportunities>['data']['rows'][number]

const dealColumns: [string, Kind, (row: Deal) => Value][] = [
  ['Deal', 'text', row => row.opportunityName],
  ['Customer', 'text', row => row.customerName],
  ['Sales rep', 'text', row => row.salesRepName],
  ['Team', 'text', row => row.team],
  ['Region', 'text', row => row.region],
  ['Stage', 'label', row => row.stage],
  ['State', 'label', row => row.state],
  ['Amount', 'money', row => row.amount],
  ['Chance', 'percent', row => (row.probability === null ? null : row.probability * 100)],
  ['Created', 'date', row => row.createdOn],
  ['Expected close', 'date', row => row.expectedCloseDate],
  ['Closed', 'date', row => row.closedOn],
  ['Age, days', 'count', row => row.ageDays],
  ['Days in stage', 'count', row => row.daysInStage],
  ['Days past', 'count', row => row.overdueDays],
  ['Days moved', 'count', row => row.slippedDays],
  ['Postponed', 'count', row => row.postponed],
]

/** What narrows the list, as the question says it. */
const narrowed = [
  'state',
  'stage',
  'rep_id',
  'search',
  'size',
  'known',
  'expected',
  'entered',
  'outcome',
  'left',
  'flow',
  'since',
  'close_start',
  'close_end',
] as const

/** All deals of a question, page by page. `refuse`: what a format cannot hold. */
export const dealsDocument = async (
  ctx: Context,
  asked: Asked<typeof api.operations.opportunities>,
  progress: (done: number, total: number) => void,
  refuse: (rows: number) => void,
): Promise<Document> => {
  const deals: Deal[] = []
  let cursor: string | undefined
  for (;;) {
    const { data, meta } = await operations.opportunities(ctx, { ...asked, limit: dealsAtOnce, cursor })
    if (!cursor) refuse(data.total.deals)
    deals.push(...data.rows)
    progress(deals.length, data.total.deals)
    if (!data.nextCursor) {
      const said = narrowed
        .filter(name => asked[name] !== undefined)
        .map(name => `${name} ${[asked[name]].flat().join(', ')}`)
      const facts: Document['facts'] = [['Deals', said.join('; ') || 'open at the end of the range']]
      const title = `${definitions.opportunities.name} ${dealOrderWords(asked.sort, asked.direction)}`
      const list: Table = { ...table(title, deals, dealColumns), sheet: 'Deals' }
      return documentOf(ctx, 'Deals', 'deals', meta, [], [list], facts)
    }
    cursor = data.nextCursor
  }
}
