import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { csvFilesOf, rowsOf } from '../../../tests/setup/read-csv.ts'
import { store } from '../../../tests/setup/rows.ts'
import { now, openShop } from '../../../tests/setup/shop.ts'
import { buildApp } from '../app.ts'
import type { Database } from '../db/database.ts'

let database: Database
let app: FastifyInstance
const others = Array.from({ length: 2100 }, (_, i) => `Customer ${i}`)
beforeAll(async () => {
  database = await openShop()
  await store(database, {
    customers: Object.fromEntries(others.map(name => [name, { segment: 'smb', region: 'West' }])),
    lines: others.map((customer, i) => ({
      order: `o${i}`,
      at: '2026-03-02T09:00:00Z',
      customer,
      product: 'Lamp',
      amount: 10,
      region: 'West',
    })),
  })
  app = await buildApp({ database, now, patience: 60_000 })
})
afterAll(async () => {
  await app.close()
  await database.close()
})

const november = 'start_date=2026-11-01&end_date=2026-11-20'
const file = (page: string, format: string, more = '') =>
  app.inject({ url: `/api/export?page=${page}&format=${format}&${november}${more}`, headers: { host: 'localhost' } })
const json = async (url: string) => (await app.inject({ url, headers: { host: 'localhost' } })).json()
type Table = { title: string; rows: Record<string, unknown>[] }

test('the page of customers holds what its answers say', async () => {
  const { tables, facts, figures } = (await file('customers', 'json', '&region=North&region=South')).json() as {
    tables: Table[]
    facts: { name: string; value: string }[]
    figures: { value: number | null }[]
  }
  const titled = (title: string) => tables.find(table => table.title.startsWith(title))!.rows
  const { data } = await json(`/api/customers/overview?${november}&region=North&region=South`)
  expect(figures.map(({ value }) => value)).toEqual(
    ['total', 'active', 'new', 'returning', 'churned', 'atRisk'].map(key => data[key].value),
  )
  expect(data.total.value).toBe(2)
  expect(titled('Segments').map(row => [row.Segment, row.Customers])).toEqual([
    ['enterprise', 1],
    ['smb', 1],
  ])
  const cohorts = titled('Cohorts by customers, in the month, percent')
  expect(cohorts.map(row => row['First order'])).toHaveLength(13)
  expect(cohorts.at(-2)).toMatchObject({ 'First order': '2026-11', Customers: 0, 'So far': 'last month so far' })
  expect(cohorts.find(row => row['First order'] === '2026-10')).toMatchObject({
    Customers: 2,
    'Month 0': 100,
    'Month 1': 100,
    'Month 2': null,
  })
  expect(cohorts.at(-1)).toMatchObject({ 'First order': 'Average', 'Month 0': 100 })
  expect(tables.map(({ title }) => title)).toEqual([
    'Segments',
    'Cohorts by customers, in the month, percent',
    'Cohorts by customers, in the month, customers',
    'Customer value, to date',
    'Acquisition',
    'RFM groups',
    'Churn risk of customers who have not churned',
    'At risk',
  ])
  expect(facts.find(({ name }) => name === 'Churn risk')?.value).toContain('A rule, not a model')
})

test('the list holds exactly those who match, over several pages', async () => {
  const { body } = await file('customer-list', 'csv', '&segment=smb&sort=name&direction=asc')
  const rows = rowsOf(body)
  expect(rows.map(({ Customer }) => Customer)).toEqual(['Ben', ...others])
  expect(Object.keys(rows[0]!)).toContain('Churn risk (%)')

  const found = csvFilesOf((await file('customer-list', 'csv', '&state=active&search=e&facts=1')).rawPayload)
  expect(found.factOf('Customers')).toBe('only those of: name, company or number with e, state active')
  expect(found.tableOf('Customers by revenue').filter(({ Customer }) => Customer === 'Ben')).toHaveLength(1)
})

test.each(['csv', 'json', 'xlsx', 'pdf'])('%s is a file with its name', async format => {
  for (const page of ['customers', 'customer-list']) {
    const response = await file(page, format, page === 'customer-list' ? '&search=Ada' : '')
    expect([page, response.statusCode]).toEqual([page, 200])
    expect(response.headers['content-disposition']).toBe(
      `attachment; filename="${page}_2026-11-01_2026-11-20.${format === 'csv' && page === 'customers' ? 'zip' : format}"`,
    )
  }
})
