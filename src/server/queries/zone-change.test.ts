import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { expect, onTestFinished, test, vi } from 'vitest'
import { api, type Endpoint } from '#contract'
import { newDatabase } from '../../../tests/setup/database.ts'
import { browser, makeOwner, passwordOf, tokenOf } from '../../../tests/setup/people.ts'
import { buildApp } from '../app.ts'
import type { Database } from '../db/database.ts'
import { loadDemo } from '../db/demo/load.ts'
import { settled } from '../db/write.ts'
import { csv, fileOf } from '../ingest/test-files.ts'
import { importsInto } from '../ingest/test-imports.ts'

const now = () => new Date('2026-11-22T10:30:00Z')

const company = async (timezone = 'UTC') => {
  const database: Database = await newDatabase()
  onTestFinished(database.close)
  const app = await buildApp({ database, now })
  onTestFinished(() => app.close())
  const set = (query: Record<string, string>) => app.inject({ method: 'PATCH', url: '/api/settings', query })
  const preview = async (to: string) => (await app.inject(`/api/settings/zone-change?timezone=${to}`)).json().data
  const send = async (path: string, rows: object[]) => {
    const sent = await app.inject({ method: 'POST', url: `/api/${path}`, payload: { rows } })
    expect(sent.statusCode, sent.body).toBe(200)
    await settled(database)
  }
  await set({ timezone })
  return { database, app, set, preview, send, ...importsInto(() => database) }
}
type Company = Awaited<ReturnType<typeof company>>

const doors = [
  ...Object.values(api)
    .flatMap(room => Object.values(room) as Endpoint[])
    .filter(
      ({ method, personal, right, path }) => method === 'GET' && !personal && right === 'read' && !path.includes(':'),
    )
    .map(({ path }) => path),
  '/api/revenue/trends?granularity=day&start_date=2026-10-25&end_date=2026-11-10',
  '/api/revenue/kpis?start_date=2026-11-01&end_date=2026-11-22',
  '/api/customers/1',
  '/api/operations/opportunities/1',
  '/api/export?page=dashboard&format=json',
]

/** Every answer, but for what names the moment of the server or of an import. */
const answersOf = async (app: FastifyInstance, asked = doors) => {
  const all: Record<string, string> = {}
  for (const url of asked) {
    const body = await vi.waitFor(
      async () => {
        const answer = await app.inject(url)
        expect(answer.body).not.toContain('ask again in a moment')
        return answer.body
      },
      { timeout: 60_000, interval: 100 },
    )
    all[url] = body.replace(
      /"(version|startedAt|finishedAt|fittedAt|lastImportAt|requestId|id)":("[^"]*"|\d+)/g,
      '"$1":0',
    )
  }
  return all
}

/** What is different first, so that it can be read. */
const expectSame = (got: Record<string, string>, wanted: Record<string, string>) => {
  for (const url of Object.keys(wanted)) {
    const [one, other] = [got[url]!, wanted[url]!]
    if (one === other) continue
    const at = [...one].findIndex((letter, i) => letter !== other[i])
    expect({ url, text: one.slice(at - 80, at + 80) }).toEqual({ url, text: other.slice(at - 80, at + 80) })
  }
}

const days = async ({ app }: Company) => {
  const url = '/api/revenue/trends?granularity=day&start_date=2026-10-30&end_date=2026-11-03&compare=none'
  const { data } = (await app.inject(url)).json()
  return data.map(({ revenue }: { revenue: number }) => revenue)
}

const header = ['Order ID', 'Order Date', 'Customer Name', 'Product Name', 'Total', 'Refunded At']
const orders = () =>
  fileOf(
    csv(
      header,
      // 05:00 of 1 November in Tokyo
      [1, '2026-10-31T20:00:00Z', 'Ada', 'Lamp', 10, ''],
      // a clock without a zone, a day, and an instant that is still of 31 October in Tokyo
      [2, '2026-10-31 20:00', 'Ada', 'Desk', 20, ''],
      [3, '2026-10-31', 'Ben', 'Lamp', 40, ''],
      [4, '2026-10-31T12:00:00Z', 'Cid', 'Lamp', 80, ''],
      // sold by the clock, given back at an instant
      [5, '2026-10-30 23:00', 'Cid', 'Desk', 160, '2026-11-02T23:30:00+00:00'],
      // of the next day in Tokyo
      [6, '2026-11-01T23:59:59Z', 'Dan', 'Desk', 320, ''],
    ),
  )

