import type { Context } from '../../context.ts'
import { historyGrainFor } from '../../db/rollup/grains.ts'
import { ApiError } from '../../errors.ts'
import type { Handlers } from '../../handlers.ts'
import { dayUntil, histories, historyKeys, type HistoryPage } from '../../memory/histories.ts'
import { codesOf } from '../../memory/sums.ts'
import { spansOf } from '../figures.ts'
import { filteredDimensions, type Filters, measure, type Measures, measuresAt, nothing } from '../measures.ts'
import { metaOf, periodOf } from '../meta.ts'
import { type Comparison, toNumber, type Window } from '../period.ts'

type Step = { label: string; amount: number }

const cents = (money: number) => Math.round(money * 100)

const labels = {
  new: 'New customers',
  back: 'Customers who came back',
  both: 'Customers of both periods',
  lost: 'Customers who did not come back',
  refunds: 'Refunds of earlier orders',
}

type Kind = keyof typeof labels

const allowedCodes = (filters: Filters) => historyKeys.map(key => filters[key] && new Set(filters[key].map(codesOf[key].find)))

const isAllowed = ({ codes }: HistoryPage, history: number, allowed: ReturnType<typeof allowedCodes>) => {
  for (let key = 0; key < allowed.length; key += 1) if (allowed[key]?.has(codes[key]![history]!) === false) return false
  return true
}

/** The first place from `from` to `to` whose day is after `day`. */
const placeAfter = (days: Int32Array, from: number, to: number, day: number): number => {
  let [low, high] = [from, to]
  while (low < high) {
    const middle = (low + high) >> 1
    if (days[middle]! > day) high = middle
    else low = middle + 1
  }
  return low
}

/** A customer's orders before the range, in it and in the comparison; `change`: revenue of the range less that of the comparison. */
type Bought = { before: number; now: number; then: number; change: number }

const kindOf = ({ before, now, then }: Bought): Kind => {
  if (now > 0) return then > 0 ? 'both' : before > 0 ? 'back' : 'new'
  return then > 0 ? 'lost' : 'refunds'
}

/** Each customer in one group by the windows it ordered in; new: no order before the range. In hundredths. */
const customerGroups = async (ctx: Context, range: Window, comparison: Comparison, filters: Filters): Promise<Record<Kind, number>> => {
  const pages = await histories(ctx, historyGrainFor(new Set(filteredDimensions(filters))))
  const cutDay = comparison.cutAt === null ? undefined : await dayUntil(ctx, comparison.end, comparison.cutAt)
  const allowed = allowedCodes(filters)
  const lastWhole = toNumber(comparison.end) - (cutDay ? 1 : 0)
  const [beforeThen, beforeNow, end] = [toNumber(comparison.start) - 1, toNumber(range.start) - 1, toNumber(range.end)]
  const groups: Record<Kind, number> = { new: 0, back: 0, both: 0, lost: 0, refunds: 0 }

  const onCutDay = new Map<number, { orders: number; cents: number }>()
  for (const [i, customer] of (cutDay?.customers ?? []).entries()) {
    if (!cutDay || !isAllowed(cutDay, i, allowed)) continue
    const known = onCutDay.get(customer) ?? { orders: 0, cents: 0 }
    onCutDay.set(customer, { orders: known.orders + cutDay.orders[i]!, cents: known.cents + cutDay.cents[i]! })
  }
  const close = (customer: number, bought: Bought) => {
    const more = onCutDay.get(customer)
    if (more) {
      bought.then += more.orders
      bought.change -= more.cents
    }
    groups[kindOf(bought)] += bought.change
  }

  for (const page of pages) {
    const { customers, starts, days, orders, cents } = page
    let customer = -1
    let bought: Bought | undefined
    for (let history = 0; history < customers.length; history += 1) {
      if (!isAllowed(page, history, allowed)) continue
      const [first, last] = [starts[history]!, starts[history + 1]!]
      const ended = days[last - 1]! <= end ? last : placeAfter(days, first, last, end)
      const began = placeAfter(days, first, ended, beforeThen)
      if (began === ended) continue
      const middle = placeAfter(days, began, ended, beforeNow)
      const until = lastWhole === beforeNow ? middle : placeAfter(days, began, middle, lastWhole)
      // a customer has a history for each value of the grain's dimensions, one after the other
      if (!bought || customers[history] !== customer) {
        if (bought) close(customer, bought)
        customer = customers[history]!
        bought = { before: 0, now: 0, then: 0, change: 0 }
      }
      const [orders0, orders1, orders2] = [began, until, middle].map(place => (place > first ? orders[place - 1]! : 0)) as [number, number, number]
      const [cents0, cents1, cents2] = [began, until, middle].map(place => (place > first ? cents[place - 1]! : 0)) as [number, number, number]
      bought.before += orders2
      bought.now += orders[ended - 1]! - orders2
      bought.then += orders1 - orders0
      bought.change += cents[ended - 1]! - cents2 - cents1 + cents0
    }
    if (bought) close(customer, bought)
  }
  return groups
}

