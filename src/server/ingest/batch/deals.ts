import { sql } from 'kysely'
import type { DealRow } from '#contract/batches.ts'
import { RowError } from '../../errors.ts'
import { applyStages, knownStages, planStages } from '../store/stages.ts'
import type { Moment } from '../read/cells.ts'
import type { Batch, Written } from './batch.ts'
import { type Deal, type Fact, type Known, readDeals } from './deal-rows.ts'
import { addClosings, addMoves, moveHistory, timeMoves } from './deal-moves.ts'
import { confirm, keepBefore } from './journal.ts'
import { resolveNames } from './resolve.ts'

const types = {
  external_id: 'text',
  customer_id: 'bigint',
  name: 'text',
  rep_id: 'bigint',
  product_id: 'bigint',
  stage: 'text',
  amount: 'numeric',
  probability: 'numeric',
  created_on: 'date',
  expected_close_on: 'date',
  closed_on: 'date',
  removed_on: 'date',
  created_at: 'timestamptz',
  expected_close_at: 'timestamptz',
  closed_at: 'timestamptz',
} as const satisfies Record<keyof Fact, string>
const columns = Object.keys(types) as (keyof Fact)[]
const names = columns.join(', ')
// how the same days were said is no other fact
const compared = columns.filter(column => !column.endsWith('_at'))

const knownDeals = async ({ tx }: Batch, deals: Deal[]): Promise<Map<string, Known>> => {
  const { rows } = await sql<Known>`
    select id, import_id, ${sql.raw(names)} from pipeline where external_id = any(${deals.map(({ key }) => key)}::text[])
  `.execute(tx)
  return new Map(rows.map(deal => [deal.external_id, deal]))
}

/** Source's stage → ours; stages that are new come in where their probability puts them. */
const stagesOf = async ({ tx, importId }: Batch, source: Parameters<typeof planStages>[1]) => {
  const known = await knownStages(tx, false)
  const plan = planStages(known, source)
  const isNew = plan.stages.some(({ name }) => !known.some(stage => stage.name === name))
  if (isNew) await applyStages(tx, importId, known, plan)
  return { nameOf: plan.nameOf, notes: isNew ? plan.notes : [] }
}

/** Returns their ids by their key. */
const insert = async ({ tx, importId }: Batch, facts: (Fact & { id?: number })[], withIds: boolean) => {
  if (facts.length === 0) return new Map<string, number>()
  const lists = columns.map(column => sql`${facts.map(fact => fact[column])}::${sql.raw(types[column])}[]`)
  const ids = withIds ? [sql`${facts.map(({ id }) => id)}::bigint[]`] : []
  const into = sql.raw(withIds ? `${names}, id` : names)
  const { rows } = await sql<{ id: number; key: string }>`
    insert into pipeline (${into}, import_id)
    select r.*, ${importId}::bigint from unnest(${sql.join([...lists, ...ids])}) as r (${into}) returning id, external_id as key
  `.execute(tx)
  return new Map(rows.map(({ key, id }) => [key, id]))
}

const replace = async (batch: Batch, replaced: Known[]) => {
  await keepBefore(batch, 'pipeline', replaced)
  await sql`
    delete from pipeline where (customer_id, id) in (
      select * from unnest(${replaced.map(deal => deal.customer_id)}::bigint[], ${replaced.map(({ id }) => id)}::bigint[]))
  `.execute(batch.tx)
}

type Named = { customers: number[]; products: number[]; reps: number[]; nameOf: Map<string, string> }

type Day = { on: string | null; at: string | null }
const nowhere: Day = { on: null, at: null }
const saidOr = (said: Moment | null | undefined, on: string | null | undefined, at: string | null | undefined): Day =>
  said === undefined
    ? { on: on ?? null, at: at ?? null }
    : said === null
      ? nowhere
      : { on: said.day, at: said.wall === null ? said.iso : null }

