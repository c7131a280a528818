import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openShop } from '../../../tests/setup/shop.ts'
import { store } from '../../../tests/setup/rows.ts'
import { openAnswers } from './answers.ts'
import { buildApp } from '../app.ts'
import { handlers } from '../handlers.ts'
import type { Database } from '../db/database.ts'

let database: Database
let app: FastifyInstance
let clock: string
const open = async (keepAnswers = true) => {
  app = await buildApp({ database, now: () => new Date(clock), keepAnswers })
}
beforeEach(async () => {
  clock = '2026-11-22T10:30:00Z'
  database = await openShop()
})
afterEach(async () => {
  vi.restoreAllMocks()
  await app.close()
  await database.close()
})

const ask = (url: string, etag?: string) => app.inject({ url, headers: etag ? { 'if-none-match': etag } : {} })
const etagOf = async (url: string) => {
  const { statusCode, headers } = await ask(url)
  expect(statusCode).toBe(200)
  expect(headers.etag).toMatch(/^"[\w-]{22}"$/)
  return String(headers.etag)
}
const sell = (at: string) =>
  store(database, { lines: [{ order: `new ${at}`, at, customer: 'Ada', product: 'Lamp', amount: 77 }] })

const past = '/api/revenue/kpis?start_date=2026-11-01&end_date=2026-11-10&compare=none'

test('the same question costs a 304 without a body until something is written', async () => {
  await open()
  const etag = await etagOf(past)
  const again = await ask(past, etag)
  expect([again.statusCode, again.body, again.headers.etag]).toEqual([304, '', etag])
  expect((await ask(past, `"other", W/${etag}`)).statusCode).toBe(304)
  expect((await ask(past, '"other"')).statusCode).toBe(200)

  await sell('2026-11-03T09:00:00Z')
  const after = await ask(past, etag)
  expect([after.statusCode, after.json().data.revenue.value]).toEqual([200, 495.19])
  expect(after.headers.etag).not.toBe(etag)
})

test('a write that leaves the answer as it was leaves its ETag', async () => {
  await open()
  const etag = await etagOf(past)
  await sell('2026-11-15T09:00:00Z')
  expect((await ask(past, etag)).statusCode).toBe(304)
})

test('the order of parameters does not make another question', async () => {
  await open()
  const spy = vi.spyOn(handlers.revenue, 'kpis')
  await app.close()
  await open()
  const etag = await etagOf('/api/revenue/kpis?region=North&start_date=2026-11-01&end_date=2026-11-10')
  expect((await ask('/api/revenue/kpis?end_date=2026-11-10&start_date=2026-11-01&region=North', etag)).statusCode).toBe(
    304,
  )
  expect(spy).toHaveBeenCalledTimes(1)
})

test('answers are kept, and computed anew when asked so', async () => {
  const spy = vi.spyOn(handlers.revenue, 'kpis')
  await open()
  const bodies = [await ask(past), await ask(past)].map(({ body }) => body)
  expect([spy.mock.calls.length, new Set(bodies).size]).toEqual([1, 1])
  await app.close()
  await open(false)
  const etag = await etagOf(past)
  await etagOf(past)
  expect(spy).toHaveBeenCalledTimes(3)
  // what did not change is still known by its ETag
  expect((await ask(past, etag)).statusCode).toBe(304)
  expect(spy).toHaveBeenCalledTimes(3)
})

test('a comparison cut at the time of day holds for a minute, other answers for the day', async () => {
  const spy = vi.spyOn(handlers.revenue, 'kpis')
  await open()
  const today = '/api/revenue/kpis'
  const cut = async (url: string) => (await ask(url)).json().meta.comparison?.cutAt
  expect(await cut(today)).toBe('10:30')
  clock = '2026-11-22T10:30:59Z'
  expect(await cut(today)).toBe('10:30')
  expect(spy).toHaveBeenCalledTimes(1)
  clock = '2026-11-22T10:31:00Z'
  expect(await cut(today)).toBe('10:31')
  await ask(past)
  expect(spy).toHaveBeenCalledTimes(3)
  clock = '2026-11-22T23:59:59Z'
  await ask(past)
  expect(spy).toHaveBeenCalledTimes(3)
  clock = '2026-11-23T00:00:00Z'
  await ask(past)
  expect(spy).toHaveBeenCalledTimes(4)
  expect((await ask(today)).json().meta.range).toEqual({ start: '2026-10-25', end: '2026-11-23' })
})

test('answers of another state of the data, day or minute are not found', () => {
  const moment = { version: 3, arrivals: 0, day: '2026-11-22', minute: '10:30' }
  const { find, save } = openAnswers(true)
  const answer = save('/a', '{}', moment, false)
  const brief = save('/b', '{}', moment, true)
  expect(find('/a', moment)).toBe(answer)
  expect(find('/a', { ...moment, minute: '10:31' })).toBe(answer)
  expect(find('/b', moment)).toBe(brief)
  expect([
    find('/b', { ...moment, minute: '10:31' }),
    find('/a', { ...moment, version: 4 }),
    find('/a', { ...moment, day: '2026-11-23' }),
    find('/c', moment),
  ]).toEqual(Array(4).fill(undefined))
  expect(answer.etag).toBe(brief.etag)
  expect(save('/a', '{ }', moment, false).etag).not.toBe(answer.etag)
})

test('an import that fails is in the list at once', async () => {
  await open()
  const list = async () => (await ask('/api/imports')).json().data.rows.map(({ status }: { status: string }) => status)
  expect(await list()).toEqual([])
  const body =
    '--x\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\nOrder ID,Order Date,Total\n1,03/04/2026,5\r\n--x--\r\n'
  const failed = await app.inject({
    method: 'POST',
    url: '/api/import',
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
    payload: body,
  })
  expect(failed.statusCode).toBe(400)
  expect(await list()).toEqual(['failed'])
})
