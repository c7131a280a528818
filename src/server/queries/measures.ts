import type { Context } from '../context.ts'
import { basketGrainFor, type Dimension, dimensions, grainFor, type Key } from '../db/rollup/grains.ts'
import { pointsWithLines } from '../memory/kept.ts'
import { categorySets, codesOf, keysOf, sumNames, type SumsPage, sumsAt, sumsUntil } from '../memory/sums.ts'
import { type Check, passes, Totals } from '../memory/totals.ts'
import { daysOfMonth, monthOf, type Point, toNumber, type Window } from './period.ts'
import { pagesOf, type Segment, segmentsOf, type Span } from './segments.ts'

export type Filters = { [Key in Dimension]?: string[] | undefined }

export type Measures = {
  revenue: number
  refunds: number
  units: number
  orders: number
  /** Revenue less cost, and the revenue whose cost is known. */
  margin: number
  covered: number
  /** Rows that count, and those that do not. */
  lines: number
  pending: number
  cancelled: number
  undatedRefunds: number
  noCustomer: number
}
export type Measured<K> = Measures & { window: number; bucket: number; key: K }

export const nothing: Measures = {
  revenue: 0, refunds: 0, units: 0, orders: 0, margin: 0, covered: 0, lines: 0, pending: 0, cancelled: 0, undatedRefunds: 0, noCustomer: 0,
}

export const filteredDimensions = (filters: Filters): Dimension[] => dimensions.filter(key => filters[key] !== undefined)

/** Filters as checks of a grain's pages. */
const checksOf = (keys: Key[], filters: Filters): Check[] =>
  keys.flatMap((key, at): Check[] => {
    const names = key === 'categories' ? filters.category : key === 'product_id' ? undefined : filters[key]
    if (!names || key === 'product_id') return []
    const wanted = new Set(names)
    // a set of categories is asked for if one of them is
    if (key === 'categories') return [{ key: at, wanted: Uint8Array.from(categorySets(), set => Number(set.some(category => wanted.has(category)))) }]
    return [{ key: at, wanted: Uint8Array.from(codesOf[key].values(), value => Number(wanted.has(value))) }]
  })

const ordersAt = sumNames.indexOf('orders')

/** A grain read for a question; `orders`: whether orders are all it is read for, or the one thing it does not count. */
type Part = { grain: string; filters: Filters; orders: 'with' | 'without' | 'only' }

const partsOf = (filters: Filters, by: Dimension | 'product' | undefined): Part[] => {
  const wanted = new Set(filteredDimensions(filters))
  if (by && by !== 'product') wanted.add(by)
  const grain = grainFor(wanted, by === 'product')
  // an order that touches several of the chosen categories is one order: counted by its set of categories
  const several = (filters.category?.length ?? 0) > 1 && by !== 'category' && by !== 'product'
  if (!several) return [{ grain, filters, orders: 'with' }]
  return [{ grain, filters, orders: 'without' }, { grain: basketGrainFor(wanted), filters, orders: 'only' }]
}

/** One part, segment by segment, by code of a key. */
const partTotals = async (ctx: Context, { grain, filters, orders }: Part, segments: Segment[], by: Key | undefined): Promise<Totals[]> => {
  const keys = keysOf(grain)
  const pages = await pagesOf(ctx, segments, points => sumsAt(ctx, grain, points), (day, cutAt) => sumsUntil(ctx, grain, day, cutAt))
  // only now: values that a page brought for the first time have their codes with it
  const checks = checksOf(keys, filters)
  return pages.map(own => {
    const totals = new Totals(expected(by))
    for (const page of own) totals.addPage(page, checks, by === undefined ? -1 : keys.indexOf(by))
    if (orders === 'without') for (const code of totals.codes) totals.at(code)[ordersAt] = 0
    return totals
  })
}

/**
 * Everything that adds up over days, per span and, with `by`, per value of a dimension or product id: from the smallest grain of the
 * rollup that covers the grouping and the filters. Spans without rows have no row.
 */
export const measure = async <K extends string | number | null = null>(
  ctx: Context, spans: Span[], filters: Filters, by?: Dimension | 'product',
): Promise<Measured<K>[]> => {
  const key = by === 'product' ? 'product_id' : by
  const spanTotals = new Map<Span, Totals>()
  for (const part of partsOf(filters, by)) {
    const segments = segmentsOf(part.orders === 'only' ? spans.filter(({ noOrders }) => !noOrders) : spans)
    for (const [i, found] of (await partTotals(ctx, part, segments, key)).entries()) for (const span of segments[i]!.spans) totalsOf(spanTotals, span, key).addAll(found)
  }
  return [...spanTotals].flatMap(([{ window, bucket }, totals]) =>
    totals.codes.map((code): Measured<K> => ({ ...measuresOf(totals.at(code)), window, bucket, key: (key === undefined ? null : codesOf[key].valueOf(code)) as K })),
  )
}

const expected = (by: Key | undefined) => (by === undefined ? 1 : 16)

const totalsOf = (bySpan: Map<Span, Totals>, span: Span, by: Key | undefined): Totals => {
  const totals = bySpan.get(span) ?? new Totals(expected(by))
  bySpan.set(span, totals)
  return totals
}

/** What the rollup holds whole numbers of (db/migrations): a hundredth of money, a thousandth of a unit. */
const fractions: Partial<Record<keyof Measures, number>> = { revenue: 100, refunds: 100, units: 1000, margin: 100_000, covered: 100 }

const measuresOf = (sum: Float64Array): Measures => {
  const measures = { ...nothing }
  for (const [at, name] of sumNames.entries()) measures[name] = sum[at]! / (fractions[name] ?? 1)
  return measures
}

/** The newest row that counts in a window, looked for from its end, a month at a time. */
export const newestLine = async (ctx: Context, window: Window, filters: Filters): Promise<string | null> => {
  const grain = grainFor(new Set(filteredDimensions(filters)))
  const months = Map.groupBy(await pointsWithLines(ctx, toNumber(window.start), toNumber(window.end)), ({ day }) => monthOf(day))
  for (const [first, points] of [...months].toReversed()) {
    const whole = points.find(({ period }) => period === 'month')
    if (whole && !(await hasLines(ctx, grain, whole, filters))) continue
    const at = newestOf(await sumsAt(ctx, grain, whole ? daysOfMonth(first) : points), grain, filters)
    if (at !== null) return new Date(at).toISOString()
  }
  return null
}

const linesAt = sumNames.indexOf('lines')

const hasLines = async (ctx: Context, grain: string, month: Point, filters: Filters) => {
  const totals = new Totals(1)
  for (const page of await sumsAt(ctx, grain, [month])) totals.addPage(page, checksOf(keysOf(grain), filters), -1)
  return totals.codes.length > 0 && totals.at(0)[linesAt]! > 0
}

const newestOf = (pages: SumsPage[], grain: string, filters: Filters): number | null => {
  const checks = checksOf(keysOf(grain), filters)
  for (const page of pages.toReversed()) {
    let newest = -Infinity
    for (let row = 0; row < page.rows; row += 1) if (page.newest[row]! > newest && passes(page, row, checks)) newest = page.newest[row]!
    if (newest > -Infinity) return newest
  }
  return null
}

/** The measures of one window and bucket without grouping; zeros where nothing was found. */
export const measuresAt = (rows: Measured<null>[], window: number, bucket = 0): Measures =>
  rows.find(row => row.window === window && row.bucket === bucket) ?? nothing
