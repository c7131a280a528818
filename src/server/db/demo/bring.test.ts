import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../../../tests/setup/database.ts'
import { store } from '../../../../tests/setup/rows.ts'
import { buildApp } from '../../app.ts'
import type { Database } from '../database.ts'
import { loadDemo } from './load.ts'

/** A demo of twelve weeks, as in load.test.ts. */
const begun = new Date('2026-11-22T10:30:00Z')
const nextWeek = new Date('2026-11-29T10:30:00Z')
let database: Database
let app: FastifyInstance
let clock = begun
beforeAll(async () => {
  database = await testDatabase()
  await sql`update settings set demo_start = '2026-08-31'`.execute(database.bulk)
  await loadDemo(database, begun)
  app = await buildApp({ database, now: () => clock })
})
afterAll(async () => {
  await app.close()
  await database.close()
})

const ask = async (method: 'GET' | 'POST' | 'DELETE', url: string) => {
  const response = await app.inject({ method, url })
  return { status: response.statusCode, ...response.json() }
}
/** Products, names and amounts: everything but the ids, which are given anew. */
const figures = async () => ({
  summary: (await ask('GET', '/api/dashboard/summary?start_date=2026-09-01&end_date=2026-11-22')).data.kpis,
  deals: (await ask('GET', '/api/operations/pipeline')).data,
  loaded: (await ask('GET', '/api/data')).data.tables,
})

test('the demo data that was removed comes back as it was, a week later with that week', async () => {
  const before = await figures()
  const lines = before.loaded[0].rows
  expect(await ask('POST', '/api/demo')).toMatchObject({
    status: 409,
    error: { code: 'conflict', message: 'The demo data is here already.' },
  })
  const { removed } = (await ask('DELETE', '/api/demo')).data
  expect(removed).toBeGreaterThan(lines)
  expect((await ask('GET', '/api/data')).data).toMatchObject({ demo: false, empty: true })
  expect(await ask('POST', '/api/demo')).toMatchObject({ status: 200, data: { loaded: lines } })
  expect((await ask('GET', '/api/data')).data).toMatchObject({ demo: true, empty: false })
  expect(await figures()).toEqual(before)

  // one that was never away, a week on
  await loadDemo(database, nextWeek)
  clock = nextWeek
  const after = await figures()
  expect(after.loaded[0].rows).toBeGreaterThan(lines)
  await ask('DELETE', '/api/demo')
  expect((await ask('POST', '/api/demo')).status).toBe(200)
  expect(await figures()).toEqual(after)
})

test('it is never mixed with data of a company', async () => {
  await ask('DELETE', '/api/demo')
  await store(database, {
    products: { Lamp: { category: 'Light', cost: 1 } },
    customers: { Ada: { segment: 'smb', region: null } },
    lines: [{ order: 'a', at: '2026-11-01T09:00:00Z', customer: 'Ada', product: 'Lamp', amount: 1 }],
  })
  expect(await ask('POST', '/api/demo')).toMatchObject({
    status: 409,
    error: { message: 'There is data of your own here; the demo data is never mixed with it.' },
  })
  expect((await ask('GET', '/api/data')).data).toMatchObject({
    demo: false,
    tables: [{ rows: 1 }, {}, {}, {}, {}, {}, {}],
  })
})
