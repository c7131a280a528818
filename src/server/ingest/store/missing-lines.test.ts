import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../../../tests/setup/database.ts'
import type { Database } from '../../db/database.ts'
import { csv, fileOf } from '../test-files.ts'
import { importsInto } from '../test-imports.ts'

let database: Database
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())
const { load, undo, figures, everything } = importsInto(() => database)

const orders = (...lines: [order: string, product: string, amount: number][]) =>
  fileOf(
    csv(
      ['Order ID', 'Order Date', 'Product', 'Amount'],
      ...lines.map(([order, product, amount]) => [order, '2026-08-13', product, amount]),
    ),
  )
const key = 'Order ID: lines no longer in the file'

test('an order that comes again with fewer lines: asked once, then the lines are gone, and come back with an undo', async () => {
  await load(orders(['1', 'Pen', 10], ['1', 'Pad', 20], ['2', 'Ink', 5]))
  const shorter = orders(['1', 'Pen', 10])
  const asked = await load(shorter, { dry_run: true })
  expect(asked.report.questions).toEqual([
    {
      column: key,
      about: 'meaning',
      sentence:
        '1 order comes again without 1 line of earlier files (20.00 of revenue). Is this file complete for its orders?',
      options: [
        { value: 'gone', example: 'yes: these lines are gone (−20.00)' },
        { value: 'kept', example: 'no: they stay as they are' },
      ],
    },
  ])
  await expect(load(shorter)).rejects.toMatchObject({ status: 400 })
  expect(await figures()).toMatchObject({ revenue: 35 })

  const before = await everything()
  const { importId, report } = await load(shorter, { styles: JSON.stringify({ [key]: 'gone' }) })
  expect([report.notes.filter(note => note.includes('gone')), await figures()]).toMatchObject([
    ['1 order comes again without 1 line of earlier files (20.00 of revenue): as said, they are gone.'],
    { revenue: 15, lines: 2 },
  ])
  await undo(importId as number)
  expect({ ...(await everything()), mappings: [] }).toEqual({ ...before, mappings: [] })

  await load(shorter, { styles: JSON.stringify({ [key]: 'kept' }) })
  expect(await figures()).toMatchObject({ revenue: 35 })
  expect((await load(orders(['2', 'Pen', 1]), { dry_run: true })).report.questions).toEqual([])
})

test('a customer is one in files that spell the number otherwise', async () => {
  const of = (order: string, customer: string) =>
    fileOf(csv(['Order ID', 'Order Date', 'Customer ID', 'Amount'], [order, '2026-08-13', customer, 5]))
  for (const [order, customer] of [
    ['a1', '501'],
    ['a2', '501.0'],
    ['a3', 'C-01'],
    ['a4', 'c-01'],
  ] as const)
    await load(of(order, customer))
  expect(await figures()).toMatchObject({ customers: 2 })
})
