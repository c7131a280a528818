import { sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { expect, onTestFinished, test } from 'vitest'
import { testDatabase } from '../../../tests/setup/database.ts'
import { buildApp } from '../app.ts'
import { undoImport } from '../ingest/store/undo.ts'
import type { Database } from './database.ts'
import { migrate } from './migrate.ts'
import { settingsOf } from './state.ts'
import { write } from './write.ts'
import * as facts from './migrations/001-facts.ts'
import * as leanerCaches from './migrations/002-leaner-caches.ts'
import * as changes from './migrations/003-changes.ts'
import * as modelResults from './migrations/004-model-results.ts'
import * as dealHistory from './migrations/005-deal-history.ts'
import * as forecasts from './migrations/006-forecasts.ts'

/** A database as it was after some of the migrations. */
const ofVersion = async (known: Record<string, Migration>) => {
  const database = await testDatabase()
  onTestFinished(() => database.close())
  await sql`drop schema public cascade`.execute(database.bulk)
  await sql`create schema public`.execute(database.bulk)
  const provider = { getMigrations: async () => known }
  const { error } = await new Migrator({ db: database.bulk, provider }).migrateToLatest()
  if (error) throw error
  return database
}

const ofTheFirstVersion = () => ofVersion({ '001-facts': facts })

test('a database of the first version keeps its rows, and its caches are made anew', async () => {
  const database = await ofTheFirstVersion()
  const { bulk } = database
  await sql`insert into products (id, external_id, name, category, cost) values (1, 'p', 'Lamp', 'Light', 4)`.execute(
    bulk,
  )
  await sql`insert into customers (id, external_id, name, segment) values (1, 'c', 'Ada', 'smb')`.execute(bulk)
  await sql`
    insert into transactions (customer_id, external_id, order_id, ordered_at, ordered_on, product_id, quantity, unit_price, amount, region, channel, status)
    select 1, i::text, i::text, '2026-11-10T10:00:00Z', '2026-11-10', 1, 1, 10.5, 10.5, 'North', 'Shop', 'completed' from generate_series(1, 3) i
  `.execute(bulk)
  // what the first version kept, in its own units
  await sql`
    insert into daily_metrics (grain, period, day, revenue, refunds, units, orders, margin, covered, lines, pending, cancelled, undated_refunds, no_customer)
    values ('total', 'day', '2026-11-10', 31.5, 0, 3, 3, 19.5, 31.5, 3, 0, 0, 0, 0)
  `.execute(bulk)
  await sql`insert into kept_grains (month, grain, period) values ('2026-11-01', 'total', 'day'), ('2026-11-01', 'total', 'month')`.execute(
    bulk,
  )
  await sql`update data_version set version = 7, newest_on = '2026-11-10'`.execute(bulk)

  await migrate(bulk)
  expect((await settingsOf(bulk)).compareMatch).toBe('date')
  const app = await buildApp({ database, now: () => new Date('2026-11-22T12:00:00Z') })
  onTestFinished(() => app.close())
  const { data } = (await app.inject('/api/dashboard/kpis')).json()
  expect(data.totalRevenue.value).toBe(31.5)
  expect(data.totalCustomers.value).toBe(1)
  const bridge = (
    await app.inject('/api/revenue/bridge?category=Light&start_date=2026-11-11&end_date=2026-11-20')
  ).json()
  expect(bridge.data).toMatchObject({
    from: 31.5,
    to: 0,
    steps: [{}, {}, {}, { label: 'Customers who did not come back', amount: -31.5 }],
  })
})

test('data of a newer version is left alone, in a sentence', async () => {
  const database = await testDatabase()
  onTestFinished(() => database.close())
  await sql`insert into kysely_migration (name, timestamp) values ('999-later', '2030-01-01T00:00:00Z')`.execute(
    database.bulk,
  )
  await expect(migrate(database.bulk)).rejects.toThrow(
    /^This data was last opened by a newer version of Analytics Dashboard \(its tables are at step 999-later\)\. Nothing was changed/,
  )
})

const beforeExactMoney = {
  '001-facts': facts,
  '002-leaner-caches': leanerCaches,
  '003-changes': changes,
  '004-model-results': modelResults,
  '005-deal-history': dealHistory,
  '006-forecasts': forecasts,
}

/** A year of lines, deals and a plan, written as a version without line costs wrote them. */
const fill = async ({ bulk }: Database) => {
  await sql`insert into products (id, external_id, name, category, unit_price, cost) values
    (1, 'p', 'Lamp', 'Light', 10.5, 4.25), (2, 'q', 'Stool', 'Chairs', 99.99, null)`.execute(bulk)
  await sql`insert into customers (id, external_id, name, segment, region) values (1, 'c', 'Ada', 'smb', 'North')`.execute(
    bulk,
  )
  await sql`insert into sales_reps (id, external_id, name, quota) values (1, 'r', 'Rae', 120000.5)`.execute(bulk)
  await sql`
    insert into transactions (customer_id, external_id, order_id, ordered_at, ordered_on, product_id, quantity, unit_price, discount, amount, region, channel, status, import_id)
    select i % 2, i::text, (i / 2)::text, '2025-11-20T10:00:00Z'::timestamptz + i * interval '1 day', '2025-11-20'::date + i, 1 + i % 2,
      case when i % 9 = 0 then -1 else 2 end, 10.5, 0.33, case when i % 9 = 0 then -1 else 1 end * (20.67 + i / 100.0),
      'North', 'Shop', case when i % 9 = 0 then 'refunded' else 'completed' end, 1
    from generate_series(1, 360) i
  `.execute(bulk)
  await sql`insert into pipeline (id, customer_id, external_id, name, rep_id, stage, amount, created_on, closed_on) values
    (1, 1, 'd', 'Big', 1, 'proposal', 12345.67, '2026-10-01', null), (2, 1, 'e', 'Won', 1, 'closed-won', 99.95, '2026-10-01', '2026-11-03')`.execute(
    bulk,
  )
  await sql`insert into forecast_targets (year, month, amount, set_at) values (2026, 0, 9000.75, '2026-01-05T10:00:00Z')`.execute(
    bulk,
  )
  await sql`update data_version set version = 3, newest_on = '2026-11-15'`.execute(bulk)
  await sql`insert into dirty_days select distinct ordered_on from transactions`.execute(bulk)
  await sql`insert into dirty_customers select distinct customer_id from transactions`.execute(bulk)
}

const answersOf = async (database: Database) => {
  const app = await buildApp({ database, now: () => new Date('2026-11-22T12:00:00Z') })
  onTestFinished(() => app.close())
  const paths = [
    'revenue/kpis?start_date=2026-01-01&end_date=2026-11-15',
    'revenue/products?start_date=2026-01-01&end_date=2026-11-15',
    'revenue/bridge?start_date=2026-11-01&end_date=2026-11-15',
    'customers/segments?start_date=2026-01-01&end_date=2026-11-15',
    'customers/lifetime-value?start_date=2026-01-01&end_date=2026-11-15',
    'operations/pipeline?start_date=2026-11-01&end_date=2026-11-15',
    'operations/sales-performance?start_date=2026-11-01&end_date=2026-11-15',
    'transactions?start_date=2026-11-01&end_date=2026-11-15',
  ]
  const found: unknown[] = []
  for (const path of paths) {
    const answer = (await app.inject(`/api/${path}`)).json()
    expect(answer).not.toHaveProperty('error')
    found.push(answer)
  }
  return found
}

test('money of an older version is what it was, with four decimals from then on', async () => {
  const old = await ofVersion(beforeExactMoney)
  await fill(old)
  // an import that replaced a line, as that version journalled it
  await sql`insert into imports (id, kind, file_name, file_hash, status, started_at, rows, report) values
    (7, 'orders', 'later.csv', '', 'done', '2026-11-16T10:00:00Z', '{}', '{}')`.execute(old.bulk)
  await sql`
    insert into import_changes (import_id, table_name, row_key, before)
    select 7, 'transactions', jsonb_build_object('customer_id', customer_id, 'id', id), to_jsonb(t) from transactions t where external_id = '300'
  `.execute(old.bulk)
  await sql`update transactions set amount = 1.01, import_id = 7 where external_id = '300'`.execute(old.bulk)

  await migrate(old.bulk)
  const { rows } = await sql`
    select amount::text, unit_price::text, cost from transactions where external_id = '1'
  `.execute(old.bulk)
  expect(rows).toEqual([{ amount: '20.6800', unit_price: '10.5000', cost: null }])
  await write(old, tx => undoImport(tx, 7))
  const now = await testDatabase()
  onTestFinished(() => now.close())
  await fill(now)
  const [before, after] = [await answersOf(old), await answersOf(now)]
  expect(before).toEqual(after)
  // 283 sales of 319 lines from 1 January on: 20.67 and a cent for each day since 20 November 2025
  expect(before[0]).toMatchObject({ data: { revenue: { value: 5600.88 }, grossMargin: { value: 1679.66 } } })
})

test('how moments of before were said is told where their hours say it, and asked where they do not', async () => {
  const database = await ofVersion({})
  const { bulk } = database
  await migrate(bulk, { step: '016-whole-reads' })
  await sql`update settings set timezone = 'America/Santiago'`.execute(bulk)
  await sql`insert into products (id, external_id, name, category) values (1, 'p', 'Lamp', 'Light')`.execute(bulk)
  await sql`
    insert into imports (id, kind, file_name, file_hash, status, started_at, rows, report)
    select id, kind, name, '', 'done', '2025-11-16T10:00:00Z', '{}', '{}' from (values
      (1, 'orders', 'days.csv'), (2, 'orders', 'times.csv'), (3, 'orders', 'later.csv'), (4, 'deals', 'deals.csv')) i (id, kind, name)
  `.execute(bulk)
  const line = (key: string, at: string, day: string, importId: number) =>
    sql`
      insert into transactions (customer_id, external_id, order_id, ordered_at, ordered_on, product_id, quantity, unit_price, amount, region, channel, status, import_id)
      values (0, ${key}, ${key}, ${at}, ${day}, 1, 1, 10, 10, 'North', 'Shop', 'completed', ${importId})
    `.execute(bulk)
  // on 7 September Santiago had no midnight
  await line('a', '2025-09-07T04:00:00Z', '2025-09-07', 1)
  await line('b', '2025-10-10T03:00:00Z', '2025-10-10', 3)
  await line('c', '2025-10-10T03:00:00Z', '2025-10-10', 2)
  await line('d', '2025-10-10T15:30:00Z', '2025-10-10', 2)
  await line('demo-1', '2025-10-10T15:30:00Z', '2025-10-10', 0)
  await line('demo-live-1', '2025-10-10T15:30:00Z', '2025-10-10', 0)
  await sql`
    insert into import_changes (import_id, table_name, row_key, before)
    select 3, 'transactions', jsonb_build_object('customer_id', customer_id, 'id', id), to_jsonb(t) || '{"import_id": 1, "amount": 5}'
    from transactions t where external_id = 'b'
  `.execute(bulk)
  await sql`
    insert into pipeline_events (customer_id, deal_id, stage, entered_at, seen, import_id) values
      (0, 1, 'lead', '2025-10-10T15:30:00Z', false, 4), (0, 1, 'won', '2025-10-12T03:00:00Z', true, 4), (0, 2, 'lead', '2025-10-12T09:00:00Z', true, 4)
  `.execute(bulk)
  await migrate(bulk)
  const rows = async (query: string) => (await sql.raw<Record<string, unknown>>(query).execute(bulk)).rows
  expect(await rows('select order_id, ordered_wall as wall from transactions order by order_id')).toEqual([
    { order_id: 'a', wall: '2025-09-07 00:00:00' },
    { order_id: 'b', wall: '2025-10-10 00:00:00' },
    { order_id: 'c', wall: null },
    { order_id: 'd', wall: null },
    { order_id: 'demo-1', wall: '2025-10-10 12:30:00' },
    { order_id: 'demo-live-1', wall: null },
  ])
  expect(await rows("select before->>'ordered_wall' as wall from import_changes")).toEqual([
    { wall: '2025-10-10T00:00:00' },
  ])
  expect(await rows('select entered_wall as wall from pipeline_events order by entered_at')).toEqual([
    { wall: null },
    { wall: '2025-10-12 00:00:00' },
    { wall: null },
  ])
  expect(await rows('select id from imports where unsaid order by id')).toEqual([{ id: 2 }, { id: 4 }])
  expect(await rows('select key_zone from settings')).toEqual([{ key_zone: 'America/Santiago' }])
  const app = await buildApp({ database, now: () => new Date('2025-11-22T12:00:00Z') })
  onTestFinished(() => app.close())
  const set = (query: Record<string, string>) => app.inject({ method: 'PATCH', url: '/api/settings', query })
  expect((await set({ timezone: 'Asia/Tokyo' })).json().error.message).toContain(
    '2 orders and 1 deal of times.csv, deals.csv came before',
  )
  expect((await set({ timezone: 'Asia/Tokyo', unsaid_times: 'clocks' })).statusCode).toBe(200)
  expect(await rows('select ordered_on, count(*) as n from transactions group by 1 order by 1')).toEqual([
    { ordered_on: '2025-09-07', n: 1 },
    { ordered_on: '2025-10-10', n: 4 },
    // written by a program at an instant
    { ordered_on: '2025-10-11', n: 1 },
  ])
  await write(database, tx => undoImport(tx, 3))
  expect(await rows("select ordered_at, ordered_on, amount from transactions where order_id = 'b'")).toEqual([
    { ordered_at: '2025-10-09T15:00:00.000Z', ordered_on: '2025-10-10', amount: 5 },
  ])
})
