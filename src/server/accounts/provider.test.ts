import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { addPerson, browser, type Browser, makeOwner, passwordOf } from '../../../tests/setup/people.ts'
import {
  type Account,
  clientId,
  clientSecret,
  openTestProvider,
  throughProvider,
} from '../../../tests/setup/provider.ts'
import { now, openShop } from '../../../tests/setup/shop.ts'
import { totp } from '../../../tests/setup/totp.ts'
import { buildApp } from '../app.ts'
import type { Database } from '../db/database.ts'
import { thisMachine } from '../http/network.ts'

const base = 'http://localhost:5001'
const at = { host: 'localhost:5001', origin: base }
const back = `${base}/api/security/provider/callback`
let company: Awaited<ReturnType<typeof openTestProvider>>
let database: Database
let app: FastifyInstance
let owner: Browser
const appOf = (issuer: string) =>
  buildApp({
    database,
    now,
    network: { ...thisMachine, base: new URL(base) },
    provider: { issuer, clientId, clientSecret, name: 'Acme', domains: [{ domain: 'acme.com', role: 'editor' }] },
  })
beforeAll(async () => {
  company = await openTestProvider(back)
})
afterAll(() => company.close())
beforeEach(async () => {
  database = await openShop()
  app = await appOf(company.issuer)
  owner = await makeOwner(app)
})
afterEach(async () => {
  await app.close()
  await database.close()
})

const vera: Account = { sub: 'vera-7', email: 'Vera@Example.com', email_verified: true, name: 'Vera Vogt' }
const begin = async (visitor: Browser, to = '/revenue?range=all') => {
  const { data } = (await visitor.post('/api/security/provider', { to })).json()
  return new URL(data.address)
}
/** Where somebody ends who goes through the provider as `account`. */
const enterAs = async (account: Account, visitor = browser(app, at), change = (_address: URL) => {}, to?: string) => {
  company.here.account = account
  const address = await begin(visitor, to)
  change(address)
  const url = new URL(await throughProvider(address.href, back))
  const { statusCode, headers } = await visitor.get(url.pathname + url.search)
  expect(statusCode).toBe(302)
  return { visitor, went: headers.location, url }
}
const inAs = async (visitor: Browser) => (await visitor.get('/api/session')).json().data.person
const people = async () =>
  (await sql<{ email: string; role: string }>`select email, role from people order by email`.execute(database.db)).rows

test('it is asked with PKCE, a state and a nonce, and comes back to where one wanted to go', async () => {
  expect((await browser(app, at).get('/api/security/ways')).json().data).toMatchObject({ provider: 'Acme' })
  const address = await begin(browser(app, at))
  expect(address.origin).toBe(company.issuer)
  expect(Object.fromEntries(address.searchParams)).toEqual({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: back,
    scope: 'openid email profile',
    code_challenge_method: 'S256',
    code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    state: expect.stringMatching(/^[\w-]{32,}$/),
    nonce: expect.stringMatching(/^[\w-]{32,}$/),
  })
  for (const to of ['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:x'])
    expect((await browser(app, at).post('/api/security/provider', { to })).statusCode, to).toBe(400)
})

test('who was invited gets the account of the invitation, once, and no word of the provider is kept', async () => {
  await owner.post('/api/people/invite', { email: 'vera@example.com', role: 'admin' })
  const { visitor, went } = await enterAs(vera)
  expect(went).toBe('/revenue?range=all')
  expect(await inAs(visitor)).toEqual({
    id: expect.any(String),
    email: 'vera@example.com',
    name: 'Vera Vogt',
    role: 'admin',
    twoFactor: false,
    rule: null,
  })
  expect((await visitor.get('/api/people')).json().data.invitations).toEqual([])
  const { rows } = await sql`
    select provider_id, account_id, password, access_token, refresh_token, id_token from logins where provider_id <> 'credential'
  `.execute(database.db)
  expect(rows).toEqual([
    {
      provider_id: 'oidc',
      account_id: 'vera-7',
      password: null,
      access_token: null,
      refresh_token: null,
      id_token: null,
    },
  ])
  // by what the provider knows her by, whatever her address is now
  const again = await enterAs({ ...vera, email: 'vogt@example.com' })
  expect((await inAs(again.visitor)).email).toBe('vera@example.com')
  const { data } = (await owner.get('/api/audit?limit=2')).json()
  expect(data.rows[0]).toMatchObject({ who: 'vera@example.com', action: 'session.provider' })
})

