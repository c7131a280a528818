import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import { clockOf } from '../../time/zone.ts'
import { staged } from './staging.ts'

/** What is told of a merge of deals: `names` is a list `name_of (theirs, ours)` of stages, `rows` the file's deals in the shape of the table. */
export type DealMerge = {
  tx: Db
  importId: number
  names: RawBuilder<unknown>
  rows: RawBuilder<unknown>
  now: Date
  timezone: string
}

type History = 'pipeline_events' | 'pipeline_changes'

const journal = (tx: Db, importId: number, table: History, which: RawBuilder<unknown>) =>
  sql`
  insert into import_changes (import_id, table_name, row_key, before)
  select ${importId}, ${table}::text, jsonb_build_object('customer_id', e.customer_id, 'id', e.id), to_jsonb(e) from ${sql.table(table)} e where ${which}
`.execute(tx)

const kept: Record<History, RawBuilder<unknown>> = {
  pipeline_events: sql.raw('stage, from_stage, seen, entered_at, entered_wall'),
  pipeline_changes: sql.raw(
    'seen, changed_at, changed_wall, amount_before, amount_after, expected_before, expected_after, expected_before_at, expected_after_at',
  ),
}

/** A deal that goes to another customer takes its history along, as the customer is part of the key. */
export const moveHistory = async ({ tx, importId, rows }: DealMerge) => {
  const moved = sql`
    select k.customer_id, k.id as deal_id, s.customer_id as new_customer from ${staged('known', importId)} k join (${rows}) s on s.external_id = k.external_id
    where k.state = 'replaced' and k.customer_id <> s.customer_id
  `
  const which = sql`(e.customer_id, e.deal_id) in (select m.customer_id, m.deal_id from (${moved}) m)`
  for (const table of Object.keys(kept) as History[]) {
    const t = sql.table(table)
    await journal(tx, importId, table, which)
    await sql`
      insert into ${t} (customer_id, deal_id, import_id, ${kept[table]})
      select m.new_customer, e.deal_id, ${importId}, ${kept[table]} from ${t} e join (${moved}) m on m.customer_id = e.customer_id and m.deal_id = e.deal_id
    `.execute(tx)
    await sql`delete from ${t} e where ${which}`.execute(tx)
  }
}

/**
 * When each deal that differs from before came to differ (`moved_at` in the table of the known): when it closed, else when its source changed
 * it, if that is news; else now, as this import shows it (`seen`).
 */
export const timeMoves = async ({ tx, importId, now, timezone }: DealMerge) => {
  const known = staged('known', importId)
  await sql`alter table ${known} add column moved_at timestamptz`.execute(tx)
  await sql`alter table ${known} add column moved_wall timestamp`.execute(tx)
  await sql`alter table ${known} add column seen boolean`.execute(tx)
  const latest = sql`
    select deal_id, max(at) as at from (
      select deal_id, entered_at as at from pipeline_events where deal_id in (select id from ${known} where state = 'replaced')
      union all select deal_id, changed_at from pipeline_changes where deal_id in (select id from ${known} where state = 'replaced')
    ) history group by deal_id
  `
  const present = sql`${now.toISOString()}::timestamptz`
  const closed = await sql<{ day: string }>`
    select distinct closed_on as day from ${staged('deals', importId)} where closed_on is not null and closed_at is null
  `.execute(tx)
  const days = closed.rows.map(({ day }) => day)
  const { instant } = clockOf(timezone)
  await sql`
    update ${known} k set seen = m.closed_at is not null or not m.is_news, moved_at = case when m.closed_at is not null then least(m.closed_at, ${present})
      when m.is_news then m.modified_at else ${present} end,
      moved_wall = case when m.closed_at is null then case when m.is_news then m.modified_wall end
        when m.closed_at < ${present} then m.closed_wall end
    from (
      select s.external_id, s.modified_at, s.modified_wall, coalesce(s.closed_at, closes.at) as closed_at,
        case when s.closed_at is null then s.closed_on::timestamp end as closed_wall,
        coalesce(s.modified_at <= ${present} and s.modified_at > coalesce(l.at, '-infinity'), false) as is_news
      from ${staged('deals', importId)} s join ${known} f on f.external_id = s.external_id left join (${latest}) l on l.deal_id = f.id
      left join unnest(${days}::date[], ${days.map(day => new Date(instant(Date.parse(day))).toISOString())}::timestamptz[]) as closes (day, at)
        on closes.day = s.closed_on and s.closed_at is null
    ) m
    where m.external_id = k.external_id and k.state = 'replaced'
  `.execute(tx)
}

