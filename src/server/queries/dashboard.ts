import type { Asked, Api } from '#contract'
import type { Context } from '../context.ts'
import { bucketSpans, kpiOf, rateKpiOf, sparkBuckets, sparkline, spansOf } from './figures.ts'
import { measure, measuresAt } from './measures.ts'
import { comparisonOf, metaOf, periodOf } from './meta.ts'
import { openKpis, winRateKpi } from './operations/kpis.ts'
import { pipelineStages } from './operations/pipeline.ts'
import { notOfDeals, scopeIn } from './operations/scope.ts'
import { type Bucket, bucketsBefore, changePercent, type Period } from './period.ts'
import { averageOrder } from './revenue/kpis.ts'
import { topRows } from './revenue/products.ts'
import { categoryShares } from './revenue/shares.ts'
import { trendNotes, trendPoints, trendSpans } from './revenue/trends.ts'
import type { Span } from './spans.ts'
import { countCustomers, customersAt, customersToDate } from './visitors.ts'
import type { Handlers } from '../handler.ts'

type Question = Asked<Api['dashboard']['kpis']>

const [spark, sparkBefore, beside] = [3, 4, 7]

/** The comparison's parts beside the sparkline's buckets, for growth. */
const spansBefore = ({ comparison }: Period, all: Bucket[], complete: Bucket[]): Span[] => {
  if (!comparison) return []
  const places = bucketsBefore(comparison, all)
  return complete.flatMap((bucket, i): Span[] => {
    const place = places[all.indexOf(bucket)]
    return place
      ? [
          {
            window: sparkBefore,
            bucket: i,
            ...place,
            cutAt: place.end === comparison.end ? comparison.cutAt : null,
            noOrders: true,
          },
        ]
      : []
  })
}

/** The other window that growth is told against; only one of which all days are known. */
const otherWindow = async (ctx: Context, { comparison, firstOn }: Period, asked: Question) => {
  if (!comparison) return null
  const kind = comparison.kind === 'previous_year' ? ('previous_period' as const) : ('previous_year' as const)
  const { start_date, end_date, match } = asked
  const { comparison: other } = await periodOf(ctx, { start_date, end_date, match, compare: kind })
  return other && other.start >= (firstOn ?? '') ? { ...other, kind } : null
}

/** `more`: what else is to be measured under the same filters. */
const figures = async (ctx: Context, period: Period, asked: Question, more: Span[] = []) => {
  const deals = await periodOf(ctx, asked, 'deals')
  const scope = await scopeIn(ctx, deals, { region: asked.region, region_not: asked.region_not })
  const { comparison } = period
  const { digits } = ctx.workspace
  const { all, complete } = sparkBuckets(period, ctx.workspace)
  const other = await otherWindow(ctx, period, asked)
  const rows = await measure(
    ctx,
    [
      ...spansOf(period, true),
      ...(other ? [{ window: beside, bucket: 0, ...other }] : []),
      ...bucketSpans(spark, complete),
      ...spansBefore(period, all, complete),
      ...more,
    ],
    asked,
  )
  const [now, then, before] = [0, 1, 2].map(window => measuresAt(rows, window)) as [
    (typeof rows)[0],
    (typeof rows)[0],
    (typeof rows)[0],
  ]
  const customers = await countCustomers(ctx, [...spansOf(period), ...bucketSpans(spark, complete)], asked)
  const of = (bucket: number) => measuresAt(rows, spark, bucket)
  const growth = comparison ? changePercent(now.revenue, then.revenue) : null
  const kpis = {
    totalRevenue: kpiOf(
      now.revenue,
      comparison && then.revenue,
      sparkline(complete, i => of(i).revenue),
    ),
    totalCustomers: kpiOf(
      customersAt(customers, 0),
      comparison && customersAt(customers, 1),
      sparkline(complete, i => customersAt(customers, spark, i)),
    ),
    avgOrderValue: kpiOf(
      averageOrder(now, digits),
      comparison && averageOrder(then, digits),
      sparkline(complete, i => averageOrder(of(i), digits)),
    ),
    conversionRate: winRateKpi(ctx, scope),
    pipelineValue: openKpis(ctx, scope).data.pipelineValue,
    growthRate: {
      ...rateKpiOf(
        growth,
        comparison ? changePercent(then.revenue, before.revenue) : null,
        comparison && sparkline(complete, i => changePercent(of(i).revenue, measuresAt(rows, sparkBefore, i).revenue)),
      ),
      beside: other && {
        kind: other.kind,
        start: other.start,
        end: other.end,
        value: changePercent(now.revenue, measuresAt(rows, beside).revenue),
      },
    },
  }
  const notes: string[] = []
  if (kpis.avgOrderValue.value === null) notes.push('Average order value is not known: there is no order in the range.')
  if (kpis.conversionRate.value === null)
    notes.push('The conversion rate is not known: no deal was closed in the range.')
  if (growth === null)
    notes.push(
      comparison
        ? 'Growth is not known: the comparison has no revenue.'
        : 'Growth is not known: there is nothing to compare with.',
    )
  notes.push(...notOfDeals(asked, 'conversion rate, pipeline value and pipeline are'))
  const meta = await metaOf(ctx, period, asked, now, notes)
  return { kpis, rows, meta: { ...meta, comparison: comparisonOf(comparison ? period : deals) } }
}

export const dashboard: Handlers<'dashboard'> = {
  kpis: async (ctx, asked) => {
    const { kpis, meta } = await figures(ctx, await periodOf(ctx, asked), asked)
    return { data: kpis, meta }
  },
  summary: async (ctx, asked) => {
    const period = await periodOf(ctx, asked)
    const { kpis, rows, meta } = await figures(ctx, period, asked, trendSpans(period, asked, ctx.workspace))
    const categories = await categoryShares(ctx, period, asked)
    const products = await topRows(ctx, period, asked, 'revenue', 10)
    const pipeline = pipelineStages(await scopeIn(ctx, period, { region: asked.region, region_not: asked.region_not }))
    return {
      data: {
        kpis,
        customersToDate: await customersToDate(ctx, period.range.end, asked),
        revenueTrend: trendPoints(rows, period, asked, ctx.workspace),
        revenueByCategory: categories.data,
        pipeline: pipeline.data,
        topProducts: products.data,
        productCount: products.count,
      },
      meta: { ...meta, notes: [...meta.notes, ...trendNotes(period, asked, ctx.workspace), ...pipeline.notes] },
    }
  },
}
