import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../../tests/setup/database.ts'
import { type Line, store } from '../../../tests/setup/rows.ts'
import { buildApp } from '../app.ts'
import type { Database } from '../db/database.ts'

let database: Database
let app: FastifyInstance
beforeAll(async () => {
  database = await testDatabase()
  // seven lines of the same moment but for a microsecond, so that only an exact place in the order separates the pages
  const same = Array.from({ length: 7 }, (_, i): Line => ({
    order: `s${i}`,
    at: `2026-11-10T10:00:00.00000${i % 3}Z`,
    customer: i === 0 ? null : 'Ada',
    product: i % 2 ? 'Lamp' : 'Desk',
    amount: 10 * (i % 4) + 10,
  }))
  await store(database, {
    products: { Lamp: { category: 'Light', cost: 40 }, Desk: { category: 'Furniture', cost: null } },
    customers: { Ada: { segment: 'enterprise', region: 'North' } },
    lines: [
      ...same,
      { order: 'r', at: '2026-11-12T10:00:00Z', customer: 'Ada', product: 'Lamp', amount: -20, status: 'refunded' },
      { order: 'p', at: '2026-11-13T10:00:00Z', customer: 'Ada', product: 'Lamp', amount: 70, status: 'pending' },
      { order: 'x', at: '2026-11-14T10:00:00Z', customer: 'Ada', product: 'Lamp', amount: 80, status: 'cancelled' },
      { order: 'old', at: '2026-10-01T10:00:00Z', customer: 'Ada', product: 'Lamp', amount: 500 },
      { order: 's10', at: '2026-09-01T10:00:00Z', customer: 'Ada', product: 'Desk', amount: 40, rep: 'Rita' },
      { order: 's10', at: '2026-09-01T11:00:00Z', customer: 'Ada', product: 'Lamp', amount: 60, rep: 'Rita' },
      { order: 's1', at: '2026-09-02T10:00:00Z', customer: null, product: 'Lamp', amount: 7.5, rep: 'Rolf' },
      { order: 's1', at: '2026-09-03T10:00:00Z', customer: null, product: 'Lamp', amount: -7.5, status: 'refunded' },
      { order: 's2', at: '2026-09-04T10:00:00Z', customer: 'Ada', product: 'Desk', amount: 9, status: 'pending' },
    ],
    reps: ['Rita', 'Rolf'],
  })
  app = await buildApp({ database, now: () => new Date('2026-11-22T10:30:00Z') })
})
afterAll(async () => {
  await app.close()
  await database.close()
})

const range = 'start_date=2026-11-01&end_date=2026-11-20'
const ask = async (query: string) => (await app.inject({ url: `/api/transactions?${range}&${query}` })).json()

type Page = { data: { rows: { orderId: string; amount: number }[]; nextCursor: string | null; total: object } }

const allPages = async (query: string) => {
  const orders: string[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const { data }: Page = await ask(`${query}&limit=2${cursor ? `&cursor=${cursor}` : ''}`)
    expect(data.rows.length).toBeLessThanOrEqual(2)
    orders.push(...data.rows.map(({ orderId }) => orderId))
    cursor = data.nextCursor
  }
  return orders
}

test('one row, whole', async () => {
  const { data, meta } = await ask('limit=1')
  expect(data).toEqual({
    rows: [
      {
        id: expect.any(Number),
        orderId: 'r',
        orderedAt: '2026-11-12T10:00:00.000Z',
        orderedOn: '2026-11-12',
        customerId: expect.any(Number),
        customer: 'Ada',
        productId: expect.any(Number),
        product: 'Lamp',
        category: 'Light',
        rep: null,
        quantity: -1,
        unitPrice: 20,
        discount: 0,
        amount: -20,
        region: 'North',
        channel: 'Online',
        status: 'refunded',
      },
    ],
    nextCursor: expect.any(String),
    total: { rows: 8, revenue: 140, orders: 7, units: 6 },
  })
  expect(meta.rows).toEqual({
    counted: 8,
    excluded: [
      { reason: 'pending', rows: 1 },
      { reason: 'cancelled', rows: 1 },
      { reason: 'without a customer, from customer figures only', rows: 1 },
    ],
  })
})

