import { PGlite } from '@electric-sql/pglite'

const settings = [
  'wal_sync_method=fsync', // the default, fdatasync, does not reach the file system layer
  'work_mem=32MB',
  'random_page_cost=1.1', // pages come from memory or a solid-state disk, not from a turning one
  'max_wal_size=128MB', // how much of the log is kept for reuse; upkeep.ts cuts it
]

/** How PostgreSQL is started inside PGlite. `-F`, which PGlite passes, turns fsync off: only for tests. */
export const startParams = (durable: boolean) => [
  ...PGlite.defaultStartParams.filter(param => param !== '-F' || !durable),
  ...settings.flatMap(setting => ['-c', setting]),
]
