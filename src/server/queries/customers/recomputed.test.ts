import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Api, Meta, Result } from '#contract'
import { bridgeStates, customerStates, rfmGroups, valueBands } from '#contract/customer-groups.ts'
import { churnHorizon, churnRecord } from '#stats/customers/churn.ts'
import { worthless } from '#stats/customers/record.ts'
import { rfm } from '#stats/customers/rfm.ts'
import { seededRandom } from '#stats/math/random.ts'
import { testDatabase } from '../../../../tests/setup/database.ts'
import { type Line, type Status, store } from '../../../../tests/setup/rows.ts'
import { buildApp } from '../../app.ts'
import type { Database } from '../../db/database.ts'
import { markLines, write } from '../../db/write.ts'
import { addDays, toNumber } from '../../time/calendar.ts'
import { rounded } from '../period.ts'
import { exactMoney } from './money-words.ts'

/**
 * Every customers answer against the rows themselves, gone through customer by customer: over ranges and filters, in a
 * zone far from UTC.
 */
const timezone = 'Pacific/Auckland'
const churnAfter = 60
const now = new Date('2026-11-22T01:30:00Z') // 14:30 there
const today = '2026-11-22'
const random = seededRandom(5)
const below = (n: number) => Math.floor(random() * n)
const oneOf = <T>(values: readonly T[]): T => values[below(values.length)]!
const statuses: Status[] = [
  'completed',
  'completed',
  'completed',
  'completed',
  'completed',
  'pending',
  'cancelled',
  'refunded',
]

const orders = (): Line[] =>
  Array.from({ length: 900 }, (_, i): Line[] => {
    // some buy often, some once; the last days have many
    const number = Math.floor(random() ** 2 * 240)
    const on = below(5) === 0 ? addDays('2026-11-20', below(4)) : addDays('2025-09-03', below(446))
    const time = `${String(below(24)).padStart(2, '0')}:${String(below(60)).padStart(2, '0')}`
    const order = {
      order: `O${i}`,
      at: `${on}T${time}:00Z`,
      customer: number > 225 ? null : `K${number}`,
      region: `R${below(3)}`,
      channel: `H${below(3)}`,
    }
    return Array.from({ length: 1 + below(3) }, (): Line => {
      const status = oneOf(statuses)
      const sign = status === 'refunded' && below(4) > 0 ? -1 : 1
      const amount = (sign * (1 + below(below(9) === 0 ? 900_000 : 20_000))) / 100
      return { ...order, product: `P${below(8)}`, status, quantity: sign, amount }
    })
  }).flat()

let database: Database
let app: FastifyInstance
let rows: Row[]
/** Orders without a customer: they count as revenue, and for nobody. */
let ofNobody: Row[]
type Row = {
  customer: number
  order: string
  on: string
  time: string
  at: string
  id: number
  status: Status
  amount: number
  category: string
  region: string
  channel: string
  segment: string
  acquisition: string | null
}

beforeAll(async () => {
  database = await testDatabase()
  await store(database, {
    products: Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`P${i}`, { category: `C${i % 4}`, cost: 1 }])),
    customers: Object.fromEntries(
      Array.from({ length: 226 }, (_, i) => [`K${i}`, { segment: `S${i % 3}`, region: `R${i % 2}` }]),
    ),
    lines: orders(),
  })
  await write(database, async tx => {
    await markLines(tx, sql`true`)
    await sql`update settings set timezone = ${timezone}, churn_after_days = ${churnAfter}`.execute(tx)
    await sql`update transactions set ordered_on = (ordered_at at time zone ${timezone})::date`.execute(tx)
    await sql`update customers set acquisition_channel = 'Fair' where id % 5 = 0 and id > 0`.execute(tx)
    await markLines(tx, sql`true`)
  })
  app = await buildApp({ database, now: () => now, patience: 120_000, requestsPerMinute: 1e6 })
  const found = await sql<Row>`
    select t.customer_id as customer, t.order_id as "order", t.ordered_on as "on",
      (t.ordered_at at time zone ${timezone})::time::text as time, t.ordered_at as at, t.id,
      t.status, t.amount, p.category, t.region, t.channel, c.segment, c.acquisition_channel as acquisition
    from transactions t join products p on p.id = t.product_id join customers c on c.id = t.customer_id
    where (t.status = 'completed' or (t.status = 'refunded' and t.amount <= 0))
      order by t.ordered_at, t.id
  `.execute(database.db)
  rows = found.rows.filter(({ customer }) => customer !== 0)
  ofNobody = found.rows.filter(({ customer }) => customer === 0)
})
afterAll(async () => {
  await app.close()
  await database.close()
})

