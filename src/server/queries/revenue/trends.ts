import type { Filters } from '../../memory/filters.ts'
import { bucketSpans, spansOf } from '../figures.ts'
import { measure, type Measured, measuresAt } from '../measures.ts'
import { metaOf, periodOf } from '../meta.ts'
import { bucketsBefore, bucketsOf, defaultGranularity, type Granularity, type Period } from '../period.ts'
import type { Span } from '../spans.ts'
import type { Workspace } from '../../workspace.ts'
import type { Handlers } from '../../handler.ts'

const [now, before] = [5, 6]

type Question = Filters & { granularity?: Granularity | undefined }

const bucketsFor = ({ range, comparison, today }: Period, asked: Question, workspace: Workspace) => {
  const buckets = bucketsOf(range, asked.granularity ?? defaultGranularity(range), workspace, today)
  return { buckets, earlier: comparison ? bucketsBefore(range, comparison, buckets) : [] }
}

/** What trendPoints needs measured. */
export const trendSpans = (period: Period, asked: Question, workspace: Workspace): Span[] => {
  const { buckets, earlier } = bucketsFor(period, asked, workspace)
  const { comparison } = period
  const earlierSpans = earlier.flatMap((window, bucket): Span[] =>
    window
      ? [
          {
            window: before,
            bucket,
            ...window,
            cutAt: window.end === comparison?.end ? comparison.cutAt : null,
            noOrders: true,
          },
        ]
      : [],
  )
  return [...bucketSpans(now, buckets), ...earlierSpans]
}

/** Of a bucket that ended before the data begins nothing is known. */
export const trendPoints = (rows: Measured<null>[], period: Period, asked: Question, workspace: Workspace) => {
  const { buckets, earlier } = bucketsFor(period, asked, workspace)
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

export const trends: Handlers<'revenue'>['trends'] = async (ctx, asked) => {
  const period = await periodOf(ctx, asked)
  const rows = await measure(
    ctx,
    [...spansOf({ ...period, comparison: null }), ...trendSpans(period, asked, ctx.workspace)],
    asked,
  )
  return {
    data: trendPoints(rows, period, asked, ctx.workspace),
    meta: await metaOf(ctx, period, asked, measuresAt(rows, 0)),
  }
}
