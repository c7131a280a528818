import { sql } from 'kysely'
import type { Progress } from '../context.ts'
import { patchDays, replaceMonths } from './rollup/days.ts'
import { historyBlockOf } from './rollup/grains.ts'
import { openSummer, type Summer } from './rollup/summer.ts'
import { replaceCustomers } from './rollup/visits.ts'
import { type DataState, forgetState, keepTo, presentState } from './state.ts'
import type { Db, Database, Source } from './database.ts'

/** The data's state, with the rollup brought up to date first where marks say that it is not. */
export const fresh = async (database: Database, progress?: Progress): Promise<DataState> => {
  const state = await presentState(database)
  if (!state.dirty) return state
  await refresh(database, progress)
  return await presentState(database)
}

/** More changed days than this in one month: the month is made anew as a whole. */
const mostPatched = 5
const linesAtOnce = 100_000
const customersAtOnce = 4000
/** From so many changed customers on the planner is told. */
const manyCustomers = 1000

const lastOf = (month: string) =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).toISOString().slice(0, 10)

/**
 * From here on a transaction holds the lock of all refreshes: who waits finds the marks gone. Its new tables have no statistics, so the
 * planner is told to group by hash rather than by sorting everything once more for each grain.
 */
const lockRefreshes = (tx: Db) =>
  sql`select pg_advisory_xact_lock(5001, 1), set_config('work_mem', '128MB', true), set_config('enable_sort', 'off', true)`.execute(
    tx,
  )

/** One transaction that holds the lock of all refreshes. */
export const locked = <T>(database: Source, work: (tx: Db) => Promise<T>): Promise<T> =>
  database.bulk
    .transaction()
    .execute(async tx => {
      await lockRefreshes(tx)
      await keepTo(tx, database)
      return work(tx)
    })
    .finally(() => forgetState(database))

type Dirty = { month: string; days: number }

/** Neighbouring months in one go while they hold few lines: a statement has its own cost. */
const runsOf = async (db: Db, whole: string[]): Promise<string[][]> => {
  if (whole.length === 0) return []
  const { rows } = await sql<{ month: string; lines: number }>`
    select date_trunc('month', ordered_on::timestamp)::date as month, count(*) as lines from transactions
    where ordered_on between ${whole[0]!}::date and ${lastOf(whole.at(-1)!)}::date group by 1
  `.execute(db)
  const linesOf = new Map(rows.map(row => [row.month, row.lines]))
  const runs: string[][] = []
  let lines = 0
  for (const month of whole) {
    const more = linesOf.get(month) ?? 0
    const run = runs.at(-1)
    const follows = run && new Date(`${lastOf(run.at(-1)!)}T00:00:00Z`).getTime() + 86_400_000 === Date.parse(month)
    if (follows && lines + more <= linesAtOnce) run.push(month)
    else {
      runs.push([month])
      lines = 0
    }
    lines += more
  }
  return runs
}

/** Which days and blocks of customers were summed up again. */
type Changed = { days: string[]; blocks: number[] }

/** From here on other processes and memory know of what was summed up, by the version that the data has now. */
const stamp = async (tx: Db, { days, blocks }: Changed) => {
  if (days.length) {
    await sql`insert into changed_days (day, version) select day, version from unnest(${days}::date[]) as day, data_version
      on conflict (day) do update set version = excluded.version`.execute(tx)
    await sql`
      update data_version set newest_at = (select max(newest_at) from daily_metrics where grain = 'total' and period = 'day')
    `.execute(tx)
  }
  if (blocks.length)
    await sql`insert into changed_customers (block, version) select block, version from unnest(${blocks}::bigint[]) as block, data_version
      on conflict (block) do update set version = excluded.version`.execute(tx)
}

/** Works off all marks that `db` sees, in parts; each part runs as `apart` says. */
const workOff = async (
  db: Db,
  apart: (work: (tx: Db) => Promise<Changed>) => Promise<void>,
  progress: Progress | undefined,
) => {
  const summer = openSummer()
  try {
    const { rows: dirty } = await sql<Dirty>`
      select date_trunc('month', day::timestamp)::date as month, count(distinct day) as days from dirty_days group by 1 order by 1
    `.execute(db)
    const patched = dirty.filter(({ days }) => days <= mostPatched).map(({ month }) => [month])
    const runs = await runsOf(
      db,
      dirty.filter(({ days }) => days > mostPatched).map(({ month }) => month),
    )
    let done = 0
    for (const months of [...patched, ...runs]) {
      await apart(tx => refreshMonths(tx, summer, months))
      done += months.length
      progress?.({ task: 'Summing up days', done, total: dirty.length, words: `${done} of ${dirty.length} months` })
    }
    const { rows } = await sql<{
      id: number
    }>`select distinct customer_id as id from dirty_customers order by id`.execute(db)
    const ids = rows.map(({ id }) => id)
    for (let from = 0; from < ids.length; from += customersAtOnce) {
      await apart(tx => refreshCustomers(tx, summer, ids.slice(from, from + customersAtOnce)))
      done = Math.min(from + customersAtOnce, ids.length)
      progress?.({ task: 'Customer histories', done, total: ids.length, words: `${done} of ${ids.length} customers` })
    }
    if (runs.length > 0 || ids.length > manyCustomers) await describe(db, described.caches)
  } finally {
    await summer.close()
  }
}

