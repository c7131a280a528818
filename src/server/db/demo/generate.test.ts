import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { bigCustomer, channels, dip, launchDay, priceRise, products, regions, reps } from './catalog.ts'
import type { DemoCustomer } from './customers.ts'
import type { DemoDeal } from './deals.ts'
import { dateOf, demoStart, generateDemo } from './generate.ts'
import type { DemoLine } from './orders.ts'

const today = '2026-11-22'
const later = '2027-03-10'
const start = demoStart(today)

type Rows = { customers: DemoCustomer[]; lines: DemoLine[]; deals: DemoDeal[]; quotas: Map<string, number> }

const everything = (from: string, until: string): Rows => {
  const demo = generateDemo(from, until)
  return {
    customers: demo.customers,
    lines: demo.customers.flatMap(customer => [...demo.lines(customer)]),
    deals: [...demo.deals()],
    quotas: demo.quotas(),
  }
}

const customerText = ({ taste: _, ...customer }: DemoCustomer) => JSON.stringify(customer)
const lineText = ({ customer, product, ...line }: DemoLine) =>
  JSON.stringify({ ...line, customer: customer.externalId, product: product.externalId })
const dealText = ({ customer, ...deal }: DemoDeal) => JSON.stringify({ ...deal, customer: customer.externalId })
const textsOf = ({ customers, lines, deals, quotas }: Rows) => [
  ...customers.map(customerText),
  ...lines.map(lineText),
  ...deals.map(dealText),
  JSON.stringify([...quotas]),
]
const hash = (texts: string[]) => createHash('sha256').update(texts.join('\n')).digest('hex')

let demo: Rows
let extended: Rows
let counted: DemoLine[]
beforeAll(() => {
  demo = everything(start, today)
  extended = everything(start, later)
  counted = demo.lines.filter(({ status }) => status === 'completed' || status === 'refunded')
})

const total = <T>(rows: T[], of: (row: T) => number) => rows.reduce((sum, row) => sum + of(row), 0)
const revenueIn = (from: number, to: number, keep: (line: DemoLine) => boolean = () => true) =>
  total(
    counted.filter(line => line.day >= from && line.day < to && keep(line)),
    ({ amount }) => amount,
  )
const between = (value: number, least: number, most: number) => {
  expect(value).toBeGreaterThanOrEqual(least)
  expect(value).toBeLessThanOrEqual(most)
}
const firstOrders = () => {
  const first = new Map<string, number>()
  for (const { customer, day, status } of demo.lines)
    if (status !== 'refunded') first.set(customer.externalId, Math.min(day, first.get(customer.externalId) ?? Infinity))
  return first
}

describe('the same demo', () => {
  test('the same days give the same rows, byte by byte', () => {
    expect(hash(textsOf(everything(start, today)))).toBe(hash(textsOf(demo)))
  })

  test('of a later day has every customer and line of the earlier one, unchanged', () => {
    const after = new Set(textsOf(extended))
    expect([...demo.customers.map(customerText), ...demo.lines.map(lineText)].filter(text => !after.has(text))).toEqual(
      [],
    )
    expect(extended.quotas).toEqual(demo.quotas)
    const before = new Set(demo.lines.map(({ externalId }) => externalId))
    expect(
      extended.lines
        .filter(({ externalId, day }) => !before.has(externalId) && dateOf(start, day) <= today)
        .map(lineText),
    ).toEqual([])
    expect(extended.lines.length).toBeGreaterThan(demo.lines.length + 5000)
  })

  test('deals of a later day go on from where they were', () => {
    const after = new Map(extended.deals.map(deal => [deal.externalId, deal]))
    let moved = 0
    for (const { stage, closed, events, customer, amount, expectedClose, changes, ...fixed } of demo.deals) {
      const deal = after.get(fixed.externalId)
      expect(deal).toMatchObject(fixed)
      expect(deal?.customer.externalId).toBe(customer.externalId)
      expect(deal?.events.slice(0, events.length)).toEqual(events)
      expect(deal?.changes.slice(0, changes.length)).toEqual(changes)
      const before = deal?.changes[changes.length]?.before ?? {
        amount: deal?.amount,
        expectedClose: deal?.expectedClose,
      }
      expect(before).toEqual({ amount, expectedClose })
      const whole = [stage, closed, events.length]
      const now = [deal?.stage, deal?.closed, deal?.events.length]
      expect(closed === null ? whole : now).toEqual(whole)
      if (closed === null) moved += Number(deal!.events.length > events.length)
    }
    expect(moved).toBeGreaterThan(30)
  })

  test('starts on a Monday three years ago', () => {
    expect([
      demoStart('2026-11-22'),
      demoStart('2026-11-23'),
      demoStart('2024-02-29'),
      demoStart('2026-01-01'),
    ]).toEqual(['2023-11-20', '2023-11-20', '2021-03-01', '2022-12-26'])
  })
})

