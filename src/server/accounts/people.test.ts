import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addPerson, browser, type Browser, makeOwner, passwordOf, tokenOf } from '../../../tests/setup/people.ts'
import { openShop, now } from '../../../tests/setup/shop.ts'
import { buildApp } from '../app.ts'
import type { Database } from '../db/database.ts'

let database: Database
let app: FastifyInstance
let owner: Browser
let admin: Browser
let editor: Browser
let viewer: Browser
beforeAll(async () => {
  database = await openShop()
  app = await buildApp({ database, now })
  owner = await makeOwner(app)
  admin = await addPerson(app, owner, 'admin')
  editor = await addPerson(app, admin, 'editor')
  viewer = await addPerson(app, admin, 'viewer')
})
afterAll(async () => {
  await app.close()
  await database.close()
})

const everybody = () => ({ owner, admin, editor, viewer, nobody: browser(app) })
const idOf = async (email: string): Promise<string> =>
  (await owner.get('/api/people')).json().data.people.find((one: { email: string }) => one.email === email).id
const statusOf = (response: { statusCode: number }) => response.statusCode

/** What each role is answered: who may is told what else is wrong, or that it is done. */
const answers = async (ask: (who: Browser) => Promise<{ statusCode: number }>) => {
  const found: Record<string, number> = {}
  for (const [name, who] of Object.entries(everybody())) found[name] = statusOf(await ask(who))
  return found
}

test('each role may what it may', async () => {
  const all = { owner: 200, admin: 200, editor: 200, viewer: 200, nobody: 401 }
  expect(await answers(who => who.get('/api/dashboard/kpis'))).toEqual(all)
  expect(await answers(who => who.get('/api/settings'))).toEqual(all)
  const csv = 'name,category\nStool,Furniture'
  const upload = `--x\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\n${csv}\r\n--x--\r\n`
  const send = (who: Browser) =>
    who.send({
      method: 'POST',
      url: '/api/import?dry_run=true&kind=products',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      payload: upload,
    })
  expect(await answers(send)).toEqual({ ...all, viewer: 403 })
  expect(await answers(who => who.send({ method: 'DELETE', url: '/api/imports/77' }))).toEqual({
    owner: 404,
    admin: 404,
    editor: 404,
    viewer: 403,
    nobody: 401,
  })
  const settings = (who: Browser) => who.send({ method: 'PATCH', url: '/api/settings?week_start=1' })
  expect(await answers(settings)).toEqual({ ...all, editor: 403, viewer: 403 })
  for (const url of ['/api/people', '/api/keys', '/api/audit', '/api/audit/file'])
    expect(await answers(who => who.get(url)), url).toEqual({ ...all, editor: 403, viewer: 403 })
  expect(await answers(who => who.get('/api/backup'))).toEqual({ ...all, admin: 403, editor: 403, viewer: 403 })
})

test('an admin invites and changes whom they may, and no owner', async () => {
  const invite = (who: Browser, role: string, email = 'new@example.com') =>
    who.post('/api/people/invite', { email, role })
  expect(statusOf(await invite(admin, 'owner'))).toBe(403)
  expect(statusOf(await invite(editor, 'viewer'))).toBe(403)
  expect((await invite(admin, 'viewer', 'viewer@example.com')).json().error.message).toBe(
    'viewer@example.com has an account already.',
  )
  const ownerId = await idOf('olga@example.com')
  const change = (who: Browser, id: string, role: string) =>
    who.send({ method: 'PATCH', url: `/api/people/${id}`, payload: { role } })
  expect(statusOf(await change(admin, ownerId, 'viewer'))).toBe(403)
  expect(statusOf(await change(admin, await idOf('admin@example.com'), 'owner'))).toBe(403)
  expect(statusOf(await admin.post(`/api/people/${ownerId}/reset`))).toBe(403)
  expect(statusOf(await admin.post(`/api/people/${ownerId}/end-sessions`))).toBe(403)
  expect(statusOf(await admin.send({ method: 'DELETE', url: `/api/people/${ownerId}` }))).toBe(403)
  expect((await change(owner, ownerId, 'admin')).json().error.message).toBe(
    'This is the only owner: make another one first.',
  )
  expect(statusOf(await owner.send({ method: 'DELETE', url: `/api/people/${ownerId}` }))).toBe(409)
  expect(statusOf(await change(admin, '77', 'viewer'))).toBe(404)
})

