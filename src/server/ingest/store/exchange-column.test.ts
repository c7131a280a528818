import { afterEach, beforeEach, expect, test } from 'vitest'
import { testDatabase } from '../../../../tests/setup/database.ts'
import type { Database } from '../../db/database.ts'
import { csv, fileOf } from '../test-files.ts'
import { importsInto } from '../test-imports.ts'

let database: Database
beforeEach(async () => {
  database = await testDatabase()
})
afterEach(() => database.close())
const { load, figures, rowsOf, undo } = importsInto(() => database)

const header = ['Order ID', 'Date', 'Customer', 'Product', 'Amount', 'Currency', 'Exchange Rate']
const euros = fileOf(csv(header, ['1', '2026-11-01', 'Ada', 'Lamp', 10, 'EUR', '']))
const mixed = fileOf(
  csv(
    header,
    ['2', '2026-11-02', 'Ben', 'Desk', 100, 'USD', 0.9215],
    ['3', '2026-11-03', 'Cem', 'Desk', 0.33, 'GBP', 1.1734],
    ['4', '2026-11-03', 'Dee', 'Desk', 7, 'EUR', 1],
    ['5', '2026-11-04', 'Eve', 'Desk', 8, 'EUR', ''],
    ['6', '2026-11-05', 'Fay', 'Desk', 9, 'USD', ''],
    ['7', '2026-11-05', 'Gus', 'Desk', 9, '', ''],
    ['8', '2026-11-06', 'Hal', 'Desk', -10, 'USD', 0.9301],
    ['9', '2026-11-06', 'Ida', 'Desk', 5, 'USD', 0],
    ['10', '2026-11-06', 'Jon', 'Desk', 5, 'USD', 'n/k'],
  ),
)
const key = 'Exchange Rate: into EUR'
const way = (is: string) => ({ styles: JSON.stringify({ [key]: is }) })
const stored = () => rowsOf(`select order_id as id, amount from transactions where order_id <> '1' order by 1`)

test('which way a column of rates leads is asked with what it would come to, and each row is exchanged at its own', async () => {
  await load(euros)
  const { report } = await load(mixed, { dry_run: true })
  expect(report.questions).toEqual([
    {
      column: key,
      about: 'meaning',
      sentence: 'Exchange Rate: which way do these exchange rates lead, and is it to EUR? No column shows it.',
      options: [
        {
          value: 'multiply',
          example:
            '1 USD is 0.9215 EUR, so that 100.00 on line 2 is 92.15 EUR; 1 GBP is 1.1734 EUR, so that 0.33 on line 3 is 0.39 EUR',
        },
        {
          value: 'divide',
          example:
            '1 EUR is 0.9215 USD, so that 100.00 on line 2 is 108.52 EUR; 1 EUR is 1.1734 GBP, so that 0.33 on line 3 is 0.28 EUR',
        },
        { value: 'converted', example: 'neither: all amounts are in EUR already, and count as they are' },
      ],
    },
  ])
  await expect(load(mixed)).rejects.toMatchObject({ status: 400, message: expect.stringContaining('which way do') })
  expect(await figures()).toMatchObject({ lines: 1, revenue: 10 })

  const { importId, report: done } = await load(mixed, way('multiply'))
  // 100 × 0.9215, 0.33 × 1.1734 = 0.387222, −10 × 0.9301; 7 and 8 stay
  expect(await stored()).toEqual([
    { id: '2', amount: 92.15 },
    { id: '3', amount: 0.3872 },
    { id: '4', amount: 7 },
    { id: '5', amount: 8 },
    { id: '8', amount: -9.301 },
  ])
  expect(done.skippedRows.map(({ line, reason }) => [line, reason])).toEqual([
    [6, 'USD without an exchange rate'],
    [7, 'no Currency, where other rows have another one'],
    [9, 'Exchange Rate 0 is no exchange rate'],
    [10, 'Exchange Rate "n/k" is not a number'],
  ])
  expect(done).toMatchObject({
    currency: 'EUR',
    revenue: 98.2362,
    exchange: {
      by: 'column',
      currencies: [
        { from: 'USD', rows: 2, lowest: 0.9215, highest: 0.9301, first: '2026-11-02', last: '2026-11-06' },
        { from: 'GBP', rows: 1, lowest: 1.1734, highest: 1.1734, first: '2026-11-03', last: '2026-11-03' },
      ],
    },
  })
  expect(done.notes).toContain(
    '2 rows are in USD and exchanged by Exchange Rate: 1 USD is 0.9215 to 0.9301 EUR. Each amount is rounded to four decimals.',
  )
  await undo(importId!)
  expect(await figures()).toMatchObject({ lines: 1, revenue: 10 })
})

