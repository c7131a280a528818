import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Api, Result } from '#contract'
import { testDatabase } from '../../../../tests/setup/database.ts'
import { type Line, store } from '../../../../tests/setup/rows.ts'
import { buildApp } from '../../app.ts'
import type { Database } from '../../db/database.ts'

type Answer = Result<Api['revenue']['products']>

const many = 1010

let database: Database
let app: FastifyInstance
beforeAll(async () => {
  database = await testDatabase()
  const category = (name: string) => ({ category: name, cost: null })
  const line = (order: string, on: string, product: string, quantity: number, amount: number): Line => ({
    order,
    at: `${on}T09:00:00Z`,
    customer: 'Ada',
    product,
    quantity,
    amount,
  })
  await store(database, {
    products: {
      ...Object.fromEntries(Array.from({ length: many }, (_, i) => [`Part ${i + 1}`, category('Parts')])),
      'Oak table': category('Tables'),
      'table 10': category('Tables'),
      'Table 9': category('Tables'),
      Stool: category('Chairs'),
      'Über lamp': category('Light'),
      Old: category('Chairs'),
    },
    customers: { Ada: { segment: 'smb', region: 'North' } },
    lines: [
      // before: 1 to 10 November
      line('b1', '2026-11-02', 'Oak table', 2, 200),
      line('b1', '2026-11-02', 'Old', 1, 40.5),
      line('b2', '2026-11-03', 'Stool', 4, 80),
      // the range: 11 to 20 November; an order of three products
      line('a1', '2026-11-11', 'Oak table', 1, 100),
      line('a1', '2026-11-11', 'Table 9', 3, 30),
      line('a1', '2026-11-11', 'Stool', 5, 120),
      line('a2', '2026-11-12', 'Table 9', 3, 30),
      line('a3', '2026-11-13', 'table 10', 1, 60),
      line('a4', '2026-11-14', 'Über lamp', 2, 60),
      { ...line('a4', '2026-11-15', 'Über lamp', -2, -60), status: 'refunded' },
      // a year of its own, with more products than one answer holds
      ...Array.from({ length: many }, (_, i) => line(`m${i}`, '2024-06-01', `Part ${i + 1}`, 1, 1 + (i % 5))),
    ],
  })
  app = await buildApp({ database, now: () => new Date('2026-11-22T10:30:00Z') })
})
afterAll(async () => {
  await app.close()
  await database.close()
})

const range = 'start_date=2026-11-11&end_date=2026-11-20'
const ask = async (query = '', window = range): Promise<Answer> => {
  const answer = (await app.inject({ url: `/api/revenue/products?${window}&${query}` })).json()
  expect(answer.error).toBeUndefined()
  return answer
}
const names = async (query: string) => (await ask(query)).data.rows.map(({ name }) => name)

test('one row, whole, as the top products have it, and the sums of all', async () => {
  const { data } = await ask('limit=1')
  expect(data).toEqual({
    rows: [
      {
        id: expect.any(Number),
        name: 'Stool',
        category: 'Chairs',
        revenue: 120,
        unitsSold: 5,
        orders: 1,
        avgPrice: 24,
        percentage: 35.29,
        previousRevenue: 80,
        growth: 50,
      },
    ],
    nextCursor: expect.any(String),
    total: {
      products: 6,
      sold: 5,
      revenue: 340,
      unitsSold: 13,
      orders: 4,
      avgPrice: 26.15,
      percentage: 100,
      previousRevenue: 320.5,
      growth: 6.1,
    },
  })
  expect(data.rows).toEqual((await app.inject({ url: `/api/revenue/top-products?${range}&limit=1` })).json().data)
})

test('the columns add up to the sums, as what sold only in the comparison is in the list too', async () => {
  const { rows, total } = (await ask()).data
  expect(rows.at(-1)).toMatchObject({
    name: 'Old',
    revenue: 0,
    unitsSold: 0,
    orders: 0,
    avgPrice: null,
    percentage: 0,
    previousRevenue: 40.5,
    growth: -100,
  })
  const sum = (of: (row: (typeof rows)[number]) => number | null) => rows.reduce((all, row) => all + (of(row) ?? 0), 0)
  expect([
    sum(row => row.revenue),
    sum(row => row.unitsSold),
    sum(row => row.previousRevenue),
    Math.round(sum(row => row.percentage) * 100) / 100,
  ]).toEqual([total.revenue, total.unitsSold, total.previousRevenue, total.percentage])
  const { data } = (await app.inject({ url: `/api/revenue/kpis?${range}` })).json()
  expect([
    data.revenue.value,
    data.orders.value,
    data.units.value,
    data.revenue.previousValue,
    data.revenue.changePercent,
  ]).toEqual([total.revenue, total.orders, total.unitsSold, total.previousRevenue, total.growth])
})

