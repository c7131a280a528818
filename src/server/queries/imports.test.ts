import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newDatabase } from '../../../tests/setup/database.ts'
import { buildApp } from '../app.ts'
import type { Database } from '../db/database.ts'
import { write } from '../db/write.ts'
import { importFile } from '../ingest/store/load.ts'
import { csv, fileOf } from '../ingest/test-files.ts'
import { importsInto } from '../ingest/test-imports.ts'

let database: Database
let app: FastifyInstance
beforeAll(async () => {
  database = await newDatabase()
  app = await buildApp({ database, now: () => new Date('2026-11-22T10:30:00Z') })
})
afterAll(async () => {
  await app.close()
  await database.close()
})

const list = async (query = '') => (await app.inject(`/api/imports${query}`)).json()
const add = (from: number, to: number) =>
  write(database, tx =>
    sql`
      insert into imports (kind, file_name, file_hash, status, started_at, rows, report)
      select 'orders', i || '.csv', '', 'undone', '2026-11-16T10:00:00Z',
        '{"read": 1, "accepted": 1, "skipped": 0, "inserted": 1, "updated": 0, "unchanged": 0}', '{}'
      from generate_series(${from}::int, ${to}::int) i
    `.execute(tx),
  )

test('the list comes page by page, newest first, and goes on where it was while others come', async () => {
  expect((await list()).data).toEqual({ rows: [], nextCursor: null, total: 0 })
  await add(1, 120)
  const first = (await list()).data
  expect([first.rows.length, first.rows[0].id, first.rows.at(-1).id, first.total]).toEqual([50, 120, 71, 120])
  expect(first.rows[0]).toEqual({
    id: 120,
    kind: 'orders',
    fileName: '120.csv',
    startedAt: '2026-11-16T10:00:00.000Z',
    finishedAt: null,
    status: 'undone',
    problem: null,
    rows: { read: 1, accepted: 1, skipped: 0, inserted: 1, updated: 0, unchanged: 0 },
    undoable: false,
  })
  await add(121, 130)
  const second = (await list(`?cursor=${first.nextCursor}`)).data
  const third = (await list(`?cursor=${second.nextCursor}`)).data
  expect([second.rows[0].id, third.rows.length, third.rows.at(-1).id, third.nextCursor]).toEqual([70, 20, 1, null])
  expect((await list('?limit=130')).data).toMatchObject({ nextCursor: null, total: 130 })
})

test.each([
  ['?limit=0', 'limit: expected a whole number from 1 to 1000, got "0"'],
  ['?limit=1001', 'limit: expected a whole number from 1 to 1000, got "1001"'],
  ['?cursor=x', 'cursor: expected the nextCursor of an answer to the same question, got "x"'],
  ['?page=2', 'unknown parameter page; expected one of limit, cursor'],
])('%s is refused in words', async (query, words) => {
  expect((await list(query)).error.message).toBe(words)
})

test('what is read again and again by itself fails once for one reason, and what a person sends each time', async () => {
  const { command } = importsInto(() => database)
  const header = ['Order ID', 'Order Date', 'Total']
  const attempt = async (fileName: string, onlyNews: boolean, rows: (string | number)[][]) => {
    const path = fileOf(csv(header, ...rows))
    const options = { path, fileName, onlyNews, dryRun: false, keepDemo: false }
    await expect(importFile(await command(path), options)).rejects.toThrow(/Order Date|date/)
  }
  const ambiguous = [[1, '03/04/2026', 5]]
  const failed = async () =>
    (await list('?limit=1000')).data.rows
      .filter(({ status }: { status: string }) => status === 'failed')
      .map(({ fileName }: { fileName: string }) => fileName)
  for (let i = 0; i < 3; i++) await attempt('shop', true, ambiguous)
  expect(await failed()).toEqual(['shop'])
  // another reason, then the first one again
  await attempt('shop', true, [[1, 'never', 5]])
  await attempt('shop', true, ambiguous)
  expect(await failed()).toEqual(['shop', 'shop', 'shop'])
  for (let i = 0; i < 2; i++) await attempt('shop.csv', false, ambiguous)
  expect(await failed()).toEqual(['shop.csv', 'shop.csv', 'shop', 'shop', 'shop'])
})