test('divided, and what was said is said for the next file of these columns, into this currency only', async () => {
  await load(euros)
  await load(mixed, way('divide'))
  // 100 ÷ 0.9215 = 108.51872…, 0.33 ÷ 1.1734 = 0.281234…, −10 ÷ 0.9301 = −10.75153…
  expect(await stored()).toEqual([
    { id: '2', amount: 108.5187 },
    { id: '3', amount: 0.2812 },
    { id: '4', amount: 7 },
    { id: '5', amount: 8 },
    { id: '8', amount: -10.7515 },
  ])
  const next = fileOf(csv(header, ['12', '2026-11-07', 'Ben', 'Desk', 50, 'USD', 0.5]))
  expect((await load(next)).report).toMatchObject({ questions: [], revenue: 100 })
  await rowsOf(`update settings set currency = 'CHF'`)
  const { report } = await load(next, { dry_run: true })
  expect(report.questions.map(({ column }) => column)).toEqual(['Exchange Rate: into CHF'])
})

test('amounts that are said to be exchanged already count as they are, whatever stands beside them', async () => {
  await load(euros)
  const file = fileOf(
    csv(
      header,
      ['2', '2026-11-02', 'Ben', 'Desk', 100, 'USD', 0.9215],
      ['3', '2026-11-02', 'Cem', 'Desk', 50, 'GBP', 1.17],
    ),
  )
  const { report } = await load(file, way('converted'))
  expect(report).toMatchObject({ currency: 'EUR', revenue: 150, exchange: null, problems: [] })
  expect(report.notes).toContain('All amounts are in EUR, as was said: Exchange Rate is not used.')
})

test('a column of the same amounts in the company’s currency shows the way; a row that denies it leaves it open', async () => {
  await load(euros)
  const columns = ['Order No', 'Date', 'Customer', 'Amount', 'Currency', 'FX rate', 'Amount in EUR']
  const shown = [
    ['2', '2026-11-02', 'Ben', 100, 'USD', 1.0852, 92.15],
    ['3', '2026-11-03', 'Cem', 250, 'USD', 1.079, 231.7],
  ]
  const { report } = await load(fileOf(csv(columns, ...shown)))
  // 100 ÷ 1.0852 = 92.148912…, 250 ÷ 1.079 = 231.696014…
  expect(report).toMatchObject({ questions: [], revenue: 323.8449 })
  expect(report.notes).toContain('Amount in EUR shows which way FX rate leads.')
  expect(await stored()).toEqual([
    { id: '2', amount: 92.1489 },
    { id: '3', amount: 231.696 },
  ])
  const denied = fileOf(csv(columns, ...shown, ['4', '2026-11-03', 'Dee', 100, 'USD', 0.5, 50]))
  expect((await load(denied, { dry_run: true })).report.questions.map(({ column }) => column)).toEqual([
    'FX rate: into EUR',
  ])
  // of another company's currency it shows nothing
  const pounds = fileOf(csv([...columns.slice(0, 6), 'Amount in GBP'], ...shown))
  expect((await load(pounds, { dry_run: true })).report.questions).toHaveLength(1)
})

test('rates that lead to another currency, a rate beside a column of them, and a file without any are refused', async () => {
  await load(euros)
  const problems = async (rows: (string | number)[][], asked: object = {}, columns = header) =>
    (await load(fileOf(csv(columns, ...rows)), { dry_run: true, ...way('multiply'), ...asked })).report.problems
  const dollar = ['2', '2026-11-02', 'Ben', 'Desk', 100, 'USD', 1]
  expect(await problems([dollar, ['3', '2026-11-02', 'Cem', 'Desk', 50, 'EUR', 1.0852]])).toEqual([
    'Exchange Rate: 1 row in EUR has a rate (line 3 1.0852), so these lead to another currency. Say which the company’s is, or map no column to the exchange rate.',
  ])
  expect(await problems([dollar], { rate: 0.9 })).toEqual([
    'rate: each row has one in Exchange Rate. Leave it out, or map no column to the exchange rate.',
  ])
  const none = [dollar.slice(0, 6), ['3', '2026-11-02', 'Cem', 'Desk', 50, 'GBP']]
  expect(await problems(none, { styles: undefined }, header.slice(0, 6))).toEqual([
    expect.stringContaining('The file mixes currencies (USD in 1 row, GBP in 1 row)'),
    expect.stringContaining('The file has amounts in USD while the workspace is in EUR'),
  ])
  // nothing is exchanged where all is in the company's currency, and nothing is asked
  const own = await load(fileOf(csv(header, ['3', '2026-11-02', 'Cem', 'Desk', 50, 'EUR', 1.0852])), { dry_run: true })
  expect(own.report).toMatchObject({ questions: [], problems: [], revenue: 50, exchange: null })
})

