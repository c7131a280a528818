import Fastify, { type FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { api, type Endpoint } from '#contract'
import { type Right, rightsOf, type Role, roles } from '#contract/rights.ts'
import { addPerson, browser, type Browser, makeOwner } from '../../../tests/setup/people.ts'
import { now, openShop } from '../../../tests/setup/shop.ts'
import { buildApp } from '../app.ts'
import type { Database } from '../db/database.ts'
import { gate } from '../http/gate.ts'
import { thisMachine } from '../http/network.ts'
import { openAccounts } from './accounts.ts'
import { random } from '../db/demo/random.ts'

/** Of each kind of caller; with `PROOF=10000` as many as the security documents say. */
const requests = Number(process.env.PROOF ?? 400)

let database: Database
let app: FastifyInstance
const callers: { name: string; rights: Right[]; send: Browser['send'] }[] = []
beforeAll(async () => {
  database = await openShop()
  app = await buildApp({ database, now, requestsPerMinute: 10_000_000, patience: 0 })
  const owner = await makeOwner(app)
  callers.push({ name: 'nobody', rights: ['anybody'], send: browser(app).send })
  for (const role of roles) {
    const email = role === 'owner' ? 'second@example.com' : `${role}@example.com`
    callers.push({ name: role, rights: rightsOf(role), send: (await addPerson(app, owner, role, email)).send })
  }
}, 600_000)
afterAll(async () => {
  await app.close()
  await database.close()
})

type Door = { method: Endpoint['method']; path: string; right: Right; names: string[]; inBody: boolean }
const namesIn = (schema: z.ZodType) => (schema instanceof z.ZodObject ? Object.keys(schema.shape) : [])
const doors: Door[] = [
  ...Object.values(api)
    .flatMap(room => Object.values(room) as Endpoint[])
    .map(({ method, path, right, query, personal }) => ({
      method,
      path,
      right,
      names: namesIn(query),
      inBody: personal === true && method !== 'GET',
    })),
  { method: 'GET', path: '/api/export', right: 'read', names: ['page', 'format'], inBody: false },
  { method: 'GET', path: '/api/backup', right: 'everything', names: [], inBody: false },
  { method: 'GET', path: '/api/audit/file', right: 'people', names: [], inBody: false },
  { method: 'GET', path: '/api/docs', right: 'read', names: [], inBody: false },
  { method: 'GET', path: '/api/openapi.json', right: 'read', names: [], inBody: false },
]
/** Their own sessions would end, and with them what is to be shown; their rights are those of other doors. */
const leftOut = [
  '/api/session/sign-out',
  '/api/session/end-others',
  '/api/session/password',
  '/api/session/sessions/:id',
]
/** Somebody who may manage people would take the callers away. */
const ofPeople = (path: string) => path.startsWith('/api/people/:id')

const words = [
  '',
  '0',
  '1',
  '-1',
  '2',
  '1e9',
  'true',
  'null',
  'owner',
  'viewer',
  'read',
  'import',
  'revenue',
  'csv',
  'json',
  'North',
  '2026-11-01',
  '2026-02-30',
  '0001-01-01',
  'previous_year',
  'EUR',
  'Europe/London',
  '[]',
  '{}',
  '[{"name":"Lead"}]',
  "'; drop table people; --",
  '../../etc/passwd',
  '%00',
  '\u0000',
  '💶',
  'x'.repeat(300),
  'a@example.com',
  '__proto__',
]

/** What a request without the right must leave as it is: all that the company keeps, but for sign-ins. */
const state = async () => {
  const { rows: tables } = await sql<{ name: string }>`
    select relname as name from pg_class
    where relnamespace = current_schema()::regnamespace and relkind = 'r' and relpersistence = 'p'
      and relname not in ('audit', 'sessions', 'verifications', 'model_results', 'kysely_migration_lock')
      and relname not like 'dirty%' and relname not like 'changed%'
    order by relname collate "C"
  `.execute(database.db)
  const found: Record<string, string> = {}
  for (const { name } of tables) {
    const { rows } = await sql<{ hash: string }>`
      select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as hash from ${sql.table(name)} t
    `.execute(database.db)
    found[name] = rows[0]!.hash
  }
  return found
}

test('a route of the API that does not say what right it needs does not start', () => {
  const bare = Fastify()
  gate(bare, openAccounts({ database, network: thisMachine, secretKey: undefined, localKey: undefined }))
  expect(() => bare.get('/api/secrets', () => 'all of them')).toThrow(
    'GET /api/secrets does not say what right it needs',
  )
})

const { pick, chance } = random('generated requests')

const requestTo = ({ method, path, names, inBody }: Door) => {
  const said: Record<string, string> = {}
  for (const name of names) if (chance(0.35)) said[name] = pick(words)
  if (chance(0.1)) said[pick(words) || 'x'] = pick(words)
  const url = path.replace(/:\w+/g, () => encodeURIComponent(pick(['1', '2', '77', '0', 'x', '-1', '9'.repeat(40)])))
  if (inBody)
    return {
      method,
      url,
      payload: chance(0.05) ? pick(['[]', '"x"', '{"half', '1']) : JSON.stringify(said),
      headers: { 'content-type': 'application/json' },
    }
  return { method, url: `${url}?${new URLSearchParams(said)}` }
}

const sent = async (send: Browser['send'], door: Door) => {
  const request = requestTo(door)
  const { statusCode, body } = await send(request)
  const told = `${request.method} ${request.url} ${'payload' in request ? request.payload : ''}: ${statusCode} ${body.slice(0, 300)}`
  return { statusCode, told }
}

const whoever = ['nobody', ...roles] as ('nobody' | Role)[]
test.each(whoever)(
  `${requests} generated requests of %s: no 5xx, no answer and no change without the right`,
  { timeout: 7_200_000 },
  async who => {
    const { rights, send } = callers.find(({ name }) => name === who)!
    const before = await state()
    // what they may change is asked for below
    const asked = doors.filter(
      ({ path, method, right }) =>
        !leftOut.includes(path) && (method === 'GET' || right === 'anybody' || !rights.includes(right)),
    )
    for (let i = 0; i < requests; i++) {
      const door = pick(asked)
      const { statusCode, told } = await sent(send, door)
      const refused = statusCode === (who === 'nobody' ? 401 : 403)
      expect(refused || rights.includes(door.right), told).toBe(true)
      expect(statusCode, told).toBeLessThan(500)
    }
    expect(await state()).toEqual(before)
  },
)

test.each(['editor', 'admin', 'owner'] as const)(
  `${requests} generated changes of %s, who may: no 5xx`,
  { timeout: 7_200_000 },
  async who => {
    const { rights, send } = callers.find(({ name }) => name === who)!
    const asked = doors.filter(
      ({ path, method, right }) =>
        method !== 'GET' && rights.includes(right) && !leftOut.includes(path) && !ofPeople(path),
    )
    for (let i = 0; i < requests; i++) {
      const { statusCode, told } = await sent(send, pick(asked))
      expect(statusCode, told).toBeLessThan(500)
    }
  },
)
