import { api, type Asked, type Result } from '#contract'
import { type LineColumn, lineOrderWords } from '#contract/line-order.ts'
import type { exportQuestions } from '#contract/system.ts'
import type { z } from 'zod'
import type { Context } from '../context.ts'
import { transactions } from '../queries/transactions.ts'
import type { Document, Kind, Value } from './document.ts'
import { documentOf } from './facts.ts'
import { every, type Step } from './list.ts'
import { table } from './tables.ts'

type Line = Result<typeof api.transactions.list>['data']['rows'][number]
type Order = Result<typeof api.transactions.orders>['data']['rows'][number]
type Column<Row> = [LineColumn, string, Kind, (row: Row) => Value]

const lineColumns: Column<Line>[] = [
  ['order', 'Order', 'text', row => row.orderId],
  ['date', 'Ordered at', 'instant', row => row.orderedAt],
  ['date', 'Date', 'date', row => row.orderedOn],
  ['customer', 'Customer', 'text', row => row.customer],
  ['product', 'Product', 'text', row => row.product],
  ['category', 'Category', 'text', row => row.category],
  ['rep', 'Sales rep', 'text', row => row.rep],
  ['quantity', 'Quantity', 'number', row => row.quantity],
  ['price', 'Unit price', 'money', row => row.unitPrice],
  ['discount', 'Discount', 'money', row => row.discount],
  ['amount', 'Amount', 'money', row => row.amount],
  ['region', 'Region', 'text', row => row.region],
  ['channel', 'Channel', 'text', row => row.channel],
  ['status', 'Status', 'text', row => row.status],
]

const orderColumns: Column<Order>[] = [
  ['order', 'Order', 'text', row => row.orderId],
  ['date', 'Ordered at', 'instant', row => row.orderedAt],
  ['date', 'Date', 'date', row => row.orderedOn],
  ['customer', 'Customer', 'text', row => row.customer],
  ['products', 'Products', 'text', row => row.products.join(', ')],
  ['rep', 'Sales rep', 'text', row => row.rep],
  ['lines', 'Lines', 'count', row => row.lines],
  ['quantity', 'Quantity', 'number', row => row.quantity],
  ['amount', 'Amount', 'money', row => row.amount],
  ['region', 'Region', 'text', row => row.region],
  ['channel', 'Channel', 'text', row => row.channel],
  ['status', 'Status', 'text', row => row.statuses.join(', ')],
]

const wanted = <Row>(columns: Column<Row>[], hide: LineColumn[] = []) =>
  columns
    .filter(([id]) => !hide.includes(id))
    .map(([, name, kind, value]): [string, Kind, (row: Row) => Value] => [name, kind, value])

type Which = Pick<
  Asked<typeof api.transactions.list>,
  'product' | 'customer' | 'order' | 'status' | 'rep' | 'rep_id' | 'amount_from' | 'amount_to' | 'search' | 'rows'
>

const narrowing: [keyof Which, string][] = [
  ['order', 'of order'],
  ['product', 'of product number'],
  ['customer', 'of customer number'],
  ['status', 'with status'],
  ['rep', 'of representative'],
  ['rep_id', 'of representative number'],
  ['amount_from', 'of at least'],
  ['amount_to', 'of at most'],
]

/** Which of all lines these are, in words. */
const factsOf = (asked: Which): Document['facts'] => {
  const words = narrowing
    .filter(([key]) => asked[key] !== undefined)
    .map(([key, name]) => `${name} ${[asked[key]].flat().join(' or ')}`)
  if (asked.search !== undefined) words.push(`with "${asked.search}" in order number, product or customer`)
  return [
    ...(words.length ? [['Order lines', `only those ${words.join(', ')}`] satisfies [string, string]] : []),
    ...(asked.rows === 'all' ? [['Rows', 'also those that are no revenue'] satisfies [string, string]] : []),
  ]
}

const inOrder = (...order: Parameters<typeof lineOrderWords>): Document['facts'] => [
  ['In order', lineOrderWords(...order)],
]

/** By date a page costs what it holds; in other orders the lines are all looked at, so that a page is better long. */
const atOnce = (sort: string) => (['newest', 'oldest', 'date'].includes(sort) ? 3_000 : 20_000)

export const transactionsDocument = async (
  ctx: Context,
  { hide, ...asked }: z.output<typeof exportQuestions.transactions>,
  step: Step,
): Promise<Document> => {
  const limit = Math.min(step.most, atOnce(asked.sort))
  const { rows, total, meta } = await every(
    step,
    cursor => transactions.list(ctx, { ...asked, limit, cursor }),
    all => all.rows,
  )
  const sort = asked.sort === 'newest' || asked.sort === 'oldest' ? 'date' : asked.sort
  const direction = asked.sort === 'oldest' ? 'asc' : (asked.direction ?? 'desc')
  const lines = { ...table('Order lines', rows, wanted(lineColumns, hide)), total }
  const facts = [...factsOf(asked), ...inOrder(sort, direction)]
  return documentOf(ctx, 'Order lines', 'order-lines', meta, [], [lines], facts)
}

export const ordersDocument = async (
  ctx: Context,
  { hide, ...asked }: z.output<typeof exportQuestions.orders>,
  step: Step,
): Promise<Document> => {
  const limit = Math.min(step.most, atOnce(asked.sort))
  const { rows, total, meta } = await every(
    step,
    cursor => transactions.orders(ctx, { ...asked, limit, cursor }),
    all => all.rows,
  )
  const orders = { ...table('Orders', rows, wanted(orderColumns, hide)), total }
  const facts = [...factsOf(asked), ...inOrder(asked.sort, asked.direction ?? 'desc')]
  return documentOf(ctx, 'Orders', 'orders', meta, [], [orders], facts)
}
