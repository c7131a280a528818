import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { follow } from '../../../tests/setup/live-stream.ts'
import { addPerson, browser, type Browser, makeOwner, tokenOf } from '../../../tests/setup/people.ts'
import { store } from '../../../tests/setup/rows.ts'
import { now, openShop } from '../../../tests/setup/shop.ts'
import { buildApp } from '../app.ts'
import { dropParts, partSchemas } from '../db/parts/drop.ts'
import { stateOf } from '../db/state.ts'
import type { Database } from '../db/database.ts'

let database: Database
let app: FastifyInstance
let owner: Browser
let vera: Browser
let south: number
const none = { regions: null, segments: null, reps: null }
beforeAll(async () => {
  database = await openShop()
  app = await buildApp({ database, now, requestsPerMinute: 10_000_000 })
  owner = await makeOwner(app)
  south = (await owner.post('/api/rules', { name: 'South', ...none, regions: ['South'] })).json().data.id
  const invited = await owner.post('/api/people/invite', { email: 'vera@example.com', role: 'viewer', rule: south })
  vera = browser(app)
  await vera.post('/api/session/take-up', {
    token: tokenOf(invited),
    name: 'Vera',
    password: 'a viewer has a sentence',
  })
})
afterAll(async () => {
  await app.close()
  await database.close()
})

const november = 'start_date=2026-11-01&end_date=2026-11-22'
const revenueOf = async (who: Browser) =>
  (await who.get(`/api/revenue/kpis?${november}`)).json().data.revenue.value as number
const idOf = async (email: string): Promise<string> => {
  const { people } = (await owner.get('/api/people')).json().data
  return people.find((one: { email: string }) => one.email === email).id
}
const changed = (id: string, payload: object) => owner.send({ method: 'PATCH', url: `/api/people/${id}`, payload })
const said = (response: { statusCode: number; json: () => { error?: { message: string } } }) =>
  `${response.statusCode} ${response.json().error?.message ?? ''}`

test('by hand: 128.69 of 446.89 in November are of the South, which one reads about oneself', async () => {
  expect([await revenueOf(owner), await revenueOf(vera)]).toEqual([446.89, 128.69])
  const { person } = (await vera.get('/api/session')).json().data
  expect(person.rule).toEqual({ name: 'South', ...none, regions: ['South'] })
  const { rows } = (await owner.get('/api/audit?limit=3')).json().data
  expect(rows.map(({ action, detail }: { action: string; detail: object }) => ({ action, detail }))).toMatchObject([
    { action: 'session.takeUp' },
    { action: 'people.invite', detail: { email: 'vera@example.com', role: 'viewer', rule: 'South' } },
    { action: 'rules.make', detail: { name: 'South', regions: 'South', segments: null } },
  ])
})

test('questions of both at the same time are answered to each of their own rows', async () => {
  const ids = Array.from({ length: 60 }, (_, i) => (i % 3 ? owner : vera))
  const found = await Promise.all(
    ids.map(async (who, i) => {
      const path = `/api/transactions?${november}&limit=${(i % 40) + 1}`
      const { rows } = (await who.get(path)).json().data
      return rows.every(({ region }: { region: string }) => region === 'South')
    }),
  )
  // the newest line is of the South, the fourth is not
  expect(found.filter((_, i) => i % 3 === 0)).toEqual(Array.from({ length: 20 }, () => true))
  expect(found.some((all, i) => i % 3 !== 0 && !all)).toBe(true)
})

test('an answer that another knows is none of theirs', async () => {
  const url = `/api/revenue/kpis?${november}`
  const etag = String((await owner.get(url)).headers.etag)
  const answered = await vera.send({ url, headers: { 'if-none-match': etag } })
  expect([answered.statusCode, answered.json().data.revenue.value]).toEqual([200, 128.69])
  expect((await owner.send({ url, headers: { 'if-none-match': etag } })).statusCode).toBe(304)
})

test('a part knows no table but its own', async () => {
  const [schema] = await partSchemas(database.db)
  const { db } = database.within(schema!)
  for (const table of ['people', 'sessions', 'api_keys', 'audit', 'rules', 'import_changes', 'inbox'])
    await expect(sql`select 1 from ${sql.table(table)}`.execute(db)).rejects.toThrow('does not exist')
  expect((await sql`select 1 from people`.execute(database.db)).rows.length).toBeGreaterThan(0)
})

test('whoever sees some rows changes nothing, and is refused what tells of others', async () => {
  const post = (url: string, payload: object) => vera.send({ method: 'POST', url, payload })
  const refused = [
    await post('/api/transactions', { rows: [] }),
    await post('/api/deals', { rows: [] }),
    await vera.send({ method: 'DELETE', url: '/api/imports/1' }),
    await vera.get('/api/imports'),
    await vera.get('/api/inbox'),
    await vera.get('/api/backup'),
    await vera.get('/api/audit'),
    await vera.get('/api/people'),
    await vera.get('/api/rules'),
    await vera.send({ method: 'PATCH', url: '/api/settings?week_start=7' }),
  ]
  expect(refused.map(({ statusCode }) => statusCode)).toEqual(refused.map(() => 403))
})

