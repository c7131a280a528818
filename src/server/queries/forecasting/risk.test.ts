import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '../../../../tests/setup/database.ts'
import { categories, people } from '../../../../tests/setup/company.ts'
import { csvFilesOf } from '../../../../tests/setup/read-csv.ts'
import { type Line, store } from '../../../../tests/setup/rows.ts'
import { now } from '../../../../tests/setup/shop.ts'
import { buildApp } from '../../app.ts'
import type { Database } from '../../db/database.ts'

/** Sixty customers, each with a rhythm and a taste of their own; some have gone quiet. */
const names = Array.from({ length: 60 }, (_, i) => `Customer ${String(i).padStart(2, '0')}`)
const products = ['Lamp', 'Desk', 'Rug']
const last = Date.parse('2026-11-21T10:00:00Z')
const day = 86_400_000

const lines = names.flatMap((customer, i) => {
  const [gap, quiet, orders] = [9 + (i % 17) * 3, (i * 7) % 150, 3 + (i % 23)]
  return Array.from({ length: orders }, (_, k): Line => ({
    order: `${customer} ${k}`,
    at: new Date(Math.max(last - (quiet + k * gap) * day, Date.parse('2025-03-02T10:00:00Z'))).toISOString(),
    customer,
    product: products[(i + k * (i % 3)) % 3]!,
    amount: 40 + ((i * 37 + k * 11) % 200),
  }))
})

let database: Database
let app: FastifyInstance
beforeAll(async () => {
  database = await testDatabase()
  await store(database, {
    products: people.products ?? {},
    customers: Object.fromEntries(
      names.map((name, i) => [name, { segment: i % 2 ? 'smb' : 'enterprise', region: null }]),
    ),
    lines,
  })
  app = await buildApp({ database, now })
})
afterAll(async () => {
  await app.close()
  await database.close()
})

const get = async (url: string) => {
  const { statusCode, body } = await app.inject({ url })
  expect(statusCode, body).toBe(200)
  return JSON.parse(body)
}
const cents = (value: number) => Math.round(value * 100)
type Groups = Record<'highRisk' | 'mediumRisk' | 'lowRisk', { value: number; customers: number; threshold: number }> & {
  total: number
  totalCustomers: number
  byCategory: { category: string; value: number; percentage: number }[]
}

describe('revenue at risk', () => {
  test.each(['', '?segment=smb', '?category=Light'])('adds up, and is that of the customers’ page%s', async query => {
    const data: Groups = (await get(`/api/forecasting/revenue-at-risk${query}`)).data
    const groups = [data.highRisk, data.mediumRisk, data.lowRisk]
    expect(groups.reduce((sum, { value }) => sum + cents(value), 0)).toBe(cents(data.total))
    expect(groups.reduce((sum, { customers }) => sum + customers, 0)).toBe(data.totalCustomers)
    expect(data.byCategory.reduce((sum, { value }) => sum + cents(value), 0)).toBe(cents(data.total))
    expect(data.byCategory.reduce((sum, { percentage }) => sum + cents(percentage), 0)).toBe(10_000)
    const { meta } = await get(`/api/customers/at-risk${query}`)
    expect(
      groups.map(({ value, customers, threshold }) => ({ from: threshold, customers, revenueAtRisk: value })),
    ).toEqual(meta.bands.map(({ band: _, ...rest }: { band: string }) => rest))
  })

  test('by category it follows what each customer has bought', async () => {
    const data: Groups = (await get('/api/forecasting/revenue-at-risk')).data
    const { rows: people_ } = (await get('/api/customers?start_date=2025-01-01&limit=1000')).data
    const { rows: bought } = await sql<{ id: number; category: string; revenue: number }>`
      select t.customer_id as id, p.category, sum(t.amount) as revenue from transactions t join products p on p.id = t.product_id group by 1, 2
    `.execute(database.db)
    const sums = new Map(categories.map(category => [category, 0]))
    for (const { id, riskScore, expectedValue12m, standing } of people_) {
      if (standing === 'churned') continue
      const own = bought.filter(row => row.id === id)
      const all = own.reduce((sum, { revenue }) => sum + revenue, 0)
      for (const { category, revenue } of own)
        sums.set(category, sums.get(category)! + (riskScore * expectedValue12m * revenue) / all)
    }
    for (const { category, value } of data.byCategory) expect(Math.abs(value - sums.get(category)!)).toBeLessThan(0.5)
  })

  test('a scenario of churn takes its part of it, a twelfth a month', async () => {
    const { total } = (await get('/api/forecasting/revenue-at-risk')).data as Groups
    const { data, meta } = await get('/api/forecasting/revenue?churn=50&periods=3')
    const ahead = data.filter(({ kind }: { kind: string }) => kind === 'forecast')
    for (const { predicted, scenario } of ahead) expect(scenario - predicted).toBeCloseTo((-total * 0.5) / 12, 1)
    expect(meta.scenario.change).toBeCloseTo((-total * 0.5 * 3) / 12, 1)
    const less = await get('/api/forecasting/revenue?churn=-50&periods=3')
    expect(less.meta.scenario.change).toBeCloseTo((total * 0.5 * 3) / 12, 1)
  })
})

describe('the page as a file', () => {
  const question = 'page=forecasting&by=category&price=5&periods=3'

  test.each(['csv', 'json', 'xlsx', 'pdf'])('%s', async format => {
    const { statusCode, headers, rawPayload } = await app.inject({ url: `/api/export?${question}&format=${format}` })
    expect([statusCode, headers['content-disposition']]).toEqual([
      200,
      `attachment; filename="forecasting_2025-03-02_2026-11-21.${format === 'csv' ? 'zip' : format}"`,
    ])
    expect(rawPayload.length).toBeGreaterThan(5000)
  })

  test('holds the figures of the answers, and what there is too little history for in a note', async () => {
    const { rawPayload } = await app.inject({ url: `/api/export?${question}&format=csv` })
    const { names, facts, tableOf } = csvFilesOf(rawPayload)
    for (const title of [
      'Revenue forecast',
      'Forecast by category',
      'Scenario',
      'Record by months ahead',
      'Past forecasts',
      'Seasonality by weekday',
      'Pipeline forecast',
      'Revenue at risk',
      'Revenue at risk by category',
      'Churn risk',
    ])
      expect(names).toContain(`${title.toLowerCase().replaceAll(' ', '-')}.csv`)
    expect(names).not.toContain('seasonality-by-month.csv')
    expect(facts).toContainEqual([
      'Note',
      'The seasons of a year need at least 24 complete months with revenue; there are 20.',
    ])
    const { data } = await get('/api/forecasting/revenue?by=category&price=5&periods=3')
    const total = data.filter(({ key }: { key: string | null }) => key === null)
    const table = tableOf('Revenue forecast').map(row => Object.values(row))
    const text = (value: number | null) => (value === null ? '' : String(value))
    expect(table.map(row => [row[0], row[3], row[4], row[11]])).toEqual(
      total.map((point: Record<'date' | 'actual' | 'predicted' | 'scenario', never>) => [
        point.date,
        text(point.actual),
        text(point.predicted),
        text(point.scenario),
      ]),
    )
  })

  test('refuses what the page does not take', async () => {
    const { statusCode, body } = await app.inject({
      url: '/api/export?page=forecasting&format=csv&start_date=2026-01-01',
    })
    expect([statusCode, JSON.parse(body).error.message]).toEqual([400, expect.stringContaining('start_date')])
  })
})
