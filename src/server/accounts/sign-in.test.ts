import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { addPerson, browser, makeOwner, passwordOf, signIn, tokenOf } from '../../../tests/setup/people.ts'
import { now, openShop } from '../../../tests/setup/shop.ts'
import { totp } from '../../../tests/setup/totp.ts'
import { buildApp } from '../app.ts'
import type { Database } from '../db/database.ts'

let database: Database
let app: FastifyInstance
beforeEach(async () => {
  database = await openShop()
  app = await buildApp({ database, now })
})
afterEach(async () => {
  await app.close()
  await database.close()
})

const codes = (response: { statusCode: number; json: () => { error?: { code: string } } }) => [
  response.statusCode,
  response.json().error?.code,
]

test('on this machine without an owner nobody is asked; from the first account on everybody is', async () => {
  const visitor = browser(app)
  expect((await visitor.get('/api/session')).json().data).toEqual({ open: true, owned: false, person: null })
  expect((await visitor.get('/api/revenue/kpis')).statusCode).toBe(200)
  const owner = await makeOwner(app)
  expect((await owner.get('/api/session')).json().data).toEqual({
    open: false,
    owned: true,
    person: {
      id: expect.any(String),
      email: 'olga@example.com',
      name: 'Olga',
      role: 'owner',
      twoFactor: false,
      rule: null,
    },
  })
  expect((await owner.get('/api/revenue/kpis')).statusCode).toBe(200)
  for (const url of [
    '/api/revenue/kpis',
    '/api/data',
    '/api/export?page=revenue&format=csv',
    '/api/live',
    '/api/backup',
    '/api/docs',
  ])
    expect(codes(await visitor.get(url)), url).toEqual([401, 'unauthenticated'])
  expect((await visitor.get('/api/health')).statusCode).toBe(200)
  expect((await visitor.get('/api/session')).json().data).toEqual({ open: false, owned: true, person: null })
})

test('the cookie is for this server alone, and a change by it says where it comes from', async () => {
  const owner = await makeOwner(app)
  const response = await browser(app).post('/api/session/sign-in', {
    email: 'Olga@Example.com',
    password: passwordOf('olga@example.com'),
  })
  expect(response.json().data).toEqual({ next: 'in' })
  expect(response.headers['set-cookie']).toMatch(
    /^analytics\.session_token=[^;]+; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/,
  )
  const change = (headers: Record<string, string>) =>
    owner.send({ method: 'PATCH', url: '/api/settings?week_start=1', headers })
  expect(codes(await change({ origin: 'https://evil.example' }))).toEqual([403, 'forbidden'])
  const { statusCode } = await app.inject({
    method: 'PATCH',
    url: '/api/settings?week_start=1',
    headers: { host: 'localhost', cookie: [...owner.jar].map(pair => pair.join('=')).join('; ') },
  })
  expect(statusCode).toBe(403)
  expect((await change({})).statusCode).toBe(200)
})

test('a password is long, varied and not the address; a link is used once', async () => {
  const visitor = browser(app)
  const token = tokenOf(await visitor.post('/api/people/invite', { role: 'owner' }))
  const takeUp = (password: string) =>
    visitor.post('/api/session/take-up', { token, email: 'olga@example.com', name: 'Olga', password })
  for (const [password, words] of [
    ['fourteen signs', 'password: expected 15 to 128 characters, got 14.'],
    ['x'.repeat(129), 'password: expected 15 to 128 characters, got 129.'],
    ['abcdabcdabcdabcd', 'password: expected at least five different characters.'],
    [
      'my name is Olga, hello',
      'password: expected no word within it that is easily guessed, such as your name, the address or the product, got "olga".',
    ],
  ] as const) {
    const { error } = (await takeUp(password)).json()
    expect(error.message).toBe(words)
    expect((await browser(app).post('/api/session/link', { token })).json().data).toEqual({
      kind: 'invitation',
      email: null,
      role: 'owner',
      expiresAt: expect.any(String),
    })
  }
  expect((await takeUp('a sentence of some length')).json().data).toEqual({ next: 'in' })
  expect(codes(await takeUp('a sentence of some length'))).toEqual([404, 'not_found'])
  expect(codes(await browser(app).post('/api/session/link', { token }))).toEqual([404, 'not_found'])
  const { rows } = await sql<{ password: string }>`select password from logins`.execute(database.db)
  expect(rows).toEqual([{ password: expect.stringMatching(/^scrypt-16384-8-5:[0-9a-f]{32}:[0-9a-f]{64}$/) }])
})

