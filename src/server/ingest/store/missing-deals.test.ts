import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { testDatabase } from '../../../../tests/setup/database.ts'
import { buildApp } from '../../app.ts'
import type { Database } from '../../db/database.ts'
import { csv, fileOf } from '../test-files.ts'
import { importsInto } from '../test-imports.ts'

let database: Database
let app: FastifyInstance
beforeAll(async () => {
  database = await testDatabase()
  app = await buildApp({ database, now: () => new Date('2026-11-22T10:00:00Z') })
})
afterAll(async () => {
  await app.close()
  await database.close()
})
const { load, undo, list, everything, rowsOf } = importsInto(() => database)
beforeEach(async () => {
  for (const { id, status } of await list()) if (status === 'done') await undo(id)
})

/** Deals 1, 2, … of which some are closed. */
const deals = (numbers: number[], closed: number[] = [], stage = 'lead') =>
  fileOf(
    csv(
      ['Deal ID', 'Deal Name', 'Stage', 'Amount', 'Create Date', 'Close date'],
      ...numbers.map(n =>
        closed.includes(n)
          ? [n, `deal ${n}`, 'closed-won', 100, '2026-09-01', '2026-09-20']
          : [n, `deal ${n}`, stage, 100, '2026-09-01', ''],
      ),
    ),
  )
const key = 'Deal ID: no longer in the file'
const saying = (answer: string) => ({ styles: JSON.stringify({ [key]: answer }) })
const at = (day: string) => `${day}T20:00:00Z`

const openOn = async (day: string) =>
  (await app.inject({ url: `/api/operations/opportunities?start_date=2026-09-01&end_date=${day}` })).json().data.total
    .deals
const flowOf = async (question: string) => {
  const { data } = (await app.inject({ url: `/api/operations/flow?${question}` })).json()
  return data.steps.filter(({ deals: some }: { deals: number }) => some > 0)
}

test('a deal that is no longer in the file is asked about, and nothing happens before the answer', async () => {
  await load(deals([1, 2, 3, 4, 5], [5]), {}, at('2026-10-01'))
  const before = await everything()
  const less = deals([1, 2, 3])
  const { report } = await load(less, { dry_run: true }, at('2026-10-10'))
  expect(report.questions).toEqual([
    {
      column: key,
      about: 'meaning',
      sentence:
        '1 open deal of earlier files like this one is no longer in it (1 closed one is missing, too: what is closed stays). Were they deleted, or is this file only a part?',
      options: [
        { value: 'gone', example: 'deleted: they leave the pipeline today, neither won nor lost' },
        { value: 'kept', example: 'the file is only a part (a filter, a page): they stay as they are' },
      ],
    },
  ])
  await expect(load(less, {}, at('2026-10-10'))).rejects.toMatchObject({ status: 400, code: 'cannot_import' })
  await expect(load(less, saying('maybe'), at('2026-10-10'))).rejects.toMatchObject({ status: 400 })
  expect(await everything()).toEqual(before)

  const answered = await load(less, { ...saying('gone'), dry_run: true }, at('2026-10-10'))
  expect([answered.report.questions, answered.report.notes.at(-1)]).toEqual([
    [],
    '1 open deal of earlier files like this one is no longer in it (1 closed one is missing, too: what is closed stays): as said, they were deleted, and leave the pipeline today.',
  ])
  expect(await everything()).toEqual(before)
})

