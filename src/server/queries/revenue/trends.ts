import type { Measure } from '#contract/measures.ts'
import type { Context } from '../../context.ts'
import type { Filters } from '../../memory/filters.ts'
import { bucketSpans, spansOf, trendBuckets } from '../figures.ts'
import { measure, type Measured, type Measures, measuresAt } from '../measures.ts'
import { metaOf, periodOf } from '../meta.ts'
import { dealTrend } from '../operations/trend.ts'
import { daysApart, type Granularity, type Period } from '../period.ts'
import { counted } from '../../counted.ts'
import type { Span } from '../spans.ts'
import { countCustomers, customersAt } from '../visitors.ts'
import type { Workspace } from '../../workspace.ts'
import type { Handlers } from '../../handler.ts'
import { averageOrder, marginOf } from './kpis.ts'

const [now, before] = [5, 6]

type Question = Filters & { granularity?: Granularity | undefined }

/** What trendPoints needs measured. */
export const trendSpans = (period: Period, asked: Question, workspace: Workspace, withOrders = false): Span[] => {
  const { buckets, earlier } = trendBuckets(period, asked.granularity, workspace)
  const { comparison } = period
  const earlierSpans = earlier.flatMap((window, bucket): Span[] =>
    window
      ? [
          {
            window: before,
            bucket,
            ...window,
            cutAt: window.end === comparison?.end ? comparison.cutAt : null,
            ...(withOrders ? {} : { noOrders: true }),
          },
        ]
      : [],
  )
  return [...bucketSpans(now, buckets), ...earlierSpans]
}

/** Of a bucket that ended before the data begins nothing is known. */
export const trendPoints = (rows: Measured<null>[], period: Period, asked: Question, workspace: Workspace) => {
  const { buckets, earlier } = trendBuckets(period, asked.granularity, workspace)
  return buckets.map(({ start, end, partial }, bucket) => {
    const { revenue, orders, units } = measuresAt(rows, now, bucket)
    const place = earlier[bucket] ?? null
    return {
      date: start,
      endDate: end,
      revenue,
      orders,
      units,
      previousRevenue: place && place.end >= (period.firstOn ?? '') ? measuresAt(rows, before, bucket).revenue : null,
      previousDate: place && place.start,
      previousEndDate: place && place.end,
      partial,
    }
  })
}

/** What of the comparison stands beside no bucket. */
export const trendNotes = (period: Period, asked: Question, workspace: Workspace): string[] => {
  const { comparison } = period
  const apart = comparison ? daysApart(comparison, trendBuckets(period, asked.granularity, workspace).earlier) : 0
  if (apart === 0) return []
  return [
    `${counted(apart, 'day of the comparison has', 'days of the comparison have')} no like in the range: over time they stand beside nothing, in the sums they count.`,
  ]
}

type OfOrders = Exclude<Measure, 'win-rate' | 'pipeline'>

/** What a bucket has of a measure, from the rows of all buckets. */
const valuesOf = async (
  ctx: Context,
  wanted: OfOrders,
  spans: Span[],
  rows: Measured<null>[],
  filters: Filters,
): Promise<(window: number, bucket: number) => number | null> => {
  if (wanted === 'customers') {
    const counts = await countCustomers(ctx, spans, filters)
    return (window, bucket) => customersAt(counts, window, bucket)
  }
  const plain = {
    revenue: ({ revenue }: Measures) => revenue,
    orders: ({ orders }: Measures) => orders,
    'average-order': (measures: Measures) => averageOrder(measures, ctx.workspace.digits),
    margin: marginOf,
    units: ({ units }: Measures) => units,
    refunds: ({ refunds }: Measures) => refunds,
  }
  return (window, bucket) => plain[wanted](measuresAt(rows, window, bucket))
}

export const trends: Handlers<'revenue'>['trends'] = async (ctx, { measure: wanted, ...asked }) => {
  const period = await periodOf(ctx, asked)
  const spans = trendSpans(period, asked, ctx.workspace, wanted === 'orders' || wanted === 'average-order')
  const rows = await measure(ctx, [...spansOf({ ...period, comparison: null }), ...spans], asked)
  const points = trendPoints(rows, period, asked, ctx.workspace)
  const notes = trendNotes(period, asked, ctx.workspace)
  if (wanted === 'win-rate' || wanted === 'pipeline') {
    const { values, meta } = await dealTrend(ctx, asked, wanted)
    return {
      data: points.map((point, bucket) => ({ ...point, ...values[bucket]! })),
      meta: { ...meta, notes: [...meta.notes, ...notes] },
    }
  }
  const value = await valuesOf(ctx, wanted, spans, rows, asked)
  // an order may be dated ahead
  const isKnown = ({ date, endDate }: (typeof points)[0], bucket: number) =>
    endDate >= (period.firstOn ?? '') && (date <= period.asOfDay || measuresAt(rows, now, bucket).lines > 0)
  return {
    data: points.map((point, bucket) => ({
      ...point,
      value: isKnown(point, bucket) ? value(now, bucket) : null,
      previousValue: point.previousRevenue === null ? null : value(before, bucket),
      n: null,
      previousN: null,
    })),
    meta: await metaOf(ctx, period, asked, measuresAt(rows, 0), notes),
  }
}
