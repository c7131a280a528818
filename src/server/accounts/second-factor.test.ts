import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  addPerson,
  browser,
  type Browser,
  makeOwner,
  passwordOf,
  signIn,
  tokenOf,
} from '../../../tests/setup/people.ts'
import { now, openShop } from '../../../tests/setup/shop.ts'
import { totp } from '../../../tests/setup/totp.ts'
import { buildApp } from '../app.ts'
import type { Database } from '../db/database.ts'

let database: Database
let app: FastifyInstance
let owner: Browser
beforeEach(async () => {
  database = await openShop()
  app = await buildApp({ database, now })
  owner = await makeOwner(app)
})
afterEach(async () => {
  await app.close()
  await database.close()
})

const codes = (response: { statusCode: number; json: () => { error?: { code: string } } }) => [
  response.statusCode,
  response.json().error?.code,
]
const idOf = async (who: Browser): Promise<string> => (await who.get('/api/session')).json().data.person.id
/** Sets a second factor up. */
const withFactor = async (who: Browser, email: string) => {
  const { data } = (await who.post('/api/session/second-factor', { password: passwordOf(email) })).json()
  expect((await who.post('/api/session/second-factor/confirm', { code: totp(data.secret) })).statusCode).toBe(200)
  return data as { secret: string; recovery: string[] }
}
const require = (who: Browser, required: boolean) => who.post('/api/security/require-second-factor', { required })
const remove = (who: Browser, id: string) => who.send({ method: 'DELETE', url: `/api/security/second-factors/${id}` })

test('a link for a new password ends sessions and leaves the second factor: the sign-in asks for it', async () => {
  const viewer = await addPerson(app, owner, 'viewer')
  const { secret, recovery } = await withFactor(viewer, 'viewer@example.com')
  const id = await idOf(viewer)
  const old = tokenOf(await owner.post(`/api/people/${id}/reset`))
  const token = tokenOf(await owner.post(`/api/people/${id}/reset`))
  const password = 'quite another sentence'
  const visitor = browser(app)
  const takeUp = (with_: string) => visitor.post('/api/session/take-up', { token: with_, password })
  expect((await takeUp(old)).statusCode).toBe(404)
  expect((await takeUp(token)).json().data).toEqual({ next: 'code' })
  expect(codes(await visitor.get('/api/data'))).toEqual([401, 'unauthenticated'])
  expect((await viewer.get('/api/data')).statusCode).toBe(401)
  expect(codes(await visitor.post('/api/session/code', { code: '000000' }))).toEqual([401, 'wrong_code'])
  const next = totp(secret, Date.now() + 30_000)
  expect((await visitor.post('/api/session/code', { code: next })).json().data).toEqual({ next: 'in' })
  expect((await visitor.get('/api/data')).statusCode).toBe(200)
  const other = browser(app)
  expect((await other.post('/api/session/sign-in', { email: 'viewer@example.com', password })).json().data).toEqual({
    next: 'code',
  })
  expect((await other.post('/api/session/code', { code: recovery[0] })).json().data).toEqual({ next: 'in' })
})

test('a link that was not used is void once the password is changed or the second factor removed', async () => {
  const viewer = await addPerson(app, owner, 'viewer')
  const id = await idOf(viewer)
  const reset = async () => tokenOf(await owner.post(`/api/people/${id}/reset`))
  const isOpen = async (token: string) => (await browser(app).post('/api/session/link', { token })).statusCode
  const current = passwordOf('viewer@example.com')
  const next = 'quite another sentence'

  const first = await reset()
  expect(await isOpen(first)).toBe(200)
  await viewer.post('/api/session/password', { current: 'not the right one at all', next })
  expect(await isOpen(first)).toBe(200)
  await viewer.post('/api/session/password', { current, next })
  expect(await isOpen(first)).toBe(404)

  const { data } = (await viewer.post('/api/session/second-factor', { password: next })).json()
  await viewer.post('/api/session/second-factor/confirm', { code: totp(data.secret) })
  const second = await reset()
  expect((await remove(owner, id)).statusCode).toBe(200)
  expect(await isOpen(second)).toBe(404)
})

