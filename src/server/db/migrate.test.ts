import { sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import { expect, onTestFinished, test } from 'vitest'
import { testDatabase } from '../../../tests/setup/database.ts'
import { buildApp } from '../app.ts'
import { migrate } from './migrate.ts'
import * as facts from './migrations/001-facts.ts'

const ofTheFirstVersion = async () => {
  const database = await testDatabase()
  onTestFinished(() => database.close())
  await sql`drop schema public cascade`.execute(database.bulk)
  await sql`create schema public`.execute(database.bulk)
  const provider = { getMigrations: async () => ({ '001-facts': facts }) }
  const { error } = await new Migrator({ db: database.bulk, provider }).migrateToLatest()
  if (error) throw error
  return database
}

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
