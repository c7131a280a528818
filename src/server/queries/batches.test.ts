import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { follow } from '../../../tests/setup/live-stream.ts'
import { testDatabase } from '../../../tests/setup/database.ts'
import { buildApp } from '../app.ts'
import type { Database } from '../db/database.ts'
import { rebuild } from '../db/rollup.ts'
import { settled } from '../db/write.ts'
import { csv, fileOf } from '../ingest/test-files.ts'
import { importsInto } from '../ingest/test-imports.ts'

let database: Database
let app: FastifyInstance
const { load, everything: found, undo, list, rowsOf } = importsInto(() => database)
const everything = async () => {
  await settled(database)
  return found()
}
const valuesIn = (rows: unknown[]) => rows as Record<string, unknown>[]
beforeEach(async () => {
  database = await testDatabase()
  // answers that can do without a model wait for it, however busy the machine is
  app = await buildApp({ database, now: () => new Date('2026-11-22T10:30:00Z'), patience: 60_000 })
})
afterEach(async () => {
  await app.close()
  await database.close()
})

const post = async (path: string, payload: object) => {
  const answer = await app.inject({ method: 'POST', url: `/api/${path}`, payload })
  return { status: answer.statusCode, ...answer.json() }
}
const orders = (...rows: object[]) => post('transactions', { rows })
const ask = async (path: string) => (await app.inject(`/api/${path}`)).json().data

const first = [
  {
    order_id: 'A1',
    line_id: 1,
    date: '2026-11-20T09:00:00Z',
    customer_id: 'c-7',
    customer_name: 'Ada',
    segment: 'enterprise',
    product_id: 'lamp',
    product_name: 'Lamp',
    category: 'Light',
    quantity: 2,
    unit_price: '19.9950',
    discount: 1,
    cost: 12.5,
    region: 'North',
    channel: 'Shop',
    rep: 'Rita',
    currency: 'usd',
  },
  { order_id: 'A1', line_id: 2, date: '2026-11-21', product_name: 'Bulb', amount: 4.1005 },
  {
    order_id: 'B1',
    line_id: 'x',
    date: '2026-11-21T23:30:00-05:00',
    customer_name: 'Ben',
    product_name: 'lamp',
    amount: 5,
  },
]

test('order lines are those of a file with the same rows', async () => {
  expect(await orders(...first)).toEqual({
    status: 200,
    data: { importId: expect.any(Number), inserted: 3, updated: 0, unchanged: 0, notes: [] },
    meta: expect.objectContaining({ currency: 'USD', rows: { counted: 3, excluded: [] } }),
  })
  const written = await everything()
  const [record] = await list()
  expect(record).toMatchObject({ kind: 'api', fileName: 'Through the API on 2026-11-22', undoable: true })

  const other = await testDatabase()
  const mine = database
  database = other
  const columns = [...new Set(first.flatMap(row => Object.keys(row)))]
  const lines = [
    columns,
    ...first.map(row => columns.map(name => String((row as Record<string, unknown>)[name] ?? ''))),
  ]
  const mapping = Object.fromEntries(columns.map(name => [name, name]))
  await load(fileOf(csv(...lines)), { kind: 'orders', mapping: JSON.stringify(mapping) })
  const imported = await everything()
  database = mine
  await other.close()
  // a file's column of costs is of units or of lines by all its rows together, and prices its products; here it is said
  const plain = (rows: unknown[]) => rows.map(row => ({ ...(row as object), import_id: 0, cost: null }))
  expect(plain(written.lines)).toEqual(plain(imported.lines))
  expect(written.customers).toEqual(imported.customers)
  expect(plain(written.products)).toEqual(plain(imported.products))
  expect(written.reps).toEqual(imported.reps)
  expect(written.lines[0]).toMatchObject({ external_id: 'A1#1', amount: 38.99, cost: 12.5, status: 'completed' })
})

test('a batch again changes nothing, a row that differs is changed, and undoing takes all of the day back', async () => {
  await orders(...first)
  const once = await everything()
  expect((await orders(...first)).data).toMatchObject({ inserted: 0, updated: 0, unchanged: 3 })
  expect(await everything()).toEqual(once)
  const changed = await orders({ ...first[0], unit_price: 30, region: 'South' }, { ...first[2], line_id: 'y' })
  expect(changed.data).toMatchObject({
    inserted: 1,
    updated: 1,
    notes: ['1 row was fitted to the day, customer, region and channel that its order has already.'],
  })
  const { lines } = await everything()
  expect(valuesIn(lines).map(line => [line.external_id, line.amount, line.region])).toEqual([
    ['A1#1', 59, 'North'],
    ['A1#2', 4.1005, 'North'],
    ['B1#x', 5, 'Unknown'],
    ['B1#y', 5, 'Unknown'],
  ])
  const [record] = await list()
  expect(record?.rows).toEqual({ read: 8, accepted: 8, skipped: 0, inserted: 4, updated: 1, unchanged: 3 })
  expect(await undo(record!.id)).toEqual({ removed: 4, restored: 0 })
  expect(await everything()).toMatchObject({ lines: [], products: [], reps: [], rollup: [] })
})

