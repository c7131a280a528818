import type { Context } from '../../context.ts'
import type { Filters } from '../../memory/filters.ts'
import { bucketSpans, kpiOf, ratio, sparkBuckets, sparkline, spansOf } from '../figures.ts'
import { measure, type Measured, type Measures, measuresAt } from '../measures.ts'
import { metaOf, periodOf } from '../meta.ts'
import { rounded } from '../period.ts'
import { productsById } from '../products.ts'
import type { Span } from '../spans.ts'
import type { Handlers } from '../../handler.ts'

const spark = 3

export const averageOrder = ({ revenue, orders }: Measures): number | null => {
  const value = ratio(revenue, orders)
  return value === null ? null : rounded(value, 2)
}

/** No line with a known cost, or such lines that come to nothing, as a sale and its refund do. */
const isUnsure = ({ margin, covered, lines }: Measures) => covered === 0 && margin === 0 && lines > 0

/** Where no cost is known, the margin is not known, not zero. */
const marginsOf = async (
  ctx: Context,
  spans: Span[],
  rows: Measured<null>[],
  filters: Filters,
): Promise<(measures: Measures) => number | null> => {
  const unsure = rows.filter(isUnsure)
  const products = await productsById(ctx)
  const asked = spans.filter(({ window, bucket }) => unsure.some(row => row.window === window && row.bucket === bucket))
  const byProduct =
    asked.length && [...products.values()].some(({ hasCost }) => hasCost)
      ? await measure<number>(ctx, asked, filters, 'product')
      : []
  const known = byProduct.filter(({ key, lines }) => lines > 0 && products.get(key)?.hasCost)
  const unknown = new Set<Measures>(
    unsure.filter(({ window, bucket }) => !known.some(row => row.window === window && row.bucket === bucket)),
  )
  return measures => (unknown.has(measures) ? null : rounded(measures.margin, 2))
}

export const kpis: Handlers<'revenue'>['kpis'] = async (ctx, asked) => {
  const period = await periodOf(ctx, asked)
  const { complete } = sparkBuckets(period, ctx.workspace)
  const spans = [...spansOf(period), ...bucketSpans(spark, complete)]
  const rows = await measure(ctx, spans, asked)
  const margin = await marginsOf(ctx, spans, rows, asked)
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
  if (margin(now) === null) notes.push('Gross margin is not known: no product sold in the range has a cost.')
  return {
    data: {
      revenue: figure(({ revenue }) => revenue),
      orders: figure(({ orders }) => orders),
      avgOrderValue: figure(averageOrder),
      units: figure(({ units }) => units),
      grossMargin: figure(margin),
      marginCoveragePercent: coverage === null ? null : rounded(coverage * 100, 2),
      refunds: figure(({ refunds }) => refunds, 'down_is_good'),
    },
    meta: await metaOf(ctx, period, asked, now, notes),
  }
}