test('who was not invited, or has an address that is not verified, stays out', async () => {
  expect((await enterAs(vera)).went).toBe('/sign-in?refused=unknown')
  await owner.post('/api/people/invite', { email: 'vera@example.com', role: 'admin' })
  expect((await enterAs({ ...vera, email_verified: false })).went).toBe('/sign-in?refused=unknown')
  await addPerson(app, owner, 'viewer', 'vic@example.com')
  const unverified = await enterAs({ sub: 'x', email: 'vic@example.com', email_verified: false })
  expect(unverified.went).toBe('/sign-in?refused=unverified')
  expect(await inAs(unverified.visitor)).toBeNull()
  expect((await unverified.visitor.get('/api/data')).statusCode).toBe(401)
  await sql`update links set expires_at = now() - interval '1 second'`.execute(database.db)
  expect((await enterAs(vera)).went).toBe('/sign-in?refused=unknown')
  expect(await people()).toEqual([
    { email: 'olga@example.com', role: 'owner' },
    { email: 'vic@example.com', role: 'viewer' },
  ])
})

test('a verified address of a domain that is named needs no invitation, one that only ends like it does', async () => {
  expect((await enterAs({ sub: 'a', email: 'a@acme.com', email_verified: true })).went).toBe('/revenue?range=all')
  expect((await enterAs({ sub: 'b', email: 'b@notacme.com', email_verified: true })).went).toBe(
    '/sign-in?refused=unknown',
  )
  expect((await enterAs({ sub: 'c', email: 'c@acme.com.example.com', email_verified: true })).went).toBe(
    '/sign-in?refused=unknown',
  )
  expect(await people()).toEqual([
    { email: 'a@acme.com', role: 'editor' },
    { email: 'olga@example.com', role: 'owner' },
  ])
})

test('of several invitations the newest counts, and one to another address of somebody known stays open', async () => {
  for (const role of ['viewer', 'admin']) await owner.post('/api/people/invite', { email: 'vera@example.com', role })
  // as they lie in the table says nothing
  await sql`update links set made_at = made_at where role = 'viewer'`.execute(database.db)
  expect(await inAs((await enterAs(vera)).visitor)).toMatchObject({ role: 'admin' })
  await owner.post('/api/people/invite', { email: 'vogt@example.com', role: 'viewer' })
  expect(await inAs((await enterAs({ ...vera, email: 'vogt@example.com' })).visitor)).toMatchObject({ role: 'admin' })
  const { invitations } = (await owner.get('/api/people')).json().data
  expect(invitations.map(({ email }: { email: string }) => email)).toEqual(['vogt@example.com'])
})

test('who was removed does not come back by the domain alone, but by an invitation', async () => {
  const anna: Account = { sub: 'a', email: 'a@acme.com', email_verified: true }
  const { id } = await inAs((await enterAs(anna)).visitor)
  expect((await owner.send({ method: 'DELETE', url: `/api/people/${id}` })).statusCode).toBe(200)
  expect((await enterAs(anna)).went).toBe('/sign-in?refused=unknown')
  await owner.post('/api/people/invite', { email: 'a@acme.com', role: 'viewer' })
  expect(await inAs((await enterAs(anna)).visitor)).toMatchObject({ email: 'a@acme.com', role: 'viewer' })
})

test('that somebody is in is told by the session, whatever the address they wanted says', async () => {
  const anna: Account = { sub: 'a', email: 'a@acme.com', email_verified: true }
  const { visitor, went } = await enterAs(anna, browser(app, at), undefined, '/revenue?error=none')
  expect(went).toBe('/revenue?error=none')
  expect(await inAs(visitor)).toMatchObject({ email: 'a@acme.com' })
  const { rows } = (await owner.get('/api/audit?limit=1')).json().data
  expect(rows[0]).toMatchObject({ who: 'a@acme.com', action: 'session.provider', detail: { email: 'a@acme.com' } })
  const refused = await enterAs({ ...anna, sub: 'b', email: 'b@example.com' }, browser(app, at), undefined, '/?a=b')
  expect(refused.went).toBe('/sign-in?refused=unknown')
})

