import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { testDatabase } from '../../../../tests/setup/database.ts'
import { store } from '../../../../tests/setup/rows.ts'
import { removeDemo } from '../../ingest/store/undo.ts'
import { rebuild } from '../rollup.ts'
import { write } from '../write.ts'
import { keepDemoCurrent, loadDemo } from './load.ts'
import type { Database } from '../database.ts'

/** A Sunday and a Monday, before and after the working day. */
const morning = new Date('2026-11-22T10:30:00Z')
const evening = new Date('2026-11-22T20:00:00Z')
const nextDay = new Date('2026-11-23T18:00:00Z')

const facts = ['products', 'sales_reps', 'customers', 'transactions', 'pipeline', 'pipeline_events'] as const
const caches = ['daily_metrics', 'daily_customers', 'segment_customers', 'customer_history', 'kept_grains'] as const

type Row = Record<string, unknown>
const rowsOf = async (database: Database, table: string) =>
  (await sql<Row>`select * from ${sql.table(table)}`.execute(database.bulk)).rows
const sorted = (rows: Row[]) => rows.map(row => JSON.stringify(row)).sort()
const hashOf = async (database: Database, tables: readonly string[]) => {
  const hash = createHash('sha256')
  for (const table of tables) hash.update(sorted(await rowsOf(database, table)).join('\n'))
  return hash.digest('hex')
}
const one = async <T>(database: Database, query: ReturnType<typeof sql<T>>) =>
  (await query.execute(database.bulk)).rows[0]

/** A demo of twelve weeks: made as the whole one is, in a fraction of its time. */
const start = '2026-08-31'
const young = async () => {
  const database = await testDatabase()
  await sql`update settings set demo_start = ${start}`.execute(database.bulk)
  return database
}

describe('loading', () => {
  const steps: string[] = []
  let database: Database
  let lines: number
  beforeAll(async () => {
    database = await young()
    lines = await loadDemo(database, morning, ({ task, done, total }) => steps.push(`${task} ${done}/${total}`))
  })
  afterAll(() => database.close())

  test('brings all rows, none of them after now, with progress to the end of the rollup', async () => {
    const counts = await one(
      database,
      sql<Record<string, number>>`
        select (select count(*) from transactions) as lines, (select count(*) from transactions where ordered_at > ${morning.toISOString()}) as later,
          (select count(*) from pipeline_events where entered_at > ${morning.toISOString()}) as "laterEvents",
          (select count(*) from pipeline where created_on > '2026-11-22' or closed_on > '2026-11-22') as "laterDeals",
          (select count(*) from transactions where import_id is distinct from 0) as others,
          (select count(*) from sales_reps where quota is null or hire_date is null) as "withoutQuota"`,
    )
    expect(counts).toEqual({ lines, later: 0, laterEvents: 0, laterDeals: 0, others: 0, withoutQuota: 0 })
    expect(lines).toBeGreaterThan(2000)
    expect(steps).toContain(`Demo data ${lines}/${lines}`)
    expect(steps.some(step => step.startsWith('Summing up days'))).toBe(true)
    expect(steps.at(-1)).toMatch(/^Customer histories (\d+)\/\1$/)
    expect(await one(database, sql`select demo_start as start, demo_until as until from settings`)).toEqual({
      start,
      until: morning.toISOString(),
    })
  })

  test('another database has the same bytes', async () => {
    const twin = await young()
    await loadDemo(twin, morning)
    for (const table of [...facts, ...caches])
      expect([table, await hashOf(twin, [table])]).toEqual([table, await hashOf(database, [table])])
    await twin.close()
  })

  test('a deal stands in the stage it last entered, and closed means a closing event', async () => {
    const { rows } = await sql`
      with last as (
        select d.id, d.stage, d.closed_on, (array_agg(e.stage order by e.entered_at desc))[1] as entered, max(e.entered_at)::date as on_day,
          bool_or(s.kind <> 'open') as closing
        from pipeline d join pipeline_events e on e.customer_id = d.customer_id and e.deal_id = d.id join stages s on s.name = e.stage
        group by d.id, d.stage, d.closed_on
      )
      select * from last where stage <> entered or closing <> (closed_on is not null) or closed_on <> on_day
    `.execute(database.bulk)
    expect(rows).toEqual([])
    expect(
      await one(
        database,
        sql`select count(*) as n from pipeline where (customer_id, id) not in (select customer_id, deal_id from pipeline_events)`,
      ),
    ).toEqual({ n: 0 })
  })

  test('twice changes nothing, and the caches are what a rebuild makes', async () => {
    const before = await hashOf(database, [...facts, 'settings', 'data_version'])
    expect(await loadDemo(database, morning)).toBe(0)
    expect(await hashOf(database, [...facts, 'settings', 'data_version'])).toBe(before)
    const cached = await hashOf(database, caches)
    await rebuild(database)
    expect(await hashOf(database, caches)).toBe(cached)
  })

  test('goes on with time: the past stays as it was, and it comes to what a demo made later is', async () => {
    const before = new Map<string, string[]>()
    for (const table of facts) before.set(table, sorted(await rowsOf(database, table)))
    expect(await loadDemo(database, evening)).toBeGreaterThan(0)
    expect(await loadDemo(database, nextDay)).toBeGreaterThan(20)
    for (const [table, rows] of before) {
      const after = new Set(sorted(await rowsOf(database, table)))
      const gone = rows.filter(row => !after.has(row)).map(row => JSON.parse(row) as Row)
      // only open deals move on
      expect([table, gone.filter(({ closed_on: closed }) => table !== 'pipeline' || closed !== null)]).toEqual([
        table,
        [],
      ])
    }

    // but for its ids, which are given in the order in which rows come
    const texts = async (of: Database) =>
      sorted(
        (
          await sql<Row>`
      select 'line' as kind, t.external_id, c.external_id as customer, p.external_id as product, r.external_id as rep, t.ordered_at::text as at, t.ordered_on::text as day,
        t.quantity::text, t.unit_price::text as price, t.discount::text, t.amount::text, t.region, t.channel, t.status
      from transactions t join customers c on c.id = t.customer_id join products p on p.id = t.product_id left join sales_reps r on r.id = t.rep_id
      union all
      select 'deal', d.external_id, c.external_id, d.name, r.external_id, d.created_on::text, d.closed_on::text, d.amount::text, d.expected_close_on::text, null, null, null, d.stage, null
      from pipeline d join customers c on c.id = d.customer_id left join sales_reps r on r.id = d.rep_id
      union all
      select 'event', d.external_id, null, null, null, e.entered_at::text, null, null, null, null, null, null, e.stage, null
      from pipeline_events e join pipeline d on d.customer_id = e.customer_id and d.id = e.deal_id
      union all
      select 'change', d.external_id, null, null, null, x.changed_at::text, x.expected_before::text, x.amount_before::text, x.expected_after::text, x.amount_after::text,
        null, null, null, null
      from pipeline_changes x join pipeline d on d.customer_id = x.customer_id and d.id = x.deal_id`.execute(of.bulk)
        ).rows,
      )
    const later = await young()
    await loadDemo(later, nextDay)
    expect(await texts(later)).toEqual(await texts(database))
    await later.close()
  })

  test('a demo that was removed while it was being continued stays removed', async () => {
    const continued = loadDemo(database, new Date('2026-11-24T18:00:00Z'))
    await write(database, removeDemo)
    expect(await continued).toBe(0)
    expect(
      await one(
        database,
        sql`select (select count(*) from transactions) as lines, demo_seed as seed, demo_start as start from settings`,
      ),
    ).toEqual({ lines: 0, seed: null, start })
  })
})

