import { sql } from 'kysely'
import type { Context } from '../../context.ts'
import { historyGrainFor, visitKeys } from '../../db/rollup/grains.ts'
import { ApiError } from '../../errors.ts'
import type { Handlers } from '../../handlers.ts'
import { spansOf } from '../figures.ts'
import { filteredDimensions, type Filters, joinCustomers, lineColumn, matches, measure, type Measures, measuresAt, nothing } from '../measures.ts'
import { metaOf, periodOf } from '../meta.ts'
import { addDays, type Comparison, type Window } from '../period.ts'
import { untilCut } from '../segments.ts'

type Step = { label: string; amount: number }

const cents = (money: number) => Math.round(money * 100)

const labels = {
  new: 'New customers',
  back: 'Customers who came back',
  both: 'Customers of both periods',
  lost: 'Customers who did not come back',
  refunds: 'Refunds of earlier orders',
}

/** Each customer in one group by the windows it ordered in; new: no order before the range. In hundredths. */
const customerGroups = async (ctx: Context, range: Window, comparison: Comparison, filters: Filters) => {
  const grain = historyGrainFor(new Set(filteredDimensions(filters)))
  // a customer has a row for each value of the grain's dimensions
  const several = grain === 'full' || visitKeys.some(key => (filters[key]?.length ?? 0) > 1)
  const lastWhole = comparison.cutAt === null ? comparison.end : addDays(comparison.end, -1)
  const placeOf = (day: string) => sql`width_bucket(${day}::date, days)`
  const { rows } = await sql<{ kind: keyof typeof labels; change: number }>`
    with histories as (
      select customer_id, coalesce(orders[place2], 0) as orders_before, coalesce(orders[place3], 0) - coalesce(orders[place2], 0) as orders_now,
        coalesce(orders[place1], 0) - coalesce(orders[place0], 0) as orders_then,
        coalesce(cents[place3], 0) - coalesce(cents[place2], 0) - coalesce(cents[place1], 0) + coalesce(cents[place0], 0) as change
      from (
        select customer_id, orders, cents, place0, ${placeOf(lastWhole)} as place1, ${placeOf(addDays(range.start, -1))} as place2, place3
        from (
          select customer_id, days, orders, cents, ${placeOf(addDays(comparison.start, -1))} as place0, ${placeOf(range.end)} as place3
          from customer_history where grain = ${grain} and ${matches(filters)}
          offset 0 -- keeps each place from being searched again for every use
        ) reached
        where place3 > place0 offset 0
      ) placed
    ), buyers as (
      ${several ? sql`
      select customer_id, sum(orders_before) as orders_before, sum(orders_now) as orders_now, sum(orders_then) as orders_then, add_up(change) as change
      from histories group by customer_id` : sql`select * from histories`}
    ), cut_day as (
      select t.customer_id, count(*) filter (where t.status = 'completed') as orders, add_up((t.amount * 100)::bigint) as cents
      from transactions t join products p on p.id = t.product_id ${joinCustomers(filters.segment !== undefined)}
      where ${comparison.cutAt === null ? sql`false` : sql`t.ordered_on = ${comparison.end}::date and ${untilCut(ctx, comparison.cutAt)}`}
        and (t.status = 'completed' or (t.status = 'refunded' and t.amount <= 0)) and ${matches(filters, lineColumn)}
      group by t.customer_id
    )
    select case
        when orders_now > 0 and orders_then + coalesce(d.orders, 0) > 0 then 'both' when orders_now > 0 and orders_before = 0 then 'new'
        when orders_now > 0 then 'back' when orders_then + coalesce(d.orders, 0) > 0 then 'lost' else 'refunds' end as kind,
      add_up(change - coalesce(d.cents, 0)) as change
    from buyers left join cut_day d using (customer_id) group by 1
  `.execute(ctx.db)
  return new Map(rows.map(({ kind, change }) => [kind, change]))
}

const byCustomers = async (ctx: Context, range: Window, comparison: Comparison, filters: Filters, change: number): Promise<Step[]> => {
  const groups = await customerGroups(ctx, range, comparison, filters)
  const steps = Object.entries(labels).map(([kind, label]) => ({ label, amount: groups.get(kind as keyof typeof labels) ?? 0 }))
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
