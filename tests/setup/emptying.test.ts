import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { buildApp } from '../../src/server/app.ts'
import type { Database } from '../../src/server/db/database.ts'
import { testDatabase } from './database.ts'
import { addPerson, makeOwner } from './people.ts'
import { store } from './rows.ts'
import { now, shop } from './shop.ts'

/** Every row of every table, and the numbers that come next. */
const contents = async ({ db }: Database) => {
  const { rows: tables } = await sql<{ name: string }>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by relname
  `.execute(db)
  const found: Record<string, unknown> = {}
  for (const { name } of tables)
    found[name] = (await sql`select t.* from ${sql.table(name)} t order by t::text`.execute(db)).rows
  found['sequences'] = (await sql`select sequencename, last_value from pg_sequences order by 1`.execute(db)).rows
  found['schemas'] = (await sql`select nspname from pg_namespace where nspname !~ '^pg_' order by 1`.execute(db)).rows
  return found
}

/** Rows, people, a rule with a schema of its own, settings. */
const use = async (database: Database) => {
  await store(database, shop)
  const app = await buildApp({ database, now })
  const owner = await makeOwner(app)
  const viewer = await addPerson(app, owner, 'viewer')
  const { id } = (
    await owner.post('/api/rules', { name: 'South', regions: ['South'], segments: null, reps: null })
  ).json().data
  const { people } = (await owner.get('/api/people')).json().data
  const person = people.find(({ role }: { role: string }) => role === 'viewer')
  await owner.send({ method: 'PATCH', url: `/api/people/${person.id}`, payload: { rule: id } })
  expect((await viewer.get('/api/revenue/kpis')).statusCode).toBe(200)
  await owner.send({ method: 'PATCH', url: '/api/settings?currency=EUR' })
  await app.close()
}

/** Grows for as long as an engine lives. */
const transactions = async ({ db }: Database) =>
  Number((await sql<{ id: string }>`select pg_current_xact_id()::text as id`.execute(db)).rows[0]!.id)

test('a database that was given back is as new, and closed to whoever had it', async () => {
  const first = await testDatabase()
  const before = await contents(first)
  await use(first)
  expect(await contents(first)).not.toEqual(before)
  const made = await transactions(first)
  await first.close()
  await expect(contents(first)).rejects.toThrow('given back')
  const again = await testDatabase()
  expect(await contents(again)).toEqual(before)
  expect(await transactions(again)).toBeGreaterThan(made)
  await again.close()
})

test('one whose tables were changed is not given to anybody else', async () => {
  const changed = await testDatabase()
  await sql`create table leftover (id int)`.execute(changed.bulk)
  await changed.close()
  const next = await testDatabase()
  expect(Object.keys(await contents(next))).not.toContain('leftover')
  await next.close()
})