test('rows that are left out ask nothing, and their sums are told in the company’s currency', async () => {
  await load(euros)
  const columns = ['Type', ...header]
  const fee = ['Fee', '', '2026-11-02', '', '', -3, 'USD', 0.5]
  const sale = ['Sale', '2', '2026-11-02', 'Ben', 'Desk', 100, 'EUR', '']
  const left = await load(fileOf(csv(columns, sale, fee)), { dry_run: true })
  expect(left.report).toMatchObject({ questions: [], problems: [], revenue: 100 })
  const { report } = await load(fileOf(csv(columns, sale, fee)), { dry_run: true, ...way('multiply') })
  expect(report.notes).toContain('Left out, as no sales: 1 row is a fee (−1.50).')
})

test('a currency that stands nowhere: rates alone are asked, and a column without any says nothing', async () => {
  await load(euros)
  const row = (rate: number | string) => ['2', '2026-11-02', 'Ben', 'Desk', 100, '', rate]
  expect(
    (await load(fileOf(csv(header, row(1.5))), { dry_run: true })).report.questions.map(({ column }) => column),
  ).toEqual([key])
  expect((await load(fileOf(csv(header, row(1.5))), { dry_run: true, ...way('divide') })).report).toMatchObject({
    revenue: 66.6667,
    exchange: { by: 'column', currencies: [{ from: null, rows: 1 }] },
  })
  expect((await load(fileOf(csv(header, row(''))), { dry_run: true })).report).toMatchObject({
    revenue: 100,
    exchange: null,
  })
})

test('rows of an order go on with its currency and rate, discounts and refunds of it are exchanged with its lines', async () => {
  await load(euros)
  const columns = [
    'Order ID',
    'Date',
    'Customer',
    'Product',
    'Quantity',
    'Unit Price',
    'Order Discount',
    'Refund Amount',
    'Unit Cost',
    'Currency',
    'Exchange Rate',
  ]
  const file = fileOf(
    csv(
      columns,
      ['2', '2026-11-02', 'Ben', 'Desk', 2, 30, 6, '', 10, 'USD', 0.5],
      ['2', '', '', 'Lamp', 1, 40, '', '', 20, '', ''],
      ['3', '2026-11-03', 'Cem', 'Lamp', 1, 40, '', 10, 20, 'GBP', 1.25],
      ['3', '2026-11-03', 'Cem', 'Desk', 1, 30, '', '', 10, 'EUR', ''],
    ),
  )
  const { report } = await load(file, way('multiply'))
  expect(report.skippedRows.map(({ line, reason }) => [line, reason])).toEqual([
    [5, 'EUR in the order 3, which is in GBP'],
  ])
  // (60 − 3.60) × 0.5 and (40 − 2.40) × 0.5; 40 of which 10 were given back, × 1.25
  expect(
    await rowsOf(
      `select order_id as id, amount, unit_price as price, discount, cost, status from transactions where order_id <> '1' order by 1, amount`,
    ),
  ).toEqual([
    { id: '2', amount: 18.8, price: 20, discount: 1.2, cost: 10, status: 'completed' },
    { id: '2', amount: 28.2, price: 15, discount: 1.8, cost: 10, status: 'completed' },
    { id: '3', amount: 12.5, price: 50, discount: 0, cost: 0, status: 'refunded' },
    { id: '3', amount: 37.5, price: 50, discount: 0, cost: 25, status: 'completed' },
  ])
})

test('sums are those of the rows, each exchanged and rounded by itself', async () => {
  await load(euros)
  const currencies = ['USD', 'GBP', 'JPY', 'EUR']
  const rows = Array.from({ length: 400 }, (_, i) => {
    const currency = currencies[i % 4]!
    const pips = ((i * 7919) % 1_000_003) * (i % 9 === 0 ? -1 : 1)
    const rate = currency === 'EUR' ? '' : (0.0057 + ((i * 31) % 997) / 1000).toFixed(6)
    return [
      `p${i}`,
      `2026-11-${String((i % 20) + 1).padStart(2, '0')}`,
      `C${i % 17}`,
      'Desk',
      (pips / 10_000).toFixed(4),
      currency,
      rate,
    ]
  })
  await load(fileOf(csv(header, ...rows)), way('divide'))
  const [{ off, lines }] = (await rowsOf<{ off: number; lines: number }>(`
    with file (id, amount, rate) as (values ${rows.map(row => `('${row[0]}', ${row[4]}::numeric, nullif('${row[6]}', '')::numeric)`).join(', ')})
    select count(*) as lines, sum(abs(t.amount - round(f.amount / coalesce(f.rate, 1), 4))) as off from transactions t join file f on f.id = t.order_id
  `)) as [{ off: number; lines: number }]
  expect({ off, lines }).toEqual({ off: 0, lines: 400 })
})
