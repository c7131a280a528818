import { setTimeout as sleep } from 'node:timers/promises'
import { type RawBuilder, sql } from 'kysely'
import type { Progress } from '../context.ts'
import { announce, listen } from './notify.ts'
import { fresh, refreshWithin } from './rollup.ts'
import { forgetState, refuseOther, setListening } from './state.ts'
import type { Db, Database } from './database.ts'

const listeners = new Set<(version: number) => void>()
const tell = (version: number) => {
  for (const listener of listeners) listener(version)
}

/** Calls back after each commit, of this process or one that it hears of, once its answers are up to date. Returns how to stop. */
export const onCommit = (listener: (version: number) => void) => {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

type Committed<T> = { result: T; version: number }

/** `end` ends the transaction by giving the data its next version. */
const commit = <T>(
  database: Database,
  change: (tx: Db) => Promise<T>,
  end: (tx: Db, name: () => Promise<number>) => Promise<number>,
): Promise<Committed<T>> =>
  database.bulk
    .transaction()
    .execute(async tx => {
      const before = await dealWrites(tx)
      const result = await change(tx)
      const name = async () => nameState(tx, database, (await dealWrites(tx)) !== before || database.engine === 'citus')
      const version = await end(tx, name)
      if (database.engine !== 'embedded') await announce(tx, version)
      return { result, version }
    })
    .finally(() => forgetState(database))

/**
 * The one way to change facts, dimensions or settings: a transaction that also bumps the data version. The change itself marks what it
 * touched (markLines); the rollup is brought up to date within the transaction.
 */
export const write = async <T>(database: Database, change: (tx: Db) => Promise<T>, progress?: Progress): Promise<T> => {
  const { result, version } = await commit(database, change, (tx, name) => refreshWithin(tx, name, progress))
  tell(version)
  return result
}

/** Milliseconds without a commit, and at most so many after the first, before the rollup follows: what comes in a row is summed up once. */
const quiet = 25
const longestQuiet = 250

type Following = { newest: number; at: number; done: Promise<void> }
const following = new WeakMap<Database, Following>()

const pauseOf = async (work: Following) => {
  const began = performance.now()
  for (;;) {
    const left = Math.min(work.at + quiet, began + longestQuiet) - performance.now()
    if (left <= 0) return
    await sleep(left)
  }
}

/** The rollup after commits that nobody waits for; of several that come meanwhile the newest is told. */
const follow = (database: Database, version: number) => {
  const under = following.get(database)
  if (under) {
    under.newest = Math.max(under.newest, version)
    under.at = performance.now()
    return
  }
  const work: Following = { newest: version, at: performance.now(), done: Promise.resolve() }
  following.set(database, work)
  const run = async () => {
    try {
      for (let told = 0; told < work.newest;) {
        await pauseOf(work)
        const next = work.newest
        await fresh(database)
        tell(next)
        told = next
      }
    } finally {
      following.delete(database)
    }
  }
  // what is marked stays marked: the next question brings it up to date, and meets the same trouble aloud
  work.done = run().catch(() => {})
}

/** Milliseconds. */
const carriedFor = 1000
const carriedUntil = new WeakMap<Database, number>()

/**
 * Batches came so quickly that one was committed between the summing up and a question: for a while each brings its own sums, as the question
 * would wait for ever.
 */
export const carrySums = (database: Database) => carriedUntil.set(database, performance.now() + carriedFor)

/** As `write`, but done with the commit, unless questions wait: what is made of the rows follows in the background. */
export const writeRows = async <T>(database: Database, change: (tx: Db) => Promise<T>): Promise<T> => {
  if (performance.now() < (carriedUntil.get(database) ?? 0)) return write(database, change)
  const { result, version } = await commit(database, change, (_, name) => name())
  follow(database, version)
  return result
}

/** Once nothing follows any more. */
export const settled = async (database: Database) => {
  await following.get(database)?.done
}

/** What other processes commit to the same PostgreSQL reaches those who wait for onCommit here. Returns how to stop. */
export const hearOthers = (database: Database, url: string, say: (words: string) => void) =>
  listen(url, {
    changed: () => forgetState(database),
    heard: async version => {
      const now = await fresh(database)
      tell(version ?? now.version)
    },
    listening: is => setListening(database, is),
    say,
  })

/**
 * How many rows this transaction has written to the deals and to what they name, as PostgreSQL counts them: no writer has to remember to
 * say so. A coordinator of Citus does not count what its machines write.
 */
const dealWrites = async (tx: Db): Promise<number> => {
  const { rows } = await sql<{ written: number }>`
    select sum(pg_stat_get_xact_tuples_inserted(t) + pg_stat_get_xact_tuples_updated(t) + pg_stat_get_xact_tuples_deleted(t))::bigint as written
    from unnest(array['pipeline', 'pipeline_events', 'pipeline_changes', 'stages', 'sales_reps', 'customers', 'products', 'settings']::regclass[]) as t
  `.execute(tx)
  return rows[0]!.written
}

/** The newest business day of orders and deals. */
export const newestDay = async (tx: Db): Promise<string | null> => {
  const orders = await sql<{ day: string | null }>`select max(ordered_on) as day from transactions`.execute(tx)
  const deals = await sql<{
    day: string | null
  }>`select max(greatest(created_on, closed_on)) as day from pipeline`.execute(tx)
  const days = [orders, deals].flatMap(({ rows }) => rows[0]?.day ?? [])
  return days.sort().at(-1) ?? null
}

const nameState = async (tx: Db, database: Database, dealsChanged: boolean): Promise<number> => {
  const newest = await newestDay(tx)
  const { rows } = await sql<{
    version: number
    schema: string
  }>`
    update data_version set version = version + 1, newest_on = ${newest}::date,
      deals_version = case when ${dealsChanged} then version + 1 else deals_version end
    returning version, current_schema() as schema
  `.execute(tx)
  if (!rows[0]) throw new Error('the data_version row is missing')
  refuseOther(rows[0].schema, database)
  return rows[0].version
}

/**
 * Marks the days and customers of the order lines that meet a condition on `t` (transactions) as out of date: before they are
 * changed or deleted, and after they are inserted or changed. Also for what they refer to: a product's category or cost
 * (`t.product_id = any(…)`), a customer's segment (`t.customer_id = any(…)`).
 */
export const markLines = async (tx: Db, condition: RawBuilder<unknown>) => {
  await sql`insert into dirty_days (day) select distinct t.ordered_on from transactions t where ${condition}`.execute(
    tx,
  )
  await sql`insert into dirty_customers (customer_id) select distinct t.customer_id from transactions t where ${condition}`.execute(
    tx,
  )
}
