import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { api, type ImportReport } from '#contract'
import { testDatabase } from '../../../../tests/setup/database.ts'
import { buildApp } from '../../app.ts'
import { write } from '../../db/write.ts'
import { csv, fileOf, fixture } from '../test-files.ts'
import type { Database } from '../../db/database.ts'

let database: Database
let app: FastifyInstance
let url: string
beforeEach(async () => {
  database = await testDatabase()
  app = await buildApp({ database, now: () => new Date('2026-11-22T10:30:00Z') })
  url = await app.listen({ port: 0, host: '127.0.0.1' })
})
afterEach(async () => {
  await app.close()
  await database.close()
})

const send = async (path: string, asked: Record<string, string> = {}): Promise<ImportReport> => {
  const body = new FormData()
  body.set('file', new Blob([readFileSync(path)]), basename(path))
  const response = await fetch(`${url}/api/import?${new URLSearchParams(asked)}`, { method: 'POST', body })
  return api.data.import.data.parse(((await response.json()) as { data: unknown }).data).report
}
const dryRun = async (path: string, asked: Record<string, string> = {}) =>
  (await send(path, { ...asked, dry_run: 'true' })).dryRun

const orders = (...rows: (string | number)[][]) =>
  fileOf(csv(['Order ID', 'Order Date', 'Customer ID', 'SKU', 'Qty', 'Price', 'Status'], ...rows))
const deals = (...rows: (string | number)[][]) =>
  fileOf(csv(['Deal ID', 'Deal Name', 'Stage', 'Account', 'Amount', 'Created', 'Close Date'], ...rows))
const products = (...rows: (string | number)[][]) => fileOf(csv(['Product', 'Category', 'Price'], ...rows))

/** Of kinds other than orders. */
const unsaid = { changed: null, revenueChange: null }

test.each([
  [
    'orders',
    orders(
      ['1', '2026-01-05', 'c1', 's1', 2, '4.50', 'paid'],
      ['1', '2026-01-05', 'c1', 's2', 1, '8.00', 'paid'],
      ['2', '2026-01-06', 'c2', 's1', 1, 'free', 'paid'],
    ),
    orders(
      ['1', '2026-01-05', 'c1', 's1', 2, '4.50', 'paid'],
      ['1', '2026-01-05', 'c1', 's2', 3, '8.00', 'paid'],
      ['2', '2026-01-06', 'c2', 's1', 1, '4.50', 'paid'],
      ['3', '2026-01-07', 'c3', 's3', 1, '1.00', 'paid'],
    ),
    [
      { existing: 0, new: 2, changed: 0, revenueChange: 0 },
      { existing: 2, new: 2, changed: 1, revenueChange: 16 },
    ],
  ],
  [
    'deals',
    deals(['1', 'A', 'Proposal', 'Acme', 100, '2026-01-02', '2026-06-30']),
    deals(
      ['1', 'A', 'Negotiation', 'Acme', 100, '2026-01-02', '2026-06-30'],
      ['2', 'B', 'Proposal', 'Bolt', 50, '2026-01-15', '2026-06-30'],
    ),
    [
      { existing: 0, new: 1, ...unsaid },
      { existing: 1, new: 1, ...unsaid },
    ],
  ],
  [
    'products, by their names in any spelling, and repeated',
    products(['GTX Pro', 'Cards', 10], ['GTX Pro', 'Cards', 11], ['Lamp', 'Light', 5]),
    products(
      ['GTXPro', 'Cards', 12],
      ['Lamp', 'Light', 5],
      ['Desk', 'Furniture', 90],
      ['Desk', 'Furniture', 91],
      ['Desk', 'Furniture', 92],
    ),
    [
      { existing: 1, new: 2, ...unsaid },
      { existing: 4, new: 1, ...unsaid },
    ],
  ],
])('%s: a dry run says what the import then does', async (_kind, first, second, expected) => {
  for (const [index, path] of [first, second].entries()) {
    const foretold = await dryRun(path)
    expect(foretold).toEqual(expected[index])
    const { rows, dryRun: afterwards } = await send(path)
    expect({
      existing: rows.updated + rows.unchanged,
      new: rows.inserted,
      changed: foretold?.changed === null ? null : rows.updated,
      afterwards,
    }).toEqual({ ...foretold, revenueChange: undefined, afterwards: null })
  }
  expect(await dryRun(second)).toMatchObject({ new: 0 })
})

test.each([
  [['retail.csv']],
  [['cdnow.csv']],
  [
    [
      'crm-accounts.csv',
      'crm-products.csv',
      'crm-teams.csv',
      'crm-pipeline.csv',
      'crm-accounts.csv',
      'crm-pipeline.csv',
    ],
  ],
])('%j: what real files would bring is what they bring', async names => {
  for (const name of names) {
    const foretold = await dryRun(fixture(name))
    const { rows } = await send(fixture(name))
    expect([name, foretold]).toMatchObject([name, { existing: rows.updated + rows.unchanged, new: rows.inserted }])
    expect(foretold?.changed ?? 0).toBe(0)
  }
})

test('rows of the demo count only where it stays', async () => {
  const file = orders(['1', '2026-01-05', 'c1', 's1', 2, '4.50', 'paid'])
  await send(file)
  await write(database, async tx => {
    await sql`update transactions set import_id = 0`.execute(tx)
    await sql`update settings set demo_seed = 7, demo_start = '2026-01-01'`.execute(tx)
  })
  expect([await dryRun(file), await dryRun(file, { keep_demo: 'true' })]).toMatchObject([
    { existing: 0, new: 1 },
    { existing: 1, new: 0 },
  ])
})

test('of a file that cannot be imported nothing is foretold', async () => {
  expect(await dryRun(fileOf('Order ID,Order Date,Total\n1,03/04/2026,18500.00\n'))).toBeNull()
})
