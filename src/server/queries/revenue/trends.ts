import type { Context } from '../../context.ts'
import type { Handlers } from '../../handlers.ts'
import { bucketSpans, spansOf } from '../figures.ts'
import { type Filters, measure, measuresAt, type Span } from '../measures.ts'
import { metaOf, periodOf } from '../meta.ts'
import { bucketsBefore, bucketsOf, defaultGranularity, type Granularity, type Period } from '../period.ts'

const [now, before] = [3, 4]

type Question = Filters & { granularity?: Granularity | undefined }

export const trendPoints = async (ctx: Context, period: Period, asked: Question) => {
  const { range, comparison } = period
  const buckets = bucketsOf(range, asked.granularity ?? defaultGranularity(range), ctx.workspace, period.today)
  const earlier = comparison ? bucketsBefore(range, comparison, buckets) : []
  const earlierSpans = earlier.flatMap((window, bucket): Span[] =>
    window ? [{ window: before, bucket, ...window, cutAt: window.end === comparison?.end ? comparison.cutAt : null }] : [],
  )
  const rows = await measure(ctx, [...spansOf({ ...period, comparison: null }), ...bucketSpans(now, buckets), ...earlierSpans], asked)
  const data = buckets.map(({ start, end, partial }, bucket) => {
    const { revenue, orders, units } = measuresAt(rows, now, bucket)
    const place = earlier[bucket] ?? null
    return {
      date: start, endDate: end, revenue, orders, units,
      previousRevenue: place && measuresAt(rows, before, bucket).revenue,
      previousDate: place && place.start, previousEndDate: place && place.end, partial,
    }
  })
  return { data, total: measuresAt(rows, 0) }
}

export const trends: Handlers<'revenue'>['trends'] = async (ctx, asked) => {
  const period = await periodOf(ctx, asked)
  const { data, total } = await trendPoints(ctx, period, asked)
  return { data, meta: await metaOf(ctx, period, asked, total) }
}