type Filters = Partial<Record<'category' | 'region' | 'channel' | 'segment', string[]>>
type Of<Key extends keyof Api['customers']> = Result<Api['customers'][Key]>
const ask = async <Answer>(path: string, filters: Filters = {}, more: Record<string, string> = {}): Promise<Answer> => {
  const query = new URLSearchParams(more)
  for (const [name, values] of Object.entries(filters)) for (const value of values) query.append(name, value)
  const response = await app.inject({ url: `/api/${path}?${query}`, headers: { host: 'localhost' } })
  if (response.statusCode !== 200) throw new Error(`${path}?${query}: ${response.body}`)
  return response.json()
}
const list = (filters: Filters, more: Record<string, string>) => ask<Of<'list'>>('customers', filters, more)

const someFilters: Filters[] = [
  {},
  { category: ['C1'] },
  { category: ['C0', 'C2'] },
  { segment: ['S1'] },
  { region: ['R0'], channel: ['H1', 'H2'] },
  { category: ['C0', 'C3'], region: ['R1', 'R2'], segment: ['S0', 'S2'] },
]
const ranges: Record<string, string>[] = [
  {},
  { start_date: '2026-11-21', end_date: today },
  { start_date: '2026-10-01', end_date: '2026-10-31' },
  { start_date: '2026-01-01', end_date: today, compare: 'previous_year' },
  { start_date: '2025-11-01', end_date: '2026-11-22', compare: 'previous_year' },
  { start_date: '2026-11-10', end_date: '2026-12-31' },
]
const cases = someFilters.flatMap(filters => ranges.map(range => ({ filters, range })))

const under = (filters: Filters, all = rows) =>
  all.filter(row => Object.entries(filters).every(([key, values]) => values.includes(row[key as keyof Filters])))
type Cut = { start: string; end: string; cutAt?: string | null }
const isBy = ({ on, time }: Row, { end, cutAt }: Cut) =>
  on < end || (on === end && (!cutAt || time.slice(0, 5) <= cutAt))
const inWindow = (row: Row, window: Cut) => row.on >= window.start && isBy(row, window)
const sold = (of: Row[]) => of.filter(({ status }) => status === 'completed')
const who = (of: Row[]) => new Set(of.map(({ customer }) => customer))
const byCustomer = (of: Row[]) => Map.groupBy(of, ({ customer }) => customer)
const money = (of: Row[]) =>
  rounded(
    of.reduce((sum, { amount }) => sum + amount, 0),
    2,
  )
const least = (days: string[]) => days.toSorted()[0] ?? '9999'

/** The day of each customer's first order. */
const firsts = (of: Row[]) =>
  new Map([...byCustomer(sold(of))].map(([customer, own]) => [customer, least(own.map(({ on }) => on))]))

/** Customers who had been silent for the churn window, to the day, on a day of a window. */
const crossed = (of: Row[], window: Cut) => {
  const end = window.end < today ? window.end : today
  const customers = new Set<number>()
  for (const [customer, own] of byCustomer(sold(of).filter(row => isBy(row, window)))) {
    const days = new Set(own.map(({ on }) => on))
    for (const day of days) {
      const silent = addDays(day, churnAfter)
      const none = Array.from({ length: churnAfter }, (_, i) => addDays(day, i + 1)).every(next => !days.has(next))
      if (none && silent >= window.start && silent <= end) customers.add(customer)
    }
  }
  return customers
}