describe('its size', () => {
  test('is about what was asked for', () => {
    const orders = new Set(demo.lines.map(({ orderId }) => orderId)).size
    between(demo.customers.length, 2300, 2700)
    between(demo.lines.length, 57_000, 63_000)
    between(orders, 28_000, 32_000)
    between(demo.deals.length, 850, 1000)
    expect([products.length, new Set(products.map(({ category }) => category)).size]).toEqual([120, 8])
    expect([regions.length, channels.length, reps.length, new Set(reps.map(({ team }) => team)).size]).toEqual([
      5, 3, 28, 3,
    ])
    const lines = Map.groupBy(
      demo.lines.filter(({ status }) => status !== 'refunded'),
      ({ orderId }) => orderId,
    )
    between([...lines.values()].filter(({ length }) => length > 1).length / lines.size, 0.4, 0.8)
  })

  test('does not hang on the day it is made', () => {
    for (const day of ['2026-03-15', '2028-02-29']) {
      const { customers, lines, deals } = everything(demoStart(day), day)
      between(customers.length, 2300, 2700)
      between(lines.length, 57_000, 63_000)
      between(deals.length, 850, 1000)
    }
  })

  test('names are not used twice', () => {
    for (const names of [
      products.map(({ name }) => name),
      products.map(({ externalId }) => externalId),
      reps.map(({ externalId }) => externalId),
      demo.customers.map(({ company }) => company),
      demo.lines.map(({ externalId }) => externalId),
      demo.deals.map(({ externalId }) => externalId),
    ])
      expect(new Set(names).size).toBe(names.length)
  })
})