test('only viewers, and keys that read, have a rule', async () => {
  const id = await idOf('olga@example.com')
  expect(said(await changed(id, { rule: south }))).toMatch(
    /^409 A person of whom a rule shows only some rows is a viewer/,
  )
  const hers = await idOf('vera@example.com')
  expect(said(await changed(hers, { role: 'editor' }))).toMatch(/^409 .* instead of editor/)
  expect(said(await changed(hers, { rule: 99 }))).toBe('404 rule: there is no rule 99.')
  expect(said(await changed(hers, {}))).toMatch(/^400 Expected a role, or a rule/)
  expect(said(await owner.post('/api/people/invite', { email: 'e@example.com', role: 'admin', rule: south }))).toMatch(
    /^409/,
  )
  expect(said(await owner.post('/api/keys', { name: 'feed', scope: 'import', rule: south }))).toMatch(
    /^409 A key with a rule only reads/,
  )
  await expect(sql`update people set rule_id = ${south} where id = ${id}`.execute(database.db)).rejects.toThrow(
    'people_rule',
  )
  expect(said(await owner.post('/api/rules', { name: 'All', ...none }))).toMatch(
    /^400 .*a rule that shows everything is none/,
  )
  expect(said(await owner.post('/api/rules', { name: 'South', ...none, reps: ['Rita'] }))).toMatch(
    /^409 There is a rule named South/,
  )
})

test('a key with a rule reads only its rows; with a rule of its maker, what both show', async () => {
  const { id } = (await owner.post('/api/rules', { name: 'smb', ...none, segments: ['smb'] })).json().data
  const ada = await addPerson(app, owner, 'admin', 'ada@example.com')
  const { key } = (await ada.post('/api/keys', { name: 'till', scope: 'read', rule: id })).json().data
  const ask = async () => {
    const headers = { host: 'localhost', authorization: `Bearer ${key}` }
    const { body, statusCode } = await app.inject({ url: `/api/revenue/kpis?${november}`, headers })
    return statusCode === 200 ? JSON.parse(body).data.revenue.value : statusCode
  }
  expect(await ask()).toBe(108.19)
  const north = (await owner.post('/api/rules', { name: 'North', ...none, regions: ['North'] })).json().data.id
  await changed(await idOf('ada@example.com'), { role: 'viewer', rule: north })
  expect(await ask()).toBe(0)
  await changed(await idOf('ada@example.com'), { rule: south })
  expect(await ask()).toBe(108.19)
})

test('a change of the data, and of the rule, counts from the next request', async () => {
  const line = { order: 'new', at: '2026-11-21T09:00:00Z', customer: 'Ben', product: 'Lamp', amount: 100 }
  await store(database, {
    lines: [
      { ...line, region: 'South' },
      { ...line, order: 'newer', region: 'North' },
    ],
  })
  expect([await revenueOf(owner), await revenueOf(vera)]).toEqual([646.89, 228.69])
  const other = await owner.send({
    method: 'PATCH',
    url: `/api/rules/${south}`,
    payload: { name: 'North', ...none, regions: ['North'] },
  })
  expect(said(other)).toMatch(/^409/)
  const url = `/api/rules/${south}`
  await owner.send({ method: 'PATCH', url, payload: { name: 'Up there', ...none, regions: ['North'] } })
  expect(await revenueOf(vera)).toBe(418.2)
  await owner.send({ method: 'PATCH', url, payload: { name: 'South', ...none, regions: ['South'] } })
  expect(await revenueOf(vera)).toBe(228.69)
})

test('an open stream of whoever sees other rows now says so and ends; progress of the whole is not told there', async () => {
  await app.listen({ port: 0, host: '127.0.0.1' })
  const address = app.server.address() as { port: number }
  const cookie = [...vera.jar].map(pair => pair.join('=')).join('; ')
  const { next, leave } = await follow(`http://127.0.0.1:${address.port}`, { cookie })
  const heard: string[] = []
  for (let event = await next(); event && event.event !== 'ping'; event = await next()) heard.push(event.event)
  await changed(await idOf('vera@example.com'), { rule: null })
  for (let event = await next(); event; event = await next()) heard.push(event.event)
  expect(heard).toEqual(['rows'])
  leave()
  expect(await revenueOf(vera)).toBe(646.89)
  await changed(await idOf('vera@example.com'), { rule: south })
})

const sendReps = async (rows: string) => {
  const file = `Rep ID,Rep Name,Hire Date\n${rows}`
  const part = `--x\r\ncontent-disposition: form-data; name="file"; filename="reps.csv"\r\n\r\n${file}\r\n--x--\r\n`
  const headers = { 'content-type': 'multipart/form-data; boundary=x' }
  const answered = await owner.send({ method: 'POST', url: '/api/import?kind=sales_reps', headers, payload: part })
  expect(said(answered)).toBe('200 ')
  return answered.json().data.importId as number
}

