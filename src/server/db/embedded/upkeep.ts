import { type Kysely, sql } from 'kysely'
import type { Engine } from './engine.ts'

const every = 20_000
const logGrowth = 48 * 1024 * 1024

/**
 * What PostgreSQL's background processes do, and PGlite (which has none) leaves undone: without checkpoints its log
 * grows for ever and every start after a crash replays all of it; without vacuum and analyze tables bloat and the
 * planner knows nothing.
 * Works when the database is idle, on what is to stay: unlogged tables are an import's own. The thresholds are autovacuum's defaults (PostgreSQL manual, 19.10).
 */
export const startUpkeep = (engine: Engine, db: Kysely<unknown>, say: (words: string) => void) => {
  let position = '0/0'
  let running: Promise<void> | undefined

  const cutLog = async () => {
    const { rows } = await sql<{ grown: number; now: string }>`
      select pg_current_wal_insert_lsn() - ${position}::pg_lsn as grown, pg_current_wal_insert_lsn()::text as now
    `.execute(db)
    const [{ grown, now } = { grown: 0, now: position }] = rows
    if (grown < logGrowth) return
    position = now
    await sql`checkpoint`.execute(db)
  }

  const tidyTables = async () => {
    const { rows } = await sql<{ name: string; dead: boolean }>`
      select relid::regclass::text as name, n_dead_tup > 50 + 0.2 * reltuples as dead
      from pg_stat_user_tables join pg_class on pg_class.oid = relid
      where relpersistence = 'p' and (n_dead_tup > 50 + 0.2 * reltuples or n_mod_since_analyze > 50 + 0.1 * reltuples)
    `.execute(db)
    for (const { name, dead } of rows) {
      if (engine.busy()) return
      await sql`${sql.raw(dead ? 'vacuum (analyze)' : 'analyze')} ${sql.raw(name)}`.execute(db)
    }
  }

  const tick = async () => {
    if (engine.busy() || running) return
    running = cutLog().then(tidyTables)
    await running.catch(error => say(`Upkeep of the embedded database failed: ${error.message}`))
    running = undefined
  }

  const timer = setInterval(tick, every)
  timer.unref()
  const stop = async () => {
    clearInterval(timer)
    await running?.catch(() => {})
  }
  return { stop, tick }
}
