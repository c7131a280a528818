import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { addPerson, browser, type Browser, makeOwner, passwordOf } from '../../../tests/setup/people.ts'
import { now, openShop } from '../../../tests/setup/shop.ts'
import { buildApp } from '../app.ts'
import { localHeaders, writeLocalKey } from './local-key.ts'
import type { Database } from '../db/database.ts'

let database: Database
let app: FastifyInstance
let owner: Browser
beforeAll(async () => {
  database = await openShop()
  app = await buildApp({ database, now, localKey: 'the-key-of-this-machine' })
  owner = await makeOwner(app)
})
afterAll(async () => {
  await app.close()
  await database.close()
})

const make = async (by: Browser, scope: string, name = scope) =>
  (await by.post('/api/keys', { name, scope, days: 30 })).json().data
const asking = (key: string) => (method: 'GET' | 'POST' | 'DELETE' | 'PATCH', url: string) =>
  app.inject({ method, url, headers: { host: 'localhost', authorization: `Bearer ${key}` } })

test('a key is shown once, kept as a hash, and does what its scope says', async () => {
  const { key, ...rest } = await make(owner, 'read')
  expect([key, rest]).toEqual([
    expect.stringMatching(/^ad_[\w-]{43}$/),
    { id: expect.any(Number), expiresAt: expect.any(String) },
  ])
  const { rows } = await sql<{ kept: string }>`select api_keys::text as kept from api_keys`.execute(database.db)
  expect(JSON.stringify(rows)).not.toContain(key.slice(3))
  const ask = asking(key)
  expect((await owner.get('/api/keys')).body).not.toContain(key)
  for (const [method, url, status] of [
    ['GET', '/api/revenue/kpis', 200],
    ['GET', '/api/export?page=revenue&format=csv', 200],
    ['DELETE', '/api/imports/77', 403],
    ['PATCH', '/api/settings?week_start=1', 403],
    ['GET', '/api/people', 403],
    ['POST', '/api/keys', 403],
    ['GET', '/api/audit', 403],
    ['GET', '/api/backup', 403],
    ['GET', '/api/session/sessions', 403],
    ['POST', '/api/session/password', 403],
  ] as const)
    expect((await ask(method, url)).statusCode, `${method} ${url}`).toBe(status)
  const importing = asking((await make(owner, 'import')).key)
  expect((await importing('DELETE', '/api/imports/77')).statusCode).toBe(404)
  expect((await importing('PATCH', '/api/settings?week_start=1')).statusCode).toBe(403)
  expect((await owner.get('/api/keys')).json().data).toMatchObject([
    { name: 'import', scope: 'import', madeBy: 'olga@example.com', expired: false, usedAt: expect.any(String) },
    { name: 'read', scope: 'read', usedAt: expect.any(String) },
  ])
})

test('a key ends when it expires, is removed, or with the person who made it, and does no more than they may', async () => {
  const admin = await addPerson(app, owner, 'admin')
  const { key } = await make(admin, 'import', 'of an admin')
  const ask = asking(key)
  const people = async () => (await owner.get('/api/people')).json().data.people as { id: string; email: string }[]
  const { id } = (await people()).find(({ email }) => email === 'admin@example.com')!
  expect((await ask('DELETE', '/api/imports/77')).statusCode).toBe(404)
  await owner.send({ method: 'PATCH', url: `/api/people/${id}`, payload: { role: 'viewer' } })
  expect((await ask('DELETE', '/api/imports/77')).statusCode).toBe(403)
  expect((await ask('GET', '/api/data')).statusCode).toBe(200)
  await owner.send({ method: 'DELETE', url: `/api/people/${id}` })
  expect((await ask('GET', '/api/data')).statusCode).toBe(401)

  const removed = await make(owner, 'read', 'removed')
  expect((await asking(removed.key)('GET', '/api/data')).statusCode).toBe(200)
  expect((await owner.send({ method: 'DELETE', url: `/api/keys/${removed.id}` })).statusCode).toBe(200)
  expect((await asking(removed.key)('GET', '/api/data')).json().error.message).toBe(
    'This key is not known here, or has expired.',
  )
  const expired = await make(owner, 'read', 'expired')
  await sql`update api_keys set expires_at = now() - interval '1 second' where id = ${expired.id}`.execute(database.db)
  expect((await asking(expired.key)('GET', '/api/data')).statusCode).toBe(401)
})

