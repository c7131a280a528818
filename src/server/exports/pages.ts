import type { Asked, Kpi, RateKpi, Result } from '#contract'
import { api } from '#contract'
import { definitions } from '#contract/definitions.ts'
import { productOrderWords } from '#contract/product-order.ts'
import type { exportQuestions } from '#contract/system.ts'
import type { z } from 'zod'
import type { Context } from '../context.ts'
import type { Dimension } from '../db/rollup/grains.ts'
import { dashboard } from '../queries/dashboard.ts'
import { knownValues } from '../queries/meta.ts'
import { changePercent } from '../queries/period.ts'
import { revenue } from '../queries/revenue.ts'
import { transactions } from '../queries/transactions.ts'
import type { Column, Document, Figure, Kind, Table, Value } from './document.ts'
import { documentOf } from './facts.ts'

export const figure = (name: string, kind: Kind, kpi: Kpi | RateKpi): Figure => ({
  name,
  kind,
  value: kpi.value,
  previous: kpi.previousValue,
  polarity: kpi.polarity,
  ...('changePoints' in kpi
    ? { change: kpi.changePoints, changeKind: 'points' as const }
    : { change: kpi.changePercent, changeKind: 'percent' as const }),
})

/** Of each value its colour's place, as on screen: where it stands in the sorted list of all. */
export const huesOf = async (ctx: Context, dimension: Dimension, values: string[]): Promise<number[]> => {
  const all = [...(await knownValues(ctx, dimension))].sort()
  return values.map(value => all.indexOf(value))
}

/** Columns as `[name, kind, value of a row]`, once. */
export const table = <Row>(
  title: string,
  rows: readonly Row[],
  columns: [string, Kind, (row: Row) => Value][],
  drawing?: Table['drawing'],
): Table => ({
  title,
  columns: columns.map(([name, kind]): Column => ({ name, kind })),
  rows: rows.map(row => columns.map(([, , value]) => value(row))),
  ...(drawing ? { drawing } : {}),
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
      ['Change', 'change', row => changePercent(row.revenue, row.previousRevenue)],
      ['So far', 'text', row => (row.partial ? 'partial' : '')],
    ],
    { as: 'trend', from: 0, to: 1, value: 2, previous: 6, partial: 8 },
  )

const categories = async (ctx: Context, rows: Result<typeof api.revenue.byCategory>['data']) =>
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
    {
      as: 'bars',
      label: 0,
      value: 1,
      previous: 5,
      hues: await huesOf(
        ctx,
        'category',
        rows.map(row => row.category),
      ),
    },
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

export const dashboardDocument = async (
  ctx: Context,
  { sort, direction, ...asked }: z.output<typeof exportQuestions.dashboard>,
): Promise<Document> => {
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
  const { granularity: _, ...question } = asked
  const usual = sort === 'revenue' && direction === 'desc'
  const top = usual
    ? data.topProducts
    : (await revenue.products(ctx, { ...question, sort, direction, limit: 10 })).data.rows
  const topProducts = products(`${definitions.topProducts.name} ${productOrderWords(sort, direction)}`, top)
  return documentOf(ctx, 'Executive dashboard', 'dashboard', meta, figures, [
    trend(data.revenueTrend),
    await categories(ctx, data.revenueByCategory),
    funnel(data.pipeline),
    topProducts,
  ])
}

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

export const revenueDocument = async (
  ctx: Context,
  { search, sort, direction, ...asked }: z.output<typeof exportQuestions.revenue>,
): Promise<Document> => {
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
      ['Change', 'change', row => row.growth],
    ],
    {
      as: 'bars',
      label: 0,
      value: 1,
      previous: 5,
      hues: await huesOf(
        ctx,
        'region',
        byRegion.data.map(row => row.region),
      ),
    },
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
    {
      as: 'bars',
      label: 0,
      value: 1,
      previous: 4,
      hues: await huesOf(
        ctx,
        'channel',
        byChannel.data.map(row => row.channel),
      ),
    },
  )
  const list = products(`${definitions.products.name} ${productOrderWords(sort, direction)}`, rows)
  const tables = [trend(trends.data), await categories(ctx, byCategory.data), regions, channels, list]
  if (meta.comparison?.known)
    tables.push(await bridge(ctx, question, 'customers'), await bridge(ctx, question, 'price-volume-mix'))
  const found: Document['facts'] =
    search === undefined ? [] : [['Products', `only the ${total.products} that match "${search}"`]]
  return documentOf(ctx, 'Revenue', 'revenue', meta, figures, tables, found)
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
  ['Sales rep', 'text', row => row.rep],
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
      const found: Document['facts'] =
        asked.search === undefined
          ? []
          : [['Order lines', `only those with "${asked.search}" in order number, product or customer`]]
      return documentOf(ctx, 'Order lines', 'order-lines', meta, [], [table('Order lines', lines, lineColumns)], found)
    }
    cursor = data.nextCursor
  }
}