test('instants move to the day of the new zone, clocks and days stay, and back is as before', async () => {
  const own = await company()
  await own.load(orders())
  const utc = [160, 150, 320, -160, 0]
  expect(await days(own)).toEqual(utc)
  const before = await answersOf(own.app)
  expect(await own.preview('Asia/Tokyo')).toEqual({
    orders: 6,
    // 1, 6, and 5 for its refund
    movedOrders: 3,
    deals: 0,
    movedDeals: 0,
    unsaid: null,
    refusal: null,
  })
  const changed = await own.set({ timezone: 'Asia/Tokyo' })
  expect([changed.statusCode, changed.json().data.timezone]).toEqual([200, 'Asia/Tokyo'])
  expect(await days(own)).toEqual([160, 140, 10, 320, -160])
  expect(
    await own.rowsOf('select order_id, ordered_at, ordered_on from transactions where amount > 0 order by order_id'),
  ).toMatchObject([
    { ordered_at: '2026-10-31T20:00:00.000Z', ordered_on: '2026-11-01' },
    { ordered_at: '2026-10-31T11:00:00.000Z', ordered_on: '2026-10-31' },
    { ordered_at: '2026-10-30T15:00:00.000Z', ordered_on: '2026-10-31' },
    { ordered_at: '2026-10-31T12:00:00.000Z', ordered_on: '2026-10-31' },
    { ordered_at: '2026-10-30T14:00:00.000Z', ordered_on: '2026-10-30' },
    { ordered_at: '2026-11-01T23:59:59.000Z', ordered_on: '2026-11-02' },
  ])
  const fresh = await company('Asia/Tokyo')
  await fresh.load(orders())
  expectSame(await answersOf(own.app), await answersOf(fresh.app))
  // the same file is the same file
  expect((await own.load(orders())).report.rows).toMatchObject({ inserted: 0, updated: 0, unchanged: 7 })

  await own.set({ timezone: 'UTC' })
  expect(await days(own)).toEqual(utc)
  expectSame(await answersOf(own.app), before)
})

/** Over a year and more, with orders at all hours about the changes of clocks, without numbers of their own, and with several lines. */
const manyOrders = () => {
  const rows: (string | number)[][] = []
  for (let i = 0; i < 700; i++) {
    const at = new Date(Date.parse('2025-10-20T00:07:00Z') + i * 13.7 * 3_600_000).toISOString()
    const date = [at, at.slice(0, 16).replace('T', ' '), at.slice(0, 10), `${at.slice(0, 19)}+05:30`][i % 4]!
    rows.push([date, `Customer ${i % 23}`, ['Lamp', 'Desk', 'Bulb'][i % 3]!, 1 + (i % 17)])
  }
  // in the hour that London skips, and in the one that it has twice
  for (const [i, clock] of ['2026-03-29 01:30', '2026-03-29 02:30', '2025-10-26 01:30', '2025-10-26 00:59'].entries())
    rows.push([clock, 'Eve', 'Lamp', 1000 + i])
  return fileOf(csv(['Order Date', 'Customer Name', 'Product Name', 'Total'], ...rows))
}

test('a year of orders is as if it had been imported there, over the changes of clocks and by way of any zone', async () => {
  const path = manyOrders()
  const own = await company('Europe/London')
  await own.load(path)
  const rows = (of: Company) =>
    of.rowsOf(
      'select external_id, order_id, ordered_at, ordered_on, ordered_wall, amount from transactions order by external_id',
    )
  // models take their time, and the first test has them
  const asked = doors.filter(url => /revenue|transactions|dimensions/.test(url) && !/forecasting/.test(url))
  const before = { rows: await rows(own), answers: await answersOf(own.app, asked) }
  for (const zone of ['America/Santiago', 'Africa/Cairo', 'Pacific/Pago_Pago']) {
    await own.set({ timezone: zone })
    const fresh = await company(zone)
    await fresh.load(path)
    expect(await rows(own), zone).toEqual(await rows(fresh))
    expectSame(await answersOf(own.app, asked), await answersOf(fresh.app, asked))
  }
  await own.set({ timezone: 'Europe/London' })
  expect(await rows(own)).toEqual(before.rows)
  expectSame(await answersOf(own.app, asked), before.answers)
})

const dealHeader = ['Deal ID', 'Deal Name', 'Stage', 'Amount', 'Create Date', 'Expected Close', 'Close Date']
const deals = (...rows: (string | number)[][]) => fileOf(csv(dealHeader, ...rows))

const everyDeal = (of: Company) =>
  of.rowsOf(`
    select external_id, created_on, expected_close_on, closed_on, stage, e.entered_at, e.at as entered, c.changed_at, c.expected_before, c.expected_after
    from pipeline d
    left join (select customer_id, deal_id, stage as at, entered_at from pipeline_events) e on e.customer_id = d.customer_id and e.deal_id = d.id
    left join pipeline_changes c on c.customer_id = d.customer_id and c.deal_id = d.id order by external_id, e.entered_at, c.id
  `)

