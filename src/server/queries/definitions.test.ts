import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '../../../tests/setup/database.ts'
import { store } from '../../../tests/setup/rows.ts'
import { buildApp } from '../app.ts'
import type { Database } from '../db/database.ts'

/** A company small enough to add up by hand; each row is there for one rule. "Now" is a Sunday, 10:30. */
let database: Database
let app: FastifyInstance
beforeAll(async () => {
  database = await testDatabase()
  await store(database, {
    products: {
      Lamp: { category: 'Light', cost: 40 },
      Bulb: { category: 'Light', cost: 1 },
      Desk: { category: 'Furniture', cost: 150 },
      Advice: { category: 'Service', cost: null },
    },
    customers: {
      Ada: { segment: 'enterprise', region: 'North' },
      Ben: { segment: 'smb', region: 'South' },
      Cleo: { segment: 'smb', region: 'South' },
      Dan: { segment: 'enterprise', region: null },
    },
    lines: [
      // comparison window, 1 to 10 November: 300 of Ada, 200 of Ben, 50 of nobody
      { order: 'a1', at: '2026-11-02T09:00:00Z', customer: 'Ada', product: 'Desk', quantity: 1, amount: 300 },
      {
        order: 'b1',
        at: '2026-11-05T12:00:00Z',
        customer: 'Ben',
        product: 'Lamp',
        quantity: 2,
        amount: 200,
        region: 'South',
        channel: 'Shop',
      },
      {
        order: 'n1',
        at: '2026-11-06T12:00:00Z',
        customer: null,
        product: 'Bulb',
        quantity: 10,
        amount: 50,
        region: 'South',
      },
      // range, 11 to 20 November: an order with lines in two categories
      { order: 'a2', at: '2026-11-11T09:00:00Z', customer: 'Ada', product: 'Desk', quantity: 1, amount: 330 },
      { order: 'a2', at: '2026-11-11T09:00:00Z', customer: 'Ada', product: 'Bulb', quantity: 4, amount: 20 },
      // a refund on its own date, of an order of the comparison
      {
        order: 'a1',
        at: '2026-11-12T09:00:00Z',
        customer: 'Ada',
        product: 'Desk',
        quantity: -1,
        amount: -100,
        status: 'refunded',
      },
      // refunded without a date, pending, cancelled: left out
      {
        order: 'c0',
        at: '2026-11-13T09:00:00Z',
        customer: 'Cleo',
        product: 'Desk',
        quantity: 1,
        amount: 999,
        region: 'South',
        status: 'refunded',
      },
      {
        order: 'c1',
        at: '2026-11-13T10:00:00Z',
        customer: 'Cleo',
        product: 'Lamp',
        quantity: 1,
        amount: 888,
        region: 'South',
        status: 'pending',
      },
      {
        order: 'c2',
        at: '2026-11-13T11:00:00Z',
        customer: 'Cleo',
        product: 'Lamp',
        quantity: 1,
        amount: 777,
        region: 'South',
        status: 'cancelled',
      },
      // one line of an order cancelled: the order still counts, once
      {
        order: 'd1',
        at: '2026-11-15T08:00:00Z',
        customer: 'Dan',
        product: 'Advice',
        quantity: 2,
        amount: 150,
        channel: 'Shop',
      },
      {
        order: 'd1',
        at: '2026-11-15T08:00:00Z',
        customer: 'Dan',
        product: 'Lamp',
        quantity: 1,
        amount: 95,
        channel: 'Shop',
        status: 'cancelled',
      },
      {
        order: 'n2',
        at: '2026-11-20T23:59:59Z',
        customer: null,
        product: 'Lamp',
        quantity: 1,
        amount: 100,
        region: 'South',
      },
    ],
  })
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

const range = 'start_date=2026-11-11&end_date=2026-11-20'
const kpi = (
  value: number | null,
  previousValue: number | null,
  change: number | null,
  changePercent: number | null,
  sparkline: (number | null)[],
  polarity = 'up_is_good',
) => ({
  value,
  previousValue,
  change,
  changePercent,
  polarity,
  sparkline,
})

/** What the comparison of this shop is besides. */
const byDate = { match: 'date', calendar: false }
const begins = 'The comparison begins before the data: orders begin on 2026-11-02, so only 9 of its 10 days are known.'
const refundedUndated = '1 row is refunded without a refund date and left out of revenue on the day of the order.'
const meta = {
  range: { start: '2026-11-11', end: '2026-11-20' },
  comparison: { ...byDate, kind: 'previous_period', start: '2026-11-01', end: '2026-11-10', cutAt: null, known: true },
  asOf: '2026-11-20T23:59:59.000Z',
  timezone: 'UTC',
  currency: 'USD',
  filters: {},
  rows: {
    counted: 5,
    excluded: [
      { reason: 'pending', rows: 1 },
      { reason: 'cancelled', rows: 2 },
      { reason: 'refunded, without a refund date', rows: 1 },
      { reason: 'without a customer, from customer figures only', rows: 1 },
    ],
  },
  notes: [refundedUndated, begins],
}

describe('revenue', () => {
  test('kpis', async () => {
    // revenue 330 + 20 − 100 + 150 + 100; orders a2, d1, n2; units 1 + 4 − 1 + 2 + 1
    // margin where cost is known: (330−150) + (20−4) + (−100+150) + (100−40); covered 330 + 20 − 100 + 100
    expect(await ask(`/api/revenue/kpis?${range}`)).toEqual({
      data: {
        revenue: kpi(500, 550, -50, -9.1, [350, -100, 0, 0, 150, 0, 0, 0, 0, 100]),
        orders: kpi(3, 3, 0, 0, [1, 0, 0, 0, 1, 0, 0, 0, 0, 1]),
        avgOrderValue: kpi(166.67, 183.33, -16.66, -9.1, [350, null, null, null, 150, null, null, null, null, 100]),
        units: kpi(7, 13, -6, -46.2, [5, -1, 0, 0, 2, 0, 0, 0, 0, 1]),
        grossMargin: kpi(306, 310, -4, -1.3, [196, 50, 0, 0, null, 0, 0, 0, 0, 60]),
        marginCoveragePercent: 70,
        refunds: kpi(100, 0, 100, null, [0, 100, 0, 0, 0, 0, 0, 0, 0, 0], 'down_is_good'),
      },
      meta,
    })
  })

  test('trends by week: the range cuts both weeks, and the comparison is shared out beside them', async () => {
    expect(await ask(`/api/revenue/trends?${range}&granularity=week`)).toEqual({
      data: [
        {
          date: '2026-11-11',
          endDate: '2026-11-15',
          revenue: 400,
          orders: 2,
          units: 6,
          previousRevenue: 500,
          previousDate: '2026-11-01',
          previousEndDate: '2026-11-05',
          partial: true,
          value: 400,
          previousValue: 500,
          n: null,
          previousN: null,
        },
        {
          date: '2026-11-16',
          endDate: '2026-11-20',
          revenue: 100,
          orders: 1,
          units: 1,
          previousRevenue: 50,
          previousDate: '2026-11-06',
          previousEndDate: '2026-11-10',
          partial: true,
          value: 100,
          previousValue: 50,
          n: null,
          previousN: null,
        },
      ],
      meta,
    })
  })

  test('trends of other measures', async () => {
    const of = async (measure: string) =>
      (await ask(`/api/revenue/trends?${range}&granularity=week&measure=${measure}`)).data.map(
        (point: { value: number | null; previousValue: number | null }) => [point.value, point.previousValue],
      )
    expect(await of('orders')).toEqual([
      [2, 2],
      [1, 1],
    ])
    expect(await of('average-order')).toEqual([
      [200, 250],
      [100, 50],
    ])
    // of the second week nobody is known, nor of the second half of the comparison
    expect(await of('customers')).toEqual([
      [2, 2],
      [0, 0],
    ])
    // costs 150, 40 each, 1 each
    expect(await of('margin')).toEqual([
      [246, 270],
      [60, 40],
    ])
    expect(await of('refunds')).toEqual([
      [100, 0],
      [0, 0],
    ])
    expect((await of('win-rate')).flat()).toEqual([null, null, null, null])
    // no deal is open
    expect(await of('pipeline')).toEqual([
      [0, null],
      [0, null],
    ])
  })

  test('by category: an order with two categories counts in each, and shares sum to 100', async () => {
    expect(await ask(`/api/revenue/by-category?${range}`)).toEqual({
      data: [
        {
          category: 'Furniture',
          value: 230,
          percentage: 46,
          orders: 1,
          units: 0,
          previousValue: 300,
          changePercent: -23.3,
        },
        { category: 'Service', value: 150, percentage: 30, orders: 1, units: 2, previousValue: 0, changePercent: null },
        { category: 'Light', value: 120, percentage: 24, orders: 2, units: 5, previousValue: 250, changePercent: -52 },
      ],
      meta,
    })
  })

  test('by region: a row without a customer is in revenue and orders only', async () => {
    expect(await ask(`/api/revenue/by-region?${range}`)).toEqual({
      data: [
        { region: 'North', revenue: 400, customers: 2, orders: 2, percentage: 80, previousRevenue: 300, growth: 33.3 },
        { region: 'South', revenue: 100, customers: 0, orders: 1, percentage: 20, previousRevenue: 250, growth: -60 },
      ],
      meta,
    })
  })

  test('by channel, with nothing to compare with', async () => {
    expect(await ask(`/api/revenue/by-channel?${range}&compare=none`)).toEqual({
      data: [
        { channel: 'Online', value: 350, percentage: 70, orders: 2, previousValue: null, changePercent: null },
        { channel: 'Shop', value: 150, percentage: 30, orders: 1, previousValue: null, changePercent: null },
      ],
      meta: { ...meta, comparison: null, notes: [refundedUndated] },
    })
  })

  test('top products: shares are of all products, and no units have no price', async () => {
    const { data } = await ask(`/api/revenue/top-products?${range}&limit=3`)
    expect(data).toEqual([
      {
        id: expect.any(Number),
        name: 'Desk',
        category: 'Furniture',
        revenue: 230,
        unitsSold: 0,
        orders: 1,
        avgPrice: null,
        percentage: 46,
        previousRevenue: 300,
        growth: -23.3,
      },
      {
        id: expect.any(Number),
        name: 'Advice',
        category: 'Service',
        revenue: 150,
        unitsSold: 2,
        orders: 1,
        avgPrice: 75,
        percentage: 30,
        previousRevenue: 0,
        growth: null,
      },
      {
        id: expect.any(Number),
        name: 'Lamp',
        category: 'Light',
        revenue: 100,
        unitsSold: 1,
        orders: 1,
        avgPrice: 100,
        percentage: 20,
        previousRevenue: 200,
        growth: -50,
      },
    ])
    const names = async (sort: string) =>
      (await ask(`/api/revenue/top-products?${range}&sort=${sort}`)).data.map(({ name }: { name: string }) => name)
    expect(await names('units')).toEqual(['Bulb', 'Advice', 'Lamp', 'Desk'])
    expect(await names('growth')).toEqual(['Desk', 'Lamp', 'Bulb', 'Advice'])
  })

  test('bridge by customers leads exactly from the comparison to the range', async () => {
    // Ada bought in both (300 → 250), Dan is new, Ben did not come back
    expect((await ask(`/api/revenue/bridge?${range}`)).data).toEqual({
      from: 550,
      to: 500,
      steps: [
        { label: 'New customers', amount: 150 },
        { label: 'Customers who came back', amount: 0 },
        { label: 'Customers of both periods', amount: -50 },
        { label: 'Customers who did not come back', amount: -200 },
        { label: 'Orders without a customer', amount: 50 },
      ],
    })
  })

  test('bridge by price, volume and mix', async () => {
    // Lamp 2 at 100 → 1 at 100, Bulb 10 at 5 → 4 at 5: no price change. Old average 250 ÷ 12; volume (5 − 12) × 250 ÷
    // 12 = −145.83 mix: 100 + 20 at old prices − 5 × 250 ÷ 12 = 15.83. Desk has no units left; Advice is new.
    expect((await ask(`/api/revenue/bridge?${range}&by=price-volume-mix`)).data).toEqual({
      from: 550,
      to: 500,
      steps: [
        { label: 'Volume', amount: -145.83 },
        { label: 'Mix', amount: 15.83 },
        { label: 'Price', amount: 0 },
        { label: 'New products', amount: 150 },
        { label: 'Products no longer sold', amount: 0 },
        { label: 'Products with more units returned than sold', amount: -70 },
      ],
    })
  })

  test('a bridge needs two ends', async () => {
    const response = await app.inject({ url: `/api/revenue/bridge?${range}&compare=none` })
    expect(response.statusCode).toBe(400)
    expect(response.json().error.message).toBe(
      'compare: expected previous_period, previous_year or custom with days to lead from, got "none"',
    )
  })
})

describe('filters change which rows count, never a definition', () => {
  test.each([
    ['category=Light', 120, 2, 1],
    ['category=Furniture', 230, 1, 1],
    ['category=Light&category=Furniture', 350, 2, 1], // order a2 touches both, and counts once
    ['category=Light&category=Furniture&category=Service', 500, 3, 2],
    ['region=South', 100, 1, 0],
    ['channel=Shop', 150, 1, 1],
    ['segment=enterprise', 400, 2, 2],
    ['segment=Unknown', 100, 1, 0],
    ['category=Light&region=North', 20, 1, 1],
    ['category=Light&category=Service&region=North&channel=Shop', 150, 1, 1],
    ['category=Light&channel=Online&segment=enterprise&region=North', 20, 1, 1],
    ['segment=smb', 0, 0, 0],
  ])('%s: revenue %d, orders %d, customers %d', async (filter, revenue, orders, customers) => {
    const { data } = await ask(`/api/revenue/kpis?${range}&${filter}`)
    const dashboard = await ask(`/api/dashboard/kpis?${range}&${filter}`)
    expect([
      data.revenue.value,
      data.orders.value,
      dashboard.data.totalRevenue.value,
      dashboard.data.totalCustomers.value,
    ]).toEqual([revenue, orders, revenue, customers])
  })

  test('a value that is nowhere gives zeros and is named', async () => {
    const { data, meta: about } = await ask(`/api/revenue/kpis?${range}&category=Lihgt&region=North`)
    expect([data.revenue.value, data.orders.value, data.avgOrderValue.value]).toEqual([0, 0, null])
    expect(about).toEqual({
      ...meta,
      asOf: null,
      filters: { category: ['Lihgt'], region: ['North'] },
      rows: { counted: 0, excluded: [] },
      notes: [
        'There is no category "Lihgt" in the data.',
        begins,
        'Average order value is not known: there is no order in the range.',
      ],
    })
  })
})

describe('time', () => {
  const revenueOf = async (query: string) => {
    const { data, meta: about } = await ask(`/api/revenue/kpis?${query}`)
    return [data.revenue.value, data.revenue.previousValue, about.comparison]
  }

  test('half a day is compared with half a day', async () => {
    const ends = (start: string, end: string, cutAt: string | null) => ({
      ...byDate,
      kind: 'previous_period',
      start,
      end,
      cutAt,
      known: true,
    })
    // the comparison ends on 2 November, whose order is of 09:00, before the cut
    expect(await revenueOf('start_date=2026-11-03&end_date=2026-11-22')).toEqual([
      750,
      300,
      ends('2026-10-14', '2026-11-02', '10:30'),
    ])
    // it ends on 5 November, whose order is of 12:00, after the cut; without the cut it counts
    expect(await revenueOf('start_date=2026-11-06&end_date=2026-11-22')).toEqual([
      550,
      300,
      ends('2026-10-20', '2026-11-05', '10:30'),
    ])
    expect(await revenueOf('start_date=2026-11-06&end_date=2026-11-21')).toEqual([
      550,
      500,
      ends('2026-10-21', '2026-11-05', null),
    ])
    expect(
      (await ask('/api/dashboard/kpis?start_date=2026-11-06&end_date=2026-11-22')).data.totalCustomers.previousValue,
    ).toBe(1)
    expect(
      (await ask('/api/dashboard/kpis?start_date=2026-11-06&end_date=2026-11-21')).data.totalCustomers.previousValue,
    ).toBe(2)
    expect(
      (await ask('/api/dashboard/kpis?start_date=2026-11-06&end_date=2026-11-22&region=South&channel=Shop')).data
        .totalCustomers.previousValue,
    ).toBe(0)
    expect(
      (await ask('/api/dashboard/kpis?start_date=2026-11-06&end_date=2026-11-21&region=South&channel=Shop')).data
        .totalCustomers.previousValue,
    ).toBe(1)
    const bridge = await ask('/api/revenue/bridge?start_date=2026-11-06&end_date=2026-11-22')
    expect(bridge.data.steps).toEqual([
      { label: 'New customers', amount: 150 },
      { label: 'Customers who came back', amount: 0 },
      { label: 'Customers of both periods', amount: -50 },
      { label: 'Customers who did not come back', amount: 0 },
      { label: 'Orders without a customer', amount: 150 },
    ])
  })

  test('of a range that ends later than today, what it has so far is compared', async () => {
    const soFar = await revenueOf('start_date=2026-11-06&end_date=2026-11-22')
    const { data, meta: about } = await ask(
      '/api/dashboard/summary?start_date=2026-11-06&end_date=2026-12-31&granularity=week',
    )
    const { totalRevenue, totalCustomers, growthRate } = data.kpis
    // the data begins later than a year before
    expect(growthRate.beside).toBeNull()
    expect([
      totalRevenue.value,
      totalRevenue.previousValue,
      about.comparison,
      totalCustomers.previousValue,
      growthRate.value,
    ]).toEqual([...soFar, 1, 83.3])
    expect(about.notes).toContain(
      'The range ends after 2026-11-22: what it has so far, 17 days, is compared with as many days before.',
    )
    const earlier = data.revenueTrend.map(
      (point: { date: string; previousDate: string | null; previousRevenue: number | null }) => [
        point.date,
        point.previousDate,
        point.previousRevenue,
      ],
    )
    expect(earlier).toEqual([
      ['2026-11-06', '2026-10-20', null],
      ['2026-11-09', '2026-10-23', null],
      ['2026-11-16', '2026-10-30', 300],
      ...['2026-11-23', '2026-11-30', '2026-12-07', '2026-12-14', '2026-12-21', '2026-12-28'].map(date => [
        date,
        null,
        null,
      ]),
    ])
    const ahead = await ask('/api/revenue/kpis?start_date=2026-11-23&end_date=2026-12-31')
    expect([ahead.data.revenue.value, ahead.data.revenue.previousValue, ahead.meta.comparison]).toEqual([0, null, null])
    expect(ahead.meta.notes[0]).toBe('The range begins after 2026-11-22: there is nothing to compare yet.')
    expect((await ask('/api/revenue/bridge?start_date=2026-11-23')).data).toEqual({ from: null, to: 0, steps: [] })
  })

  test.each([
    ['2026-11-11', '2026-11-20', 500, '2025-11-11', '2025-11-20'],
    ['2024-02-29', '2024-02-29', 0, '2023-02-28', '2023-02-28'],
  ])('the dates of %s to %s a year earlier', async (from, to, revenue, start, end) => {
    expect(await revenueOf(`start_date=${from}&end_date=${to}&compare=previous_year`)).toEqual([
      revenue,
      null,
      { ...byDate, kind: 'previous_year', start, end, cutAt: null, known: false },
    ])
  })

  test('what was before the first order is not known, and not zero', async () => {
    const early = 'start_date=2026-11-02&end_date=2026-11-22'
    const { data, meta: about } = await ask(`/api/revenue/kpis?${early}`)
    expect(about.comparison).toEqual({
      ...byDate,
      kind: 'previous_period',
      start: '2026-10-12',
      end: '2026-11-01',
      cutAt: null,
      known: false,
    })
    expect(about.notes).toEqual(
      [
        'There are no earlier orders to compare with: they begin on 2026-11-02.',
        expect.stringMatching(/^1 row is refunded/),
      ].toReversed(),
    )
    expect([data.revenue, data.orders, data.refunds]).toMatchObject(
      Array(3).fill({ previousValue: null, change: null, changePercent: null }),
    )
    expect((await ask(`/api/revenue/bridge?${early}`)).data).toEqual({ from: null, to: data.revenue.value, steps: [] })
    const trends = (await ask(`/api/revenue/trends?${early}`)).data
    expect(new Set(trends.map((point: { previousRevenue: number | null }) => point.previousRevenue))).toEqual(
      new Set([null]),
    )
    for (const [path, previous] of [
      ['by-category', 'previousValue'],
      ['by-region', 'previousRevenue'],
      ['by-channel', 'previousValue'],
      ['top-products', 'previousRevenue'],
    ] as const) {
      const rows: Record<string, unknown>[] = (await ask(`/api/revenue/${path}?${early}`)).data
      expect([path, ...rows.map(row => row[previous])]).toEqual([path, ...rows.map(() => null)])
    }
    // a day of data in the comparison makes it known, and what is missing of it is said
    expect((await ask('/api/revenue/kpis?start_date=2026-11-03&end_date=2026-11-22')).meta).toMatchObject({
      comparison: { known: true },
      notes: [
        expect.anything(),
        'The comparison begins before the data: orders begin on 2026-11-02, so only 1 of its 20 days is known.',
        expect.anything(),
      ],
    })
    // words about a comparison are said only of one
    expect((await ask('/api/revenue/kpis?start_date=2026-11-20&end_date=2026-11-25&compare=none')).meta.notes).toEqual(
      [],
    )
  })

  test('a range that opens more than a century is refused, also with a default end', async () => {
    const response = await app.inject({ url: '/api/revenue/kpis?start_date=1900-01-01' })
    expect([response.statusCode, response.json().error.message]).toEqual([
      400,
      'start_date: expected a range of at most 100 years, got 1900-01-01 to 2026-11-22',
    ])
  })
})
