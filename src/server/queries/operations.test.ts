import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '../../../tests/setup/database.ts'
import { store } from '../../../tests/setup/rows.ts'
import { buildApp } from '../app.ts'
import type { Database } from '../db/database.ts'

let database: Database
let app: FastifyInstance
beforeAll(async () => {
  database = await testDatabase()
  app = await buildApp({ database, now: () => new Date('2026-11-22T10:30:00Z') })
})
afterAll(async () => {
  await app.close()
  await database.close()
})

const ask = async (url: string) => {
  const response = await app.inject({ url })
  expect(response.json().error).toBeUndefined()
  return response.json()
}

const range = 'start_date=2026-11-01&end_date=2026-11-20'
/** `onward`: how many entered, moved on, were lost, are undecided. */
const stage = (
  name: string,
  kind: string,
  value: number,
  count: number,
  percentage: number | null,
  onward: number[] | null,
  conversionRate: number | null,
  weightedValue: number | null,
) => {
  const [entered, converted, lost, undecided] = onward ?? [null, null, null, null]
  return {
    stage: name,
    kind,
    value,
    count,
    percentage,
    entered,
    converted,
    lost,
    undecided,
    conversionRate,
    weightedValue,
  }
}

describe('without deals', () => {
  test('every stage is there with zeros, and nothing is made up', async () => {
    const { data, meta } = await ask(`/api/operations/pipeline?${range}`)
    expect(data).toEqual([
      ...['lead', 'qualified', 'proposal', 'negotiation'].map(name => stage(name, 'open', 0, 0, null, null, null, 0)),
      stage('closed-won', 'won', 0, 0, null, null, null, 0),
    ])
    expect(meta.asOf).toBeNull()
    const dashboard = await ask(`/api/dashboard/kpis?${range}`)
    expect(dashboard.data).toEqual({
      totalRevenue: {
        value: 0,
        previousValue: null,
        change: null,
        changePercent: null,
        polarity: 'up_is_good',
        sparkline: Array(20).fill(0),
      },
      totalCustomers: {
        value: 0,
        previousValue: null,
        change: null,
        changePercent: null,
        polarity: 'up_is_good',
        sparkline: Array(20).fill(0),
      },
      avgOrderValue: {
        value: null,
        previousValue: null,
        change: null,
        changePercent: null,
        polarity: 'up_is_good',
        sparkline: Array(20).fill(null),
      },
      conversionRate: {
        value: null,
        previousValue: null,
        change: null,
        changePoints: null,
        polarity: 'up_is_good',
        sparkline: null,
        n: 0,
        previousN: null,
      },
      pipelineValue: {
        value: 0,
        previousValue: null,
        change: null,
        changePercent: null,
        polarity: 'up_is_good',
        sparkline: Array(20).fill(0),
      },
      growthRate: {
        value: null,
        previousValue: null,
        change: null,
        changePoints: null,
        polarity: 'up_is_good',
        sparkline: null,
        beside: null,
      },
    })
    expect(dashboard.meta.notes).toEqual([
      'Average order value is not known: there is no order in the range.',
      'The conversion rate is not known: no deal was closed in the range.',
      'Growth is not known: there is nothing to compare with.',
    ])
  })

  test('an empty database says so', async () => {
    const { data } = await ask('/api/data')
    expect({ ...data, version: 0, engine: '' }).toEqual({
      demo: false,
      empty: true,
      version: 0,
      workspace: { currency: 'USD', timezone: 'UTC', weekStart: 1, fiscalMonth: 1, compareMatch: 'date' },
      asOfDay: '2026-11-22',
      dataEnded: false,
      newestAt: null,
      lastImportAt: null,
      stale: false,
      engine: '',
      notes: [],
      tables: [
        'transactions',
        'customers',
        'products',
        'sales_reps',
        'exchange_rates',
        'pipeline',
        'pipeline_events',
      ].map(table => ({
        table,
        rows: 0,
        first: null,
        last: null,
      })),
    })
  })
})