test('a verified address leads to the account that has it; its provider asks for second factors', async () => {
  const viewer = await addPerson(app, owner, 'viewer', 'vic@example.com')
  const password = passwordOf('vic@example.com')
  const { data } = (await viewer.post('/api/session/second-factor', { password })).json()
  await viewer.post('/api/session/second-factor/confirm', { code: totp(data.secret) })
  const { visitor } = await enterAs({ sub: 'vic', email: 'vic@example.com', email_verified: true })
  expect(await inAs(visitor)).toMatchObject({ email: 'vic@example.com', role: 'viewer', twoFactor: true })
  const here = await browser(app, at).post('/api/session/sign-in', { email: 'vic@example.com', password })
  expect(here.json().data).toEqual({ next: 'code' })
})

test('who has no password here has none to change, to reset or to confirm with', async () => {
  await owner.post('/api/people/invite', { email: 'vera@example.com', role: 'viewer' })
  const { visitor } = await enterAs(vera)
  expect((await visitor.get('/api/security/ways')).json().data.password).toBe(false)
  const change = { current: 'a sentence of some length', next: 'quite another sentence' }
  expect((await visitor.post('/api/session/password', change)).json().error.message).toBe(
    'You sign in without a password here, so there is none to change.',
  )
  const { id } = await inAs(visitor)
  expect((await owner.post(`/api/people/${id}/reset`)).statusCode).toBe(409)
  const olga = passwordOf('olga@example.com')
  const { data } = (await owner.post('/api/session/second-factor', { password: olga })).json()
  await owner.post('/api/session/second-factor/confirm', { code: totp(data.secret) })
  await owner.post('/api/security/require-second-factor', { required: true })
  expect((await visitor.get('/api/data')).statusCode).toBe(200)
})

test('what does not belong together is refused: another browser, state, nonce or challenge, and a second time', async () => {
  await owner.post('/api/people/invite', { email: 'vera@example.com', role: 'viewer' })
  const failed = '/sign-in?refused=failed'
  const other = (name: string) => (address: URL) => address.searchParams.set(name, 'x'.repeat(43))
  expect((await enterAs(vera, browser(app, at), other('nonce'))).went).toBe(failed)
  expect((await enterAs(vera, browser(app, at), other('code_challenge'))).went).toBe(failed)
  expect((await enterAs(vera, browser(app, at), other('state'))).went).toBe(failed)
  const stranger = browser(app, at)
  company.here.account = vera
  const url = new URL(await throughProvider((await begin(browser(app, at))).href, back))
  expect((await stranger.get(url.pathname + url.search)).headers.location).toBe(failed)
  expect((await stranger.get('/api/data')).statusCode).toBe(401)
  const entered = await enterAs(vera)
  expect(entered.went).toBe('/revenue?range=all')
  const twice = await entered.visitor.get(entered.url.pathname + entered.url.search)
  expect(twice.headers.location).toBe(failed)
  expect((await browser(app, at).get('/api/security/provider/callback')).headers.location).toBe(failed)
  expect((await browser(app, at).get('/api/security/provider/callback?error=access_denied')).headers.location).toBe(
    failed,
  )
})

test('a provider that is away, or says that it is another one, is told in a sentence', async () => {
  const asked = async (issuer: string) => {
    await app.close()
    app = await appOf(issuer)
    const response = await browser(app, at).post('/api/security/provider', { to: '/' })
    return [response.statusCode, response.json().error.message]
  }
  expect(await asked('http://127.0.0.1:9')).toEqual([503, 'Where you sign in cannot be reached at the moment.'])
  expect(await asked(company.issuer.replace('127.0.0.1', 'localhost'))).toEqual([
    503,
    'Where you sign in says that it is somebody else: tell an admin.',
  ])
  expect((await browser(app, at).get('/api/session')).statusCode).toBe(200)
})