test('another role counts from the next request on, and who is removed is out', async () => {
  const guest = await addPerson(app, admin, 'viewer', 'guest@example.com')
  const id = await idOf('guest@example.com')
  const settings = () => guest.send({ method: 'PATCH', url: '/api/settings?week_start=1' })
  expect(statusOf(await settings())).toBe(403)
  await admin.send({ method: 'PATCH', url: `/api/people/${id}`, payload: { role: 'admin' } })
  expect(statusOf(await settings())).toBe(200)
  await admin.send({ method: 'PATCH', url: `/api/people/${id}`, payload: { role: 'viewer' } })
  expect(statusOf(await settings())).toBe(403)
  expect((await admin.post(`/api/people/${id}/end-sessions`)).json().data).toEqual({ ended: 1 })
  expect(statusOf(await guest.get('/api/data'))).toBe(401)
  await guest.post('/api/session/sign-in', { email: 'guest@example.com', password: passwordOf('guest@example.com') })
  expect(statusOf(await guest.get('/api/data'))).toBe(200)
  await admin.send({ method: 'DELETE', url: `/api/people/${id}` })
  expect(statusOf(await guest.get('/api/data'))).toBe(401)
  const { rows } = await sql<{ n: number }>`
    select (select count(*) from people where id = ${id}) + (select count(*) from sessions where person_id = ${id})
      + (select count(*) from logins where person_id = ${id}) as n
  `.execute(database.db)
  expect(rows).toEqual([{ n: 0 }])
})

test('an invitation can be withdrawn, and expires', async () => {
  const withdrawn = tokenOf(await admin.post('/api/people/invite', { email: 'late@example.com', role: 'viewer' }))
  const open = async () => (await admin.get('/api/people')).json().data.invitations
  expect(await open()).toEqual([
    { id: expect.any(Number), email: 'late@example.com', role: 'viewer', rule: null, expiresAt: expect.any(String) },
  ])
  const [{ id }] = await open()
  expect(statusOf(await admin.send({ method: 'DELETE', url: `/api/people/invitations/${id}` }))).toBe(200)
  expect(await open()).toEqual([])
  const expired = tokenOf(await admin.post('/api/people/invite', { email: 'late@example.com', role: 'viewer' }))
  await sql`update links set expires_at = now() - interval '1 second'`.execute(database.db)
  for (const token of [withdrawn, expired, 'guessed'])
    expect(
      statusOf(
        await browser(app).post('/api/session/take-up', { token, password: 'a sentence of some length', name: 'Late' }),
      ),
    ).toBe(404)
  expect(await open()).toEqual([])
})

test('invitations of somebody whose role is changed are void', async () => {
  const second = await addPerson(app, owner, 'admin', 'second@example.com')
  const token = tokenOf(await second.post('/api/people/invite', { email: 'crony@example.com', role: 'admin' }))
  const id = await idOf('second@example.com')
  await owner.send({ method: 'PATCH', url: `/api/people/${id}`, payload: { role: 'viewer' } })
  expect(statusOf(await browser(app).post('/api/session/link', { token }))).toBe(404)
  await owner.send({ method: 'DELETE', url: `/api/people/${id}` })
})

test('of two owners who leave at once one stays', async () => {
  const second = await addPerson(app, owner, 'owner', 'second@example.com')
  const [first, other] = [await idOf('olga@example.com'), await idOf('second@example.com')]
  const step = (who: Browser, id: string) =>
    who.send({ method: 'PATCH', url: `/api/people/${id}`, payload: { role: 'admin' } })
  const both = await Promise.all([step(owner, first), step(second, other)])
  expect(both.map(statusOf).sort()).toEqual([200, 409])
  const { rows } = await sql<{ email: string }>`select email from people where role = 'owner'`.execute(database.db)
  expect(rows).toHaveLength(1)
  await sql`update people set role = 'owner' where email = 'olga@example.com'`.execute(database.db)
  await sql`delete from people where email = 'second@example.com'`.execute(database.db)
})

test('open streams of whoever is signed out end', async () => {
  const listener = await addPerson(app, owner, 'viewer', 'listener@example.com')
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as { port: number }
  const cookie = [...listener.jar].map(pair => pair.join('=')).join('; ')
  const stream = await fetch(`http://127.0.0.1:${port}/api/live`, { headers: { cookie } })
  expect(stream.status).toBe(200)
  const ended = stream.text()
  await owner.post(`/api/people/${await idOf('listener@example.com')}/end-sessions`)
  expect(await ended).toContain('event: ping')
  expect((await fetch(`http://127.0.0.1:${port}/api/live`, { headers: { cookie } })).status).toBe(401)
})
