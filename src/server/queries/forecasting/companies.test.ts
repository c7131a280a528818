import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterEach, describe, expect, test } from 'vitest'
import { monthsOfOrders, people } from '../../../../tests/setup/company.ts'
import { testDatabase } from '../../../../tests/setup/database.ts'
import { type Line, store } from '../../../../tests/setup/rows.ts'
import { buildApp } from '../../app.ts'
import type { Database } from '../../db/database.ts'

/** Companies that are not as one would wish. */
let database: Database
let app: FastifyInstance
const open = async (lines: Line[], clock: string) => {
  database = await testDatabase()
  await store(database, { ...people, lines })
  app = await buildApp({ database, now: () => new Date(clock) })
}
afterEach(async () => {
  await app.close()
  await database.close()
})

type Point = Record<'date' | 'kind', string> & {
  key: string | null
  actual: number | null
  predicted: number | null
  lower80: number
  upper80: number
  lowerBound: number
  upperBound: number
  outlier: boolean
  partial: boolean
  missing: string | null
}
const get = async (path: string) => {
  const { statusCode, body } = await app.inject({ url: `/api/forecasting/${path}` })
  return { status: statusCode, ...JSON.parse(body) } as {
    status: number
    data: Point[]
    meta: Record<string, unknown> & { notes: string[]; total: Point; model: { rule: string; months: number } }
    error: { code: string; message: string }
  }
}
const cents = (value: number | null) => Math.round((value ?? 0) * 100)
const sane = (points: Point[], floor = -Infinity) => {
  const ahead = points.filter(({ kind }) => kind !== 'history')
  for (const { lowerBound, lower80, predicted, upper80, upperBound } of ahead) {
    const order = [lowerBound, lower80, predicted!, upper80, upperBound]
    expect(order).toEqual(order.toSorted((a, b) => a - b))
    for (const value of order) expect(value).toBeGreaterThanOrEqual(floor)
  }
}
const addsUp = (points: Point[]) => {
  const total = points.filter(({ key }) => key === null)
  const keys = [...new Set(points.map(({ key }) => key))].filter(key => key !== null)
  for (const [at, { predicted }] of total.entries()) {
    const parts = keys.map(key => points.filter(point => point.key === key)[at]!.predicted)
    expect(parts.reduce<number>((sum, part) => sum + cents(part), 0)).toBe(cents(predicted))
  }
}

describe('too little history', () => {
  const refused = ['revenue', 'model-performance', 'target', 'seasonality']

  test('nothing at all', async () => {
    await open([], '2026-11-22T10:30:00Z')
    for (const path of ['revenue', 'model-performance', 'target']) {
      const { status, error } = await get(path)
      expect([status, error.code, error.message]).toEqual([
        422,
        'not_enough_data',
        'A forecast needs at least 4 complete months of orders; there are no orders yet.',
      ])
    }
    expect((await get('seasonality')).error.code).toBe('not_enough_data')
    const { data, meta } = await get('kpis')
    expect(data).toMatchObject({ predictedRevenue: null, modelAccuracy: null, atRiskCount: null, revenueAtRisk: null })
    expect(meta.notes[0]).toContain('there are no orders yet')
    expect((await get('pipeline')).status).toBe(200)
    expect((await get('revenue-at-risk')).data).toMatchObject({ totalCustomers: 0 })
  })

  test('three months of a retailer', async () => {
    await open(monthsOfOrders('2010-12', '2011-02'), '2026-11-22T10:30:00Z')
    for (const path of refused) expect([path, (await get(path)).status]).toEqual([path, 422])
    expect((await get('revenue')).error.message).toBe(
      'A forecast needs at least 4 complete months of orders; there are 3 (2010-12 to 2011-02): 1 month is missing.',
    )
    expect((await get('seasonality')).error.message).toBe(
      'The seasons of a year need at least 24 complete months with revenue; there are 3.',
    )
    const weekdays = await get('seasonality?by=weekday')
    expect([weekdays.status, weekdays.data.length]).toEqual([200, 7])
  })

  test('a month in which the data begins does not count', async () => {
    const lines = monthsOfOrders('2026-07', '2026-11', 22).filter(({ at }) => at >= '2026-07-15')
    await open(lines, '2026-11-22T10:30:00Z')
    expect((await get('revenue')).error.message).toBe(
      'A forecast needs at least 4 complete months of orders; there are 3 (2026-08 to 2026-10): 1 month is missing. Orders begin on 2026-07-15, so 2026-07 is not complete and does not count.',
    )
  })

  test('four months are forecast, with a warning and no record', async () => {
    await open(monthsOfOrders('2026-07', '2026-11', 22), '2026-11-22T10:30:00Z')
    const { data, meta } = await get('revenue?by=category')
    expect(meta.model).toMatchObject({ months: 4, skill: null, n: 0 })
    expect((meta.model as unknown as { warnings: { code: string }[] }).warnings.map(({ code }) => code)).toEqual([
      'short-history',
      'no-record',
    ])
    sane(data, 0)
    addsUp(data)
    expect((await get('model-performance')).error.message).toBe(
      'A record needs at least 7 complete months, so that the forecast can be made again at four of them; there are 4.',
    )
  })
})

