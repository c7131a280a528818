import { sql } from 'kysely'
import { expect, onTestFinished, test, vi } from 'vitest'
import { newDatabase } from '../../../tests/setup/database.ts'
import { buildApp } from '../app.ts'
import { amounts } from '../db/currency/amounts.ts'
import { loadDemo } from '../db/demo/load.ts'
import { settled } from '../db/write.ts'
import { csv, fileOf } from '../ingest/test-files.ts'
import { importsInto } from '../ingest/test-imports.ts'

const now = () => new Date('2026-11-22T10:30:00Z')

const company = async () => {
  const database = await newDatabase()
  onTestFinished(database.close)
  const app = await buildApp({ database, now })
  onTestFinished(() => app.close())
  const set = (query: Record<string, string>) => app.inject({ method: 'PATCH', url: '/api/settings', query })
  const preview = async (query: Record<string, string>) =>
    (await app.inject({ url: '/api/settings/currency-change', query })).json().data
  const exchange = async (currency: string, rate: string, from: string) => {
    const done = await set({ currency, amounts: 'exchange', rate, rate_of: from })
    expect(done.statusCode, done.body).toBe(200)
  }
  const post = (path: string, rows: object[]) => app.inject({ method: 'POST', url: `/api/${path}`, payload: { rows } })
  const send = async (path: string, rows: object[]) => {
    const sent = await post(path, rows)
    expect(sent.statusCode, sent.body).toBe(200)
    await settled(database)
    return sent.json().data
  }
  const answer = async (url: string) =>
    vi.waitFor(
      async () => {
        const { body } = await app.inject(url)
        expect(body).not.toContain('ask again in a moment')
        return JSON.parse(body).data
      },
      { timeout: 60_000, interval: 100 },
    )
  return { database, app, set, preview, exchange, post, send, answer, ...importsInto(() => database) }
}
type Company = Awaited<ReturnType<typeof company>>

/** Every amount of the rows, in the order of what they are of. */
const held = async (of: Company) => {
  const rows = (query: string) => of.rowsOf<Record<string, unknown>>(query)
  return {
    lines: await rows('select external_id, unit_price, discount, amount, cost from transactions order by external_id'),
    deals: await rows('select external_id, amount from pipeline order by external_id'),
    moves: await rows('select amount_before, amount_after from pipeline_changes order by id'),
    products: await rows('select name, unit_price, cost from products order by name'),
    reps: await rows('select name, quota from sales_reps order by name'),
    plans: await rows('select year, month, amount from forecast_targets order by year, month'),
    forecasts: await rows(
      "select predicted, lower80, lower95, upper80, upper95, naive from served_forecasts where fingerprint = 'one'",
    ),
  }
}

/** By the definition, of text: digits of a decimal number times those of another, half away from zero. */
const times = (amount: unknown, rate: string): number | null => {
  if (amount === null) return null
  const pips = BigInt(Math.round(Math.abs(Number(amount)) * 10_000))
  const [whole, decimals = ''] = rate.split('.')
  const scale = 10n ** BigInt(decimals.length)
  const exact = Number((2n * pips * BigInt(whole! + decimals) + scale) / (2n * scale)) / 10_000
  return Number(amount) < 0 ? -exact || 0 : exact
}
const exchangedBy = <T extends Record<string, Record<string, unknown>[]>>(tables: T, rate: string) =>
  Object.fromEntries(
    Object.entries(tables).map(([table, rows]) => [
      table,
      rows.map(row =>
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => [
            name,
            ['external_id', 'name', 'year', 'month'].includes(name) ? value : times(value, rate),
          ]),
        ),
      ),
    ]),
  )

