import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { addPerson, browser, makeOwner, passwordOf } from '../../../tests/setup/people.ts'
import { now, openShop } from '../../../tests/setup/shop.ts'
import { ownersLink } from '../accounts/links.ts'
import { buildApp } from '../app.ts'
import type { Database } from '../db/database.ts'
import { isAddressed, onlyHere, ownName, thisMachine } from './network.ts'

let database: Database
beforeAll(async () => {
  database = await openShop()
})
afterAll(() => database.close())
beforeEach(async () => {
  await sql`delete from people`.execute(database.db)
})

const abroad = { ...thisMachine, host: '0.0.0.0', base: new URL('https://bi.example.com'), proxies: ['10.0.0.2'] }
const at = { host: 'bi.example.com', origin: 'https://bi.example.com' }

const withApp = async (
  options: Partial<Parameters<typeof buildApp>[0]>,
  work: (app: FastifyInstance) => Promise<void>,
) => {
  const app = await buildApp({ database, now, ...options })
  try {
    await work(app)
  } finally {
    await app.close()
  }
}

test('only a server that nobody else can reach is open', () => {
  expect(onlyHere(thisMachine)).toBe(true)
  expect(onlyHere({ ...thisMachine, base: new URL('http://localhost:8080') })).toBe(true)
  expect(onlyHere({ ...thisMachine, host: '0.0.0.0' })).toBe(false)
  expect(onlyHere({ ...thisMachine, base: new URL('https://bi.example.com') })).toBe(false)
  expect(onlyHere({ ...thisMachine, proxies: ['127.0.0.1'] })).toBe(false)
})

test('it is addressed by its own name, that of this machine or BASE_URL', () => {
  expect(ownName(thisMachine)).toBe('localhost')
  expect(ownName({ ...thisMachine, host: '0.0.0.0' })).toBe('localhost')
  expect(ownName({ ...thisMachine, host: 'fd00::7' })).toBe('[fd00::7]')
  expect(isAddressed({ ...abroad, host: '192.168.0.7' }, '192.168.0.7:5001')).toBe(true)
  expect(isAddressed(abroad, '192.168.0.7:5001')).toBe(false)
  expect(isAddressed(abroad, '0.0.0.0:5001')).toBe(false)
  expect(isAddressed(abroad, 'BI.example.com')).toBe(true)
})

