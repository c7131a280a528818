import { sql } from 'kysely'
import type { Api, Result } from '#contract'
import type { Context } from '../../context.ts'
import { ApiError } from '../../errors.ts'
import type { Handlers } from '../../handler.ts'
import type { Kind } from '../../memory/deals/facts.ts'
import { localParts } from '../../time/clock.ts'
import { daysIn, toDay } from '../../time/calendar.ts'
import { clockOf } from '../../time/zone.ts'
import { rounded } from '../period.ts'
import { rowsOf } from './row.ts'
import { dealMeta, scopeOf } from './scope.ts'

type Detail = Result<Api['operations']['opportunity']>['data']
type Change = Detail['history'][number]
type Stay = Detail['stages'][number]

type Deal = {
  externalId: string
  product: string | null
  stage: string
  kind: Kind | null
  createdOn: string | null
  closedOn: string | null
  removedOn: string | null
}
type Event = { stage: string; kind: Kind; from: string | null; at: string; on: string; seen: boolean }
type Edit = {
  at: string
  on: string
  seen: boolean
  amounts: [number | null, number | null]
  expected: [string | null, string | null]
}

/** The deal by both parts of its key: on Citus only one machine is asked. */
const read = async (ctx: Context, customer: number, id: number) => {
  const { wall } = clockOf(ctx.workspace.timezone)
  const dayOf = (at: string) => toDay(Math.floor(wall(Date.parse(at)) / 86_400_000))
  const [deal] = await ctx.read(sql<Deal>`
    select d.external_id as "externalId", p.name as product, d.stage, g.kind,
      d.created_on as "createdOn", d.closed_on as "closedOn", d.removed_on as "removedOn"
    from pipeline d left join products p on p.id = d.product_id left join stages g on g.name = d.stage
    where d.customer_id = ${customer} and d.id = ${id}
  `)
  const events = await ctx.read(sql<Omit<Event, 'on'>>`
    select e.stage, s.kind, e.from_stage as "from", e.entered_at as at, coalesce(e.seen, false) as seen
    from pipeline_events e join stages s on s.name = e.stage
    where e.customer_id = ${customer} and e.deal_id = ${id} order by e.entered_at, s.position
  `)
  const edits = await ctx.read(sql<
    Omit<Edit, 'on' | 'amounts' | 'expected'> & Record<'a' | 'b', number | null> & Record<'c' | 'd', string | null>
  >`
    select changed_at as at, seen,
      amount_before as a, amount_after as b, expected_before as c, expected_after as d
    from pipeline_changes where customer_id = ${customer} and deal_id = ${id} order by changed_at, id
  `)
  return {
    deal: deal!,
    events: events.map((event): Event => ({ ...event, on: dayOf(event.at) })),
    edits: edits.map(({ a, b, c, d, ...edit }): Edit => ({
      ...edit,
      on: dayOf(edit.at),
      amounts: [a, b],
      expected: [c, d],
    })),
  }
}

type Facts = Awaited<ReturnType<typeof read>>

/** Entries that say where the deal was already are none; one that closed without a dated entry is entered on the day of its closing. */
const entriesOf = ({ deal, events }: Facts) => {
  const entries: (Omit<Event, 'at'> & { at: string | null })[] = []
  for (const event of events) {
    const before = entries.at(-1)
    if (before?.stage !== event.stage) entries.push({ ...event, from: before?.stage ?? event.from })
  }
  const last = entries.at(-1)
  if (deal.closedOn && deal.kind && deal.kind !== 'open' && last?.stage !== deal.stage) {
    const { stage, kind, closedOn: on } = deal
    entries.push({ stage, kind, from: last?.stage ?? null, at: null, on, seen: false })
  }
  return entries
}

/** A time that is midnight stands for its day: sources that know only days give no time. */
const timeOf = (ctx: Context, at: string | null) =>
  at === null || localParts(new Date(at), ctx.workspace.timezone).time === '00:00:00' ? null : at

const historyOf = (ctx: Context, facts: Facts): Change[] => {
  const { deal, edits } = facts
  const changes: Change[] = []
  if (deal.createdOn) changes.push({ kind: 'created', on: deal.createdOn, at: null, seen: false })
  for (const { stage, kind, from, at, on, seen } of entriesOf(facts))
    changes.push({ kind: 'stage', on, at: timeOf(ctx, at), seen, from, to: stage, toKind: kind })
  for (const { amounts, expected, at, on, seen } of edits) {
    const when = { on, at: timeOf(ctx, at), seen }
    if (amounts[0] !== amounts[1]) changes.push({ kind: 'amount', ...when, from: amounts[0], to: amounts[1] })
    if (expected[0] !== expected[1])
      changes.push({ kind: 'expected-close', ...when, from: expected[0], to: expected[1] })
  }
  if (deal.removedOn) changes.push({ kind: 'removed', on: deal.removedOn, at: null, seen: true })
  const order = changes.map((change, i) => ({ change, i }))
  order.sort(
    (a, b) =>
      a.change.on.localeCompare(b.change.on) || (a.change.at ?? '').localeCompare(b.change.at ?? '') || a.i - b.i,
  )
  return order.map(({ change }) => change)
}

const staysOf = (ctx: Context, facts: Facts, today: string): Stay[] => {
  const entries = entriesOf(facts)
  const day = 86_400_000
  return entries.map(({ stage, kind, at, on }, i) => {
    const next = entries[i + 1]
    const leftOn = next?.on ?? (kind === 'open' ? facts.deal.removedOn : null)
    const ends = timeOf(ctx, next?.at ?? null)
    const byClock = at !== null && ends !== null ? (Date.parse(ends) - Date.parse(at)) / day : null
    const byDay = kind === 'open' || next ? Math.max(0, daysIn({ start: on, end: leftOn ?? today }) - 1) : null
    return { stage, kind, enteredOn: on, leftOn, days: byClock === null ? byDay : rounded(Math.max(0, byClock), 1) }
  })
}

export const opportunity: Handlers<'operations'>['opportunity'] = async (ctx, { id }) => {
  const scope = await scopeOf(ctx, { compare: 'none' })
  const { deals, period } = scope
  const place = deals.places.get(id)
  if (place === undefined) throw new ApiError(404, 'not_found', `There is no deal ${id}.`)
  const { from } = deals.timeline
  const row = from[place] === from[place + 1] ? -1 : from[place + 1]! - 1
  const facts = await read(ctx, deals.facts.deals.customer[place]!, id)
  const [shown] = await rowsOf(ctx, scope, scope.last, [{ deal: place, row }])
  const meta = dealMeta(ctx, scope, 1)
  return {
    data: {
      ...shown!,
      externalId: facts.deal.externalId,
      product: facts.deal.product,
      stages: staysOf(ctx, facts, period.asOfDay),
      history: historyOf(ctx, facts),
    },
    meta: {
      ...meta,
      range: null,
      comparison: null,
      rows: { counted: 1, excluded: [] },
      notes: [],
    },
  }
}