test('pages follow on each other exactly, whatever the order', async () => {
  expect(await allPages('sort=newest')).toEqual(['r', 's5', 's2', 's4', 's1', 's6', 's3', 's0'])
  expect(await allPages('sort=oldest')).toEqual(['s0', 's3', 's6', 's1', 's4', 's2', 's5', 'r'])
  expect(await allPages('sort=date&direction=asc')).toEqual(await allPages('sort=oldest'))
  expect(await allPages('sort=amount')).toEqual(['s3', 's6', 's2', 's5', 's1', 's4', 's0', 'r'])
  expect(await allPages('rows=all')).toEqual(['x', 'p', 'r', 's5', 's2', 's4', 's1', 's6', 's3', 's0'])
})

test('totals are of the whole question', async () => {
  const total = async (query: string) => {
    const { rows, revenue } = (await ask(`limit=1&${query}`)).data.total
    return { rows, revenue }
  }
  const { data } = await ask('limit=10')
  const [lamp, ada] = [
    data.rows.find((row: { product: string }) => row.product === 'Lamp').productId,
    data.rows.find((row: { customer: string }) => row.customer === 'Ada').customerId,
  ]
  expect(await total('rows=all')).toEqual({ rows: 10, revenue: 140 })
  expect(await total('category=Furniture')).toEqual({ rows: 4, revenue: 80 })
  expect(await total(`product=${lamp}`)).toEqual({ rows: 4, revenue: 60 })
  expect(await total(`customer=${ada}`)).toEqual({ rows: 7, revenue: 130 })
  expect(await total(`customer=${ada}&product=${lamp}&rows=all`)).toEqual({ rows: 6, revenue: 60 })
  expect(await total('customer=0')).toEqual({ rows: 1, revenue: 10 })
  expect(await total('product=999999')).toEqual({ rows: 0, revenue: 0 })
})

test('a search finds by order number, product and customer, page by page, with totals of its own', async () => {
  const found = async (query: string) => (await ask(query)).data
  const orders = async (query: string) => (await found(query)).rows.map(({ orderId }: { orderId: string }) => orderId)
  expect(await orders('search=S3')).toEqual(['s3'])
  expect((await found('search=lAMp&limit=1')).total).toMatchObject({ rows: 4, revenue: 60 })
  expect(await allPages('search=lamp&sort=oldest')).toEqual(['s3', 's1', 's5', 'r'])
  expect(await allPages('search=ada&sort=amount')).toEqual(['s3', 's6', 's2', 's5', 's1', 's4', 'r'])
  expect((await found('search=ada&category=Furniture')).total).toMatchObject({ rows: 3, revenue: 70 })
  expect(await orders('search=x')).toEqual([])
  expect(await orders('search=x&rows=all')).toEqual(['x'])
  expect((await found('search=x&rows=all')).total).toMatchObject({ rows: 1, revenue: 0 })
  expect((await found('search=%25')).total).toMatchObject({ rows: 0, revenue: 0 })
})

test.each([
  'nonsense',
  Buffer.from('["amount",true,1,1]').toString('base64url'),
  Buffer.from('["date",false,"2026-11-10",1,1]').toString('base64url'),
  Buffer.from('["date",true,"2026-02-30",1,1]').toString('base64url'),
])('a cursor that is not of this question is refused: %s', async cursor => {
  const response = await app.inject({ url: `/api/transactions?${range}&cursor=${cursor}` })
  expect([response.statusCode, response.json().error.message]).toEqual([
    400,
    `cursor: expected the nextCursor of an answer to the same question, got "${cursor}"`,
  ])
})

const september = async (query: string, path = '/api/transactions') =>
  (await app.inject({ url: `${path}?start_date=2026-09-01&end_date=2026-09-30&${query}` })).json()