test('days of deals follow where the source said an instant, with their history', async () => {
  const files = () => [
    deals(
      ['d1', 'One', 'Won', 10, '2026-10-31T20:00:00Z', '2026-11-30T23:00:00Z', '2026-11-02T22:00:00Z'],
      ['d2', 'Two', 'Proposal', 20, '2026-10-31', '2026-11-30', ''],
      ['d3', 'Three', 'Proposal', 40, '2026-10-31 23:00', '2026-11-30T20:00:00Z', ''],
    ),
    // d3 has grown and closes later, d2 is lost
    deals(
      ['d2', 'Two', 'Lost', 20, '2026-10-31', '2026-11-30', '2026-11-20'],
      ['d3', 'Three', 'Proposal', 50, '2026-10-31 23:00', '2026-12-30T20:00:00Z', ''],
    ),
  ]
  const fill = async (of: Company) => {
    for (const path of files())
      await of.load(path, { styles: JSON.stringify({ 'Deal ID: no longer in the file': 'kept' }) })
    await of.send('deals', [
      {
        id: 'd4',
        name: 'Four',
        stage: 'Won',
        created: '2026-11-01T18:00:00+00:00',
        closed: '2026-11-03T20:00:00Z',
        amount: 7,
      },
      {
        id: 'd5',
        name: 'Five',
        stage: 'Proposal',
        created: '2026-11-01T23:00',
        expected_close: '2026-12-01T23:00:00Z',
        amount: 8,
      },
    ])
    await of.send('deals', [{ id: 'd5', stage: 'Proposal', expected_close: '2026-12-05', amount: 9 }])
  }
  const own = await company()
  await fill(own)
  const asked = doors.filter(url => url.includes('/operations/'))
  const before = { rows: await everyDeal(own), answers: await answersOf(own.app, asked) }
  // d1, d3 for its expected close, d4; d5 has a day by now
  expect(await own.preview('Asia/Tokyo')).toMatchObject({ deals: 5, movedDeals: 3 })
  await own.set({ timezone: 'Asia/Tokyo' })
  expect(
    await own.rowsOf('select created_on, expected_close_on, closed_on from pipeline order by external_id'),
  ).toEqual([
    { created_on: '2026-11-01', expected_close_on: '2026-12-01', closed_on: '2026-11-03' },
    { created_on: '2026-10-31', expected_close_on: '2026-11-30', closed_on: '2026-11-20' },
    { created_on: '2026-10-31', expected_close_on: '2026-12-31', closed_on: null },
    { created_on: '2026-11-02', expected_close_on: null, closed_on: '2026-11-04' },
    { created_on: '2026-11-01', expected_close_on: '2026-12-05', closed_on: null },
  ])
  const fresh = await company('Asia/Tokyo')
  await fill(fresh)
  expect(await everyDeal(own)).toEqual(await everyDeal(fresh))
  expectSame(await answersOf(own.app, asked), await answersOf(fresh.app, asked))
  await own.set({ timezone: 'UTC' })
  expect(await everyDeal(own)).toEqual(before.rows)
  expectSame(await answersOf(own.app, asked), before.answers)
})

test('an import of before is undone as one of now, and its rows return on the days of the new zone', async () => {
  const late = (total: number) =>
    fileOf(
      csv(
        header.slice(0, 5),
        [1, '2026-10-31T20:00:00Z', 'Ada', 'Lamp', total],
        [2, '2026-10-31 20:00', 'Ada', 'Lamp', total],
      ),
    )
  const changed = (of: Company) => of.load(late(9))
  const fill = async (of: Company) => {
    await of.load(late(5))
    const { importId } = await changed(of)
    await of.send('transactions', [
      { order_id: '1', line_id: 'x', date: '2026-10-31T20:00:00Z', product_name: 'Desk', amount: 3 },
      { order_id: '7', line_id: 'y', date: '2026-10-31T20:00', product_name: 'Desk', amount: 4 },
      { order_id: '8', line_id: 'z', date: '2026-10-31', product_name: 'Desk', amount: 5 },
    ])
    return importId!
  }
  const lines = (of: Company) =>
    of.rowsOf(
      'select external_id, ordered_at, ordered_on, ordered_wall, amount, status from transactions order by external_id',
    )
  const own = await company()
  const second = await fill(own)
  await own.set({ timezone: 'Asia/Tokyo' })
  const fresh = await company('Asia/Tokyo')
  await fill(fresh)
  expect(await lines(own)).toEqual(await lines(fresh))
  for (const one of [own, fresh]) {
    await one.undo(second + 1)
    await one.undo(second)
  }
  expect(await days(own)).toEqual([0, 5, 5, 0, 0])
  expect(await lines(own)).toEqual(await lines(fresh))
  await own.set({ timezone: 'UTC' })
  expect(await days(own)).toEqual([0, 10, 0, 0, 0])
})

