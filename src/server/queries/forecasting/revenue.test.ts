import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { forecastRevenue } from '#stats/series/revenue.ts'
import { categories, channels, monthsOfOrders, people, regions } from '../../../../tests/setup/company.ts'
import { testDatabase } from '../../../../tests/setup/database.ts'
import { store } from '../../../../tests/setup/rows.ts'
import { now } from '../../../../tests/setup/shop.ts'
import { buildApp } from '../../app.ts'
import type { Database } from '../../db/database.ts'

/** 39 complete months, and November 2026 up to the 22nd. */
let database: Database
let app: FastifyInstance
beforeAll(async () => {
  database = await testDatabase()
  await store(database, { ...people, lines: monthsOfOrders('2023-08', '2026-11', 22) })
  app = await buildApp({ database, now })
})
afterAll(async () => {
  await app.close()
  await database.close()
})

type Point = {
  key: string | null
  date: string
  kind: string
  actual: number | null
  predicted: number | null
  lower80: number
  upper80: number
  lowerBound: number
  upperBound: number
  naive: number | null
  lastYear: number | null
  scenario: number | null
}

const ask = async (query = '', on = app) => {
  const { statusCode, body } = await on.inject({ url: `/api/forecasting/revenue${query}` })
  expect(statusCode, body).toBe(200)
  return JSON.parse(body) as { data: Point[]; meta: Record<string, unknown> }
}
const cents = (value: number | null) => Math.round((value ?? 0) * 100)
const of = (data: Point[], key: string | null) => data.filter(point => point.key === key)

/** Straight from the rows. */
const rawMonths = async (condition = sql`true`) => {
  const { rows } = await sql<{ month: string; revenue: number }>`
    select to_char(t.ordered_on, 'YYYY-MM-01') as month, sum(t.amount) as revenue
    from transactions t join products p on p.id = t.product_id join customers c on c.id = t.customer_id
    where t.status = 'completed' and ${condition} group by 1 order by 1
  `.execute(database.db)
  return new Map(rows.map(({ month, revenue }) => [month, cents(revenue)]))
}

describe('the total', () => {
  test('24 months of history as the rows have them, the open month, and six months ahead', async () => {
    const { data, meta } = await ask()
    expect(data.map(({ kind }) => kind)).toEqual([
      ...Array(24).fill('history'),
      'nowcast',
      ...Array(6).fill('forecast'),
    ])
    expect(data.map(({ date }) => date).slice(22, 27)).toEqual([
      '2026-09-01',
      '2026-10-01',
      '2026-11-01',
      '2026-12-01',
      '2027-01-01',
    ])
    const raw = await rawMonths()
    for (const { date, kind, actual, lastYear } of data) {
      expect([date, actual === null ? null : cents(actual)]).toEqual([date, kind === 'forecast' ? null : raw.get(date)])
      const before = `${Number(date.slice(0, 4)) - 1}${date.slice(4)}`
      expect([date, cents(lastYear)]).toEqual([date, raw.get(before)])
    }
    expect(meta).toMatchObject({
      range: { start: '2024-11-01', end: '2026-11-21' },
      model: { months: 39, knownThrough: '2026-11-21', split: null },
      total: { start: '2026-12-01', end: '2027-05-31', months: 6 },
      nowcast: { date: '2026-11-01' },
      missing: [],
      keys: [],
      scenario: null,
    })
  })

  test('is what the statistics say of the rows, on either engine', async () => {
    const raw = await rawMonths()
    const months = [...raw].filter(([month]) => month < '2026-11').map(([, revenue]) => revenue / 100)
    expect(months).toHaveLength(39)
    const { mean, lower, upper } = forecastRevenue(months, { h: 25 })
    const { data } = await ask('?periods=24')
    const ahead = data.slice(25)
    expect(ahead.map(({ predicted }) => predicted)).toEqual(mean.slice(1).map(value => cents(value) / 100))
    expect(ahead.map(({ lower80 }) => lower80)).toEqual(lower[0]!.slice(1).map(value => cents(value) / 100))
    expect(ahead.map(({ upperBound }) => upperBound)).toEqual(upper[1]!.slice(1).map(value => cents(value) / 100))
    expect(ahead.map(({ naive }) => cents(naive))).toEqual(
      Array.from({ length: 24 }, (_, k) => cents(months[39 - 12 + ((k + 1) % 12)]!)),
    )
  })

  test('bounds stand in their order, and the open month holds what is sold already', async () => {
    for (const query of ['?periods=24', '?periods=24&by=category', '?region=South&by=segment', '?category=Rug'])
      for (const point of (await ask(query)).data) {
        if (point.kind === 'history') continue
        const order = [point.lowerBound, point.lower80, point.predicted!, point.upper80, point.upperBound]
        expect(order).toEqual(order.toSorted((a, b) => a - b))
        expect(point.lowerBound).toBeGreaterThanOrEqual(point.actual ?? 0)
      }
  })

  test('the months together are the sum of the months, with a band narrower than theirs added up', async () => {
    const { data, meta } = await ask('?periods=11')
    const ahead = data.slice(25)
    const sum = (pick: (point: Point) => number | null) => ahead.reduce((all, point) => all + cents(pick(point)), 0)
    const total = meta.total as Point & { changePercent: number }
    expect(cents(total.predicted)).toBe(sum(point => point.predicted))
    expect(cents(total.lastYear)).toBe(sum(point => point.lastYear))
    expect(cents(total.naive)).toBe(sum(point => point.naive))
    expect(total.changePercent).toBe(Math.round(((total.predicted! - total.lastYear!) / total.lastYear!) * 1000) / 10)
    expect(cents(total.upper80 - total.lower80)).toBeLessThan(sum(point => point.upper80 - point.lower80))
  })
})

