import { z } from 'zod'
import type { Api, Result } from '#contract'
import type { CustomerSort } from '#contract/customer-groups.ts'
import type { Context } from '../../context.ts'
import { channelsOf } from '../../memory/acquisition.ts'
import { noChannel } from '../../memory/order-lines.ts'
import { never, type Roster, rosterUnder } from '../../memory/roster.ts'
import { codesOf } from '../../memory/sums.ts'
import { moneyIn } from '../../money.ts'
import { toDay, toNumber } from '../../time/calendar.ts'
import type { Handlers } from '../../handler.ts'
import { decodeCursor, encodeCursor, refuseCursor } from '../cursor.ts'
import { spansOf } from '../figures.ts'
import { measure, measuresAt } from '../measures.ts'
import { metaOf, periodOf } from '../meta.ts'
import { changePercent, type Period } from '../period.ts'
import { conditionsOf, isOfAll, needsScores, type Question } from './conditions.ts'
import { firstPlaces } from './order.ts'
import { cutMoves, lastSeen, type People, peopleAt } from './people.ts'
import { riskNotes } from './model.ts'
import { personsOf, ranked, ranksOf } from './persons.ts'
import { remainderNotes } from './remainder.ts'
import { isAtRisk, type Risks, riskOf, risksUnder } from './risk.ts'
import { expectedOf } from './value.ts'

type Listed = Result<Api['customers']['list']>['data']
type Row = Listed['rows'][number]
type Value = (place: number, people: People) => number

const dayOrNot = (day: number) => (day === never ? NaN : day)

const figures = (
  period: Period,
  { first }: Pick<Roster, 'first'>,
  risks: Risks | null,
  digits: number,
): Record<string, Value> => ({
  revenue: (place, { pips }) => pips[place]!,
  orders: (place, { orders }) => orders[place]!,
  previous: (place, { pipsThen }) => (period.comparison ? pipsThen[place]! : NaN),
  change: (place, people) => changeOf(period, people, place, digits) ?? NaN,
  lifetime: (place, { pipsToEnd }) => pipsToEnd[place]!,
  lifetime_orders: (place, { ordersToEnd }) => ordersToEnd[place]!,
  first: place => dayOrNot(first[place]!),
  last: (place, { last }) => dayOrNot(last[place]!),
  risk: place => riskOf(risks!, place),
  expected: place => expectedOf(risks!, place),
})

const changeOf = ({ comparison }: Period, { pips, pipsThen }: People, place: number, digits: number): number | null =>
  comparison && changePercent(moneyIn(pips[place]!, digits), moneyIn(pipsThen[place]!, digits))

/** Values of a column of words are their places in order. */
const valueOf = async (
  ctx: Context,
  sort: CustomerSort,
  period: Period,
  { ledger, first }: Roster,
  risks: Risks | null,
): Promise<Value> => {
  if (sort === 'name' || sort === 'company' || sort === 'region') {
    const ranks = await ranksOf(ctx, sort)
    return place => ranks.get(ledger.ids[place]!) ?? NaN
  }
  if (sort !== 'segment' && sort !== 'channel') return figures(period, { first }, risks, ctx.workspace.digits)[sort]!
  const channelOf = await channelsOf(ctx)
  const isSegment = sort === 'segment'
  const codeOf = (place: number) => (isSegment ? ledger.segments[place]! : channelOf(ledger.ids[place]!))
  const codes = [...new Set(Array.from(ledger.ids, (_, place) => codeOf(place)))].filter(code => code !== noChannel)
  const names = isSegment ? codesOf.segment : codesOf.channel
  const ranks = await ranked(codes.map(code => ({ id: code, word: names.valueOf(code) })))
  return place => ranks.get(codeOf(place)) ?? NaN
}

const channelName = (code: number): string | null => (code === noChannel ? null : codesOf.channel.valueOf(code))

/** The customer at whom the page before ended, by place. */
const placeAfter = ({ cursor, sort, direction }: Question, { ledger }: Roster): number | undefined => {
  if (cursor === undefined) return undefined
  const [, , id] = decodeCursor(cursor, z.tuple([z.literal(sort), z.literal(direction), z.int()]))
  const place = ledger.ids.indexOf(id)
  if (place < 0) throw refuseCursor(cursor)
  return place
}

const standingOf = (
  period: Period,
  { first }: Roster,
  { orders, last }: People,
  place: number,
  churnAfter: number,
): Row['standing'] => {
  if (orders[place]! > 0) return first[place]! >= toNumber(period.range.start) ? 'new' : 'returning'
  const silent = last[place] === never ? 0 : lastSeen(period.range, period.asOfDay) - last[place]!
  return silent >= churnAfter ? 'churned' : 'quiet'
}

