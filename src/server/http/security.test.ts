import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { now, openShop } from '../../../tests/setup/shop.ts'
import { buildApp } from '../app.ts'
import type { Database } from '../db/database.ts'

let database: Database
let app: FastifyInstance
let webDir: string
beforeAll(async () => {
  database = await openShop()
  webDir = mkdtempSync(join(tmpdir(), 'analytics-web-'))
  mkdirSync(join(webDir, 'assets'))
  writeFileSync(join(webDir, 'index.html'), '<!doctype html><title>Screens</title>')
  writeFileSync(join(webDir, 'assets', 'main-1a2b3c.js'), 'document.title')
  app = await buildApp({ database, now, webDir })
  await app.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(async () => {
  await app.close()
  await database.close()
  rmSync(webDir, { recursive: true })
})

const policy =
  "default-src 'none';script-src 'self';style-src 'self';img-src 'self' data:;font-src 'self';connect-src 'self';manifest-src 'self';base-uri 'none';form-action 'self';frame-ancestors 'none'"

test('input that is refused is logged, without what was sent', async () => {
  const logged: unknown[] = []
  const watched = await buildApp({ database, now })
  watched.addHook('onRequest', async one => {
    Object.assign(one.log, { warn: (...said: unknown[]) => logged.push(said) })
  })
  await watched.inject({ url: '/api/revenue/kpis?start_date=secret', headers: { host: 'localhost' } })
  await watched.inject({ url: '/api/revenue/kpis', headers: { host: 'localhost' } })
  expect(logged).toEqual([[{ code: 'bad_request', url: '/api/revenue/kpis', address: '127.0.0.1' }, 'input refused']])
  await watched.close()
})

test.each([
  '/',
  '/revenue',
  '/assets/main-1a2b3c.js',
  '/api/health',
  '/api/docs',
  '/api/openapi.json',
  '/api/export?page=revenue&format=csv',
  '/api/nothing',
  '/missing.js',
  '/api/revenue/kpis?limit=1',
])('%s comes with security headers', async url => {
  const { headers } = await app.inject({ url })
  expect(headers['content-security-policy']).toBe(policy)
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  })
  expect(headers['x-powered-by']).toBeUndefined()
  expect(headers['access-control-allow-origin']).toBeUndefined()
})

test('TRACE is not answered with what was sent', async () => {
  const { port } = app.server.address() as { port: number }
  const [status, body] = await new Promise<[number | undefined, string]>((resolve, reject) => {
    request(
      { host: '127.0.0.1', port, method: 'TRACE', path: '/revenue', headers: { 'x-told': 'a secret' } },
      response => text(response).then(words => resolve([response.statusCode, words]), reject),
    )
      .on('error', reject)
      .end()
  })
  expect([status, body]).toEqual([404, expect.not.stringContaining('a secret')])
})

