import type { Kpi, RateKpi } from '#contract'
import type { Context } from '../../context.ts'
import { counted } from '../../counted.ts'
import type { Handlers } from '../../handler.ts'
import { kpiOf, rateKpiOf, sparkBuckets, sparkline } from '../figures.ts'
import { rounded } from '../period.ts'
import { dealMeta, type Scope, scopeOf } from './scope.ts'
import { type Closed, closedIn, type Open, openAt, steadyBuckets, winRate } from './sums.ts'

/** The pipeline at the end of the range and of the comparison, and over the range. */
export const openKpis = (ctx: Context, scope: Scope) => {
  const { period } = scope
  const { range, comparison } = period
  const { complete } = sparkBuckets(period, ctx.workspace)
  const ends = [range, ...(comparison ? [comparison] : []), ...complete].map(({ end }) => end)
  const found = openAt(scope, ends)
  const [now, then] = [found[0]!, comparison ? found[1]! : null]
  const over = found.slice(comparison ? 2 : 1)
  const kpi = (of: (open: Open) => number | null) => ({
    ...kpiOf(
      of(now),
      then && of(then),
      sparkline(complete, i => of(over[i]!)),
    ),
    n: now.deals,
    previousN: then && then.deals,
  })
  const notes: string[] = []
  if (now.value === null) notes.push('The value of the pipeline is not known: no open deal has an amount.')
  if (now.unweighed) notes.push(notWeighed(range.end, now))
  if (comparison && then?.unweighed) notes.push(notWeighed(comparison.end, then))
  return { data: { pipelineValue: kpi(({ value }) => value), weightedValue: kpi(({ weighted }) => weighted) }, notes }
}

const notWeighed = (day: string, { deals, unweighed }: Open) =>
  `The weighted pipeline on ${day} is not known: the stage then of ${unweighed} of its ${counted(deals, 'deal', 'deals')} is not known.`

type Figure = { value: (closed: Closed, digits: number) => number | null; cases: (closed: Closed) => number }

const figures = {
  winRate: { value: winRate, cases: ({ won, lost }) => won + lost },
  avgCycleTime: {
    value: ({ days, dated }) => (dated ? rounded(days / dated, 1) : null),
    cases: ({ dated }) => dated,
  },
  avgDealSize: {
    value: ({ value, sized }, digits) => (sized ? rounded(value / sized, digits) : null),
    cases: ({ sized }) => sized,
  },
} satisfies Record<string, Figure>

/** Of the deals closed in the range: a figure now and in the comparison, of how many deals, and over the range where there are enough. */
const closedFigure = (ctx: Context, scope: Scope, { value, cases }: Figure) => {
  const { period } = scope
  const now = closedIn(scope, period.range)
  const then = period.comparison && closedIn(scope, period.comparison)
  const line = steadyBuckets(period, ctx.workspace, bucket => closedIn(scope, bucket), cases)
  return {
    value: value(now, scope.digits),
    previous: then && value(then, scope.digits),
    line: line && line.map(sums => value(sums, scope.digits)),
    n: cases(now),
    previousN: then && cases(then),
  }
}

/** The one win rate: shared with the dashboard. */
export const winRateKpi = (ctx: Context, scope: Scope): RateKpi & { n: number; previousN: number | null } => {
  const { value, previous, line, n, previousN } = closedFigure(ctx, scope, figures.winRate)
  return { ...rateKpiOf(value, previous, line), n, previousN }
}

const meanKpi = (ctx: Context, scope: Scope, figure: Figure, polarity: Kpi['polarity']) => {
  const { value, previous, line, n, previousN } = closedFigure(ctx, scope, figure)
  return { ...kpiOf(value, previous, line, polarity), n, previousN }
}

export const pipelineKpis: Handlers<'operations'>['pipelineKpis'] = async (ctx, asked) => {
  const scope = await scopeOf(ctx, asked)
  const open = openKpis(ctx, scope)
  const data = {
    ...open.data,
    avgCycleTime: meanKpi(ctx, scope, figures.avgCycleTime, 'down_is_good'),
    winRate: winRateKpi(ctx, scope),
    avgDealSize: meanKpi(ctx, scope, figures.avgDealSize, 'up_is_good'),
  }
  const notes = [...open.notes]
  const closed = closedIn(scope, scope.period.range)
  if (closed.won + closed.lost === 0) notes.push('The win rate is not known: no deal was closed in the range.')
  if (closed.won === 0) notes.push('Sales cycle and deal size are not known: no deal was won in the range.')
  if (closed.won > closed.dated && closed.won)
    notes.push(`The sales cycle is that of the ${closed.dated} of ${closed.won} deals whose day of creation is known.`)
  if (closed.won > closed.sized && closed.won)
    notes.push(`The deal size is that of the ${closed.sized} of ${closed.won} deals that have an amount.`)
  const counted = data.pipelineValue.n + closed.won + closed.lost
  return { data, meta: dealMeta(ctx, scope, counted, { notes }) }
}