test('data that ends with a month has no open one, and what came after is not zero', async () => {
  await open(
    [
      ...monthsOfOrders('2022-01', '2024-02'),
      { order: 'last', at: '2024-02-29T09:00:00Z', customer: 'Ada', product: 'Rug', amount: 5 },
    ],
    '2026-11-22T10:30:00Z',
  )
  const { data, meta } = await get('revenue')
  expect([data.length, meta.nowcast, data[24]!.kind, data[24]!.date]).toEqual([30, null, 'forecast', '2024-03-01'])
  expect(meta.notes).toContain('Data ends on 2024-02-29; ranges are relative to it.')
})

test('orders that stop end the history, and quiet days before that are usual do not', async () => {
  await open(monthsOfOrders('2024-01', '2026-11', 5), '2026-11-22T10:30:00Z')
  const { data, meta } = await get('revenue')
  expect(meta.nowcast).toMatchObject({ date: '2026-11-01', knownThrough: '2026-11-05' })
  expect(meta.notes.join(' ')).toContain('Orders end on 2026-11-05, longer ago than is usual here')
  const november = data.find(({ kind }) => kind === 'nowcast')!
  // five days of thirty: the month is not taken to be over
  expect(november.predicted!).toBeGreaterThan(3 * november.actual!)
})

test('the business day of a zone far east says which month is over', async () => {
  await open(monthsOfOrders('2024-01', '2026-11'), '2026-11-30T12:30:00Z')
  const nowcast = async () => ((await get('revenue')).meta.nowcast as { date: string }).date
  expect(await nowcast()).toBe('2026-11-01')
  await sql`update settings set timezone = 'Pacific/Auckland'`.execute(database.bulk)
  await store(database, {
    lines: [{ order: 'nz', at: '2026-11-30T09:00:00Z', customer: 'Ada', product: 'Rug', amount: 5 }],
  })
  expect(await nowcast()).toBe('2026-12-01')
})

test('a company that closes every summer: empty months are 0, and the next summer is low', async () => {
  const lines = monthsOfOrders('2022-01', '2026-06', 20).filter(({ at }) => !/^\d{4}-0[78]/.test(at))
  await open(lines, '2026-06-21T10:30:00Z')
  const { data, meta } = await get('revenue?by=region')
  expect(meta.missing).toEqual(
    [2022, 2023, 2024, 2025].flatMap(year => [
      { date: `${year}-07-01`, as: 'zero' },
      { date: `${year}-08-01`, as: 'zero' },
    ]),
  )
  expect(data.find(({ date }) => date === '2025-08-01')).toMatchObject({ actual: 0, missing: 'zero' })
  sane(data, 0)
  addsUp(data)
  const predicted = (month: string) => data.find(({ date, key }) => key === null && date === month)!.predicted!
  expect(predicted('2026-08-01')).toBeLessThan(0.2 * predicted('2026-10-01'))
})

