import { sql } from 'kysely'
import type { Moment } from '../read/cells.ts'
import { clockOf } from '../../time/zone.ts'
import type { Batch } from './batch.ts'
import type { Deal, Fact, Known } from './deal-rows.ts'
import { keepBefore } from './journal.ts'

/** What moved in deals, as files of them tell it from one to the next (store/deal-history.ts). */

type Changed = { fact: Fact & { id: number }; was: Known; deal: Deal }
/** `seen`: no date of the source says when. */
export type Move = Changed & { at: string; wall: string | null; seen: boolean }

/** When it closed, else when its source changed it, if that is news; else now, as this batch shows it. */
export const timeMoves = async ({ tx, now, timezone }: Batch, changed: Changed[]): Promise<Move[]> => {
  const these = sql`(customer_id, deal_id) in (
    select * from unnest(${changed.map(({ was }) => was.customer_id)}::bigint[], ${changed.map(({ was }) => was.id)}::bigint[]))`
  const { rows } = await sql<{ id: number; at: string }>`
    select deal_id as id, max(at) as at from (
      select deal_id, entered_at as at from pipeline_events where ${these}
      union all
      select deal_id, changed_at from pipeline_changes where ${these}
    ) history group by deal_id
  `.execute(tx)
  const latest = new Map(rows.map(({ id, at }) => [id, at]))
  const present = now.toISOString()
  return changed.map(one => {
    const { closed_on: closedOn, closed_at: closedAt } = one.fact
    const { modified } = one.deal
    const isNews = modified !== null && modified.iso <= present && modified.iso > (latest.get(one.was.id) ?? '')
    if (closedOn === null)
      return isNews
        ? { ...one, at: modified.iso, wall: modified.wall, seen: false }
        : { ...one, at: present, wall: null, seen: true }
    const wall = closedAt === null ? closedOn : null
    const closed = closedAt ?? new Date(clockOf(timezone).instant(Date.parse(closedOn))).toISOString()
    return closed < present ? { ...one, at: closed, wall, seen: true } : { ...one, at: present, wall: null, seen: true }
  })
}

type History = Known & { deal_id: number }

const histories = {
  pipeline_events: 'stage, from_stage, seen, entered_at, entered_wall',
  pipeline_changes:
    'seen, changed_at, changed_wall, amount_before, amount_after, expected_before, expected_after, expected_before_at, expected_after_at',
} as const

/** A deal that goes to another customer takes its history along, as the customer is part of the key. */
export const moveHistory = async (batch: Batch, moves: Move[]) => {
  const gone = moves.filter(({ fact, was }) => fact.customer_id !== was.customer_id)
  if (gone.length === 0) return
  const { tx, importId } = batch
  const moved = sql`unnest(${gone.map(({ was }) => was.customer_id)}::bigint[], ${gone.map(({ was }) => was.id)}::bigint[],
    ${gone.map(({ fact }) => fact.customer_id)}::bigint[]) as m (customer_id, deal_id, new_customer)`
  for (const [table, kept] of Object.entries(histories) as [keyof typeof histories, string][]) {
    const t = sql.table(table)
    const { rows } = await sql<History>`
      select e.customer_id, e.id, e.import_id from ${t} e join ${moved} on m.customer_id = e.customer_id and m.deal_id = e.deal_id
    `.execute(tx)
    if (rows.length === 0) continue
    await keepBefore(batch, table, rows)
    await sql`
      insert into ${t} (customer_id, deal_id, import_id, ${sql.raw(kept)})
      select m.new_customer, e.deal_id, ${importId}, ${sql.raw(kept)}
      from ${t} e join ${moved} on m.customer_id = e.customer_id and m.deal_id = e.deal_id
    `.execute(tx)
    await sql`
      delete from ${t} where (customer_id, id) in (
        select * from unnest(${rows.map(row => row.customer_id)}::bigint[], ${rows.map(({ id }) => id)}::bigint[]))
    `.execute(tx)
  }
}

/** A deal that its row says was closed at a moment: the entry of its last stage has that date. */
export type Closing = { customer_id: number; deal_id: number; stage: string; at: Moment; from: string | null }
type Entry = { customer_id: number; id: number; deal_id: number; stage: string; from_stage: string | null; at: string }

