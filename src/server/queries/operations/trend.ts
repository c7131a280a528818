import type { Context } from '../../context.ts'
import type { Filters } from '../../memory/filters.ts'
import type { Window } from '../../time/calendar.ts'
import { trendBuckets } from '../figures.ts'
import { periodOf } from '../meta.ts'
import type { Granularity } from '../period.ts'
import { dealMeta, notOfDeals, type Scope, scopeIn } from './scope.ts'
import { closedIn, openAt, winRate } from './sums.ts'

type Measured = { value: number | null; n: number | null; counted: number }

/** Of the deals closed in a window. */
const rateIn = (scope: Scope, window: Window): Measured => {
  const closed = closedIn(scope, window)
  const n = closed.won + closed.lost
  return { value: winRate(closed), n, counted: n }
}

/** What is open at the end of a window. */
const openIn = (scope: Scope, { end }: Window): Measured => {
  const [{ value, deals } = { value: 0, deals: 0 }] = openAt(scope, [end])
  return { value, n: null, counted: deals }
}

const names = { 'win-rate': 'the win rate is', pipeline: 'the pipeline is' }

type Asked = Parameters<typeof periodOf>[1] & Filters & { granularity?: Granularity | undefined }

/** The win rate, or the open pipeline, of each bucket and of the comparison's in its place: deals know only the region. */
export const dealTrend = async (ctx: Context, asked: Asked, measure: keyof typeof names) => {
  const scope = await scopeIn(ctx, await periodOf(ctx, asked, 'deals'), { region: asked.region })
  const { range, asOfDay, firstOn } = scope.period
  const { buckets, earlier } = trendBuckets(scope.period, asked.granularity, ctx.workspace)
  const of = measure === 'win-rate' ? rateIn : openIn
  const isKnown = ({ start, end }: Window) => start <= asOfDay && end >= (firstOn ?? '')
  const values = buckets.map((bucket, i) => {
    const place = earlier[i] ?? null
    const now = isKnown(bucket) ? of(scope, bucket) : null
    const then = place && isKnown(place) ? of(scope, place) : null
    return {
      previousDate: place && place.start,
      previousEndDate: place && place.end,
      value: now && now.value,
      previousValue: then && then.value,
      n: now && now.n,
      previousN: then && then.n,
    }
  })
  const notes = notOfDeals(asked, names[measure])
  return { values, meta: dealMeta(ctx, scope, of(scope, range).counted, { notes }) }
}