describe('with deals', () => {
  beforeAll(async () => {
    await store(database, {
      products: { Lamp: { category: 'Light', cost: 40 } },
      customers: { Ada: { segment: 'enterprise', region: 'North' }, Ben: { segment: 'smb', region: null } },
      reps: ['Rita', 'Rob'],
      lines: [
        { order: '1', at: '2026-10-01T10:00:00Z', customer: 'Ada', product: 'Lamp', amount: 80 },
        { order: '2', at: '2026-11-02T10:00:00Z', customer: 'Ada', product: 'Lamp', amount: 120, channel: 'Shop' },
      ],
      deals: [
        // open all the time, moved on in the range
        {
          name: 'moved',
          customer: 'Ada',
          rep: 'Rita',
          stage: 'proposal',
          amount: 1000,
          created: '2026-10-01',
          history: [
            ['lead', '2026-10-01T09:00:00Z'],
            ['qualified', '2026-11-03T09:00:00Z'],
            ['proposal', '2026-11-10T09:00:00Z'],
          ],
        },
        // entered in the range and stayed
        {
          name: 'stayed',
          customer: 'Ada',
          rep: 'Rob',
          stage: 'qualified',
          amount: 500,
          probability: 0.4,
          created: '2026-11-02',
          history: [['qualified', '2026-11-02T09:00:00Z']],
        },
        // won in the range, straight from qualified
        {
          name: 'won',
          customer: 'Ben',
          rep: 'Rob',
          stage: 'closed-won',
          amount: 700,
          created: '2026-10-20',
          closed: '2026-11-15',
          history: [
            ['qualified', '2026-11-05T09:00:00Z'],
            ['closed-won', '2026-11-15T09:00:00Z'],
          ],
        },
        // lost in the range; entered a stage and went no further
        {
          name: 'lost',
          customer: 'Ben',
          rep: null,
          stage: 'closed-lost',
          amount: 300,
          created: '2026-10-25',
          closed: '2026-11-16',
          history: [
            ['qualified', '2026-11-06T09:00:00Z'],
            ['closed-lost', '2026-11-16T09:00:00Z'],
          ],
        },
        // closed after the range: still open at its end, in its stage of then
        {
          name: 'later',
          customer: 'Ada',
          rep: 'Rita',
          stage: 'closed-won',
          amount: 2000,
          created: '2026-09-01',
          closed: '2026-11-21',
          history: [
            ['lead', '2026-09-01T09:00:00Z'],
            ['negotiation', '2026-10-30T09:00:00Z'],
            ['closed-won', '2026-11-21T09:00:00Z'],
          ],
        },
        // lost before the range, and one without an amount
        {
          name: 'old',
          customer: 'Ben',
          rep: 'Rob',
          stage: 'closed-lost',
          amount: 900,
          created: '2026-09-01',
          closed: '2026-10-15',
        },
        { name: 'unpriced', customer: 'Ada', rep: 'Rob', stage: 'lead', amount: null, created: '2026-11-18' },
      ],
    })
    await sql`update sales_reps set region = 'South' where name = 'Rob'`.execute(database.db)
  })

  test('open deals by stage at the end of the range, and those won in it', async () => {
    expect(await ask(`/api/operations/pipeline?${range}`)).toEqual({
      data: [
        stage('lead', 'open', 0, 1, 0, [0, 0, 0, 0], null, 0),
        // moved, stayed, won and lost entered it in the range; moved and won went further, lost did not, stayed is
        // undecided
        stage('qualified', 'open', 500, 1, 14.29, [4, 2, 1, 1], 50, 200),
        stage('proposal', 'open', 1000, 1, 28.57, [1, 0, 0, 1], 0, 500),
        stage('negotiation', 'open', 2000, 1, 57.14, [0, 0, 0, 0], null, 1500),
        stage('closed-won', 'won', 700, 1, null, null, null, 700),
      ],
      meta: {
        range: { start: '2026-11-01', end: '2026-11-20' },
        comparison: {
          kind: 'previous_period',
          match: 'date',
          calendar: false,
          start: '2026-10-12',
          end: '2026-10-31',
          cutAt: null,
          known: true,
        },
        asOf: '2026-11-18T00:00:00.000Z',
        timezone: 'UTC',
        currency: 'USD',
        filters: {},
        rows: { counted: 5, excluded: [] },
        notes: ['1 deal has no amount: it is counted, with a value of 0.'],
      },
    })
  })

  test("region is the customer's, else the representative's; a filter on rep is by name", async () => {
    const values = async (filter: string) =>
      (await ask(`/api/operations/pipeline?${range}&${filter}`)).data.map(({ value }: { value: number }) => value)
    expect(await values('region=North')).toEqual([0, 500, 1000, 2000, 0])
    expect(await values('region=South')).toEqual([0, 0, 0, 0, 700])
    expect(await values('rep=Rita')).toEqual([0, 0, 1000, 2000, 0])
    expect((await ask(`/api/operations/pipeline?${range}&rep=Nobody`)).meta.notes[0]).toBe(
      'There is no rep "Nobody" among the deals.',
    )
  })

  test('a deal that has closed since, without history, was open in a stage that is not known', async () => {
    const { data, meta } = await ask('/api/operations/pipeline?start_date=2026-09-15&end_date=2026-10-01')
    expect(data.filter(({ count }: { count: number }) => count > 0)).toEqual([
      stage('unknown', 'open', 900, 1, 23.08, null, null, null),
      stage('lead', 'open', 3000, 2, 76.92, [1, 1, 0, 0], 100, 300),
    ])
    expect(meta.notes).toEqual([
      'Deals in stage "unknown" were open on 2026-10-01; their stage then is not known: their history begins later, or there is none.',
    ])
  })

  test('the weighted pipeline of a day on which a stage is not known is not known, and says why', async () => {
    const then = await ask('/api/operations/pipeline-kpis?start_date=2026-09-15&end_date=2026-10-01&compare=none')
    expect(then.data.pipelineValue).toMatchObject({ value: 3900, n: 3 })
    expect(then.data.weightedValue).toMatchObject({ value: null, n: 3 })
    expect(then.meta.notes).toContain(
      'The weighted pipeline on 2026-10-01 is not known: the stage then of 1 of its 3 deals is not known.',
    )
    const list = await ask('/api/operations/opportunities?start_date=2026-09-15&end_date=2026-10-01')
    expect(list.data.total).toMatchObject({ deals: 3, value: 3900, weightedValue: null })

    const { data, meta } = await ask('/api/operations/pipeline-kpis?start_date=2026-10-12&end_date=2026-11-20')
    // 500 × 0.4 + 1000 × 0.5 + 2000 × 0.75; at the end of the comparison, 2026-10-11, "old" was open
    expect(data.weightedValue).toMatchObject({ value: 2200, previousValue: null, change: null, changePercent: null })
    expect(data.pipelineValue).toMatchObject({ value: 3500, previousValue: 3900 })
    expect(meta.notes).toContain(
      'The weighted pipeline on 2026-10-11 is not known: the stage then of 1 of its 3 deals is not known.',
    )
  })

  test('the dashboard: win rate of the deals closed, pipeline at the end of each window, growth against the growth before', async () => {
    const { data, meta } = await ask(`/api/dashboard/summary?${range}&granularity=month`)
    expect(data.kpis.conversionRate).toMatchObject({ value: 50, previousValue: 0, change: 50, changePoints: 50 })
    // end of the range: moved, stayed, later; end of the comparison: moved, won, lost, later
    expect(data.kpis.pipelineValue).toMatchObject({
      value: 3500,
      previousValue: 4000,
      change: -500,
      changePercent: -12.5,
    })
    expect(data.kpis.pipelineValue.sparkline).toEqual([4000, ...Array(13).fill(4500), 3800, ...Array(5).fill(3500)])
    // nothing in the comparison; the windows before it do not change that
    expect(data.kpis.growthRate).toMatchObject({ value: null, previousValue: -100, changePoints: null })
    expect(data.kpis.totalCustomers).toMatchObject({ value: 1, previousValue: 0, changePercent: null })
    expect(data.customersToDate).toBe(1)
    expect(data.revenueTrend).toEqual([
      {
        date: '2026-11-01',
        endDate: '2026-11-20',
        revenue: 120,
        orders: 1,
        units: 1,
        previousRevenue: 0,
        previousDate: '2026-10-12',
        previousEndDate: '2026-10-31',
        partial: true,
      },
    ])
    expect(data.pipeline).toEqual((await ask(`/api/operations/pipeline?${range}`)).data)
    expect(data.revenueByCategory).toEqual((await ask(`/api/revenue/by-category?${range}`)).data)
    expect(data.topProducts).toEqual((await ask(`/api/revenue/top-products?${range}`)).data)
    expect(meta.notes).toEqual([
      'Growth is not known: the comparison has no revenue.',
      '1 deal has no amount: it is counted, with a value of 0.',
    ])
  })

  test('deals and orders are each compared with what is known of them', async () => {
    // orders begin on 1 October, deals on 1 September
    const { data, meta } = await ask('/api/dashboard/kpis?start_date=2026-10-01&end_date=2026-10-20')
    expect(meta.comparison).toMatchObject({ start: '2026-09-11', end: '2026-09-30', known: true })
    expect([data.totalRevenue.previousValue, data.pipelineValue.previousValue]).toEqual([null, expect.any(Number)])
    // deals are known by the day: none is cut at a time of day
    expect((await ask('/api/operations/pipeline')).meta.comparison).toMatchObject({
      end: '2026-10-23',
      cutAt: null,
      known: true,
    })
    const earlier = await ask('/api/dashboard/kpis?start_date=2026-09-01&end_date=2026-09-20')
    expect([earlier.meta.comparison.known, earlier.data.pipelineValue.previousValue]).toEqual([false, null])
  })

  test('filters that deals do not have leave them as they are, and the notes say so', async () => {
    const { data, meta } = await ask(`/api/dashboard/kpis?${range}&category=Light&channel=Online`)
    expect([data.totalRevenue.value, data.pipelineValue.value]).toEqual([0, 3500])
    expect(meta.notes).toContain(
      'Filters by category, channel do not apply to deals: conversion rate, pipeline value and pipeline are without them.',
    )
  })

  test('what is loaded, and the values of the filters', async () => {
    const { data } = await ask('/api/data')
    expect(data).toMatchObject({
      empty: false,
      newestAt: '2026-11-02T10:00:00.000Z',
      asOfDay: '2026-11-22',
      stale: false,
    })
    expect(data.tables).toEqual([
      { table: 'transactions', rows: 2, first: '2026-10-01', last: '2026-11-02' },
      { table: 'customers', rows: 2, first: null, last: null },
      { table: 'products', rows: 1, first: null, last: null },
      { table: 'sales_reps', rows: 2, first: null, last: null },
      { table: 'exchange_rates', rows: 0, first: null, last: null },
      { table: 'pipeline', rows: 7, first: '2026-09-01', last: '2026-11-21' },
      { table: 'pipeline_events', rows: 11, first: '2026-09-01', last: '2026-11-21' },
    ])
    expect((await ask('/api/data/dimensions')).data).toEqual({
      category: ['Light'],
      region: ['North'],
      channel: ['Online', 'Shop'],
      segment: ['enterprise', 'smb'],
      rep: ['Rita', 'Rob'],
    })
  })
})