test('deleted ones leave the pipeline on that day, and days before stay; undo and a later file bring them back', async () => {
  await load(deals([1, 2, 3, 4, 5], [5]), {}, at('2026-10-01'))
  const before = await everything()
  const { importId } = await load(deals([1, 2, 3]), saying('gone'), at('2026-10-10'))
  expect([await openOn('2026-10-09'), await openOn('2026-10-10')]).toEqual([4, 3])
  expect(await flowOf('start_date=2026-10-02&end_date=2026-10-20')).toEqual([
    { kind: 'removed', amount: -100, deals: 1, value: 100 },
  ])
  const { data } = (
    await app.inject({ url: '/api/operations/opportunities?start_date=2026-10-01&end_date=2026-11-01&state=removed' })
  ).json()
  expect(
    data.rows.map(({ opportunityName, state, closedOn }: Record<string, unknown>) => [
      opportunityName,
      state,
      closedOn,
    ]),
  ).toEqual([['deal 4', 'removed', '2026-10-10']])
  const { history } = (await app.inject({ url: `/api/operations/opportunities/${data.rows[0].id}` })).json().data
  expect(history.at(-1)).toEqual({ kind: 'removed', on: '2026-10-10', at: null, seen: true })
  await undo(importId!)
  expect(await everything()).toEqual(before)
  expect(await openOn('2026-10-10')).toBe(4)

  await load(deals([1, 2, 3]), saying('gone'), at('2026-10-10'))
  await load(deals([1, 2, 3, 4]), {}, at('2026-10-20'))
  // it was never gone
  expect([await openOn('2026-10-12'), await openOn('2026-10-20')]).toEqual([4, 4])
})

test('the answer is remembered for the source: a part stays a part; deletions of most are asked about again', async () => {
  await load(deals([1, 2, 3, 4]), {}, at('2026-10-01'))
  await load(deals([2, 3, 4]), saying('kept'), at('2026-10-02'))
  const { report } = await load(deals([3, 4]), {}, at('2026-10-03'))
  expect(report.notes).toContain(
    '2 open deals of earlier files like this one are no longer in it: as said, the file is only a part, and they stay as they are.',
  )
  expect(await openOn('2026-10-05')).toBe(4)

  await load(deals([2, 3, 4]), saying('gone'), at('2026-10-06'))
  expect(await openOn('2026-10-06')).toBe(3)
  await load(deals([3, 4]), {}, at('2026-10-07'))
  expect(await openOn('2026-10-07')).toBe(2)
  await load(deals([3, 4, 5, 6, 7]), {}, at('2026-10-08'))
  // three of five at once
  await expect(load(deals([3, 4]), {}, at('2026-10-09'))).rejects.toMatchObject({
    message: expect.stringContaining('3 open deals of earlier files like this one are no longer in it.'),
  })
  expect(await openOn('2026-10-09')).toBe(5)
})

test('other sources, and files that share no deal with earlier ones, ask nothing', async () => {
  await load(deals([1, 2]), {}, at('2026-10-01'))
  const other = fileOf(csv(['Id', 'Title', 'Stage', 'Value', 'Created'], [1, 'deal 1', 'lead', 100, '2026-09-01']))
  expect((await load(other, { dry_run: true }, at('2026-10-02'))).report.questions).toEqual([])
  const { report } = await load(deals([3, 4]), {}, at('2026-10-03'))
  expect(report.notes).toContain(
    'No deal of this file was in earlier ones with the same columns: 2 open deals of earlier files with these columns stay as they are.',
  )
  expect(await openOn('2026-10-05')).toBe(4)
})

test('numbers of any length tell deals apart to the last character', async () => {
  const ids = [
    '0065g00000AbCdEAAX',
    '0065g00000AbCdEAAx',
    '9007199254740992',
    '9007199254740993',
    '000000000000000000123',
    `opportunity-${'7'.repeat(100)}`,
    `opportunity-${'7'.repeat(99)}8`,
  ]
  const file = (keys: string[]) =>
    fileOf(csv(['Deal ID', 'Stage', 'Amount', 'Create Date'], ...keys.map(id => [id, 'lead', 100, '2026-09-01'])))
  await load(file(ids), {}, at('2026-10-01'))
  expect(await openOn('2026-10-01')).toBe(7)
  const gone = [ids[1]!, ids[3]!, ids[6]!]
  await load(file(ids.filter(id => !gone.includes(id))), saying('gone'), at('2026-10-02'))
  const removed = await rowsOf<{ id: string }>(
    'select external_id as id from pipeline where removed_on is not null order by 1',
  )
  expect(removed.map(({ id }) => id).sort()).toEqual(gone.toSorted())
  expect(await openOn('2026-10-02')).toBe(4)
})
