import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '../../../../tests/setup/database.ts'
import { type Line, store } from '../../../../tests/setup/rows.ts'
import { buildApp } from '../../app.ts'
import type { Database } from '../../db/database.ts'
import { write } from '../../db/write.ts'

/** A company small enough to add up by hand; each row is there for one rule. "Now" is a Sunday, 10:30. */
let database: Database
let app: FastifyInstance
const order = (name: string, on: string, customer: string | null, amount: number, more: Partial<Line> = {}): Line => ({
  order: name,
  at: `${on}T09:00:00Z`,
  customer,
  amount,
  product: 'Lamp',
  ...more,
})
beforeAll(async () => {
  database = await testDatabase()
  await store(database, {
    products: { Lamp: { category: 'Light', cost: 40 }, Desk: { category: 'Furniture', cost: 150 } },
    customers: {
      Ada: { segment: 'enterprise', region: 'North' },
      Ben: { segment: 'smb', region: 'South' },
      Cleo: { segment: 'smb', region: 'South' },
      Dan: { segment: 'enterprise', region: null },
      Eve: { segment: 'smb', region: 'South' },
      Flo: { segment: 'other', region: 'North' },
      Gus: { segment: 'other', region: 'North' },
      Hal: { segment: 'other', region: 'North' },
      Ida: { segment: 'smb', region: 'North' },
    },
    lines: [
      order('a1', '2026-01-10', 'Ada', 1000),
      // one order with lines in two categories is one order
      order('a2', '2026-02-20', 'Ada', 300),
      order('a2', '2026-02-20', 'Ada', 200, { product: 'Desk' }),
      order('a3', '2026-11-05', 'Ada', 700, { channel: 'Shop' }),
      order('a3', '2026-11-08', 'Ada', -200, { status: 'refunded', channel: 'Shop' }),
      order('b1', '2026-10-15', 'Ben', 300, { channel: 'Shop' }),
      order('b2', '2026-11-10', 'Ben', 40),
      // silent for 180 days on 6 November
      order('c1', '2026-05-10', 'Cleo', 6000),
      order('d1', '2026-10-20', 'Dan', 1000),
      // two orders on the first day: the first of them says the channel
      order('e1', '2026-11-12', 'Eve', 900, { at: '2026-11-12T08:00:00Z', channel: 'Shop' }),
      order('e2', '2026-11-12', 'Eve', 99.99, { at: '2026-11-12T10:00:00Z', channel: 'Direct' }),
      // silent for 180 days on 22 October; given back in the range
      order('f1', '2026-04-25', 'Flo', 50),
      order('f1', '2026-11-09', 'Flo', -10, { status: 'refunded' }),
      // no customer yet, nobody, and one who comes after the range
      order('g1', '2026-11-03', 'Gus', 500, { status: 'pending' }),
      order('n1', '2026-11-04', null, 20),
      order('h1', '2026-11-21', 'Hal', 70),
      order('i1', '2026-08-01', 'Ida', 100),
      order('i2', '2026-08-11', 'Ida', 150),
    ],
  })
  await write(database, async tx => {
    await sql`update customers set acquisition_channel = 'Fair' where name = 'Ben'`.execute(tx)
  })
  app = await buildApp({ database, now: () => new Date('2026-11-22T10:30:00Z'), patience: 60_000 })
})
afterAll(async () => {
  await app.close()
  await database.close()
})

const range = 'start_date=2026-11-01&end_date=2026-11-20'
const ask = async (address: string) => {
  const response = await app.inject({ url: `/api/customers${address}`, headers: { host: 'localhost' } })
  return { status: response.statusCode, ...response.json() }
}
const names = async (query: string): Promise<string[]> =>
  (await ask(`?${range}&sort=name&direction=asc&${query}`)).data.rows.map(({ name }: { name: string }) => name)

