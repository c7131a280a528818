import { type RawBuilder, sql } from 'kysely'
import type { Context } from '../../context.ts'
import { asNumbers, numbersOf } from '../columns.ts'
import { dictionary } from '../dictionary.ts'
import { breather } from '../pages.ts'
import { clockOf } from '../../time/zone.ts'

/** What stands for an unknown day or probability in a column of whole numbers, and for an unknown amount. */
export const none = -1_000_000_000
export const noMoney = -(10 ** 17)
/** Probabilities are in parts of this. */
export const wholeChance = 10_000

export type Kind = 'open' | 'won' | 'lost'
export type Stage = { name: string; kind: Kind; position: number; probability: number }
export type Rep = { id: number; name: string; team: string | null; region: string | null; quota: number | null }

/** A column with a value for each deal, or each event of one; `none` or `noMoney` where it is not known. */
type Column = Float64Array

/**
 * Deals, their stage events and their changes as columns. Money in pips, probabilities in ten-thousandths, days since 1970 in the workspace's zone,
 * `at` in seconds; stages and representatives by their place in `stages` and `reps`, −1 for none; events and changes name their deal by id.
 */
export type Facts = {
  stages: Stage[]
  reps: Rep[]
  regions: readonly string[]
  deals: Record<DealColumn, Column>
  events: Record<EventColumn, Column>
  changes: Record<ChangeColumn, Column>
}
type DealColumn =
  | 'id'
  | 'customer'
  | 'rep'
  | 'region'
  | 'stage'
  | 'amount'
  | 'own'
  | 'created'
  | 'expected'
  | 'closed'
  | 'removed'
type EventColumn = 'deal' | 'stage' | 'from' | 'at' | 'day'
type ChangeColumn = 'id' | 'deal' | 'at' | 'day' | 'amount' | 'expected'

const orNone = (value: RawBuilder<unknown>) => sql`coalesce(${value}, ${sql.lit(none)})`
const dayNumber = (day: RawBuilder<unknown>) => orNone(sql`${day} - date '1970-01-01'`)
const pips = (money: RawBuilder<unknown>) => sql`coalesce((${money} * 10000)::bigint, ${sql.lit(noMoney)})`
const seconds = (moment: RawBuilder<unknown>) => sql`floor(extract(epoch from ${moment}))::bigint`

/** Some columns of numbers, in parts: of a table with `customer_id`, with rows in any order but the same in every column. */
const columnsOf = async <Name extends string>(
  ctx: Context,
  columns: Record<Name, RawBuilder<unknown>>,
  from: RawBuilder<unknown>,
): Promise<Record<Name, Column>> => {
  const names = Object.keys(columns) as Name[]
  const lists = names.map(name => sql`${numbersOf(columns[name])} as ${sql.ref(name)}`)
  const rows = await ctx.read(
    sql<Record<Name, string>>`select ${sql.join(lists)} from ${from} group by mod(t.customer_id, 16)`,
  )
  const rest = breather()
  const found: [Name, Column][] = []
  for (const name of names) {
    const parts: number[][] = []
    for (const row of rows) {
      parts.push(asNumbers(row[name]))
      await rest()
    }
    const column = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0))
    let at = 0
    for (const part of parts) {
      column.set(part, at)
      at += part.length
      await rest()
    }
    found.push([name, column])
  }
  return Object.fromEntries(found) as Record<Name, Column>
}

/** By id: where the database happens to have a row changes no answer. */
const byId = (columns: Record<DealColumn, Column>): Record<DealColumn, Column> => {
  const { id } = columns
  const order = Uint32Array.from(id.keys()).sort((one, other) => id[one]! - id[other]!)
  const sorted = Object.entries(columns).map(([name, column]) => [
    name,
    Float64Array.from(order, place => column[place]!),
  ])
  return Object.fromEntries(sorted) as Record<DealColumn, Column>
}

/** The days of instants in the workspace's zone, as day numbers. */
const daysOf = async (ctx: Context, seconds: Column): Promise<Column> => {
  const { wall } = clockOf(ctx.workspace.timezone)
  const rest = breather()
  const days = new Float64Array(seconds.length)
  for (let i = 0; i < days.length; i++) {
    if (i % 10_000 === 0) await rest()
    days[i] = Math.floor(wall(seconds[i]! * 1000) / 86_400_000)
  }
  return days
}

/** The stages in their order. */
export const stages = (ctx: Context): Promise<Stage[]> =>
  ctx.onceOfDeals('stages', () =>
    ctx.read(sql<Stage>`select name, kind, position, probability from stages order by position`),
  )

const reps = (ctx: Context): Promise<Rep[]> =>
  ctx.onceOfDeals('representatives', () =>
    ctx.read(sql<Rep>`select id, name, team, region, quota from sales_reps order by id`),
  )

/** The region of each deal's customer, by customer: null where it has none. */
const regionsOf = async (ctx: Context) => {
  const rows = await ctx.read(sql<{ region: string | null; ids: string }>`
    select c.region, ${numbersOf(sql`c.id`)} as ids from customers c
    where c.region is not null and c.id in (select distinct customer_id from pipeline) group by c.region
  `)
  const codes = dictionary<string>()
  const regions = new Map<number, number>()
  for (const { region, ids } of rows) for (const id of asNumbers(ids)) regions.set(id, codes.codeOf(region!))
  return { codes, regions }
}

export const readFacts = async (ctx: Context): Promise<Facts> => {
  const [known, people] = [await stages(ctx), await reps(ctx)]
  const names = known.map(({ name }) => name)
  const place = (stage: RawBuilder<unknown>) => sql`coalesce(array_position(${names}::text[], ${stage}), 0) - 1`
  const found = await columnsOf(
    ctx,
    {
      id: sql`t.id`,
      customer: sql`t.customer_id`,
      rep: orNone(sql`t.rep_id`),
      region: sql`0`,
      stage: place(sql`t.stage`),
      amount: pips(sql`t.amount`),
      own: orNone(sql`round(t.probability * 10000)::bigint`),
      created: dayNumber(sql`t.created_on`),
      expected: dayNumber(sql`t.expected_close_on`),
      closed: dayNumber(sql`t.closed_on`),
      removed: dayNumber(sql`t.removed_on`),
    },
    sql`pipeline t`,
  )
  const deals = byId(found)
  const { codes, regions } = await regionsOf(ctx)
  const places = new Map(people.map(({ id }, i) => [id, i]))
  for (let i = 0; i < deals.id.length; i++) {
    const rep = places.get(deals.rep[i]!) ?? -1
    const home = people[rep]?.region ?? null
    deals.rep[i] = rep
    deals.region[i] = regions.get(deals.customer[i]!) ?? (home === null ? -1 : codes.codeOf(home))
  }
  const events = await columnsOf(
    ctx,
    {
      deal: sql`t.deal_id`,
      stage: place(sql`t.stage`),
      from: place(sql`t.from_stage`),
      at: seconds(sql`t.entered_at`),
    },
    sql`pipeline_events t`,
  )
  const changes = await columnsOf(
    ctx,
    {
      id: sql`t.id`,
      deal: sql`t.deal_id`,
      at: seconds(sql`t.changed_at`),
      amount: pips(sql`t.amount_before`),
      expected: dayNumber(sql`t.expected_before`),
    },
    sql`pipeline_changes t`,
  )
  return {
    stages: known,
    reps: people,
    regions: codes.values(),
    deals,
    events: { ...events, day: await daysOf(ctx, events.at) },
    changes: { ...changes, day: await daysOf(ctx, changes.at) },
  }
}
