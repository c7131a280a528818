import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { testDatabase } from '../../../../tests/setup/database.ts'
import { addPerson, makeOwner } from '../../../../tests/setup/people.ts'
import { startPostgres } from '../../../../tests/setup/postgres-server.ts'
import { buildApp } from '../../app.ts'
import type { Database } from '../../db/database.ts'
import { importsInto } from '../test-imports.ts'

const rules = mkdtempSync(join(tmpdir(), 'analytics-hba-'))
let server: NonNullable<Awaited<ReturnType<typeof startPostgres>>>
let shop: pg.Client
let url: string
let database: Database
let app: FastifyInstance
let now: Date
beforeAll(async () => {
  writeFileSync(join(rules, 'hba'), 'host all reader 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\n')
  chmodSync(rules, 0o755)
  server = (await startPostgres({ settings: [`hba_file=${join(rules, 'hba')}`] }))!
  const place = await server.createDatabase('shop')
  shop = new pg.Client({ connectionString: place })
  await shop.connect()
  await shop.query(`create role reader login password 'p@ss:word'`)
  url = `${place.replace('tester@', 'reader:p%40ss%3Aword@')}`
})
afterAll(async () => {
  await shop.end()
  await server.stop()
  rmSync(rules, { recursive: true, force: true })
})
const open = async (lookEvery = 3_600_000) => {
  app = await buildApp({ database, now: () => now, lookEvery })
}
beforeEach(async () => {
  now = new Date('2026-11-22T10:00:00Z')
  database = await testDatabase()
  await open()
  await shop.query(`
    drop table if exists lines, others;
    create sequence if not exists numbers;
    grant usage on sequence numbers to reader;
    create table lines (id bigint primary key, order_id int not null, ordered_at timestamptz not null, customer text not null,
      product text not null, quantity int not null, total numeric(12, 3) not null, gift boolean, changed_at timestamptz not null default now());
    insert into lines values
      (1, 10, '2026-11-01T23:30:00Z', 'Ada', 'Lamp', 1, 10.125, true, '2026-11-01T23:30:00Z'),
      (2, 10, '2026-11-01T23:30:00Z', 'Ada', 'Desk', 2, 1234, false, '2026-11-01T23:30:00Z'),
      (3, 11, '2026-11-02T08:00:00Z', 'Ben', 'Lamp', 1, 10.125, null, '2026-11-02T08:00:00Z');
    grant select on lines to reader`)
})
afterEach(async () => {
  await app.close()
  await database.close()
})
const { figures, list, rowsOf, undo } = importsInto(() => database)

const call = async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, payload?: object) => {
  const answer = (await app.inject({ method, url: path, ...(payload && { payload }) })).json()
  return answer.error?.message ?? answer.data
}
const add = (is: object = {}) =>
  call('POST', '/api/sources', { name: 'Shop', url, table: 'lines', grows: 'changed_at', every_minutes: 15, ...is })
const review = (id: number, more = '') => call('POST', `/api/import?source=${id}${more}`)
const read = (id: number, whole = false) => call('POST', `/api/sources/${id}/read`, { whole })
const now1 = async () => (await call('GET', '/api/sources'))[0]
/** `work` is done while a read, which `start` begins, stands before the table of lines. */
const whileReading = async (start: () => unknown, work: () => Promise<unknown>) => {
  const waits = async () => (await shop.query('select 1 from pg_locks where not granted')).rowCount
  await shop.query('begin; lock table lines in access exclusive mode')
  try {
    start()
    await expect.poll(waits, { timeout: 8000, interval: 50 }).toBe(1)
    await work()
  } finally {
    await shop.query('commit')
  }
}

