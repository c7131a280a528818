import { afterEach, beforeEach, expect, test } from 'vitest'
import { testDatabase } from '../../../../tests/setup/database.ts'
import { csv, fileOf } from '../test-files.ts'
import { importsInto } from '../test-imports.ts'
import type { Database } from '../../db/database.ts'

let database: Database
beforeEach(async () => {
  database = await testDatabase()
})
afterEach(() => database.close())
const { rowsOf, load, undo, list, everything } = importsInto(() => database)

test('what later files stand on is undone after them, and leaves with the last of them', async () => {
  const customers = fileOf(csv(['Customer ID', 'Name', 'Segment'], ['c1', 'Ada', 'vip']))
  const orders = (...ids: number[]) =>
    fileOf(
      csv(
        ['Order ID', 'Order Date', 'Customer ID', 'Total'],
        ...ids.map(id => [id, '2026-01-31', id === 9 ? 'c9' : 'c1', 5]),
      ),
    )
  const before = await everything()
  const undone = async ({ importId }: { importId: number | null }) => (await undo(importId ?? 0)).removed
  const [brought, january, more] = [await load(customers), await load(orders(1)), await load(orders(1, 2, 9))]
  await expect(undone(brought)).rejects.toMatchObject({
    status: 409,
    message: `The import of ${january.report.fileName} (number ${january.importId}) is about customers that this one brought. Undo that one first.`,
  })
  await expect(undone(january)).rejects.toMatchObject({
    status: 409,
    message: `The import of ${more.report.fileName} (number ${more.importId}) later changed or confirmed rows of this one. Undo that one first.`,
  })
  expect((await list()).map(({ undoable }) => undoable)).toEqual([true, false, true])

  const after = await load(orders(9))
  expect(after.report.rows).toMatchObject({ inserted: 0, unchanged: 1 })
  const last = await load(fileOf(csv(['Order ID', 'Order Date', 'Customer ID', 'Total'], [10, '2026-02-01', 'c9', 5])))
  expect([await undone(after), await undone(more)]).toEqual([0, 2])
  expect(await rowsOf(`select external_id from customers where id > 0 order by 1`)).toEqual([
    { external_id: 'c1' },
    { external_id: 'c9' },
  ])
  expect([await undone(last), await undone(january), await undone(brought)]).toEqual([1, 1, 1])
  expect(await everything()).toEqual(before)
  expect(await rowsOf('select * from import_changes')).toEqual([])
})

test('what a finished file about products had is not taken away with another that brought it', async () => {
  const products = (cost: number) => fileOf(csv(['SKU', 'Name', 'Cost'], ['p1', 'Pen', cost], ['p2', 'Pad', 1]))
  const orders = (id: number) => fileOf(csv(['Order ID', 'Order Date', 'SKU', 'Total'], [id, '2026-01-31', 'p1', 5]))
  const before = await everything()
  const undone = async ({ importId }: { importId: number | null }) => void (await undo(importId ?? 0))
  const [first, second] = [await load(orders(1)), await load(orders(2))]
  await undone(first)
  const [brought, same] = [await load(products(2)), await load(products(2))]
  await undone(second)
  await expect(undone(brought)).rejects.toMatchObject({ status: 409 })
  expect(await rowsOf('select external_id, name, cost from products order by 1')).toEqual([
    { external_id: 'p1', name: 'Pen', cost: 2 },
    { external_id: 'p2', name: 'Pad', cost: 1 },
  ])
  await undone(same)
  await undone(brought)
  expect(await everything()).toEqual(before)
})

test('currency, zone and how columns are read go back with an undo, unless later rows stand on them', async () => {
  const file = (id: number, currency: string, tax = 3) =>
    fileOf(csv(['Order ID', 'Order Date', 'Other', 'Total', 'Currency'], [id, '2026-01-31', tax, 5, currency]))
  const before = await everything()
  const wrong = await load(file(1, 'EUR'), { timezone: 'Europe/Berlin', mapping: JSON.stringify({ amount: 'Other' }) })
  expect([wrong.report.currency, wrong.report.revenue]).toEqual(['EUR', 3])
  const next = await load(file(2, 'EUR'), { dry_run: true })
  expect([next.report.currency, next.report.revenue, next.report.notes[0]]).toEqual([
    'EUR',
    3,
    'Columns and styles are read as they were in the last import with these column names.',
  ])
  await undo(wrong.importId ?? 0)
  expect(await everything()).toEqual(before)
  expect((await load(file(2, 'USD'), { dry_run: true })).report).toMatchObject({ currency: 'USD', revenue: 5 })

  const first = await load(file(1, 'EUR'))
  const second = await load(file(2, 'EUR'), { mapping: JSON.stringify({ amount: 'Other' }) })
  await undo(first.importId ?? 0)
  expect(await rowsOf('select currency from settings')).toEqual([{ currency: 'EUR' }])
  expect(await rowsOf(`select mapping->>'amount' as amount from import_mappings`)).toEqual([{ amount: 'Other' }])
  expect((await undo(second.importId ?? 0)).removed).toBe(1)
  expect(await everything()).toEqual(before)
})
