import { sql } from 'kysely'
import { copyIn } from '../copy.ts'
import type { Db } from '../database.ts'
import type { Choice } from './choice.ts'
import { keys, measures } from './lines.ts'
import type { Sorted } from './month-sums.ts'
import { openSumming, type Piece, type Wanted } from './summing.ts'
import { giveBack, type SummingThread, takeThread } from './summing-thread.ts'
import type { Said } from './summing-worker.ts'

/** A job of less than this is done before a thread for it has started. */
const fewBytes = 32 * 1024

const columnsOf = {
  daily_metrics: ['grain', 'period', 'day', ...keys, ...measures, 'newest_at'].join(', '),
  daily_customers: 'grain, period, day, category, region, channel, block, bits',
  customer_history: 'grain, customer_id, category, region, channel, segment, days, orders, pips',
}

const sortedBy = async (tx: Db, values: Sorted): Promise<Sorted> => {
  const all = Object.entries(values).flatMap(([key, own]) => own.map(value => ({ key, value })))
  const { rows } = await sql<{ key: keyof Sorted; value: string }>`
    select * from unnest(${all.map(({ key }) => key)}::text[], ${all.map(({ value }) => value)}::text[]) as one (key, value)
    order by value collate "C"
  `.execute(tx)
  const of = (key: keyof Sorted) => rows.filter(row => row.key === key).map(({ value }) => value)
  return { category: of('category'), region: of('region'), channel: of('channel'), segment: of('segment') }
}

/** Where a job runs: asked step by step. */
type Steps = {
  values: Sorted
  sum: (sorted: Sorted) => Promise<Choice>
  next: () => Promise<Piece | undefined>
}

const here = (copied: Uint8Array, wanted: Wanted): Steps => {
  const { values, sum } = openSumming(copied, wanted)
  let pieces: Generator<Piece>
  return {
    values,
    sum: async sorted => {
      const sums = sum(sorted)
      pieces = sums.pieces
      return sums.choice
    },
    next: async () => pieces.next().value as Piece | undefined,
  }
}

const inThread = async ({ ask }: SummingThread, copied: Uint8Array, wanted: Wanted): Promise<Steps> => {
  const said = await ask({ copied, wanted })
  return {
    values: (said as Extract<Said, { is: 'values' }>).values,
    sum: async sorted => ((await ask({ sorted })) as Extract<Said, { is: 'choice' }>).choice,
    next: async () => {
      const next = await ask('next')
      return next.is === 'piece' ? next.piece : undefined
    },
  }
}

/** Sums up order lines for one refresh: few of them here, many in a thread of its own. */
export const openSummer = () => {
  let thread: SummingThread | undefined
  let bytes = 0
  /** Writes what is made of `copied` (columns.ts) into the caches. */
  const sum = async (tx: Db, copied: Uint8Array, wanted: Wanted): Promise<Choice> => {
    bytes += copied.length
    const steps =
      copied.length < fewBytes ? here(copied, wanted) : await inThread((thread ??= takeThread()), copied, wanted)
    const choice = await steps.sum(await sortedBy(tx, steps.values))
    // the next piece is made while the database takes the last
    for (let piece = await steps.next(); piece;) {
      const [next] = await Promise.all([
        steps.next(),
        copyIn(tx, sql.raw(`${piece.table} (${columnsOf[piece.table]})`), piece.rows),
      ])
      piece = next
    }
    return choice
  }
  return { sum, close: async () => void (thread && (await giveBack(thread, bytes))) }
}
export type Summer = ReturnType<typeof openSummer>