test('rows of a table come in as those of a file, later what is new, with the whole of its order', async () => {
  const { id, ...added } = await add()
  expect(added).toEqual({
    name: 'Shop',
    place: `reader@${new URL(server.url).host}/shop`,
    table: 'lines',
    query: null,
    grows: 'changed_at',
    overlap: 10,
    zone: null,
    everyMinutes: 15,
    paused: false,
    kind: null,
    readTo: null,
    lastAt: null,
    nextAt: null,
    outcome: null,
    words: null,
    importId: null,
  })
  expect(await read(id)).toMatch('Review its first rows')
  const { report } = await review(id, '&dry_run=true')
  expect([report.kind, report.mapping.order_id, report.questions, report.problems, report.revenue]).toEqual([
    'orders',
    'order_id',
    [],
    [],
    1254.25,
  ])
  expect(await figures()).toMatchObject({ lines: 0 })
  expect((await review(id)).report.rows).toMatchObject({ inserted: 3, skipped: 0 })
  expect(await figures()).toMatchObject({ lines: 3, revenue: 1254.25, first: '2026-11-01', last: '2026-11-02' })
  expect(await call('GET', '/api/sources')).toEqual([
    {
      ...added,
      id,
      kind: 'orders',
      readTo: '2026-11-02 08:00:00+00',
      lastAt: '2026-11-22T10:00:00.000Z',
      nextAt: '2026-11-22T10:15:00.000Z',
      outcome: 'read',
      words: '3 new, 0 changed, 0 as before.',
      importId: expect.any(Number),
    },
  ])

  // nothing is new: no import is listed for it
  expect(await read(id)).toMatchObject({ outcome: 'nothing_new', words: 'Nothing was new.' })
  expect((await list()).length).toBe(1)

  // a value that was there already, a line that changed in an order of two, a row that was stored late
  await shop.query(`
    insert into lines values (4, 12, '2026-11-02T08:00:00Z', 'Cem', 'Lamp', 1, 5, null, '2026-11-02T08:00:00Z'),
      (5, 13, '2026-11-02T07:55:00Z', 'Cem', 'Lamp', 1, 6, null, '2026-11-02T07:55:00Z');
    update lines set total = 20, changed_at = '2026-11-03T00:00:00Z' where id = 1`)
  now = new Date('2026-11-22T10:20:00Z')
  expect(await read(id)).toMatchObject({
    outcome: 'read',
    words: '2 new, 1 changed, 2 as before.',
    readTo: '2026-11-03 00:00:00+00',
    nextAt: '2026-11-22T10:35:00.000Z',
  })
  expect(await figures()).toMatchObject({ lines: 5, revenue: 1275.125 })
  const [newest] = await list()
  expect([newest?.fileName, newest?.kind, newest?.undoable]).toEqual(['Shop', 'orders', true])
  await undo(newest!.id)
  expect(await figures()).toMatchObject({ lines: 3, revenue: 1254.25 })
  // what was undone does not come back by itself; all of it, when it is asked for
  expect(await read(id)).toMatchObject({ outcome: 'read', words: '0 new, 1 changed, 1 as before.' })
  expect(await read(id, true)).toMatchObject({ outcome: 'read', words: '2 new, 0 changed, 3 as before.' })
  expect(await figures()).toMatchObject({ lines: 5, revenue: 1275.125 })
})

test('the address is kept sealed and told to nobody', async () => {
  await add()
  const kept = JSON.stringify(await rowsOf('select * from sources'))
  for (const secret of ['p%40ss', 'p@ss']) {
    expect(kept).not.toContain(secret)
    expect(
      await call('POST', '/api/sources', { name: 'x', url: `http://a:${secret}@b/c`, table: 'lines' }),
    ).not.toContain(secret)
  }
  // another key opens nothing
  await app.close()
  app = await buildApp({ database, now: () => now, secretKey: 'k'.repeat(40), lookEvery: 3_600_000 })
  const [{ id }] = await call('GET', '/api/sources')
  expect(await review(id, '&dry_run=true')).toBe(
    'The address was encrypted with another SECRET_KEY: enter it once more.',
  )
  expect((await call('PATCH', `/api/sources/${id}`, { url })).name).toBe('Shop')
  expect((await review(id, '&dry_run=true')).report.rows.read).toBe(3)
})

