import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { testDatabase } from '../../../tests/setup/database.ts'
import { addPerson, browser, makeOwner, passwordOf, signIn } from '../../../tests/setup/people.ts'
import { store } from '../../../tests/setup/rows.ts'
import { now, shop } from '../../../tests/setup/shop.ts'
import { totp } from '../../../tests/setup/totp.ts'
import { buildApp } from '../app.ts'
import { csv, fileOf } from '../ingest/test-files.ts'
import { importsInto } from '../ingest/test-imports.ts'
import type { Database } from './database.ts'
import { migrate, steps, stepsOf } from './migrate.ts'

/** The version that first had people: every later step finds them there. */
const withPeople = '011-accounts'

const opened = async () => {
  const database = await testDatabase()
  onTestFinished(database.close)
  return database
}

const ofThen = async () => {
  const database = await opened()
  await sql`drop schema public cascade`.execute(database.bulk)
  await sql`create schema public`.execute(database.bulk)
  await migrate(database.bulk, { step: withPeople })
  return database
}

/** The rows of all tables of then, in the columns that they had; what is made of the rows is marked as out of date. */
const copyTo = async (then: Database, today: Database) => {
  const { rows: tables } = await sql<{ name: string }>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
      and relname not like 'kysely%' and relname <> all (array['daily_metrics', 'kept_grains', 'daily_customers', 'segment_customers', 'customer_history'])
    order by relname
  `.execute(then.bulk)
  await then.bulk.transaction().execute(async tx => {
    for (const { name } of tables) {
      const { rows } = await sql<{
        rows: string | null
      }>`select json_agg(t)::text as rows from ${sql.table(name)} t`.execute(today.bulk)
      await sql`delete from ${sql.table(name)}`.execute(tx)
      await sql`insert into ${sql.table(name)} overriding system value
        select * from json_populate_recordset(null::${sql.table(name)}, ${rows[0]!.rows ?? '[]'}::json)`.execute(tx)
    }
    await sql`insert into dirty_days select distinct ordered_on from transactions`.execute(tx)
    await sql`insert into dirty_customers select distinct customer_id from transactions`.execute(tx)
  })
  // as the database counts them
  await sql`
    select setval(pg_get_serial_sequence(c.oid::regclass::text, a.attname), 1000)
    from pg_class c join pg_attribute a on a.attrelid = c.oid where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attidentity <> ''
  `.execute(then.bulk)
}

const questions = [
  'data',
  'imports',
  'settings',
  'revenue/kpis?start_date=2026-10-01&end_date=2026-11-22',
  'revenue/products?start_date=2026-10-01&end_date=2026-11-22',
  'customers?start_date=2026-10-01&end_date=2026-11-22',
  'customers/segments',
  'transactions?start_date=2026-10-01&end_date=2026-11-22',
  'operations/pipeline',
  'operations/opportunities?state=all',
  'operations/sales-performance',
  'people',
  'keys',
  'audit',
]

const answersTo = async (app: FastifyInstance, cookie: string) => {
  const said: Record<string, unknown> = {}
  for (const question of questions) {
    const answer = await app.inject({ url: `/api/${question}`, headers: { host: 'localhost', cookie } })
    expect(answer.statusCode, question).toBe(200)
    said[question] = answer.json().data
  }
  return { ...said, data: { ...(said['data'] as object), version: 0 } }
}

test('people, keys, imports and deals of an older version come through all later steps with every answer as before', async () => {
  const today = await opened()
  await store(today, shop)
  const app = await buildApp({ database: today, now })
  const owner = await makeOwner(app)
  await addPerson(app, owner, 'editor')
  const viewer = await addPerson(app, owner, 'viewer')
  await owner.post('/api/people/invite', { email: 'later@example.com', role: 'viewer' })
  const { key } = (await owner.post('/api/keys', { name: 'feed', scope: 'read', days: 30 })).json().data
  const password = passwordOf('viewer@example.com')
  const { secret } = (await viewer.post('/api/session/second-factor', { password })).json().data
  expect((await viewer.post('/api/session/second-factor/confirm', { code: totp(secret) })).statusCode).toBe(200)
  const { load } = importsInto(() => today)
  const columns = ['order_id', 'line_id', 'date', 'customer_name', 'product_name', 'amount']
  const mapping = JSON.stringify(Object.fromEntries(columns.map(name => [name, name])))
  await load(fileOf(csv(columns, ['B9', 'x', '2026-11-20', 'Ben', 'Lamp', '8.5'])), { kind: 'orders', mapping })
  const cookie = [...owner.jar].map(pair => pair.join('=')).join('; ')
  const before = await answersTo(app, cookie)
  await app.close()

  const then = await ofThen()
  await copyTo(then, today)
  await migrate(then.bulk)
  expect(await stepsOf(then.bulk)).toEqual(steps)
  const there = await buildApp({ database: then, now })
  onTestFinished(() => there.close())
  // whoever was signed in still is
  expect(await answersTo(there, cookie)).toEqual(before)

  const ask = (headers: Record<string, string>) =>
    there.inject({ url: '/api/revenue/kpis', headers: { host: 'localhost', ...headers } })
  expect((await ask({ authorization: `Bearer ${key}` })).statusCode).toBe(200)
  expect((await ask({})).statusCode).toBe(401)
  expect((await (await signIn(there, 'editor@example.com')).get('/api/data')).statusCode).toBe(200)
  // nobody has to have a second factor who had not to, and whoever has one is asked for it
  const again = browser(there)
  const first = await again.post('/api/session/sign-in', { email: 'viewer@example.com', password })
  expect(first.json().data).toEqual({ next: 'code' })
  const second = await again.post('/api/session/code', { code: totp(secret, Date.now() + 30_000) })
  expect(second.json().data).toEqual({ next: 'in' })
  // they see all rows until somebody says otherwise
  expect((await again.get('/api/session')).json().data).toMatchObject({ person: { role: 'viewer' } })
  const seen = (await again.get('/api/revenue/kpis?start_date=2026-10-01&end_date=2026-11-22')).json().data
  expect(seen).toEqual((before as Record<string, unknown>)['revenue/kpis?start_date=2026-10-01&end_date=2026-11-22'])

  const { undo, list } = importsInto(() => then)
  const [imported] = await list()
  expect(await undo(imported!.id)).toMatchObject({ removed: 1 })
  const owners = browser(there)
  for (const [name, value] of owner.jar) owners.jar.set(name, value)
  const lines = (await owners.get('/api/transactions?start_date=2026-11-20&end_date=2026-11-20')).json().data
  expect(JSON.stringify(lines)).not.toContain('B9')
  // and what came later works with what was there
  const rule = { name: 'South', regions: ['South'], segments: null, reps: null }
  const { id } = (await owners.post('/api/rules', rule)).json().data
  const { people } = (await owners.get('/api/people')).json().data
  const person = people.find(({ email }: { email: string }) => email === 'viewer@example.com')
  const given = await owners.send({ method: 'PATCH', url: `/api/people/${person.id}`, payload: { rule: id } })
  expect(given.statusCode).toBe(200)
  const less = (await again.get('/api/revenue/kpis?start_date=2026-10-01&end_date=2026-11-22')).json().data
  expect(less.revenue.value).toBeLessThan(seen.revenue.value)
})
