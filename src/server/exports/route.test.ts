import { parse } from 'csv-parse/sync'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { store } from '../../../tests/setup/rows.ts'
import { pagesOf } from '../../../tests/setup/read-pdf.ts'
import { now, openShop } from '../../../tests/setup/shop.ts'
import { buildApp } from '../app.ts'
import type { Database } from '../db/database.ts'

const many = 5001

let database: Database
let app: FastifyInstance
beforeAll(async () => {
  database = await openShop()
  // two thousand of them at the same moment: pages of a list must not lose or repeat any
  const lines = Array.from({ length: many }, (_, index) => ({
    order: `many ${index >> 1}`,
    at: index < 2000 ? '2025-03-01T09:00:00Z' : `2025-03-02T${String(index % 24).padStart(2, '0')}:00:00Z`,
    customer: 'Ada',
    product: index % 2 ? 'Lamp' : 'Bulb',
    amount: (index % 100) + 0.25,
  }))
  await store(database, { lines })
  await store(database, {
    products: { '=cmd|x': { category: 'Light', cost: 1 } },
    lines: [{ order: 'f1', at: '2026-10-12T09:00:00Z', customer: 'Ben', product: '=cmd|x', amount: 5 }],
  })
  app = await buildApp({ database, now })
})
afterAll(async () => {
  await app.close()
  await database.close()
})

const get = (url: string) => app.inject({ url })
const rowsOf = (text: string): string[][] => parse(text, { bom: true, relax_column_count: true })
/** The table under a title, as objects. */
const tableOf = (rows: string[][], title: string) => {
  const at = rows.findLastIndex(row => row.length === 1 && row[0] === title)
  const [head = [], ...rest] = rows.slice(at + 1)
  const end = rest.findIndex(row => row.length === 1)
  return rest
    .slice(0, end < 0 ? undefined : end)
    .map(row => Object.fromEntries(row.map((value, index) => [head[index], value])))
}
const sum = (rows: Record<string, string>[], column: string) =>
  Math.round(rows.reduce((total, row) => total + Number(row[column]), 0) * 100) / 100
const november = 'start_date=2026-11-01&end_date=2026-11-20'