test('what is not read is refused in words, before anything is kept', async () => {
  const host = new URL(server.url).host
  const elsewhere = (text: string) => add({ url: text })
  expect(await elsewhere(url.replace('p%40ss', 'wrong'))).toBe(`reader@${host}/shop: the password was refused.`)
  expect(await elsewhere(url.replace('/shop', '/other'))).toBe(`reader@${host}/other: there is no such database.`)
  expect(await elsewhere('postgres://reader:x@127.0.0.1:1/shop')).toBe(
    'reader@127.0.0.1:1/shop: nothing listens there. Is PostgreSQL running, and are host and port right?',
  )
  expect(await elsewhere('postgres://reader:x@169.254.169.254/shop?sslmode=disable')).toMatch(/not connected to/)
  expect(await elsewhere('postgres://reader:x@[::ffff:169.254.169.254]/shop?sslmode=disable')).toMatch(
    /not connected to/,
  )
  expect(await elsewhere('postgres://reader:x@db.example.com/shop')).toMatch(/another computer: add .*verify-full/)
  expect(await elsewhere('postgres://reader:x@%2Ftmp/shop')).toMatch(/Sockets are not read/)
  expect(await elsewhere(`${url}?sslrootcert=/etc/passwd`)).toMatch(/expected no other parameter .* got sslrootcert/)
  expect(await add({ table: 'nowhere' })).toBe('table: there is no nowhere, or this user may not see it.')
  expect(await add({ grows: 'customer' })).toMatch(/whole numbers, days or moments; customer is none/)
  expect(await add({ grows: 'gone' })).toMatch(/expected one of id, order_id, .* got gone/)
  const ask = (query: string) => add({ table: undefined, query, grows: null })
  expect(await ask('delete from lines returning *')).toMatch(/The query is no single SELECT/)
  expect(await ask('with gone as (delete from lines returning *) select * from gone')).toMatch(/data-modifying|WITH/)
  expect(await ask('select 1) as q; drop table lines; --')).toMatch(/The query is no single SELECT/)
  const { id } = await ask("select nextval('numbers') as order_id, date '2026-11-01' as date, 5 as amount")
  expect(await review(id)).toBe(`reader@${host}/shop: it would change something there; only reading is allowed.`)
  await call('DELETE', `/api/sources/${id}`)
  expect(await ask('select id, id from lines')).toBe('query: two columns are called id: give one another name with AS.')
  expect(await ask('select ordered_at::timestamp as at from lines')).toMatch(
    /zone: at holds moments without a time zone/,
  )
  expect(await ask('select * from pg_authid')).toBe(`reader@${host}/shop: this user may not read it.`)
  expect(await add({ query: 'select 1' })).toBe('Expected either a table or a query.')
  expect(await add({ every_minutes: 0 })).toBe('every_minutes: expected a whole number from 1 to 10080, got 0')
  expect(await call('GET', '/api/sources')).toEqual([])
  expect((await shop.query('select count(*)::int as n from lines')).rows).toEqual([{ n: 3 }])
})

test('moments without a zone are of the one that is said', async () => {
  await sql`update settings set timezone = 'Asia/Tokyo'`.execute(database.db)
  const query = `select order_id, ordered_at::timestamp as ordered_at, customer, total from lines where order_id = 10 -- all`
  const is = { table: undefined, query, grows: null }
  const utc = await add({ ...is, zone: 'utc' })
  expect((await review(utc.id, '&dry_run=true')).report?.span).toEqual({ start: '2026-11-02', end: '2026-11-02' })
  const own = await add({ ...is, zone: 'workspace' })
  expect((await review(own.id, '&dry_run=true')).report.span).toEqual({ start: '2026-11-01', end: '2026-11-01' })
  expect(await call('PATCH', `/api/sources/${own.id}`, { zone: null })).toMatch(/zone: ordered_at holds moments/)
  const zoned = { table: 'lines', zone: null }
  expect(await call('PATCH', `/api/sources/${own.id}`, zoned)).toMatchObject({ query: null, zone: null })
})

test('it is read when its time has come; trouble and questions are told, and pause holds', async () => {
  const { id } = await add({ grows: 'id' })
  await review(id)
  await app.close()
  await open(50)
  const until = (is: object) => expect.poll(now1, { timeout: 30_000, interval: 50 }).toMatchObject(is)
  await shop.query(`insert into lines values (4, 12, '2026-11-04', 'Cem', 'Lamp', 1, 5)`)
  now = new Date('2026-11-22T10:16:00Z')
  await until({ outcome: 'read', readTo: '4', words: '1 new, 0 changed, 3 as before.' })

  await call('PATCH', `/api/sources/${id}`, { paused: true })
  now = new Date('2026-11-22T11:00:00Z')
  await shop.query('alter table lines rename column order_id to number')
  await new Promise(resolve => setTimeout(resolve, 300))
  expect(await now1()).toMatchObject({ paused: true, outcome: 'read' })
  await call('PATCH', `/api/sources/${id}`, { paused: false })
  await until({
    outcome: 'failed',
    words: 'The column order_id of order numbers is gone. Review how its columns are read.',
  })

  await shop.query('alter table lines rename column number to order_id; alter table lines add column status text')
  await shop.query(`insert into lines values (5, 13, '2026-11-05', 'Cem', 'Lamp', 1, 5, null, now(), 'en route')`)
  now = new Date('2026-11-22T12:00:00Z')
  await until({ outcome: 'waiting', nextAt: null })
  expect((await now1()).words).toContain('en route')
  const { report } = await review(id, '&dry_run=true')
  const [{ column, options }] = report.questions
  const styles = encodeURIComponent(JSON.stringify({ [column]: options[0].value }))
  expect((await review(id, `&styles=${styles}`)).report.rows.inserted).toBe(1)
  await until({ outcome: 'read', readTo: '5' })
  await call('DELETE', `/api/sources/${id}`)
  expect(await call('GET', '/api/sources')).toEqual([])
  expect(await figures()).toMatchObject({ lines: 5 })
})

