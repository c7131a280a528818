import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Line, store, type Status } from '../../../tests/setup/rows.ts'
import { testDatabase } from '../../../tests/setup/database.ts'
import { seededRandom } from '#stats/math/random.ts'
import type { Context } from '../context.ts'
import { type Filters } from '../memory/filters.ts'
import { measure, type Measures } from '../queries/measures.ts'
import { rounded } from '../queries/period.ts'
import { bridge } from '../queries/revenue/bridge.ts'
import type { Span } from '../queries/spans.ts'
import { countCustomers } from '../queries/visitors.ts'
import { openSnapshots } from '../state/snapshot.ts'
import { rebuild } from './rollup.ts'
import { dimensions } from './rollup/grains.ts'
import { markLines, write } from './write.ts'
import type { Db, Database } from './database.ts'
import { addDays } from '../time/calendar.ts'

/** Every answer of the rollup against the rows themselves, added up here line by line. */
let database: Database
let ask: <T>(work: (ctx: Context) => Promise<T>) => Promise<T>
const timezone = 'America/New_York'
const random = seededRandom(11)
const below = (n: number) => Math.floor(random() * n)
const oneOf = <T>(values: readonly T[]): T => values[below(values.length)]!

const first = '2026-07-20'
const days = 110
const products = Object.fromEntries(
  Array.from({ length: 9 }, (_, i) => [`P${i}`, { category: `C${i % 3}`, cost: i === 4 ? null : 3 + i }]),
)
const customers = Object.fromEntries(
  Array.from({ length: 30 }, (_, i) => [`K${i}`, { segment: `S${i % 3}`, region: `R${i % 2}` }]),
)

let orders = 0
const someOrders = (count: number, on: () => string): Line[] =>
  Array.from({ length: count }, (): Line[] => {
    const number = below(31)
    const time = `${String(below(24)).padStart(2, '0')}:${String(below(60)).padStart(2, '0')}:${String(below(60)).padStart(2, '0')}`
    const order = {
      order: `O${(orders += 1)}`,
      at: `${on()}T${time}Z`,
      customer: number === 30 ? null : `K${number}`,
      region: `R${below(2)}`,
      channel: `H${below(2)}`,
    }
    return Array.from({ length: 1 + below(3) }, (): Line => {
      const status = oneOf<Status>([
        'completed',
        'completed',
        'completed',
        'completed',
        'pending',
        'cancelled',
        'refunded',
        'refunded',
      ])
      const sign = status === 'refunded' && below(3) > 0 ? -1 : 1
      return {
        ...order,
        product: `P${below(9)}`,
        status,
        quantity: sign * (1 + below(4)),
        amount: (sign * (1 + below(2_000_000))) / 10_000,
        cost: below(3) === 0 ? (sign * below(900_000)) / 10_000 : null,
      }
    })
  }).flat()

const someDay = () => addDays(first, below(days))

beforeAll(async () => {
  database = await testDatabase()
  // a full month, whose rows are kept by day and month at nearly all grains; one kept by month only at some; and thin
  // ones
  const lines = [
    ...someOrders(2700, () => addDays('2026-08-01', below(31))),
    ...someOrders(250, () => addDays('2026-09-01', below(30))),
    ...someOrders(60, someDay),
  ]
  await store(database, { products, customers, lines })
  // one memory for the whole file: what it keeps has to follow every change
  const snapshots = openSnapshots(database, () => new Date('2026-11-01T12:00:00Z'))
  ask = async work =>
    (await snapshots.read(ctx => work({ ...ctx, newestOn: null, workspace: { ...ctx.workspace, timezone } }))).result
})
afterAll(() => database.close())

type Stored = {
  id: number
  order: string
  on: string
  time: string
  status: Status
  amount: number
  quantity: number
  customer: number
  product: number
  cost: number | null
  unitCost: number | null
  category: string
  region: string
  channel: string
  segment: string
}

const storedLines = async (): Promise<Stored[]> => {
  const { rows } = await sql<Stored>`
    select t.id, t.order_id as "order", t.ordered_on as "on", to_char(t.ordered_at at time zone ${timezone}, 'HH24:MI') as time, t.status, t.amount, t.quantity,
      t.customer_id as customer, t.product_id as product, t.cost, p.cost as "unitCost", p.category, t.region, t.channel, c.segment
    from transactions t join products p on p.id = t.product_id join customers c on c.id = t.customer_id
  `.execute(database.db)
  return rows
}