test('any column sorts, either way; unknown comes last in both, equal ones by revenue', async () => {
  expect(await names('')).toEqual(['Stool', 'Oak table', 'table 10', 'Table 9', 'Über lamp', 'Old'])
  expect(await names('sort=revenue&direction=asc')).toEqual([
    'Über lamp',
    'Old',
    'table 10',
    'Table 9',
    'Oak table',
    'Stool',
  ])
  expect(await names('sort=units')).toEqual(['Table 9', 'Stool', 'Oak table', 'table 10', 'Über lamp', 'Old'])
  expect(await names('sort=orders')).toEqual(['Table 9', 'Stool', 'Oak table', 'table 10', 'Über lamp', 'Old'])
  // 100, 60, 24, 10; without units there is no price
  expect(await names('sort=price')).toEqual(['Oak table', 'table 10', 'Stool', 'Table 9', 'Über lamp', 'Old'])
  expect(await names('sort=price&direction=asc')).toEqual([
    'Table 9',
    'Stool',
    'table 10',
    'Oak table',
    'Über lamp',
    'Old',
  ])
  expect(await names('sort=previous&direction=asc')).toEqual([
    'table 10',
    'Table 9',
    'Über lamp',
    'Old',
    'Stool',
    'Oak table',
  ])
  // +50, −50, −100; what is new has no change
  expect(await names('sort=growth')).toEqual(['Stool', 'Oak table', 'Old', 'table 10', 'Table 9', 'Über lamp'])
  expect(await names('sort=growth&direction=asc')).toEqual([
    'Old',
    'Oak table',
    'Stool',
    'table 10',
    'Table 9',
    'Über lamp',
  ])
  expect(await names('sort=name&direction=asc')).toEqual([
    'Oak table',
    'Old',
    'Stool',
    'Table 9',
    'table 10',
    'Über lamp',
  ])
  expect(await names('sort=name')).toEqual(['Über lamp', 'table 10', 'Table 9', 'Stool', 'Old', 'Oak table'])
  expect(await names('sort=category&direction=asc')).toEqual([
    'Stool',
    'Old',
    'Über lamp',
    'Oak table',
    'table 10',
    'Table 9',
  ])
})

test('a search finds by name and by category, with sums of its own and shares of everything', async () => {
  const { data, meta } = await ask('search=TABLE')
  expect(data.rows.map(({ name, percentage }) => [name, percentage])).toEqual([
    ['Oak table', 29.41],
    ['table 10', 17.65],
    ['Table 9', 17.65],
  ])
  expect(data.total).toEqual({
    products: 3,
    sold: 3,
    revenue: 220,
    unitsSold: 8,
    orders: null,
    avgPrice: 27.5,
    percentage: 64.71,
    previousRevenue: 200,
    growth: 10,
  })
  expect(meta.notes).toContain(
    'The orders of the products that match are not known together: one order can hold several of them.',
  )
  expect((await ask('search=chairs')).data.rows.map(({ name }) => name)).toEqual(['Stool', 'Old'])
  expect((await ask('search=%20%C3%BCBER%20')).data.total).toMatchObject({ products: 1, orders: 1 })
  expect((await ask('search=oak%25')).data).toEqual({
    rows: [],
    nextCursor: null,
    total: {
      products: 0,
      sold: 0,
      revenue: 0,
      unitsSold: 0,
      orders: 0,
      avgPrice: null,
      percentage: 0,
      previousRevenue: 0,
      growth: null,
    },
  })
})

test('without a comparison only what sold in the range is there', async () => {
  const { rows, total } = (await ask('compare=none')).data
  expect(rows.map(({ name }) => name)).not.toContain('Old')
  expect(total).toMatchObject({ products: 5, sold: 5, previousRevenue: null, growth: null })
  expect(new Set(rows.map(row => row.previousRevenue))).toEqual(new Set([null]))
})

test.each(['', 'sort=name&direction=asc', 'sort=growth', 'search=part&sort=revenue&direction=asc'])(
  'pages follow on each other until all were there: %s',
  async query => {
    const window = 'start_date=2024-06-01&end_date=2024-06-30'
    const found: string[] = []
    const totals: number[] = []
    let pages = 0
    for (let cursor: string | null = ''; cursor !== null; pages += 1) {
      const { data } = await ask(`limit=400&${query}${cursor && `&cursor=${cursor}`}`, window)
      found.push(...data.rows.map(({ name }) => name))
      totals.push(data.total.products)
      cursor = data.nextCursor
    }
    expect([new Set(found).size, pages, totals.at(-1)]).toEqual([many, 3, found.length])
    const byName = [...found].sort((a, b) => Number(a.slice(5)) - Number(b.slice(5)))
    expect([byName[1], byName[8], byName.at(-1)]).toEqual(['Part 2', 'Part 9', `Part ${many}`])
    expect(query.startsWith('sort=name') ? found : byName).toEqual(byName)
  },
)

test('what stands beyond the thousandth place is found', async () => {
  expect(
    (await ask(`search=part ${many}`, 'start_date=2024-06-01&end_date=2024-06-30')).data.rows.map(({ name }) => name),
  ).toEqual([`Part ${many}`])
})

test('a cursor of another question is refused', async () => {
  const { nextCursor } = (await ask('limit=1')).data
  for (const query of [
    `sort=units&cursor=${nextCursor}`,
    `direction=asc&cursor=${nextCursor}`,
    `search=lamp&cursor=${nextCursor}`,
    'cursor=nonsense',
  ]) {
    const response = await app.inject({ url: `/api/revenue/products?${range}&${query}` })
    expect([response.statusCode, response.json().error.message]).toEqual([
      400,
      expect.stringMatching(/^cursor: expected the nextCursor of an answer to the same question, got "/),
    ])
  }
})
