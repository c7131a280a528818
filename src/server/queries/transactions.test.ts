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
    ],
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
    total: { rows: 8, revenue: 140 },
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
  expect(await allPages('sort=amount')).toEqual(['s3', 's6', 's2', 's5', 's1', 's4', 's0', 'r'])
  expect(await allPages('rows=all')).toEqual(['x', 'p', 'r', 's5', 's2', 's4', 's1', 's6', 's3', 's0'])
})

test('totals are of the whole question', async () => {
  const total = async (query: string) => (await ask(`limit=1&${query}`)).data.total
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
  expect((await found('search=lAMp&limit=1')).total).toEqual({ rows: 4, revenue: 60 })
  expect(await allPages('search=lamp&sort=oldest')).toEqual(['s3', 's1', 's5', 'r'])
  expect(await allPages('search=ada&sort=amount')).toEqual(['s3', 's6', 's2', 's5', 's1', 's4', 'r'])
  expect((await found('search=ada&category=Furniture')).total).toEqual({ rows: 3, revenue: 70 })
  expect(await orders('search=x')).toEqual([])
  expect(await orders('search=x&rows=all')).toEqual(['x'])
  expect((await found('search=x&rows=all')).total).toEqual({ rows: 1, revenue: 0 })
  expect((await found('search=%25')).total).toEqual({ rows: 0, revenue: 0 })
})

test.each([
  'nonsense',
  Buffer.from('["amount","2026-11-10",1,1,1]').toString('base64url'),
  Buffer.from('["newest","2026-02-30",1,1,1]').toString('base64url'),
])('a cursor that is not of this question is refused: %s', async cursor => {
  const response = await app.inject({ url: `/api/transactions?${range}&cursor=${cursor}` })
  expect([response.statusCode, response.json().error.message]).toEqual([
    400,
    `cursor: expected the nextCursor of an answer to the same question, got "${cursor}"`,
  ])
})