test('total, active, new, returning, churned and at risk, each against the twenty days before', async () => {
  const { data, meta } = await ask(`/overview?${range}`)
  const figures = Object.fromEntries(
    Object.entries<{ value: number; previousValue: number }>(data).map(([key, kpi]) => [
      key,
      [kpi.value, kpi.previousValue],
    ]),
  )
  expect(figures).toEqual({
    total: [7, 6], // all but Gus and Hal; before, without Eve
    active: [3, 2], // Ada, Ben, Eve; Ben, Dan
    new: [1, 2], // Eve; Ben, Dan
    returning: [2, 0],
    churned: [1, 1], // Cleo; Flo
    atRisk: [1, null], // Ida: 103 days of silence, usually 10
  })
  expect(data.new).toMatchObject({ change: -1, changePercent: -50, polarity: 'up_is_good' })
  expect(data.churned.polarity).toBe('down_is_good')
  // days 1 to 20: Eve on the 12th; Cleo's silence on the 6th
  expect(data.new.sparkline).toEqual(Array.from({ length: 20 }, (_, day) => (day === 11 ? 1 : 0)))
  expect(data.churned.sparkline).toEqual(Array.from({ length: 20 }, (_, day) => (day === 5 ? 1 : 0)))
  expect([data.total.sparkline[0], data.total.sparkline[19]]).toEqual([6, 7])
  expect(meta.rows).toEqual({
    counted: 7,
    excluded: [
      { reason: 'pending', rows: 1 },
      { reason: 'without a customer, from customer figures only', rows: 1 },
    ],
  })
})

test('a comparison whose last day is cut has whom it had by then', async () => {
  // 13 to 22 November, so far, against 3 to 12 November: Eve first ordered on the 12th at eight
  const question = '/api/customers/overview?start_date=2026-11-13&end_date=2026-11-22'
  const at = async (time: string) => {
    const early = await buildApp({ database, now: () => new Date(`2026-11-22T${time}:00Z`), patience: 60_000 })
    const { data } = (await early.inject({ url: question, headers: { host: 'localhost' } })).json()
    await early.close()
    return [data.total, data.active, data.new, data.returning].map(({ previousValue }) => previousValue)
  }
  expect(await at('10:30')).toEqual([7, 3, 1, 2])
  expect(await at('07:59')).toEqual([6, 2, 0, 2])
})

test('segments: customers to date, active ones and their revenue, with shares', async () => {
  expect((await ask(`/segments?${range}`)).data).toEqual([
    { segment: 'smb', count: 4, active: 2, revenue: 1039.99, percentage: 57.14, revenuePercentage: 67.97 },
    { segment: 'enterprise', count: 2, active: 1, revenue: 500, percentage: 28.57, revenuePercentage: 32.68 },
    { segment: 'other', count: 1, active: 0, revenue: -10, percentage: 14.29, revenuePercentage: -0.65 },
  ])
})