test('a server that is away is told, and a part of the deals takes none of the others away', async () => {
  await shop.query(`
    drop table if exists deals;
    create table deals (id int, name text, stage text, amount int, created_at date, closed_at date);
    insert into deals values (1, 'One', 'Lead', 100, '2026-11-01', null), (2, 'Two', 'Lead', 200, '2026-11-02', null);
    grant select on deals to reader`)
  const { id } = await add({ table: 'public.deals', grows: 'id', overlap: 0 })
  expect((await review(id)).report.kind).toBe('deals')
  await shop.query(`insert into deals values (3, 'Three', 'Lead', 300, '2026-11-03', null)`)
  expect(await read(id)).toMatchObject({ outcome: 'read', words: '1 new, 0 changed, 1 as before.' })
  expect(await rowsOf('select count(*) as n from pipeline where removed_on is null')).toEqual([{ n: 3 }])
  await shop.end()
  await server.halt()
  expect(await read(id)).toMatchObject({ outcome: 'failed', words: expect.stringContaining('nothing listens there') })
  await server.resume()
  shop = new pg.Client({ connectionString: `${server.url}/shop` })
  await shop.connect()
  expect(await read(id)).toMatchObject({ outcome: 'nothing_new' })
})

test('amounts at a rate are refused, as later rows would come without it; the demo stays where it was kept', async () => {
  await sql`update settings set demo_seed = 1`.execute(database.db)
  const { id } = await add()
  const refused = 'a database is read again and again, which keeps no rate. Convert the amounts in its query.'
  expect(await review(id, '&rate=0.5&rate_of=USD')).toBe(`rate: ${refused}`)
  expect(await review(id, '&rate_of=USD&dry_run=true')).toBe(`rate_of: ${refused}`)
  expect((await review(id, '&keep_demo=true')).report.rows.inserted).toBe(3)
  await shop.query(`insert into lines values (4, 12, '2026-11-04', 'Cem', 'Lamp', 1, 5, null, '2026-11-04')`)
  expect(await read(id)).toMatchObject({ outcome: 'read' })
  expect(await rowsOf('select demo_seed from settings')).toEqual([{ demo_seed: 1 }])
})

test('how far it was read holds for the place that was read, and never lies ahead', async () => {
  await shop.query(`insert into lines values (4, 12, '2026-11-04', 'Cem', 'Lamp', 1, 5, null, '2999-01-01')`)
  const { id } = await add()
  await review(id)
  expect(await now1()).toMatchObject({ readTo: '2026-11-02 08:00:00+00' })
  await shop.query(`insert into lines values (5, 13, '2026-11-05', 'Cem', 'Lamp', 1, 5, null, '2026-11-05')`)
  expect(await read(id)).toMatchObject({ words: '1 new, 0 changed, 2 as before.', readTo: '2026-11-05 00:00:00+00' })

  // another table is named while a read is under way
  await shop.query('create table others as select * from lines; grant select on others to reader')
  let under: Promise<unknown> = Promise.resolve()
  const start = () => void (under = read(id))
  await whileReading(start, () => call('PATCH', `/api/sources/${id}`, { table: 'others' }))
  await under
  const anew = { kind: null, readTo: null, nextAt: null }
  expect(await now1()).toMatchObject({ table: 'others', ...anew })
  await review(id)
  expect(await now1()).toMatchObject({ kind: 'orders', readTo: '2026-11-05 00:00:00+00' })
  // another name of the host may be another host
  await call('PATCH', `/api/sources/${id}`, { url: url.replace('127.0.0.1', 'localhost') })
  expect(await now1()).toMatchObject({ table: 'others', ...anew })
})