/** What is marked after its commit: part by part, so that others have the database in between. */
export const refresh = (database: Source, progress?: Progress) =>
  workOff(database.bulk, work => locked(database, async tx => stamp(tx, await work(tx))), progress)

/**
 * What a transaction has marked, within it: whoever reads meanwhile goes on with what was before, and nobody finds the rows without their
 * sums. `name` gives the data its next version at the end, as others wait for that row.
 */
export const refreshWithin = async <T>(tx: Db, name: () => Promise<T>, progress?: Progress): Promise<T> => {
  const { rows } = await sql<{ isBehind: boolean }>`select is_behind as "isBehind" from behind`.execute(tx)
  if (!rows[0]?.isBehind) return name()
  await lockRefreshes(tx)
  const changed: Changed = { days: [], blocks: [] }
  await workOff(
    tx,
    async work => {
      const { days, blocks } = await work(tx)
      changed.days.push(...days)
      changed.blocks = [...new Set([...changed.blocks, ...blocks])]
    },
    progress,
  )
  const named = await name()
  await stamp(tx, changed)
  return named
}

// marks go first: what is marked after this is read again by the next refresh
const refreshMonths = async (tx: Db, summer: Summer, months: string[]): Promise<Changed> => {
  const [first, last] = [months[0]!, lastOf(months.at(-1)!)]
  const marks = await sql<{
    day: string
  }>`delete from dirty_days where day between ${first}::date and ${last}::date returning day`.execute(tx)
  const days = [...new Set(marks.rows.map(({ day }) => day))].sort()
  if (days.length) {
    const patched = days.length <= mostPatched && (await patchDays(tx, days, first, last))
    if (!patched) await replaceMonths(tx, summer, first, last)
  }
  return { days, blocks: [] }
}

const refreshCustomers = async (tx: Db, summer: Summer, ids: number[]): Promise<Changed> => {
  const marks = await sql<{
    id: number
  }>`delete from dirty_customers where customer_id = any(${ids}::bigint[]) returning customer_id as id`.execute(tx)
  const known = [...new Set(marks.rows.map(({ id }) => id))].filter(id => id !== 0)
  if (known.length) await replaceCustomers(tx, summer, known)
  return { days: [], blocks: [...new Set(known.map(historyBlockOf))] }
}

// what the planner has to know of tables that changed much, at once: autovacuum and upkeep.ts come later
const described = {
  caches: [
    'daily_metrics (grain, period, day, category, region, channel, segment)',
    'daily_customers (grain, period, day, category, region, channel)',
    'customer_history (grain, customer_id, category, region, channel)',
  ],
  facts: [
    'transactions (customer_id, external_id, order_id, ordered_on, product_id, region, channel, status)',
    'products (id, external_id, category)',
    'customers (id, external_id, segment, region)',
    'sales_reps',
    'pipeline',
    'pipeline_events',
    'pipeline_changes',
  ],
}

const describe = async (db: Db, tables: string[]) => {
  for (const columns of tables) await sql`analyze ${sql.raw(columns)}`.execute(db)
}

export const describeFacts = (db: Db) => describe(db, described.facts)

const caches = ['daily_metrics', 'kept_grains', 'daily_customers', 'segment_customers', 'customer_history']

/** Everything from scratch, with rows identical to those kept up to date. */
export const rebuild = async (database: Database, progress?: Progress) => {
  await describeFacts(database.bulk)
  await locked(database, async tx => {
    for (const table of caches) await sql`delete from ${sql.table(table)}`.execute(tx)
    await sql`insert into dirty_days (day) select distinct ordered_on from transactions`.execute(tx)
    await sql`insert into dirty_customers (customer_id) select distinct customer_id from transactions`.execute(tx)
    // other processes keep by version what they know of the caches
    await sql`update data_version set version = version + 1, deals_version = version + 1`.execute(tx)
  })
  // the room of the old rows is used again
  for (const table of caches) await sql`vacuum ${sql.table(table)}`.execute(database.bulk)
  await refresh(database, progress)
}