describe('files of the pages', () => {
  test.each([
    ['csv', 'text/csv; charset=utf-8', '\ufeff'],
    ['json', 'application/json; charset=utf-8', '{"title"'],
    ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'PK'],
    ['pdf', 'application/pdf', '%PDF-'],
  ])('%s is a file with its name', async (format, type, beginning) => {
    for (const [page, name] of [
      ['dashboard', 'dashboard'],
      ['revenue', 'revenue'],
      ['transactions', 'order-lines'],
    ]) {
      const response = await get(`/api/export?page=${page}&format=${format}&${november}`)
      expect([response.statusCode, response.headers['content-type'], response.headers['cache-control']]).toEqual([
        200,
        type,
        'no-store',
      ])
      expect(response.headers['content-disposition']).toBe(
        `attachment; filename="${name}_2026-11-01_2026-11-20.${format}"`,
      )
      expect(response.rawPayload.subarray(0, 8).toString().startsWith(beginning)).toBe(true)
    }
  })

  test('say what was asked and sum to what the API answers', async () => {
    const question = `${november}&region=South&region=North&compare=previous_year`
    const rows = rowsOf((await get(`/api/export?page=revenue&format=csv&${question}`)).body)
    const facts = Object.fromEntries(
      rows.slice(
        1,
        rows.findIndex(([first]) => first === ''),
      ),
    )
    expect(facts).toMatchObject({
      Range: '2026-11-01 to 2026-11-20',
      Comparison: '2025-11-01 to 2025-11-20',
      Filters: 'region: South, North',
      'Time zone': 'UTC',
      Currency: 'USD',
      'Data as of': '2026-11-12T12:00:00.000Z',
      'Rows counted': '5',
      'Rows left out': expect.any(String),
    })

    const { data } = (await get(`/api/revenue/kpis?${question}`)).json()
    expect(data.revenue.value).toBe(438.69)
    expect(tableOf(rows, 'Key figures')[0]).toEqual({
      Figure: 'Revenue',
      Value: '438.69',
      Comparison: '0',
      Change: '',
      'Unit of change': '%',
    })
    for (const [title, column] of [
      ['Revenue over time', 'Revenue (USD)'],
      ['Revenue by category', 'Revenue (USD)'],
      ['Revenue by region', 'Revenue (USD)'],
      ['Revenue by channel', 'Revenue (USD)'],
      ['Products by revenue', 'Revenue (USD)'],
    ] as const)
      expect([title, sum(tableOf(rows, title), column)]).toEqual([title, 438.69])
    for (const way of ['customers', 'price, volume and mix']) {
      const [from, ...steps] = tableOf(rows, `Why revenue changed, by ${way}`)
      const range = steps.pop()
      expect([way, from, range]).toEqual([
        way,
        { Step: 'Comparison', 'Amount (USD)': '0' },
        { Step: 'Range', 'Amount (USD)': '438.69' },
      ])
      expect([way, sum(steps, 'Amount (USD)')]).toEqual([way, 438.69])
    }
  })

  test('have the comparison and the change of each bucket and product', async () => {
    const question = `${november}&region=South&region=North`
    for (const page of ['dashboard', 'revenue']) {
      const rows = rowsOf((await get(`/api/export?page=${page}&format=csv&${question}`)).body)
      expect([
        page,
        tableOf(rows, page === 'dashboard' ? 'Top products by revenue' : 'Products by revenue').map(row => [
          row.Product,
          row['Revenue (USD)'],
          row['Comparison (USD)'],
          row['Change (%)'],
        ]),
      ]).toEqual([
        page,
        [
          ['Desk', '310', '300', '3.3'],
          ['Lamp', '99.99', '0', ''],
          ['Bulb', '28.7', '0', ''],
          // sold only before
          ...(page === 'revenue' ? [["'=cmd|x", '0', '5', '-100']] : []),
        ],
      ])
    }
    const days = tableOf(
      rowsOf((await get(`/api/export?page=dashboard&format=csv&${november}&granularity=month`)).body),
      'Revenue over time',
    )
    expect(days.map(row => [row['Revenue (USD)'], row['Comparison (USD)'], row['Change (%)']])).toEqual([
      ['438.69', '305', '43.8'],
    ])
  })

  test('the trend is of the measure that the page plots', async () => {
    for (const page of ['dashboard', 'revenue']) {
      const trendOf = async (measure: string, title: string) =>
        tableOf(
          rowsOf(
            (await get(`/api/export?page=${page}&format=csv&${november}&granularity=month&measure=${measure}`)).body,
          ),
          title,
        )
      expect(await trendOf('orders', 'Orders over time')).toMatchObject([
        { Orders: '3', Comparison: '2', 'Change (%)': '50' },
      ])
      expect(await trendOf('win-rate', 'Conversion rate over time')).toMatchObject([{ 'Conversion rate (%)': '100' }])
    }
    expect((await get(`/api/export?page=revenue&format=csv&${november}&measure=profit`)).statusCode).toBe(400)
    const pdf = (await get(`/api/export?page=revenue&format=pdf&${november}&measure=orders`)).rawPayload
    expect(pagesOf(pdf).join(' ')).toContain('Orders over time')
  })

  test('the products are those of the page: all of them or what its search finds, in its order', async () => {
    const rowsFor = async (query: string) => rowsOf((await get(`/api/export?format=csv&${november}&${query}`)).body)
    const named = (rows: string[][], title: string) => tableOf(rows, title).map(({ Product }) => Product)
    const all = await rowsFor('page=revenue&sort=name&direction=asc')
    expect(named(all, 'Products by name')).toEqual(["'=cmd|x", 'Bulb', 'Desk', 'Lamp'])
    expect(all.map(([name]) => name)).not.toContain('Products')
    const found = await rowsFor('page=revenue&search=LI&sort=units&direction=asc')
    expect(named(found, 'Products by units, lowest first')).toEqual(["'=cmd|x", 'Lamp', 'Bulb'])
    expect(found).toContainEqual(['Products', 'only the 3 that match "LI"'])
    expect(named(await rowsFor('page=dashboard'), 'Top products by revenue')).toEqual(['Desk', 'Lamp', 'Bulb'])
    expect(named(await rowsFor('page=dashboard&sort=growth'), 'Top products by change')[0]).toBe('Desk')
  })

  test('more products than an answer holds are all in the file', async () => {
    const names = Array.from({ length: 1005 }, (_, index) => `Part ${index}`)
    await store(database, {
      products: Object.fromEntries(names.map(name => [name, { category: 'Parts', cost: null }])),
      lines: names.map((product, index) => ({
        order: `part ${index}`,
        at: '2026-03-05T09:00:00Z',
        customer: 'Ada',
        product,
        amount: 1.5,
      })),
    })
    const rows = rowsOf(
      (await get('/api/export?page=revenue&format=csv&start_date=2026-03-01&end_date=2026-03-31')).body,
    )
    expect([
      tableOf(rows, 'Products by revenue').length,
      sum(tableOf(rows, 'Products by revenue'), 'Revenue (USD)'),
    ]).toEqual([1005, 1507.5])
  })

  test('say that there is no earlier data where it begins after the comparison', async () => {
    const rows = rowsOf(
      (await get('/api/export?page=revenue&format=csv&start_date=2025-03-01&end_date=2025-03-02')).body,
    )
    expect(rows).toContainEqual(['Comparison', '2025-02-27 to 2025-02-28: no earlier data'])
    expect(rows).toContainEqual(['Note', 'There are no earlier orders to compare with: they begin on 2025-03-01.'])
    expect(tableOf(rows, 'Key figures').map(({ Comparison }) => Comparison)).toEqual(Array(6).fill(''))
    expect(tableOf(rows, 'Revenue by region').map(row => row['Comparison (USD)'])).toEqual([''])
    expect(rows.flat()).not.toContain('Why revenue changed, by customers')
  })

  test('JSON has the same tables as the API', async () => {
    const file = (await get(`/api/export?page=dashboard&format=json&${november}`)).json()
    const { data } = (await get(`/api/dashboard/summary?${november}`)).json()
    expect(file.figures.map(({ value }: { value: number | null }) => value)).toEqual(
      Object.values(data.kpis as Record<string, { value: number | null }>).map(({ value }) => value),
    )
    const named = (title: string) => file.tables.find((table: { title: string }) => table.title === title).rows
    expect(named('Revenue over time').map((row: { Revenue: number }) => row.Revenue)).toEqual(
      data.revenueTrend.map(({ revenue }: { revenue: number }) => revenue),
    )
    expect(named('Sales pipeline').map((row: { Value: number }) => row.Value)).toEqual(
      data.pipeline.map(({ value }: { value: number }) => value),
    )
  })

  test('order lines: all of them, each once, with names that are no formulas', async () => {
    const question = 'start_date=2025-01-01&end_date=2025-12-31'
    const { total } = (await get(`/api/transactions?${question}&limit=1`)).json().data
    expect(total.rows).toBe(many)
    const lines = tableOf(
      rowsOf((await get(`/api/export?page=transactions&format=csv&${question}`)).body),
      'Order lines',
    )
    expect([lines.length, sum(lines, 'Amount (USD)')]).toEqual([many, total.revenue])
    expect(new Set(lines.map(line => `${line.Order} ${line.Product}`)).size).toBe(many)

    const october = tableOf(
      rowsOf((await get('/api/export?page=transactions&format=csv&start_date=2026-10-12&end_date=2026-10-12')).body),
      'Order lines',
    )
    expect(october).toEqual([expect.objectContaining({ Product: "'=cmd|x", 'Amount (USD)': '5' })])
  })

  test('without rows there are facts and heads', async () => {
    for (const format of ['csv', 'json', 'xlsx', 'pdf'])
      expect(
        (await get(`/api/export?page=revenue&format=${format}&start_date=2020-01-01&end_date=2020-01-31`)).statusCode,
      ).toBe(200)
    const rows = rowsOf(
      (await get('/api/export?page=transactions&format=csv&start_date=2020-01-01&end_date=2020-01-31')).body,
    )
    expect(rows).toContainEqual(['Data as of', 'no rows'])
    expect(tableOf(rows, 'Order lines')).toEqual([])
  })
})