test('who wants everything is not answered by a read of what is new', async () => {
  const { id } = await add()
  await review(id)
  await shop.query(`insert into lines values (4, 12, '2026-10-04', 'Cem', 'Lamp', 1, 5, null, '2026-10-04')`)
  let part: Promise<unknown> = Promise.resolve()
  let whole: Promise<unknown> = Promise.resolve()
  const start = () => void (part = read(id))
  await whileReading(start, async () => {
    whole = read(id, true)
    await new Promise(resolve => setTimeout(resolve, 200))
  })
  expect(await part).toMatchObject({ outcome: 'nothing_new' })
  expect(await whole).toMatchObject({ outcome: 'read', words: '1 new, 0 changed, 3 as before.' })
})

test('a database that is removed while it is read holds up no other', async () => {
  const first = await add({ name: 'First' })
  await shop.query('create table others as select * from lines where id < 3; grant select on others to reader')
  const second = await add({ name: 'Second', table: 'others' })
  for (const { id } of [first, second]) await review(id)
  await app.close()
  await open(50)
  const secondIs = async () => (await call('GET', '/api/sources')).find(({ id }: { id: number }) => id === second.id)
  const until = (is: object) => expect.poll(secondIs, { timeout: 30_000, interval: 50 }).toMatchObject(is)
  const start = () => void (now = new Date('2026-11-22T12:00:00Z'))
  await whileReading(start, () => call('DELETE', `/api/sources/${first.id}`))
  await until({ lastAt: '2026-11-22T12:00:00.000Z' })
})

test('the question of a read of everything is answered for everything', async () => {
  await shop.query(`
    drop table if exists deals;
    create table deals (id int, name text, stage text, amount int, created_at date, closed_at date);
    insert into deals select n, 'Deal ' || n, 'Lead', 100, '2026-11-01', null from generate_series(1, 4) n;
    grant select on deals to reader`)
  const { id } = await add({ table: 'deals', grows: 'id', overlap: 0 })
  await review(id)
  await shop.query('delete from deals where id = 2')
  expect(await read(id)).toMatchObject({ outcome: 'nothing_new' })
  expect(await read(id, true)).toMatchObject({ outcome: 'waiting' })
  const { report } = await review(id, '&dry_run=true')
  expect([report.rows.read, report.questions.length]).toEqual([3, 1])
  const [{ column, options }] = report.questions
  const gone = options.find(({ value }: { value: string }) => /gone|remove/.test(value))
  const styles = encodeURIComponent(JSON.stringify({ [column]: gone.value }))
  expect((await review(id, `&styles=${styles}`)).report.removed).toBe(1)
  expect(await now1()).toMatchObject({ outcome: 'read', readTo: '4' })
  // later ones are of what is new again
  expect((await review(id, '&dry_run=true')).report.rows.read).toBe(1)
})

test('databases are added by admins, read by editors, and seen by nobody else', async () => {
  const owner = await makeOwner(app)
  const editor = await addPerson(app, owner, 'editor')
  const viewer = await addPerson(app, owner, 'viewer')
  const is = { name: 'Shop', url, table: 'lines' }
  expect((await editor.post('/api/sources', is)).statusCode).toBe(403)
  const { id } = (await owner.post('/api/sources', is)).json().data
  expect((await viewer.get('/api/sources')).statusCode).toBe(403)
  expect((await viewer.post(`/api/import?source=${id}`)).statusCode).toBe(403)
  expect((await editor.get('/api/sources')).json().data.length).toBe(1)
  expect((await editor.post(`/api/import?source=${id}`)).statusCode).toBe(200)
  expect((await editor.post(`/api/sources/${id}/read`)).json().data.outcome).toBe('nothing_new')
  expect((await editor.send({ method: 'DELETE', url: `/api/sources/${id}` })).statusCode).toBe(403)
  expect((await owner.post('/api/sources/99/read')).statusCode).toBe(404)
  const logged = JSON.stringify(await rowsOf("select action, detail from audit where action like 'sources.%'"))
  expect(logged).toContain('sources.add')
  expect(logged).toContain('reader@')
  expect(logged).not.toContain('p%40ss')
})