describe('cohorts', () => {
  const cohorts = async (query: string) => {
    const { data, meta } = await ask(`/cohorts?end_date=2026-11-20&${query}`)
    type Cohort = { cohort: string; size: number; months: ({ value: number; percent: number | null } | null)[] }
    return {
      meta,
      months: data.map(({ cohort }: Cohort) => cohort),
      sizes: data.map(({ size }: Cohort) => size),
      row: (month: string) =>
        data
          .find(({ cohort }: Cohort) => cohort === month)
          .months.map((cell: Cohort['months'][number]) => cell?.value ?? null),
      cell: (month: string, k: number) => data.find(({ cohort }: Cohort) => cohort === month).months[k],
    }
  }

  test('twelve months, each with its size; months to come are empty, the month that is not over is marked', async () => {
    const { months, sizes, row, cell, meta } = await cohorts('')
    expect([months[0], months.at(-1)]).toEqual(['2025-12', '2026-11'])
    expect(sizes).toEqual([0, 1, 0, 0, 1, 1, 0, 0, 1, 0, 2, 1])
    expect(row('2026-01')).toEqual([1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, null])
    expect(row('2026-10')).toEqual([2, 1, ...Array.from({ length: 10 }, () => null)])
    expect(cell('2026-10', 1)).toEqual({ month: 1, value: 1, percent: 50, partial: true })
    expect(cell('2026-10', 0)).toEqual({ month: 0, value: 2, percent: 100, partial: false })
    expect(cell('2025-12', 0)).toEqual({ month: 0, value: 0, percent: null, partial: false })
    // one of four cohorts' four customers came back in the next month; October's November is not over
    const old = ['2026-01', '2026-04', '2026-05', '2026-08']
    expect(meta.average.slice(0, 3)).toEqual([
      { month: 0, percent: 100, cohorts: 5, customers: 6, value: 6, of: [...old, '2026-10'] },
      { month: 1, percent: 25, cohorts: 4, customers: 4, value: 1, of: old },
      { month: 2, percent: 0, cohorts: 4, customers: 4, value: 0, of: old },
    ])
    expect(meta.average.slice(10)).toEqual([
      { month: 10, percent: null, cohorts: 0, customers: 0, value: 0, of: [] },
      { month: 11, percent: null, cohorts: 0, customers: 0, value: 0, of: [] },
    ])
    expect(meta.range).toEqual({ start: '2025-12-01', end: '2026-11-20' })
  })

  test('or later: in that month or any after it', async () => {
    const { row } = await cohorts('mode=or-later')
    expect(row('2026-01')).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, null])
    expect(row('2026-08')).toEqual([1, 0, 0, 0, ...Array.from({ length: 8 }, () => null)])
  })

  test('by revenue: in percent of the first month, or later of all there was', async () => {
    const inMonth = await cohorts('measure=revenue')
    expect(inMonth.row('2026-01')).toEqual([1000, 500, 0, 0, 0, 0, 0, 0, 0, 0, 500, null])
    expect(inMonth.cell('2026-01', 1).percent).toBe(50)
    expect(inMonth.row('2026-04')).toEqual([50, 0, 0, 0, 0, 0, 0, -10, null, null, null, null])
    const orLater = await cohorts('measure=revenue&mode=or-later')
    expect(orLater.row('2026-01')).toEqual([2000, 1000, 500, 500, 500, 500, 500, 500, 500, 500, 500, null])
    expect(orLater.cell('2026-01', 1).percent).toBe(50)
  })

  test('the months asked for, at most 36; an end in the past ends what is known', async () => {
    const { data } = await ask('/cohorts?start_date=2026-01-15&end_date=2026-02-15')
    expect(data).toMatchObject([
      {
        cohort: '2026-01',
        size: 1,
        partial: false,
        months: [
          { value: 1, partial: false },
          { value: 0, partial: true },
        ],
      },
      { cohort: '2026-02', size: 0, partial: true, months: [{ value: 0, percent: null, partial: true }, null] },
    ])
    const { status, error } = await ask('/cohorts?start_date=2020-01-01&end_date=2026-02-15')
    expect([status, error.message]).toEqual([
      400,
      'start_date: expected at most 36 months of cohorts, got 74 from 2020-01-01 to 2026-02-15',
    ])
  })
})

test('value to date in half-open bands, with median and mean', async () => {
  const { data, meta } = await ask(`/lifetime-value?${range}`)
  expect(data.map(({ key, count, revenue }: Record<string, unknown>) => [key, count, revenue])).toEqual([
    ['0-1k', 4, 1629.99],
    ['1k-5k', 2, 3000], // Dan's 1000 is here
    ['5k-10k', 1, 6000],
    ['10k-50k', 0, 0],
    ['50k-100k', 0, 0],
    ['100k-plus', 0, 0],
  ])
  expect(data[1]).toMatchObject({ range: '1–5K', min: 1000, max: 5000, percentage: 28.57 })
  expect(meta).toMatchObject({ customers: 7, median: 999.99, mean: 1518.57, total: 10629.99, model: null })
})

test('new customers by the channel the source names, else the channel of the first order', async () => {
  const { data } = await ask('/acquisition?start_date=2026-10-01&end_date=2026-11-20&granularity=month')
  expect(data).toEqual([
    { date: '2026-10-01', endDate: '2026-10-31', channel: 'Fair', count: 1, partial: false },
    { date: '2026-10-01', endDate: '2026-10-31', channel: 'Online', count: 1, partial: false },
    { date: '2026-10-01', endDate: '2026-10-31', channel: 'Shop', count: 0, partial: false },
    { date: '2026-11-01', endDate: '2026-11-20', channel: 'Fair', count: 0, partial: true },
    { date: '2026-11-01', endDate: '2026-11-20', channel: 'Online', count: 0, partial: true },
    { date: '2026-11-01', endDate: '2026-11-20', channel: 'Shop', count: 1, partial: true },
  ])
})

