import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { LiveEvent } from '#contract/system.ts'
import { follow } from '../../../tests/setup/live-stream.ts'
import { store } from '../../../tests/setup/rows.ts'
import { now, openShop } from '../../../tests/setup/shop.ts'
import { buildApp } from '../app.ts'
import type { Database } from '../db/database.ts'

let database: Database
let app: FastifyInstance
let url: string
beforeEach(async () => {
  database = await openShop()
  app = await buildApp({ database, now })
  url = await app.listen({ port: 0, host: '127.0.0.1' })
})
afterEach(async () => {
  await app.close()
  await database.close()
})

const sell = (day: string) =>
  store(database, {
    lines: [{ order: `live ${day}`, at: `${day}T09:00:00Z`, customer: 'Ada', product: 'Lamp', amount: 77 }],
  })
const ping = { event: 'ping', body: {} }
const versionNow = async () => (await app.inject({ url: '/api/data' })).json().data.version as number

test('a stream begins with a ping and tells every write, once its answers are there', async () => {
  const { response, next, leave } = await follow(url)
  expect([response.status, response.headers.get('content-type'), response.headers.get('cache-control')]).toEqual([
    200,
    'text/event-stream',
    'no-store',
  ])
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(await next()).toEqual(ping)
  const before = await versionNow()
  await sell('2026-11-03')
  expect(await next()).toEqual({ event: 'data', body: { version: before + 1 } })
  expect(await versionNow()).toBe(before + 1)
  await sell('2026-11-04')
  expect(await next()).toEqual({ event: 'data', body: { version: before + 2 } })
  leave()
})

test('everybody who listens hears it, and one who left holds nobody up', async () => {
  const streams = [await follow(url), await follow(url), await follow(url)]
  for (const { next } of streams) expect(await next()).toEqual(ping)
  const before = await versionNow()
  streams[1]?.leave()
  await sell('2026-11-03')
  await sell('2026-11-04')
  for (const stream of [streams[0], streams[2]]) {
    expect(await stream?.next()).toEqual({ event: 'data', body: { version: before + 1 } })
    expect(await stream?.next()).toEqual({ event: 'data', body: { version: before + 2 } })
    stream?.leave()
  }
})

test('an import and an export say how far they are', async () => {
  const { next, leave } = await follow(url)
  await next()
  const body = new FormData()
  body.set('file', new Blob(['name,category\nStool,Furniture\n']), 'products.csv')
  const imported = await fetch(`${url}/api/import?kind=products`, { method: 'POST', body })
  expect(imported.status).toBe(200)
  const events: LiveEvent[] = []
  for (let event = await next(); event?.event !== 'data'; event = await next()) events.push(event!)
  expect(events.length).toBeGreaterThan(0)
  expect(events.map(({ event }) => event)).toEqual(events.map(() => 'progress'))

  await fetch(`${url}/api/export?page=transactions&format=csv`)
  let last = await next()
  while (last?.event !== 'progress' || last.body.task !== 'Export') last = await next()
  expect(last).toEqual({ event: 'progress', body: { task: 'Export', done: 6, total: 6, words: '6 of 6 order lines' } })
  leave()
})

test('the stream ends when the server stops, and stopping waits for nobody who only listens', async () => {
  const { next } = await follow(url)
  await next()
  await app.close()
  expect(await next()).toBeUndefined()
})

test('a stopping server finishes what it was asked', async () => {
  const asked = Array.from({ length: 5 }, (_, index) =>
    fetch(`${url}/api/dashboard/summary?start_date=2026-10-0${index + 1}`),
  )
  // asked means: the server has them
  await new Promise<void>(done => {
    let seen = 0
    const { server } = app
    server.on('request', () => (seen += 1) === asked.length && done())
  })
  const closing = app.close()
  for (const answer of await Promise.all(asked))
    expect([answer.status, await answer.json()]).toMatchObject([200, { meta: { range: { end: '2026-11-22' } } }])
  await closing
  await expect(fetch(`${url}/api/health`)).rejects.toThrow('fetch failed')
})
