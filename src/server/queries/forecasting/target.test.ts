import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { monthsOfOrders, people } from '../../../../tests/setup/company.ts'
import { testDatabase } from '../../../../tests/setup/database.ts'
import { store } from '../../../../tests/setup/rows.ts'
import { now } from '../../../../tests/setup/shop.ts'
import { buildApp } from '../../app.ts'
import type { Database } from '../../db/database.ts'
import { write } from '../../db/write.ts'

/** Plans, seasons and risk of one company. */
let database: Database
let app: FastifyInstance
beforeAll(async () => {
  database = await testDatabase()
  await store(database, {
    ...people,
    reps: ['Rita'],
    lines: monthsOfOrders('2023-08', '2026-11', 22),
    deals: [
      { name: 'Lamps', customer: 'Ada', rep: 'Rita', stage: 'proposal', amount: 9000, created: '2026-10-01' },
      { name: 'Rugs', customer: 'Ben', rep: 'Rita', stage: 'lead', amount: 4000, created: '2026-11-01' },
    ],
  })
  await write(database, tx => sql`update pipeline set expected_close_on = '2027-01-15'`.execute(tx))
  app = await buildApp({ database, now })
})
afterAll(async () => {
  await app.close()
  await database.close()
})

const request = async (method: 'GET' | 'POST' | 'DELETE', path: string, on = app) => {
  const { statusCode, body } = await on.inject({ method, url: `/api/forecasting/${path}` })
  return { status: statusCode, ...JSON.parse(body) }
}
const get = async (path: string) => {
  const found = await request('GET', path)
  expect(found.status, JSON.stringify(found)).toBe(200)
  return found
}
type Month = {
  date: string
  kind: string
  target: number | null
  actual: number | null
  predicted: number | null
  probability: number | null
}
const cents = (value: number | null) => Math.round((value ?? 0) * 100)
const sum = (values: (number | null)[]) => values.reduce<number>((all, value) => all + cents(value), 0)

describe('a plan', () => {
  test('nobody has set: what is expected of the year stands there all the same', async () => {
    const { data } = await get('target')
    expect(data).toMatchObject({
      year: 2026,
      start: '2026-01-01',
      end: '2026-12-31',
      plan: null,
      spread: null,
      probability: null,
      gap: null,
    })
    const months: Month[] = data.months
    expect(months.map(({ kind }) => kind)).toEqual([...Array(10).fill('history'), 'nowcast', 'forecast'])
    expect(cents(data.expected.predicted)).toBe(
      sum(months.map(({ kind, actual, predicted }) => (kind === 'history' ? actual : predicted))),
    )
    expect(cents(data.toDate)).toBe(sum(months.map(({ actual }) => actual)))
    const { data: forecast } = await get('revenue')
    expect(months[11]!.predicted).toBe(forecast.find(({ date }: Month) => date === '2026-12-01').predicted)
    expect(months[10]!.predicted).toBe(forecast.find(({ date }: Month) => date === '2026-11-01').predicted)
  })

  test('for a year is spread as the year before was, and is likelier the lower it is', async () => {
    const { data: before } = await get('target')
    const { predicted, lowerBound, upperBound, lower80, upper80 } = before.expected
    const probabilities: number[] = []
    for (const amount of [lowerBound, lower80, predicted, upper80, upperBound]) {
      expect(await request('POST', `target?year=2026&amount=${amount}`)).toMatchObject({
        status: 200,
        data: { year: 2026, kind: 'annual', amount },
      })
      const { data } = await get('target?year=2026')
      expect(sum(data.months.map(({ target }: Month) => target))).toBe(cents(amount))
      expect(data).toMatchObject({ plan: { kind: 'annual', amount }, spread: 'last year' })
      expect(cents(data.gap)).toBe(cents(amount) - cents(predicted))
      probabilities.push(data.probability)
    }
    for (const [i, wanted] of [0.975, 0.9, 0.5, 0.1, 0.025].entries()) expect(probabilities[i]).toBeCloseTo(wanted, 2)
    const { data } = await get('target')
    for (const { actual, target, probability } of (data.months as Month[]).slice(0, 10))
      expect(probability).toBe(actual! >= target! ? 1 : 0)
  })

  test('by months, in a fiscal year that begins in July', async () => {
    await write(database, tx => sql`update settings set fiscal_month = 7`.execute(tx))
    const fiscal = await buildApp({ database, now })
    const amounts = Array.from({ length: 12 }, (_, i) => 30_000 + i * 100.5)
    expect(await request('POST', `target?year=2026&amounts=${amounts.join()}`, fiscal)).toMatchObject({
      status: 200,
      data: { kind: 'monthly', amount: amounts.reduce((a, b) => a + b, 0) },
    })
    const { data } = await request('GET', 'target', fiscal)
    expect(data).toMatchObject({ year: 2026, start: '2026-07-01', end: '2027-06-30', spread: null })
    expect(data.months.map(({ target }: Month) => target)).toEqual(amounts)
    for (const { predicted, target, probability } of (data.months as Month[]).slice(4))
      expect(Math.sign(probability! - 0.5)).toBe(Math.sign(predicted! - target!))
    // it is there after a restart
    await fiscal.close()
    const again = await buildApp({ database, now })
    expect((await request('GET', 'target', again)).data).toEqual(data)
    expect(await request('DELETE', 'target?year=2026', again)).toMatchObject({ data: { year: 2026, removed: true } })
    expect((await request('GET', 'target', again)).data.plan).toBeNull()
    expect(await request('DELETE', 'target?year=2026', again)).toMatchObject({ data: { removed: false } })
    await again.close()
    await write(database, tx => sql`update settings set fiscal_month = 1`.execute(tx))
  })

  test('of the year we are in, where none is named', async () => {
    expect((await request('POST', 'target?amount=5')).data).toEqual({ year: 2026, kind: 'annual', amount: 5 })
    expect((await get('target')).data.plan.amount).toBe(5)
    expect((await request('DELETE', 'target')).data).toEqual({ year: 2026, removed: true })
  })

  test('a year that is over is certain, and one too far is not known', async () => {
    await request('POST', 'target?year=2025&amount=1')
    const past = (await get('target?year=2025')).data
    expect([past.probability, past.expected.lowerBound, past.expected.upperBound]).toEqual([
      1,
      past.toDate,
      past.toDate,
    ])
    const { data, meta } = await get('target?year=2030')
    expect([data.expected, data.probability]).toEqual([null, null])
    expect(meta.notes.join(' ')).toContain('cannot be told to its end')
  })

  test.each([
    ['target?year=2026', 'amount: expected either amount or amounts'],
    ['target?year=2026&amount=5&amounts=1,2', 'amount'],
    ['target?year=2026&amounts=1,2', 'amounts: expected twelve amounts, separated by commas'],
    ['target?year=2026&amount=-5', 'amount: expected a number from 0 to 1000000000000000'],
    ['target?year=20x6&amount=5', 'year: expected a whole number of at least 1900'],
  ])('refuses %s', async (path, words) => {
    const { status, error } = await request('POST', path)
    expect([status, error.message]).toEqual([400, expect.stringContaining(words)])
  })
})