/**
 * The stages that the file dates, and of a deal whose stage changed since the last import without a date, the new one when it changed. What an
 * import before said of the same entry is corrected: of two dates of one stage, both are true only if the deal was elsewhere between them.
 */
export const mergeEvents = async ({ tx, importId, names }: DealMerge) => {
  const known = staged('known', importId)
  const dated = sql`
    select d.customer_id, d.id as deal_id, name_of.ours as stage, name_of.ours = d.stage as is_current, s.entered_at, s.entered_wall
    from ${staged('events', importId)} s join ${names} on name_of.theirs = s.stage join pipeline d on d.external_id = s.external_id
  `
  const again = sql`
    select e.customer_id, e.id, e.deal_id, e.stage, e.from_stage, least(e.entered_at, s.entered_at) as first, greatest(e.entered_at, s.entered_at) as last
    from pipeline_events e join (${dated}) s on s.customer_id = e.customer_id and s.deal_id = e.deal_id and s.stage = e.stage
    where e.entered_at <> s.entered_at and e.import_id <> ${importId}
  `
  const elsewhere = sql`
    select a.id from (${again}) a
    join (select customer_id, deal_id, stage, entered_at from pipeline_events union all select customer_id, deal_id, stage, entered_at from (${dated}) d) x
      on x.customer_id = a.customer_id and x.deal_id = a.deal_id and x.stage <> a.stage and x.entered_at > a.first and x.entered_at < a.last
  `
  // in a table of its own: it is looked at after its rows are gone
  const corrected = sql.table(`corrected_${importId}`)
  await sql`create temporary table ${corrected} (customer_id bigint, id bigint, deal_id bigint, stage text, from_stage text) on commit drop`.execute(
    tx,
  )
  await sql`
    insert into ${corrected} select distinct customer_id, id, deal_id, stage, from_stage from (${again}) a where a.id not in (select id from (${elsewhere}) b)
  `.execute(tx)
  const which = sql`(e.customer_id, e.id) in (select customer_id, id from ${corrected})`
  await journal(tx, importId, 'pipeline_events', which)
  await sql`delete from pipeline_events e where ${which}`.execute(tx)
  await sql`
    insert into pipeline_events (customer_id, deal_id, stage, from_stage, seen, entered_at, entered_wall, import_id)
    select s.customer_id, s.deal_id, s.stage, coalesce(k.stage, c.from_stage), false, s.entered_at, s.entered_wall, ${importId}::bigint
    from (${dated}) s
    left join (select id, stage from ${known} where state = 'replaced') k on k.id = s.deal_id and k.stage <> s.stage and s.is_current
    left join (select deal_id, stage, max(from_stage) as from_stage from ${corrected} group by 1, 2) c on c.deal_id = s.deal_id and c.stage = s.stage
    on conflict do nothing
  `.execute(tx)
  await sql`
    insert into pipeline_events (customer_id, deal_id, stage, from_stage, seen, entered_at, entered_wall, import_id)
    select d.customer_id, d.id, d.stage, k.stage, k.seen, k.moved_at, k.moved_wall, ${importId}::bigint
    from ${known} k join pipeline d on d.external_id = k.external_id
    left join (${dated}) s on s.customer_id = d.customer_id and s.deal_id = d.id and s.stage = d.stage
    where k.state = 'replaced' and k.stage <> d.stage and s.deal_id is null
    on conflict do nothing
  `.execute(tx)
}

/** Amounts and expected closes that differ from the last import. */
export const addChanges = ({ tx, importId }: DealMerge) =>
  sql`
  insert into pipeline_changes (customer_id, deal_id, changed_at, changed_wall, seen, amount_before, amount_after, expected_before,
    expected_after, expected_before_at, expected_after_at, import_id)
  select d.customer_id, d.id, k.moved_at, k.moved_wall, k.seen, k.amount, d.amount, k.expected_close_on, d.expected_close_on,
    k.expected_close_at, d.expected_close_at, ${importId}::bigint
  from ${staged('known', importId)} k join pipeline d on d.external_id = k.external_id
  where k.state = 'replaced' and (k.amount, k.expected_close_on) is distinct from (d.amount, d.expected_close_on)
`.execute(tx)