test('one link for the owner: the newest counts, and of two at once one makes the owner', async () => {
  const visitor = browser(app)
  const first = tokenOf(await visitor.post('/api/people/invite', { role: 'owner' }))
  const second = tokenOf(await visitor.post('/api/people/invite', { role: 'owner' }))
  const takeUp = (token: string, email: string) =>
    browser(app).post('/api/session/take-up', { token, email, name: 'Somebody', password: 'a sentence of some length' })
  expect((await takeUp(first, 'a@example.com')).statusCode).toBe(404)
  const both = await Promise.all([takeUp(second, 'b@example.com'), takeUp(second, 'c@example.com')])
  expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 404])
  const { rows } = await sql<{ n: number }>`select count(*) as n from people`.execute(database.db)
  expect(rows).toEqual([{ n: 1 }])
  expect(codes(await visitor.post('/api/people/invite', { role: 'owner' }))).toEqual([401, 'unauthenticated'])
})

test('who is unknown and whose password is wrong get the same answer, and after twenty a pause', async () => {
  await makeOwner(app)
  const visitor = browser(app)
  const attempt = (email: string) =>
    visitor.post('/api/session/sign-in', { email, password: 'not the right one at all' })
  const [known, unknown] = [(await attempt('olga@example.com')).json(), (await attempt('nobody@example.com')).json()]
  expect(known.error.message).toBe('The address or the password is wrong.')
  expect({ ...unknown.error, requestId: '' }).toEqual({ ...known.error, requestId: '' })
  for (let i = 0; i < 18; i++) expect((await attempt('olga@example.com')).statusCode).toBe(401)
  const right = await visitor.post('/api/session/sign-in', {
    email: 'olga@example.com',
    password: passwordOf('olga@example.com'),
  })
  expect([right.statusCode, right.json().error.message]).toEqual([
    429,
    expect.stringMatching(/^Too many failed attempts; try again in \d+ seconds\.$/),
  ])
})

test('a second factor: set up with the password, confirmed with a code, asked for at each sign-in', async () => {
  const owner = await makeOwner(app)
  const wrong = await owner.post('/api/session/second-factor', { password: 'not the right one at all' })
  expect(codes(wrong)).toEqual([403, 'wrong_password'])
  const { data } = (await owner.post('/api/session/second-factor', { password: passwordOf('olga@example.com') })).json()
  expect(data.address).toMatch(/^otpauth:\/\/totp\/Analytics%20Dashboard:olga%40example\.com\?/)
  expect(data.recovery).toHaveLength(10)
  expect((await signIn(app, 'olga@example.com')).jar.size).toBe(1) // not before it is confirmed
  expect(codes(await owner.post('/api/session/second-factor/confirm', { code: '000000' }))).toEqual([401, 'wrong_code'])
  const first = totp(data.secret)
  expect((await owner.post('/api/session/second-factor/confirm', { code: first })).statusCode).toBe(200)
  expect((await owner.get('/api/session')).json().data.person.twoFactor).toBe(true)

  const begin = async () => {
    const visitor = browser(app)
    const first = await visitor.post('/api/session/sign-in', {
      email: 'olga@example.com',
      password: passwordOf('olga@example.com'),
    })
    expect(first.json().data).toEqual({ next: 'code' })
    expect((await visitor.get('/api/data')).statusCode).toBe(401)
    return visitor
  }
  const one = await begin()
  expect(codes(await one.post('/api/session/code', { code: '000000' }))).toEqual([401, 'wrong_code'])
  // what confirmed it is spent
  const spent = await one.post('/api/session/code', { code: first })
  expect([...codes(spent), one.jar.has('analytics.session_token')]).toEqual([401, 'wrong_code', false])
  expect((await one.get('/api/data')).statusCode).toBe(401)
  const two = await begin()
  const next = totp(data.secret, Date.now() + 30_000)
  expect((await two.post('/api/session/code', { code: next })).json().data).toEqual({ next: 'in' })
  expect((await two.get('/api/data')).statusCode).toBe(200)
  expect(codes(await (await begin()).post('/api/session/code', { code: next }))).toEqual([401, 'wrong_code'])
  const other = await begin()
  expect((await other.post('/api/session/code', { code: data.recovery[0] })).json().data).toEqual({ next: 'in' })
  expect((await other.get('/api/data')).statusCode).toBe(200)
  expect(codes(await (await begin()).post('/api/session/code', { code: data.recovery[0] }))).toEqual([
    401,
    'wrong_code',
  ])
  expect(codes(await browser(app).post('/api/session/code', { code: totp(data.secret) }))).toEqual([
    401,
    'unauthenticated',
  ])

  expect(
    (await owner.post('/api/session/second-factor/remove', { password: passwordOf('olga@example.com') })).statusCode,
  ).toBe(200)
  expect((await (await signIn(app, 'olga@example.com')).get('/api/data')).statusCode).toBe(200)
})