test('an order whose lines came with several files at several moments keeps one day', async () => {
  const own = await company()
  const line = (id: string, date: string, amount: number) => ({
    order_id: '1',
    line_id: id,
    date,
    product_name: 'Lamp',
    amount,
  })
  await own.send('transactions', [line('a', '2026-10-31T14:00:00Z', 1)])
  await own.send('transactions', [line('b', '2026-10-31T16:00:00Z', 2), line('c', '2026-10-31T16:00:00Z', -1)])
  expect(await days(own)).toEqual([0, 2, 0, 0, 0])
  await own.set({ timezone: 'Asia/Tokyo' })
  // what was given back has its own day
  expect(await days(own)).toEqual([0, 3, -1, 0, 0])
  await own.set({ timezone: 'UTC' })
  expect(await days(own)).toEqual([0, 2, 0, 0, 0])
})

test('numbers that begin anew each day name a day, which is not changed under them', async () => {
  const own = await company()
  const path = fileOf(
    csv(
      header.slice(0, 5),
      [1, '2026-10-31T20:00:00Z', 'Ada', 'Lamp', 5],
      [2, '2026-10-31T10:00:00Z', 'Ada', 'Lamp', 5],
    ),
  )
  await own.load(path, { styles: JSON.stringify({ 'Order ID: on each day': 'daily' }) })
  const words =
    '1 order has a number that begins anew each day, and is known by it with the day in UTC, which is another in Asia/Tokyo. Undo their import, change the zone and import it again.'
  expect((await own.preview('Asia/Tokyo')).refusal).toBe(words)
  const refused = await own.set({ timezone: 'Asia/Tokyo' })
  expect([refused.statusCode, refused.json().error.message]).toEqual([409, `timezone: ${words}`])
  // there both are of 31 October
  expect((await own.set({ timezone: 'Europe/London' })).statusCode).toBe(200)
})

test('the demo keeps its clock, and goes on where it was', async () => {
  const own = await company()
  // of a few days
  await sql`update settings set demo_start = '2026-11-12'`.execute(own.database.db)
  await loadDemo(own.database, now())
  const what = () =>
    own.rowsOf(
      'select count(*) as lines, sum(amount) as amount, min(ordered_on) as first, max(ordered_on) as last from transactions',
    )
  const before = await what()
  await own.set({ timezone: 'America/New_York' })
  expect(await what()).toEqual(before)
  expect(await own.rowsOf("select to_char(demo_until, 'YYYY-MM-DD HH24:MI') as until from settings")).toEqual([
    { until: '2026-11-22 15:30' },
  ])
  expect(await loadDemo(own.database, new Date('2026-11-22T15:30:00Z'))).toBe(0)
  await own.set({ timezone: 'UTC' })
  expect(await what()).toEqual(before)
})

test('of rows from before it was recorded a person says whether their times had a zone', async () => {
  const words =
    'timezone: 3 orders and 0 deals of 1.csv came before it was recorded whether their times had a zone. Say unsaid_times=moments if they had one (1 order changes its day), or unsaid_times=clocks if they were times without a zone (they keep their days).'
  for (const [said, then] of [
    ['moments', [0, 20, 10, 0, 0]],
    ['clocks', [0, 30, 0, 0, 0]],
  ] as const) {
    const own = await company()
    const path = fileOf(
      csv(
        header.slice(0, 5),
        [1, '2026-10-31 20:00', 'Ada', 'Lamp', 10],
        [2, '2026-10-31 10:00', 'Ben', 'Lamp', 20],
        [3, '2026-09-01 10:00', 'Ben', 'Lamp', 20],
      ),
    )
    await own.load(path)
    await sql`update transactions set ordered_wall = null`.execute(own.database.db)
    await sql`update imports set unsaid = true, file_name = '1.csv'`.execute(own.database.db)
    expect((await own.preview('Asia/Tokyo')).unsaid).toEqual({ orders: 3, deals: 0, movedOrders: 1, files: ['1.csv'] })
    const refused = await own.set({ timezone: 'Asia/Tokyo' })
    expect([refused.statusCode, refused.json().error.message]).toEqual([409, words])
    const alone = await own.set({ unsaid_times: said })
    expect([alone.statusCode, alone.json().error.message]).toEqual([
      400,
      'unsaid_times: expected beside timezone, which is not there.',
    ])
    expect((await own.set({ timezone: 'Asia/Tokyo', unsaid_times: said })).statusCode).toBe(200)
    expect(await days(own)).toEqual(then)
    // it is known from then on
    expect((await own.preview('UTC')).unsaid).toBeNull()
    await own.set({ timezone: 'UTC' })
    expect(await days(own)).toEqual([0, 30, 0, 0, 0])
  }
})