const inSpan =
  ({ start, end, cutAt }: Span) =>
  ({ on, time }: Stored) =>
    on >= start && on <= end && (cutAt === null || on < end || time <= cutAt)
const inFilters = (filters: Filters) => (line: Stored) =>
  dimensions.every(key => filters[key] === undefined || filters[key].includes(line[key]))
const isSold = ({ status }: Stored) => status === 'completed'
const isCounted = ({ status, amount }: Stored) => status === 'completed' || (status === 'refunded' && amount <= 0)

/** What a line cost, in ten-thousandths: its own, else that of its units. */
const costOf = ({ cost, unitCost, quantity }: Stored) =>
  cost === null ? unitCost && Math.round(quantity * unitCost * 10_000) : Math.round(cost * 10_000)

const addedUp = (lines: Stored[]): Measures => {
  const counted = lines.filter(isCounted)
  const known = counted.filter(line => costOf(line) !== null)
  const pips = (of: Stored[]) => of.reduce((total, { amount }) => total + Math.round(amount * 10_000), 0)
  const shown = (sum: number) => (Math.sign(sum) * Math.round(Math.abs(sum) / 100)) / 100 || 0
  const rows = (wanted: (line: Stored) => boolean) => lines.filter(wanted).length
  return {
    revenue: shown(pips(counted)),
    pips: pips(counted),
    refunds: shown(-pips(counted.filter(line => !isSold(line)))),
    units: counted.reduce((total, { quantity }) => total + quantity, 0),
    orders: new Set(lines.filter(isSold).map(({ order }) => order)).size,
    margin: shown(known.reduce((total, line) => total - costOf(line)!, pips(known))),
    covered: shown(pips(known)),
    lines: counted.length,
    costed: known.length,
    pending: rows(({ status }) => status === 'pending'),
    cancelled: rows(({ status }) => status === 'cancelled'),
    undatedRefunds: rows(line => line.status === 'refunded' && !isCounted(line)),
    noCustomer: counted.filter(({ customer }) => customer === 0).length,
  }
}

const someSpan = (window: number): Span => {
  const start = someDay()
  const end = below(4) === 0 ? start : addDays(start, below(days))
  return {
    window,
    bucket: below(3),
    start,
    end,
    cutAt: below(3) === 0 ? `${String(below(24)).padStart(2, '0')}:30` : null,
  }
}

const someFilters = (): Filters => {
  const filters: Filters = {}
  const values = {
    category: ['C0', 'C1', 'C2'],
    region: ['R0', 'R1', 'R9'],
    channel: ['H0', 'H1'],
    segment: ['S0', 'S1', 'S2', 'Unknown'],
  }
  for (const key of dimensions) if (below(5) < 2) filters[key] = values[key].filter((_, i) => i === 0 || below(2) === 0)
  return filters
}

const inOrder = (a: object, b: object) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)

const compareAll = async (rounds: number) => {
  const all = await storedLines()
  for (let round = 0; round < rounds; round += 1) {
    const [spans, filters] = [[0, 1, 2].map(someSpan), someFilters()]
    const by = oneOf([undefined, undefined, ...dimensions, 'product'] as const)
    const lines = all.filter(inFilters(filters))
    const expected = spans.flatMap(span => {
      const groups = Map.groupBy(lines.filter(inSpan(span)), line => (by === undefined ? null : line[by]))
      return [...groups].map(([key, members]) => ({
        window: span.window,
        bucket: span.bucket,
        key,
        ...addedUp(members),
      }))
    })
    const found = (await ask(ctx => measure<string | number | null>(ctx, spans, filters, by))).map(
      ({ window, bucket, key, ...measures }) => ({ window, bucket, key, ...measures }),
    )
    expect({ spans, filters, by, rows: found.sort(inOrder) }).toEqual({
      spans,
      filters,
      by,
      rows: expected.sort(inOrder),
    })

    const dimension = by === 'product' || by === 'segment' ? undefined : by
    const buyers = spans.flatMap(span => {
      const sold = lines.filter(inSpan(span)).filter(line => isSold(line) && line.customer !== 0)
      const groups = Map.groupBy(sold, line => (dimension === undefined ? null : line[dimension]))
      return [...groups].map(([key, members]) => ({
        window: span.window,
        bucket: span.bucket,
        key,
        customers: new Set(members.map(({ customer }) => customer)).size,
      }))
    })
    const counted = await ask(ctx => countCustomers<string | null>(ctx, spans, filters, dimension))
    expect({ spans, filters, dimension, rows: counted.sort(inOrder) }).toEqual({
      spans,
      filters,
      dimension,
      rows: buyers.sort(inOrder),
    })
  }
}

