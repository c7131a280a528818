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

const header = ['Order ID', 'Date', 'Customer', 'Product', 'Quantity', 'Unit Price', 'Amount', 'Unit Cost']
const euros = fileOf(csv([...header, 'Currency'], ['1', '2026-11-01', 'Ada', 'Lamp', 1, 10, 10, 4, 'EUR']))
const rows = [
  ['2', '2026-11-02', 'Ben', 'Desk', 3, 0.33, 0.99, 0.1],
  ['3', '2026-11-03', 'Cem', 'Desk', 1, 0.33, 0.33, 0.1],
]
const dollars = fileOf(csv([...header, 'Currency'], ...rows.map(row => [...row, 'USD'])))
const unsaid = fileOf(csv(header, ...rows))

test('a file in another currency is refused without a rate, and exchanged line by line with one', async () => {
  await load(euros)
  await expect(load(dollars)).rejects.toMatchObject({
    status: 409,
    message: expect.stringContaining('amounts in USD while the workspace is in EUR (a rate turns them into'),
  })
  // 0.99 × 0.9215 = 0.912285, 0.33 × 0.9215 = 0.304095, a cost of 3 × 0.1 × 0.9215 = 0.27645: each to four decimals
  const used = { from: 'USD', rows: 2, lowest: 0.9215, highest: 0.9215, first: '2026-11-02', last: '2026-11-03' }
  const dry = await load(dollars, { rate: 0.9215, dry_run: true })
  expect(dry.report).toMatchObject({
    currency: 'EUR',
    exchange: { by: 'rate', currencies: [used] },
    revenue: 1.2164,
    byStatus: [{ status: 'completed', rows: 2, amount: 1.2164 }],
    problems: [],
  })
  expect(dry.report.notes).toContain(
    'Amounts were in USD and are exchanged at 1 USD = 0.9215 EUR, each rounded to four decimals; all amounts here are in EUR.',
  )
  const { importId } = await load(dollars, { rate: 0.9215 })
  expect(
    await rowsOf(
      `select order_id as id, amount, unit_price as price, cost from transactions where order_id <> '1' order by 1`,
    ),
  ).toEqual([
    { id: '2', amount: 0.9123, price: 0.3041, cost: 0.2765 },
    { id: '3', amount: 0.3041, price: 0.3041, cost: 0.0922 },
  ])
  expect(await rowsOf(`select report->'exchange' as exchange from imports where id = ${importId}`)).toEqual([
    { exchange: { by: 'rate', currencies: [used] } },
  ])
  expect(await figures()).toMatchObject({ revenue: 11.2164 })
  // the same lines at another rate are changed, not doubled
  expect((await load(dollars, { rate: 1 })).report.rows).toMatchObject({ inserted: 0, updated: 2 })
  expect(await figures()).toMatchObject({ lines: 3, revenue: 11.32 })
  await undo(importId! + 1)
  expect(await figures()).toMatchObject({ revenue: 11.2164 })
})

test('whose currency it is must be known, and be another one', async () => {
  await load(euros)
  const problems = async (path: string, is: object) =>
    (await load(path, { rate: 0.5, dry_run: true, ...is })).report.problems
  expect(await problems(unsaid, {})).toEqual(['rate: the file does not say its currency. Say it with rate_of.'])
  expect(await problems(unsaid, { rate_of: 'USD' })).toEqual([])
  expect(await problems(dollars, { rate_of: 'GBP' })).toEqual(["rate_of: the file's amounts are in USD, not GBP."])
  expect(await problems(unsaid, { rate_of: 'EUR' })).toEqual([
    "The file's amounts are in EUR, as the workspace's are: there is no rate between them.",
  ])
  // said to be of another currency, but not at which rate: never summed
  await expect(load(unsaid, { rate_of: 'USD' })).rejects.toMatchObject({ status: 409 })
  expect(await figures()).toMatchObject({ lines: 1 })
})

test('deals and quotas are exchanged, too', async () => {
  await load(euros)
  const deals = fileOf(
    csv(['Deal ID', 'Deal Name', 'Stage', 'Amount', 'Created Date'], ['d1', 'One', 'Lead', 200, '2026-11-01']),
  )
  const is = { rate: 0.5, rate_of: 'USD' } as const
  expect((await load(deals, { ...is, kind: 'deals' })).report.byStatus).toEqual([
    { status: 'open', rows: 1, amount: 100 },
  ])
  expect(await rowsOf('select amount from pipeline')).toEqual([{ amount: 100 }])
  const reps = fileOf(csv(['Rep ID', 'Name', 'Quota'], ['r1', 'Maya', 1000]))
  await load(reps, { ...is, kind: 'sales_reps' })
  expect(await rowsOf('select quota from sales_reps')).toEqual([{ quota: 500 }])
})
