import type { Context } from '../../context.ts'
import { ApiError } from '../../errors.ts'
import type { Filters } from '../../memory/filters.ts'
import type { Standing } from '../../memory/places.ts'
import { type Moment, standingsAt } from '../../memory/standings.ts'
import { partsIn } from '../../money.ts'
import { spansOf } from '../figures.ts'
import { measure, type Measures, measuresAt, nothing } from '../measures.ts'
import { metaOf, periodOf } from '../meta.ts'
import type { Comparison } from '../comparison.ts'
import type { Handlers } from '../../handler.ts'
import { toNumber, type Window } from '../../time/calendar.ts'

type Step = { label: string; amount: number }

const labels = {
  new: 'New customers',
  back: 'Customers who came back',
  both: 'Customers of both periods',
  lost: 'Customers who did not come back',
  refunds: 'Refunds of earlier orders',
}

type Kind = keyof typeof labels

/** A customer's kind by what there is of it: 1 orders in the range, 2 in the comparison, 4 before the range. */
const kindOf = (has: number): Kind => {
  if (has & 1) return has & 2 ? 'both' : has & 4 ? 'back' : 'new'
  return has & 2 ? 'lost' : 'refunds'
}

const kinds = Object.keys(labels) as Kind[]

/**
 * Sums of the customers' change by what there is of them, from how they stood at the ends of the range and of the
 * comparison.
 */
const changesIn = ([after, before, afterThen, beforeThen]: Standing[]): Float64Array => {
  const sums = new Float64Array(8)
  const [now, earlier, then, start] = [after!.pips, before!.pips, afterThen!.pips, beforeThen!.pips]
  const [nowOrders, earlierOrders, thenOrders, startOrders] = [
    after!.orders,
    before!.orders,
    afterThen!.orders,
    beforeThen!.orders,
  ]
  for (let place = 0; place < now.length; place += 1) {
    const change = now[place]! - earlier[place]! - then[place]! + start[place]!
    if (change === 0) continue
    const ordered = earlierOrders[place]!
    const has =
      (nowOrders[place]! > ordered ? 1 : 0) | (thenOrders[place]! > startOrders[place]! ? 2 : 0) | (ordered > 0 ? 4 : 0)
    sums[has] = sums[has]! + change
  }
  return sums
}

/** Each customer in one group by the windows it ordered in; new: no order before the range. In pips. */
const customerGroups = async (
  ctx: Context,
  range: Window,
  comparison: Comparison,
  filters: Filters,
): Promise<Record<Kind, number>> => {
  const startOf = (day: number): Moment => ({ day, cutAt: null })
  const endThen = toNumber(comparison.end)
  const moments = [
    startOf(toNumber(range.end) + 1),
    startOf(toNumber(range.start)),
    comparison.cutAt === null ? startOf(endThen + 1) : { day: endThen, cutAt: comparison.cutAt },
    startOf(toNumber(comparison.start)),
  ]
  const groups = Object.fromEntries(kinds.map(kind => [kind, 0])) as Record<Kind, number>
  for (const [has, sum] of (await standingsAt(ctx, filters, moments, changesIn)).entries()) groups[kindOf(has)] += sum
  return groups
}

const byCustomers = async (
  ctx: Context,
  range: Window,
  comparison: Comparison,
  filters: Filters,
  change: number,
): Promise<Step[]> => {
  const groups = await customerGroups(ctx, range, comparison, filters)
  const steps = Object.entries(labels).map(([kind, label]) => ({ label, amount: groups[kind as Kind] }))
  const rest = change - steps.reduce((sum, { amount }) => sum + amount, 0)
  return [...steps, { label: 'Orders without a customer', amount: rest }].filter(
    ({ amount }, i) => i < 4 || amount !== 0,
  )
}

/**
 * Price, volume and mix of the products sold in both windows; the others are steps of their own, as they have no old or
 * no new price.
 * With q units at average price p: volume = (Q₁ − Q₀) × P₀, price = Σ (p₁ − p₀) × q₁, mix = Σ p₀ × q₁ − P₀ × Q₁.
 */
const byPrice = async (
  ctx: Context,
  spans: ReturnType<typeof spansOf>,
  filters: Filters,
  change: number,
): Promise<Step[]> => {
  const rows = await measure<number>(ctx, spans, filters, 'product')
  const windows = [0, 1].map(
    wanted => new Map(rows.filter(({ window }) => window === wanted).map(row => [row.key, row])),
  )
  const at = (key: number, window: 0 | 1): Measures => windows[window]?.get(key) ?? nothing
  const sums = { fresh: 0, gone: 0, other: 0, price: 0, atOldPrices: 0, unitsNow: 0, unitsThen: 0, revenueThen: 0 }
  for (const key of new Set(rows.map(row => row.key))) {
    const [now, then] = [at(key, 0), at(key, 1)]
    const moved = now.pips - then.pips
    if (now.units > 0 && then.units > 0) {
      sums.unitsNow += now.units
      sums.unitsThen += then.units
      sums.revenueThen += then.pips
      sums.atOldPrices += (then.pips / then.units) * now.units
      sums.price += now.pips - (then.pips / then.units) * now.units
    } else if (then.lines === 0) sums.fresh += moved
    else if (now.lines === 0) sums.gone += moved
    else sums.other += moved
  }
  const [volume, price] = [
    Math.round(sums.unitsThen > 0 ? (sums.unitsNow / sums.unitsThen - 1) * sums.revenueThen : 0),
    Math.round(sums.price),
  ]
  // the mix takes the rounding of the other two
  const mix = change - sums.fresh - sums.gone - sums.other - volume - price
  return [
    { label: 'Volume', amount: volume },
    { label: 'Mix', amount: mix },
    { label: 'Price', amount: price },
    { label: 'New products', amount: sums.fresh },
    { label: 'Products no longer sold', amount: sums.gone },
    { label: 'Products with more units returned than sold', amount: sums.other },
  ].filter(({ amount }, i) => i < 5 || amount !== 0)
}

export const bridge: Handlers<'revenue'>['bridge'] = async (ctx, asked) => {
  const period = await periodOf(ctx, asked)
  const { range, comparison, unknown, asOfDay } = period
  if (asked.compare === 'none' || (!comparison && !unknown && range.start <= asOfDay)) {
    throw new ApiError(
      400,
      'bad_request',
      `compare: expected previous_period, previous_year or custom with days to lead from, got "${asked.compare}"`,
    )
  }
  const spans = spansOf(period)
  const rows = await measure(ctx, spans, asked)
  const [now, then] = [measuresAt(rows, 0), measuresAt(rows, 1)]
  const meta = await metaOf(ctx, period, asked, now)
  if (!comparison) return { data: { from: null, to: now.revenue, steps: [] }, meta }
  const change = now.pips - then.pips
  const steps =
    asked.by === 'customers'
      ? await byCustomers(ctx, range, comparison, asked, change)
      : await byPrice(ctx, spans, asked, change)
  const amounts = partsIn(
    steps.map(({ amount }) => amount),
    ctx.workspace.digits,
    now.revenue - then.revenue,
  )
  return {
    data: {
      from: then.revenue,
      to: now.revenue,
      steps: steps.map(({ label }, i) => ({ label, amount: amounts[i]! })),
    },
    meta,
  }
}
