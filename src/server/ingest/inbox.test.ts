import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { testDatabase } from '../../../tests/setup/database.ts'
import type { Database } from '../db/database.ts'
import { buildApp } from '../app.ts'
import { openInbox } from './inbox.ts'
import { csv } from './test-files.ts'
import { importsInto } from './test-imports.ts'

let database: Database
let folder: string
let inbox: Awaited<ReturnType<typeof openInbox>>
const failures: unknown[] = []
const open = async () => {
  const options = { folder, database, now: () => new Date('2026-11-22T10:00:00Z'), progress: () => {}, every: 100 }
  inbox = await openInbox({ ...options, failed: error => void failures.push(error) })
}
beforeEach(async () => {
  database = await testDatabase()
  folder = mkdtempSync(join(tmpdir(), 'analytics-inbox-'))
  await open()
})
afterEach(async () => {
  await inbox.close()
  await database.close()
  rmSync(folder, { recursive: true, force: true })
  for (const failure of failures.splice(0)) throw failure
})
const { figures, list, rowsOf } = importsInto(() => database)

const header = ['Order ID', 'Date', 'Customer', 'Product', 'Quantity', 'Amount']
const orders = (...rows: (string | number)[][]) => csv(header, ...rows)
const put = (name: string, text: string | Buffer) => writeFileSync(join(folder, name), text)
const waiting = () => rowsOf<{ name: string; reason: string }>('select name, reason from inbox order by name')
const until = async (is: () => unknown) => expect.poll(is, { timeout: 60_000, interval: 50 }).toBeTruthy()
const isDone = (name: string) => existsSync(join(folder, 'done', name))

test('a file of new columns waits for a person, later ones of the same columns go in by themselves', async () => {
  put('.hidden.csv', 'x')
  put('week-1.csv', orders(['1', '2026-11-02', 'Ada', 'Lamp', 1, 10]))
  await until(async () => (await waiting()).length)
  expect(await waiting()).toEqual([
    {
      name: 'week-1.csv',
      reason: 'Files with these columns have not been imported before: look at what it holds.',
    },
  ])
  // a start finds it waiting, and does not look at it anew
  await inbox.close()
  await open()
  await sleep(400)
  expect((await waiting()).length).toBe(1)
  expect((await figures())?.lines).toBe(0)

  const app = await buildApp({ database, inbox: folder, now: () => new Date('2026-11-22T10:00:00Z') })
  expect((await app.inject('/api/inbox')).json().data).toEqual({
    folder,
    waiting: [
      {
        name: 'week-1.csv',
        bytes: expect.any(Number),
        foundAt: '2026-11-22T10:00:00.000Z',
        reason: expect.any(String),
      },
    ],
  })
  const answer = (query: string) => app.inject({ method: 'POST', url: `/api/import?${query}` })
  expect((await answer('inbox=../secret.csv')).statusCode).toBe(404)
  expect((await answer('inbox=week-1.csv&dry_run=true')).json().data.report.rows.accepted).toBe(1)
  expect((await waiting()).length).toBe(1)
  expect((await answer('inbox=week-1.csv')).json().data.report.rows.inserted).toBe(1)
  expect((await app.inject('/api/inbox')).json().data.waiting).toEqual([])
  await app.close()
  expect(readdirSync(join(folder, 'done')).sort()).toEqual(['week-1.csv', 'week-1.csv.report.txt'])

  // half written: it is taken once it is whole
  put('week-2.csv', orders(['2', '2026-11-09', 'Ada', 'Lamp', 1, 20]))
  for (let i = 3; i < 9; i += 1) {
    await sleep(60)
    put('week-2.csv', orders(...Array.from({ length: i }, (_, n) => [`${n + 2}`, '2026-11-09', 'Ben', 'Lamp', 1, 20])))
  }
  await until(() => isDone('week-2.csv'))
  expect(await figures()).toMatchObject({ lines: 9, revenue: 170 })
  expect(readFileSync(join(folder, 'done', 'week-2.csv.report.txt'), 'utf8')).toContain('Written: 8 new, 0 changed')
  expect((await list()).map(({ fileName }) => fileName)).toEqual(['week-2.csv', 'week-1.csv'])

  // cut off between the commit and the move: it comes again, and changes nothing
  renameSync(join(folder, 'done', 'week-2.csv'), join(folder, 'week-2.csv'))
  await until(() => isDone('2 week-2.csv'))
  expect(await figures()).toMatchObject({ lines: 9, revenue: 170 })
})

test('after a file that was imported at a rate, one of the same columns waits: it does not say its currency', async () => {
  put('1.csv', orders(['1', '2026-11-02', 'Ada', 'Lamp', 1, 10]))
  await until(async () => (await waiting()).length)
  const app = await buildApp({ database, inbox: folder, now: () => new Date('2026-11-22T10:00:00Z') })
  await app.inject({ method: 'POST', url: '/api/import?inbox=1.csv&rate=0.5&rate_of=GBP' })
  await app.close()
  expect(await figures()).toMatchObject({ lines: 1, revenue: 5 })
  put('2.csv', orders(['2', '2026-11-09', 'Ada', 'Lamp', 1, 20]))
  await until(async () => (await waiting()).length)
  expect(await waiting()).toEqual([
    {
      name: '2.csv',
      reason:
        'A file with these columns was imported at a rate, and this one does not say its currency: say whether it needs one.',
    },
  ])
  expect(await figures()).toMatchObject({ lines: 1, revenue: 5 })
})

test('what is no table is refused with the reason beside it, a question waits, and a person can refuse', async () => {
  put('old.xls', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...Array.from({ length: 600 }, () => 0)]))
  put('dates.csv', orders(['1', '03/04/2026', 'Ada', 'Lamp', 1, 10]))
  await until(async () => existsSync(join(folder, 'refused', 'old.xls')) && (await waiting()).length === 1)
  expect(readFileSync(join(folder, 'refused', 'old.xls.report.txt'), 'utf8')).toMatch(/\.xls/)
  expect((await waiting())[0]?.reason).toMatch(/03\/04\/2026/)
  await inbox.refuse('dates.csv', 'It was refused on the Data page.')
  expect(existsSync(join(folder, 'refused', 'dates.csv.report.txt'))).toBe(true)
  expect(await waiting()).toEqual([])
  expect(await list()).toEqual([])
})