test.each([
  ['order=s1', ['s1', 's1'], { rows: 2, revenue: 0, orders: 1, units: 0 }],
  ['order=s10', ['s10', 's10'], { rows: 2, revenue: 100, orders: 1, units: 2 }],
  ['order=S1', [], { rows: 0, revenue: 0, orders: 0, units: 0 }],
  ['order=s', [], { rows: 0, revenue: 0, orders: 0, units: 0 }],
  ['status=refunded', ['s1'], { rows: 1, revenue: -7.5, orders: 0, units: -1 }],
  ['status=refunded&status=pending&rows=all', ['s2', 's1'], { rows: 2, revenue: -7.5, orders: 0, units: -1 }],
  ['rep=Rita', ['s10', 's10'], { rows: 2, revenue: 100, orders: 1, units: 2 }],
  ['rep=Rita&rep=Rolf&amount_to=40', ['s1', 's10'], { rows: 2, revenue: 47.5, orders: 2, units: 2 }],
  ['rep=Nobody', [], { rows: 0, revenue: 0, orders: 0, units: 0 }],
  ['rep_id=0', ['s1'], { rows: 1, revenue: -7.5, orders: 0, units: -1 }],
  ['amount_from=7.5&amount_to=40', ['s1', 's10'], { rows: 2, revenue: 47.5, orders: 2, units: 2 }],
  ['amount_from=-7.5&amount_to=-7.5', ['s1'], { rows: 1, revenue: -7.5, orders: 0, units: -1 }],
  ['amount_from=40.01', ['s10'], { rows: 1, revenue: 60, orders: 1, units: 1 }],
  ['category=Light&amount_from=8', ['s10'], { rows: 1, revenue: 60, orders: 1, units: 1 }],
])('%s narrows to exactly its lines, and so do the sums', async (query, expected, total) => {
  const { data } = await september(query)
  expect(data.rows.map(({ orderId }: { orderId: string }) => orderId)).toEqual(expected)
  expect(data.total).toEqual(total)
})

test('the same lines as orders: a refund on a day of its own is a row, but no order', async () => {
  const { data } = await september('direction=asc', '/api/transactions/orders')
  expect(data.total).toEqual({ rows: 3, lines: 4, revenue: 100, orders: 2, units: 2 })
  expect(data.rows.map((row: Record<string, unknown>) => [row.orderId, row.orderedOn, row.lines, row.amount])).toEqual([
    ['s10', '2026-09-01', 2, 100],
    ['s1', '2026-09-02', 1, 7.5],
    ['s1', '2026-09-03', 1, -7.5],
  ])
  expect(data.rows[0]).toEqual({
    orderId: 's10',
    orderedOn: '2026-09-01',
    orderedAt: '2026-09-01T10:00:00.000Z',
    customerId: expect.any(Number),
    customer: 'Ada',
    customers: 1,
    rep: 'Rita',
    lines: 2,
    quantity: 2,
    amount: 100,
    region: 'North',
    channel: 'Online',
    statuses: ['completed'],
    products: expect.arrayContaining(['Desk', 'Lamp']),
  })
})

test('who asks for pending lines among those that count is told where they are', async () => {
  const { data, meta } = await september('status=pending')
  expect(data.rows).toEqual([])
  expect(meta.notes).toContain('Lines that are pending are no revenue: only rows=all shows them.')
})

test.each([
  ['status=shipped', 'status: expected completed, pending, refunded, cancelled, got "shipped"'],
  ['amount_from=ten', 'amount_from: expected a number from -1000000000000 to 1000000000000, got "ten"'],
  ['amount_from=10&amount_to=9', 'amount_to: expected an amount of at least amount_from 10, got 9'],
  ['sort=colour', 'sort: '],
  [
    'sort=oldest&direction=desc',
    'direction: expected none with sort=oldest, which has one; sort=date takes either, got desc',
  ],
  ['direction=up', 'direction: '],
  ['order=', 'order: expected an order number'],
  ['rep_id=-1', 'rep_id: '],
])('%s is refused in words', async (query, words) => {
  for (const path of ['/api/transactions', '/api/transactions/orders']) {
    if (path.endsWith('orders') && query.includes('oldest')) continue
    const response = await app.inject({ url: `${path}?${range}&${query}` })
    expect(response.statusCode).toBe(400)
    expect(response.json().error.message).toContain(words)
  }
})
