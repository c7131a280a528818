import { PGlite } from '@electric-sql/pglite'

const settings = [
  'wal_sync_method=fsync', // the default, fdatasync, does not reach the file system layer
  'work_mem=32MB',
  'random_page_cost=1.1', // pages come from memory or a solid-state disk, not from a turning one
  'max_wal_size=128MB', // how much of the log is kept for reuse; upkeep.ts cuts it
]

/**
 * How PostgreSQL is started inside PGlite. Only for tests: `-F`, which PGlite passes, turns fsync off; few shared
 * buffers make starting cheap, as clearing the usual 128 MB takes half of it.
 */
export const startParams = (durable: boolean, sharedBuffers?: string) => [
  ...PGlite.defaultStartParams.filter(param => param !== '-F' || !durable),
  ...[...settings, ...(sharedBuffers ? [`shared_buffers=${sharedBuffers}`] : [])].flatMap(setting => ['-c', setting]),
]
