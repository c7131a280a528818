import { afterEach, beforeEach, expect, test } from 'vitest'
import { testDatabase } from '../../../../tests/setup/database.ts'
import { buildApp } from '../../app.ts'
import type { Database } from '../../db/database.ts'
import { csv, fileOf } from '../test-files.ts'
import { importsInto } from '../test-imports.ts'

let database: Database
beforeEach(async () => {
  database = await testDatabase()
})
afterEach(() => database.close())

const { rowsOf, load, undo, everything } = importsInto(() => database)

const lines = () => rowsOf('select order_id, product_id, quantity, amount, cost from transactions order by id')

/** Revenue, margin, units and the share of revenue whose cost is known, of January 2026. */
const figures = async (query = '') => {
  const app = await buildApp({ database, now: () => new Date('2026-11-22T10:30:00Z') })
  const { data } = (
    await app.inject(`/api/revenue/kpis?start_date=2026-01-01&end_date=2026-01-31&compare=none${query}`)
  ).json()
  await app.close()
  return [data.revenue.value, data.grossMargin.value, data.units.value, data.marginCoveragePercent]
}

const header = ['Order ID', 'Order Date', 'Product ID', 'Product Name', 'Region', 'Quantity', 'Sales', 'Profit']

test('the rows’ own profit is added up by every slice, and comes back as it was with an undo', async () => {
  const before = await everything()
  const { importId } = await load(
    fileOf(
      csv(
        header,
        ['o1', '2026-01-05', 'P1', 'Lamp', 'East', 1, '20.4480', '8.0000'],
        ['o2', '2026-01-06', 'P1', 'Lamp', 'West', 1, '10.1120', '-2.0000'],
        ['o3', '2026-01-07', 'P1', 'Lamp', 'North', 2, '22.0010', ''],
        ['o4', '2026-01-08', 'P2', 'Stool', 'North', 3, '35.3333', '11.1111'],
      ),
    ),
  )
  expect(await figures('&region=East')).toEqual([20.45, 8, 1, 100])
  expect(await figures('&region=West')).toEqual([10.11, -2, 1, 100])
  // one of the product's lines says nothing: it cost what they did on average, (12.448 + 12.112) ÷ 2 a piece
  expect(await figures('&region=North')).toEqual([57.33, 8.55, 5, 100])
  expect(await figures()).toEqual([87.89, 14.55, 7, 100])
  expect(await lines()).toMatchObject([
    { amount: 20.448, cost: 12.448 },
    { amount: 10.112, cost: 12.112 },
    { amount: 22.001, cost: null },
    { amount: 35.3333, cost: 24.2222 },
  ])
  await undo(importId!)
  expect(await everything()).toEqual(before)
})

test('a cost is of the unit, or of the line where all rows together say so; what comes back brings its cost', async () => {
  const file = (column: string) =>
    fileOf(
      csv(
        ['Order ID', 'Order Date', 'SKU', 'Quantity', 'Unit Price', column],
        ['o1', '2026-01-05', 'a', 10, 5, '30.0005'],
        ['o2', '2026-01-05', 'b', 4, 10, 24],
        ['o3', '2026-01-06', 'a', -2, 5, 6],
      ),
    )
  await load(file('Cost'))
  expect(await lines()).toMatchObject([
    { quantity: 10, amount: 50, cost: 30.0005 },
    { quantity: 4, amount: 40, cost: 24 },
    { quantity: -2, amount: -10, cost: -6 },
  ])
  expect(await figures()).toEqual([80, 32, 12, 100])
  // the same orders, by the unit
  await load(file('Unit Cost'))
  expect((await lines()).map(line => (line as { cost: number }).cost)).toEqual([300.005, 96, -12])
})

test('money given back takes no goods: a negative price corrects money, and a part of an order has no cost', async () => {
  await load(
    fileOf(
      csv(
        ['Order ID', 'Order Date', 'SKU', 'Quantity', 'Unit Price', 'Unit Cost', 'Refund Amount', 'Refund Date'],
        ['o1', '2026-01-05', 'a', 10, 5, 3, '', ''],
        ['o1', '2026-01-05', 'b', 1, -7, 2, '', ''],
        ['o2', '2026-01-06', 'a', 2, 5, 3, 4, '2026-01-09'],
        ['o3', '2026-01-07', 'a', 2, 5, 3, 10, '2026-01-10'],
      ),
    ),
  )
  expect(await lines()).toMatchObject([
    { order_id: 'o1', quantity: 10, amount: 50, cost: 30 },
    { order_id: 'o1', quantity: 0, amount: -7, cost: 0 },
    { order_id: 'o2', quantity: 2, amount: 10, cost: 6 },
    { order_id: 'o2', quantity: 0, amount: -4, cost: 0 },
    { order_id: 'o3', quantity: 2, amount: 10, cost: 6 },
    { order_id: 'o3', quantity: -2, amount: -10, cost: -6 },
  ])
  // 50 − 7 + 10 − 4, less 36
  expect(await figures()).toEqual([59 - 10, 13, 12, 100])
})

test('a margin in percent is no amount', async () => {
  await load(
    fileOf(
      csv(
        ['Order ID', 'Order Date', 'SKU', 'Quantity', 'Amount', 'Margin'],
        ['o1', '2026-01-05', 'a', 1, 50, '40%'],
        ['o2', '2026-01-05', 'b', 1, 40, '35%'],
      ),
    ),
  )
  expect(await figures()).toEqual([90, null, 2, 0])
})

test('a sheet with four decimals sums to its own total, whatever the currency', async () => {
  const amounts = Array.from({ length: 500 }, (_, i) => (i * 7919 + 4444) % 1_000_003)
  const rows = amounts.map((pips, i) => [
    `o${i}`,
    `2026-01-${String(1 + (i % 28)).padStart(2, '0')}`,
    `P${i % 7}`,
    'KWD',
    1,
    (pips / 10_000).toFixed(4),
  ])
  await load(fileOf(csv(['Order ID', 'Order Date', 'SKU', 'Currency', 'Quantity', 'Amount'], ...rows)))
  const total = amounts.reduce((sum, pips) => sum + pips, 0)
  const [revenue] = await figures()
  expect(revenue).toBe(Math.round(total / 10) / 1000)
  expect(await rowsOf('select sum(amount)::text as sum from transactions')).toEqual([
    { sum: (total / 10_000).toFixed(4) },
  ])
})
