import { type RawBuilder, sql } from 'kysely'
import type { Progress } from '../../context.ts'
import type { Mapping } from '../understand/mapping.ts'
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

/** How the same days were said is no other fact. */
const said = ['created_at', 'expected_close_at', 'closed_at']

type Options = {
  mapping: Mapping
  nameOf: Map<string, string>
  /** External ids of deals that were deleted at the source. */
  gone: string[]
  now: Date
  timezone: string
  today: string
  progress: Progress
}

/** What a file tells of a deal: the fields that would, and whether a deal that is known (`k`) has it. */
const told = {
  name: { by: ['name'], has: sql`k.name <> k.external_id` },
  customer: { by: ['customer_id', 'customer_name'], has: sql`k.customer_id <> 0` },
  owner: { by: ['rep', 'rep_id'], has: sql`k.rep_id is not null` },
  product: { by: ['product'], has: sql`k.product_id is not null` },
  amount: { by: ['amount', 'expected_amount'], has: sql`k.amount is not null` },
  probability: { by: ['probability'], has: sql`k.probability is not null` },
  'day of creation': { by: ['created'], has: sql`k.created_on is not null` },
  'expected close': { by: ['expected_close', 'closed'], has: sql`k.expected_close_on is not null` },
} as const
type Fact = keyof typeof told

/** What a file has no column for: of deals that are known it stays as it is. */
const untold = (mapping: Mapping) =>
  (Object.keys(told) as Fact[]).filter(fact => !told[fact].by.some(field => mapping[field] !== undefined))

const untoldNotes = async (tx: Db, importId: number, facts: Fact[]): Promise<string[]> => {
  if (!facts.length) return []
  const has = facts.map(fact => sql`coalesce(bool_or(${told[fact].has}), false) as ${sql.ref(fact)}`)
  const { rows } = await sql<Partial<Record<Fact, boolean>>>`
    select ${sql.join(has)} from ${staged('known', importId)} k where k.state is not null
  `.execute(tx)
  const kept = facts.filter(fact => rows[0]?.[fact])
  return kept.length
    ? [`The file has no column for ${kept.join(', ')}: of deals that are here already it stays as it was.`]
    : []
}

/** Deals, and what moved in them since the last import: stages, amounts, expected closes, and those that are gone. */
export const mergeDeals = async (
  tx: Db,
  importId: number,
  { mapping, nameOf, gone, now, timezone, today, progress }: Options,
): Promise<Merged & { notes: string[] }> => {
  const deals = staged('deals', importId)
  const known = staged('known', importId)
  const names = sql`unnest(${[...nameOf.keys()]}::text[], ${[...nameOf.values()]}::text[]) as name_of (theirs, ours)`
  await createKnown(tx, importId, 'pipeline')
  await sql`insert into ${known} select d.* from pipeline d where d.external_id in (select external_id from ${deals})`.execute(
    tx,
  )
  await sql`analyze ${known}`.execute(tx)
  const unsaid = untold(mapping)
  const orKept = (fact: Fact, theirs: RawBuilder<unknown>, ours: RawBuilder<unknown>) =>
    unsaid.includes(fact) ? ours : theirs
  // a chance was given to the stage of then; a source that has only one column of close dates forgets what was expected when a deal closes
  const fitted = sql.table(`fitted_deals_${importId}`)
  await sql`
    create temporary table ${fitted} on commit drop as
    select s.line, s.external_id, coalesce(${orKept('customer', sql`c.id`, sql`before.customer_id`)}, 0) as customer_id,
      coalesce(s.name, ${orKept('name', sql`null`, sql`before.name`)}, nullif(concat_ws(', ', product.name, customer.name), ''), s.external_id) as name,
      ${orKept('owner', sql`r.id`, sql`before.rep_id`)} as rep_id,
      ${orKept('product', sql`p.id`, sql`before.product_id`)} as product_id,
      name_of.ours as stage,
      ${orKept('amount', sql`s.amount`, sql`before.amount`)} as amount,
      ${orKept('probability', sql`s.probability`, sql`case when before.stage = name_of.ours then before.probability end`)} as probability,
      ${orKept('day of creation', sql`s.created_on`, sql`before.created_on`)} as created_on,
      ${orKept('expected close', sql`coalesce(s.expected_close_on, case when s.closed_on is not null then before.expected_close_on end)`, sql`before.expected_close_on`)} as expected_close_on,
      s.closed_on,
      ${orKept('day of creation', sql`s.created_at`, sql`before.created_at`)} as created_at,
      ${orKept('expected close', sql`case when s.expected_close_on is not null then s.expected_close_at when s.closed_on is not null then before.expected_close_at end`, sql`before.expected_close_at`)} as expected_close_at,
      s.closed_at,
      -- one that is in the file is not removed
      null::date as removed_on
    from ${deals} s
    join ${names} on name_of.theirs = s.stage
    left join ${known} before on before.external_id = s.external_id
    left join ${staged('customers', importId)} c on c.number = s.customer
    left join customers customer on customer.id = c.id
    left join ${staged('products', importId)} p on p.number = s.product
    left join products product on product.id = p.id
    left join ${staged('reps', importId)} r on r.number = s.rep
  `.execute(tx)
  await sql`analyze ${fitted}`.execute(tx)
  const rows = sql`select * from ${fitted}`
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
      said,
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
  const notes = await untoldNotes(tx, importId, unsaid)
  await dropKnown(tx, importId)
  return { ...merged, notes }
}