describe('whose data it is', () => {
  const dataOf = async () => {
    const file: { facts: { name: string; value: string }[] } = (
      await get(`/api/export?page=dashboard&format=json&${november}`)
    ).json()
    const rows = await Promise.all(
      ['revenue', 'transactions'].map(async page =>
        rowsOf((await get(`/api/export?page=${page}&format=csv&${november}`)).body),
      ),
    )
    return [
      file.facts.find(({ name }) => name === 'Data')?.value,
      ...rows.map(facts => facts.find(([name]) => name === 'Data')?.[1]),
    ]
  }
  const all = (words: string | undefined) => [words, words, words]

  test('is said while the demo data is loaded, and only then', async () => {
    expect(await dataOf()).toEqual(all(undefined))
    await sql`update settings set demo_seed = 7, demo_start = '2026-01-01'`.execute(database.db)
    expect(await dataOf()).toEqual(all('demo data, made up'))
    await sql`insert into imports (kind, file_name, file_hash, status, started_at, finished_at, rows, report) values ('orders', 'own.csv', '', 'done', now(), now(), '{}', '{}')`.execute(
      database.db,
    )
    expect(await dataOf()).toEqual(all('demo data, made up, beside imported rows'))
    await sql`delete from imports`.execute(database.db)
    await sql`update settings set demo_seed = null, demo_start = null`.execute(database.db)
  })
})