describe('parts', () => {
  const dimensions = { category: categories, region: regions, channel: channels, segment: ['enterprise', 'smb'] }

  test.each(Object.entries(dimensions))('by %s sum to the total, to the cent, at every horizon', async (by, values) => {
    const { data, meta } = await ask(`?periods=24&by=${by}`)
    expect([...(meta.keys as string[])].sort()).toEqual([...values].sort())
    expect(of(data, null)).toEqual((await ask('?periods=24')).data)
    for (const [at, total] of of(data, null).entries())
      for (const field of ['predicted', 'actual', 'naive', 'lastYear'] as const) {
        const parts = values.map(value => of(data, value)[at]![field])
        expect(parts.map(part => part === null)).toEqual(values.map(() => total[field] === null))
        expect(parts.reduce<number>((sum, part) => sum + cents(part), 0)).toBe(cents(total[field]))
      }
  })

  test('one question has one answer: a filter, a part, and a part under a filter', async () => {
    const byCategory = (await ask('?by=category')).data
    const alone = await ask('?category=Furniture')
    const figures = (points: Point[]) =>
      points.map(({ key: _, outlier: __, ...rest }: Point & { outlier?: boolean }) => rest)
    expect(figures(of(byCategory, 'Furniture'))).toEqual(figures(alone.data))
    const north = (await ask('?region=North&by=category')).data
    const cell = (await ask('?region=North&category=Furniture')).data
    expect(figures(of(north, 'Furniture'))).toEqual(figures(cell))
    const furniture = (await ask('?category=Furniture&by=region')).data
    expect(figures(of(furniture, 'North'))).toEqual(figures(cell))
    expect(figures(of(furniture, null))).toEqual(figures(alone.data))
    const both = (await ask('?category=Furniture&category=Light')).data
    for (const [at, { predicted }] of both.entries())
      expect(cents(predicted)).toBe(
        cents(of(byCategory, 'Furniture')[at]!.predicted) + cents(of(byCategory, 'Light')[at]!.predicted),
      )
  })

  test('history under filters is as the rows have it', async () => {
    const raw = await rawMonths(sql`p.category = 'Light' and t.channel = 'Shop' and c.segment = 'smb'`)
    const { data, meta } = await ask('?category=Light&channel=Shop&segment=smb')
    for (const { date, actual } of data.filter(({ kind }) => kind !== 'forecast'))
      expect([date, cents(actual)]).toEqual([date, raw.get(date) ?? 0])
    expect(meta.filters).toEqual({ category: ['Light'], channel: ['Shop'], segment: ['smb'] })
    expect((meta.model as { split: string }).split).toContain('share of the total')
  })

  test('a value that is not there is nothing, and said', async () => {
    const { data, meta } = await ask('?category=Boats')
    expect(new Set(data.map(({ predicted, actual }) => predicted ?? actual))).toEqual(new Set([0]))
    expect(meta.notes).toContain('There is no category "Boats" in the data.')
  })
})

