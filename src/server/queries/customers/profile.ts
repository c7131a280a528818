import { sql } from 'kysely'
import type { Api, Result } from '#contract'
import { rfmGroups } from '#contract/customer-groups.ts'
import type { Context } from '../../context.ts'
import { ApiError } from '../../errors.ts'
import { channelsOf } from '../../memory/acquisition.ts'
import { noChannel } from '../../memory/order-lines.ts'
import { entriesUntil, type Ledger } from '../../memory/accounts.ts'
import { ledgerUnder } from '../../memory/ledger.ts'
import { codesOf } from '../../memory/sums.ts'
import type { CustomerScores } from '../../models/customer-scores.ts'
import { moneyIn, partsIn } from '../../money.ts'
import { monthOf, toDay, toNumber } from '../../time/calendar.ts'
import type { Handlers } from '../../handler.ts'
import { spansOf } from '../figures.ts'
import { measure, measuresAt } from '../measures.ts'
import { metaOf } from '../meta.ts'
import { bucketsOf, percentages, type Period, rounded } from '../period.ts'
import { modelOf, riskNotes } from './model.ts'
import { ordersOf } from './orders.ts'
import { periodToDate } from './people.ts'
import type { Person } from './persons.ts'
import { riskWords } from './reasons.ts'
import { groupNamed, rfmAt } from './rfm.ts'
import { bandOf, isAtRisk } from './risk.ts'
import { scoresOf } from './scores.ts'

type Profile = Result<Api['customers']['one']>['data']

const named = async (ctx: Context, id: number) => {
  const [row] = await ctx.read(sql<Person & { externalId: string; industry: string | null }>`
    select id, external_id as "externalId", name, company, industry, segment, region
    from customers where id = ${id}
  `)
  if (!row) throw new ApiError(404, 'not_found', `id: expected a customer of the data, got ${id}`)
  return row
}

/** Revenue to date by category, the most first; categories in which nothing remains are left out. */
const categoriesOf = async (ctx: Context, id: number, today: string): Promise<Profile['categories']> => {
  const rows = await ctx.read(sql<{ category: string; pips: number }>`
    select category, pips[width_bucket(${today}::date, days)] as pips from customer_history
      where grain = 'category' and customer_id = ${id}
  `)
  const sold = rows.filter(({ pips }) => pips !== null && pips !== 0)
  sold.sort((a, b) => b.pips - a.pips || (a.category < b.category ? -1 : 1))
  const revenues = partsIn(
    sold.map(({ pips }) => pips),
    ctx.workspace.digits,
  )
  const shares = percentages(revenues)
  return sold.map(({ category }, i) => ({ category, revenue: revenues[i]!, percentage: shares[i] ?? null }))
}

type Account = Pick<Profile, 'lifetimeValue' | 'lifetimeOrders' | 'purchases' | 'timeline'> & {
  first: number | null
  last: number | null
}

/** What the account of a customer says, up to now. */
const accountOf = (ctx: Context, ledger: Ledger, place: number, { today, asOfDay }: Period): Account => {
  const empty: Account = { lifetimeValue: 0, lifetimeOrders: 0, purchases: 0, timeline: [], first: null, last: null }
  if (place < 0) return empty
  const { starts, days, orders, pips } = ledger
  const { digits } = ctx.workspace
  const [from, until] = [starts[place]!, entriesUntil(ledger, place, toNumber(asOfDay))]
  if (until === from) return empty
  const months = new Map<number, { pips: number; orders: number }>()
  const account = { ...empty, lifetimeValue: moneyIn(pips[until - 1]!, digits), lifetimeOrders: orders[until - 1]! }
  for (let i = from; i < until; i += 1) {
    const month = monthOf(days[i]!)
    const sum = months.get(month) ?? { pips: 0, orders: 0 }
    months.set(month, sum)
    const [ordersBefore, pipsBefore] = i > from ? [orders[i - 1]!, pips[i - 1]!] : [0, 0]
    sum.pips += pips[i]! - pipsBefore
    sum.orders += orders[i]! - ordersBefore
    if (orders[i] === ordersBefore) continue
    account.purchases += 1
    account.first ??= days[i]!
    account.last = days[i]!
  }
  const window = { start: toDay(monthOf(days[from]!)), end: asOfDay }
  account.timeline = bucketsOf(window, 'month', ctx.workspace, today).map(({ start, partial }) => {
    const sum = months.get(toNumber(start))
    return { date: start, revenue: moneyIn(sum?.pips ?? 0, digits), orders: sum?.orders ?? 0, partial }
  })
  return account
}