describe('seasons', () => {
  test('of the year: a strong December and a weak August, of mean 100', async () => {
    const { data, meta } = await get('seasonality')
    expect(data.map(({ name }: { name: string }) => name).slice(0, 2)).toEqual(['January', 'February'])
    const index = (month: number) => data[month - 1].index
    expect(index(12)).toBeGreaterThan(120)
    expect(index(8)).toBeLessThan(85)
    expect(data.reduce((all: number, one: { index: number }) => all + one.index, 0) / 12).toBeCloseTo(100, 1)
    for (const one of data)
      expect([one.lower, one.index, one.upper].toSorted((a, b) => a - b)).toEqual([one.lower, one.index, one.upper])
    expect(meta).toMatchObject({ significant: true, observations: 39, excluded: [] })
  })

  test('of the week, in the order of the workspace, under filters', async () => {
    const { data } = await get('seasonality?by=weekday&category=Light')
    expect(data.map(({ name, month }: { name: string; month: null }) => [name, month])[0]).toEqual(['Monday', null])
    const { rows } = await sql<{ weekday: number; revenue: number }>`
      select extract(isodow from t.ordered_on)::int as weekday, sum(t.amount) as revenue
      from transactions t join products p on p.id = t.product_id where p.category = 'Light' group by 1
    `.execute(database.db)
    const best = rows.toSorted((a, b) => b.revenue - a.revenue)[0]!.weekday
    const strongest = data.toSorted((a: { index: number }, b: { index: number }) => b.index - a.index)
    expect(strongest.slice(0, 3).map(({ position }: { position: number }) => position)).toContain(best)
  })
})

describe('the other rooms’ figures are the same here', () => {
  test('the pipeline', async () => {
    const { data, meta } = await get('pipeline?periods=3')
    const { body } = await app.inject({ url: '/api/operations/forecast?periods=3&compare=none' })
    const theirs = JSON.parse(body).data
    expect(data).toEqual(theirs.months)
    expect(meta.total).toEqual(theirs.total)
    expect(data.map(({ month, deals }: { month: string; deals: number }) => [month, deals])).toEqual([
      ['2026-11', 0],
      ['2026-12', 0],
      ['2027-01', 2],
    ])
  })

  test('churn risk', async () => {
    const ours = await get('churn-risk?limit=5')
    const { body } = await app.inject({ url: '/api/customers/at-risk?limit=5' })
    expect({ data: ours.data, meta: ours.meta }).toEqual(JSON.parse(body))
    const { data } = await get('kpis')
    expect(data.atRiskCount).toBe(ours.meta.total)
  })

  test('a win rate moves the month its deals should close in', async () => {
    const plain = (await get('pipeline')).data
    const { data, meta } = await get('revenue?win_rate=50')
    const [effect] = meta.scenario.effects
    const weighted = plain.find(({ month }: { month: string }) => month === '2027-01').weighted
    expect(effect).toMatchObject({ lever: 'winRate', amount: Math.round(weighted * 50) / 100 })
    const january = data.find(({ date }: Month) => date === '2027-01-01')
    expect(cents(january.scenario)).toBe(cents(january.predicted) + cents(effect.amount))
    const { meta: light } = await get('revenue?win_rate=50&category=Light')
    expect(light.scenario.effects[0]).toMatchObject({
      amount: 0,
      words: expect.stringContaining('deals have no category'),
    })
  })
})
