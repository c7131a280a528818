import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../../tests/setup/database.ts'
import type { Database } from '../db/database.ts'
import { importsInto } from './test-imports.ts'

let database: Database
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())
const { load, figures, rowsOf } = importsInto(() => database)

const folder = join(import.meta.dirname, '../../web/public/samples')
const rows = (name: string) => {
  const [header = '', ...lines] = readFileSync(join(folder, name), 'utf8').trim().split('\n')
  const names = header.split(',')
  return lines.map(line => Object.fromEntries(line.split(',').map((cell, i) => [names[i], cell])))
}

test('the sample files go in as they are: nothing is asked, left out or unused, and they belong together', async () => {
  for (const [kind, columns, notes] of [
    ['customers', 7, 0],
    ['orders', 16, 0],
    // of deals it is always said which stages they are in
    ['deals', 12, 3],
  ] as const) {
    const { report } = await load(join(folder, `${kind}.csv`))
    expect([report.kind, report.questions, report.problems, report.notes.length, report.rows.skipped]).toEqual([
      kind,
      [],
      [],
      notes,
      0,
    ])
    expect(report.columns.filter(({ field }) => field === null)).toEqual([])
    expect(report.columns.length).toBe(columns)
    expect(report.rows.inserted).toBe(rows(`${kind}.csv`).length)
  }
  const orders = rows('orders.csv')
  const sold = orders.filter(({ status }) => status === 'completed')
  expect(await figures()).toMatchObject({
    lines: orders.length,
    orders: new Set(sold.map(row => row['order_id'])).size,
    revenue: Math.round(sold.reduce((sum, { amount }) => sum + Number(amount) * 100, 0)) / 100,
  })
  // customers of orders and deals are those of their own file
  expect(await rowsOf('select count(*) as n from customers where id <> 0')).toEqual([
    { n: rows('customers.csv').length },
  ])
  expect(await rowsOf('select count(*) as n from products')).toEqual([
    { n: new Set(orders.map(row => row['product_id'])).size },
  ])
})
