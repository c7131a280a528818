import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { newDatabase } from '../../../tests/setup/database.ts'
import { now, openShop } from '../../../tests/setup/shop.ts'
import { buildApp } from '../app.ts'
import type { Database } from '../db/database.ts'
import { csv, fileOf } from '../ingest/test-files.ts'
import { importsInto } from '../ingest/test-imports.ts'
import { imports } from './imports.ts'

let database: Database
let app: FastifyInstance
beforeAll(async () => {
  database = await openShop()
  app = await buildApp({ database, now })
})
afterAll(async () => {
  await app.close()
  await database.close()
})

const change = (query: Record<string, string>) => app.inject({ method: 'PATCH', url: '/api/settings', query })
const settings = async () => (await app.inject('/api/settings')).json().data
const stages = ['lead', 'qualified', 'proposal', 'negotiation', 'closed-won', 'closed-lost']

test('a new workspace compares by weekday', async () => {
  const fresh = await newDatabase()
  const own = await buildApp({ database: fresh, now })
  expect((await own.inject('/api/settings')).json().data).toEqual({
    currency: 'USD',
    timezone: 'UTC',
    weekStart: 1,
    fiscalMonth: 1,
    churnAfterDays: 180,
    compareMatch: 'weekday',
    stages: [0.1, 0.25, 0.5, 0.75, 1, 0].map((probability, i) => ({
      name: stages[i],
      kind: i < 4 ? 'open' : i === 4 ? 'won' : 'lost',
      probability,
      deals: 0,
    })),
  })
  await own.close()
  await fresh.close()
})

test('what is named changes, the rest stays, and every answer follows as one of a server that just began', async () => {
  const questions = [
    '/api/revenue/trends?granularity=week&start_date=2026-10-01&end_date=2026-11-20',
    '/api/revenue/trends?granularity=quarter&start_date=2026-01-01&end_date=2026-11-20',
    '/api/revenue/kpis',
    '/api/customers/overview',
    '/api/customers?state=churned',
    '/api/operations/pipeline',
    '/api/operations/pipeline-kpis',
    '/api/operations/conversion-rates',
    '/api/data',
  ]
  const answers = async (from: FastifyInstance) => {
    const bodies: string[] = []
    for (const url of questions) bodies.push((await from.inject(url)).body)
    return bodies
  }
  let before = await answers(app)
  const expected = { weekStart: 1, fiscalMonth: 1, churnAfterDays: 180, compareMatch: 'date' as string }
  for (const [query, after, moved] of [
    [{ week_start: '7' }, { weekStart: 7 }, [0]],
    [{ fiscal_month: '2' }, { fiscalMonth: 2 }, [1]],
    [{ churn_after_days: '20' }, { churnAfterDays: 20 }, [3]],
    [{ compare_match: 'weekday' }, { compareMatch: 'weekday' }, [2]],
  ] as [Record<string, string>, object, number[]][]) {
    const changed = await change(query)
    Object.assign(expected, after)
    expect([changed.statusCode, changed.json().data]).toMatchObject([200, expected])
    expect(await settings()).toEqual(changed.json().data)
    const now_ = await answers(app)
    for (const i of moved) expect(now_[i], questions[i]).not.toBe(before[i])
    const fresh = await buildApp({ database, now })
    expect(now_).toEqual(await answers(fresh))
    await fresh.close()
    before = now_
  }
})

test('stages change their order and probability, won and lost stay at the end', async () => {
  const order = ['proposal', 'lead', 'qualified', 'negotiation']
  const weighted = async () => (await app.inject('/api/operations/pipeline-kpis')).json().data.weightedValue.value
  expect(await weighted()).toBe(2500)
  const changed = await change({
    stages: JSON.stringify(order.map(name => (name === 'proposal' ? { name, probability: 0.2 } : { name }))),
  })
  expect(changed.json().data.stages.map((stage: { name: string; probability: number }) => stage)).toMatchObject([
    { name: 'proposal', probability: 0.2, deals: 1 },
    { name: 'lead', probability: 0.1 },
    { name: 'qualified', probability: 0.25 },
    { name: 'negotiation', probability: 0.75 },
    { name: 'closed-won', kind: 'won', deals: 1 },
    { name: 'closed-lost', kind: 'lost' },
  ])
  expect(await weighted()).toBe(1000)
  const pipeline = (await app.inject('/api/operations/pipeline')).json().data
  expect(pipeline.map(({ stage }: { stage: string }) => stage)).toEqual([...order, 'closed-won'])
})