test('losing the second factor is an act of its own, of admins and for owners of owners, and is recorded', async () => {
  const admin = await addPerson(app, owner, 'admin')
  const viewer = await addPerson(app, owner, 'viewer')
  await withFactor(viewer, 'viewer@example.com')
  await withFactor(owner, 'olga@example.com')
  const id = await idOf(viewer)
  expect(codes(await remove(viewer, id))).toEqual([403, 'forbidden'])
  expect(codes(await remove(browser(app), id))).toEqual([401, 'unauthenticated'])
  expect(codes(await remove(admin, await idOf(owner)))).toEqual([403, 'forbidden'])
  expect((await remove(admin, id)).statusCode).toBe(200)
  expect(codes(await remove(admin, id))).toEqual([409, 'conflict'])
  expect(codes(await remove(admin, 'nobody'))).toEqual([404, 'not_found'])
  expect((await viewer.get('/api/data')).statusCode).toBe(401)
  expect((await (await signIn(app, 'viewer@example.com')).get('/api/data')).statusCode).toBe(200)
  const { rows } = (await admin.get('/api/audit?limit=20')).json().data
  expect(
    rows
      .filter(({ action }: { action: string }) => action === 'security.removeSecondFactor')
      .map(({ who, detail }: { who: string; detail: object }) => [who, detail]),
  ).toEqual([
    ['admin@example.com', { email: 'viewer@example.com' }],
    ['admin@example.com', { email: 'olga@example.com', refused: 'forbidden' }],
  ])
})

test('where everybody needs one, who has none sets one up and can do nothing else; keys are as before', async () => {
  const admin = await addPerson(app, owner, 'admin')
  const viewer = await addPerson(app, owner, 'viewer')
  const { key } = (await admin.post('/api/keys', { name: 'feed', scope: 'read', days: 1 })).json().data
  expect(codes(await require(admin, true))).toEqual([403, 'forbidden'])
  expect((await require(owner, true)).json().error.message).toBe('Set up your own second factor first.')
  expect((await viewer.get('/api/data')).statusCode).toBe(200)
  await withFactor(owner, 'olga@example.com')
  expect((await require(owner, true)).statusCode).toBe(200)

  expect((await owner.get('/api/data')).statusCode).toBe(200)
  for (const who of [viewer, admin])
    for (const url of [
      '/api/data',
      '/api/revenue/kpis',
      '/api/live',
      '/api/export?page=revenue&format=csv',
      '/api/docs',
    ])
      expect(codes(await who.get(url)), url).toEqual([403, 'second_factor_needed'])
  expect(codes(await admin.get('/api/people'))).toEqual([403, 'second_factor_needed'])
  expect((await viewer.get('/api/revenue/kpis')).json().error.message).toBe(
    'Everybody here needs a second factor: set yours up first.',
  )
  const program = await app.inject({
    url: '/api/data',
    headers: { host: 'localhost', authorization: `Bearer ${key}` },
  })
  expect(program.statusCode).toBe(200)
  expect((await viewer.get('/api/security/ways')).json().data).toEqual({
    provider: null,
    mail: false,
    secondFactorRequired: true,
    password: true,
  })
  await withFactor(viewer, 'viewer@example.com')
  expect((await viewer.get('/api/data')).statusCode).toBe(200)
  expect(codes(await admin.get('/api/data'))).toEqual([403, 'second_factor_needed'])
  // taken away again it is needed again
  expect(
    (await viewer.post('/api/session/second-factor/remove', { password: passwordOf('viewer@example.com') })).statusCode,
  ).toBe(200)
  expect(codes(await viewer.get('/api/data'))).toEqual([403, 'second_factor_needed'])
  const late = await addPerson(app, owner, 'viewer', 'late@example.com')
  expect(codes(await late.get('/api/data'))).toEqual([403, 'second_factor_needed'])

  expect((await require(owner, false)).statusCode).toBe(200)
  expect((await late.get('/api/data')).statusCode).toBe(200)
  const { rows } = await sql<{ detail: object }>`
    select detail from audit where action = 'security.requireSecondFactor' and detail ? 'required' order by id
  `.execute(database.db)
  expect(rows).toEqual([{ detail: { required: true } }, { detail: { required: false } }])
})
