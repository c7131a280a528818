import { sql } from 'kysely'
import { openDatabase } from '../../src/server/db/open.ts'
import { rebuild } from '../../src/server/db/rollup.ts'
import { dealQuestions as warming } from '../../src/server/state/warm.ts'
import type { Db } from '../../src/server/db/database.ts'
import { get, quantile, serve, timed } from './asking.ts'
import { dealQuestions } from './deal-questions.ts'
import { printRows } from './table.ts'

/** 200,000 deals of three years with about 840,000 stage entries and 60,000 changes, of 500 representatives and 50,000 customers. */
const statements = [
  sql`insert into customers (external_id, name, segment, region)
    select 'c' || i, 'Customer ' || i, 'smb', 'Region ' || (i % 5 + 1) from generate_series(1, 50000) i`,
  sql`insert into sales_reps (external_id, name, team, region, quota)
    select 'r' || i, 'Rep ' || i, 'Team ' || (i % 12 + 1), 'Region ' || (i % 5 + 1), 400000 from generate_series(1, 500) i`,
  sql`insert into pipeline (customer_id, external_id, name, rep_id, stage, amount, created_on, expected_close_on, closed_on)
    select i::bigint * 37 % 50000 + 1, 'd' || i, 'Deal ' || i, i * 7 % 500 + 1,
      case when closed is not null then case when i % 5 < 2 then 'closed-won' else 'closed-lost' end
        else (array['lead', 'qualified', 'proposal', 'negotiation'])[least(4, 2 + i % 4)] end,
      2000 + i::bigint * 7919 % 300 * 1000, created, created + 60 + i % 90, closed
    from generate_series(1, 200000) i, lateral (select date '2026-11-22' - (i * 1096::bigint / 200000)::integer as created) c,
      lateral (select case when created + 20 + i % 140 <= date '2026-11-22' and i % 14 > 0 then created + 20 + i % 140 end as closed) e`,
  sql`insert into pipeline_events (customer_id, deal_id, stage, entered_at)
    select d.customer_id, d.id, (array['lead', 'qualified', 'proposal', 'negotiation'])[k],
      d.created_on::timestamptz + make_interval(hours => 9) + make_interval(days => ((k - 1) * (d.id % 35))::integer)
    from (select *, substr(external_id, 2)::integer as i from pipeline) d, generate_series(1, 4) k where k <= least(4, 2 + d.i % 4)
      and d.created_on + ((k - 1) * (d.id % 35))::integer <= coalesce(d.closed_on, date '2026-11-22')`,
  sql`insert into pipeline_events (customer_id, deal_id, stage, entered_at)
    select customer_id, id, stage, closed_on::timestamptz + interval '16 hours' from pipeline where closed_on is not null`,
  sql`insert into pipeline_changes (customer_id, deal_id, changed_at, seen, amount_before, amount_after, expected_before, expected_after)
    select customer_id, id, created_on::timestamptz + interval '15 days', true, amount * 0.8, amount, expected_close_on - 20, expected_close_on from pipeline
    where id % 10 < 3 and created_on + 15 < coalesce(closed_on, date '2026-11-22')`,
]

export const makeDeals = async (db: Db) => {
  for (const statement of statements) await statement.execute(db)
}

/** Milliseconds over HTTP: the first answer after the server has warmed up, then p50 and p95; as plain SQL on the same engine, p50. */
export type MeasuredDeals = { name: string; first: number; p50: number; p95: number; plain: number }

export const measureDeals = async (
  dir: string,
  repeats: number,
  say: (words: string) => void,
): Promise<MeasuredDeals[]> => {
  const database = await openDatabase({ dir })
  say('embedded: making 200,000 deals')
  await makeDeals(database.bulk)
  await rebuild(database)
  const { rows } = await sql<{ deals: number; events: number; changes: number }>`
    select (select count(*) from pipeline) as deals, (select count(*) from pipeline_events) as events, (select count(*) from pipeline_changes) as changes
  `.execute(database.db)
  say(`  ${JSON.stringify(rows[0])}`)
  await database.close()
  const server = await serve({ BENCH_DIR: dir })
  const warm = await timed(async () => {
    for (const address of warming) await get(server.base + address)
  })
  say(`embedded: deals in memory after ${(warm / 1000).toFixed(1)} s`)
  const first: number[] = []
  for (const { address } of dealQuestions) first.push(await timed(() => get(server.base + address)))
  for (let round = 0; round < 5; round++) for (const { address } of dealQuestions) await get(server.base + address)
  await server.tell({ do: 'figures' })
  const measured: MeasuredDeals[] = []
  for (const [i, { name, address, plain }] of dealQuestions.entries()) {
    const times: number[] = []
    for (let round = 0; round < repeats; round++) times.push(await timed(() => get(server.base + address)))
    const inSql: number[] = []
    for (let round = 0; round < 3; round++)
      inSql.push((await server.tell({ do: 'sql', statements: plain })).ms ?? Number.NaN)
    measured.push({
      name,
      first: first[i] ?? Number.NaN,
      p50: quantile(times, 0.5),
      p95: quantile(times, 0.95),
      plain: quantile(inSql, 0.5),
    })
    say(`  ${i + 1} of ${dealQuestions.length}: ${name}`)
  }
  const { longestStall, megabytes } = await server.tell({ do: 'figures' })
  say(
    `embedded, deals: longest stall of the event loop ${longestStall?.toFixed(0)} ms, memory ${megabytes?.toFixed(0)} MB`,
  )
  await server.stop()
  return measured
}

export const printDeals = (measured: MeasuredDeals[]) => {
  process.stdout.write('\n')
  printRows([
    ['200,000 deals', '', 'first ms', 'p50 ms', 'p95 ms', 'plain SQL ms', 'plain ÷ p50'],
    ...measured.map(({ name, first, p50, p95, plain }) => [
      name,
      '',
      first.toFixed(0),
      p50.toFixed(1),
      p95.toFixed(1),
      plain.toFixed(0),
      `${(plain / p50).toFixed(0)}×`,
    ]),
  ])
  const most = (values: number[]) => Math.max(...values).toFixed(1)
  const least = Math.min(...measured.map(({ plain, p50 }) => plain / p50)).toFixed(0)
  process.stdout.write(
    `\ndeals: p95 must be ≤ 25 ms, worst ${most(measured.map(({ p95 }) => p95))}; first ≤ 150 ms, worst ${most(measured.map(({ first }) => first))}; plain SQL ÷ p50 ≥ 20, worst ${least}\n`,
  )
}
