import type { Asked, Kpi, Meta, RateKpi, Result } from '#contract'
import { api } from '#contract'
import { definitions } from '#contract/definitions.ts'
import { productOrderWords } from '#contract/product-order.ts'
import type { exportQuestions } from '#contract/system.ts'
import type { z } from 'zod'
import type { Context } from '../context.ts'
import { dashboard } from '../queries/dashboard.ts'
import { revenue } from '../queries/revenue.ts'
import { transactions } from '../queries/transactions.ts'
import type { Column, Document, Figure, Kind, Table, Value } from './document.ts'

const figure = (name: string, kind: Kind, kpi: Kpi | RateKpi): Figure => ({
  name,
  kind,
  value: kpi.value,
  previous: kpi.previousValue,
  ...('changePoints' in kpi ? { change: kpi.changePoints, changeKind: 'points' as const } : { change: kpi.changePercent, changeKind: 'percent' as const }),
})

/** Columns as `[name, kind, value of a row]`, once. */
const table = <Row>(title: string, rows: readonly Row[], columns: [string, Kind, (row: Row) => Value][], drawing?: Table['drawing']): Table => ({
  title,
  columns: columns.map(([name, kind]): Column => ({ name, kind })),
  rows: rows.map(row => columns.map(([, , value]) => value(row))),
  ...(drawing ? { drawing } : {}),
})

const comparisonWords = ({ comparison }: Meta) => {
  if (!comparison) return 'none'
  const { start, end, cutAt, known } = comparison
  return `${start} to ${end}${known ? '' : ': no earlier data'}${cutAt ? ` (last day until ${cutAt})` : ''}`
}

const factsOf = (meta: Meta): Document['facts'] => [
  ['Range', meta.range ? `${meta.range.start} to ${meta.range.end}` : 'all'],
  ['Comparison', comparisonWords(meta)],
  ['Filters', Object.entries(meta.filters).map(([name, values]) => `${name}: ${values.join(', ')}`).join('; ') || 'none'],
  ['Time zone', meta.timezone],
  ['Currency', meta.currency],
  ['Data as of', meta.asOf ?? 'no rows'],
  ['Rows counted', String(meta.rows.counted)],
  ...meta.rows.excluded.map(({ reason, rows }): [string, string] => ['Rows left out', `${rows}: ${reason}`]),
]

const document = (title: string, name: string, meta: Meta, figures: Figure[], tables: Table[]): Document => ({
  title,
  fileName: meta.range ? `${name}_${meta.range.start}_${meta.range.end}` : name,
  currency: meta.currency,
  timezone: meta.timezone,
  facts: factsOf(meta),
  notes: meta.notes,
  figures,
  tables,
})

const trend = (rows: Result<typeof api.revenue.trends>['data']) =>
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
      ['So far', 'text', row => (row.partial ? 'partial' : '')],
    ],
    { as: 'trend', at: 0, value: 2, previous: 6, partial: 7 },
  )

const categories = (rows: Result<typeof api.revenue.byCategory>['data']) =>
  table(
    definitions.byCategory.name,
    rows,
    [
      ['Category', 'text', row => row.category],
      ['Revenue', 'money', row => row.value],
      ['Share', 'percent', row => row.percentage],
      ['Orders', 'count', row => row.orders],
      ['Units', 'number', row => row.units],
      ['Comparison', 'money', row => row.previousValue],
      ['Change', 'percent', row => row.changePercent],
    ],
    { as: 'bars', label: 0, value: 1 },
  )

const products = (title: string, rows: Result<typeof api.revenue.topProducts>['data']) =>
  table(title, rows, [
    ['Product', 'text', row => row.name],
    ['Category', 'text', row => row.category],
    ['Revenue', 'money', row => row.revenue],
    ['Share', 'percent', row => row.percentage],
    ['Units', 'number', row => row.unitsSold],
    ['Orders', 'count', row => row.orders],
    ['Average price', 'money', row => row.avgPrice],
    ['Change', 'percent', row => row.growth],
  ])

export const dashboardDocument = async (ctx: Context, { sort, direction, ...asked }: z.output<typeof exportQuestions.dashboard>): Promise<Document> => {
  const { data, meta } = await dashboard.summary(ctx, asked)
  const { kpis } = data
  const figures = [
    figure(definitions.totalRevenue.name, 'money', kpis.totalRevenue),
    figure(definitions.totalCustomers.name, 'count', kpis.totalCustomers),
    figure(definitions.avgOrderValue.name, 'money', kpis.avgOrderValue),
    figure(definitions.conversionRate.name, 'percent', kpis.conversionRate),
    figure(definitions.pipelineValue.name, 'money', kpis.pipelineValue),
    figure(definitions.growthRate.name, 'percent', kpis.growthRate),
  ]
  const pipeline = table(
    definitions.pipeline.name,
    data.pipeline,
    [
      ['Stage', 'text', row => row.stage],
      ['Value', 'money', row => row.value],
      ['Deals', 'count', row => row.count],
      ['Share of open', 'percent', row => row.percentage],
      ['Move on', 'percent', row => row.conversionRate],
      ['Weighted', 'money', row => row.weightedValue],
    ],
    { as: 'bars', label: 0, value: 1 },
  )
  const { granularity: _, ...question } = asked
  const usual = sort === 'revenue' && direction === 'desc'
  const top = usual ? data.topProducts : (await revenue.products(ctx, { ...question, sort, direction, limit: 10 })).data.rows
  const topProducts = products(`${definitions.topProducts.name} ${productOrderWords(sort, direction)}`, top)
  return document('Executive dashboard', 'dashboard', meta, figures, [trend(data.revenueTrend), categories(data.revenueByCategory), pipeline, topProducts])
}

