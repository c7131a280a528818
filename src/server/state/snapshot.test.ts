import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { store } from '../../../tests/setup/rows.ts'
import { openShop } from '../../../tests/setup/shop.ts'
import type { Context } from '../context.ts'
import { revenue } from '../queries/revenue.ts'
import { openSnapshots } from './snapshot.ts'
import { stateOf } from '../db/state.ts'
import { markLines, write } from '../db/write.ts'
import type { Database } from '../db/database.ts'

let database: Database
let snapshots: ReturnType<typeof openSnapshots>
beforeAll(async () => {
  database = await openShop()
})
beforeEach(() => {
  snapshots = openSnapshots(database, () => new Date('2026-11-22T10:30:00Z'))
})
afterAll(() => database.close())

const ask = async <T>(work: (ctx: Context) => Promise<T>) => (await snapshots.read(work)).result
const kpis = (ctx: Context) => revenue.kpis(ctx, { start_date: '2026-11-01', end_date: '2026-11-10', compare: 'none' })
const bridge = (ctx: Context) =>
  revenue.bridge(ctx, { start_date: '2026-11-01', end_date: '2026-11-10', compare: 'previous_period', by: 'customers' })
const sell = (order: string) =>
  store(database, { lines: [{ order, at: '2026-11-05T10:00:00Z', customer: 'Ada', product: 'Lamp', amount: 77 }] })
const versionIn = async (ctx: Context) =>
  (await ctx.read(sql<{ version: number }>`select version from data_version`))[0]?.version

test('who asks while rows are written goes on with what was before, and then finds the rows with their sums', async () => {
  const before = [await ask(kpis), await ask(bridge)]
  const [written, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const writing = write(database, async tx => {
    const ofNovember = sql`t.ordered_on between date '2026-11-01' and date '2026-11-10'`
    await sql`update transactions t set amount = amount + 1000 where ${ofNovember}`.execute(tx)
    await markLines(tx, ofNovember)
    written.resolve()
    await goOn.promise
  })
  await written.promise
  expect([await ask(kpis), await ask(bridge)]).toEqual(before)
  // a PostgreSQL has connections to spare: what nobody has asked before is answered, too
  const anew = openSnapshots(database, () => new Date('2026-11-22T10:30:00Z'))
  const unasked = database.engine === 'embedded' ? before[0] : (await anew.read(kpis)).result
  expect(unasked).toEqual(before[0])
  goOn.resolve()
  await writing
  expect((await stateOf(database.db, database)).dirty).toBe(false)
  const { rows } = await sql<{ revenue: number }>`
    select sum(amount)::float8 as revenue from transactions
    where ordered_on between '2026-11-01' and '2026-11-10' and (status = 'completed' or (status = 'refunded' and amount <= 0))
  `.execute(database.db)
  expect((await ask(kpis)).data.revenue.value).toBe(rows[0]!.revenue)
  expect(rows[0]!.revenue).toBeGreaterThan(1000)
})

test('a question during whose first steps the data moves on is asked again, and sees one state', async () => {
  await ask(kpis)
  let rounds = 0
  const seen = await ask(async ctx => {
    rounds += 1
    if (rounds === 1) await sell('meanwhile')
    const { data } = await kpis(ctx)
    return { version: ctx.version, stored: await versionIn(ctx), revenue: data.revenue.value }
  })
  expect(rounds).toBe(2)
  expect(seen.stored).toBe(seen.version)
  expect(seen.revenue).toBe((await ask(kpis)).data.revenue.value)
})

test('what stays the same while the data does is found once, and anew after a change', async () => {
  let found = 0
  const find = (ctx: Context) => ctx.once('something', async () => (found += 1))
  expect([await ask(find), await ask(find)]).toEqual([1, 1])
  await sell('later')
  expect(await ask(find)).toBe(2)
})

test('two questions that need rows at the same time do not wait for each other', async () => {
  const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => ask<unknown>(i % 2 ? kpis : bridge)))
  expect(new Set(answers.map(answer => JSON.stringify(answer))).size).toBe(2)
})

test('a bridge to a minute of today is right after customers came on other days within that minute', async () => {
  const today = (ctx: Context) =>
    revenue.bridge(ctx, {
      start_date: '2026-11-22',
      end_date: '2026-11-22',
      compare: 'previous_period',
      by: 'customers',
    })
  const line = (order: string, at: string, customer: string) => ({ order, at, customer, product: 'Lamp', amount: 10 })
  await store(database, { lines: [line('cut', '2026-11-21T09:00:00Z', 'Ben')] })
  await ask(today)
  const names = Array.from({ length: 40 }, (_, i) => `Newcomer ${i}`)
  await store(database, {
    customers: Object.fromEntries(names.map(name => [name, { segment: 'smb', region: 'North' }])),
    lines: names.map((name, i) => line(`new ${i}`, '2026-10-05T10:00:00Z', name)),
  })
  const anew = openSnapshots(database, () => new Date('2026-11-22T10:30:00Z'))
  expect(await ask(today)).toEqual((await anew.read(today)).result)
})

test('a question that fails leaves no transaction behind', async () => {
  await expect(ask(ctx => ctx.read(sql`select 1 / 0`))).rejects.toThrow('division by zero')
  expect(await ask(versionIn)).toBe(await ask(async ctx => ctx.version))
})