/** What a row does not say of a known deal stays as it was; a chance was given to the stage of then. */
const factOf = (deal: Deal, before: Known | undefined, named: Named): Fact => {
  const stage = named.nameOf.get(deal.stage)!
  const kept = <T>(said: T | undefined, was: T | undefined, otherwise: T): T =>
    said === undefined ? (was ?? otherwise) : said
  const probability = before && before.stage === stage ? before.probability : null
  const created = saidOr(deal.created, before?.created_on, before?.created_at)
  const closed = deal.isOpen ? nowhere : saidOr(deal.closed ?? undefined, before?.closed_on, before?.closed_at)
  const wasExpected = saidOr(undefined, before?.expected_close_on, before?.expected_close_at)
  const said = deal.expected === undefined ? wasExpected : saidOr(deal.expected, null, null)
  // a source that has only one column of close dates forgets what was expected when a deal closes
  const expected = said.on === null && closed.on !== null ? wasExpected : said
  return {
    external_id: deal.key,
    customer_id: kept(
      deal.customer === undefined ? undefined : (named.customers[deal.customer - 1] ?? 0),
      before?.customer_id,
      0,
    ),
    name: deal.name || (deal.name === undefined ? (before?.name ?? '') : ''),
    rep_id: kept(deal.rep === undefined ? undefined : (named.reps[deal.rep - 1] ?? null), before?.rep_id, null),
    product_id: kept(
      deal.product === undefined ? undefined : (named.products[deal.product - 1] ?? null),
      before?.product_id,
      null,
    ),
    stage,
    amount: kept(deal.amount, before?.amount, null),
    probability: kept(deal.probability, probability, null),
    created_on: created.on,
    expected_close_on: expected.on,
    closed_on: closed.on,
    // one that is written is not removed
    removed_on: null,
    created_at: created.at,
    expected_close_at: expected.at,
    closed_at: closed.at,
  }
}

/** Deals without a name are called by their product and customer, else by their id. */
const nameDeals = async ({ tx }: Batch, facts: Fact[]) => {
  const nameless = facts.filter(({ name }) => name === '')
  if (nameless.length === 0) return
  const { rows } = await sql<{ id: string; name: string | null }>`
    select d.id, nullif(concat_ws(', ', p.name, c.name), '') as name
    from unnest(${nameless.map(fact => fact.external_id)}::text[], ${nameless.map(fact => fact.product_id)}::bigint[],
      ${nameless.map(fact => fact.customer_id)}::bigint[]) as d (id, product, customer)
      left join products p on p.id = d.product left join customers c on c.id = d.customer and c.id <> 0
  `.execute(tx)
  const nameOf = new Map(rows.map(({ id, name }) => [id, name]))
  for (const fact of nameless) fact.name = nameOf.get(fact.external_id) ?? fact.external_id
}

/** Deals by their id, and what moved in them since they were last written. */
export const mergeDealRows = async (batch: Batch, rows: DealRow[]): Promise<Written> => {
  const { deals, stages, ...lists } = readDeals(batch, rows)
  if (batch.importId === 0) for (const deal of deals) if (!deal.key.startsWith('demo-')) deal.key = `demo-${deal.key}`
  const before = await knownDeals(batch, deals)
  for (const [index, deal] of deals.entries())
    if (!deal.isOpen && !deal.closed && !before.get(deal.key)?.closed_on)
      throw new RowError({
        index,
        field: 'closed',
        expected: `the day it was closed on, as the stage ${JSON.stringify(deal.stage)} ends a deal`,
        got: 'nothing',
      })
  const { nameOf, notes } = await stagesOf(batch, stages)
  const named = {
    products: await resolveNames(batch, 'products', lists.products),
    customers: await resolveNames(batch, 'customers', lists.customers),
    reps: await resolveNames(batch, 'reps', lists.reps),
    nameOf,
  }
  const facts = deals.map(deal => factOf(deal, before.get(deal.key), named))
  await nameDeals(batch, facts)
  const [added, same]: [Fact[], Known[]] = [[], []]
  const changed: { fact: Fact & { id: number }; was: Known; deal: Deal }[] = []
  for (const [i, fact] of facts.entries()) {
    const was = before.get(fact.external_id)
    if (!was) added.push(fact)
    else if (compared.some(column => was[column] !== fact[column]))
      changed.push({ fact: { ...fact, id: was.id }, was, deal: deals[i]! })
    else same.push(was)
  }
  if (changed.length) {
    const moves = await timeMoves(batch, changed)
    await moveHistory(batch, moves)
    await replace(
      batch,
      changed.map(({ was }) => was),
    )
    await insert(
      batch,
      changed.map(({ fact }) => fact),
      true,
    )
    await addMoves(batch, moves)
  }
  const ids = await insert(batch, added, false)
  await confirm(batch, same)
  const closings = deals.flatMap(({ isOpen, closed: at }, i) => {
    const { external_id: key, customer_id, stage } = facts[i]!
    const was = before.get(key)
    const from = was && was.stage !== stage ? was.stage : null
    return at && !isOpen ? [{ customer_id, deal_id: was?.id ?? ids.get(key)!, stage, at, from }] : []
  })
  await addClosings(batch, closings)
  return { inserted: added.length, updated: changed.length, unchanged: same.length, notes }
}