const orNull = (value: number, decimals: number): number | null =>
  Number.isNaN(value) ? null : rounded(value, decimals)

const predictionOf = (scores: CustomerScores, at: number, digits: number): Profile['prediction'] => {
  const [alive, purchases] = [scores.alive[at]!, orNull(scores.expectedPurchases[at]!, 2)]
  const money = (column: CustomerScores['expected12']) => orNull(column[at]!, digits)
  const [worth, expected, clv12m, clv36m] = [
    money(scores.purchaseValue),
    money(scores.expected12),
    money(scores.clv12),
    money(scores.clv36),
  ]
  if (Number.isNaN(alive) || purchases === null || worth === null || expected === null) return null
  const wait = scores.wait[at]!
  return {
    probabilityAlive: alive,
    expectedPurchases12m: purchases,
    expectedPurchaseValue: worth,
    expectedValue12m: expected,
    clv12m: clv12m ?? 0,
    clv36m: clv36m ?? 0,
    nextOrderBy: Number.isNaN(wait) ? null : toDay(scores.asOf + Math.ceil(wait)),
  }
}

const riskAt = (ctx: Context, scores: CustomerScores, place: number): Profile['risk'] => {
  if (Number.isNaN(scores.risk[place]!)) return null
  const { churnAfterDays: churnAfter, digits } = ctx.workspace
  const risks = { scores, at: Uint32Array.of(place), churnAfter, digits }
  return { ...riskWords(scores, place, ctx.workspace), band: bandOf(risks, 0), atRisk: isAtRisk(risks, 0) }
}

export const one: Handlers<'customers'>['one'] = async (ctx, { id, limit, cursor }) => {
  const person = await named(ctx, id)
  const period = await periodToDate(ctx)
  const ledger = await ledgerUnder(ctx, {})
  const place = ledger.ids.indexOf(id)
  const { first, last, ...account } = accountOf(ctx, ledger, place, period)
  const { churnAfterDays } = ctx.workspace
  const channel = (await channelsOf(ctx))(id)
  const grouped = await rfmAt(ctx, period, {})
  const group = place < 0 ? null : groupNamed(grouped, place)
  const scores = await scoresOf(ctx, 'if ready')
  const rows = await measure(ctx, spansOf(period), {})
  const meta = await metaOf(ctx, period, {}, measuresAt(rows, 0), riskNotes(scores))
  return {
    data: {
      ...person,
      acquisitionChannel: channel === noChannel ? null : codesOf.channel.valueOf(channel),
      ...account,
      firstOrderOn: first === null ? null : toDay(first),
      lastOrderOn: last === null ? null : toDay(last),
      avgOrderValue:
        account.lifetimeOrders > 0
          ? rounded(account.lifetimeValue / account.lifetimeOrders, ctx.workspace.digits)
          : null,
      churned: last !== null && toNumber(period.asOfDay) - last >= churnAfterDays,
      churnsOn: last === null ? null : toDay(last + churnAfterDays),
      rfm: group && {
        group,
        meaning: rfmGroups[group],
        recency: grouped.recency[place]!,
        frequency: grouped.frequency[place]!,
        monetary: grouped.monetary[place]!,
      },
      risk: scores && place >= 0 ? riskAt(ctx, scores, place) : null,
      prediction: scores && place >= 0 ? predictionOf(scores, place, ctx.workspace.digits) : null,
      model: scores && modelOf(scores),
      categories: await categoriesOf(ctx, id, period.asOfDay),
      ...(await ordersOf(ctx, id, limit, cursor)),
    },
    meta: { ...meta, range: null },
  }
}
