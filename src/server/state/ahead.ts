import type { Context } from '../context.ts'
import type { Database } from '../db/database.ts'
import { keepForecasts } from '../db/forecasts.ts'
import { onCommit } from '../db/write.ts'
import { readLinesAhead } from '../memory/order-lines.ts'
import { scoresOf } from '../queries/customers/scores.ts'
import { frameOrReason } from '../queries/forecasting/frame.ts'
import { chancesAt } from '../queries/operations/chances.ts'
import { scopeOf } from '../queries/operations/scope.ts'
import { forecastsToKeep } from '../queries/forecasting/served.ts'
import { readyCustomers, readyDays } from './ready.ts'

/** What is computed before somebody asks. */
const questions: ((ctx: Context) => Promise<unknown>)[] = [
  async ctx => chancesAt(ctx, (await scopeOf(ctx, { compare: 'none' })).today),
  frameOrReason,
  ctx => scoresOf(ctx, 'needed'),
]

/** Commits come in rows: what is computed waits until they pause. */
const quiet = 1000
/** Also without a change the day does: scores are as of a day. */
const lookAgain = 10 * 60_000

type Read = <T>(work: (ctx: Context) => Promise<T>, pool: 'bulk') => Promise<{ result: T }>

type Options = {
  read: Read
  database: Database
  /** What people see by rules. */
  parts: (stopped: () => boolean) => Promise<void>
  failed: (error: unknown) => void
}

/** Asks for all models after the start and after each change, one after the other. Returns how to stop, and how to look again. */
export const keepAhead = ({ read, database, parts, failed }: Options) => {
  let stopped = false
  let working = Promise.resolve()
  let timer: ReturnType<typeof setTimeout> | undefined

  const work = async () => {
    // some at a time: who asks meanwhile has the database in between
    for (let nth = 0; !stopped && (await read(ctx => readyDays(ctx, nth), 'bulk')).result;) nth += 1
    for (let done = false; !done && !stopped;) done = (await read(readLinesAhead, 'bulk')).result
    if (!stopped) await read(readyCustomers, 'bulk')
    for (const ask of questions) if (!stopped) await read(ask, 'bulk')
    if (stopped) return
    // what stands may be shown from now on: it is held against what comes
    const { result: forecasts } = await read(forecastsToKeep, 'bulk')
    if (forecasts && !stopped) await keepForecasts(database.bulk, forecasts)
    if (!stopped) await parts(() => stopped)
  }
  const start = () => {
    working = working.then(work).catch(error => {
      if (!stopped) failed(error)
    })
    later(lookAgain)
  }
  const later = (pause: number) => {
    clearTimeout(timer)
    if (stopped) return
    timer = setTimeout(start, pause)
    timer.unref()
  }

  const forget = onCommit(() => later(quiet))
  later(quiet)
  const stop = async () => {
    stopped = true
    forget()
    clearTimeout(timer)
    await working
  }
  return { stop, again: () => later(quiet) }
}
