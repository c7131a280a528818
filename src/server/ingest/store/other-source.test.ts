import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
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
const { load, undo, figures, everything, rowsOf } = importsInto(() => database)

type Row = [order: string, day: string, customer: string, amount: number]
const orders = (name: string, ...rows: Row[]) => {
  const path = join(dirname(fileOf('')), name)
  writeFileSync(path, csv(['Order ID', 'Order Date', 'Customer ID', 'Amount'], ...rows))
  return path
}
const key = 'Order ID: shop'
const said = (shop: string) => ({ styles: JSON.stringify({ [key]: shop }) })

const berlin: Row[] = [
  ['1', '2026-08-01', '501', 10],
  ['2', '2026-08-02', '502', 20],
  ['3', '2026-08-03', 'ada@example.com', 30],
]
const paris: Row[] = [
  ['1', '2026-09-10', '501', 100],
  ['2', '2026-09-11', '777', 200],
  ['3', '2026-09-12', 'ada@example.com', 300],
]

test('order numbers that are here for other customers on other days: asked; kept apart, every time by its own word', async () => {
  await load(orders('berlin.csv', ...berlin))
  const asked = await load(orders('paris.csv', ...paris), { dry_run: true })
  expect(asked.report.questions).toEqual([
    {
      column: key,
      about: 'meaning',
      sentence:
        'Order ID: 1 order number is here already with another day and customer, such as 2 (here 2026-08-02, 502; in the file 2026-09-11, 777). Which shop is this file of?',
      options: [
        {
          value: 'same',
          example: 'the shop whose orders are here without a name: the ones it meets are replaced',
        },
        { value: 'paris', example: 'another shop, kept apart as paris' },
        { value: 'Shop 2', example: 'another shop, kept apart as Shop 2' },
      ],
    },
  ])
  await expect(load(orders('paris.csv', ...paris))).rejects.toMatchObject({ status: 400, code: 'cannot_import' })
  expect(await figures()).toMatchObject({ revenue: 60 })

  const before = await everything()
  const dry = await load(orders('paris.csv', ...paris), { dry_run: true, ...said('Paris') })
  expect([dry.report.source, dry.report.questions, dry.report.dryRun]).toEqual([
    'Paris',
    [],
    { existing: 0, new: 3, changed: 0, revenueChange: 0 },
  ])
  const { importId, report } = await load(orders('paris.csv', ...paris), said('Paris'))
  expect(report.notes).toContain(
    "Kept apart as Paris: orders and customers' numbers are stored with it, such as Paris/1001.",
  )
  // customer 501 is another person there, an address of mail is the same
  expect(await figures()).toMatchObject({ revenue: 660, lines: 6 })
  const people = await rowsOf<{ number: string }>(
    'select external_id as number from customers where id > 0 order by id',
  )
  expect(people.map(({ number }) => number)).toEqual(['501', '502', 'ada@example.com', 'Paris/501', 'Paris/777'])

  // the same file again is the same shop's; without a word it is asked, also where nothing meets
  const again = await load(orders('paris.csv', ...paris), said('Paris'))
  expect(again.report.rows).toMatchObject({ unchanged: 3 })
  const later = await load(orders('later.csv', ['9', '2026-10-01', '501', 5]), { dry_run: true })
  expect(later.report.questions.map(({ sentence, options }) => [sentence, options.map(({ value }) => value)])).toEqual([
    [
      'Order ID: Files with these columns came from more than one shop. Which shop is this file of?',
      ['same', 'Paris', 'later', 'Shop 3'],
    ],
  ])
  const own = await load(orders('berlin.csv', ...berlin), said('same'))
  expect(own.report.rows).toMatchObject({ unchanged: 3, inserted: 0 })
  await undo(own.importId as number)
  await undo(again.importId as number)
  await undo(importId as number)
  expect({ ...(await everything()), mappings: [] }).toEqual({ ...before, mappings: [] })
})

test('orders that are here without a shop do not go in once more under one', async () => {
  const problems = async (shop: string) =>
    (await load(orders('berlin.csv', ...berlin), { dry_run: true, ...said(shop) })).report.problems
  expect(await problems('Berlin')).toEqual([
    '3 of its orders are here already without the name of a shop, with the same day and customer, and would count twice. Expected orders of Berlin only: undo the import that brought them, and import its file as Berlin.',
  ])
  await expect(load(orders('berlin.csv', ...berlin), said('Berlin'))).rejects.toMatchObject({ status: 400 })
  expect(await problems('a/b')).toEqual([
    'Order ID: shop: expected a name of 1 to 60 letters without a slash, got "a/b".',
  ])
})

test('an order that comes again a day later or under a new name of its customer is the same', async () => {
  const changed: Row[] = [
    ['1', '2026-08-02', '999', 10],
    ['3', '2026-09-03', 'ada@example.com', 30],
  ]
  expect((await load(orders('berlin.csv', ...changed), { dry_run: true })).report.questions).toEqual([])
})

test('a file of customers can be of a shop, too: asked where one has these numbers, and kept apart', async () => {
  await load(orders('berlin.csv', ...berlin))
  await load(orders('paris.csv', ...paris), said('Paris'))
  const people = (name: string, ...rows: string[][]) => {
    const path = join(dirname(fileOf('')), name)
    writeFileSync(path, csv(['Customer ID', 'Name', 'Segment'], ...rows))
    return path
  }
  const file = people('people.csv', ['501', 'Zoé', 'Retail'], ['778', 'Yann', 'Retail'])
  const shop = { styles: JSON.stringify({ 'Customer ID: shop': 'Paris' }) }
  const { report: asked } = await load(file, { dry_run: true, kind: 'customers' })
  expect(asked.questions).toEqual([
    {
      column: 'Customer ID: shop',
      about: 'meaning',
      sentence:
        "Customer ID: 1 number is one that a shop with a name has, too, such as Paris/501. Which shop's customers are these?",
      options: [
        { value: 'same', example: 'those of the shop whose orders are here without a name' },
        { value: 'Paris', example: 'the shop called Paris' },
        { value: 'people', example: 'another shop, kept apart as people' },
        { value: 'Shop 3', example: 'another shop, kept apart as Shop 3' },
      ],
    },
  ])
  await expect(load(file, { kind: 'customers' })).rejects.toMatchObject({ code: 'cannot_import' })
  const dry = await load(file, { dry_run: true, kind: 'customers', ...shop })
  expect([dry.report.source, dry.report.dryRun]).toMatchObject(['Paris', { existing: 1, new: 1 }])
  const { importId } = await load(file, { kind: 'customers', ...shop })
  const named = () =>
    rowsOf("select external_id as id, name, segment from customers where external_id ~ '50[01]|77[78]' order by 1")
  expect(await named()).toEqual([
    { id: '501', name: '501', segment: 'Unknown' },
    { id: 'Paris/501', name: 'Zoé', segment: 'Retail' },
    { id: 'Paris/777', name: 'Paris/777', segment: 'Unknown' },
    { id: 'Paris/778', name: 'Yann', segment: 'Retail' },
  ])
  // the answer is of that file alone
  expect((await load(file, { dry_run: true, kind: 'customers' })).report.questions.length).toBe(1)
  await undo(importId!)
  expect((await named()).length).toBe(3)
})