test('a representative who is called otherwise, by a file or its undo, has other rows at once', async () => {
  const line = { at: '2026-11-03T09:00:00Z', customer: 'Ada', product: 'Lamp' }
  await store(database, {
    reps: ['Rolf'],
    lines: [
      { ...line, order: 'rita', rep: 'Rita', amount: 1000 },
      { ...line, order: 'rolf', rep: 'Rolf', amount: 3000, at: '2026-11-04T09:00:00Z' },
    ],
  })
  const ruled = (await owner.post('/api/rules', { name: 'Rita', ...none, reps: ['Rita'] })).json().data.id
  const { key, id } = (await owner.post('/api/keys', { name: 'reps', scope: 'read', rule: ruled })).json().data
  const ask = async () => {
    const headers = { host: 'localhost', authorization: `Bearer ${key}` }
    const read = async (path: string) => (await app.inject({ url: `/api/${path}${november}`, headers })).json().data
    const { rows } = await read('customers?')
    const { revenue } = await read('revenue/kpis?')
    const names = rows.map(({ name, revenue: spent }: { name: string; revenue: number }) => [name, spent])
    return [revenue.value, names]
  }
  const ritas = [1000, [['Ada', 1000]]]
  expect(await ask()).toEqual(ritas)
  const left = await sendReps('Rita,Rita Vogt,2020-01-01')
  expect(await ask()).toEqual([0, []])
  const other = await sendReps('Rolf,Rita,2020-01-01')
  expect(await ask()).toEqual([3000, [['Ada', 3000]]])
  for (const number of [other, left]) await owner.send({ method: 'DELETE', url: `/api/imports/${number}` })
  expect(await ask()).toEqual(ritas)
  await owner.send({ method: 'DELETE', url: `/api/keys/${id}` })
  await owner.send({ method: 'DELETE', url: `/api/rules/${ruled}` })
})

test('behind a pooler that forgets the schema nothing is answered', async () => {
  const unsteady = await buildApp({ database: { ...database, within: () => database }, now })
  const cookie = [...vera.jar].map(pair => pair.join('=')).join('; ')
  const headers = { host: 'localhost', cookie }
  const asked = await unsteady.inject({ url: `/api/revenue/kpis?${november}`, headers })
  expect([asked.statusCode, asked.body.includes('value')]).toEqual([500, false])
  const { db } = database.within((await partSchemas(database.db))[0]!)
  await expect(stateOf(db, database)).rejects.toThrow('has to be in session mode')
  await unsteady.close()
})

test('a part that another process took away is made again by the next question', async () => {
  const ordersOf = async (search: string) => {
    const answered = await vera.get(`/api/transactions?${november}&search=${search}`)
    return [answered.statusCode, answered.json().data?.rows.map(({ orderId }: { orderId: string }) => orderId)]
  }
  expect(await ordersOf('Lamp')).toEqual([200, ['new', 'b1']])
  await dropParts(database.bulk)
  expect(await ordersOf('Bulb')).toEqual([200, ['b2', 'n1']])
})

test('what a rule shows is made before somebody asks, and goes on with the rows for whoever looks', async () => {
  await dropParts(database.bulk)
  const eager = await buildApp({ database, now, requestsPerMinute: 10_000_000, ahead: true })
  await eager.ready()
  const schema = () => partSchemas(database.db).then(([name]) => name)
  await expect.poll(schema, { timeout: 30_000 }).toBeDefined()
  const part = database.within((await schema())!)
  const versions = async () => {
    const [{ rows: own }, { rows: whole }] = [
      await sql<{ version: number }>`select version from data_version`.execute(part.db),
      await sql<{ version: number }>`select version from public.data_version`.execute(database.db),
    ]
    return own[0]!.version === whole[0]!.version
  }
  await expect.poll(versions, { timeout: 30_000 }).toBe(true)
  const cookie = [...vera.jar].map(pair => pair.join('=')).join('; ')
  const asked = await eager.inject({ url: `/api/revenue/kpis?${november}`, headers: { host: 'localhost', cookie } })
  expect(asked.json().data.revenue.value).toBe(await revenueOf(vera))
  await store(database, {
    lines: [{ order: 'ahead', at: '2026-11-03T09:00:00Z', customer: null, product: 'Lamp', amount: 5 }],
  })
  await expect.poll(versions, { timeout: 30_000 }).toBe(true)
  await eager.close()
})

test('a rule that somebody has stays; what nobody sees by is taken away', async () => {
  const remove = (id: number) => owner.send({ method: 'DELETE', url: `/api/rules/${id}` })
  expect(said(await remove(south))).toMatch(
    /^409 2 people, 0 invitations and 0 keys have this rule: give people another one,/,
  )
  for (const email of ['vera@example.com', 'ada@example.com']) await changed(await idOf(email), { rule: null })
  expect(said(await remove(south))).toBe('200 ')
  const { data: keys } = (await owner.get('/api/keys')).json()
  await owner.send({ method: 'DELETE', url: `/api/keys/${keys[0].id}` })
  await expect.poll(() => partSchemas(database.db)).toEqual([])
})
