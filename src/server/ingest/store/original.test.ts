import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { testDatabase } from '../../../../tests/setup/database.ts'
import type { Database } from '../../db/database.ts'
import { zipOf } from '../test-archives.ts'
import { fileOf, fixture } from '../test-files.ts'
import { importsInto } from '../test-imports.ts'

let database: Database
beforeEach(async () => {
  database = await testDatabase()
})
afterEach(() => database.close())
const { rowsOf, load } = importsInto(() => database)

const tables = ['customers', 'products', 'sales_reps', 'transactions', 'pipeline'] as const
const parts = [...tables, 'daily_metrics'].map(name => `${name}.csv`)
const textOf = (name: string) => readFileSync(fixture(`original/${name}`), 'utf8')
const archive = fileOf(zipOf(Object.fromEntries(parts.map(name => [`dump/${name}`, textOf(name)]))))
const answers: Record<string, string> = {
  'transactions.csv': '{"id: on every row": "orders"}',
  'pipeline.csv': '{"stage: without a close date": "expected"}',
}

const cellsOf = (name: string) =>
  textOf(name)
    .trim()
    .split('\n')
    .slice(1)
    .map(line => line.split(','))
const column = (name: string, at: number) => new Map(cellsOf(name).map(cells => [cells[0], cells[at] ?? '']))

/** The raw files joined by hand. */
const raw = () => {
  const [customer, product, rep] = [column('customers.csv', 1), column('products.csv', 1), column('sales_reps.csv', 1)]
  return {
    lines: cellsOf('transactions.csv').map(([id, who, what, seller, at, , , total, , , status]) => [
      id,
      customer.get(who),
      product.get(what),
      rep.get(seller),
      at?.slice(0, 10),
      Number(total),
      status,
    ]),
    deals: cellsOf('pipeline.csv').map(([id, who, seller, what, , stage, value, , , expected]) => [
      id,
      customer.get(who),
      rep.get(seller),
      product.get(what),
      Number(value),
      stage?.startsWith('Closed') ? expected : null,
    ]),
  }
}

const byNumber = (rows: unknown[][]) => rows.toSorted((a, b) => Number(a[0]) - Number(b[0]))

test.each([
  ['what is referred to first', tables],
  ['what is referred to last', [...tables].reverse()],
])('six tables with ids that refer from one to another, as one archive: %s', async (_, order) => {
  for (const name of order) {
    const part = `dump/${name}.csv`
    const styles = answers[`${name}.csv`]
    const { report } = await load(archive, { part, ...(styles ? { styles } : {}) })
    expect([report.rows.skipped, report.parts.length]).toEqual([0, 6])
  }
  const lines = await rowsOf<unknown[]>(`
    select t.order_id, c.name as customer, p.name as product, r.name as rep, t.ordered_on, t.amount, t.status
    from transactions t join customers c on c.id = t.customer_id join products p on p.id = t.product_id
      left join sales_reps r on r.id = t.rep_id
  `)
  const deals = await rowsOf<unknown[]>(`
    select d.external_id, c.name as customer, r.name as rep, p.name as product, d.amount, d.closed_on
    from pipeline d join customers c on c.id = d.customer_id left join sales_reps r on r.id = d.rep_id
      left join products p on p.id = d.product_id
  `)
  expect({ lines: byNumber(lines.map(Object.values)), deals: byNumber(deals.map(Object.values)) }).toEqual(raw())
  expect(
    await rowsOf(
      `select (select count(*) from customers where id <> 0) as customers, (select count(*) from products) as products, (select count(*) from sales_reps) as reps`,
    ),
  ).toEqual([{ customers: 5, products: 3, reps: 3 }])
  await expect(load(archive, { part: 'dump/daily_metrics.csv' })).rejects.toThrow('This is a report of sums')
})

test('columns that are not used are told', async () => {
  const { report } = await load(archive, { part: 'dump/customers.csv', dry_run: true })
  expect(report.columns.filter(({ field }) => field === null).map(({ name }) => name)).toEqual([
    'email',
    'acquisition_date',
    'status',
  ])
})