test.each([
  [{ order_id: 'A', line_id: 1, date: '2026-02-30', amount: 1 }, 'date', /^a day such as .*, got "2026-02-30"$/],
  [{ line_id: 1, date: '2026-02-20', amount: 1 }, 'order_id', /^text or a whole number, got nothing$/],
  [{ order_id: 'A', line_id: 1, date: '2026-02-20' }, 'amount', /^an amount, or a unit_price, got nothing$/],
  [{ order_id: 'A', line_id: 1, date: '2026-02-20', amount: '1,5' }, 'amount', /^a number such as 12.5 .*, got "1,5"$/],
  [{ order_id: 'A', line_id: 1, date: '2026-02-20', unit_price: 0 }, 'unit_price', /^a price other than 0, .*, got 0$/],
  [{ order_id: 'A', line_id: 1, date: '2026-02-20', amount: 1, total: 1 }, 'total', /^no such field, got 1$/],
  [
    { order_id: 'A', line_id: 1, date: '2026-02-20', amount: 1, status: 'paid' },
    'status',
    /^completed, .*, got "paid"$/,
  ],
  [
    { order_id: 'A', line_id: 1, date: '2026-02-20', amount: 1, currency: 'EUR' },
    'currency',
    /^USD, which all amounts are in \(amounts are not converted\), got "EUR"$/,
  ],
  [{ ...first[0] }, 'line_id', /^one that no other row of its order has, got "1", which rows\[0\] has$/],
  [{ order_id: 'A\u0000', line_id: 1, date: '2026-02-20', amount: 1 }, 'order_id', /NUL/],
])('of a batch with a row that cannot be, nothing is written: %j', async (row, field, words) => {
  const refused = await orders(first[0]!, row)
  expect(refused).toEqual({
    status: 400,
    error: {
      code: 'bad_row',
      message: expect.stringContaining(`rows[1].${field}: expected `),
      requestId: expect.any(String),
      row: { index: 1, field, expected: expect.any(String), got: expect.any(String) },
    },
  })
  expect(`${refused.error.row.expected}, got ${refused.error.row.got}`).toMatch(words)
  expect(await everything()).toMatchObject({ lines: [], products: [] })
  expect(await list()).toEqual([])
})

test('what is no batch is said in a sentence', async () => {
  expect((await post('transactions', { rows: [] })).error.message).toBe('rows: expected 1 to 1000 rows, got none')
  const many = Array.from({ length: 1001 }, (_, i) => ({ ...first[1], line_id: i }))
  expect((await orders(...many)).error.message).toBe('rows: expected 1 to 1000 rows, got 1001')
  expect((await post('transactions', [1])).error.message).toBe('Expected a JSON body { "rows": [ … ] }, got [1]')
  const form = await app.inject({
    method: 'POST',
    url: '/api/deals',
    headers: { 'content-type': 'text/csv' },
    payload: 'a',
  })
  expect([form.statusCode, form.json().error.message]).toEqual([
    415,
    'Expected a body of type application/json, got "text/csv".',
  ])
})

test('goods that come back are a refund of their own day; moments without an offset are of the workspace', async () => {
  await app.inject({ method: 'PATCH', url: '/api/settings?timezone=America/New_York' })
  await orders(
    { order_id: 'A', line_id: 1, date: '2026-11-20T23:30', product_name: 'Lamp', amount: 10, cost: 4 },
    { order_id: 'A', line_id: 1, date: '2026-11-21T09:00', product_name: 'Lamp', quantity: 1, amount: -10, cost: 4 },
    { order_id: 'A', line_id: 2, date: '2026-11-21', product_name: 'Lamp', amount: 3, status: 'cancelled' },
  )
  const { lines } = await everything()
  const shown = ({ external_id, ordered_at, ordered_on, quantity, amount, cost, status }: Record<string, unknown>) =>
    [external_id, ordered_at, ordered_on, quantity, amount, cost, status].join(' ')
  expect(valuesIn(lines).map(shown)).toEqual([
    'A#1 2026-11-21T04:30:00.000Z 2026-11-20 1 10 4 completed',
    'A#1/refund 2026-11-21T14:00:00.000Z 2026-11-21 -1 -10 -4 refunded',
    'A#2 2026-11-21T04:30:00.000Z 2026-11-20 1 3  cancelled',
  ])
})

test('answers follow each batch, as those of a rebuild do, and open pages are told once', async () => {
  const base = await app.listen({ port: 0, host: '127.0.0.1' })
  const { next, leave } = await follow(base)
  expect((await next())?.event).toBe('ping')
  await orders(...first)
  await orders({
    order_id: 'C1',
    line_id: 1,
    date: '2026-10-02',
    customer_name: 'Ada',
    product_name: 'Bulb',
    amount: 7,
  })
  expect((await next())?.event).toBe('data')
  leave()
  const questions = ['revenue/kpis', 'revenue/trends?granularity=month', 'customers/overview', 'revenue/by-category']
  const answers = await Promise.all(questions.map(ask))
  expect(answers[0].revenue.value).toBe(48.09)
  await rebuild(database)
  expect(await Promise.all(questions.map(ask))).toEqual(answers)
})