test('sessions are listed and ended, one or all others, and a new password ends them', async () => {
  const here = await makeOwner(app)
  const there = await signIn(app, 'olga@example.com')
  const listed = async () => (await here.get('/api/session/sessions')).json().data
  expect(await listed()).toEqual([
    {
      id: expect.any(String),
      current: false,
      address: '127.0.0.1',
      agent: 'lightMyRequest',
      since: expect.any(String),
      seenAt: expect.any(String),
    },
    {
      id: expect.any(String),
      current: true,
      address: '127.0.0.1',
      agent: 'lightMyRequest',
      since: expect.any(String),
      seenAt: expect.any(String),
    },
  ])
  const [{ id }] = await listed()
  const stranger = await addPerson(app, here, 'viewer')
  expect((await stranger.send({ method: 'DELETE', url: `/api/session/sessions/${id}` })).statusCode).toBe(404)
  expect((await there.get('/api/data')).statusCode).toBe(200)
  expect((await here.send({ method: 'DELETE', url: `/api/session/sessions/${id}` })).statusCode).toBe(200)
  expect((await there.get('/api/data')).statusCode).toBe(401)
  await signIn(app, 'olga@example.com')
  expect((await here.post('/api/session/end-others')).json().data).toEqual({ ended: 1 })
  const again = await signIn(app, 'olga@example.com')
  const change = (current: string) => here.post('/api/session/password', { current, next: 'quite another sentence' })
  expect(codes(await change('not the right one at all'))).toEqual([403, 'wrong_password'])
  expect((await change(passwordOf('olga@example.com'))).statusCode).toBe(200)
  expect([(await again.get('/api/data')).statusCode, (await here.get('/api/data')).statusCode]).toEqual([401, 200])
  await signIn(app, 'olga@example.com', 'quite another sentence')
  const cookie = [...here.jar].map(pair => pair.join('=')).join('; ')
  const out = await here.post('/api/session/sign-out')
  expect([out.statusCode, out.headers['clear-site-data']]).toEqual([200, '"cache"'])
  expect(here.jar.size).toBe(0)
  expect((await app.inject({ url: '/api/data', headers: { host: 'localhost', cookie } })).statusCode).toBe(401)
})

test('a session ends by itself: a week after the last visit, and thirty days after it began', async () => {
  const owner = await makeOwner(app)
  const viewer = await addPerson(app, owner, 'viewer')
  const age = (what: string) => sql.raw(`update sessions set ${what}`).execute(database.db)
  await age(`expires_at = now() - interval '1 second'`)
  // the other process of a shared database; the embedded engine has none, and forgets what it knows with each change
  await app.close()
  app = await buildApp({ database, now })
  const at = (who: typeof owner) =>
    app.inject({
      url: '/api/data',
      headers: { host: 'localhost', cookie: [...who.jar].map(pair => pair.join('=')).join('; ') },
    })
  expect((await at(owner)).statusCode).toBe(401)
  const back = await signIn(app, 'viewer@example.com')
  expect((await at(back)).statusCode).toBe(200)
  await age(`created_at = now() - interval '31 days'`)
  await app.close()
  app = await buildApp({ database, now })
  expect([(await at(back)).statusCode, (await at(viewer)).statusCode]).toEqual([401, 401])
})
