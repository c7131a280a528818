import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { api, type Endpoint } from '#contract'
import { embeddedFolder, postgresDatabase } from '../../../../tests/setup/database.ts'
import { makeOwner, signIn } from '../../../../tests/setup/people.ts'
import { store } from '../../../../tests/setup/rows.ts'
import { now, openShop } from '../../../../tests/setup/shop.ts'
import { buildApp } from '../../app.ts'
import type { Database } from '../database.ts'
import { openEmbedded } from '../embedded/open.ts'
import { steps } from '../migrate.ts'
import { openDatabase } from '../open.ts'
import { readBackup, writeBackup } from './file.ts'
import { restoreBackup, verifyBackup } from './restore.ts'
import { saveBackup } from './save.ts'
import { saveIfDue } from './schedule.ts'

const onPostgres = process.env.TEST_ENGINE === 'postgres'
const say = () => {}

let folder: string
let shop: Database
let backup: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'analytics-backups-'))
  shop = await openShop()
  // what text, money and time can hold
  await store(shop, {
    products: { 'Naïve "box",\n\\ 箱': { category: 'Light', cost: 0.1 } },
    lines: [
      { order: 'odd', at: '2026-11-21T23:59:59.999Z', customer: 'Ada', product: 'Naïve "box",\n\\ 箱', amount: 0.07 },
    ],
  })
  backup = join(folder, 'shop.backup.gz')
  await saveBackup(shop, backup, now())
}, 120_000)
afterAll(async () => {
  await shop.close()
  rmSync(folder, { recursive: true, force: true })
})

const questions = Object.values(api)
  .flatMap(room => Object.values(room) as Endpoint[])
  .filter(({ method, path }) => method === 'GET' && !path.includes(':') && !path.startsWith('/api/forecasting'))
  .map(({ path }) => path)
  .filter(path => path !== api.system.health.path)

/** What the API says to every question, without what names the moment or the engine. */
const answersOf = async (database: Database) => {
  const app = await buildApp({ database, now, patience: 60_000 })
  const said: Record<string, unknown> = {}
  for (const path of questions) {
    const { data } = (await app.inject({ url: path })).json()
    said[path] = path === api.data.loaded.path ? { ...data, engine: null, version: null } : data
  }
  await app.close()
  return said
}

const emptyFolder = () => {
  const dir = embeddedFolder()
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return { dir }
}

test('a company moves to the other engine and back, with every answer as it was', { timeout: 240_000 }, async () => {
  const before = await answersOf(shop)
  const embedded = emptyFolder()
  const counts = await restoreBackup(backup, embedded, say)
  expect(counts).toContainEqual({
    table: 'transactions',
    rows: 10,
    sums: expect.objectContaining({ amount: expect.stringMatching(/^1037\.450*$/) }),
  })
  const there = await openEmbedded({ ...embedded, say })
  expect(await answersOf(there)).toEqual(before)
  // new rows get new numbers
  await store(there, { products: { Chair: { category: 'Furniture', cost: 5 } } })
  const again = join(folder, `again-${process.env.TEST_ENGINE}.backup.gz`)
  await saveBackup(there, again, now())
  await there.close()
  if (!onPostgres) return
  const { url, drop } = await postgresDatabase()
  onTestFinished(drop)
  await restoreBackup(again, { url, dir: '' }, say)
  const back = await openDatabase({ url })
  onTestFinished(back.close)
  const after = await answersOf(back)
  expect({ ...after, '/api/data': null }).toEqual({ ...before, '/api/data': null })
})

test('the server gives it while it runs, and it can be restored', { timeout: 120_000 }, async () => {
  const app = await buildApp({ database: shop, now })
  onTestFinished(() => app.close())
  const response = await app.inject({ url: '/api/backup' })
  expect([response.statusCode, response.headers['content-type']]).toEqual([200, 'application/gzip'])
  const path = join(folder, 'served.backup.gz')
  writeFileSync(path, response.rawPayload)
  const counts = await verifyBackup(path)
  expect(counts.find(({ table }) => table === 'pipeline')).toMatchObject({ rows: 2 })
})

describe('is refused, and nothing is changed:', () => {
  const changed = (name: string, change: (text: string) => string | Buffer) => {
    const path = join(folder, `${name}.gz`)
    const content = change(gunzipSync(readFileSync(backup)).toString())
    writeFileSync(path, typeof content === 'string' ? gzipSync(content) : content)
    return path
  }
  test.skipIf(onPostgres).each([
    ['a file cut short', () => readFileSync(backup).subarray(0, -40), /it ends in the middle/],
    ['a text file', () => Buffer.from('Order ID,Amount\n1,2\n'), /no gzip file/],
    [
      'a file without its end',
      (text: string) => text.split('\n').slice(0, -2).join('\n') + '\n',
      /its last line is missing/,
    ],
    [
      'an amount that was changed',
      (text: string) => text.replace('"190.5', '"191.5'),
      /was changed after it was written/,
    ],
    ['another gzip file', () => gzipSync('{"a":1}\n{"b":2}\n'), /is no backup of Analytics Dashboard/],
    [
      'a newer version',
      (text: string) => text.replace(/"step":"[^"]+"/, '"step":"999-later"'),
      /made by a newer version/,
    ],
  ])('%s', async (name, change, words) => {
    const place = emptyFolder()
    await expect(restoreBackup(changed(name.replaceAll(' ', '-'), change), place, say)).rejects.toThrow(words)
  })

  test('a place that holds data', async () => {
    const place = onPostgres ? { url: (await postgresDatabase()).url, dir: '' } : emptyFolder()
    await restoreBackup(backup, place, say)
    await expect(restoreBackup(backup, place, say)).rejects.toThrow(/^There is data here already/)
  })

  test.skipIf(onPostgres)('a restored table that is not what was saved', async () => {
    const all: unknown[] = []
    for await (const line of readBackup(backup)) all.push(line)
    const { counted } = all.pop() as { counted: Parameters<typeof writeBackup>[2] extends () => infer C ? C : never }
    const lines = async function* () {
      yield* all.map(line => JSON.stringify(line))
    }
    const path = join(folder, 'miscounted.gz')
    await writeBackup(path, lines(), () => counted.map(one => (one.table === 'customers' ? { ...one, rows: 99 } : one)))
    await expect(restoreBackup(path, emptyFolder(), say)).rejects.toThrow(
      /^The restored table customers is not what was saved/,
    )
  })
})