test('beyond this machine nothing is answered before there is an owner, whom the link of the terminal makes', () =>
  withApp({ network: abroad }, async app => {
    const visitor = browser(app, at)
    for (const url of ['/api/data', '/api/revenue/kpis', '/api/people', '/api/live', '/api/backup'])
      expect((await visitor.get(url)).statusCode, url).toBe(401)
    // also not for who says localhost
    expect((await app.inject({ url: '/api/data', headers: { host: 'localhost' } })).statusCode).toBe(401)
    expect((await visitor.post('/api/people/invite', { role: 'owner' })).statusCode).toBe(401)
    expect((await visitor.get('/api/session')).json().data).toEqual({ open: false, owned: false, person: null })
    const link = await ownersLink(database.db, 'https://bi.example.com')
    expect(link).toMatch(/^https:\/\/bi\.example\.com\/welcome#[\w-]{43}$/)
    const token = new URL(link!).hash.slice(1)
    const email = 'olga@example.com'
    const taken = await visitor.post('/api/session/take-up', {
      token,
      email,
      name: 'Olga',
      password: passwordOf(email),
    })
    expect(taken.statusCode).toBe(200)
    expect((await visitor.get('/api/data')).statusCode).toBe(200)
    expect(await ownersLink(database.db, 'https://bi.example.com')).toBeNull()
  }))

test('under BASE_URL: its name, its origin, cookies for TLS only, HSTS, links to it', () =>
  withApp({ network: abroad }, async app => {
    const owner = browser(app, at)
    const token = new URL((await ownersLink(database.db, 'https://bi.example.com'))!).hash.slice(1)
    const email = 'olga@example.com'
    const taken = await owner.post('/api/session/take-up', { token, email, name: 'Olga', password: passwordOf(email) })
    expect(taken.headers['set-cookie']).toMatch(
      /^__Host-analytics\.session_token=[^;]+; Max-Age=604800; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    )
    expect(taken.headers['strict-transport-security']).toBe('max-age=31536000')
    const change = (headers: Record<string, string>) =>
      owner.send({ method: 'PATCH', url: '/api/settings?week_start=1', headers })
    expect((await change({})).statusCode).toBe(200)
    for (const origin of ['http://bi.example.com', 'https://bi.example.com:8443', 'https://evil.example', 'null'])
      expect((await change({ origin })).statusCode, origin).toBe(403)
    for (const host of ['evil.example', 'bi.example.com.evil.example', 'bi.example.com:8443', '10.0.0.7'])
      expect((await owner.send({ url: '/api/health', headers: { host } })).json().error.message).toBe(
        `This server answers only when addressed as bi.example.com, got Host "${host}".`,
      )
    expect((await app.inject({ url: '/api/health', headers: { host: 'localhost:5001' } })).statusCode).toBe(200)
    const invited = await owner.post('/api/people/invite', { email: 'v@example.com', role: 'viewer' })
    expect(invited.json().data.link).toMatch(/^https:\/\/bi\.example\.com\/welcome#/)
  }))

test('HSTS holds for the names below only where that is asked for', () =>
  withApp({ network: { ...abroad, hstsSubdomains: true } }, async app => {
    const { headers } = await browser(app, at).get('/api/health')
    expect(headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains')
  }))

test('the word of a proxy counts, that of anybody else does not', () =>
  withApp({ network: abroad }, async app => {
    const owner = browser(app, at)
    const token = new URL((await ownersLink(database.db, 'https://bi.example.com'))!).hash.slice(1)
    const email = 'olga@example.com'
    await owner.post('/api/session/take-up', { token, email, name: 'Olga', password: passwordOf(email) })
    const signInFrom = (remoteAddress: string, headers: Record<string, string>) =>
      app.inject({
        method: 'POST',
        url: '/api/session/sign-in',
        remoteAddress,
        headers: { ...at, ...headers },
        payload: { email, password: passwordOf(email) },
      })
    await signInFrom('10.0.0.2', { 'x-forwarded-for': '6.6.6.6, 203.0.113.9' })
    await signInFrom('203.0.113.66', { 'x-forwarded-for': '203.0.113.9', 'x-client-address': '203.0.113.8' })
    const { rows } = (await owner.get('/api/audit?limit=2')).json().data
    expect(rows.map(({ address }: { address: string }) => address)).toEqual(['203.0.113.66', '203.0.113.9'])
    const sessions = (await owner.get('/api/session/sessions')).json().data
    expect(sessions.map(({ address }: { address: string }) => address).sort()).toEqual([
      '127.0.0.1',
      '203.0.113.66',
      '203.0.113.9',
    ])
  }))

test('what is answered to somebody is for their browser alone, and not kept where it is about them', () =>
  withApp({}, async app => {
    const owner = await makeOwner(app)
    const viewer = await addPerson(app, owner, 'viewer')
    expect((await viewer.get('/api/revenue/kpis')).headers['cache-control']).toBe('private, no-cache')
    expect((await viewer.get('/api/session')).headers).toMatchObject({ 'cache-control': 'no-store' })
    expect((await viewer.get('/api/session')).headers.etag).toBeUndefined()
  }))

test('with a certificate it speaks TLS itself', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'analytics-tls-'))
  const [keyFile, certFile] = [join(dir, 'key.pem'), join(dir, 'cert.pem')]
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...subject, '-keyout', keyFile, '-out', certFile],
    { stdio: 'ignore' },
  )
  const tls = { cert: readFileSync(certFile), key: readFileSync(keyFile) }
  rmSync(dir, { recursive: true })
  await withApp({ network: { ...thisMachine, tls } }, async app => {
    await app.listen({ port: 0, host: '127.0.0.1' })
    const { port } = app.server.address() as { port: number }
    const ask = (method: string, path: string, headers: Record<string, string>) =>
      new Promise<[number | undefined, string | undefined]>((resolve, reject) => {
        request({ host: '127.0.0.1', servername: 'localhost', port, ca: tls.cert, method, path, headers }, response => {
          response.resume()
          resolve([response.statusCode, response.headers['strict-transport-security']])
        })
          .on('error', reject)
          .end()
      })
    const host = `localhost:${port}`
    // no HSTS for localhost: it would hold for every other server on this machine
    expect(await ask('GET', '/api/health', { host })).toEqual([200, undefined])
    expect(await ask('DELETE', '/api/imports/77', { host, origin: `https://${host}` })).toEqual([404, undefined])
    expect(await ask('DELETE', '/api/imports/77', { host, origin: `http://${host}` })).toEqual([403, undefined])
  })
})
