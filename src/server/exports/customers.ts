import { api, type Asked, type Result } from '#contract'
import { customerOrderWords } from '#contract/customer-groups.ts'
import { definitions } from '#contract/definitions.ts'
import type { exportQuestions } from '#contract/system.ts'
import type { z } from 'zod'
import type { Context } from '../context.ts'
import { customers } from '../queries/customers.ts'
import type { Document, Figure, Kind, Table, Value } from './document.ts'
import { documentOf } from './facts.ts'
import { every, type Step } from './list.ts'
import { figure, table } from './tables.ts'

type Answer<Key extends keyof typeof api.customers> = Result<(typeof api.customers)[Key]>
type Model = Answer<'atRisk'>['meta']['model']

const figuresOf = ({ total, active, new: fresh, returning, churned, atRisk }: Answer<'overview'>['data']): Figure[] => [
  figure(definitions.customersTotal.name, 'count', total),
  figure(definitions.customersActive.name, 'count', active),
  figure(definitions.customersNew.name, 'count', fresh),
  figure(definitions.customersReturning.name, 'count', returning),
  figure(definitions.customersChurned.name, 'count', churned),
  figure(definitions.customersAtRisk.name, 'count', atRisk),
]

const segmentsTable = async (ctx: Context, rows: Answer<'segments'>['data']) =>
  table(
    definitions.customerSegments.name,
    rows,
    [
      ['Segment', 'text', row => row.segment],
      ['Customers', 'count', row => row.count],
      ['Share', 'percent', row => row.percentage],
      ['Active', 'count', row => row.active],
      ['Revenue', 'money', row => row.revenue],
      ['Share of revenue', 'percent', row => row.revenuePercentage],
    ],
    { as: 'bars', label: 0, value: 4, previous: -1 },
  )

/**
 * A row a cohort and a column a month after: percent, or with `values` customers or revenue. The average comes last.
 */
const cohortTable = (
  { data, meta }: Answer<'cohorts'>,
  { measure, mode }: Pick<z.output<typeof exportQuestions.customers>, 'measure' | 'mode'>,
  values: boolean,
): Table => {
  type Row = { name: string; size: number | null; cells: Value[]; sofar: string }
  const rows = data.map(({ cohort, size, partial, months }): Row => ({
    name: cohort,
    size,
    cells: months.map(cell => cell && (values ? cell.value : cell.percent)),
    sofar: partial || months.some(cell => cell?.partial) ? 'last month so far' : '',
  }))
  const average: Row = { name: 'Average', size: null, cells: meta.average.map(({ percent }) => percent), sofar: '' }
  const kind: Kind = values ? (measure === 'revenue' ? 'money' : 'count') : 'percent'
  const words = `by ${measure}, ${mode === 'in-month' ? 'in the month' : 'in the month or later'}`
  return {
    ...table(
      `${definitions.cohorts.name} ${words}, ${values ? measure : 'percent'}`,
      values ? rows : [...rows, average],
      [
        ['First order', 'text', row => row.name],
        ['Customers', 'count', row => row.size],
        ...data.map((_, month): [string, Kind, (row: Row) => Value] => [
          `Month ${month}`,
          kind,
          row => row.cells[month] ?? null,
        ]),
        ['So far', 'text', row => row.sofar],
      ],
    ),
    sheet: values ? 'Cohorts' : 'Cohorts, percent',
  }
}

const valueTable = ({ data }: Answer<'lifetimeValue'>, kind: string) => ({
  ...table(
    `${definitions.lifetimeValue.name}, ${kind === 'predicted' ? 'expected in the next 12 months' : 'to date'}`,
    data,
    [
      ['Value', 'text', row => row.range],
      ['Customers', 'count', row => row.count],
      ['Share', 'percent', row => row.percentage],
      ['Sum', 'money', row => row.revenue],
    ],
  ),
  sheet: definitions.lifetimeValue.name,
})

/** A row a bucket and a column a channel. */
const acquisitionTable = (rows: Answer<'acquisition'>['data']) => {
  const channels = [...new Set(rows.map(({ channel }) => channel))]
  const buckets = [...Map.groupBy(rows, ({ date }) => date).values()]
  return table(definitions.acquisition.name, buckets, [
    ['From', 'date', ([row]) => row?.date ?? null],
    ['To', 'date', ([row]) => row?.endDate ?? null],
    ...channels.map((channel): [string, Kind, (bucket: typeof rows) => Value] => [
      channel,
      'count',
      bucket => bucket.find(row => row.channel === channel)?.count ?? null,
    ]),
    ['So far', 'text', ([row]) => (row?.partial ? 'partial' : '')],
  ])
}

const rfmTable = (rows: Answer<'rfm'>['data']) =>
  table(definitions.rfm.name, rows, [
    ['Group', 'label', row => row.group],
    ['Meaning', 'text', row => row.meaning],
    ['Customers', 'count', row => row.customers],
    ['Share', 'percent', row => row.percentage],
    ['Revenue to date', 'money', row => row.revenue],
    ['Share of revenue', 'percent', row => row.revenuePercentage],
    ['Days since the last order', 'number', row => row.averageDaysSince],
    ['Purchases', 'number', row => row.averagePurchases],
    ['Value', 'money', row => row.averageValue],
  ])

const riskTable = (rows: Answer<'atRisk'>['data']) =>
  table(definitions.customersAtRisk.name, rows, [
    ['Customer', 'text', row => row.name],
    ['Company', 'text', row => row.company],
    ['Segment', 'text', row => row.segment],
    ['Region', 'text', row => row.region],
    ['Churn risk', 'percent', row => Math.round(row.riskScore * 10_000) / 100],
    ['Revenue to date', 'money', row => row.lifetimeValue],
    ['Expected in 12 months', 'money', row => row.expectedValue12m],
    ['Days since the last order', 'count', row => row.daysSinceActivity],
    ['Usual gap in days', 'number', row => row.usualGapDays],
    [
      'Reasons',
      'text',
      row =>
        row.reasons
          .filter(({ contribution }) => contribution > 0)
          .map(({ sentence }) => sentence)
          .join('; '),
    ],
    ['Suggestion', 'text', row => row.recommendation],
  ])

