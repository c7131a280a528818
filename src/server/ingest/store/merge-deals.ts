import { sql } from 'kysely'
import type { Progress } from '../../context.ts'
import { createKnown, dropKnown, type Merged, mergeRows } from './merge.ts'
import { staged } from './staging.ts'
import type { Db } from '../../db/database.ts'

const columns = [
  'name',
  'rep_id',
  'product_id',
  'stage',
  'amount',
  'probability',
  'created_on',
  'expected_close_on',
  'closed_on',
]

const journalEvents = (tx: Db, importId: number, which: ReturnType<typeof sql>) =>
  sql`
  insert into import_changes (import_id, table_name, row_key, before)
  select ${importId}, 'pipeline_events', jsonb_build_object('customer_id', e.customer_id, 'id', e.id), to_jsonb(e) from pipeline_events e where ${which}
`.execute(tx)

/** Deals, and the stages they entered: those the file dates, and of a deal whose stage changed since the last import, the new one now. */
export const mergeDeals = async (
  tx: Db,
  importId: number,
  nameOf: Map<string, string>,
  now: Date,
  progress: Progress,
): Promise<Merged> => {
  const deals = staged('deals', importId)
  const events = staged('events', importId)
  const known = staged('known', importId)
  const names = sql`unnest(${[...nameOf.keys()]}::text[], ${[...nameOf.values()]}::text[]) as name_of (theirs, ours)`
  await createKnown(tx, importId, 'pipeline')
  await sql`insert into ${known} select d.* from pipeline d where d.external_id in (select external_id from ${deals})`.execute(
    tx,
  )
  await sql`analyze ${known}`.execute(tx)
  const rows = sql`
    select s.line, s.external_id, coalesce(c.id, 0) as customer_id,
      coalesce(s.name, nullif(concat_ws(', ', product.name, customer.name), ''), s.external_id) as name,
      r.id as rep_id, p.id as product_id, name_of.ours as stage, s.amount, s.probability, s.created_on, s.expected_close_on, s.closed_on
    from ${deals} s
    join ${names} on name_of.theirs = s.stage
    left join ${staged('customers', importId)} c on c.number = s.customer
    left join customers customer on customer.id = c.id
    left join ${staged('products', importId)} p on p.number = s.product
    left join products product on product.id = p.id
    left join ${staged('reps', importId)} r on r.number = s.rep
  `
  const last = await sql<{
    line: number | null
    rows: number
  }>`select max(line) as line, count(*) as rows from ${deals}`.execute(tx)

  /** A deal that goes to another customer takes its history along. */
  const moveEvents = async () => {
    const moved = sql`
      select k.customer_id, k.id as deal_id, s.customer_id as new_customer from ${known} k join (${rows}) s on s.external_id = k.external_id
      where k.state = 'replaced' and k.customer_id <> s.customer_id
    `
    const which = sql`(e.customer_id, e.deal_id) in (select m.customer_id, m.deal_id from (${moved}) m)`
    await journalEvents(tx, importId, which)
    await sql`
      insert into pipeline_events (customer_id, deal_id, stage, entered_at, import_id)
      select m.new_customer, e.deal_id, e.stage, e.entered_at, ${importId}
      from pipeline_events e join (${moved}) m on m.customer_id = e.customer_id and m.deal_id = e.deal_id
    `.execute(tx)
    await sql`delete from pipeline_events e where ${which}`.execute(tx)
  }
  const merged = await mergeRows(
    tx,
    {
      importId,
      table: 'pipeline',
      columns,
      rows,
      size: last.rows[0]?.rows ?? 0,
      lastLine: last.rows[0]?.line ?? 0,
      progress,
    },
    moveEvents,
  )

  const dated = sql`
    select d.customer_id, d.id as deal_id, name_of.ours as stage, s.entered_at
    from ${events} s join ${names} on name_of.theirs = s.stage join pipeline d on d.external_id = s.external_id
  `
  const corrected = sql`
    (e.customer_id, e.id) in (
      select other.customer_id, other.id from pipeline_events other
      join (${dated}) s on s.customer_id = other.customer_id and s.deal_id = other.deal_id and s.stage = other.stage
      where other.entered_at <> s.entered_at and other.import_id <> ${importId}
    )
  `
  await journalEvents(tx, importId, corrected)
  await sql`delete from pipeline_events e where ${corrected}`.execute(tx)
  await sql`
    insert into pipeline_events (customer_id, deal_id, stage, entered_at, import_id)
    select customer_id, deal_id, stage, entered_at, ${importId}::bigint from (${dated}) s on conflict do nothing
  `.execute(tx)
  await sql`
    insert into pipeline_events (customer_id, deal_id, stage, entered_at, import_id)
    select d.customer_id, d.id, d.stage, ${now.toISOString()}::timestamptz, ${importId}::bigint
    from ${known} k join pipeline d on d.external_id = k.external_id
    left join (${dated}) s on s.customer_id = d.customer_id and s.deal_id = d.id and s.stage = d.stage
    where k.state = 'replaced' and k.stage <> d.stage and s.deal_id is null
    on conflict do nothing
  `.execute(tx)
  await dropKnown(tx, importId)
  return merged
}