const windowsOf = ({ range, comparison }: Meta) => ({ range: range!, earlier: comparison?.known ? comparison : null })

const only = (customers: Set<number>, test: (customer: number) => boolean) => new Set([...customers].filter(test))

/** Who is in each state. */
const statesIn = (of: Row[], meta: Meta): Record<string, Set<number>> => {
  const { range, earlier } = windowsOf(meta)
  const first = firsts(of)
  const active = who(sold(of).filter(row => inWindow(row, range)))
  const activeThen = earlier ? who(sold(of).filter(row => inWindow(row, earlier))) : new Set<number>()
  const before = who(sold(of).filter(({ on }) => on < range.start))
  const change = (customer: number) => {
    const own = of.filter(row => row.customer === customer)
    return rounded(
      money(own.filter(row => inWindow(row, range))) - (earlier ? money(own.filter(row => inWindow(row, earlier))) : 0),
      2,
    )
  }
  return {
    active,
    new: new Set([...active].filter(customer => first.get(customer)! >= range.start)),
    returning: new Set([...active].filter(customer => first.get(customer)! < range.start)),
    churned: crossed(of, range),
    gone: only(activeThen, one => !active.has(one)),
    arrived: only(active, one => !activeThen.has(one) && !before.has(one)),
    'came-back': only(active, one => !activeThen.has(one) && before.has(one)),
    'both-periods': only(active, one => activeThen.has(one)),
    'gave-back': only(who(of), one => {
      const own = of.filter(row => row.customer === one && inWindow(row, range))
      return !active.has(one) && money(own) !== 0
    }),
    'refunds-only': new Set([...who(of)].filter(one => !active.has(one) && !activeThen.has(one) && change(one) !== 0)),
  }
}

/** What the list says of all who match. */
const totalsOf = (of: Row[], customers: Set<number>, meta: Meta) => {
  const { range, earlier } = windowsOf(meta)
  const own = of.filter(({ customer }) => customers.has(customer))
  const orderCount = (some: Row[]) => new Set(sold(some).map(({ order }) => order)).size
  return {
    customers: customers.size,
    revenue: money(own.filter(row => inWindow(row, range))),
    orders: orderCount(own.filter(row => inWindow(row, range))),
    previousRevenue: earlier && money(own.filter(row => inWindow(row, earlier))),
    lifetimeValue: money(own.filter(row => isBy(row, range))),
    lifetimeOrders: orderCount(own.filter(row => isBy(row, range))),
  }
}