const totalOf = (period: Period, places: Uint32Array, people: People, digits: number): Listed['total'] => {
  const sums = { pips: 0, pipsThen: 0, lifetime: 0, orders: 0, lifetimeOrders: 0 }
  for (const place of places) {
    sums.pips += people.pips[place]!
    sums.pipsThen += people.pipsThen[place]!
    sums.lifetime += people.pipsToEnd[place]!
    sums.orders += people.orders[place]!
    sums.lifetimeOrders += people.ordersToEnd[place]!
  }
  const [revenue, previous] = [moneyIn(sums.pips, digits), period.comparison ? moneyIn(sums.pipsThen, digits) : null]
  return {
    customers: places.length,
    revenue,
    orders: sums.orders,
    previousRevenue: previous,
    changePercent: changePercent(revenue, previous),
    lifetimeValue: moneyIn(sums.lifetime, digits),
    lifetimeOrders: sums.lifetimeOrders,
  }
}

/** What a row says of how a customer stands; people are lent, so this is read before anything is awaited. */
const rowOf = (ctx: Context, period: Period, roster: Roster, people: People, risks: Risks | null, place: number) => {
  const { digits } = ctx.workspace
  const risk = risks ? riskOf(risks, place) : NaN
  const expected = risks ? expectedOf(risks, place) : NaN
  const day = (number: number) => (number === never ? null : toDay(number))
  return {
    standing: standingOf(period, roster, people, place, ctx.workspace.churnAfterDays),
    revenue: moneyIn(people.pips[place]!, digits),
    orders: people.orders[place]!,
    previousRevenue: period.comparison ? moneyIn(people.pipsThen[place]!, digits) : null,
    changePercent: changeOf(period, people, place, digits),
    lifetimeValue: moneyIn(people.pipsToEnd[place]!, digits),
    lifetimeOrders: people.ordersToEnd[place]!,
    firstOrderOn: people.last[place] === never ? null : day(roster.first[place]!),
    lastOrderOn: day(people.last[place]!),
    riskScore: Number.isNaN(risk) ? null : risk,
    atRisk: Number.isNaN(risk) ? null : isAtRisk(risks!, place),
    expectedValue12m: Number.isNaN(expected) ? null : expected,
  }
}

const matching = (length: number, conditions: ((place: number, people: People) => boolean)[], people: People) => {
  const places = new Uint32Array(length)
  let found = 0
  for (let place = 0; place < length; place += 1)
    if (conditions.every(condition => condition(place, people))) places[found++] = place
  return places.subarray(0, found)
}

export const list: Handlers<'customers'>['list'] = async (ctx, asked) => {
  const period = await periodOf(ctx, asked)
  const roster = await rosterUnder(ctx, asked, true)
  const risks = await risksUnder(ctx, asked, needsScores(asked) ? 'needed' : 'if ready')
  const conditions = await conditionsOf(ctx, asked, period, roster, risks)
  const value = await valueOf(ctx, asked.sort, period, roster, risks)
  const after = placeAfter(asked, roster)
  const channelOf = await channelsOf(ctx)
  const cut = await cutMoves(ctx, period, asked)
  const rows = await measure(ctx, spansOf({ ...period, comparison: null }), asked)
  const measures = measuresAt(rows, 0)
  const meta = await metaOf(ctx, period, asked, measures, riskNotes(risks && risks.scores))

  const people = peopleAt(roster, period, cut)
  if (isOfAll(asked)) meta.notes.push(...remainderNotes(people, measures, ctx.workspace))
  const places = matching(roster.first.length, conditions, people)
  const total = totalOf(period, places, people, ctx.workspace.digits)
  const found = firstPlaces(places, place => value(place, people), asked.direction, asked.limit + 1, after)
  const shown = found.slice(0, asked.limit).map(place => ({
    id: roster.ledger.ids[place]!,
    acquisitionChannel: channelName(channelOf(roster.ledger.ids[place]!)),
    ...rowOf(ctx, period, roster, people, risks, place),
  }))
  const last = found.length > asked.limit ? shown.at(-1) : undefined
  const persons = await personsOf(
    ctx,
    shown.map(({ id }) => id),
  )
  return {
    data: {
      rows: shown.map((row, i) => ({ ...persons[i]!, ...row })),
      nextCursor: last ? encodeCursor([asked.sort, asked.direction, last.id]) : null,
      total,
    },
    meta,
  }
}