test('rows from before that only an undo would bring back are asked about, too', async () => {
  const own = await company()
  const file = (amount: number) =>
    fileOf(
      csv(
        header.slice(0, 5),
        [1, '2026-10-31 20:00', 'Ada', 'Lamp', amount],
        [2, '2026-10-31 10:00', 'Ben', 'Lamp', amount],
      ),
    )
  await own.load(file(10))
  await sql`update transactions set ordered_wall = null`.execute(own.database.db)
  await sql`update imports set unsaid = true, file_name = '1.csv'`.execute(own.database.db)
  const { importId } = await own.load(file(7))
  expect((await own.preview('Asia/Tokyo')).unsaid).toEqual({ orders: 0, deals: 0, movedOrders: 0, files: ['1.csv'] })
  expect((await own.set({ timezone: 'Asia/Tokyo' })).statusCode).toBe(409)
  expect((await own.set({ timezone: 'Asia/Tokyo', unsaid_times: 'clocks' })).statusCode).toBe(200)
  await own.undo(importId!)
  expect(await days(own)).toEqual([0, 20, 0, 0, 0])
})

test('a zone in which two moves of a deal would be at one moment is refused in words', async () => {
  const own = await company()
  await own.send('deals', [{ id: 'd1', stage: 'Proposal', expected_close: '2026-12-05', amount: 9 }])
  await sql`
    insert into pipeline_events (customer_id, deal_id, stage, entered_at, entered_wall, import_id)
    select customer_id, id, 'Proposal', at, wall, import_id from pipeline cross join (values
      (timestamptz '2026-10-20T10:00Z', null::timestamp), (timestamptz '2026-10-20T12:00Z', timestamp '2026-10-20 12:00')) as m (at, wall)
  `.execute(own.database.db)
  const refused = await own.set({ timezone: 'Europe/Berlin' })
  expect([refused.statusCode, refused.json().error.message]).toEqual([
    409,
    'timezone: in Europe/Berlin a deal would come to one stage twice at the same moment, as one file said an instant and another a time without a zone, or the clocks there skip that hour. Undo the later one of the two imports first.',
  ])
  expect(await own.rowsOf('select timezone from settings')).toEqual([{ timezone: 'UTC' }])
})

test('whoever sees some rows sees them on the new days, and the log has who changed the zone', async () => {
  const own = await company()
  const path = fileOf(
    csv(
      ['Order ID', 'Order Date', 'Product Name', 'Total', 'Region'],
      [1, '2026-10-31T20:00:00Z', 'Lamp', 10, 'South'],
      [2, '2026-10-31T20:00:00Z', 'Lamp', 20, 'North'],
    ),
  )
  await own.load(path)
  const owner = await makeOwner(own.app)
  const rule = { name: 'South', regions: ['South'], segments: null, reps: null }
  const { id } = (await owner.post('/api/rules', rule)).json().data
  const invited = await owner.post('/api/people/invite', { email: 'vera@example.com', role: 'viewer', rule: id })
  const vera = browser(own.app)
  const [email, token] = ['vera@example.com', tokenOf(invited)]
  await vera.post('/api/session/take-up', { token, name: 'Vera', password: passwordOf(email) })
  const seen = async () => {
    const url = '/api/revenue/trends?granularity=day&start_date=2026-10-31&end_date=2026-11-01&compare=none'
    return (await vera.get(url)).json().data.map(({ revenue }: { revenue: number }) => revenue)
  }
  expect(await seen()).toEqual([10, 0])
  const change = (zone: string) => owner.send({ method: 'PATCH', url: `/api/settings?timezone=${zone}` })
  expect((await change('Asia/Tokyo')).statusCode).toBe(200)
  expect(await seen()).toEqual([0, 10])
  const [entry] = (await owner.get('/api/audit?limit=1')).json().data.rows
  expect(entry).toMatchObject({
    action: 'workspace.change',
    detail: { timezone: 'Asia/Tokyo', before: 'UTC', movedOrders: 2, movedDeals: 0 },
  })
  await change('UTC')
  expect(await seen()).toEqual([10, 0])
})
