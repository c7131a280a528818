import { type RawBuilder, sql } from 'kysely'
import type { Progress } from '../../context.ts'
import { ApiError } from '../../errors.ts'
import { historyBlockSize } from '../rollup/grains.ts'
import { fresh, locked, refresh } from '../rollup.ts'
import { askState, type DataState, forgetState, presentState } from '../state.ts'
import { newestDay } from '../write.ts'
import type { Db, Part, Source } from '../database.ts'
import { partStatements } from './tables.ts'

/** The state of what questions are asked of, brought up to date first where it lags behind. */
export const freshOf = (source: Source, progress?: Progress): Promise<DataState> =>
  'whole' in source ? freshPart(source, progress) : fresh(source, progress)

/** Who asks meanwhile waits for the same. */
const following = new WeakMap<Part, Promise<void>>()

const freshPart = async (part: Part, progress?: Progress): Promise<DataState> => {
  const { version } = await fresh(part.whole)
  const state = await presentState(part).catch(notThere)
  if (state?.version === version && !state.dirty) return state
  const work = following.get(part) ?? catchUp(part, progress).finally(() => following.delete(part))
  following.set(part, work)
  await work
  return askState(part)
}

/** Not made yet, or taken away by another process that found nobody who had the rule. */
const notThere = (error: unknown) => {
  if ((error as { code?: string }).code === '42P01') return undefined
  throw error
}

const catchUp = async (part: Part, progress?: Progress) => {
  await locked(part, tx => follow(tx, part)).catch((error: unknown) => {
    throw mayNot(error)
  })
  forgetState(part)
  await refresh(part, progress)
}

const mayNot = (error: unknown) =>
  (error as { code?: string }).code === '42501'
    ? new ApiError(
        503,
        'not_ready',
        'What you see of the data needs a schema of its own, which the database’s user may not create: grant it CREATE on the database (docs/operations.md).',
      )
    : error

/** Marks what has changed since the part was last looked at, as the whole's caches noted it, and who has rows in it now. */
const follow = async (tx: Db, { schema, rule }: Part) => {
  const { rows } = await sql<{ there: boolean }>`
    select to_regclass(${`${schema}.data_version`}) is not null as there
  `.execute(tx)
  if (!rows[0]!.there) await make(tx, schema, rule)
  // before anything else is read: what is committed from here on comes with the next version
  const { rows: versions } = await sql<{ own: number; newest: number; dealsVersion: number; isBehind: boolean }>`
    select own.version as own, whole.version as newest, whole.deals_version as "dealsVersion", is_behind as "isBehind"
    from data_version own, public.data_version whole, public.behind
  `.execute(tx)
  const { own, newest, dealsVersion, isBehind } = versions[0]!
  if (isBehind || own === newest) return
  const others = await lookWho(tx, rule)
  // a representative who is called otherwise brings or takes lines that nothing else has touched
  if (own < 0 || (rule.reps && others.reps)) await markAll(tx)
  else await markSince(tx, own)
  const newestOn = await newestDay(tx)
  // what deals name may have come or gone with order lines alone
  await sql`
    update data_version set version = ${newest}, newest_on = ${newestOn}::date,
      deals_version = greatest(deals_version, ${others.customers || others.reps ? newest : dealsVersion}::bigint)
  `.execute(tx)
}

const make = async (tx: Db, schema: string, rule: Part['rule']) => {
  await sql`create schema if not exists ${sql.id(schema)}`.execute(tx)
  for (const statement of partStatements(rule)) await statement.execute(tx)
  await sql`insert into data_version (version) values (-1)`.execute(tx)
}

/** What has rows now, or had when it was last summed up. */
const markAll = async (tx: Db) => {
  await sql`
    insert into dirty_days (day)
    select ordered_on from transactions union select day from daily_metrics where grain = 'total' and period = 'day'
  `.execute(tx)
  await sql`
    insert into dirty_customers (customer_id) select customer_id from transactions union select customer_id from customer_history
  `.execute(tx)
}

const markSince = async (tx: Db, version: number) => {
  await sql`insert into dirty_days (day) select day from public.changed_days where version > ${version}`.execute(tx)
  await sql`
    insert into dirty_customers (customer_id)
    select distinct customer_id from (
      select customer_id from customer_history union all select customer_id from transactions
    ) t
    where customer_id / ${sql.lit(historyBlockSize)} in (select block from public.changed_customers where version > ${version})
  `.execute(tx)
}

/** Customers and representatives with rows in the part; which of both are others than before. */
const lookWho = async (tx: Db, rule: Part['rule']): Promise<{ customers: boolean; reps: boolean }> => {
  await sql`
    create temporary table own_rows on commit drop as
    select distinct customer_id, rep_id from (
      select customer_id, rep_id from transactions union all select customer_id, rep_id from pipeline
    ) t
  `.execute(tx)
  await sql`create temporary table named_reps on commit drop as
    select id from public.sales_reps where name = any(${rule.reps ?? []}::text[])`.execute(tx)
  const customers = sql`select distinct customer_id as id from own_rows`
  const reps = rule.reps
    ? sql`select id from named_reps`
    : sql`select distinct rep_id as id from own_rows where rep_id is not null`
  const replace = async (table: string, now: RawBuilder<unknown>) => {
    const gone = await sql`delete from ${sql.id(table)} where id not in (${now})`.execute(tx)
    const come = await sql`insert into ${sql.id(table)} ${now} on conflict do nothing`.execute(tx)
    return (gone.numAffectedRows ?? 0n) + (come.numAffectedRows ?? 0n) > 0n
  }
  const others = { customers: await replace('own_customers', customers), reps: await replace('own_reps', reps) }
  await sql`drop table own_rows, named_reps`.execute(tx)
  return others
}