describe('its rows agree with each other', () => {
  test('an order has one customer, one moment, one channel and at most one line a product', () => {
    const orders = Map.groupBy(
      demo.lines.filter(({ status }) => status !== 'refunded'),
      ({ orderId }) => orderId,
    )
    const odd = [...orders].filter(
      ([, lines]) =>
        new Set(lines.map(({ customer, day, time, channel }) => [customer.index, day, time, channel].join())).size >
          1 || new Set(lines.map(({ product }) => product)).size < lines.length,
    )
    expect(odd).toEqual([])
  })

  test('amounts follow from quantity, price and discount; prices from the list', () => {
    const wrong = demo.lines.filter(
      ({ amount, quantity, unitPrice, discount }) =>
        Math.abs(amount - (quantity * unitPrice - discount)) > 0.005 || Math.round(amount * 100) / 100 !== amount,
    )
    expect(wrong).toEqual([])
    expect(
      demo.lines.filter(({ status, quantity, amount }) =>
        status === 'refunded' ? quantity >= 0 || amount >= 0 : quantity <= 0 || amount <= 0,
      ),
    ).toEqual([])
    expect(products.filter(({ cost, price }) => cost <= 0 || cost >= price)).toEqual([])
  })

  test('nobody orders before being a customer or after having left, and a customer begins with an order', () => {
    const first = firstOrders()
    expect(demo.lines.filter(({ customer, day }) => day < customer.acquired)).toEqual([])
    expect(demo.lines.filter(({ customer, day, status }) => status !== 'refunded' && day > customer.leaves)).toEqual([])
    expect(
      demo.customers.filter(
        ({ acquired, externalId, leaves }) =>
          acquired >= 0 && leaves >= acquired + 1 && first.get(externalId) !== acquired,
      ),
    ).toEqual([])
  })

  test('a refund follows its sale', () => {
    const sales = new Map(demo.lines.map(line => [line.externalId, line]))
    const refunds = demo.lines.filter(({ status }) => status === 'refunded')
    for (const refund of refunds) {
      const sale = sales.get(refund.externalId.replace(/:refund$/, ''))
      expect(sale).toMatchObject({
        status: 'completed',
        orderId: refund.orderId,
        customer: refund.customer,
        quantity: -refund.quantity,
        amount: -refund.amount,
      })
      expect(refund.day).toBeGreaterThan(sale!.day)
    }
    between(refunds.length / demo.lines.length, 0.01, 0.04)
    for (const status of ['pending', 'cancelled'])
      between(demo.lines.filter(line => line.status === status).length / demo.lines.length, 0.004, 0.04)
  })

  test('every closed deal has its whole history, every open one its history so far', () => {
    const path = ['lead', 'qualified', 'proposal', 'negotiation']
    const lastDay = Math.round((Date.parse(today) - Date.parse(start)) / 86_400_000)
    for (const { stage, closed, created, events, customer } of demo.deals) {
      const stages = events.map(event => event.stage)
      expect(stages.at(-1)).toBe(stage)
      expect(events[0]?.day).toBe(created)
      expect(events.every(({ day }, index) => day <= lastDay && (index === 0 || day > events[index - 1]!.day))).toBe(
        true,
      )
      expect(customer.acquired).toBeLessThanOrEqual(created)
      const last = events.at(-1)?.day
      const way = path.slice(0, closed === null ? stages.length : stages.length - 1)
      const lost = [...way, 'closed-lost']
      const ended = stage === 'closed-won' ? [...path, stage] : lost
      expect([last, stages]).toEqual([closed ?? last, closed === null ? way : ended])
    }
    const hired = new Map(reps.map(({ name, hiredYearsAgo }) => [name, hiredYearsAgo]))
    const firstDeal = total(demo.deals.slice(0, 1), ({ created }) => created)
    expect([...hired.values()].filter(years => (3 - years) * 365.25 > firstDeal)).toEqual([])
  })
})

