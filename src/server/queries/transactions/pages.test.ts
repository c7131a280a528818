import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LineSort, lineSorts, type OrderSort, orderSorts } from '#contract/line-order.ts'
import { testDatabase } from '../../../../tests/setup/database.ts'
import { type Line, type Status, store } from '../../../../tests/setup/rows.ts'
import { buildApp } from '../../app.ts'
import type { Database } from '../../db/database.ts'

let database: Database
let app: FastifyInstance

const products = ['Lamp 2', 'Lamp 10', 'lamp 2', 'Desk', 'Ölofen', 'Chair']
const customers = ['Ada', 'ada', 'Zoë 9', 'Zoë 10', 'Bo', null]
const reps = ['Rita 2', 'Rita 10', undefined]
const states: Status[] = ['completed', 'completed', 'pending', 'refunded', 'cancelled', 'completed']
const pick = <T>(list: readonly T[], at: number): T => list[at % list.length]!

/** 180 lines of few different values, so that every column has ties, beyond a page of them and across names. */
const lines = Array.from({ length: 180 }, (_, i): Line => {
  const order = Math.floor(i / 3)
  const status = pick(states, Math.floor(i / 7))
  return {
    order: pick(['A9', 'A10', 'B-1', '77', '8'], order) + (order < 30 ? '' : String(order % 7)),
    // four orders share a moment, and some of their number share a day
    at: `2026-11-${String(1 + (Math.floor(order / 4) % 9)).padStart(2, '0')}T10:00:00.00000${i % 2}Z`,
    customer: pick(customers, order * 5 + Math.floor(order / 9)),
    product: pick(products, i * 7 + Math.floor(i / 5)),
    amount: (status === 'refunded' && i % 2 ? -1 : 1) * (10 + (i % 4) * 2.5),
    quantity: (i % 3) + 0.5,
    region: pick(['North', 'Region 10', 'Region 9'], i),
    channel: pick(['Online', 'Shop'], order),
    status,
    rep: pick(reps, order),
    discount: i % 5,
  }
})

beforeAll(async () => {
  database = await testDatabase()
  await store(database, {
    products: Object.fromEntries(
      products.map((name, i) => [name, { category: pick(['Light 10', 'Light 9', 'Wood'], i), cost: null }]),
    ),
    customers: Object.fromEntries(customers.flatMap(name => (name ? [[name, { segment: 'smb', region: null }]] : []))),
    reps: ['Rita 2', 'Rita 10'],
    lines,
  })
  app = await buildApp({ database, now: () => new Date('2026-11-22T10:30:00Z'), requestsPerMinute: 1e6 })
})
afterAll(async () => {
  await app.close()
  await database.close()
})

type Row = Record<string, string | number | null | string[]>
type Page = {
  data: { rows: Row[]; nextCursor: string | null; total: Record<string, number> }
  meta: { notes: string[] }
}

const range = 'start_date=2026-11-01&end_date=2026-11-20'
const ask = async (query: string, path = '/api/transactions'): Promise<Page> => {
  const response = await app.inject({ url: `${path}?${range}&${query}` })
  expect(response.statusCode, response.body).toBe(200)
  return response.json()
}

const everyRow = async (query: string, limit: number, path?: string): Promise<Row[]> => {
  const rows: Row[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const { data } = await ask(`${query}&limit=${limit}${cursor && `&cursor=${cursor}`}`, path)
    rows.push(...data.rows)
    cursor = data.nextCursor
    expect(rows.length).toBeLessThanOrEqual(500)
  }
  return rows
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })
/** "A" and 9: what A9 is put in order by. */
const numbered = (order: string) => [order.replace(/\d+$/, ''), order.length, order] as const
const byNumber = (a: string, b: string) => {
  const [x, y] = [numbered(a), numbered(b)]
  if (x[0] !== y[0]) return x[0] < y[0] ? -1 : 1
  return x[1] - y[1] || (x[2] < y[2] ? -1 : x[2] > y[2] ? 1 : 0)
}
const field: Record<LineSort, string> = {
  date: 'orderedAt',
  order: 'orderId',
  customer: 'customer',
  product: 'product',
  category: 'category',
  region: 'region',
  channel: 'channel',
  rep: 'rep',
  status: 'status',
  quantity: 'quantity',
  price: 'unitPrice',
  discount: 'discount',
  amount: 'amount',
}
const isKnown = (sort: LineSort, row: Row) =>
  row[field[sort]] !== null && !(sort === 'customer' && row.customerId === 0)

const compare = (sort: LineSort, a: Row, b: Row) => {
  const [x, y] = [a[field[sort]], b[field[sort]]]
  if (typeof x === 'number') return x - Number(y)
  if (sort === 'order') return byNumber(String(x), String(y))
  if (sort === 'date') return String(x) < String(y) ? -1 : x === y ? 0 : 1
  return collator.compare(String(x), String(y))
}

