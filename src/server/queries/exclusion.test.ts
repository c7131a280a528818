import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { api, type Endpoint } from '#contract'
import { testDatabase } from '../../../tests/setup/database.ts'
import { store } from '../../../tests/setup/rows.ts'
import { buildApp } from '../app.ts'
import type { Database } from '../db/database.ts'

let database: Database
let app: FastifyInstance
beforeAll(async () => {
  database = await testDatabase()
  await store(database, {
    products: {
      Lamp: { category: 'Light', cost: 4 },
      Desk: { category: 'Wood', cost: 9 },
      Vase: { category: 'Glass', cost: 2 },
    },
    customers: {
      Ada: { segment: 'smb', region: 'North' },
      Bo: { segment: 'enterprise', region: 'South' },
      Cy: { segment: 'smb', region: null },
    },
    reps: [{ name: 'Rita', region: 'West' }],
    lines: [
      { order: '1', at: '2026-11-10T10:00:00Z', customer: 'Ada', product: 'Lamp', amount: 100, region: 'North' },
      { order: '1', at: '2026-11-10T10:00:00Z', customer: 'Ada', product: 'Desk', amount: 20, region: 'North' },
      {
        order: '2',
        at: '2026-11-11T10:00:00Z',
        customer: 'Bo',
        product: 'Vase',
        amount: 7,
        region: 'South',
        channel: 'Shop',
      },
      { order: '3', at: '2026-11-12T10:00:00Z', customer: 'Cy', product: 'Desk', amount: 3, region: 'East' },
    ],
    deals: [
      { name: 'A', customer: 'Ada', stage: 'lead', amount: 1000, created: '2026-11-02' },
      { name: 'B', customer: 'Bo', stage: 'lead', amount: 200, created: '2026-11-02' },
      // of nowhere, and of its representative's region
      { name: 'C', customer: 'Cy', stage: 'lead', amount: 30, created: '2026-11-02' },
      { name: 'D', customer: 'Cy', rep: 'Rita', stage: 'lead', amount: 4, created: '2026-11-02' },
    ],
  })
  app = await buildApp({ database, now: () => new Date('2026-11-22T10:30:00Z'), requestsPerMinute: 1e6 })
})
afterAll(async () => {
  await app.close()
  await database.close()
})

const range = 'start_date=2026-11-01&end_date=2026-11-20'
const get = async (path: string, query: string) => {
  const response = await app.inject({
    url: `${path}?${path.startsWith('/api/forecasting') ? '' : `${range}&`}${query}`,
  })
  return { status: response.statusCode, headers: response.headers, body: response.json() }
}
const kpis = async (query: string) => {
  const { data } = (await get('/api/revenue/kpis', query)).body
  return [data.revenue.value, data.orders.value, data.units.value]
}

test.each([
  ['category_not=Wood', [107, 2, 2]],
  ['category_not=Wood&category_not=Light', [7, 1, 1]],
  ['category_not=Wood&category_not=Light&category_not=Glass', [0, 0, 0]],
  ['region_not=North', [10, 2, 2]],
  ['channel_not=Shop', [123, 2, 3]],
  ['segment_not=smb', [7, 1, 1]],
  ['region_not=North&category=Wood', [3, 1, 1]],
  ['region_not=Atlantis', [130, 3, 4]],
])('%s leaves the others', async (query, expected) => {
  expect(await kpis(query)).toEqual(expected)
})

test('the answer says what was excluded, and what is nowhere in the data', async () => {
  const { meta } = (await get('/api/revenue/kpis', 'region_not=North&category=Wood')).body
  expect(meta.filters).toEqual({ region_not: ['North'], category: ['Wood'] })
  expect((await get('/api/revenue/kpis', 'region_not=Atlantis')).body.meta.notes).toContain(
    'There is no region "Atlantis" in the data.',
  )
})

test('lines, orders and their sums, and a file of them', async () => {
  const { data } = (await get('/api/transactions', 'category_not=Wood')).body
  expect(data.rows.map(({ product }: { product: string }) => product)).toEqual(['Vase', 'Lamp'])
  expect(data.total).toEqual({ rows: 2, revenue: 107, orders: 2, units: 2 })
  const file = (await get('/api/export', 'page=transactions&format=json&category_not=Wood')).body
  expect(file.tables[0].rows.map((row: { Product: string }) => row.Product)).toEqual(['Vase', 'Lamp'])
  expect(file.facts).toContainEqual({ name: 'Filters', value: 'category_not: Wood' })
})

test('of deals those without a region are left, too', async () => {
  const names = async (query: string) =>
    (await get('/api/operations/opportunities', query)).body.data.rows
      .map(({ opportunityName }: { opportunityName: string }) => opportunityName)
      .sort()
  expect(await names('region_not=North')).toEqual(['B', 'C', 'D'])
  expect(await names('region_not=North&region_not=West')).toEqual(['B', 'C'])
  const { data } = (await get('/api/dashboard/kpis', 'region_not=North')).body
  expect(data.pipelineValue.value).toBe(234)
  expect((await get('/api/operations/opportunities', 'region_not=North')).body.meta.filters).toEqual({
    region_not: ['North'],
  })
})

/** Every question that takes filters answers the same as when all others are named. */
const filtered = Object.values(api)
  .flatMap(room => Object.values(room) as Endpoint[])
  .filter(({ method, query, path }) => {
    const { shape } = query as { shape?: Record<string, unknown> }
    return method === 'GET' && !path.includes('operations') && shape && 'region_not' in shape && 'category_not' in shape
  })
  .map(({ path }) => path)

test.each(filtered)('%s: all but one is the others', async path => {
  const without = await get(path, 'region_not=North&category_not=Wood')
  const others = await get(path, 'region=South&region=East&category=Light&category=Glass')
  // a question that also asks deals has other deals then: of no region
  const { pipeline: _, ...one } = without.body.data ?? {}
  const { pipeline: __, ...other } = others.body.data ?? {}
  if (one.kpis)
    for (const kpi of ['pipelineValue', 'conversionRate']) for (const all of [one, other]) delete all.kpis[kpi]
  for (const all of [one, other]) for (const kpi of ['pipelineValue', 'conversionRate']) delete all[kpi]
  expect(without.status).toBe(others.status)
  expect(one).toEqual(other)
})

test('an unchanged answer costs nothing', async () => {
  const { headers } = await get('/api/revenue/kpis', 'region_not=North')
  const again = await app.inject({
    url: `/api/revenue/kpis?${range}&region_not=North`,
    headers: { 'if-none-match': String(headers.etag) },
  })
  expect(again.statusCode).toBe(304)
})

test.each([
  ['region=North&region_not=South', 'region_not: expected either region or region_not, got both'],
  ['region_not=', 'region_not: expected a name'],
  ['rep_not=Rita', 'unknown parameter rep_not'],
])('%s is refused', async (query, words) => {
  const { status, body } = await get('/api/revenue/kpis', query)
  expect(status).toBe(400)
  expect(body.error.message).toContain(words)
})
