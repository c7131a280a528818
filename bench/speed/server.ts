// The server of the benchmark, in a process of its own: answers over HTTP, runs plain SQL on the same engine when told,
// reports its event loop and memory.
import { resolve } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { sql } from 'kysely'
import { buildApp } from '../../src/server/app.ts'
import { openDatabase } from '../../src/server/db/open.ts'
import { hearOthers } from '../../src/server/db/write.ts'
import { warm } from '../../src/server/state/warm.ts'
import { now } from './rows.ts'

export type Order =
  | { id: number; do: 'sql'; statements: string[] }
  | { id: number; do: 'figures' }
  | { id: number; do: 'stop' }
export type Report = { id: number; ms?: number; longestStall?: number; megabytes?: number }

const { BENCH_URL: url, BENCH_DIR: dir, BENCH_KEEP: keep, BENCH_AHEAD: ahead, BENCH_WEB: web } = process.env
const database = await openDatabase({ url: url || undefined, dir })
const stopHearing = url ? await hearOthers(database, url, words => process.stderr.write(`${words}\n`)) : () => {}
const app = await buildApp({
  database,
  now: () => now,
  keepAnswers: keep === 'true',
  ahead: ahead === 'true',
  requestsPerMinute: 10_000_000,
  logLevel: 'error',
  ...(web === 'true' ? { webDir: resolve('dist/web') } : {}),
})
await app.listen({ port: 0, host: '127.0.0.1' })
// as the product does after its start
if (ahead === 'true') warm(app).catch(() => {})
// a monitor that was stopped takes the pause for a stall, so each stretch has one of its own
const watch = () => {
  const monitor = monitorEventLoopDelay({ resolution: 5 })
  monitor.enable()
  return monitor
}
let delay = watch()
let longest = 0
const note = () => {
  longest = Math.max(longest, delay.max)
  delay.disable()
}

const report = (answer: Report) => process.send?.(answer)

process.on('message', async (order: Order) => {
  if (order.do === 'stop') {
    await app.close()
    await stopHearing()
    await database.close()
    process.exit(0)
  }
  if (order.do === 'figures') {
    note()
    report({ id: order.id, longestStall: longest / 1e6, megabytes: process.memoryUsage().rss / 1e6 })
    longest = 0
    delay = watch()
    return
  }
  // plain statements may take all cores, and nobody waits for an answer meanwhile
  note()
  const began = performance.now()
  for (const statement of order.statements) await sql.raw(statement).execute(database.bulk)
  report({ id: order.id, ms: performance.now() - began })
  delay = watch()
})

const address = app.server.address()
process.send?.({ ready: typeof address === 'object' && address ? address.port : 0 })