describe.each(cases)('under $filters, in $range', ({ filters, range: window }) => {
  test('the overview, and the people behind each of its figures', async () => {
    const of = under(filters)
    const { data, meta } = await ask<Of<'overview'>>('customers/overview', filters, window)
    const { range, earlier } = windowsOf(meta)
    const figures = (cut: Cut) => {
      const by = firsts(of.filter(row => isBy(row, cut)))
      const active = who(sold(of).filter(row => inWindow(row, cut)))
      const fresh = [...by.values()].filter(day => day >= cut.start).length
      return {
        total: by.size,
        active: active.size,
        new: fresh,
        returning: active.size - fresh,
        churned: crossed(of, cut).size,
      }
    }
    const names = ['total', 'active', 'new', 'returning', 'churned'] as const
    const shown = (key: 'value' | 'previousValue') => Object.fromEntries(names.map(name => [name, data[name][key]]))
    expect(shown('value')).toEqual(figures(range))
    const { data: dashboard } = await ask<Result<Api['dashboard']['kpis']>>('dashboard/kpis', filters, window)
    expect(dashboard.totalCustomers.value).toBe(data.active.value)
    expect(earlier && shown('previousValue')).toEqual(earlier && figures(earlier))

    const states = statesIn(of, meta)
    for (const state of customerStates) {
      const found = await list(filters, { ...window, state, limit: '1' })
      const expected = state === 'at-risk' ? { customers: data.atRisk.value } : totalsOf(of, states[state]!, found.meta)
      expect({ state, ...found.data.total }).toMatchObject({ state, ...expected })
    }
    const all = await list(filters, { ...window, limit: '1' })
    const toDate = new Set([...firsts(of)].filter(([, day]) => day <= range.end).map(([customer]) => customer))
    expect(all.data.total).toMatchObject(totalsOf(of, toDate, all.meta))
  })

  test('active customers, those who only gave back and orders of nobody sum to the revenue', async () => {
    const { data, meta } = await ask<Result<Api['revenue']['kpis']>>('revenue/kpis', filters, window)
    const revenueOf = async (state: string) =>
      (await list(filters, { ...window, state, limit: '1' })).data.total.revenue
    const [active, givenBack] = [await revenueOf('active'), await revenueOf('gave-back')]
    const nobody = money(under(filters, ofNobody).filter(row => inWindow(row, meta.range!)))
    expect(rounded(active + givenBack + nobody, 2)).toBe(data.revenue.value)
    for (const { notes } of [
      (await list(filters, { ...window, state: 'active' })).meta,
      (await ask<Of<'segments'>>('customers/segments', filters, window)).meta,
    ]) {
      const note = notes.find(one => one.startsWith('The range’s revenue of '))
      const words = `${exactMoney(active, 'USD')} of active`
      expect(note?.includes(words)).toBe(givenBack === 0 && nobody === 0 ? undefined : true)
    }
  })

  test('the groups of the revenue bridge are the list’s', async () => {
    const { data, meta } = await ask<Result<Api['revenue']['bridge']>>('revenue/bridge', filters, window)
    for (const { label, amount } of data.steps.filter(step => step.label !== 'Orders without a customer')) {
      const { total } = (await list(filters, { ...window, state: bridgeStates[label]!, limit: '1' })).data
      expect([label, rounded(total.revenue - total.previousRevenue!, 2)]).toEqual([label, amount])
    }
    expect(data.steps.length > 0).toBe(meta.comparison?.known ?? false)
  })
})

const end = { end_date: today }