describe('the same question has the same forecast', () => {
  const question = '?by=region&periods=12&category=Light'

  test('after a restart, from what is kept and made anew', async () => {
    const before = await ask(question)
    const again = await buildApp({ database, now })
    expect(await ask(question, again)).toEqual(before)
    await again.close()
    await sql`delete from model_results`.execute(database.bulk)
    const anew = await buildApp({ database, now })
    expect(await ask(question, anew)).toEqual(before)
    await anew.close()
  })

  test('after a change that no month of the history has part in', async () => {
    const before = await ask(question)
    await store(database, {
      lines: [{ order: 'late', at: '2026-11-22T09:00:00Z', customer: 'Ada', product: 'Desk', amount: 10 }],
    })
    const after = await ask(question)
    expect(after.meta.model).toEqual(before.meta.model)
    const ahead = ({ data }: typeof before) => data.filter(({ kind }) => kind !== 'nowcast')
    expect(ahead(after)).toEqual(ahead(before))
  })
})

describe('a scenario', () => {
  const levers = 'price=10&one_off=5000&one_off_month=2027-02'

  test('stands beside the forecast, and its levers sum to what it changes', async () => {
    const plain = await ask()
    const { data, meta } = await ask(`?${levers}`)
    expect(data.map(({ scenario: _, ...rest }) => rest)).toEqual(plain.data.map(({ scenario: _, ...rest }) => rest))
    const { total } = meta as unknown as { total: { predicted: number } }
    const scenario = meta.scenario as {
      predicted: number
      change: number
      effects: { lever: string; amount: number }[]
    }
    const ahead = data.slice(25)
    expect(ahead.map(({ scenario: value }) => cents(value))).toEqual(
      ahead.map(
        ({ predicted, date }) =>
          cents(predicted) + cents(cents(predicted! * 0.1) / 100) + (date === '2027-02-01' ? 500_000 : 0),
      ),
    )
    expect(scenario.effects.map(({ lever }) => lever)).toEqual(['price', 'oneOff'])
    expect(cents(scenario.change)).toBe(scenario.effects.reduce((sum, { amount }) => sum + cents(amount), 0))
    expect(cents(scenario.predicted)).toBe(cents(total.predicted) + cents(scenario.change))
    expect(cents(scenario.predicted)).toBe(ahead.reduce((sum, point) => sum + cents(point.scenario), 0))
    expect(await ask()).toEqual(plain)
  })

  test('parts sum to the total under it, too', async () => {
    const { data } = await ask(`?by=category&${levers}`)
    for (const [at, { scenario }] of of(data, null).entries())
      expect(categories.reduce((sum, value) => sum + cents(of(data, value)[at]!.scenario), 0)).toBe(cents(scenario))
  })
})

test.each([
  ['periods=0', 'periods: expected a whole number from 1 to 24, got "0"'],
  ['periods=25', 'periods: expected a whole number from 1 to 24, got "25"'],
  ['periods=six', 'periods: expected a whole number from 1 to 24, got "six"'],
  ['by=product', 'by: '],
  ['price=-60', 'price: expected a number from -50 to 100, got "-60"'],
  ['price=1e1', 'price: expected a number from -50 to 100, got "1e1"'],
  ['one_off=5', 'one_off_month: expected one_off and one_off_month together'],
  ['one_off_month=2027-01', 'one_off_month: expected one_off and one_off_month together'],
  ['one_off=5&one_off_month=2027-13', 'one_off_month: expected a month as YYYY-MM, got "2027-13"'],
  [
    'one_off=5&one_off_month=2028-01',
    'one_off_month: expected a month of the forecast, 2026-12 to 2027-05, got "2028-01"',
  ],
  ['start_date=2026-01-01', 'unknown parameter start_date'],
])('refuses %s', async (query, words) => {
  const { statusCode, body } = await app.inject({ url: `/api/forecasting/revenue?${query}` })
  expect(statusCode).toBe(400)
  expect(JSON.parse(body).error.message).toContain(words)
})