const ways = lineSorts.flatMap(sort => (['asc', 'desc'] as const).map(direction => [sort, direction] as const))

test.each(ways)('by %s, %s: every line once, in order, whatever the size of a page', async (sort, direction) => {
  const query = `rows=all&sort=${sort}&direction=${direction}`
  const rows = await everyRow(query, 7)
  expect(new Set(rows.map(({ id }) => id)).size).toBe(180)
  expect(rows).toHaveLength(180)
  expect(await everyRow(query, 41)).toEqual(rows)
  expect(await everyRow(query, 100)).toEqual(rows)
  const known = rows.filter(row => isKnown(sort, row))
  expect(rows.slice(0, known.length)).toEqual(known)
  const sign = direction === 'asc' ? 1 : -1
  expect(known.filter((row, i) => i > 0 && compare(sort, known[i - 1]!, row) * sign > 0)).toEqual([])
})

test.each(ways)('by %s, %s: the same among what a narrower question finds', async (sort, direction) => {
  const counted = (row: Row) => row.status === 'completed' || (row.status === 'refunded' && Number(row.amount) <= 0)
  const all = await everyRow('rows=all', 500)
  const expected = all.filter(
    row => counted(row) && row.channel === 'Online' && Number(row.amount) <= 15 && row.rep === 'Rita 10',
  )
  expect(expected.length).toBeGreaterThan(10)
  const rows = await everyRow(`channel=Online&amount_to=15&rep=Rita%2010&sort=${sort}&direction=${direction}`, 4)
  expect(rows.map(({ id }) => Number(id)).sort((a, b) => a - b)).toEqual(
    expected.map(({ id }) => Number(id)).sort((a, b) => a - b),
  )
})

/** The orders as they should be, from the raw lines. */
const orders = () => {
  const groups = Map.groupBy(lines, line => `${line.at.slice(0, 10)} ${line.order}`)
  return [...groups].map(([key, of]) => ({
    key,
    lines: of.length,
    amount: Math.round(of.reduce((sum, line) => sum + line.amount, 0) * 100) / 100,
    quantity: of.reduce((sum, line) => sum + (line.quantity ?? 0), 0),
    products: [...new Set(of.map(line => line.product))].toSorted(),
    statuses: [...new Set(of.map(line => line.status))].toSorted(),
  }))
}

const compareOrders = (sort: OrderSort, a: Row, b: Row) => {
  if (sort === 'order') return byNumber(String(a.orderId), String(b.orderId))
  return sort === 'date' ? String(a.orderedAt).localeCompare(String(b.orderedAt)) : Number(a[sort]) - Number(b[sort])
}

test.each(orderSorts.flatMap(sort => (['asc', 'desc'] as const).map(direction => [sort, direction] as const)))(
  'orders by %s, %s: every one once, in order, and as its lines say',
  async (sort, direction) => {
    const query = `rows=all&sort=${sort}&direction=${direction}`
    const rows = await everyRow(query, 4, '/api/transactions/orders')
    const byKey = (a: { key: string }, b: { key: string }) => (a.key < b.key ? -1 : 1)
    expect(
      rows
        .map(row => ({
          key: `${String(row.orderedOn)} ${String(row.orderId)}`,
          lines: row.lines,
          amount: row.amount,
          quantity: row.quantity,
          products: (row.products as string[]).toSorted(),
          statuses: (row.statuses as string[]).toSorted(),
        }))
        .sort(byKey),
    ).toEqual(orders().sort(byKey))
    expect(await everyRow(query, 100, '/api/transactions/orders')).toEqual(rows)
    const sign = direction === 'asc' ? 1 : -1
    const wrong = rows.filter((row, i) => i > 0 && compareOrders(sort, rows[i - 1]!, row) * sign > 0)
    expect(wrong).toEqual([])
  },
)

test('of orders there are as many as everywhere, and refunds alone are none', async () => {
  const { data } = await ask('limit=1', '/api/transactions/orders')
  const kpis = (await app.inject({ url: `/api/revenue/kpis?${range}` })).json().data
  expect([data.total.orders, data.total.revenue, data.total.units]).toEqual([
    kpis.orders.value,
    kpis.revenue.value,
    kpis.units.value,
  ])
  const groups = Map.groupBy(
    lines.filter(line => line.status === 'completed' || (line.status === 'refunded' && line.amount <= 0)),
    line => `${line.at.slice(0, 10)} ${line.order}`,
  )
  expect(data.total.rows).toBe(groups.size)
  expect(data.total.rows).toBeGreaterThan(data.total.orders!)
})
