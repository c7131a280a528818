import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { seededRandom } from '#stats/math/random.ts'
import { testDatabase } from '../../../tests/setup/database.ts'
import { type Company, type Line, store } from '../../../tests/setup/rows.ts'
import { buildApp } from '../app.ts'

/** A company in its currency, asked on 22 November 2026; what is not an answer is an error. */
const company = async (currency: string, rows: Company) => {
  const database = await testDatabase()
  onTestFinished(database.close)
  await sql`update settings set currency = ${currency}`.execute(database.db)
  await store(database, rows)
  const app = await buildApp({ database, now: () => new Date('2026-11-22T10:30:00Z') })
  onTestFinished(() => app.close())
  const ask = async (path: string, query = '') => {
    const answer = (await app.inject({ url: `/api/${path}?start_date=2026-11-01&end_date=2026-11-20${query}` })).json()
    if (answer.error) throw new Error(JSON.stringify(answer.error))
    return answer.data
  }
  return { database, ask }
}

const range = (day: number) => `2026-11-${String(day).padStart(2, '0')}T09:00:00Z`
const products = { P1: { category: 'Light', cost: 2.5 }, P2: { category: 'Service', cost: null } }
const customers = { Ada: { segment: 'smb', region: 'North' }, Bob: { segment: 'enterprise', region: 'South' } }

test('margin adds up the lines’ own costs by every slice, and takes the product’s where a line has none', async () => {
  const line = (order: string, region: string, amount: number, more: Partial<Line> = {}): Line => ({
    order,
    at: range(5),
    customer: 'Ada',
    product: 'P1',
    region,
    amount,
    ...more,
  })
  const { ask } = await company('USD', {
    products,
    customers,
    lines: [
      // one product that earns 8 in the East and loses 2 in the West
      line('a', 'East', 20, { cost: 12 }),
      line('b', 'West', 10, { cost: 12 }),
      // of its product: two at 2.50
      line('c', 'North', 9, { quantity: 2 }),
      // a service without a cost, and one with its own
      line('d', 'North', 50, { product: 'P2' }),
      line('e', 'South', 30, { product: 'P2', cost: 4.25 }),
      // both given back, with their cost
      line('e', 'South', -30, { product: 'P2', quantity: -1, cost: -4.25, status: 'refunded', at: range(6) }),
    ],
  })
  const margin = async (query: string) => {
    const { grossMargin, marginCoveragePercent } = await ask('revenue/kpis', query)
    return [grossMargin.value, marginCoveragePercent]
  }
  expect(await margin('&region=East')).toEqual([8, 100])
  expect(await margin('&region=West')).toEqual([-2, 100])
  expect(await margin('&region=North')).toEqual([4, 15.25])
  expect(await margin('&category=Light')).toEqual([10, 100])
  // what is known comes to nothing, which is known
  expect(await margin('&region=South')).toEqual([0, null])
  expect(await margin('&category=Service')).toEqual([0, 0])
  // 39 of 89 of revenue have a cost
  expect(await margin('')).toEqual([10, 43.82])
})

const digits = { USD: 2, JPY: 0, KWD: 3 }
const regions = ['East', 'North', 'South', 'West']

test.each(Object.entries(digits))(
  'with four decimals in %s, every total is the exact sum rounded once, and its parts sum to it',
  async (currency, decimals) => {
    const random = seededRandom(7)
    const one = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!
    const lines = Array.from({ length: 400 }, (_, i): Line => {
      const isBack = random() < 0.15
      const amount = (isBack ? -1 : 1) * (Math.floor(random() * 900_000) / 10_000)
      return {
        order: `o${i}`,
        at: `2026-${random() < 0.4 ? '10' : '11'}-${String(1 + Math.floor(random() * 20)).padStart(2, '0')}T09:00:00Z`,
        customer: one(['Ada', 'Bob', null]),
        product: one(['P1', 'P2']),
        region: one(regions),
        channel: one(['Online', 'Shop', 'Fair']),
        status: isBack ? 'refunded' : 'completed',
        amount,
        quantity: isBack ? -1 : 1,
        cost: random() < 0.5 ? Math.round(amount * 6000) / 10_000 : null,
      }
    })
    const { ask } = await company(currency, { products, customers, lines })
    const unit = 10 ** decimals
    const pips = (value: number) => Math.round(value * 10_000)
    const last = (value: number) => {
      // no figure has more digits than the currency
      expect(Number.isInteger(Math.round(value * unit * 1e6) / 1e6)).toBe(true)
      return Math.round(value * unit)
    }
    const rounded = (sum: number) => Math.sign(sum) * Math.round(Math.abs(sum) / (10_000 / unit)) || 0
    const sumOf = (of: (line: Line) => number, which: (line: Line) => boolean = () => true) =>
      lines.filter(line => line.at >= '2026-11' && which(line)).reduce((sum, line) => sum + of(line), 0)
    const amounts = (line: Line) => pips(line.amount)
    const isKnown = ({ product, cost }: Line) => product === 'P1' || cost !== null
    const earned = (line: Line) =>
      !isKnown(line) ? 0 : pips(line.amount) - pips(line.cost ?? line.quantity! * products.P1.cost)

    const all = await ask('revenue/kpis')
    expect(last(all.revenue.value)).toBe(rounded(sumOf(amounts)))
    expect(last(all.grossMargin.value)).toBe(rounded(sumOf(earned)))
    expect(last(all.refunds.value)).toBe(rounded(-sumOf(amounts, ({ status }) => status === 'refunded')))
    for (const region of regions) {
      const { revenue, grossMargin } = await ask('revenue/kpis', `&region=${region}`)
      expect(last(revenue.value)).toBe(rounded(sumOf(amounts, line => line.region === region)))
      expect(last(grossMargin.value)).toBe(rounded(sumOf(earned, line => line.region === region)))
    }

    const whole = last(all.revenue.value)
    const add = (rows: { [name: string]: number }[], name: string) =>
      rows.reduce((sum, row) => sum + last(row[name]!), 0)
    const byRegion = await ask('revenue/by-region')
    for (const { region, revenue } of byRegion)
      expect(Math.abs(last(revenue) - sumOf(amounts, line => line.region === region) / (10_000 / unit))).toBeLessThan(1)
    expect(add(byRegion, 'revenue')).toBe(whole)
    expect(add(byRegion, 'previousRevenue')).toBe(last(all.revenue.previousValue))
    expect(add(await ask('revenue/by-category'), 'value')).toBe(whole)
    expect(add(await ask('revenue/by-channel'), 'value')).toBe(whole)
    expect(add((await ask('revenue/products')).rows, 'revenue')).toBe(whole)
    for (const by of ['customers', 'price-volume-mix']) {
      const { from, to, steps } = await ask('revenue/bridge', `&by=${by}`)
      expect(last(from) + add(steps, 'amount')).toBe(last(to))
      expect(last(to)).toBe(whole)
    }
    const known = await ask('customers/segments')
    expect(add(known, 'revenue')).toBe(last((await ask('customers', '&limit=100')).total.revenue))
    // a line is told as its source has it
    const { rows } = await ask('transactions', '&limit=500')
    expect(rows.reduce((sum: number, { amount }: Line) => sum + pips(amount), 0)).toBe(sumOf(amounts))
  },
)