export const revenueDocument = async (ctx: Context, { search, sort, direction, ...asked }: z.output<typeof exportQuestions.revenue>): Promise<Document> => {
  const { granularity: _, ...question } = asked
  const { data: kpis, meta } = await revenue.kpis(ctx, question)
  const trends = await revenue.trends(ctx, asked)
  const byCategory = await revenue.byCategory(ctx, question)
  const byRegion = await revenue.byRegion(ctx, question)
  const byChannel = await revenue.byChannel(ctx, question)
  const { rows, total } = (await revenue.products(ctx, { ...question, search, sort, direction, limit: Infinity })).data
  const figures = [
    figure(definitions.totalRevenue.name, 'money', kpis.revenue),
    figure(definitions.orders.name, 'count', kpis.orders),
    figure(definitions.avgOrderValue.name, 'money', kpis.avgOrderValue),
    figure(definitions.units.name, 'number', kpis.units),
    figure(definitions.grossMargin.name, 'money', kpis.grossMargin),
    figure(definitions.refunds.name, 'money', kpis.refunds),
  ]
  const regions = table(
    definitions.byRegion.name,
    byRegion.data,
    [
      ['Region', 'text', row => row.region],
      ['Revenue', 'money', row => row.revenue],
      ['Share', 'percent', row => row.percentage],
      ['Orders', 'count', row => row.orders],
      ['Customers', 'count', row => row.customers],
      ['Comparison', 'money', row => row.previousRevenue],
      ['Change', 'percent', row => row.growth],
    ],
    { as: 'bars', label: 0, value: 1 },
  )
  const channels = table(
    definitions.byChannel.name,
    byChannel.data,
    [
      ['Channel', 'text', row => row.channel],
      ['Revenue', 'money', row => row.value],
      ['Share', 'percent', row => row.percentage],
      ['Orders', 'count', row => row.orders],
      ['Comparison', 'money', row => row.previousValue],
      ['Change', 'percent', row => row.changePercent],
    ],
    { as: 'bars', label: 0, value: 1 },
  )
  const tables = [trend(trends.data), categories(byCategory.data), regions, channels, products(`${definitions.products.name} ${productOrderWords(sort, direction)}`, rows)]
  if (meta.comparison?.known) {
    const bridge = await revenue.bridge(ctx, { ...question, by: 'customers' })
    const steps = [{ label: 'Comparison', amount: bridge.data.from }, ...bridge.data.steps, { label: 'Range', amount: bridge.data.to }]
    tables.push(table(definitions.bridgeCustomers.name, steps, [['Step', 'text', row => row.label], ['Amount', 'money', row => row.amount]]))
  }
  const whole = document('Revenue', 'revenue', meta, figures, tables)
  return search === undefined ? whole : { ...whole, facts: [...whole.facts, ['Products', `only the ${total.products} that match "${search}"`]] }
}

const linesAtOnce = 3_000

type Line = Result<typeof api.transactions.list>['data']['rows'][number]

const lineColumns: [string, Kind, (row: Line) => Value][] = [
  ['Order', 'text', row => row.orderId],
  ['Ordered at', 'instant', row => row.orderedAt],
  ['Date', 'date', row => row.orderedOn],
  ['Customer', 'text', row => row.customer],
  ['Product', 'text', row => row.product],
  ['Category', 'text', row => row.category],
  ['Sales representative', 'text', row => row.rep],
  ['Quantity', 'number', row => row.quantity],
  ['Unit price', 'money', row => row.unitPrice],
  ['Discount', 'money', row => row.discount],
  ['Amount', 'money', row => row.amount],
  ['Region', 'text', row => row.region],
  ['Channel', 'text', row => row.channel],
  ['Status', 'text', row => row.status],
]

/** All order lines of a question, page by page. `most` refuses what a format cannot hold. */
export const transactionsDocument = async (
  ctx: Context,
  asked: Asked<typeof api.transactions.list>,
  progress: (done: number, total: number) => void,
  refuse: (rows: number) => void,
): Promise<Document> => {
  const lines: Line[] = []
  let cursor: string | undefined
  for (;;) {
    const { data, meta } = await transactions.list(ctx, { ...asked, limit: linesAtOnce, cursor })
    if (!cursor) refuse(data.total.rows)
    lines.push(...data.rows)
    progress(lines.length, data.total.rows)
    if (!data.nextCursor) {
      const whole = document('Order lines', 'order-lines', meta, [], [table('Order lines', lines, lineColumns)])
      return asked.search === undefined ? whole : { ...whole, facts: [...whole.facts, ['Order lines', `only those with "${asked.search}" in order number, product or customer`]] }
    }
    cursor = data.nextCursor
  }
}