test('pages and their files', async () => {
  const answers = await Promise.all(
    ['/', '/revenue?region=North', '/assets/main-1a2b3c.js', '/missing.js', '/index.html'].map(url =>
      app.inject({ url }),
    ),
  )
  expect(
    answers.map(({ statusCode, headers }) => [statusCode, headers['content-type'], headers['cache-control']]),
  ).toEqual([
    [200, 'text/html; charset=utf-8', 'no-cache'],
    [200, 'text/html; charset=utf-8', 'no-cache'],
    [200, 'application/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
    [404, 'application/json; charset=utf-8', 'no-store'],
    [200, 'text/html; charset=utf-8', 'no-cache'],
  ])
  expect(await app.inject({ method: 'HEAD', url: '/revenue' })).toMatchObject({ statusCode: 200, body: '' })
  for (const url of ['/../package.json', '/%2e%2e/package.json', '/assets/..%2f..%2fetc%2fpasswd'])
    expect((await app.inject({ url })).body).not.toMatch(/root:|"dependencies"/)
})

describe('who is asked', () => {
  test.each(['localhost', 'localhost:5001', '127.0.0.1', '127.0.0.1:80', '[::1]', '[::1]:5001', 'LOCALHOST:5001'])(
    '%s is this server',
    async host => {
      for (const url of ['/api/health', '/'])
        expect((await app.inject({ url, headers: { host } })).statusCode).toBe(200)
    },
  )

  test.each([
    'example.com',
    'example.com:5001',
    'localhost.example.com',
    'localhost:5001.example.com',
    '127.0.0.1.nip.io:5001',
    'EXAMPLE.COM',
    '[::2]:5001',
    '[fe80::1]',
    '192.168.0.7:5001',
    '0.0.0.0:5001',
    'localhost@example.com',
  ])('a request for "%s" is refused', async host => {
    for (const [method, url] of [
      ['GET', '/api/health'],
      ['GET', '/'],
      ['GET', '/api/nothing'],
      ['POST', '/api/import'],
      ['DELETE', '/api/demo'],
    ] as const) {
      const response = await app.inject({ method, url, headers: { host } })
      expect(response.json()).toEqual({
        error: {
          code: 'forbidden',
          message: `This server answers only when addressed as localhost, got Host "${host}".`,
          requestId: expect.any(String),
        },
      })
      expect(response.statusCode).toBe(403)
    }
  })
})

describe('who asks for a change', () => {
  const change = (headers: Record<string, string>) =>
    app.inject({ method: 'DELETE', url: '/api/imports/99', headers: { host: 'localhost:5001', ...headers } })
  const upload = (headers: Record<string, string>) =>
    app.inject({ method: 'POST', url: '/api/import', headers: { host: 'localhost:5001', ...headers } })

  test.each([
    { origin: 'http://example.com' },
    { origin: 'https://localhost:5001' },
    { origin: 'http://localhost:3000' },
    { origin: 'http://localhost' },
    { origin: 'http://127.0.0.1:5001' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { origin: 'http://localhost:5001', 'sec-fetch-site': 'cross-site' },
  ])('%j is refused', async headers => {
    for (const ask of [change, upload]) {
      const response = await ask(headers as Record<string, string>)
      expect([response.statusCode, response.json().error]).toEqual([
        403,
        {
          code: 'forbidden',
          message: expect.stringMatching(/^Changes are accepted from this server's own pages only, got Origin ".+"\.$/),
          requestId: expect.any(String),
        },
      ])
    }
  })

  test.each([
    {},
    { origin: 'http://localhost:5001', 'sec-fetch-site': 'same-origin' },
    { host: '127.0.0.1:5001', origin: 'http://127.0.0.1:5001' },
    { host: '[::1]:5001', origin: 'http://[::1]:5001' },
  ])('%j is let in', async headers => {
    expect([
      (await change(headers as Record<string, string>)).statusCode,
      (await upload(headers as Record<string, string>)).json().error.code,
    ]).toEqual([404, 'no_file'])
  })

  test('questions may come from anywhere, as their answers cannot be read there', async () => {
    const response = await app.inject({
      url: '/api/health',
      headers: { origin: 'http://example.com', 'sec-fetch-site': 'cross-site' },
    })
    expect([
      response.statusCode,
      response.headers['cross-origin-resource-policy'],
      response.headers['access-control-allow-origin'],
    ]).toEqual([200, 'same-origin', undefined])
  })
})

test('more requests than allowed are refused for a while, pages are not', async () => {
  const busy = await buildApp({ database, now, webDir, requestsPerMinute: 3 })
  const codes = []
  for (const url of [
    '/api/health',
    '/api/docs',
    '/api/health',
    '/api/health',
    '/api/export?page=revenue&format=csv',
    '/',
    '/assets/main-1a2b3c.js',
  ])
    codes.push((await busy.inject({ url })).statusCode)
  expect(codes).toEqual([200, 200, 200, 429, 429, 200, 200])
  const response = await busy.inject({ url: '/api/health' })
  expect(response.json()).toEqual({
    error: {
      code: 'too_many_requests',
      message: expect.stringMatching(/^At most 3 requests a minute; try again in \d+ (seconds?|minute)\.$/),
      requestId: expect.any(String),
    },
  })
  expect(Number(response.headers['retry-after'])).toBeGreaterThan(0)
  await busy.close()
})

describe('bodies', () => {
  const send = (type: string, body: string, url = '/api/import') =>
    app.inject({ method: 'POST', url, headers: { host: 'localhost', 'content-type': type }, payload: body })
  const field = (name: string, value: string) =>
    `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
  const file = (content: string) =>
    `--x\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\n${content}\r\n--x--\r\n`

  test('one megabyte at most outside of files', async () => {
    const response = await send('application/json', JSON.stringify({ much: 'x'.repeat(1024 * 1024) }))
    expect([response.statusCode, response.json().error]).toEqual([
      413,
      { code: 'too_large', message: 'Request body is too large', requestId: expect.any(String) },
    ])
  })

  test.each([
    ['application/json', '{"half', 400, 'bad_request'],
    ['text/csv', 'a,b', 415, 'unsupported_media_type'],
    ['multipart/form-data; boundary=x', '--x--\r\n', 400, 'no_file'],
    ['multipart/form-data; boundary=x', file('a,b').slice(0, -10), 400, 'bad_request'],
    ['multipart/form-data; boundary=x', file('a,b').replace('"file"', '"other"'), 400, 'no_file'],
    ['multipart/form-data; boundary=x', file('a,b').replace('--x--\r\n', '') + file('c,d'), 400, 'bad_request'],
    ['multipart/form-data; boundary=x', field('kind', 'sheep') + file('a,b'), 400, 'bad_request'],
    ['multipart/form-data; boundary=x', field('dryrun', 'true') + file('a,b'), 400, 'bad_request'],
  ])('%s that cannot be read: %s', async (type, body, status, code) => {
    const response = await send(type, body)
    expect([response.statusCode, response.json().error]).toEqual([
      status,
      { code, message: expect.any(String), requestId: expect.any(String) },
    ])
    expect(response.body).not.toMatch(/\.[jt]s:|node_modules|\n\s+at /)
  })

  test('a file goes through', async () => {
    const response = await send(
      'multipart/form-data; boundary=x',
      file('name,category\nStool,Furniture'),
      '/api/import?dry_run=true&kind=products',
    )
    expect([response.statusCode, response.json().data.report.rows.read]).toEqual([200, 1])
  })

  test('control characters in the name of a file are none of it', async () => {
    const named = file('name,category\nStool,Furniture').replace('a.csv', 'a\0\u0007b.csv')
    const response = await send('multipart/form-data; boundary=x', named, '/api/import?kind=products')
    const list = (await app.inject({ url: '/api/imports' })).json().data.rows
    expect([response.statusCode, response.json().data?.report.fileName, list[0]?.fileName]).toEqual([
      200,
      'ab.csv',
      'ab.csv',
    ])
  })

  test('what a form says counts wherever it stands in it, and once', async () => {
    const type = 'multipart/form-data; boundary=x'
    const said = field('dry_run', 'true') + field('kind', 'customers')
    const whole = file('name,category\nStool,Furniture')
    for (const body of [said + whole, whole.replace('--x--\r\n', '') + said + '--x--\r\n']) {
      const { importId, report } = (await send(type, body)).json().data
      expect([importId, report.kind]).toEqual([null, 'customers'])
    }
    const twice = await send(type, said + whole, '/api/import?dry_run=false')
    expect([twice.statusCode, twice.json().error.message]).toEqual([
      400,
      expect.stringMatching(/^dry_run: .*\["false","true"\]/),
    ])
  })
})

test.each([
  ['FOO / HTTP/1.1\r\nHost: localhost\r\n\r\n', 400, 'bad_request'],
  ['GET /api/\0health HTTP/1.1\r\nHost: localhost\r\n\r\n', 400, 'bad_request'],
  [`GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`, 431, 'bad_request'],
  ['GET /api/health HTTP/1.1\r\n\r\n', 403, 'forbidden'],
  ['GET /api/health HTTP/1.1\r\nHost: localhost\r\nExpect: 200-ok\r\n\r\n', 417, 'bad_request'],
])('%j is refused in the same envelope', async (lines, status, code) => {
  const { port } = app.server.address() as { port: number }
  const socket = connect(port, '127.0.0.1')
  socket.write(lines)
  let answer = ''
  for await (const chunk of socket) {
    answer += chunk
    if (answer.endsWith('}')) break
  }
  const [head = '', body = ''] = answer.split('\r\n\r\n')
  expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  expect(JSON.parse(body)).toEqual({
    error: { code, message: expect.stringMatching(/\.$/), requestId: expect.any(String) },
  })
})

test('a path from the wire is read no other way than an injected one', async () => {
  const { port } = app.server.address() as { port: number }
  const raw = (path: string, headers: Record<string, string>) =>
    new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
      request({ host: '127.0.0.1', port, path, headers }, async response =>
        resolve({ status: response.statusCode, body: await text(response) }),
      )
        .on('error', reject)
        .end()
    })
  expect(await raw('/api/health', { host: 'evil.example' })).toMatchObject({ status: 403 })
  expect(await raw('http://evil.example/api/health', { host: 'localhost' })).toMatchObject({
    status: expect.any(Number),
    body: expect.not.stringContaining('    at '),
  })
  expect((await raw('/..%2f..%2fpackage.json', { host: 'localhost' })).body).not.toContain('"dependencies"')
  expect((await raw('/api/health', { host: `localhost:${port}` })).status).toBe(200)
})