test.each([
  [{}, 'Expected a choice to change, such as week_start=7.'],
  [{ week_start: '8' }, 'week_start: expected a whole number from 1 to 7, got "8"'],
  [{ week_start: '0' }, /^week_start: expected a whole number/],
  [{ fiscal_month: '13' }, 'fiscal_month: expected a whole number from 1 to 12, got "13"'],
  [{ churn_after_days: '3651' }, 'churn_after_days: expected a whole number from 1 to 3650, got "3651"'],
  [{ compare_match: 'month' }, /^compare_match: .*"weekday"\|"date", got "month"/],
  [{ currency: 'eur' }, 'currency: expected a currency code such as EUR, got "eur"'],
  [{ currency: 'ABC' }, 'currency: expected a currency code such as EUR, got "ABC"'],
  [{ amounts: 'relabel' }, 'amounts: expected beside currency, which is not there.'],
  [{ currency: 'EUR', rate: '2' }, 'rate: expected beside amounts=exchange, which is not there.'],
  [{ currency: 'EUR', amounts: 'exchange', rate: '2' }, /^amounts: to exchange, expected also rate .* and rate_of/],
  [{ currency: 'EUR', amounts: 'exchange', rate: '0.0' }, /^rate: expected a rate above 0 such as 0.9215.*, got "0.0"/],
  [{ currency: 'EUR', amounts: 'exchange', rate: '-1' }, /^rate: expected a rate above 0/],
  [
    { timezone: '+03:00' },
    'timezone: expected the name of a place such as Europe/London, as an offset does not say when clocks change, got "+03:00"',
  ],
  [{ timezone: 'Mars/Olympus' }, 'timezone: expected a name such as Europe/London, got "Mars/Olympus"'],
  [
    { weekstart: '1' },
    /^unknown parameter weekstart; expected one of currency, amounts, rate, rate_of, timezone, unsaid_times, week_start/,
  ],
  [{ stages: 'lead' }, 'stages: expected a JSON array of stages, got lead'],
  [{ stages: '[{"name":"lead","probability":2}]' }, /with probabilities from 0 to 1$/],
  [{ stages: '[{"name":"lead"}]' }, /^stages: expected each of .*negotiation.* once, got lead$/],
] as [Record<string, string>, string | RegExp][])('%j is refused in words', async (query, words) => {
  const before = await settings()
  const refused = await change(query)
  expect(refused.statusCode).toBe(400)
  expect(refused.json().error.message).toMatch(words)
  expect(await settings()).toEqual(before)
})

const amounts = [
  '/api/dashboard/summary',
  '/api/revenue/kpis',
  '/api/revenue/products',
  '/api/revenue/bridge',
  '/api/transactions',
  '/api/customers?sort=revenue',
  '/api/customers/rfm',
  '/api/customers/1',
  '/api/operations/pipeline',
  '/api/operations/pipeline-kpis',
  '/api/operations/sales-performance',
  '/api/operations/deal-size-distribution',
  '/api/operations/opportunities?sort=amount',
  '/api/customers/segments',
  '/api/export?page=dashboard&format=json',
  '/api/export?page=deals&format=csv',
]
const amountsOf = async (from: FastifyInstance) => {
  const bodies: [string, number, string][] = []
  for (const url of amounts) {
    // models may be on their way
    const { statusCode, body } = await vi.waitFor(
      async () => {
        const answer = await from.inject(url)
        expect(answer.body).not.toContain('ask again in a moment')
        return answer
      },
      { timeout: 60_000, interval: 200 },
    )
    bodies.push([url, statusCode, body.replace(/"version":\d+/g, '')])
  }
  return bodies
}