test('people, keys and the audit log come along; who was signed in is not', async () => {
  const app = await buildApp({ database: shop, now })
  const owner = await makeOwner(app)
  const { key } = (await owner.post('/api/keys', { name: 'feed', scope: 'read' })).json().data
  await owner.post('/api/people/invite', { email: 'v@example.com', role: 'viewer' })
  const path = join(folder, 'people.gz')
  await saveBackup(shop, path, now())
  await app.close()
  const place = emptyFolder()
  await restoreBackup(path, place, say)
  await expect(restoreBackup(path, place, say)).rejects.toThrow(/^There is data here already/)
  const moved = await openDatabase(place)
  const there = await buildApp({ database: moved, now })
  const cookie = [...owner.jar].map(pair => pair.join('=')).join('; ')
  const ask = (headers: Record<string, string>) =>
    there.inject({ url: '/api/data', headers: { host: 'localhost', ...headers } })
  expect((await ask({ cookie })).statusCode).toBe(401)
  expect((await ask({ authorization: `Bearer ${key}` })).statusCode).toBe(200)
  const again = await signIn(there, 'olga@example.com')
  expect((await again.get('/api/people')).json().data.invitations).toEqual([])
  expect((await again.get('/api/audit')).json().data.rows.map(({ action }: { action: string }) => action)).toEqual([
    'session.signIn',
    'people.invite',
    'keys.make',
    'session.takeUp',
  ])
  await there.close()
  await moved.close()
  await sql`delete from people`.execute(shop.db)
})

test('a backup that fails leaves no file', async () => {
  const path = join(folder, 'failing.gz')
  const lines = async function* () {
    yield '{}'
    throw new Error('no more rows')
  }
  await expect(writeBackup(path, lines(), () => [])).rejects.toThrow('no more rows')
  expect(readdirSync(folder).filter(name => name.startsWith('failing'))).toEqual([])
})

test('the schedule saves when it is time, and keeps as many as it should', async () => {
  const dir = join(folder, 'kept')
  const schedule = { dir, everyHours: 24, keep: 2 }
  const at = (hours: number) => new Date(Date.UTC(2026, 10, 1, hours))
  expect(await saveIfDue(shop, schedule, at(0))).toBe(true)
  writeFileSync(join(dir, 'analytics notes.txt'), 'mine')
  expect(await saveIfDue(shop, schedule, at(23))).toBe(false)
  expect(await saveIfDue(shop, schedule, at(24))).toBe(true)
  expect(await saveIfDue(shop, schedule, at(48))).toBe(true)
  expect(readdirSync(dir).sort()).toEqual([
    'analytics notes.txt',
    'analytics-2026-11-02T00-00-00.backup.gz',
    'analytics-2026-11-03T00-00-00.backup.gz',
  ])
  for await (const _ of readBackup(join(dir, 'analytics-2026-11-03T00-00-00.backup.gz')));
})

test.skipIf(onPostgres)('an older embedded database is saved before its tables change', async () => {
  const place = { dir: mkdtempSync(join(folder, 'old-')) }
  const old = await openDatabase({ ...place, step: '003-changes' })
  await sql`insert into customers (external_id, name, segment) values ('c', 'Ada', 'smb')`.execute(old.bulk)
  await old.close()
  // of an attempt that failed, before the older version went on
  mkdirSync(join(place.dir, 'backups'))
  writeFileSync(join(place.dir, 'backups', `before-${steps.at(-1)}.backup.gz`), 'older')
  const words: string[] = []
  const opened = await openEmbedded({ ...place, say: said => void words.push(said) })
  await opened.close()
  const [name] = readdirSync(join(place.dir, 'backups'))
  expect(name).toMatch(/^before-\d{3}-.*\.backup\.gz$/)
  expect(words.join('\n')).toContain('what they hold is saved first')
  // and can be restored, up to today's tables
  const restored = { dir: mkdtempSync(join(folder, 'restored-')) }
  const counts = await restoreBackup(join(place.dir, 'backups', name!), restored, say)
  expect(counts).toContainEqual({ table: 'customers', rows: 2, sums: {} })
})