describe.each(someFilters)('under %o', filters => {
  const count = async (more: Record<string, string>) =>
    (await list(filters, { ...end, limit: '1', ...more })).data.total.customers

  test.each(['in-month', 'or-later'])('cohorts %s, cell for cell, by customers and by revenue', async mode => {
    const of = under(filters)
    const first = firsts(of)
    for (const measure of ['customers', 'revenue']) {
      const { data: cohorts, meta } = await ask<Of<'cohorts'>>('customers/cohorts', filters, { ...end, mode, measure })
      expect(cohorts.map(({ cohort }) => cohort)).toEqual(
        Array.from({ length: 12 }, (_, i) => new Date(Date.UTC(2025, 11 + i, 1)).toISOString().slice(0, 7)),
      )
      for (const { cohort, size, months } of cohorts) {
        const own = of.filter(
          ({ customer, on }) =>
            first.get(customer)?.slice(0, 7) === cohort && on >= first.get(customer)! && on <= today,
        )
        expect(size).toBe(who(own).size)
        const at = (k: number) =>
          new Date(Date.UTC(Number(cohort.slice(0, 4)), Number(cohort.slice(5)) - 1 + k, 1)).toISOString().slice(0, 7)
        const inMonth = (k: number) =>
          own.filter(({ on }) => (mode === 'in-month' ? on.slice(0, 7) === at(k) : on.slice(0, 7) >= at(k)))
        const value = (k: number) => (measure === 'customers' ? who(sold(inMonth(k))).size : money(inMonth(k)))
        const whole = measure === 'customers' ? size : value(0)
        expect(months).toEqual(
          months.map((_, k) =>
            at(k) > '2026-11'
              ? null
              : {
                  month: k,
                  value: value(k),
                  percent: whole > 0 ? rounded((value(k) / whole) * 100, 2) : null,
                  partial: at(k) === '2026-11',
                },
          ),
        )
      }
      for (const average of meta.average) {
        const old = cohorts.filter(({ size, months }) => {
          const [base, cell] = [months[0], months[average.month]]
          return size > 0 && cell && !cell.partial && (measure === 'customers' || base!.value > 0)
        })
        const customers = old.reduce((sum, { size }) => sum + size, 0)
        const weighted = old.reduce(
          (sum, { size, months }) =>
            sum + size * (months[average.month]!.value / (measure === 'customers' ? size : months[0]!.value)),
          0,
        )
        expect(average).toEqual({
          month: average.month,
          percent: customers > 0 ? rounded((weighted / customers) * 100, 2) : null,
          cohorts: old.length,
          customers,
          value: rounded(
            old.reduce((sum, { months }) => sum + months[average.month]!.value, 0),
            2,
          ),
          of: old.map(({ cohort }) => cohort),
        })
      }
      if (measure === 'revenue') continue
      for (const { month, value, of: cohort } of meta.average.filter(({ customers }) => customers > 0)) {
        const more = { limit: '1', cohort_month: String(month), cohort_mode: mode, ...end }
        const { data } = await ask<Of<'list'>>('customers', { ...filters, cohort } as Filters, more)
        expect([month, data.total.customers]).toEqual([month, value])
      }
      const opened = cohorts[below(10)]!
      expect(await count({ cohort: opened.cohort })).toBe(opened.size)
      for (const { month, value } of opened.months.filter(cell => cell !== null))
        expect([month, await count({ cohort: opened.cohort, cohort_month: String(month), cohort_mode: mode })]).toEqual(
          [month, value],
        )
    }
  })

  test('segments, value, acquisition and RFM, and the people behind each part', async () => {
    const of = under(filters)
    const first = firsts(of)
    const toDate = [...first].filter(([, day]) => day <= today).map(([customer]) => customer)
    const own = byCustomer(of.filter(({ on }) => on <= today))
    const parts = async <Key extends 'segments' | 'lifetimeValue' | 'rfm'>(path: string, more = {}) =>
      (await ask<Of<Key>>(path, filters, { ...end, ...more })).data

    const segmentOf = new Map(of.map(({ customer, segment }) => [customer, segment]))
    for (const { segment, count: customers } of await parts<'segments'>('customers/segments')) {
      expect(customers).toBe(toDate.filter(customer => segmentOf.get(customer) === segment).length)
      const { total } = (await list({ ...filters, segment: [segment] }, end)).data
      expect(total.customers).toBe(customers)
    }

    const worth = new Map(toDate.map(customer => [customer, money(own.get(customer)!)]))
    for (const { key, count: customers, revenue } of await parts<'lifetimeValue'>('customers/lifetime-value')) {
      const { min, max } = valueBands[key]
      const inside = [...worth.values()].filter(
        value => (min === null || value >= min) && (max === null || value < max),
      )
      expect([key, customers, revenue]).toEqual([
        key,
        inside.length,
        rounded(
          inside.reduce((sum, value) => sum + value, 0),
          2,
        ),
      ])
      expect(await count({ value: key })).toBe(customers)
    }
    for (const { key, count: customers } of await parts<'lifetimeValue'>('customers/lifetime-value', {
      kind: 'predicted',
    }))
      expect(await count({ value: key, value_kind: 'predicted' })).toBe(customers)

    const cameBy = new Map<number, string>()
    for (const { customer, channel, acquisition } of sold(rows))
      if (!cameBy.has(customer)) cameBy.set(customer, acquisition ?? channel)
    const months = { start_date: '2026-06-15', end_date: today, granularity: 'month' }
    const bars = (await ask<Of<'acquisition'>>('customers/acquisition', filters, months)).data
    for (const { date, endDate, channel, count: customers } of bars) {
      const fresh = [...first].filter(
        ([customer, day]) => day >= date && day <= endDate && cameBy.get(customer) === channel,
      )
      expect([date, channel, customers]).toEqual([date, channel, fresh.length])
      const people = { start_date: date, end_date: endDate, state: 'new', acquisition: channel }
      expect(await count(people)).toBe(customers)
    }

    const scored = rfm(
      toDate.map(customer => {
        const days = new Set(sold(own.get(customer)!).map(({ on }) => on))
        const last = [...days].toSorted().at(-1)!
        return { daysSince: toNumber(today) - toNumber(last), purchases: days.size, total: worth.get(customer)! }
      }),
    )
    for (const { group, customers, revenue } of await parts<'rfm'>('customers/rfm')) {
      const inside = toDate.filter((_, i) => scored[i]!.group === group)
      expect([group, customers, revenue]).toEqual([
        group,
        inside.length,
        rounded(
          inside.reduce((sum, one) => sum + worth.get(one)!, 0),
          2,
        ),
      ])
      expect(await count({ rfm: group })).toBe(customers)
    }
    expect((await parts<'rfm'>('customers/rfm')).map(({ group }) => group)).toEqual(Object.keys(rfmGroups))
  })

  test('at risk and the bands of risk', async () => {
    const { data: all, meta } = await ask<Of<'atRisk'>>('customers/at-risk', filters, { limit: '1000' })
    const { total, bands } = meta
    expect(all).toHaveLength(total)
    expect(await count({ state: 'at-risk' })).toBe(total)
    for (const { band, customers } of bands) expect(await count({ risk: band })).toBe(customers)
    const { data: ahead } = await ask<Result<Api['forecasting']['kpis']>>('forecasting/kpis', filters)
    const { data: stake } = await ask<Result<Api['forecasting']['revenueAtRisk']>>(
      'forecasting/revenue-at-risk',
      filters,
    )
    expect([ahead.atRiskCount, ahead.revenueAtRisk]).toEqual([total, stake.total])
    expect([stake.highRisk, stake.mediumRisk, stake.lowRisk].map(({ value, customers }) => [customers, value])).toEqual(
      bands.map(({ customers, revenueAtRisk }) => [customers, revenueAtRisk]),
    )
    const few = (await ask<Of<'atRisk'>>('customers/at-risk', filters, { limit: '3' })).data
    expect(few).toEqual(all.slice(0, 3))
  })
})