/** The shop of a workspace that was in a currency from its first row on. */
const shopIn = async (currency: string) => {
  const own = await openShop()
  onTestFinished(own.close)
  await sql`update settings set currency = ${currency}`.execute(own.db)
  const asked = await buildApp({ database: own, now })
  onTestFinished(() => asked.close())
  return { own, asked }
}

test('another currency is another label, with its own digits at once, as if it had always been so', async () => {
  const { asked } = await shopIn('USD')
  const dollars = await amountsOf(asked)
  expect(dollars.map(([url, status]) => [url, status])).toEqual(amounts.map(url => [url, 200]))
  const to = (currency: string) =>
    asked.inject({ method: 'PATCH', url: '/api/settings', query: { currency, amounts: 'relabel' } })
  for (const currency of ['JPY', 'KWD']) {
    const changed = (await to(currency)).json()
    expect([changed.data.currency, changed.meta.currency]).toEqual([currency, currency])
    const now_ = await amountsOf(asked)
    expect(now_).toEqual(await amountsOf((await shopIn(currency)).asked))
    expect(now_).not.toEqual(dollars)
  }
  const price = async () => (await asked.inject('/api/revenue/kpis')).json().data.avgOrderValue.value
  const exact = await price()
  await to('JPY')
  expect(await price()).toBe(Math.round(exact))
  await to('USD')
  expect(await amountsOf(asked)).toEqual(dollars)
})

const inEuros = (at: string) => fileOf(csv(['Order ID', 'Order Date', 'Total', 'Currency'], [1, at, 5, 'EUR']))

test('orders fall on the days of the zone that was chosen, and a choice outlives the undo of an import', async () => {
  const own = await newDatabase()
  onTestFinished(own.close)
  const asked = await buildApp({ database: own, now })
  onTestFinished(() => asked.close())
  const { load, undo, rowsOf } = importsInto(() => own)
  const set = (query: Record<string, string>) => asked.inject({ method: 'PATCH', url: '/api/settings', query })
  await set({ timezone: 'Europe/Berlin' })
  const first = await load(inEuros('2026-01-31 23:30:00Z'))
  expect(await rowsOf('select currency, ordered_on from settings, transactions')).toEqual([
    { currency: 'EUR', ordered_on: '2026-02-01' },
  ])
  await set({ currency: 'GBP', amounts: 'relabel' })
  await undo(first.importId!)
  const settled = () => rowsOf('select currency, timezone from settings')
  expect(await settled()).toEqual([{ currency: 'GBP', timezone: 'Europe/Berlin' }])
  const second = await load(inEuros('2026-01-31'), { timezone: 'Asia/Tokyo' })
  expect(await settled()).toEqual([{ currency: 'EUR', timezone: 'Asia/Tokyo' }])
  await undo(second.importId!)
  expect(await settled()).toEqual([{ currency: 'GBP', timezone: 'Europe/Berlin' }])
})

test('a file that was being read when the settings changed is refused, and does not overrule them', async () => {
  const own = await newDatabase()
  onTestFinished(own.close)
  const asked = await buildApp({ database: own, now })
  onTestFinished(() => asked.close())
  const { command, rowsOf } = importsInto(() => own)
  const begun = await command(inEuros('2026-01-31'))
  await asked.inject({ method: 'PATCH', url: '/api/settings', query: { timezone: 'Asia/Tokyo' } })
  await expect(imports.import(begun, { dry_run: false, keep_demo: false })).rejects.toMatchObject({
    status: 409,
    message:
      'The workspace was set to USD and Asia/Tokyo while the file was read as EUR and UTC. Import the file again.',
  })
  expect(await rowsOf('select currency, timezone from settings')).toEqual([{ currency: 'USD', timezone: 'Asia/Tokyo' }])
})