/** How customers led from one window to the next, told line by line. */
const bridgeOf = (lines: Stored[], now: Span, then: Span) => {
  const amount = (of: Stored[]) => of.filter(isCounted).reduce((sum, line) => sum + Math.round(line.amount * 10_000), 0)
  const sums = { new: 0, back: 0, both: 0, lost: 0, refunds: 0 }
  for (const [customer, own] of Map.groupBy(lines, line => line.customer)) {
    if (customer === 0) continue
    const [sold, current, earlier] = [own.filter(isSold), own.filter(inSpan(now)), own.filter(inSpan(then))]
    const [bought, boughtThen] = [current.some(isSold), earlier.some(isSold)]
    const kind = bought
      ? boughtThen
        ? 'both'
        : sold.some(({ on }) => on < now.start)
          ? 'back'
          : 'new'
      : boughtThen
        ? 'lost'
        : 'refunds'
    sums[kind] += amount(current) - amount(earlier)
  }
  const [from, to] = [then, now].map(span => rounded(amount(lines.filter(inSpan(span))) / 10_000, 2)) as [
    number,
    number,
  ]
  return { from, to, steps: Object.values(sums).map(step => step / 10_000) }
}

const compareBridges = async (rounds: number) => {
  const all = await storedLines()
  for (let round = 0; round < rounds; round += 1) {
    const [start, filters] = [addDays(first, below(days - 6)), someFilters()]
    const length = below(40)
    const end = round % 4 === 0 ? '2026-11-01' : addDays(start, length)
    const [start_date, end_date] = [start < end ? start : end, end]
    const { data, meta } = await ask(ctx =>
      bridge(ctx, { start_date, end_date, compare: 'previous_period', by: 'customers', ...filters }),
    )
    const window = (of: { start: string; end: string; cutAt?: string | null }): Span => ({
      window: 0,
      bucket: 0,
      start: of.start,
      end: of.end,
      cutAt: of.cutAt ?? null,
    })
    const expected = bridgeOf(all.filter(inFilters(filters)), window(meta.range!), window(meta.comparison!))
    const labels = [
      'New customers',
      'Customers who came back',
      'Customers of both periods',
      'Customers who did not come back',
      'Refunds of earlier orders',
    ]
    const steps = labels.map(label => data.steps.find(step => step.label === label)?.amount ?? 0)
    // nothing is known of what lies before the first line
    if (!meta.comparison!.known)
      expect({ known: all.some(({ on }) => on <= meta.comparison!.end), ...data }).toEqual({
        known: false,
        from: null,
        to: expected.to,
        steps: [],
      })
    else {
      expect({ meta: meta.filters, from: data.from, to: data.to }).toEqual({
        meta: meta.filters,
        from: expected.from,
        to: expected.to,
      })
      // each step is cut to cents, and together they lead from one to the other
      for (const [i, step] of steps.entries()) expect(Math.abs(step - expected.steps[i]!)).toBeLessThan(0.01)
      expect(
        rounded(
          data.steps.reduce((sum, { amount }) => sum + amount, 0),
          2,
        ),
      ).toBe(rounded(expected.to - expected.from, 2))
    }
  }
}

const caches = async () => {
  const read = async (table: string, columns: string) =>
    (await sql<object>`select ${sql.raw(columns)} from ${sql.table(table)}`.execute(database.db)).rows
      .map(row => JSON.stringify(row))
      .sort()
  return {
    daily_metrics: await read('daily_metrics', '*'),
    kept_grains: await read('kept_grains', '*'),
    daily_customers: await read('daily_customers', '*'),
    segment_customers: await read('segment_customers', '*'),
    customer_history: await read('customer_history', '*'),
  }
}

test('rows by day, by month and lines are all in use here', async () => {
  const { rows } = await sql<{ period: string; months: number }>`
    select period, count(*) as months from kept_grains where grain in ('category+region', 'product', 'all', 'baskets') group by period order by period
  `.execute(database.db)
  expect(rows).toEqual([
    { period: 'day', months: expect.any(Number) },
    { period: 'month', months: expect.any(Number) },
  ])
  const thin = await sql<{ grain: string; period: string }>`
    select grain, period from kept_grains where month = '2026-07-01' and grain in ('total', 'product', 'all') order by grain, period
  `.execute(database.db)
  expect(thin.rows).toEqual([
    { grain: 'product', period: 'month' },
    { grain: 'total', period: 'day' },
    { grain: 'total', period: 'month' },
  ])
  const together = await sql<{ month: string; period: string }>`
    select month, period from kept_grains where grain = 'customers+category+region+channel' order by month, period
  `.execute(database.db)
  expect(together.rows.filter(({ month }) => month !== '2026-09-01')).toEqual([
    { month: '2026-08-01', period: 'day' },
    { month: '2026-08-01', period: 'month' },
  ])
})

