import type { Context } from '../../context.ts'
import { blockSize, type Dimension, historyBlockSize, historyGrainFor } from '../../db/rollup/grains.ts'
import { ApiError } from '../../errors.ts'
import type { Handlers } from '../../handlers.ts'
import { buyersUntil, histories, historyKeys, type HistoryPage } from '../../memory/histories.ts'
import { codesOf } from '../../memory/sums.ts'
import type { Bits } from '../../memory/visits.ts'
import { spansOf } from '../figures.ts'
import { filteredDimensions, type Filters, measure, type Measures, measuresAt, nothing } from '../measures.ts'
import { metaOf, periodOf } from '../meta.ts'
import { toNumber } from '../period.ts'
import type { Span } from '../segments.ts'
import { buyersIn } from '../visitors.ts'

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

/** For each history of a page whether it is of a wanted value of each of these keys; undefined where no key is asked about. */
const allowedIn = ({ codes, customers }: HistoryPage, filters: Filters, keys: Dimension[]): Uint8Array | undefined => {
  if (keys.length === 0) return undefined
  const allowed = new Uint8Array(customers.length).fill(1)
  for (const key of keys) {
    const wanted = new Set(filters[key]?.map(codesOf[key].find))
    const column = codes[historyKeys.indexOf(key)]!
    for (let history = 0; history < column.length; history += 1) if (!wanted.has(column[history]!)) allowed[history] = 0
  }
  return allowed
}

/** The revenue of days up to and with `day`, of running sums from one place to another. */
const revenueUntil = (days: Int32Array, cents: Float64Array, from: number, to: number, day: number): number => {
  let [low, high] = [from, to]
  while (low < high) {
    const middle = (low + high) >> 1
    if (days[middle]! > day) high = middle
    else low = middle + 1
  }
  return low > from ? cents[low - 1]! : 0
}

/** The windows in day numbers, both ends in; `endThen`: the comparison's last whole day. */
type Windows = { start: number; end: number; startThen: number; endThen: number }

/** Revenue of the range less that of the comparison, of running sums from one place to another. */
const changeIn = (days: Int32Array, cents: Float64Array, from: number, to: number, { start, end, startThen, endThen }: Windows): number => {
  if (from === to || days[to - 1]! < startThen) return 0
  const inRange = revenueUntil(days, cents, from, to, end) - revenueUntil(days, cents, from, to, start - 1)
  return inRange - revenueUntil(days, cents, from, to, endThen) + revenueUntil(days, cents, from, to, startThen - 1)
}

const [now, then, before] = [1, 2, 4]
const both = now | then

const kindOf = (flags: number): Kind => {
  if (flags & now) return flags & then ? 'both' : flags & before ? 'back' : 'new'
  return flags & then ? 'lost' : 'refunds'
}

const kinds = Object.keys(labels) as Kind[]
const kindAt = Uint8Array.from({ length: 8 }, (_, flags) => kinds.indexOf(kindOf(flags)))

/** For each customer of a block of histories in which of the windows it ordered. */
const ordersOf = (number: number, windows: Map<number, Bits>[]): Uint8Array => {
  const flags = new Uint8Array(historyBlockSize)
  const first = number * historyBlockSize
  for (const [i, window] of windows.entries()) {
    const bits = window.get(Math.floor(first / blockSize))
    if (!bits) continue
    const flag = i === 0 ? now : then
    for (let place = 0, id = first % blockSize; place < historyBlockSize; place += 1, id += 1) if (bits[id >> 3]! & (0x80 >> (id & 7))) flags[place] = flags[place]! | flag
  }
  return flags
}

/**
 * Each customer in one group by the windows it ordered in; new: no order before the range. In hundredths. Those who ordered in both are
 * the most where there are many orders: where a page holds nothing but what was asked for, they are what the others leave of its total.
 */
const customerGroups = async (ctx: Context, spans: Span[], filters: Filters): Promise<Record<Kind, number>> => {
  const [range, comparison] = spans as [Span, Span]
  const { cutAt } = comparison
  const windows = { start: toNumber(range.start), end: toNumber(range.end), startThen: toNumber(comparison.start), endThen: toNumber(comparison.end) - Number(cutAt !== null) }
  const filtered = filteredDimensions(filters)
  const { first, blocks } = await histories(ctx, historyGrainFor(new Set(filtered)), filters)
  const rest = filtered.filter(key => key !== first)
  const cutDay = cutAt === null ? undefined : await buyersUntil(ctx, toNumber(comparison.end), cutAt)
  const buyers = await buyersIn(ctx, [range, comparison], filters)
  const sums = new Float64Array(kinds.length)
  for (const [number, pages] of blocks) {
    const flags = ordersOf(number, buyers)
    const change = new Float64Array(historyBlockSize)
    let total = 0
    for (const page of pages) {
      const { customers, firstOrders, starts, days, cents, allDays, allCents } = page
      const allowed = allowedIn(page, filters, rest)
      if (!allowed) total += changeIn(allDays, allCents, 0, allDays.length, windows)
      for (let history = 0; history < customers.length; history += 1) {
        const customer = customers[history]!
        const flag = flags[customer]!
        if (allowed ? allowed[history] === 0 : (flag & both) === both) continue
        change[customer] = change[customer]! + changeIn(days, cents, starts[history]!, starts[history + 1]!, windows)
        if (flag === now && firstOrders[history]! < windows.start) flags[customer] = now | before
      }
    }
    const cut = cutDay?.get(number)
    const allowedCut = cut && allowedIn(cut, filters, filtered)
    for (const [i, customer] of (cut?.customers ?? []).entries()) {
      if (allowedCut?.[i] === 0) continue
      total -= cut!.cents[i]!
      change[customer] = change[customer]! - cut!.cents[i]!
    }
    let others = 0
    for (let customer = 0; customer < historyBlockSize; customer += 1) {
      if (rest.length === 0 && (flags[customer]! & both) === both) continue
      const kind = kindAt[flags[customer]!]!
      sums[kind] = sums[kind]! + change[customer]!
      others += change[customer]!
    }
    if (rest.length === 0) sums[kindAt[both]!] = sums[kindAt[both]!]! + total - others
  }
  return Object.fromEntries(kinds.map((kind, i) => [kind, sums[i]!])) as Record<Kind, number>
}

const byCustomers = async (ctx: Context, spans: Span[], filters: Filters, change: number): Promise<Step[]> => {
  const groups = await customerGroups(ctx, spans, filters)
  const steps = Object.entries(labels).map(([kind, label]) => ({ label, amount: groups[kind as Kind] }))
  const rest = change - steps.reduce((sum, { amount }) => sum + amount, 0)
  return [...steps, { label: 'Orders without a customer', amount: rest }].filter(({ amount }, i) => i < 4 || amount !== 0)
}

/**
 * Price, volume and mix of the products sold in both windows; the others are steps of their own, as they have no old or no new price.
 * With q units at average price p: volume = (Q₁ − Q₀) × P₀, price = Σ (p₁ − p₀) × q₁, mix = Σ p₀ × q₁ − P₀ × Q₁.
 */
const byPrice = async (ctx: Context, spans: Span[], filters: Filters, change: number): Promise<Step[]> => {
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
  const steps = asked.by === 'customers' ? await byCustomers(ctx, spans, asked, change) : await byPrice(ctx, spans, asked, change)
  return {
    data: { from: then.revenue, to: now.revenue, steps: steps.map(({ label, amount }) => ({ label, amount: amount / 100 || 0 })) },
    meta: await metaOf(ctx, period, asked, now),
  }
}