test('with too few customers for a model, risk is by the rule, and says so', async () => {
  const { data, meta } = await ask('/at-risk')
  expect(data).toEqual([
    {
      id: expect.any(Number),
      name: 'Ida',
      company: null,
      segment: 'smb',
      region: 'North',
      lifetimeValue: 250,
      riskScore: 1 - 2 ** (-103 / 20),
      daysSinceActivity: 103,
      usualGapDays: 10,
      expectedValue12m: null,
      reasons: [],
      recommendation: 'Include in the automatic reminder',
    },
  ])
  expect(meta).toMatchObject({
    range: null,
    total: 1,
    bands: [
      { band: 'high', from: 0.7, customers: 1, revenueAtRisk: null },
      { band: 'medium', from: 0.5, customers: 0, revenueAtRisk: null },
      { band: 'low', from: 0, customers: 5, revenueAtRisk: null },
    ],
    model: {
      method: 'rule',
      words:
        'A rule, not a model (½ at a silence of twice the usual gap): a model needs at least 10 customers with a repeat purchase, got 3.',
      customers: 8,
      record: null,
    },
  })
  const predicted = await ask(`/lifetime-value?kind=predicted&${range}`)
  expect(predicted.meta).toMatchObject({ customers: 0, median: null, mean: null })
  expect(predicted.meta.notes).toContain(
    'What customers will spend is not known: there is too little to fit a model on.',
  )
})

describe('the list', () => {
  test('each state has its people', async () => {
    expect(await names('')).toEqual(['Ada', 'Ben', 'Cleo', 'Dan', 'Eve', 'Flo', 'Ida'])
    expect(await names('state=active')).toEqual(['Ada', 'Ben', 'Eve'])
    expect(await names('state=new')).toEqual(['Eve'])
    expect(await names('state=returning')).toEqual(['Ada', 'Ben'])
    expect(await names('state=churned')).toEqual(['Cleo'])
    expect(await names('state=at-risk')).toEqual(['Ida'])
    expect(await names('state=gone')).toEqual(['Dan'])
    expect(await names('state=arrived')).toEqual(['Eve'])
    expect(await names('state=came-back')).toEqual(['Ada'])
    expect(await names('state=both-periods')).toEqual(['Ben'])
    expect(await names('state=refunds-only')).toEqual(['Flo'])
  })

  test('and each part of a chart', async () => {
    expect(await names('cohort=2026-10')).toEqual(['Ben', 'Dan'])
    expect(await names('cohort=2026-10&cohort_month=1')).toEqual(['Ben'])
    expect(await names('cohort=2026-01&cohort_month=5')).toEqual([])
    expect(await names('cohort=2026-01&cohort_month=5&cohort_mode=or-later')).toEqual(['Ada'])
    expect(await names('risk=high')).toEqual(['Ida'])
    expect(await names('value=1k-5k')).toEqual(['Ada', 'Dan'])
    expect(await names('acquisition=Fair')).toEqual(['Ben'])
    expect(await names('state=new&acquisition=Shop')).toEqual(['Eve'])
    expect(await names('segment=smb&state=active')).toEqual(['Ben', 'Eve'])
    expect(await names('search=d')).toEqual(['Ada', 'Dan', 'Ida'])
  })

  test('a row says what there is of a customer in both windows and to date; the total is of all that match', async () => {
    const { data } = await ask(`?${range}&limit=1`)
    expect(data.rows).toEqual([
      {
        id: expect.any(Number),
        name: 'Eve',
        company: null,
        segment: 'smb',
        region: 'South',
        acquisitionChannel: 'Shop',
        standing: 'new',
        revenue: 999.99,
        orders: 2,
        previousRevenue: 0,
        changePercent: null,
        lifetimeValue: 999.99,
        lifetimeOrders: 2,
        firstOrderOn: '2026-11-12',
        lastOrderOn: '2026-11-12',
        riskScore: 1 - 2 ** (-10 / 67),
        atRisk: false,
        expectedValue12m: null,
      },
    ])
    expect(data.total).toEqual({
      customers: 7,
      revenue: 1529.99,
      orders: 4,
      previousRevenue: 1300,
      changePercent: 17.7,
      lifetimeValue: 10629.99,
      lifetimeOrders: 12,
    })
    const next = await ask(`?${range}&limit=2&cursor=${data.nextCursor}`)
    expect(next.data.rows.map(({ name }: { name: string }) => name)).toEqual(['Ada', 'Ben'])
  })

  test('sorted by any column both ways, unknown last', async () => {
    const by = async (sort: string, direction: string) =>
      (await ask(`?${range}&sort=${sort}&direction=${direction}`)).data.rows
        .map(({ name }: { name: string }) => name[0])
        .join('')
    expect(await by('lifetime', 'desc')).toBe('CADEBIF')
    expect(await by('lifetime', 'asc')).toBe('FIBEDAC')
    expect(await by('last', 'asc')).toBe('FCIDAB' + 'E')
    expect(await by('first', 'desc')).toBe('EDBICFA')
    expect(await by('region', 'asc')).toBe('AFIBCED')
    expect(await by('region', 'desc')).toBe('BCEAFID')
    expect(await by('change', 'desc')).toBe('BDACEFI')
    expect((await by('risk', 'desc')).slice(0, 2)).toBe('IF')
    expect((await by('channel', 'asc')).slice(0, 1)).toBe('B')
  })

  test('what cannot be asked is refused with a sentence', async () => {
    const refused = async (query: string) => {
      const { status, error } = await ask(`?${query}`)
      return [status, error?.message]
    }
    expect(await refused('cohort_month=1')).toEqual([
      400,
      'cohort_month: expected a cohort (YYYY-MM) beside it, got none',
    ])
    expect(await refused('cohort=2026-13')).toEqual([400, 'cohort: expected a month as YYYY-MM, got "2026-13"'])
    expect(await refused('state=gone&compare=none')).toEqual([
      400,
      'state: expected a comparison beside "gone", got compare "none"',
    ])
    expect((await refused('state=lost'))[0]).toBe(400)
    expect((await refused('cursor=abc'))[1]).toContain('cursor: expected the nextCursor of an answer')
  })
})