const often = process.env.PROOF ? 10 : 1

test('every measure, range, grouping and filter is that of the rows', { timeout: 600_000 }, () =>
  compareAll(45 * often),
)

test('every bridge by customers is that of the rows', { timeout: 600_000 }, () => compareBridges(25 * often))

const someOrdersOf = async (db: Db, salt: number) => {
  const { rows } = await sql<{ order: string }>`
    select order_id as "order" from transactions group by order_id order by md5(order_id || ${salt}::text) limit 2
  `.execute(db)
  return rows.map(({ order }) => order)
}

test('kept up to date over changes, it is the same as made anew', { timeout: 600_000 }, async () => {
  for (let round = 0; round < 9; round += 1) {
    if (round % 3 === 0) await store(database, { lines: someOrders(round === 3 ? 60 : 2, someDay) })
    if (round % 3 === 1) {
      await write(database, async tx => {
        // an order has one day: all its lines move
        const numbers = await someOrdersOf(tx, round)
        await markLines(tx, sql`t.order_id = any(${numbers}::text[])`)
        await sql`
          update transactions set amount = amount + 1, status = 'completed', ordered_on = ordered_on + 1, ordered_at = timezone('UTC', timezone('UTC', ordered_at) + interval '1 day')
          where order_id = any(${numbers}::text[])
        `.execute(tx)
        await markLines(tx, sql`t.order_id = any(${numbers}::text[])`)
      })
    }
    if (round % 3 === 2) {
      await write(database, async tx => {
        const numbers = await someOrdersOf(tx, round)
        await markLines(tx, sql`t.order_id = any(${numbers}::text[])`)
        await sql`delete from transactions where order_id = any(${numbers}::text[])`.execute(tx)
      })
    }
    await compareAll(2)
  }
  // what lines refer to changes too: a product's category and cost, a customer's segment
  await write(database, async tx => {
    await sql`update products set category = 'C1', cost = 2 where name = 'P0'`.execute(tx)
    await sql`update customers set segment = 'S1' where name = 'K3'`.execute(tx)
    await markLines(
      tx,
      sql`t.product_id = (select id from products where name = 'P0') or t.customer_id = (select id from customers where name = 'K3')`,
    )
  })
  await compareAll(20)
  const kept = await caches()
  await rebuild(database)
  expect(await caches()).toEqual(kept)
})

test('customers without an order, and those whose orders are gone, are in no cache', async () => {
  const asMadeAnew = async () => {
    const kept = await caches()
    await rebuild(database)
    expect(kept).toEqual(await caches())
  }
  await store(database, {
    customers: { Idle: { segment: 'S0', region: 'R0' }, Brief: { segment: 'S1', region: 'R0' } },
    lines: [{ order: 'brief', at: '2026-08-05T10:00:00Z', product: 'P1', customer: 'Brief', amount: 5 }],
  })
  await asMadeAnew()
  await write(database, async tx => {
    await markLines(tx, sql`t.order_id = 'brief'`)
    await sql`delete from transactions where order_id = 'brief'`.execute(tx)
    await sql`delete from customers where name = 'Brief'`.execute(tx)
  })
  await asMadeAnew()
})

test('the last line of a month takes its rows with it', async () => {
  await store(database, {
    lines: [{ order: 'far', at: '2027-05-05T10:00:00Z', product: 'P1', customer: 'K1', amount: 5 }],
  })
  const rows = async () =>
    (
      await sql<{
        count: number
      }>`select count(*) as count from daily_metrics where day >= '2027-05-01' union all select count(*) from daily_customers where day >= '2027-05-01'`.execute(
        database.db,
      )
    ).rows
  expect((await rows()).every(({ count }) => count > 0)).toBe(true)
  await write(database, async tx => {
    await markLines(tx, sql`t.order_id = 'far'`)
    await sql`delete from transactions where order_id = 'far'`.execute(tx)
  })
  expect(await rows()).toEqual([{ count: 0 }, { count: 0 }])
  const { rows: left } =
    await sql`select (select count(*) from dirty_days) as days, (select count(*) from dirty_customers) as customers`.execute(
      database.db,
    )
  expect(left).toEqual([{ days: 0, customers: 0 }])
})
