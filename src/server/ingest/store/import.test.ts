import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { testDatabase } from '../../../../tests/setup/database.ts'
import type { Progress } from '../../context.ts'
import { imports } from '../../queries/imports.ts'
import { write } from '../../db/write.ts'
import { csv, fileOf, fixture } from '../test-files.ts'
import { importsInto } from '../test-imports.ts'
import type { Database } from '../../db/database.ts'

let database: Database
beforeEach(async () => {
  database = await testDatabase()
})
afterEach(() => database.close())
const { rowsOf, command, load, undo, list, figures, everything } = importsInto(() => database)

/** The raw file summed by hand: whole cents of quantity × price. */
const rawRetail = () => {
  const lines = readFileSync(fixture('retail.csv'), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map(line => line.split(','))
  const sales = lines.filter(cells => Number(cells[4]) !== 0)
  const cents = (cells: string[]) => Number(cells[2]) * Math.round(Number(cells[4]) * 100)
  const sum = (rows: string[][]) => rows.reduce((total, cells) => total + cents(cells), 0) / 100
  const back = sales.filter(cells => cells[0]?.startsWith('C'))
  const completed = sales.filter(cells => !cells[0]?.startsWith('C'))
  const days = sales.map(cells => cells[3]?.slice(0, 10) ?? '').sort()
  return {
    lines: sales.length,
    orders: new Set(completed.map(cells => cells[0])).size,
    customers: new Set(completed.map(cells => cells[5]).filter(id => id !== 'NA')).size,
    unknown: sales.filter(cells => cells[5] === 'NA').length,
    revenue: sum(sales),
    refunds: sum(back),
    first: days[0],
    last: days.at(-1),
  }
}

test('the retail file reconciles to the cent with its raw text; once more it changes nothing; undone it leaves nothing', async () => {
  const before = await everything()
  const first = await load(fixture('retail.csv'), { currency: 'GBP', timezone: 'Europe/London' })
  const expected = rawRetail()
  expect(await figures()).toEqual(expected)
  expect(await rowsOf('select currency, timezone from settings')).toEqual([
    { currency: 'GBP', timezone: 'Europe/London' },
  ])
  expect(first.report.rows).toEqual({
    read: 1956,
    accepted: 1938,
    skipped: 18,
    inserted: 1938,
    updated: 0,
    unchanged: 0,
  })
  expect({
    orders: first.report.orders,
    customers: first.report.customers,
    revenue: first.report.revenue,
    reasons: [...new Set(first.report.skippedRows.map(({ reason }) => reason))],
  }).toEqual({
    orders: expected.orders,
    customers: expected.customers,
    revenue: expected.revenue,
    reasons: ['price is zero: not a sale'],
  })
  expect(
    await rowsOf(
      `select sum(revenue) / 10000.0 as revenue from daily_metrics where grain = 'total' and period = 'day'`,
    ),
  ).toEqual([{ revenue: expected.revenue }])

  const loaded = await everything()
  const again = await load(fixture('retail.csv'))
  expect(again.report.rows).toEqual({
    read: 1956,
    accepted: 1938,
    skipped: 18,
    inserted: 0,
    updated: 0,
    unchanged: 1938,
  })
  expect(await everything()).toEqual(loaded)
  expect(await undo(again.importId ?? 0)).toEqual({ removed: 0, restored: 0 })
  expect(await undo(first.importId ?? 0)).toEqual({ removed: 1938, restored: 0 })
  expect(await everything()).toEqual(before)
})

test('cdnow without order numbers: a customer’s rows of a day are one order', async () => {
  const raw = readFileSync(fixture('cdnow.csv'), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map(line => line.split(','))
  await load(fixture('cdnow.csv'))
  expect(await figures()).toEqual({
    lines: raw.length,
    orders: new Set(raw.map(cells => `${cells[0]} ${cells[2]}`)).size,
    customers: 200,
    unknown: 0,
    refunds: null,
    revenue: raw.reduce((sum, cells) => sum + Math.round(Number(cells[4]) * 100), 0) / 100,
    first: '1997-01-01',
    last: '1998-06-20',
  })
})

const orders = (...rows: (string | number)[][]) =>
  fileOf(
    csv(
      [
        'Order ID',
        'Order Date',
        'Customer ID',
        'Customer Name',
        'SKU',
        'Product',
        'Category',
        'Qty',
        'Price',
        'Region',
        'Status',
      ],
      ...rows,
    ),
  )

test('a changed file updates, moves and adds; its undo brings everything back; the earlier import waits for it', async () => {
  const january = orders(
    ['1', '2026-01-05', 'c1', 'Ann', 's1', 'Soap', 'Care', 2, '4.50', 'North', 'paid'],
    ['1', '2026-01-05', 'c1', 'Ann', 's2', 'Oil', 'Food', 1, '8.00', 'North', 'paid'],
    ['2', '2026-01-06', 'c2', 'Bob', 's1', 'Soap', 'Care', 1, '4.50', 'South', 'pending'],
    ['3', '2026-01-07', 'c3', 'Cid', 's1', 'Soap', 'Care', 1, '4.50', 'South', 'paid'],
  )
  const first = await load(january)
  const before = await everything()
  const second = await load(
    orders(
      ['2', '2026-01-06', 'c2', 'Bob', 's1', 'Soap', 'Body care', 1, '4.50', 'South', 'paid'], // updated, and the product's category
      ['3', '2026-01-07', 'c9', 'Dan', 's1', 'Soap', 'Body care', 1, '4.50', 'South', 'paid'], // another customer
      ['1', '2026-01-09', 'c2', 'Bob', 's3', 'Tea', 'Food', 1, '3.00', 'South', 'paid'], // a line more of an order that has its day and customer
      ['4', '2026-02-01', 'c2', 'Bob', 's3', 'Tea', 'Food', 1, '3.00', 'South', 'paid'],
    ),
    { styles: JSON.stringify({ 'Order ID: shop': 'same' }) },
  )
  expect({ rows: second.report.rows, fitted: second.report.notes.filter(note => note.includes('fitted')) }).toEqual({
    rows: { read: 4, accepted: 4, skipped: 0, inserted: 2, updated: 2, unchanged: 0 },
    fitted: ['1 row was fitted to the day, customer, region and channel that its order has already.'],
  })
  expect(
    await rowsOf(`
    select t.order_id, p.name as product, p.category, c.name as customer, t.ordered_on as day, t.region, t.status, t.amount from transactions t
    join products p on p.id = t.product_id join customers c on c.id = t.customer_id order by 1, 2
  `),
  ).toEqual([
    {
      order_id: '1',
      product: 'Oil',
      category: 'Food',
      customer: 'Ann',
      day: '2026-01-05',
      region: 'North',
      status: 'completed',
      amount: 8,
    },
    {
      order_id: '1',
      product: 'Soap',
      category: 'Body care',
      customer: 'Ann',
      day: '2026-01-05',
      region: 'North',
      status: 'completed',
      amount: 9,
    },
    {
      order_id: '1',
      product: 'Tea',
      category: 'Food',
      customer: 'Ann',
      day: '2026-01-05',
      region: 'North',
      status: 'completed',
      amount: 3,
    },
    {
      order_id: '2',
      product: 'Soap',
      category: 'Body care',
      customer: 'Bob',
      day: '2026-01-06',
      region: 'South',
      status: 'completed',
      amount: 4.5,
    },
    {
      order_id: '3',
      product: 'Soap',
      category: 'Body care',
      customer: 'Dan',
      day: '2026-01-07',
      region: 'South',
      status: 'completed',
      amount: 4.5,
    },
    {
      order_id: '4',
      product: 'Tea',
      category: 'Food',
      customer: 'Bob',
      day: '2026-02-01',
      region: 'South',
      status: 'completed',
      amount: 3,
    },
  ])
  expect(
    await rowsOf(
      `select day, revenue / 10000.0 as revenue from daily_metrics where grain = 'total' and period = 'day' and lines > 0 order by 1`,
    ),
  ).toEqual([
    { day: '2026-01-05', revenue: 20 },
    { day: '2026-01-06', revenue: 4.5 },
    { day: '2026-01-07', revenue: 4.5 },
    { day: '2026-02-01', revenue: 3 },
  ])
  expect((await list()).map(({ id, status, undoable }) => ({ id, status, undoable }))).toEqual([
    { id: second.importId, status: 'done', undoable: true },
    { id: first.importId, status: 'done', undoable: false },
  ])
  await expect(undo(first.importId ?? 0)).rejects.toMatchObject({
    status: 409,
    message: `The import of ${second.report.fileName} (number ${second.importId}) later changed or confirmed rows of this one. Undo that one first.`,
  })
  expect(await undo(second.importId ?? 0)).toEqual({ removed: 2, restored: 2 })
  expect(await everything()).toEqual(before)
  await expect(undo(second.importId ?? 0)).rejects.toMatchObject({ status: 409 })
  await expect(undo(999)).rejects.toMatchObject({ status: 404 })
  expect(await undo(first.importId ?? 0)).toEqual({ removed: 4, restored: 0 })
})

test('the CRM files: names meet, stages become the source’s own, events are those the file dates', async () => {
  await load(fixture('crm-accounts.csv'))
  await load(fixture('crm-products.csv'))
  await load(fixture('crm-teams.csv'))
  const counts = () =>
    rowsOf(
      'select (select count(*) from products) as products, (select count(*) from customers) as customers, (select count(*) from sales_reps) as reps',
    )
  const dimensions = await counts()
  expect(dimensions).toEqual([{ products: 7, customers: 86, reps: 35 }])
  const before = await everything()
  const { report, importId } = await load(fixture('crm-pipeline.csv'))
  expect(await counts()).toEqual(dimensions)

  const raw = readFileSync(fixture('crm-pipeline.csv'), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map(line => line.split(','))
  const of = (stage: string) => raw.filter(cells => cells[4] === stage)
  const known = (stage: string) => of(stage).filter(cells => cells[3]).length
  const amount = (stage: string) => of(stage).reduce((sum, cells) => sum + Number(cells[7]), 0)
  expect(
    await rowsOf(
      'select stage, count(*) as deals, count(*) filter (where customer_id <> 0) as known, sum(amount) as amount, count(created_on) as created, count(closed_on) as closed from pipeline group by 1 order by stage collate "C"',
    ),
  ).toEqual([
    {
      stage: 'Engaging',
      deals: of('Engaging').length,
      known: known('Engaging'),
      amount: null,
      created: of('Engaging').length,
      closed: 0,
    },
    {
      stage: 'Prospecting',
      deals: of('Prospecting').length,
      known: known('Prospecting'),
      amount: null,
      created: 0,
      closed: 0,
    },
    {
      stage: 'closed-lost',
      deals: of('Lost').length,
      known: known('Lost'),
      amount: amount('Lost'),
      created: of('Lost').length,
      closed: of('Lost').length,
    },
    {
      stage: 'closed-won',
      deals: of('Won').length,
      known: known('Won'),
      amount: amount('Won'),
      created: of('Won').length,
      closed: of('Won').length,
    },
  ])
  expect(await rowsOf('select stage, count(*) as events from pipeline_events group by 1 order by 2')).toEqual([
    { stage: 'closed-lost', events: of('Lost').length },
    { stage: 'closed-won', events: of('Won').length },
    { stage: 'Engaging', events: of('Lost').length + of('Won').length + of('Engaging').length },
  ])
  expect(
    await rowsOf(
      `select count(*) as deals from pipeline d join products p on p.id = d.product_id where p.name = 'GTX Pro'`,
    ),
  ).toEqual([{ deals: raw.filter(cells => cells[2] === 'GTXPro').length }])
  expect(report.notes).toEqual(
    expect.arrayContaining([
      '"GTXPro" is taken as the product "GTX Pro".',
      'Stages in order, with the probability of a deal that has none of its own: Prospecting (10 %), Engaging (20 %).',
      '"Won" is closed-won, "Lost" is closed-lost.',
    ]),
  )
  expect(await rowsOf('select name, position, kind from stages order by position')).toEqual([
    { name: 'Prospecting', position: 1, kind: 'open' },
    { name: 'Engaging', position: 2, kind: 'open' },
    { name: 'closed-won', position: 3, kind: 'won' },
    { name: 'closed-lost', position: 4, kind: 'lost' },
  ])
  expect((await load(fixture('crm-pipeline.csv'))).report.rows).toMatchObject({
    inserted: 0,
    updated: 0,
    unchanged: raw.length,
  })
  expect(await undo((importId ?? 0) + 1)).toEqual({ removed: 0, restored: 0 })
  expect(await undo(importId ?? 0)).toEqual({ removed: raw.length, restored: 0 })
  expect(await everything()).toEqual(before)
})

test('successive imports of deals make their history: a changed stage was entered now, unless the file dates it', async () => {
  const deals = (...rows: (string | number)[][]) =>
    fileOf(csv(['Deal ID', 'Deal Name', 'Stage', 'Account', 'Amount', 'Created', 'Close Date'], ...rows))
  await load(
    deals(
      ['1', 'A', 'Proposal', 'Acme', 100, '2026-01-02', '2026-06-30'],
      ['2', 'B', 'Proposal', 'Bolt', 50, '2026-01-15', '2026-06-30'],
    ),
    {},
    '2026-02-01T10:00:00Z',
  )
  const before = await everything()
  const later = await load(
    deals(
      ['1', 'A', 'Negotiation', 'Acme Ltd', 120, '2026-01-02', '2026-06-30'],
      ['2', 'B', 'Closed Won', 'Bolt', 50, '2026-01-15', '2026-02-20'],
    ),
    {},
    '2026-03-01T10:00:00Z',
  )
  expect(later.report.rows).toMatchObject({ inserted: 0, updated: 2, unchanged: 0 })
  expect(
    await rowsOf(`
    select d.name, c.name as customer, d.stage, d.amount, d.expected_close_on as expected, d.closed_on as closed, e.stage as entered, e.entered_at as at
    from pipeline d join customers c on c.id = d.customer_id left join pipeline_events e on e.customer_id = d.customer_id and e.deal_id = d.id order by 1
  `),
  ).toEqual([
    {
      name: 'A',
      customer: 'Acme Ltd',
      stage: 'negotiation',
      amount: 120,
      expected: '2026-06-30',
      closed: null,
      entered: 'negotiation',
      at: '2026-03-01T10:00:00.000Z',
    },
    {
      name: 'B',
      customer: 'Bolt',
      stage: 'closed-won',
      amount: 50,
      // what was expected before it closed
      expected: '2026-06-30',
      closed: '2026-02-20',
      entered: 'closed-won',
      at: '2026-02-20T00:00:00.000Z',
    },
  ])
  await undo(later.importId ?? 0)
  expect(await everything()).toEqual(before)
})

test('a dry run writes nothing, an unanswered question stops the import, and its answer is remembered for the same columns', async () => {
  const file = fileOf('Order ID,Order Date,Total\n1,03/04/2026,18500.00\n')
  const before = await everything()
  const dry = await load(file, { dry_run: true })
  expect({
    importId: dry.importId,
    questions: dry.report.questions.map(({ column, about }) => [column, about]),
    imports: await list(),
  }).toEqual({ importId: null, questions: [['Order Date', 'date_style']], imports: [] })
  await expect(load(file)).rejects.toMatchObject({
    status: 400,
    message: expect.stringContaining('"03/04/2026" can be read in two ways'),
  })
  expect(await everything()).toEqual(before)
  expect((await list()).map(({ status, undoable }) => [status, undoable])).toEqual([['failed', false]])
  await load(file, {
    styles: JSON.stringify({ 'Order Date': 'dmy' }),
    mapping: JSON.stringify({ order_id: 'Order ID' }),
  })
  await load(fileOf('Order ID,Order Date,Total\n2,05/04/2026,1\n'))
  expect(await rowsOf('select order_id, ordered_on, amount from transactions order by 1')).toEqual([
    { order_id: '1', ordered_on: '2026-04-03', amount: 18500 },
    { order_id: '2', ordered_on: '2026-04-05', amount: 1 },
  ])
  await expect(load(file, { mapping: '{' })).rejects.toMatchObject({ status: 400 })
  expect(await rowsOf(`select tablename from pg_tables where tablename like 'staged%'`)).toEqual([])
})

test('a word for a state that nobody explained stops the import; explained once, it is known in the next file with these columns', async () => {
  const file = (id: number, word: string) =>
    fileOf(csv(['Order ID', 'Order Date', 'Total', 'Status'], [id, '2026-01-05', 5, word]))
  await expect(load(file(1, 'Wobbly'))).rejects.toMatchObject({
    status: 400,
    message: expect.stringContaining('Status: "Wobbly" stands in 1 row, 5.00 in all. What does it mean?'),
  })
  expect(await figures()).toMatchObject({ lines: 0 })
  await load(file(1, 'Wobbly'), { styles: JSON.stringify({ 'Status: wobbly': 'completed' }) })
  await load(file(2, 'WOBBLY'))
  await load(file(3, 'paid'))
  expect(await figures()).toMatchObject({ lines: 3, orders: 3, revenue: 15 })
  expect(await rowsOf('select styles from import_mappings')).toMatchObject([
    { styles: { 'Status: wobbly': 'completed' } },
  ])
})

test('currency and zone are set by the first real file; another one beside it is refused', async () => {
  const file = (currency: string, id: number) =>
    fileOf(csv(['Order ID', 'Order Date', 'Total', 'Currency'], [id, '2026-01-31 23:30:00Z', 5, currency]))
  await load(file('EUR', 1), { timezone: 'Europe/Berlin' })
  expect(await rowsOf('select currency, timezone, ordered_on from settings, transactions')).toEqual([
    { currency: 'EUR', timezone: 'Europe/Berlin', ordered_on: '2026-02-01' },
  ])
  await expect(load(file('USD', 2))).rejects.toMatchObject({
    status: 409,
    message:
      'The file has amounts in USD while the workspace is in EUR (a rate turns them into EUR), and the two cannot stand beside other imported data.',
  })
  await expect(load(file('EUR', 2), { timezone: 'UTC' })).rejects.toMatchObject({ status: 409 })
  await expect(load(file('EUR', 2), { currency: 'USD' })).rejects.toMatchObject({ status: 409 })
  for (const timezone of ['Mars/Olympus', '+03:00', '-05'])
    await expect(load(file('EUR', 2), { timezone })).rejects.toMatchObject({ status: 400 })
  expect((await load(file('USD', 2), { dry_run: true })).report.problems).toEqual([
    'The file has amounts in USD while the workspace is in EUR (a rate turns them into EUR), and the two cannot stand beside other imported data.',
  ])
  expect((await load(file('EUR', 2))).report.rows.inserted).toBe(1)
})

test('a file of refunds alone never takes the place of the sales', async () => {
  const file = (...row: (string | number)[]) =>
    fileOf(csv(['Order ID', 'Order Date', 'Customer', 'SKU', 'Quantity', 'Unit Price', 'Amount'], row))
  await load(file('S1', '2026-01-05', 'Ann', 'P1', 2, 10, 20))
  const back = file('S1', '2026-02-05', 'Ann', 'P1', -1, 10, -10)
  for (const inserted of [1, 0]) expect((await load(back)).report.rows).toMatchObject({ inserted, updated: 0 })
  expect(await figures()).toMatchObject({
    lines: 2,
    revenue: 10,
    refunds: -10,
    first: '2026-01-05',
    last: '2026-02-05',
  })
})

test('nor where both have the number of the line', async () => {
  const file = (...row: (string | number)[]) =>
    fileOf(csv(['Order ID', 'Line ID', 'Order Date', 'Quantity', 'Unit Price'], row))
  await load(file('S1', 1, '2026-01-05', 2, 10))
  await load(file('S1', 1, '2026-02-05', -1, 10))
  expect(await figures()).toMatchObject({ lines: 2, revenue: 10, refunds: -10 })
})

test('where a file has categories alone, each is a product of its name', async () => {
  await load(
    fileOf(
      csv(
        ['Order ID', 'Order Date', 'Category', 'Amount'],
        ['A1', '2026-01-05', 'Shoes', 10],
        ['A2', '2026-01-05', 'Hats', 500],
        ['A3', '2026-01-05', 'Shoes', 90],
      ),
    ),
  )
  expect(
    await rowsOf(
      'select name, category, sum(amount) as amount from transactions t join products p on p.id = t.product_id group by 1, 2 order by 1',
    ),
  ).toEqual([
    { name: 'Hats', category: 'Hats', amount: 500 },
    { name: 'Shoes', category: 'Shoes', amount: 100 },
  ])
})

test('a name in two columns is one, in lists of customers and in orders; an apostrophe before a number is none of it', async () => {
  await load(fileOf(csv(['Customer ID', 'First Name', 'Last Name', 'Email'], ["'1001", 'Ann', 'Lee', 'ann@x.com'])))
  await load(
    fileOf(
      csv(
        ['Order ID', 'Order Date', 'First Name', 'Last Name', 'Amount'],
        [1, '2026-01-05', 'Ann', 'Lee', 5],
        [2, '2026-01-05', 'Ann', '', 5],
      ),
    ),
  )
  expect(await rowsOf(`select external_id, name from customers where id > 0 order by id`)).toEqual([
    { external_id: '1001', name: 'Ann Lee' },
    { external_id: 'Ann', name: 'Ann' },
  ])
})

test('real files remove the demo data unless told otherwise', async () => {
  const demo = () =>
    write(database, async tx => {
      await sql`insert into products (id, external_id, name, category) overriding system value values (900, 'demo-p', 'Demo', 'Demo')`.execute(
        tx,
      )
      await sql`insert into transactions (customer_id, external_id, order_id, ordered_at, ordered_on, product_id, quantity, unit_price, amount, region, channel, status, import_id)
      values (0, 'demo-1', 'demo-1', '2026-01-01T10:00:00Z', '2026-01-01', 900, 1, 5, 5, 'N', 'web', 'completed', 0)`.execute(
        tx,
      )
      await sql`update settings set demo_seed = 7, demo_start = '2026-01-01'`.execute(tx)
    })
  await demo()
  await load(orders(['1', '2026-01-05', 'c1', 'Ann', 's1', 'Soap', 'Care', 2, '4.50', 'North', 'paid']), {
    keep_demo: true,
  })
  expect(await figures()).toMatchObject({ lines: 2, revenue: 14 })
  const { report } = await load(
    orders(['2', '2026-01-05', 'c1', 'Ann', 's1', 'Soap', 'Care', 2, '4.50', 'North', 'paid']),
  )
  expect({
    ...(await figures()),
    note: report.notes.includes('The demo data was removed.'),
    rest: await rowsOf(
      `select demo_seed, (select count(*) from products where external_id like 'demo-%') as products from settings`,
    ),
  }).toMatchObject({
    lines: 2,
    revenue: 18,
    note: true,
    rest: [{ demo_seed: null, products: 0 }],
  })
  await demo()
  expect((await imports.removeDemo(await command(null), {})).data).toEqual({ removed: 1 })
  expect(await figures()).toMatchObject({ lines: 2, revenue: 18 })
  await expect(imports.import(await command(null), { dry_run: false, keep_demo: false })).rejects.toMatchObject({
    status: 400,
  })
})

test('progress names its file, from reading until the days are summed up', async () => {
  const steps: Parameters<Progress>[0][] = []
  const path = fileOf(csv(['Order ID', 'Order Date', 'Total'], [1, '2026-01-31', 5]))
  await imports.import(
    { ...(await command(path)), progress: step => steps.push(step) },
    { dry_run: false, keep_demo: false },
  )
  expect([new Set(steps.map(({ task }) => task)), new Set(steps.map(({ file }) => file))]).toEqual([
    new Set(['Reading', 'Writing', 'Summing up days', 'Customer histories']),
    new Set([basename(path)]),
  ])
})