describe('one customer', () => {
  const idOf = async (name: string): Promise<number> => (await ask(`?search=${name}`)).data.rows[0].id

  test('who they are, what they bought, and what is known of them', async () => {
    const { data, meta } = await ask(`/${await idOf('Ada')}`)
    expect(data).toMatchObject({
      name: 'Ada',
      acquisitionChannel: 'Online',
      firstOrderOn: '2026-01-10',
      lastOrderOn: '2026-11-05',
      lifetimeValue: 2000,
      lifetimeOrders: 3,
      purchases: 3,
      avgOrderValue: 666.67,
      churned: false,
      churnsOn: '2027-05-04',
      risk: { riskScore: 1 - 2 ** (-17 / 299), band: 'low', atRisk: false, usualGapDays: 149.5 },
      prediction: null,
      categories: [
        { category: 'Light', revenue: 1800, percentage: 90 },
        { category: 'Furniture', revenue: 200, percentage: 10 },
      ],
      totalOrders: 3,
      nextCursor: null,
    })
    expect(data.timeline).toHaveLength(11)
    expect(data.timeline[10]).toEqual({ date: '2026-11-01', revenue: 500, orders: 1, partial: true })
    expect(
      data.orders.map((one: Record<string, unknown>) => [one.orderId, one.orderedOn, one.revenue, one.lines]),
    ).toEqual([
      ['a3', '2026-11-05', 500, 2],
      ['a2', '2026-02-20', 500, 2],
      ['a1', '2026-01-10', 1000, 1],
    ])
    expect(data.orders[0]).toMatchObject({ statuses: ['completed', 'refunded'], channel: 'Shop', units: 0 })
    expect(meta.range).toBe(null)
    const { data: first } = await ask(`/${await idOf('Ada')}?limit=2`)
    const { data: rest } = await ask(`/${await idOf('Ada')}?limit=2&cursor=${first.nextCursor}`)
    expect(rest.orders.map(({ orderId }: { orderId: string }) => orderId)).toEqual(['a1'])
    expect(rest.totalOrders).toBe(3)
  })

  test('without an order that counts there is little to say, and nothing is made up', async () => {
    const { rows } = await sql<{ id: number }>`select id from customers where name = 'Gus'`.execute(database.db)
    const { data } = await ask(`/${rows[0]!.id}`)
    expect(data).toMatchObject({
      firstOrderOn: null,
      lifetimeValue: 0,
      avgOrderValue: null,
      rfm: null,
      risk: null,
      totalOrders: 1,
    })
    expect((await ask('/0')).status).toBe(400)
    expect(await ask('/99999')).toMatchObject({ status: 404, error: { code: 'not_found' } })
  })
})