/** Order lines of all kinds with four decimals, deals with a history, products, quotas, a plan, and a second file that changed rows of the first. */
const fill = async (of: Company) => {
  const lines = (shift: number) =>
    fileOf(
      csv(
        [
          'Order ID',
          'Line ID',
          'Order Date',
          'Customer Name',
          'Product Name',
          'Quantity',
          'Unit Price',
          'Total',
          'Cost',
          'Status',
        ],
        ...Array.from({ length: 120 }, (_, i) => {
          const amount = ((i * 7919 + shift) % 90_000) / 10_000 + 0.0001
          const day = new Date(Date.UTC(2026, 6 + (i % 5), 1 + (i % 28))).toISOString().slice(0, 10)
          return [
            Math.floor(i / 2),
            i,
            day,
            `Customer ${i % 7}`,
            `Lamp ${i % 3}`,
            1,
            (amount + 0.5).toFixed(4),
            amount.toFixed(4),
            (amount / 3).toFixed(4),
            ['completed', 'pending', 'refunded'][i % 11 === 0 ? 2 : i % 13 === 0 ? 1 : 0]!,
          ]
        }),
      ),
    )
  await of.load(fileOf(csv(['Product Name', 'Unit Price', 'Cost'], ['Lamp 0', 9.99, 4.4449], ['Lamp 1', 0.05, ''])))
  await of.load(fileOf(csv(['Sales Rep', 'Team', 'Quota'], ['Rita', 'A', 100_000.01], ['Raul', 'B', ''])))
  const first = await of.load(lines(0))
  const second = await of.load(lines(3))
  await of.send('deals', [
    { id: 'd1', name: 'One', stage: 'Proposal', created: '2026-10-01', amount: 1234.5678 },
    { id: 'd2', name: 'Two', stage: 'Won', created: '2026-10-01', closed: '2026-10-20', amount: 99.99 },
    { id: 'd3', name: 'Three', stage: 'Proposal', created: '2026-10-01' },
  ])
  const plan = await of.app.inject({
    method: 'POST',
    url: '/api/forecasting/target',
    query: { year: '2026', amount: '12345.67' },
  })
  expect(plan.statusCode, plan.body).toBe(200)
  await sql`
    insert into served_forecasts values ('one', '', '', '2026-12-01', 1, '2026-11-22', 100.01, 80.5, 120, 70, 130, 99.9999)
  `.execute(of.database.db)
  return { first: first.importId!, second: second.importId! }
}

test('every column of money is among those that are exchanged', async () => {
  const own = await company()
  const columns = await own.rowsOf<{ table: string; column: string }>(`
    select table_name as table, column_name as column from information_schema.columns
    where table_schema = 'public' and numeric_precision = 18 and numeric_scale = 4 order by 1, 2
  `)
  const listed = Object.entries(amounts).flatMap(([table, names]) => names.map(column => ({ table, column })))
  expect(columns).toEqual(listed.toSorted((a, b) => (`${a.table} ${a.column}` < `${b.table} ${b.column}` ? -1 : 1)))
})

test('all amounts are exchanged, each by itself, and every figure is that of the rows as they stand then', async () => {
  const own = await company()
  await fill(own)
  await own.answer('/api/forecasting/revenue')
  const before = await held(own)
  const rate = '0.9215'
  const told = await own.preview({ currency: 'EUR', rate })
  const [sums] = await own.rowsOf<{ before: number; after: number; deals: number }>(`
    select round(sum(amount), 2) as before, round(sum(round(amount * 0.9215, 4)), 2) as after,
      (select round(sum(round(amount * 0.9215, 4)), 2) from pipeline) as deals
    from transactions where status = 'completed' or (status = 'refunded' and amount <= 0)
  `)
  expect(told).toEqual({
    from: 'USD',
    amounts: 'own',
    orders: 60,
    lines: 120,
    deals: 2,
    products: 3,
    reps: 1,
    plans: 1,
    revenue: { before: sums!.before, after: sums!.after },
    dealValue: { before: 1334.56, after: sums!.deals },
    lost: 0,
    refusal: null,
  })
  await own.exchange('EUR', rate, 'USD')
  const after = await held(own)
  expect(after).toEqual(exchangedBy(before, rate))
  const range = 'start_date=2026-07-01&end_date=2026-11-22&compare=none'
  expect((await own.answer(`/api/revenue/kpis?${range}`)).revenue.value).toBe(sums!.after)
  // what a rebuild from the rows would say
  const [cache] = await own.rowsOf<{ revenue: number }>(
    "select sum(revenue) as revenue from daily_metrics where grain = 'total' and period = 'month'",
  )
  const [rows] = await own.rowsOf<{ pips: number }>(
    "select sum(amount) * 10000 as pips from transactions where status = 'completed' or (status = 'refunded' and amount <= 0)",
  )
  expect(cache!.revenue).toBe(rows!.pips)
  expect((await own.answer('/api/settings')).currency).toBe('EUR')
  // asked again, it is done already
  await own.exchange('EUR', rate, 'USD')
  expect(await held(own)).toEqual(after)
})

