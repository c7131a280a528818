import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { csvFilesOf, rowsOf } from '../../../tests/setup/read-csv.ts'
import { store } from '../../../tests/setup/rows.ts'
import { now, openShop } from '../../../tests/setup/shop.ts'
import { buildApp } from '../app.ts'
import type { Database } from '../db/database.ts'

let database: Database
let app: FastifyInstance
beforeAll(async () => {
  database = await openShop()
  await store(database, {
    reps: [{ name: 'Zoe', team: 'West', quota: 100_000 }],
    deals: Array.from({ length: 30 }, (_, i) => ({
      name: i === 7 ? '=HYPERLINK("x")' : `Deal ${i}`,
      customer: 'Ada',
      rep: 'Zoe',
      stage: i % 3 ? 'qualified' : 'closed-won',
      amount: i === 4 ? null : 1000 + i / 4,
      created: '2026-10-20',
      expected: '2026-12-15',
      closed: i % 3 ? null : '2026-11-12',
    })),
  })
  app = await buildApp({ database, now })
})
afterAll(async () => {
  await app.close()
  await database.close()
})

const november = 'start_date=2026-11-01&end_date=2026-11-20'
const get = (query: string) => app.inject({ url: `/api/export?${query}` })
const ask = async (path: string) => (await app.inject({ url: `/api/operations/${path}` })).json().data

test.each([
  ['csv', '\ufeffDeal,'],
  ['json', '{"title"'],
  ['xlsx', 'PK'],
  ['pdf', '%PDF-'],
])('both are %s files with their names', async (format, beginning) => {
  for (const page of ['operations', 'deals']) {
    const zipped = format === 'csv' && page === 'operations'
    const response = await get(`page=${page}&format=${format}&${november}`)
    expect(response.statusCode, response.body.slice(0, 300)).toBe(200)
    expect(response.headers['content-disposition']).toBe(
      `attachment; filename="${page}_2026-11-01_2026-11-20.${zipped ? 'zip' : format}"`,
    )
    expect(
      response.rawPayload
        .subarray(0, 8)
        .toString()
        .startsWith(zipped ? 'PK' : beginning),
    ).toBe(true)
  }
})

test('the page’s tables say what the API answers, under the same filters', async () => {
  const question = `${november}&rep=Zoe`
  const { factOf, tableOf } = csvFilesOf((await get(`page=operations&format=csv&${question}`)).rawPayload)
  expect(factOf('Filters')).toBe('rep: Zoe')
  const stages = await ask(`pipeline?${question}`)
  const funnel = tableOf('Sales pipeline')
  expect(funnel.map(row => [row.Stage, Number(row['Value (USD)']), Number(row.Deals)])).toEqual(
    stages.map(({ stage, value, count }: Record<string, unknown>) => [stage, value, count]),
  )
  const [zoe] = tableOf('Quota attainment')
  const [row] = await ask(`sales-performance?${question}`)
  expect([zoe!.Representative, Number(zoe!['Won (USD)']), Number(zoe!['Attainment (%)'])]).toEqual([
    'Zoe',
    row.achieved,
    row.attainment,
  ])
  const steps = tableOf('Pipeline flow').map(step => Number(step['Amount (USD)']))
  const cents = (values: number[]) => Math.round(values.reduce((sum, value) => sum + value, 0) * 100)
  expect(cents(steps.slice(0, -1))).toBe(cents(steps.slice(-1)))
  const outlook = await ask(`forecast?${question}`)
  const all = tableOf('Pipeline forecast').at(-1)!
  expect([Number(all['Likely (USD)']), Number(all.Deals)]).toEqual([outlook.total.weighted, outlook.total.deals])
  expect(factOf('Forecast by')).toBe(outlook.model.reason)
})

test('the list has every deal of its question, in its order, and says what it is narrowed to', async () => {
  const question = `${november}&state=all&search=zoe&sort=amount&direction=asc`
  const { rows: listed, total } = await ask(`opportunities?${question}&limit=1000`)
  const { title, facts, tables } = (await get(`page=deals&format=json&${question}`)).json()
  expect([title, total.deals]).toEqual(['Deals by amount, lowest first', 30])
  expect(facts).toContainEqual({ name: 'Deals', value: 'state: all; search: zoe' })
  const [deals] = tables
  expect(deals.rows.length).toBe(30)
  const list = rowsOf((await get(`page=deals&format=csv&${question}`)).body)
  expect(list.map(row => (row['Amount (USD)'] === '' ? null : Number(row['Amount (USD)'])))).toEqual(
    listed.map(({ amount }: { amount: number | null }) => amount),
  )
  expect(list.map(({ Deal }) => Deal)).toContain('\'=HYPERLINK("x")')
})