test('a customer has one risk, here the rule’s as the model knows nothing of rows made at random: whatever the endpoint, filter, order or start', async () => {
  const purchases = [...byCustomer(rows.filter(({ on }) => on <= today))].toSorted(([a], [b]) => a - b)
  const histories = purchases.map(([, own]) => {
    const days = [
      ...Map.groupBy(
        own.toSorted((a, b) => toNumber(a.on) - toNumber(b.on)),
        ({ on }) => on,
      ),
    ]
    const history = { days: [] as number[], amounts: [] as number[] }
    for (const [on, some] of days) {
      if (sold(some).length > 0) {
        history.days.push(toNumber(on))
        history.amounts.push(money(some))
      } else if (history.days.length > 0) history.amounts[history.amounts.length - 1]! += money(some)
    }
    return history
  })
  const asOf = toNumber(today)
  expect(worthless(churnRecord(histories, asOf, churnHorizon(histories, asOf)))).not.toBeNull()
  const gapsOf = (days: number[]) => days.slice(1).map((day, i) => day - days[i]!)
  const median = (values: number[]) => {
    const [sorted, middle] = [values.toSorted((a, b) => a - b), values.length >> 1]
    return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
  }
  const usual = median(histories.flatMap(({ days }) => gapsOf(days)))
  const ruled = ({ days }: { days: number[] }) =>
    1 - 2 ** ((days.at(-1)! - asOf) / 2 / Math.max(1, days.length > 1 ? median(gapsOf(days)) : usual))
  const expected = new Map(
    purchases.map(([customer], i) => [customer, histories[i]!.days.length > 0 ? ruled(histories[i]!) : null]),
  )

  type Listed = { id: number; riskScore: number | null }[]
  const listed: Listed = (await list({}, { limit: '1000', sort: 'risk' })).data.rows
  expect(listed.length).toBeGreaterThan(150)
  for (const { id, riskScore } of listed) expect(riskScore).toBeCloseTo(expected.get(id)!, 12)
  const scores = new Map(listed.map(({ id, riskScore }) => [id, riskScore]))
  expect(listed.map(({ riskScore }) => riskScore)).toEqual([...scores.values()].toSorted((a, b) => b! - a!))

  const again = await buildApp({ database, now: () => now, patience: 120_000 })
  const others = [
    ...(await list({ category: ['C1'] }, { limit: '7' })).data.rows,
    ...(await ask<Of<'atRisk'>>('customers/at-risk', { region: ['R0'] }, { limit: '9' })).data,
    ...((await again.inject({ url: '/api/customers?limit=50&sort=name', headers: { host: 'localhost' } })).json().data
      .rows as Listed),
  ]
  for (const { id, riskScore } of others) expect(riskScore).toBe(scores.get(id))
  const id = others[0]!.id
  const { risk } = (await ask<Of<'one'>>(`customers/${id}`)).data
  expect(risk?.riskScore).toBe(scores.get(id))
  await again.close()
})