describe('its stories', () => {
  test('representatives reach 50 to 140 % of their quotas in the third year, most of them', () => {
    for (const offset of [0, 3, 6]) {
      const day = dateOf(today, offset)
      const { deals, quotas } = everything(demoStart(day), day)
      const lastDay = Math.round((Date.parse(day) - Date.parse(demoStart(day))) / 86_400_000)
      const won = Map.groupBy(
        deals.filter(({ stage, closed }) => stage === 'closed-won' && closed! > lastDay - 365),
        ({ rep }) => rep,
      )
      const attained = reps.map(({ name }) => total(won.get(name) ?? [], ({ amount }) => amount) / quotas.get(name)!)
      expect(attained.filter(share => share >= 0.5 && share <= 1.4).length).toBeGreaterThanOrEqual(25)
      between(Math.min(...attained), 0.3, 0.75)
      between(Math.max(...attained), 1.2, 1.8)
    }
  })

  test('revenue grows from year to year, and has its months and weekdays', () => {
    const [first, second, third] = [0, 1, 2].map(year => revenueIn(year * 365, (year + 1) * 365)) as [
      number,
      number,
      number,
    ]
    between(second / first, 1.1, 1.6)
    between(third / second, 1.1, 1.6)
    const months = Map.groupBy(
      counted.filter(({ day }) => day < 3 * 365),
      ({ day }) => Number(dateOf(start, day).slice(5, 7)),
    )
    const of = (...numbers: number[]) =>
      total(
        numbers.flatMap(month => months.get(month) ?? []),
        ({ amount }) => amount,
      ) / numbers.length
    expect(of(10, 11, 12) / of(7, 8)).toBeGreaterThan(1.15)
    const weekdays = Map.groupBy(counted, ({ day }) => day % 7)
    const onDay = (day: number) => weekdays.get(day)!.length
    expect((onDay(5) + onDay(6)) / (onDay(1) + onDay(2))).toBeLessThan(0.6)
  })

  test('a price rise, a launch, a dip, and a large customer who leaves', () => {
    const price = (from: number, to: number, category: string) => {
      const lines = demo.lines.filter(
        line => line.day >= from && line.day < to && line.product.category === category && line.status === 'completed',
      )
      return total(lines, ({ unitPrice, product }) => unitPrice / product.price) / lines.length
    }
    // the third year's prices hold from day 731
    const rise = (category: string) =>
      price(priceRise.day, priceRise.day + 60, category) / price(731, priceRise.day, category)
    expect([rise(priceRise.category), rise('Collaboration')]).toEqual([
      expect.closeTo(priceRise.factor, 3),
      expect.closeTo(1, 3),
    ])

    const launched = (from: number, to: number) => revenueIn(from, to, ({ product }) => product.from > 0)
    expect(launched(0, launchDay)).toBe(0)
    expect(launched(launchDay, launchDay + 90)).toBeGreaterThan(0)
    expect(launched(launchDay + 270, launchDay + 360) / launched(launchDay, launchDay + 90)).toBeGreaterThan(2)

    const share = (from: number, to: number) =>
      revenueIn(from, to, ({ customer }) => customer.region === dip.region) / revenueIn(from, to)
    const length = dip.to - dip.from
    expect(share(dip.from, dip.to) / share(dip.from - length, dip.from)).toBeLessThan(0.8)
    expect(share(dip.to, dip.to + length) / share(dip.from, dip.to)).toBeGreaterThan(1.25)

    const giant = demo.customers.find(({ company }) => company === bigCustomer.name)
    const ofGiant = (from: number, to: number) => revenueIn(from, to, ({ customer }) => customer === giant)
    const others = demo.customers
      .filter(customer => customer !== giant)
      .map(customer => [customer.index, 0] as [number, number])
    const spent = new Map(others)
    for (const { customer, amount, day } of counted)
      if (day >= 575 && spent.has(customer.index)) spent.set(customer.index, spent.get(customer.index)! + amount)
    expect(ofGiant(575, 940)).toBeGreaterThan(Math.max(...spent.values()))
    expect(ofGiant(bigCustomer.leaves + 40, 2000)).toBe(0)
  })

  test('cohorts decay, and segments differ in what they are worth', () => {
    const first = firstOrders()
    const active = new Map<string, Set<number>>()
    for (const { customer, day, status } of demo.lines) {
      const born = first.get(customer.externalId) ?? 0
      if (status !== 'completed' || customer.acquired < 0 || born > 3 * 365 - 390) continue
      active.set(customer.externalId, (active.get(customer.externalId) ?? new Set()).add(Math.floor((day - born) / 30)))
    }
    const share = (from: number, to: number) =>
      [...active.values()].filter(months => [...months].some(month => month >= from && month < to)).length / active.size
    const [early, middle, late] = [share(1, 4), share(5, 8), share(10, 13)] as [number, number, number]
    expect(early).toBeGreaterThan(middle + 0.02)
    expect(middle).toBeGreaterThan(late + 0.02)
    between(late, 0.3, 0.8)

    const worth = (segment: string) => {
      const lines = counted.filter(({ customer }) => customer.segment === segment)
      return total(lines, ({ amount }) => amount) / new Set(lines.map(({ customer }) => customer)).size
    }
    expect(worth('enterprise') / worth('mid-market')).toBeGreaterThan(1.5)
    expect(worth('mid-market') / worth('smb')).toBeGreaterThan(1.5)
  })
})