const bandTable = ({ bands }: Answer<'atRisk'>['meta']): Table => ({
  ...table(`${definitions.churnRisk.name} of customers who have not churned`, bands, [
    ['Band', 'label', row => row.band],
    ['From', 'percent', row => row.from * 100],
    ['Customers', 'count', row => row.customers],
    ['Expected revenue at risk', 'money', row => row.revenueAtRisk],
  ]),
  sheet: definitions.churnRisk.name,
})

const recordFacts = (model: Model): Document['facts'] => {
  if (!model) return []
  const { record, words, noRecord } = model
  const share = (value: number | null) => (value === null ? 'not known' : `${Math.round(value * 1000) / 10} %`)
  const tried = record
    ? `AUC ${record.auc === null ? 'not known' : record.auc.toFixed(3)}, Brier skill ${share(record.brierSkill)}, of ${record.n} customers scored on ${record.scoredOn} of whom ${record.events} bought nothing up to ${record.until}`
    : (noRecord ?? 'not known')
  return [
    ['Churn risk', words],
    ['Its record', tried],
  ]
}

/** The list holds all of them. */
const mostAtRisk = 200

export const customersDocument = async (
  ctx: Context,
  { granularity, measure, mode, kind, ...asked }: z.output<typeof exportQuestions.customers>,
): Promise<Document> => {
  const { start_date: _, ...toEnd } = asked
  const { category, region, channel, segment } = asked
  const overview = await customers.overview(ctx, asked)
  const segments = await customers.segments(ctx, asked)
  // the twelve months to the range's last, as on the page
  const cohorts = await customers.cohorts(ctx, { ...toEnd, end_date: overview.meta.range!.end, measure, mode })
  const value = await customers.lifetimeValue(ctx, { ...asked, kind })
  const acquisition = await customers.acquisition(ctx, { ...asked, granularity })
  const rfm = await customers.rfm(ctx, asked)
  const atRisk = await customers.atRisk(ctx, { category, region, channel, segment, sort: 'risk', limit: mostAtRisk })
  const tables = [
    await segmentsTable(ctx, segments.data),
    cohortTable(cohorts, { measure, mode }, false),
    cohortTable(cohorts, { measure, mode }, true),
    valueTable(value, kind),
    acquisitionTable(acquisition.data),
    rfmTable(rfm.data),
    bandTable(atRisk.meta),
    riskTable(atRisk.data),
  ]
  const facts = recordFacts(atRisk.meta.model)
  if (atRisk.meta.total > mostAtRisk)
    facts.push(['At risk', `the ${mostAtRisk} with the highest risk, of ${atRisk.meta.total}`])
  return documentOf(ctx, 'Customers', 'customers', overview.meta, figuresOf(overview.data), tables, facts)
}

type Row = Answer<'list'>['data']['rows'][number]

const rowColumns: [string, Kind, (row: Row) => Value][] = [
  ['Customer', 'text', row => row.name],
  ['Company', 'text', row => row.company],
  ['Segment', 'text', row => row.segment],
  ['Region', 'text', row => row.region],
  ['Acquisition channel', 'text', row => row.acquisitionChannel],
  ['Standing', 'label', row => row.standing],
  ['Revenue', 'money', row => row.revenue],
  ['Orders', 'count', row => row.orders],
  ['Comparison', 'money', row => row.previousRevenue],
  ['Change', 'change', row => row.changePercent],
  ['Revenue to date', 'money', row => row.lifetimeValue],
  ['Orders to date', 'count', row => row.lifetimeOrders],
  ['First order', 'date', row => row.firstOrderOn],
  ['Last order', 'date', row => row.lastOrderOn],
  ['Churn risk', 'percent', row => (row.riskScore === null ? null : Math.round(row.riskScore * 10_000) / 100)],
  ['Expected in 12 months', 'money', row => row.expectedValue12m],
]

const narrowing = {
  search: 'name, company or number with',
  state: 'state',
  cohort: 'first order in',
  cohort_month: 'month after the first',
  risk: 'churn risk',
  rfm: 'RFM group',
  value: 'value',
  acquisition: 'acquisition channel',
} as const

/** Which of all customers these are, in words. */
const conditionsIn = (asked: Asked<typeof api.customers.list>): string =>
  (Object.entries(narrowing) as [keyof typeof narrowing, string][])
    .filter(([key]) => asked[key] !== undefined)
    .map(([key, words]) => `${words} ${String(asked[key])}`)
    .concat(asked.cohort_month === undefined ? [] : [asked.cohort_mode], asked.value ? [asked.value_kind] : [])
    .join(', ')

const rowsAtOnce = 2000

export const customerListDocument = async (
  ctx: Context,
  asked: Asked<typeof api.customers.list>,
  step: Step,
): Promise<Document> => {
  const limit = Math.min(step.most, rowsAtOnce)
  const { rows, total, meta } = await every(
    step,
    cursor => customers.list(ctx, { ...asked, limit, cursor }),
    all => all.customers,
  )
  const title = `Customers ${customerOrderWords(asked.sort, asked.direction)}`
  const only = conditionsIn(asked)
  const found: Document['facts'] = only ? [['Customers', `only those of: ${only}`]] : []
  const list = { ...table(title, rows, rowColumns), sheet: 'Customers', total }
  return documentOf(ctx, title, 'customer-list', meta, [], [list], found)
}
