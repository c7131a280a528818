import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { postgresDatabase } from '../../../tests/setup/database.ts'
import { migrate } from './migrate.ts'
import { openDatabase } from './open.ts'

const open = async () => {
  const { url, drop } = await postgresDatabase()
  const database = await openDatabase({ url })
  onTestFinished(async () => {
    await database.close()
    await drop()
  })
  return { ...database, url }
}

test('questions have 30 seconds a statement, long work has no limit', async () => {
  const { db, bulk } = await open()
  const limit = sql<{ statement_timeout: string }>`show statement_timeout`
  expect([(await limit.execute(db)).rows, (await limit.execute(bulk)).rows]).toStrictEqual([
    [{ statement_timeout: '30s' }],
    [{ statement_timeout: '0' }],
  ])
})

test('a connection that breaks is replaced', async () => {
  const { db, bulk } = await open()
  await sql`select`.execute(db)
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`.execute(
    bulk,
  )
  await expect
    .poll(() =>
      sql`select 1 as one`.execute(db).then(
        ({ rows }) => rows,
        () => 'broken',
      ),
    )
    .toStrictEqual([{ one: 1 }])
})

test('a server that cannot be reached, or lacks the database, is named in a sentence without the password', async () => {
  await expect(openDatabase({ url: 'postgres://me:secret@127.0.0.1:1/shop' })).rejects.toThrow(
    /^PostgreSQL at 127\.0\.0\.1:1\/shop \(DATABASE_URL\) could not be opened: nothing listens there\./,
  )
  const { url } = await open()
  await expect(openDatabase({ url: url.replace(/[^/]+$/, 'nowhere') })).rejects.toThrow(
    /\/nowhere .* there is no such database\./,
  )
})

test('several servers that start at once migrate once', async () => {
  const { db, url } = await open()
  await sql`drop schema public cascade`.execute(db)
  await sql`create schema public`.execute(db)
  const all = await Promise.all([1, 2, 3].map(() => openDatabase({ url })))
  await Promise.all(all.map(({ close }) => close()))
  expect((await sql`select version from data_version`.execute(db)).rows).toStrictEqual([{ version: 0 }])
})

test('on Citus each table is spread once: small ones to every machine, facts by customer', async () => {
  const { db } = await open()
  // stands in for the extension: the names, arguments and the view that Citus documents, writing down what is asked of
  // them
  for (const statement of [
    sql`create table citus_tables (table_name regclass, distribution_column text)`,
    sql`create function create_reference_table(table_name regclass) returns void begin atomic insert into citus_tables values ($1, '<none>'); end`,
    sql`create function create_distributed_table(table_name regclass, distribution_column text) returns void begin atomic insert into citus_tables values ($1, $2); end`,
  ])
    await statement.execute(db)
  await migrate(db, { citus: true })
  await migrate(db, { citus: true })
  const { rows } =
    await sql`select table_name::text as name, distribution_column as by from citus_tables order by table_name::text collate "C"`.execute(
      db,
    )
  expect(rows).toStrictEqual([
    { name: 'customers', by: '<none>' },
    { name: 'pipeline', by: 'customer_id' },
    { name: 'pipeline_changes', by: 'customer_id' },
    { name: 'pipeline_events', by: 'customer_id' },
    { name: 'products', by: '<none>' },
    { name: 'sales_reps', by: '<none>' },
    { name: 'stages', by: '<none>' },
    { name: 'transactions', by: 'customer_id' },
  ])
})