test('a single month without rows is not known: it is left open, and listed', async () => {
  await open(
    monthsOfOrders('2023-08', '2026-11', 22).filter(({ at }) => !at.startsWith('2025-05')),
    '2026-11-22T10:30:00Z',
  )
  const { data, meta } = await get('revenue?by=category')
  expect(meta.missing).toEqual([{ date: '2025-05-01', as: 'unknown' }])
  expect(data.filter(({ date }) => date === '2025-05-01').map(({ actual }) => actual)).toEqual(Array(4).fill(null))
  expect(data.find(({ date }) => date === '2026-05-01')).toMatchObject({ lastYear: null })
  addsUp(data)
  const with_ = (await get('seasonality')).meta
  expect(with_.excluded).toContain('2025-05-01')
})

test('months below zero may be forecast below zero; discounts booked as a category do not break the sum', async () => {
  const discounts = Array.from({ length: 39 }, (_, t): Line => {
    const [year, month] = [2023 + Math.floor((7 + t) / 12), ((7 + t) % 12) + 1]
    return {
      order: `discount ${t}`,
      at: new Date(Date.UTC(year, month - 1, 15, 10)).toISOString(),
      customer: 'Ada',
      product: 'Discount',
      // twice more than was sold
      amount: t % 13 === 5 ? -40_000 : -120 - t,
    }
  })
  database = await testDatabase()
  await store(database, {
    ...people,
    products: { ...people.products, Discount: { category: 'Discounts', cost: null } },
    lines: [...monthsOfOrders('2023-08', '2026-11', 22), ...discounts],
  })
  app = await buildApp({ database, now: () => new Date('2026-11-22T10:30:00Z') })
  const { data } = await get('revenue?by=category&periods=24')
  expect(data.some(({ actual }) => actual !== null && actual < 0)).toBe(true)
  sane(data)
  addsUp(data)
  const off = data.filter(({ key, kind }) => key === 'Discounts' && kind === 'forecast')
  for (const { predicted } of off) expect(predicted!).toBeLessThan(0)
})

test('a month of one huge order is clipped for fitting, marked, and does not carry the forecast', async () => {
  const usual = monthsOfOrders('2022-08', '2026-11', 22)
  const huge: Line = { order: 'huge', at: '2025-06-10T10:00:00Z', customer: 'Ada', product: 'Desk', amount: 300_000 }
  await open([...usual, huge], '2026-11-22T10:30:00Z')
  const { data, meta } = await get('revenue')
  expect(meta.outliers).toMatchObject([{ date: '2025-06-01' }])
  expect(data.filter(({ outlier }) => outlier).map(({ date }) => date)).toEqual(['2025-06-01'])
  expect(data.find(({ outlier }) => outlier)!.actual!).toBeGreaterThan(300_000)
  const largest = Math.max(...data.filter(({ outlier }) => !outlier).map(({ actual }) => actual ?? 0))
  for (const { predicted } of data.filter(({ kind }) => kind === 'forecast'))
    expect(predicted!).toBeLessThan(1.5 * largest)
})

test('one customer, one product, one order a month', async () => {
  const lines = Array.from({ length: 16 }, (_, t): Line => ({
    order: `o${t}`,
    at: new Date(Date.UTC(2025, 7 + t, 3, 10)).toISOString(),
    customer: 'Ben',
    product: 'Rug',
    amount: 500,
  }))
  await open(lines, '2026-11-22T10:30:00Z')
  const { data, meta } = await get('revenue?by=region')
  expect(meta.keys).toEqual(['North'])
  // the open month has had its order on the third: past months had nothing after that day
  const open_ = data.find(({ kind }) => kind === 'nowcast')!
  expect(open_).toMatchObject({ actual: 500, partial: true })
  expect(open_.predicted!).toBeLessThan(525)
  for (const { predicted } of data.filter(({ kind }) => kind === 'forecast')) expect(predicted).toBeCloseTo(500, 0)
  sane(data, 0)
  addsUp(data)
  expect((await get('model-performance')).data).toMatchObject({ wape: 0, accuracy: 1 })
  expect((await get('kpis')).status).toBe(200)
  expect((await get('revenue-at-risk')).data).toMatchObject({ totalCustomers: 1, total: null })
})
