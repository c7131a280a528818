import type { Context } from '../context.ts'
import { basketGrainFor, type Dimension, grainFor } from '../db/rollup/grains.ts'
import { filteredDimensions, type Filters } from '../memory/filters.ts'
import { keptMonths } from '../memory/kept.ts'
import { type Running, running } from '../memory/running.ts'
import { codesOf, peopleGrain, sumNames, sumsUntil, type View } from '../memory/sums.ts'
import { Totals } from '../memory/totals.ts'
import { moneyIn } from '../money.ts'
import { piecesOf, type Span } from './spans.ts'
import { partsOf, toNumber, type Window } from '../time/calendar.ts'

export type Measures = {
  revenue: number
  /** Revenue as it is summed up (money.ts), for parts that are to sum to a whole. */
  pips: number
  refunds: number
  units: number
  orders: number
  /** Revenue less cost, and the revenue whose cost is known. */
  margin: number
  covered: number
  /** Rows that count, those of them whose cost is known, and those that do not count. */
  lines: number
  costed: number
  pending: number
  cancelled: number
  undatedRefunds: number
  noCustomer: number
}
export type Measured<K> = Measures & { window: number; bucket: number; key: K }

export const nothing: Measures = {
  revenue: 0,
  pips: 0,
  refunds: 0,
  units: 0,
  orders: 0,
  margin: 0,
  covered: 0,
  lines: 0,
  costed: 0,
  pending: 0,
  cancelled: 0,
  undatedRefunds: 0,
  noCustomer: 0,
}

const ordersAt = sumNames.indexOf('orders')

/** What sums can be told apart by. */
export type By = Dimension | 'product' | 'customer' | 'rep'
const keys = { product: 'product_id', customer: 'customer_id', rep: 'rep_id' } as const
const isPerson = (by: By | undefined) => by === 'customer' || by === 'rep'

const grainNeeded = (filters: Filters, by?: By) => {
  if (by === 'customer' || by === 'rep') return { needed: new Set<Dimension>(), grain: peopleGrain }
  const needed = new Set(filteredDimensions(filters))
  if (by && by !== 'product') needed.add(by)
  return { needed, grain: grainFor(needed, by === 'product') }
}

/** Adds to each span's totals what a view holds of it. */
const addView = async (ctx: Context, view: View, spans: Span[], totals: Map<Span, Totals>) => {
  const pieces = await piecesOf(ctx, spans, (period, months) => running(ctx, view, period, months))
  for (const [i, span] of spans.entries()) {
    const sums = totals.get(span)!
    for (const { of, from, to } of pieces[i]!) of.addTo(sums, from, to)
    if (span.cutAt !== null) sums.addSums(await sumsUntil(ctx, view, toNumber(span.end), span.cutAt))
  }
}

/**
 * Everything that adds up over days, per span and, with `by`, per value of a dimension or by id: from the smallest
 * grain of the rollup that covers the grouping and the filters. Spans without rows have no row.
 */
export const measure = async <K extends string | number | null = null>(
  ctx: Context,
  spans: Span[],
  filters: Filters,
  by?: By,
): Promise<Measured<K>[]> => {
  const key = by === undefined || by in codesOf ? (by as Dimension | undefined) : keys[by as keyof typeof keys]
  const { needed, grain } = grainNeeded(filters, by)
  const totals = new Map(spans.map(span => [span, new Totals()]))
  await addView(ctx, { grain, filters, by: key }, spans, totals)
  // an order that touches several of the chosen categories is one order: counted by its set of categories
  if ((filters.category?.length ?? 0) > 1 && by !== 'category' && by !== 'product' && !isPerson(by)) {
    for (const sums of totals.values()) for (const code of sums.codes) sums.at(code)[ordersAt] = 0
    await addView(
      ctx,
      { grain: basketGrainFor(needed), filters, by: key },
      spans.filter(({ noOrders }) => !noOrders),
      totals,
    )
  }
  return [...totals].flatMap(([{ window, bucket }, sums]) =>
    sums.codes.map((code): Measured<K> => ({
      ...measuresOf(sums.at(code), ctx.workspace.digits),
      window,
      bucket,
      key: (key === undefined ? null : codesOf[key].valueOf(code)) as K,
    })),
  )
}

/** From the whole numbers that the rollup holds: money in pips, thousandths of a unit. In the order of sumNames. */
const measuresOf = (sums: Float64Array, digits: number): Measures => ({
  revenue: moneyIn(sums[0]!, digits),
  pips: sums[0]!,
  refunds: moneyIn(sums[1]!, digits),
  units: sums[2]! / 1000,
  orders: sums[3]!,
  margin: moneyIn(sums[4]!, digits),
  covered: moneyIn(sums[5]!, digits),
  lines: sums[6]!,
  costed: sums[7]!,
  pending: sums[8]!,
  cancelled: sums[9]!,
  undatedRefunds: sums[10]!,
  noCustomer: sums[11]!,
})

/** The newest row that counts in a window, looked for from its end, a month at a time. */
export const newestLine = async (ctx: Context, window: Window, filters: Filters): Promise<string | null> => {
  const view: View = { grain: grainNeeded(filters).grain, filters, by: undefined }
  const months = partsOf(toNumber(window.start), toNumber(window.end), await keptMonths(ctx, 'total', 'month'))
  for (const { month, first, last, whole } of months.toReversed()) {
    if (whole && !(await running(ctx, view, 'month', [month])).some(hasLines)) continue
    const [days] = await running(ctx, view, 'day', [month])
    const newest = days!.newest.slice(first - month, last + 1 - month).findLast(at => at > -Infinity)
    if (newest !== undefined) return new Date(newest).toISOString()
  }
  return null
}

const linesAt = sumNames.indexOf('lines')

const hasLines = (month: Running) => {
  const totals = new Totals()
  month.addTo(totals, 0, 1)
  return totals.codes.some(code => totals.at(code)[linesAt]! > 0)
}

/** The measures of one window and bucket without grouping; zeros where nothing was found. */
export const measuresAt = (rows: Measured<null>[], window: number, bucket = 0): Measures =>
  rows.find(row => row.window === window && row.bucket === bucket) ?? nothing