test('page by page the list gives everybody once, in any order', async () => {
  for (const [sort, direction] of [
    ['lifetime', 'desc'],
    ['region', 'asc'],
    ['change', 'asc'],
    ['name', 'desc'],
    ['last', 'asc'],
  ]) {
    const seen: number[] = []
    let cursor: string | null = null
    do {
      const more: Record<string, string> = cursor === null ? {} : { cursor }
      const page: Of<'list'> = await list({}, { sort: sort!, direction: direction!, limit: '40', ...more })
      const { rows: some, nextCursor } = page.data
      seen.push(...some.map(({ id }) => id))
      cursor = nextCursor
    } while (cursor)
    const toDate = firsts(rows.filter(({ on }) => on <= today))
    expect(seen.toSorted((a, b) => a - b)).toEqual([...toDate.keys()].toSorted((a, b) => a - b))
  }
})

test('one customer, from their own rows', async () => {
  const known = [...byCustomer(rows.filter(({ on }) => on <= today))]
  for (let i = 0; i < known.length; i += 11) {
    const [id, own] = known[i]!
    const bought = sold(own)
    const { data } = await ask<Of<'one'>>(`customers/${id}`, {}, { limit: '1000' })
    const days = [...new Set(bought.map(({ on }) => on))].toSorted()
    const orderCount = new Set(bought.map(({ on, order }) => `${on} ${order}`)).size
    expect(data).toMatchObject({
      lifetimeValue: money(own),
      lifetimeOrders: orderCount,
      purchases: days.length,
      firstOrderOn: days[0] ?? null,
      lastOrderOn: days.at(-1) ?? null,
      avgOrderValue: orderCount > 0 ? rounded(money(own) / orderCount, 2) : null,
      acquisitionChannel: own[0]!.acquisition ?? bought[0]?.channel ?? null,
      churned: days.length > 0 && toNumber(today) - toNumber(days.at(-1)!) >= churnAfter,
    })
    const inMonths = Map.groupBy(own, ({ on }) => on.slice(0, 7))
    for (const { date, revenue, orders: count } of data.timeline) {
      const some = inMonths.get(date.slice(0, 7)) ?? []
      expect([date, revenue, count]).toEqual([
        date,
        money(some),
        new Set(sold(some).map(({ on, order }) => `${on} ${order}`)).size,
      ])
    }
    expect(
      rounded(
        data.timeline.reduce((sum, { revenue }) => sum + revenue, 0),
        2,
      ),
    ).toBe(money(own))
    const byCategory = [...Map.groupBy(own, ({ category }) => category)]
      .map(([category, some]) => [category, money(some)] as const)
      .filter(([, revenue]) => revenue !== 0)
    expect(new Map(data.categories.map(({ category, revenue }) => [category, revenue]))).toEqual(new Map(byCategory))
    expect(
      rounded(
        data.orders.reduce((sum, { revenue }) => sum + revenue, 0),
        2,
      ),
    ).toBe(money(rows.filter(({ customer }) => customer === id)))
    expect(data.orders).toHaveLength(data.totalOrders)
  }
})
