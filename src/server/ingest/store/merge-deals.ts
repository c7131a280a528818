import { sql } from 'kysely'
import type { Progress } from '../../context.ts'
import { addChanges, type DealMerge, mergeEvents, moveHistory, timeMoves } from './deal-history.ts'
import { createKnown, dropKnown, type Merged, mergeRows } from './merge.ts'
import { removeDeals } from './missing-deals.ts'
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
  'removed_on',
]

type Options = {
  nameOf: Map<string, string>
  /** External ids of deals that were deleted at the source. */
  gone: string[]
  now: Date
  timezone: string
  today: string
  progress: Progress
}

/** Deals, and what moved in them since the last import: stages, amounts, expected closes, and those that are gone. */
export const mergeDeals = async (
  tx: Db,
  importId: number,
  { nameOf, gone, now, timezone, today, progress }: Options,
): Promise<Merged> => {
  const deals = staged('deals', importId)
  const known = staged('known', importId)
  const names = sql`unnest(${[...nameOf.keys()]}::text[], ${[...nameOf.values()]}::text[]) as name_of (theirs, ours)`
  await createKnown(tx, importId, 'pipeline')
  await sql`insert into ${known} select d.* from pipeline d where d.external_id in (select external_id from ${deals})`.execute(
    tx,
  )
  await sql`analyze ${known}`.execute(tx)
  // a source that has only one column of close dates forgets what was expected when a deal closes; one that is in the file is not removed
  const rows = sql`
    select s.line, s.external_id, coalesce(c.id, 0) as customer_id,
      coalesce(s.name, nullif(concat_ws(', ', product.name, customer.name), ''), s.external_id) as name,
      r.id as rep_id, p.id as product_id, name_of.ours as stage, s.amount, s.probability, s.created_on,
      coalesce(s.expected_close_on, case when s.closed_on is not null then before.expected_close_on end) as expected_close_on, s.closed_on,
      null::date as removed_on
    from ${deals} s
    join ${names} on name_of.theirs = s.stage
    left join (select external_id, expected_close_on from ${known}) before on before.external_id = s.external_id
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
  const merge: DealMerge = { tx, importId, names, rows, now, timezone }
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
    () => moveHistory(merge),
  )
  await timeMoves(merge)
  await mergeEvents(merge)
  await addChanges(merge)
  if (gone.length) await removeDeals(tx, importId, gone, today)
  await dropKnown(tx, importId)
  return merged
}