test('an undo afterwards brings back the amounts of before in the new currency', async () => {
  const own = await company()
  const { first, second } = await fill(own)
  const other = await company()
  const same = await fill(other)
  await other.undo(same.second + 1)
  await other.undo(same.second)
  const undone = await held(other)
  await own.exchange('JPY', '155.5', 'USD')
  await own.undo(second + 1)
  await own.undo(second)
  expect(await held(own)).toEqual({ ...exchangedBy(undone, '155.5') })
  expect(first).toBeLessThan(second)
  expect(await own.rowsOf('select currency from settings')).toEqual([{ currency: 'JPY' }])
})

test('nothing is relabelled silently: the choices are said, and a rate is of the currency that it was meant for', async () => {
  const own = await company()
  const { second } = await fill(own)
  const before = await held(own)
  const refused = async (query: Record<string, string>) => {
    const { statusCode, body } = await own.set(query)
    return [statusCode, JSON.parse(body).error.message]
  }
  expect(await refused({ currency: 'EUR' })).toEqual([
    409,
    'currency: amounts of 120 order lines, 2 deals and what else is here are in USD. Say amounts=relabel if they are in EUR already (nothing is computed), or amounts=exchange with rate (1 USD is so many EUR) and rate_of=USD.',
  ])
  expect(await refused({ currency: 'EUR', amounts: 'exchange', rate: '0.9', rate_of: 'GBP' })).toEqual([
    409,
    'currency: amounts are in USD by now, not in GBP. Look again, and say the rate of USD.',
  ])
  expect(await refused({ currency: 'EUR', amounts: 'exchange', rate: '999999999', rate_of: 'USD' })).toEqual([
    409,
    expect.stringMatching(/added up exactly\.$/),
  ])
  expect((await own.preview({ currency: 'EUR', rate: '999999999' })).refusal).toMatch(/added up exactly/)
  expect(await held(own)).toEqual(before)
  expect(await own.rowsOf('select currency from settings')).toEqual([{ currency: 'USD' }])
  expect((await own.set({ currency: 'EUR', amounts: 'relabel' })).statusCode).toBe(200)
  expect(await held(own)).toEqual(before)
  // it was no exchange: who goes on without saying the currency means the same as before
  await own.send('transactions', [{ order_id: 'x', line_id: 1, date: '2026-11-01', product_name: 'Lamp 0', amount: 1 }])
  const reports = `select distinct report->>'currency' as currency from imports where id <= ${second}`
  expect(await own.rowsOf(reports)).toEqual([{ currency: 'EUR' }])
})

test('there and back does not bring back each ten-thousandth, and amounts that would vanish are counted before', async () => {
  const own = await company()
  await own.send('transactions', [
    { order_id: 'a', line_id: 1, date: '2026-11-01', product_name: 'Lamp', amount: 0.0049 },
    { order_id: 'b', line_id: 1, date: '2026-11-01', product_name: 'Lamp', amount: 100 },
  ])
  // of the first its amount and its price
  expect((await own.preview({ currency: 'EUR', rate: '0.01' })).lost).toBe(2)
  await own.exchange('EUR', '0.01', 'USD')
  await own.exchange('USD', '100', 'EUR')
  expect(await own.rowsOf('select amount from transactions order by order_id')).toEqual([
    { amount: 0 },
    { amount: 100 },
  ])
})

