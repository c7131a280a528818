import type { Asked, Result } from '#contract'
import { api } from '#contract'
import { definitions } from '#contract/definitions.ts'
import { productOrderWords } from '#contract/product-order.ts'
import type { exportQuestions } from '#contract/system.ts'
import type { z } from 'zod'
import type { Context } from '../context.ts'
import { dashboard } from '../queries/dashboard.ts'
import { revenue } from '../queries/revenue.ts'
import { apartTables, moversTable } from './apart.ts'
import type { Document, Figure, Table } from './document.ts'
import { documentOf } from './facts.ts'
import { figure, table } from './tables.ts'
import { revenueTrend, trend } from './trend.ts'

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
      ['Change', 'change', row => row.changePercent],
    ],
    { as: 'bars', label: 0, value: 1, previous: 5 },
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
    ['Comparison', 'money', row => row.previousRevenue],
    ['Change', 'change', row => row.growth],
  ])

/** The funnel: open stages and what was won. */
export const funnel = (rows: Result<typeof api.operations.pipeline>['data']) =>
  table(
    definitions.pipeline.name,
    rows,
    [
      ['Stage', 'label', row => row.stage],
      ['Value', 'money', row => row.value],
      ['Deals', 'count', row => row.count],
      ['Share of open', 'percent', row => row.percentage],
      ['Entered', 'count', row => row.entered],
      ['Moved on', 'count', row => row.converted],
      ['Lost', 'count', row => row.lost],
      ['Undecided', 'count', row => row.undecided],
      ['Moved on, share', 'percent', row => row.conversionRate],
      ['Weighted', 'money', row => row.weightedValue],
    ],
    { as: 'funnel', label: 0, value: 1, won: rows.map(row => row.kind === 'won') },
  )

const bridges = {
  customers: { title: definitions.bridgeCustomers.name, sheet: 'Bridge by customers' },
  'price-volume-mix': { title: definitions.bridgePvm.name, sheet: 'Bridge by price, volume, mix' },
}

const bridge = async (
  ctx: Context,
  question: Omit<Asked<typeof api.revenue.bridge>, 'by'>,
  by: keyof typeof bridges,
): Promise<Table> => {
  const { data } = await revenue.bridge(ctx, { ...question, by })
  const { title, sheet } = bridges[by]
  const steps = [{ label: 'Comparison', amount: data.from }, ...data.steps, { label: 'Range', amount: data.to }]
  return {
    ...table(
      title,
      steps,
      [
        ['Step', 'text', row => row.label],
        ['Amount', 'money', row => row.amount],
      ],
      { as: 'bridge', label: 0, value: 1 },
    ),
    sheet,
  }
}

const besideWords = { previous_year: 'against the year before', previous_period: 'against the period before' }

/** Growth is revenue's change already: its card says growth against another window. */
const besideGrowth = ({
  beside,
}: Result<typeof api.dashboard.kpis>['data']['growthRate']): Pick<Figure, 'detail' | 'beside'> =>
  beside
    ? { beside: { change: beside.value, words: besideWords[beside.kind] } }
    : { detail: 'no data of a year before' }

/** What the executive dashboard shows. */
const executive = async (
  ctx: Context,
  { sort, direction, measure, ...asked }: z.output<typeof exportQuestions.dashboard>,
) => {
  const { data, meta } = await dashboard.summary(ctx, asked)
  const { kpis } = data
  const figures = [
    figure(definitions.totalRevenue.name, 'money', kpis.totalRevenue),
    figure(definitions.totalCustomers.name, 'count', kpis.totalCustomers),
    figure(definitions.avgOrderValue.name, 'money', kpis.avgOrderValue),
    figure(definitions.conversionRate.name, 'percent', kpis.conversionRate),
    figure(definitions.pipelineValue.name, 'money', kpis.pipelineValue),
    { ...figure(definitions.growthRate.name, 'percent', kpis.growthRate), ...besideGrowth(kpis.growthRate) },
  ]
  const { granularity: _, ...question } = asked
  const usual = sort === 'revenue' && direction === 'desc'
  const top = usual
    ? data.topProducts
    : (await revenue.products(ctx, { ...question, sort, direction, limit: 10 })).data.rows
  return {
    meta,
    figures,
    trend:
      measure === 'revenue'
        ? revenueTrend(data.revenueTrend)
        : trend((await revenue.trends(ctx, { ...asked, measure })).data, measure),
    byCategory: data.revenueByCategory,
    pipeline: data.pipeline,
    topProducts: products(`${definitions.topProducts.name} ${productOrderWords(sort, direction)}`, top),
  }
}

export const dashboardDocument = async (
  ctx: Context,
  asked: z.output<typeof exportQuestions.dashboard>,
): Promise<Document> => {
  const shown = await executive(ctx, asked)
  return documentOf(ctx, 'Executive dashboard', 'dashboard', shown.meta, shown.figures, [
    shown.trend,
    categories(shown.byCategory),
    funnel(shown.pipeline),
    shown.topProducts,
  ])
}

/** The dashboard and why revenue changed: without earlier data the categories stand where that would. */
export const mondayDocument = async (
  ctx: Context,
  { movers, sort, direction, measure, granularity, ...question }: z.output<typeof exportQuestions.monday>,
): Promise<Document> => {
  const shown = await executive(ctx, { ...question, sort, direction, measure, granularity })
  const why = shown.meta.comparison?.known
    ? [await bridge(ctx, question, 'customers'), await moversTable(ctx, question, movers, 4)]
    : [categories(shown.byCategory)]
  const tables = [shown.trend, ...why, shown.topProducts]
  return {
    ...(await documentOf(ctx, 'Executive summary', 'monday', shown.meta, shown.figures, tables)),
    onePage: true,
  }
}

export const revenueDocument = async (
  ctx: Context,
  { search, sort, direction, measure, apart, movers, matrix, ...asked }: z.output<typeof exportQuestions.revenue>,
): Promise<Document> => {
  const { granularity: _, ...question } = asked
  const { data: kpis, meta } = await revenue.kpis(ctx, question)
  const trends = await revenue.trends(ctx, { ...asked, measure })
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
      ['Change', 'change', row => row.growth],
    ],
    { as: 'bars', label: 0, value: 1, previous: 5 },
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
      ['Change', 'change', row => row.changePercent],
    ],
    { as: 'bars', label: 0, value: 1, previous: 4 },
  )
  const list = products(`${definitions.products.name} ${productOrderWords(sort, direction)}`, rows)
  const taken = await apartTables(ctx, question, { apart, movers, matrix })
  const tables = [trend(trends.data, measure), categories(byCategory.data), regions, channels, ...taken, list]
  if (meta.comparison?.known)
    tables.push(await bridge(ctx, question, 'customers'), await bridge(ctx, question, 'price-volume-mix'))
  const found: Document['facts'] =
    search === undefined ? [] : [['Products', `only the ${total.products} that match "${search}"`]]
  return documentOf(ctx, 'Revenue', 'revenue', meta, figures, tables, found)
}