const byCustomers = async (ctx: Context, range: Window, comparison: Comparison, filters: Filters, change: number): Promise<Step[]> => {
  const groups = await customerGroups(ctx, range, comparison, filters)
  const steps = Object.entries(labels).map(([kind, label]) => ({ label, amount: groups[kind as Kind] }))
  const rest = change - steps.reduce((sum, { amount }) => sum + amount, 0)
  return [...steps, { label: 'Orders without a customer', amount: rest }].filter(({ amount }, i) => i < 4 || amount !== 0)
}

/**
 * Price, volume and mix of the products sold in both windows; the others are steps of their own, as they have no old or no new price.
 * With q units at average price p: volume = (Q₁ − Q₀) × P₀, price = Σ (p₁ − p₀) × q₁, mix = Σ p₀ × q₁ − P₀ × Q₁.
 */
const byPrice = async (ctx: Context, spans: ReturnType<typeof spansOf>, filters: Filters, change: number): Promise<Step[]> => {
  const rows = await measure<number>(ctx, spans, filters, 'product')
  const windows = [0, 1].map(wanted => new Map(rows.filter(({ window }) => window === wanted).map(row => [row.key, row])))
  const at = (key: number, window: 0 | 1): Measures => windows[window]?.get(key) ?? nothing
  const sums = { fresh: 0, gone: 0, other: 0, price: 0, atOldPrices: 0, unitsNow: 0, unitsThen: 0, then: 0 }
  for (const key of new Set(rows.map(row => row.key))) {
    const [now, then] = [at(key, 0), at(key, 1)]
    const moved = cents(now.revenue) - cents(then.revenue)
    if (now.units > 0 && then.units > 0) {
      sums.unitsNow += now.units
      sums.unitsThen += then.units
      sums.then += cents(then.revenue)
      sums.atOldPrices += (cents(then.revenue) / then.units) * now.units
      sums.price += cents(now.revenue) - (cents(then.revenue) / then.units) * now.units
    } else if (then.lines === 0) sums.fresh += moved
    else if (now.lines === 0) sums.gone += moved
    else sums.other += moved
  }
  const [volume, price] = [Math.round(sums.unitsThen > 0 ? (sums.unitsNow / sums.unitsThen - 1) * sums.then : 0), Math.round(sums.price)]
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
  const period = periodOf(ctx, asked)
  const { range, comparison } = period
  if (!comparison) {
    throw new ApiError(400, 'bad_request', `compare: expected previous_period or previous_year with a window before ${range.start} to lead from, got "${asked.compare}"`)
  }
  const spans = spansOf(period)
  const rows = await measure(ctx, spans, asked)
  const [now, then] = [measuresAt(rows, 0), measuresAt(rows, 1)]
  const change = cents(now.revenue) - cents(then.revenue)
  const steps = asked.by === 'customers' ? await byCustomers(ctx, range, comparison, asked, change) : await byPrice(ctx, spans, asked, change)
  return {
    data: { from: then.revenue, to: now.revenue, steps: steps.map(({ label, amount }) => ({ label, amount: amount / 100 || 0 })) },
    meta: await metaOf(ctx, period, asked, now),
  }
}