test('an empty workspace changes its currency at once, and the amounts of the demo are called by another', async () => {
  const own = await company()
  expect((await own.preview({ currency: 'EUR' })).amounts).toBeNull()
  expect((await own.set({ currency: 'EUR' })).statusCode).toBe(200)
  await sql`update settings set demo_start = '2026-11-12'`.execute(own.database.db)
  await loadDemo(own.database, now())
  const before = await held(own)
  expect(await own.preview({ currency: 'USD', rate: '2' })).toMatchObject({
    amounts: 'invented',
    refusal: expect.stringMatching(/^the demo's amounts are invented/),
  })
  const refused = await own.set({ currency: 'USD', amounts: 'exchange', rate: '2', rate_of: 'EUR' })
  expect([refused.statusCode, refused.json().error.message]).toEqual([
    409,
    expect.stringMatching(/^currency: the demo's/),
  ])
  expect((await own.set({ currency: 'USD' })).statusCode).toBe(200)
  expect(await held(own)).toEqual(before)
})

test('what goes on without saying its currency is asked for it after an exchange', async () => {
  const own = await company()
  const orders = (total: number) =>
    fileOf(csv(['Order ID', 'Order Date', 'Product Name', 'Total'], [total, '2026-11-01', 'Lamp', total]))
  await own.load(orders(1))
  await own.exchange('EUR', '0.5', 'USD')
  const row = { order_id: 'x', line_id: 1, date: '2026-11-01', product_name: 'Lamp', amount: 1 }
  const refused = await own.post('transactions', [row])
  expect([refused.statusCode, refused.json().error.message]).toEqual([
    400,
    'rows[0].currency: expected EUR or what the row is in, as all amounts were exchanged from USD and it could be of either, got nothing',
  ])
  expect((await own.post('deals', [{ id: 'd', stage: 'Won', closed: '2026-11-01', amount: 5 }])).statusCode).toBe(400)
  // without an amount there is nothing to be asked
  await own.send('deals', [{ id: 'd', stage: 'Won', closed: '2026-11-01' }])
  await own.send('transactions', [{ ...row, currency: 'EUR' }])
  const words =
    'A file with these columns was imported in USD, before all amounts were exchanged for EUR, and this one does not say its currency: say whether it needs a rate.'
  const looked = await own.load(orders(2), { dry_run: true })
  expect(looked.report.notes).toContain(words)
  expect((await own.load(orders(2), { rate: 0.5, rate_of: 'USD' })).report.notes).not.toContain(words)
  expect((await own.load(orders(3))).report.notes).not.toContain(words)
  expect(await own.rowsOf('select amount from transactions order by id')).toEqual([
    { amount: 0.5 },
    { amount: 1 },
    { amount: 1 },
    { amount: 3 },
  ])
})

test('a price that came with the demo and stayed is exchanged, and a file of a time when a currency was only a name waits for nobody', async () => {
  const of = await company()
  await sql`insert into products (external_id, name, category, unit_price, cost) values ('demo-1', 'Desk', 'Desks', 10, 4)`.execute(
    of.database.db,
  )
  expect((await of.set({ currency: 'EUR' })).statusCode).toBe(409)
  await of.exchange('EUR', '0.5', 'USD')
  expect(await of.rowsOf('select unit_price::float8, cost::float8 from products')).toEqual([{ unit_price: 5, cost: 2 }])
  await sql`update settings set exchanged_from = null`.execute(of.database.db)
  const orders = (day: string) =>
    of.load(fileOf(csv(['Order ID', 'Order Date', 'Product Name', 'Total'], [day, day, 'Lamp', 10])))
  await orders('2026-11-01')
  await sql`update imports set report = report || '{"currency": "USD"}'`.execute(of.database.db)
  const { report } = await orders('2026-11-02')
  expect(report.notes.join()).not.toContain('exchanged')
})
