import { sql } from 'kysely'
import type { Moment } from './answers.ts'
import { localParts } from './clock.ts'
import type { Context, Db, Workspace } from './context.ts'
import type { Database } from './db/open.ts'
import { type DataState, fresh, stateOf } from './db/rollup.ts'

const settingsIn = async (db: Db): Promise<Workspace> => {
  const { rows } = await sql<Workspace>`
    select currency, timezone, week_start as "weekStart", fiscal_month as "fiscalMonth", churn_after_days as "churnAfterDays" from settings
  `.execute(db)
  if (!rows[0]) throw new Error('the settings row is missing')
  return rows[0]
}

/** One snapshot of the data for all statements of a question, so that its parts agree; and what stays the same while the data does. */
export const openSnapshots = (database: Database, now: () => Date) => {
  let kept: { version: number; found: Map<string, Promise<unknown>> } | undefined

  const onceAt = (version: number) => {
    if (kept?.version !== version) kept = { version, found: new Map() }
    const { found } = kept
    return <T>(name: string, find: () => Promise<T>): Promise<T> => {
      const known = found.get(name) as Promise<T> | undefined
      if (known) return known
      const finding = find()
      found.set(name, finding)
      finding.catch(() => found.delete(name))
      return finding
    }
  }

  const contextOf = async (db: Db, { version, newestAt, newestOn }: DataState): Promise<Context> => {
    const once = onceAt(version)
    return { db, engine: database.engine, now: now(), workspace: await once('settings', () => settingsIn(db)), version, newestAt, newestOn, once }
  }

  const momentOf = ({ version, now: at, workspace }: Context): Moment => {
    const { date, time } = localParts(at, workspace.timezone)
    return { version, day: date, minute: time.slice(0, 5) }
  }

  /** Outside a snapshot: what names the answers of now. */
  const present = async () => {
    const ctx = await contextOf(database.db, await fresh(database))
    return { ctx, moment: momentOf(ctx) }
  }

  const read = async <T>(pool: Db, work: (ctx: Context) => Promise<T>): Promise<{ result: T; moment: Moment }> => {
    for (;;) {
      const found = await pool
        .transaction()
        .setIsolationLevel('repeatable read')
        .setAccessMode('read only')
        .execute(async db => {
          const state = await stateOf(db)
          // the rollup lags behind a commit
          if (state.dirty) return null
          const ctx = await contextOf(db, state)
          return { result: await work(ctx), moment: momentOf(ctx) }
        })
      if (found) return found
      await fresh(database)
    }
  }

  return { present, read }
}