test('a wrong key is refused, also where a cookie would do', async () => {
  for (const authorization of ['Bearer ad_guessed', `Bearer ${'x'.repeat(500)}`])
    expect((await owner.send({ url: '/api/data', headers: { authorization } })).statusCode).toBe(401)
})

test('one key asks 600 times a minute, another still may', async () => {
  const [one, other] = [
    asking((await make(owner, 'read', 'busy')).key),
    asking((await make(owner, 'read', 'calm')).key),
  ]
  for (let i = 0; i < 600; i++) await one('GET', '/api/health')
  const refused = await one('GET', '/api/health')
  expect([refused.statusCode, refused.json().error.message]).toEqual([
    429,
    expect.stringMatching(/^At most 600 requests a minute with one key; try again in \d+ seconds\.$/),
  ])
  expect((await other('GET', '/api/health')).statusCode).toBe(200)
})

test('commands of this machine go on, with the key beside the data', async () => {
  expect((await asking('the-key-of-this-machine')('GET', '/api/backup')).statusCode).toBe(200)
  expect((await asking('the-key-of-that-machine')('GET', '/api/backup')).statusCode).toBe(401)
})

test('that key is for the eyes of the user who runs the server, and new at each start', () => {
  const dir = mkdtempSync(join(tmpdir(), 'analytics-key-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  mkdirSync(join(dir, 'lock'))
  expect(localHeaders(dir)).toEqual({})
  const first = writeLocalKey(dir)
  expect(localHeaders(dir)).toEqual({ authorization: `Bearer ${first}` })
  expect(statSync(join(dir, 'lock', 'key')).mode & 0o777).toBe(0o600)
  expect(writeLocalKey(dir)).not.toBe(first)
})

test('the audit log names who did what, cannot be changed, and comes as a file', async () => {
  await sql`truncate api_keys`.execute(database.db)
  const ask = asking((await make(owner, 'read', '=SUM(A1)')).key)
  await ask('GET', '/api/export?page=revenue&format=csv')
  await owner.send({ method: 'PATCH', url: '/api/settings?week_start=1' })
  await browser(app).post('/api/session/sign-in', { email: 'olga@example.com', password: 'not the right one at all' })
  await browser(app).post('/api/session/sign-in', {
    email: 'olga@example.com',
    password: passwordOf('olga@example.com'),
  })
  const page = (await owner.get('/api/audit?limit=5')).json().data
  expect(page.rows.map(({ who, action, detail }: Record<string, unknown>) => [who, action, detail])).toEqual([
    ['olga@example.com', 'session.signIn', { email: 'olga@example.com', next: 'in' }],
    ['somebody', 'session.signIn', { email: 'olga@example.com', refused: 'wrong_password' }],
    ['olga@example.com', 'workspace.change', { week_start: 1 }],
    ['olga@example.com, key =SUM(A1)', 'data.export', { page: 'revenue', format: 'csv' }],
    ['olga@example.com', 'keys.make', { name: '=SUM(A1)', scope: 'read', days: 30 }],
  ])
  expect(page.rows[0]).toMatchObject({ address: '127.0.0.1', at: expect.stringMatching(/Z$|\+00/) })
  const older = (await owner.get(`/api/audit?limit=200&before=${page.next}`)).json().data
  expect([older.next, older.rows.at(-1).action]).toEqual([null, 'session.takeUp'])
  const ids = [...page.rows, ...older.rows].map(({ id }: { id: number }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  for (const statement of [`update audit set who = 'nobody'`, 'delete from audit', 'truncate audit'])
    await expect(sql.raw(statement).execute(database.db)).rejects.toThrow('the audit log is append-only')

  const file = await owner.get('/api/audit/file')
  expect([file.headers['content-type'], file.headers['content-disposition'], file.headers['cache-control']]).toEqual([
    'text/csv; charset=utf-8',
    'attachment; filename="audit.csv"',
    'no-store',
  ])
  const lines = file.body.trim().split('\r\n')
  expect(lines[0]).toBe('id,at,who,address,action,detail')
  expect(lines.length).toBeGreaterThan(ids.length)
  expect((await owner.get('/api/audit?limit=1')).json().data.rows[0].action).toBe('audit.file')
  for (const secret of [passwordOf('olga@example.com'), 'not the right one at all'])
    expect(file.body).not.toContain(secret)
})
