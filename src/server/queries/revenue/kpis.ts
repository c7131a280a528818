import { bucketSpans, kpiOf, ratio, sparkBuckets, sparkline, spansOf } from '../figures.ts'
import { measure, type Measures, measuresAt } from '../measures.ts'
import { metaOf, periodOf } from '../meta.ts'
import { rounded } from '../period.ts'
import type { Handlers } from '../../handler.ts'

const spark = 3

export const averageOrder = ({ revenue, orders }: Measures, digits: number): number | null => {
  const value = ratio(revenue, orders)
  return value === null ? null : rounded(value, digits)
}

/** Where no cost is known, the margin is not known, not zero. */
export const marginOf = ({ margin, costed, lines }: Measures): number | null =>
  lines > 0 && costed === 0 ? null : margin

export const kpis: Handlers<'revenue'>['kpis'] = async (ctx, asked) => {
  const period = await periodOf(ctx, asked)
  const { complete } = sparkBuckets(period, ctx.workspace)
  const spans = [...spansOf(period), ...bucketSpans(spark, complete)]
  const rows = await measure(ctx, spans, asked)
  const [now, before] = [measuresAt(rows, 0), period.comparison ? measuresAt(rows, 1) : null]
  const figure = (
    value: (measures: Measures) => number | null,
    polarity: 'up_is_good' | 'down_is_good' = 'up_is_good',
  ) =>
    kpiOf(
      value(now),
      before && value(before),
      sparkline(complete, bucket => value(measuresAt(rows, spark, bucket))),
      polarity,
    )
  const coverage = ratio(now.covered, now.revenue)
  const notes: string[] = []
  if (now.orders === 0) notes.push('Average order value is not known: there is no order in the range.')
  if (marginOf(now) === null) notes.push('Gross margin is not known: no product sold in the range has a cost.')
  return {
    data: {
      revenue: figure(({ revenue }) => revenue),
      orders: figure(({ orders }) => orders),
      avgOrderValue: figure(measures => averageOrder(measures, ctx.workspace.digits)),
      units: figure(({ units }) => units),
      grossMargin: figure(marginOf),
      marginCoveragePercent: coverage === null ? null : rounded(coverage * 100, 2),
      refunds: figure(({ refunds }) => refunds, 'down_is_good'),
    },
    meta: await metaOf(ctx, period, asked, now, notes),
  }
}
