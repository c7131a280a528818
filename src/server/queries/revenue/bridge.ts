import type { Context } from '../../context.ts'
import { type Dimension, historyBlockSize, historyGrainFor } from '../../db/rollup/grains.ts'
import { ApiError } from '../../errors.ts'
import type { Handlers } from '../../handlers.ts'
import { buyersUntil, histories, historyKeys, type HistoryPage, orderBit, placeBits, type Step as TimeStep, steps } from '../../memory/histories.ts'
import { codesOf } from '../../memory/sums.ts'
import { spansOf } from '../figures.ts'
import { filteredDimensions, type Filters, measure, type Measures, measuresAt, nothing } from '../measures.ts'
import { metaOf, periodOf } from '../meta.ts'
import { type Comparison, monthAfter, monthOf, quarterOf, toNumber, type Window } from '../period.ts'

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

/** What each customer of a block did in the windows: flags of what there was, and revenue of the range less that of the comparison. */
type Block = { flags: Uint8Array; change: Float64Array }
const did = { now: 1, then: 2, before: 4, anything: 8 }

const kindOf = (flags: number): Kind => {
  if (flags & did.now) return flags & did.then ? 'both' : flags & did.before ? 'back' : 'new'
  return flags & did.then ? 'lost' : 'refunds'
}

const kinds = Object.keys(labels) as Kind[]
const kindAt = Uint8Array.from({ length: 16 }, (_, flags) => kinds.indexOf(kindOf(flags)))

/** A part of a window, both ends in, that is added up by one step. `flag` is what an order in it says, `sign` how its revenue counts. */
type Part = { by: TimeStep; first: number; last: number; flag: number; sign: 1 | -1 }

const startOf = { days: (day: number) => day, months: monthOf, quarters: quarterOf }

/** A window in parts: whole quarters, the whole months beside these, and the days that are left. */
const partsOf = (first: number, last: number, flag: number, sign: 1 | -1, step = steps.length - 1): Part[] => {
  if (first > last) return []
  const by = steps[step]!
  if (step === 0) return [{ by, first, last, flag, sign }]
  const [whole, end] = [monthlyFrom(first, startOf[by]), startOf[by](last + 1)]
  if (whole >= end) return partsOf(first, last, flag, sign, step - 1)
  return [...partsOf(first, whole - 1, flag, sign, step - 1), { by, first: whole, last: end - 1, flag, sign }, ...partsOf(end, last, flag, sign, step - 1)]
}

/** The first day from this one on that begins a month or a quarter. */
const monthlyFrom = (day: number, start: (day: number) => number): number => {
  let first = monthOf(day) === day ? day : monthAfter(monthOf(day))
  while (start(first) !== first) first = monthAfter(first)
  return first
}

/** The first place whose point is not before `point`. */
const placeFrom = (points: Int32Array, point: number): number => {
  let [low, high] = [0, points.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (points[middle]! >= point) high = middle
    else low = middle + 1
  }
  return low
}

/** Adds a part's entries to a block; how many there were. Most of a bridge's time is spent here: no look-ups but in arrays. */
const addEntries = (page: HistoryPage, allowed: Uint8Array | undefined, { by, first, last, flag, sign }: Part, { flags, change }: Block): number => {
  const { points, starts, histories: of, cents, buyers } = page[by]
  const [from, to] = [starts[placeFrom(points, first)]!, starts[placeFrom(points, last + 1)]!]
  const [present, ordered] = [did.anything, did.anything | flag]
  for (let entry = from; entry < to; entry += 1) {
    if (allowed !== undefined && allowed[of[entry]!] === 0) continue
    const buyer = buyers[entry]!
    const place = buyer & placeBits
    change[place] = change[place]! + sign * cents[entry]!
    flags[place] = flags[place]! | (buyer >= orderBit ? ordered : present)
  }
  return to - from
}

/** Which of the customers who bought in the range alone had bought before it. */
const addEarlier = ({ customers, firstOrders }: HistoryPage, allowed: Uint8Array | undefined, start: number, { flags }: Block) => {
  for (let history = 0; history < customers.length; history += 1) {
    const customer = customers[history]!
    if ((flags[customer]! & (did.now | did.then)) === did.now && firstOrders[history]! < start && (!allowed || allowed[history])) flags[customer]! |= did.before
  }
}

/** Each customer in one group by the windows it ordered in; new: no order before the range. In hundredths. */
const customerGroups = async (ctx: Context, range: Window, comparison: Comparison, filters: Filters): Promise<Record<Kind, number>> => {
  const [start, end, startThen, endThen] = [range.start, range.end, comparison.start, comparison.end].map(toNumber) as [number, number, number, number]
  const filtered = filteredDimensions(filters)
  const { first, blocks } = await histories(ctx, historyGrainFor(new Set(filtered)), filters)
  const cutDay = comparison.cutAt === null ? undefined : await buyersUntil(ctx, endThen, comparison.cutAt)
  const rest = filtered.filter(key => key !== first)
  const parts = [...partsOf(start, end, did.now, 1), ...partsOf(startThen, cutDay ? endThen - 1 : endThen, did.then, -1)]
  const untilCut: Part = { by: 'days', first: endThen, last: endThen, flag: did.then, sign: -1 }
  const sums = new Float64Array(kinds.length)
  const block: Block = { flags: new Uint8Array(historyBlockSize), change: new Float64Array(historyBlockSize) }
  for (const [number, pages] of blocks) {
    const allowed = pages.map(page => allowedIn(page, filters, rest))
    let entries = 0
    for (const [i, page] of pages.entries()) for (const part of parts) entries += addEntries(page, allowed[i], part, block)
    const cut = cutDay?.get(number)
    if (cut) entries += addEntries(cut, allowedIn(cut, filters, filtered), untilCut, block)
    if (entries === 0) continue
    for (const [i, page] of pages.entries()) addEarlier(page, allowed[i], start, block)
    const { flags, change } = block
    for (let customer = 0; customer < historyBlockSize; customer += 1) {
      const kind = kindAt[flags[customer]!]!
      sums[kind] = sums[kind]! + change[customer]!
    }
    flags.fill(0)
    change.fill(0)
  }
  return Object.fromEntries(kinds.map((kind, i) => [kind, sums[i]!])) as Record<Kind, number>
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
  const period = await periodOf(ctx, asked)
  const { range, comparison, unknown } = period
  if (!comparison && !unknown) {
    throw new ApiError(400, 'bad_request', `compare: expected previous_period or previous_year with a window before ${range.start} to lead from, got "${asked.compare}"`)
  }
  const spans = spansOf(period)
  const rows = await measure(ctx, spans, asked)
  const [now, then] = [measuresAt(rows, 0), measuresAt(rows, 1)]
  const meta = await metaOf(ctx, period, asked, now)
  if (!comparison) return { data: { from: null, to: now.revenue, steps: [] }, meta }
  const change = cents(now.revenue) - cents(then.revenue)
  const steps = asked.by === 'customers' ? await byCustomers(ctx, range, comparison, asked, change) : await byPrice(ctx, spans, asked, change)
  return {
    data: { from: then.revenue, to: now.revenue, steps: steps.map(({ label, amount }) => ({ label, amount: amount / 100 || 0 })) },
    meta,
  }
}