test('questions are answered while batches come without a pause', async () => {
  await orders(...first)
  let over = false
  let written = 0
  const writer = async (name: number) => {
    for (let i = 0; !over; i++) {
      const row = {
        order_id: `w${name}-${i}`,
        line_id: 1,
        date: `2026-11-0${1 + (i % 9)}`,
        customer_name: `C${i}`,
        product_name: 'Bulb',
        amount: 1,
      }
      expect((await orders(row)).status).toBe(200)
      written += 1
    }
  }
  const writing = Array.from({ length: 6 }, (_, name) => writer(name))
  // none of them has been asked before, and each needs rows
  for (const day of ['2026-11-03', '2026-11-07']) {
    const before = written
    const { revenue, orders: sold } = await ask(`revenue/kpis?start_date=2026-10-01&end_date=${day}`)
    expect(revenue.value).toBe(sold.value)
    expect(written - before).toBeLessThan(100)
  }
  over = true
  await Promise.all(writing)
  const { orders: all } = await ask('revenue/kpis?start_date=2026-11-01&end_date=2026-11-09')
  expect(all.value).toBe(written)
})

test('the same rows at once, beside an import of them too, are there once', async () => {
  const many = Array.from({ length: 200 }, (_, i) => ({
    order_id: `O${i % 70}`,
    line_id: i,
    date: '2026-11-20',
    customer_name: `Customer ${i % 7}`,
    product_name: 'Lamp',
    amount: i + 1,
  }))
  const table = csv(
    ['Order ID', 'Line ID', 'Date', 'Customer name', 'Product name', 'Amount'],
    ...many.map(row => [
      row.order_id,
      `${row.line_id}`,
      row.date,
      row.customer_name,
      row.product_name,
      `${row.amount}`,
    ]),
  )
  const mapping = {
    order_id: 'Order ID',
    line_id: 'Line ID',
    date: 'Date',
    customer_name: 'Customer name',
    product_name: 'Product name',
    amount: 'Amount',
  }
  const importing = load(fileOf(table), { kind: 'orders', mapping: JSON.stringify(mapping) })
  const answers = await Promise.all([0, 1, 2, 3].map(i => orders(...many.slice(i * 20, i * 20 + 140))))
  await importing
  expect(answers.map(({ status }: Record<string, unknown>) => status)).toEqual([200, 200, 200, 200])
  const { rows } = await sql<object>`
    select * from (select count(*) as lines, count(distinct external_id) as keys, sum(amount) as sum from transactions) lines,
      (select count(*) as customers from customers where id <> 0) customers, (select count(*) as products from products) products
  `.execute(database.db)
  expect(rows).toEqual([{ lines: 200, keys: 200, sum: 20100, customers: 7, products: 1 }])
})

test('an import that ends in between closes the record: each is undone after those that stand on it', async () => {
  await orders(...first)
  const before = await everything()
  const file = csv(
    ['order_id', 'line_id', 'date', 'customer_name', 'product_name', 'amount'],
    ['B1', 'x', '2026-11-21', 'Ben', 'Lamp', '8'],
  )
  const mapping = Object.fromEntries(
    ['order_id', 'line_id', 'date', 'customer_name', 'product_name', 'amount'].map(name => [name, name]),
  )
  await load(fileOf(file), { kind: 'orders', mapping: JSON.stringify(mapping) })
  const between = await everything()
  await orders({ ...first[2], amount: 9 }, { ...first[1], amount: 1 })
  await orders({ ...first[2], amount: 10 })
  const all = await list()
  expect(all.map(({ kind, undoable }) => [kind, undoable])).toEqual([
    ['api', true],
    ['orders', false],
    ['api', false],
  ])
  await undo(all[0]!.id)
  expect(await everything()).toEqual(between)
  await undo(all[1]!.id)
  expect((await everything()).lines).toEqual(before.lines)
})

test('beside the demo only what joins it is written, and goes with it', async () => {
  await sql`update settings set demo_seed = 1, demo_start = '2026-01-01'`.execute(database.bulk)
  expect(await orders(...first)).toMatchObject({
    status: 409,
    error: { message: expect.stringContaining('The demo data is loaded'.slice(4)) },
  })
  expect(await post('transactions?demo=true', { rows: first })).toMatchObject({
    status: 200,
    data: { importId: null, inserted: 3 },
  })
  expect(await post('transactions?demo=true', { rows: first })).toMatchObject({ data: { unchanged: 3 } })
  expect(await list()).toEqual([])
  await app.inject({ method: 'DELETE', url: '/api/demo' })
  expect(await everything()).toMatchObject({ lines: [], products: [], customers: [{ id: 0 }], reps: [] })
  expect(await post('transactions?demo=true', { rows: first })).toMatchObject({ status: 409 })
  expect(await rowsOf('select * from import_changes')).toEqual([])
})
