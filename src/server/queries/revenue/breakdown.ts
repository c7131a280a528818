import type { Handlers } from '../../handler.ts'
import type { Measures } from '../measures.ts'
import { metaOf, periodOf } from '../meta.ts'
import { rounded } from '../period.ts'
import { partsOf, togetherOf } from './parts.ts'
import { sharesOf } from './shares.ts'

const marginPercent = ({ margin, covered }: Measures) => (covered > 0 ? rounded((margin / covered) * 100, 2) : null)

export const breakdown: Handlers<'revenue'>['breakdown'] = async (ctx, { by, limit, ...asked }) => {
  const period = await periodOf(ctx, asked)
  const { shares, total } = await sharesOf<string | number>(ctx, period, asked, by)
  const shown = shares.slice(0, limit)
  const parts = await partsOf(ctx, by, shown)
  const rows = shown.map(({ now, percentage }, i) => ({
    ...parts[i]!,
    percentage,
    orders: now.orders,
    marginPercent: marginPercent(now),
  }))
  return {
    data: { rows, rest: togetherOf(shares.slice(limit), period.comparison !== null) },
    meta: await metaOf(ctx, period, asked, total),
  }
}