describe('what cannot be had', () => {
  const errorOf = async (query: string) => {
    const response = await get(`/api/export?${query}`)
    return [response.statusCode, response.json().error]
  }
  const refused = (message: unknown) => [400, { code: 'bad_request', message, requestId: expect.any(String) }]

  test('more order lines than a document holds', async () => {
    expect(await errorOf('page=transactions&format=pdf&start_date=2025-01-01&end_date=2025-12-31')).toEqual([
      413,
      {
        code: 'too_large',
        message:
          'A PDF holds at most 5,000 order lines here, this question has 5,001. Narrow the range or the filters, or take CSV.',
        requestId: expect.any(String),
      },
    ])
  })

  test('bad parameters', async () => {
    expect(await errorOf('format=csv')).toEqual(
      refused(expect.stringMatching(/^page: .*"dashboard".*"revenue".*"transactions"/)),
    )
    expect(await errorOf('page=revenue&format=doc')).toEqual(
      refused(expect.stringMatching(/^format: .*"csv".*"json".*"xlsx".*"pdf".*got "doc"/)),
    )
    expect(await errorOf('page=people&format=csv')).toEqual(refused(expect.stringMatching(/^page: .*got "people"/)))
    expect(await errorOf('page=revenue&format=csv&end_date=2026-02-30')).toEqual(
      refused('end_date: expected a date that exists, as YYYY-MM-DD, got "2026-02-30"'),
    )
    expect(await errorOf('page=revenue&format=csv&regoin=South')).toEqual(
      refused(expect.stringMatching(/^unknown parameter regoin; expected one of .*region/)),
    )
    expect(await errorOf('page=dashboard&format=csv&product=1')).toEqual(
      refused(expect.stringMatching(/^unknown parameter product/)),
    )
  })
})

test('others are answered while a file is being written', async () => {
  const ended: string[] = []
  const file = get('/api/export?page=transactions&format=pdf&start_date=2025-03-02&end_date=2025-03-02').then(
    ({ statusCode }) => ended.push(`file ${statusCode}`),
  )
  // one after the other: in the file's own thread none of them would have its turn
  for (let index = 0; index < 20; index++) ended.push(`answer ${(await get('/api/health')).statusCode}`)
  await file
  expect(ended).toEqual([...Array<string>(20).fill('answer 200'), 'file 200'])
})