/** What was said before of the same entry is corrected: of two dates of one stage, both are true only if the deal was elsewhere between them. */
export const addClosings = async (batch: Batch, closings: Closing[]) => {
  if (closings.length === 0) return
  const { tx, importId } = batch
  const list = (of: (closing: Closing) => unknown, all = closings) => all.map(of)
  const { rows } = await sql<Entry & { import_id: number | null }>`
    select customer_id, id, deal_id, stage, from_stage, entered_at as at, import_id from pipeline_events
    where (customer_id, deal_id) in (
      select * from unnest(${list(one => one.customer_id)}::bigint[], ${list(one => one.deal_id)}::bigint[]))
  `.execute(tx)
  const entries = Map.groupBy(rows, row => row.deal_id)
  const of = (closing: Closing) => entries.get(closing.deal_id) ?? []
  const isThere = (closing: Closing) =>
    of(closing).some(({ stage, at }) => stage === closing.stage && at === closing.at.iso)
  const isBetween = (at: string, a: string, b: string) => at > (a < b ? a : b) && at < (a < b ? b : a)
  const fresh = closings.filter(closing => !isThere(closing))
  if (fresh.length === 0) return
  const corrected = fresh.flatMap(closing =>
    of(closing).filter(
      ({ stage, at }) =>
        stage === closing.stage &&
        !of(closing).some(other => other.stage !== stage && isBetween(other.at, at, closing.at.iso)),
    ),
  )
  if (corrected.length) {
    await keepBefore(batch, 'pipeline_events', corrected)
    await sql`
      delete from pipeline_events where (customer_id, id) in (
        select * from unnest(${corrected.map(row => row.customer_id)}::bigint[], ${corrected.map(({ id }) => id)}::bigint[]))
    `.execute(tx)
  }
  const formerly = new Map(corrected.map(row => [row.deal_id, row.from_stage]))
  await sql`
    insert into pipeline_events (customer_id, deal_id, stage, from_stage, seen, entered_at, entered_wall, import_id)
    select e.customer_id, e.deal_id, e.stage, e.from_stage, false, e.at, e.wall, ${importId}::bigint from unnest(
      ${list(one => one.customer_id, fresh)}::bigint[], ${list(one => one.deal_id, fresh)}::bigint[],
      ${list(one => one.stage, fresh)}::text[], ${list(one => one.from ?? formerly.get(one.deal_id) ?? null, fresh)}::text[],
      ${list(one => one.at.iso, fresh)}::timestamptz[], ${list(one => one.at.wall, fresh)}::timestamp[])
      as e (customer_id, deal_id, stage, from_stage, at, wall)
    on conflict do nothing
  `.execute(tx)
}

/** Stages that were entered, amounts and expected closes that changed. */
export const addMoves = async ({ tx, importId }: Batch, moves: Move[]) => {
  const entered = moves.filter(({ fact, was, deal }) => fact.stage !== was.stage && (deal.isOpen || !deal.closed))
  if (entered.length)
    await sql`
      insert into pipeline_events (customer_id, deal_id, stage, from_stage, seen, entered_at, entered_wall, import_id)
      select e.*, ${importId}::bigint from unnest(
        ${entered.map(({ fact }) => fact.customer_id)}::bigint[], ${entered.map(({ fact }) => fact.id)}::bigint[],
        ${entered.map(({ fact }) => fact.stage)}::text[], ${entered.map(({ was }) => was.stage)}::text[],
        ${entered.map(({ seen }) => seen)}::boolean[], ${entered.map(({ at }) => at)}::timestamptz[],
        ${entered.map(({ wall }) => wall)}::timestamp[]) e
      on conflict do nothing
    `.execute(tx)
  const edited = moves.filter(
    ({ fact, was }) => fact.amount !== was.amount || fact.expected_close_on !== was.expected_close_on,
  )
  if (edited.length)
    await sql`
      insert into pipeline_changes (customer_id, deal_id, changed_at, changed_wall, seen, amount_before, amount_after, expected_before,
        expected_after, expected_before_at, expected_after_at, import_id)
      select c.*, ${importId}::bigint from unnest(
        ${edited.map(({ fact }) => fact.customer_id)}::bigint[], ${edited.map(({ fact }) => fact.id)}::bigint[],
        ${edited.map(({ at }) => at)}::timestamptz[], ${edited.map(({ wall }) => wall)}::timestamp[], ${edited.map(({ seen }) => seen)}::boolean[],
        ${edited.map(({ was }) => was.amount)}::numeric[], ${edited.map(({ fact }) => fact.amount)}::numeric[],
        ${edited.map(({ was }) => was.expected_close_on)}::date[], ${edited.map(({ fact }) => fact.expected_close_on)}::date[],
        ${edited.map(({ was }) => was.expected_close_at)}::timestamptz[], ${edited.map(({ fact }) => fact.expected_close_at)}::timestamptz[]) c
    `.execute(tx)
}