describe('at the start of the server', () => {
  let database: Database
  afterEach(async () => {
    vi.useRealTimers()
    await database.close()
  })
  const progress = () => {}
  const count = async () => (await one(database, sql<{ n: number }>`select count(*) as n from transactions`))?.n

  test('an empty database stays empty where no demo is wanted, and a company is never mixed with it', async () => {
    database = await testDatabase()
    const failed = vi.fn<(error: unknown) => void>()
    await (await keepDemoCurrent(database, { wanted: 'never', progress, failed })).stop()
    expect(await count()).toBe(0)
    await store(database, {
      products: { Lamp: { category: 'Light', cost: 1 } },
      customers: { Ada: { segment: 'smb', region: null } },
      lines: [{ order: 'a', at: '2026-11-01T09:00:00Z', customer: 'Ada', product: 'Lamp', amount: 1 }],
    })
    await (await keepDemoCurrent(database, { wanted: 'when empty', progress, failed })).stop()
    expect(await count()).toBe(1)
    await expect(keepDemoCurrent(database, { wanted: 'always', progress, failed })).rejects.toThrow(
      '--demo: there is real data here; the demo data is never mixed with it. Give another DATA_DIR.',
    )
    expect(failed).not.toHaveBeenCalled()
  })

  test('a demo that was removed stays away, and comes back when it is asked for', async () => {
    database = await young()
    const failed = vi.fn<(error: unknown) => void>()
    const lines = await loadDemo(database, morning)
    await write(database, removeDemo)
    const begin = async (wanted: 'when empty' | 'always') =>
      (await keepDemoCurrent(database, { wanted, progress, now: () => morning, failed })).stop()
    await begin('when empty')
    expect(await count()).toBe(0)
    await begin('always')
    expect(await count()).toBe(lines)
    expect(await one(database, sql`select count(*) as n from sales_reps where quota is null`)).toEqual({ n: 0 })
  }, 180_000)

  test('loads it, keeps it current, waits for its writing when stopped, and says why it could not go on', async () => {
    database = await young()
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    let clock = morning
    const failed = vi.fn<(error: unknown) => void>()
    // by itself it comes to who has never had one: the browser tests begin with that
    const demo = await keepDemoCurrent(database, { wanted: 'always', progress, now: () => clock, failed })
    const loaded = (await count()) ?? 0
    expect(loaded).toBeGreaterThan(2000)
    clock = nextDay
    vi.advanceTimersByTime(10 * 60_000)
    await demo.stop()
    expect(await count()).toBeGreaterThan(loaded)
    expect(failed).not.toHaveBeenCalled()

    const again = await keepDemoCurrent(database, { wanted: 'when empty', progress, now: () => clock, failed })
    await sql`alter table transactions rename to hidden`.execute(database.bulk)
    clock = new Date('2026-11-24T18:00:00Z')
    vi.advanceTimersByTime(10 * 60_000)
    await again.stop()
    expect(failed).toHaveBeenCalledTimes(1)
    await sql`alter table hidden rename to transactions`.execute(database.bulk)
  }, 180_000)
})
