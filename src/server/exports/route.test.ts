import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { csvFilesOf, rowsOf } from '../../../tests/setup/read-csv.ts'
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
const filesFor = async (query: string) => csvFilesOf((await get(`/api/export?format=csv&${query}`)).rawPayload)
const sum = (rows: Record<string, string>[], column: string) =>
  Math.round(rows.reduce((total, row) => total + Number(row[column]), 0) * 100) / 100
const november = 'start_date=2026-11-01&end_date=2026-11-20'

describe('files of the pages', () => {
  const excel = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  test.each([
    ['csv', 'application/zip', 'PK', 'zip'],
    ['json', 'application/json; charset=utf-8', '{"title"', 'json'],
    ['xlsx', excel, 'PK', 'xlsx'],
    ['pdf', 'application/pdf', '%PDF-', 'pdf'],
  ])('%s is a file with its name', async (format, type, beginning, ending) => {
    for (const page of ['dashboard', 'revenue', 'monday', 'transactions']) {
      const lines = page === 'transactions'
      const one = lines && format === 'csv'
      const response = await get(`/api/export?page=${page}&format=${format}&${november}`)
      expect([response.statusCode, response.headers['content-type'], response.headers['cache-control']]).toEqual([
        200,
        one ? 'text/csv; charset=utf-8' : type,
        'no-store',
      ])
      expect(response.headers['content-disposition']).toBe(
        `attachment; filename="${lines ? 'order-lines' : page}_2026-11-01_2026-11-20.${one ? 'csv' : ending}"`,
      )
      expect(
        response.rawPayload
          .subarray(0, 8)
          .toString()
          .startsWith(one ? '\ufeffOrder' : beginning),
      ).toBe(true)
    }
  })

  test('say what was asked and sum to what the API answers', async () => {
    const question = `${november}&region=South&region=North&compare=previous_year`
    const { facts, tableOf } = await filesFor(`page=revenue&${question}`)
    expect(Object.fromEntries(facts)).toMatchObject({
      Title: 'Revenue',
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
    expect(tableOf('Key figures')[0]).toEqual({
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
      expect([title, sum(tableOf(title), column)]).toEqual([title, 438.69])
    for (const way of ['customers', 'price, volume and mix']) {
      const [from, ...steps] = tableOf(`Why revenue changed, by ${way}`)
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
      const { tableOf } = await filesFor(`page=${page}&${question}`)
      expect([
        page,
        tableOf(page === 'dashboard' ? 'Top products by revenue' : 'Products by revenue').map(row => [
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
    const days = (await filesFor(`page=dashboard&${november}&granularity=month`)).tableOf('Revenue over time')
    expect(days.map(row => [row['Revenue (USD)'], row['Comparison (USD)'], row['Change (%)']])).toEqual([
      ['438.69', '305', '43.8'],
    ])
  })

  test('the trend is of the measure that the page plots', async () => {
    for (const page of ['dashboard', 'revenue']) {
      const trendOf = async (measure: string, title: string) =>
        (await filesFor(`page=${page}&${november}&granularity=month&measure=${measure}`)).tableOf(title)
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
    const files = (query: string) => filesFor(`${november}&${query}`)
    const named = ({ tableOf }: ReturnType<typeof csvFilesOf>, title: string) =>
      tableOf(title).map(({ Product }) => Product)
    const all = await files('page=revenue&sort=name&direction=asc')
    expect(named(all, 'Products by name')).toEqual(["'=cmd|x", 'Bulb', 'Desk', 'Lamp'])
    expect(all.factOf('Products')).toBeUndefined()
    const found = await files('page=revenue&search=LI&sort=units&direction=asc')
    expect(named(found, 'Products by units, lowest first')).toEqual(["'=cmd|x", 'Lamp', 'Bulb'])
    expect(found.factOf('Products')).toBe('only the 3 that match "LI"')
    expect(named(await files('page=dashboard'), 'Top products by revenue')).toEqual(['Desk', 'Lamp', 'Bulb'])
    expect(named(await files('page=dashboard&sort=growth'), 'Top products by change')[0]).toBe('Desk')
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
    const { tableOf } = await filesFor('page=revenue&start_date=2026-03-01&end_date=2026-03-31')
    expect([tableOf('Products by revenue').length, sum(tableOf('Products by revenue'), 'Revenue (USD)')]).toEqual([
      1005, 1507.5,
    ])
  })

  test('say that there is no earlier data where it begins after the comparison', async () => {
    const { facts, factOf, tableOf, names } = await filesFor('page=revenue&start_date=2025-03-01&end_date=2025-03-02')
    expect(factOf('Comparison')).toBe('2025-02-27 to 2025-02-28: no earlier data')
    expect(facts).toContainEqual(['Note', 'There are no earlier orders to compare with: they begin on 2025-03-01.'])
    expect(tableOf('Key figures').map(({ Comparison }) => Comparison)).toEqual(Array(6).fill(''))
    expect(tableOf('Revenue by region').map(row => row['Comparison (USD)'])).toEqual([''])
    expect(names).not.toContain('why-revenue-changed-by-customers.csv')
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
    const lines = rowsOf((await get(`/api/export?page=transactions&format=csv&${question}`)).body)
    expect([lines.length, sum(lines, 'Amount (USD)')]).toEqual([many, total.revenue])
    expect(new Set(lines.map(line => `${line.Order} ${line.Product}`)).size).toBe(many)

    const day = 'page=transactions&start_date=2026-10-12&end_date=2026-10-12'
    const october = [expect.objectContaining({ Product: "'=cmd|x", 'Amount (USD)': '5' })]
    expect(rowsOf((await get(`/api/export?format=csv&${day}`)).body)).toEqual(october)
    const { names, factOf, tableOf: inZip } = await filesFor(`${day}&facts=1`)
    expect([names, factOf('Range')]).toEqual([['about.csv', 'order-lines.csv'], '2026-10-12 to 2026-10-12'])
    expect(inZip('Order lines')).toEqual(october)
  })

  test('without rows there are facts and heads', async () => {
    for (const format of ['csv', 'json', 'xlsx', 'pdf'])
      expect(
        (await get(`/api/export?page=revenue&format=${format}&start_date=2020-01-01&end_date=2020-01-31`)).statusCode,
      ).toBe(200)
    const none = 'page=transactions&start_date=2020-01-01&end_date=2020-01-31'
    const { body } = await get(`/api/export?format=csv&${none}`)
    expect([body.startsWith('\ufeffOrder,Ordered at,'), body.split('\r\n').slice(1)]).toEqual([true, ['']])
    expect((await filesFor(`${none}&facts=1`)).factOf('Data as of')).toBe('no rows')
  })
})

describe('whose data it is', () => {
  const dataOf = async () => {
    const file: { facts: { name: string; value: string }[] } = (
      await get(`/api/export?page=dashboard&format=json&${november}`)
    ).json()
    const files = await Promise.all(
      ['page=revenue', 'page=transactions&facts=1'].map(page => filesFor(`${page}&${november}`)),
    )
    return [file.facts.find(({ name }) => name === 'Data')?.value, ...files.map(({ factOf }) => factOf('Data'))]
  }
  /** A table alone says it by its name. */
  const nameOf = async () =>
    (await get(`/api/export?page=transactions&format=csv&${november}`)).headers['content-disposition']
  const all = (words: string | undefined) => [words, words, words]

  test('is said while the demo data is loaded, and only then', async () => {
    expect(await dataOf()).toEqual(all(undefined))
    await sql`update settings set demo_seed = 7, demo_start = '2026-01-01'`.execute(database.db)
    expect(await dataOf()).toEqual(all('demo data, made up'))
    expect(await nameOf()).toContain('"order-lines_2026-11-01_2026-11-20_demo-data.csv"')
    await sql`insert into imports (kind, file_name, file_hash, status, started_at, finished_at, rows, report) values ('orders', 'own.csv', '', 'done', now(), now(), '{}', '{}')`.execute(
      database.db,
    )
    expect(await dataOf()).toEqual(all('demo data, made up, beside imported rows'))
    await sql`delete from imports`.execute(database.db)
    await sql`update settings set demo_seed = null, demo_start = null`.execute(database.db)
    expect(await nameOf()).toContain('"order-lines_2026-11-01_2026-11-20.csv"')
  })
})

describe('what cannot be had', () => {
  const errorOf = async (query: string) => {
    const response = await get(`/api/export?${query}`)
    return [response.statusCode, response.json().error]
  }
  const refused = (message: unknown) => [400, { code: 'bad_request', message, requestId: expect.any(String) }]

  test('bad parameters', async () => {
    expect(await errorOf('format=csv')).toEqual(
      refused(expect.stringMatching(/^page: .*"dashboard".*"revenue".*"transactions"/)),
    )
    expect(await errorOf('page=revenue&format=doc')).toEqual(
      refused(expect.stringMatching(/^format: .*"csv".*"json".*"xlsx".*"pdf".*got "doc"/)),
    )
    expect(await errorOf('page=revenue&format=pdf&paper=a5')).toEqual(
      refused('paper: Invalid option: expected one of "a4"|"letter", got "a5"'),
    )
    expect(await errorOf('page=revenue&format=csv&facts=2')).toEqual(refused(expect.stringMatching(/^facts: /)))
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

test('the Monday page is one page on either paper, with why revenue changed, and without earlier data the categories instead', async () => {
  const pageOf = async (query: string) => {
    const { rawPayload } = await get(`/api/export?page=monday&format=pdf&${query}`)
    const [, width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(rawPayload.toString('latin1')) ?? []
    const pages = pagesOf(rawPayload)
    expect(pages).toHaveLength(1)
    return { text: pages[0]!, paper: [Number(width), Number(height)] }
  }
  const a4 = await pageOf(november)
  expect(a4.paper).toEqual([595.28, 841.89])
  for (const words of [
    'Executive summary|1 Nov – 20 Nov 2026 · compared with ',
    'Revenue|$439|▲ 43.8%|vs $305',
    'Revenue over time|',
    'Why revenue changed, by customers|Comparison|$305.00|',
    'Range|$438.69|',
    'What moved revenue, by product|Lamp|+$99.99|new|',
    'Top products by revenue|Product|',
    '|Page 1 of 1',
  ])
    expect(a4.text).toContain(words)
  const letter = await pageOf(`${november}&paper=letter&measure=orders&movers=category&sort=units`)
  expect(letter.paper).toEqual([612, 792])
  for (const words of ['Orders over time|', 'What moved revenue, by category|', 'Top products by units|'])
    expect(letter.text).toContain(words)
  for (const query of ['compare=none', 'start_date=2025-03-01&end_date=2025-03-02&paper=letter']) {
    const { text } = await pageOf(query.startsWith('compare') ? `${november}&${query}` : query)
    expect(text).toContain('Revenue by category|')
    expect(text).not.toContain('Why revenue changed')
  }
  const { text } = await pageOf('start_date=2020-01-01&end_date=2020-01-31')
  expect(text).toContain('Revenue over time|Nothing in this range with these filters.|')
  expect(text).toContain('|No rows in this range with these filters.')
  const { tables } = (await get(`/api/export?page=monday&format=json&${november}`)).json()
  expect(tables.map(({ title }: { title: string }) => title)).toEqual([
    'Revenue over time',
    'Why revenue changed, by customers',
    'What moved revenue, by product',
    'Top products by revenue',
  ])
})

test('a PDF of more order lines than one reads holds the first, says how many there are and where all of them are', async () => {
  const question = 'page=transactions&format=pdf&start_date=2025-01-01&end_date=2025-12-31&sort=amount&direction=asc'
  const pages = pagesOf((await get(`/api/export?${question}`)).rawPayload)
  expect(pages[0]).toContain('The first 200 of 5,001 rows. The Excel, CSV and JSON files hold all of them.')
  expect(pages.join('|').match(/\bmany \d+/g)).toHaveLength(200)
  expect(pages.length).toBeLessThan(10)
  const few = pagesOf((await get(`/api/export?page=transactions&format=pdf&${november}`)).rawPayload)
  expect(few.join('|')).not.toContain('The first')
})

test('others are answered while a file is being written', async () => {
  const ended: string[] = []
  const file = get('/api/export?page=transactions&format=xlsx&start_date=2025-01-01&end_date=2025-12-31').then(
    ({ statusCode }) => ended.push(`file ${statusCode}`),
  )
  // one after the other: in the file's own thread none of them would have its turn
  for (let index = 0; index < 20; index++) ended.push(`answer ${(await get('/api/health')).statusCode}`)
  await file
  expect(ended).toEqual([...Array<string>(20).fill('answer 200'), 'file 200'])
})
