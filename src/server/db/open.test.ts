import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../../tests/setup/database.ts'
import type { Database } from './database.ts'

let database: Database
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

test('values come back as the same JavaScript values on every engine', async () => {
  const { rows } = await sql`
    select
      count(*) as count, 9007199254740991::int8 as big, 12.30::numeric(14, 2) as money, 2::int4 as small, 0.5::float8 as real,
      '2026-01-02'::date as day, '2026-01-02 03:04:05.678912+02'::timestamptz as instant, '2026-01-02 03:04:05Z'::timestamptz as whole_second,
      '2026-01-02 03:04:05'::timestamp as local, '1 day 02:00'::interval as span, null::date as nothing,
      array[1, 2]::int8[] as bigs, array[1.5, null]::numeric[] as moneys, array['2026-01-02']::date[] as days,
      array['2026-01-02 03:04:05+00']::timestamptz[] as instants, array['a', 'b,"c\\']::text[] as words, array[true, false] as flags,
      '{"a": [1, null]}'::jsonb as object, B'0101'::bit varying as bits, true as flag
  `.execute(database.db)
  expect(rows).toStrictEqual([
    {
      count: 1,
      big: 9007199254740991,
      money: 12.3,
      small: 2,
      real: 0.5,
      day: '2026-01-02',
      instant: '2026-01-02T01:04:05.678Z',
      whole_second: '2026-01-02T03:04:05.000Z',
      local: '2026-01-02 03:04:05',
      span: '1 day 02:00:00',
      nothing: null,
      bigs: [1, 2],
      moneys: [1.5, null],
      days: ['2026-01-02'],
      instants: ['2026-01-02T03:04:05.000Z'],
      words: ['a', 'b,"c\\'],
      flags: [true, false],
      object: { a: [1, null] },
      bits: '0101',
      flag: true,
    },
  ])
})

test('parameters arrive as the same values on every engine', async () => {
  const { rows } = await sql`
    select
      ${7}::int8 as big, ${1.25}::numeric as money, ${'2026-01-02'}::date as day, ${new Date('2026-01-02T03:04:05.678Z')}::timestamptz as instant,
      ${true}::boolean as flag, ${null}::text as nothing, ${{ a: ['ö', 1] }}::jsonb as object, ${'O\'Neil "x" \\'}::text as words,
      ${['a', null, 'b,c', 'd"e\\f', '', 'NULL']}::text[] as texts, ${[1.5, null, 2]}::numeric[] as moneys, ${[]}::int8[] as none,
      ${[
        [1, 2],
        [3, 4],
      ]}::int[] as grid, ${[true, false]}::boolean[] as flags
  `.execute(database.db)
  expect(rows).toStrictEqual([
    {
      big: 7,
      money: 1.25,
      day: '2026-01-02',
      instant: '2026-01-02T03:04:05.678Z',
      flag: true,
      nothing: null,
      object: { a: ['ö', 1] },
      words: 'O\'Neil "x" \\',
      texts: ['a', null, 'b,c', 'd"e\\f', '', 'NULL'],
      moneys: [1.5, null, 2],
      none: [],
      grid: [
        [1, 2],
        [3, 4],
      ],
      flags: [true, false],
    },
  ])
})

test('a statement says how many rows it changed, and a refusal carries its SQLSTATE', async () => {
  const moved = await sql`update stages set position = position where kind = 'open'`.execute(database.db)
  expect(moved.numAffectedRows).toBe(4n)
  await expect(sql`insert into settings default values`.execute(database.db)).rejects.toMatchObject({
    code: '23505',
    constraint: 'settings_pkey',
  })
})

test('transactions are all or nothing, and others wait outside them', async () => {
  const rows = async () =>
    (await sql<{ external_id: string }>`select external_id from sales_reps order by id`.execute(database.db)).rows.map(
      row => row.external_id,
    )
  const hire = (name: string, db = database.bulk) =>
    sql`insert into sales_reps (external_id, name) values (${name}, ${name})`.execute(db)
  await expect(
    database.bulk.transaction().execute(async tx => {
      await hire('lost', tx)
      throw new Error('changed my mind')
    }),
  ).rejects.toThrow('changed my mind')
  const first = database.bulk.transaction().execute(async tx => {
    await hire('one', tx)
    await hire('two', tx)
  })
  await Promise.all([first, hire('three')])
  expect((await rows()).toSorted()).toStrictEqual(['one', 'three', 'two'])
})

test('a transaction whose error was swallowed is not passed off as committed', async () => {
  const careless = database.bulk.transaction().execute(async tx => {
    await sql`insert into sales_reps (external_id, name) values ('careless', '')`.execute(tx)
    await sql`select 1 / 0`.execute(tx).catch(() => {})
  })
  await expect(careless).rejects.toThrow(/rolled back|aborted/)
  expect((await sql`select 1 from sales_reps where external_id = 'careless'`.execute(database.db)).rows).toHaveLength(0)
})

test('a read-only transaction sees one snapshot and cannot write', async () => {
  const count = async (db: Database['db']) =>
    (await sql<{ n: number }>`select count(*) as n from products`.execute(db)).rows[0]?.n
  const add = (db: Database['db']) =>
    sql`insert into products (external_id, name, category) values ('late', 'Late', 'c')`.execute(db)
  const snapshot = database.db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only')
  const seen = await snapshot.execute(async tx => {
    const before = await count(tx)
    const added = add(database.bulk) // the embedded engine's one connection comes to it only afterwards
    if (database.engine !== 'embedded') await added
    return { before, during: await count(tx), added }
  })
  await seen.added
  expect([seen.before, seen.during, await count(database.db)]).toStrictEqual([0, 0, 1])
  await expect(snapshot.execute(add)).rejects.toMatchObject({ code: '25006' })
})
