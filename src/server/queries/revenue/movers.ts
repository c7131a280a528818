import type { Handlers } from '../../handler.ts'
import { metaOf, periodOf } from '../meta.ts'
import { difference } from '../period.ts'
import { partsOf, type PartShare, togetherOf } from './parts.ts'
import { sharesOf } from './shares.ts'

const changeOf = ({ now, before }: PartShare) => difference(now.revenue, before && before.revenue) ?? 0

/** Largest change first; equal ones stay by revenue. */
const byChange = (shares: PartShare[], sign: 1 | -1) =>
  shares.filter(share => sign * changeOf(share) > 0).toSorted((a, b) => sign * (changeOf(b) - changeOf(a)))

export const movers: Handlers<'revenue'>['movers'] = async (ctx, { by, limit, ...asked }) => {
  const period = await periodOf(ctx, asked)
  const { shares, total } = await sharesOf<string | number>(ctx, period, asked, by)
  const compared = period.comparison !== null
  const [gains, losses] = [compared ? byChange(shares, 1) : [], compared ? byChange(shares, -1) : []]
  const unchanged = compared ? shares.filter(share => changeOf(share) === 0) : shares
  return {
    data: {
      gains: await partsOf(ctx, by, gains.slice(0, limit)),
      losses: await partsOf(ctx, by, losses.slice(0, limit)),
      otherGains: togetherOf(gains.slice(limit), compared),
      otherLosses: togetherOf(losses.slice(limit), compared),
      unchanged: togetherOf(unchanged, compared),
      change: togetherOf(shares, compared).change,
    },
    meta: await metaOf(ctx, period, asked, total),
  }
}
