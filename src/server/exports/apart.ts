import type { Asked, Api } from '#contract'
import { definitions } from '#contract/definitions.ts'
import type { Context } from '../context.ts'
import { breakdown } from '../queries/revenue/breakdown.ts'
import { matrix } from '../queries/revenue/matrix.ts'
import { movers } from '../queries/revenue/movers.ts'
import type { Kind, Table, Value } from './document.ts'
import { table } from './tables.ts'

type Question = Omit<Asked<Api['revenue']['breakdown']>, 'by' | 'limit'>
type By = Asked<Api['revenue']['breakdown']>['by']
type Dimension = Asked<Api['revenue']['matrix']>['rows']

const names: Record<By, string> = {
  category: 'Category',
  region: 'Region',
  channel: 'Channel',
  segment: 'Segment',
  product: 'Product',
  customer: 'Customer',
  rep: 'Sales rep',
}

const partsTable = async (ctx: Context, question: Question, by: By): Promise<Table> => {
  const { data } = await breakdown(ctx, { ...question, by, limit: 1000 })
  return table(
    `Revenue by ${names[by].toLowerCase()}`,
    data.rows,
    [
      [names[by], 'text', row => row.name],
      ['Revenue', 'money', row => row.revenue],
      ['Share', 'percent', row => row.percentage],
      ['Orders', 'count', row => row.orders],
      ['Margin', 'percent', row => row.marginPercent],
      ['Comparison', 'money', row => row.previousRevenue],
      ['Change', 'change', row => row.changePercent],
    ],
    { as: 'bars', label: 0, value: 1, previous: 5 },
  )
}

/** `most` of each: gains and losses. */
export const moversTable = async (ctx: Context, question: Question, by: By, most = 20): Promise<Table> => {
  const { data } = await movers(ctx, { ...question, by, limit: most })
  return table(
    `${definitions.movers.name}, by ${names[by].toLowerCase()}`,
    [...data.gains, ...data.losses],
    [
      [names[by], 'text', row => row.name],
      ['Difference', 'money', row => row.change],
      ['Revenue', 'money', row => row.revenue],
      ['Comparison', 'money', row => row.previousRevenue],
      ['Change', 'change', row => row.changePercent],
    ],
    { as: 'movers', label: 0, value: 1, change: 4 },
  )
}

const matrixTable = async (ctx: Context, question: Question, [rows, columns]: [Dimension, Dimension]) => {
  const { data } = await matrix(ctx, { ...question, rows, columns, limit: 12 })
  type Row = (typeof data.rows)[number]
  const cells = data.columns.map(({ name }, i): [string, Kind, (row: Row) => Value] => [
    name ?? 'Others',
    'money',
    row => row.cells[i]?.revenue ?? null,
  ])
  return table(`${names[rows]} by ${names[columns].toLowerCase()}`, data.rows, [
    [names[rows], 'text', row => row.name ?? 'Others'],
    ...cells,
    ['Total', 'money', row => row.revenue],
  ])
}

/** The cards that take revenue apart, as the page shows them. */
export const apartTables = async (
  ctx: Context,
  question: Question,
  chosen: { apart: By; movers: By; matrix: string },
): Promise<Table[]> => [
  await partsTable(ctx, question, chosen.apart),
  ...(question.compare === 'none' ? [] : [await moversTable(ctx, question, chosen.movers)]),
  await matrixTable(ctx, question, chosen.matrix.split(',') as [Dimension, Dimension]),
]
