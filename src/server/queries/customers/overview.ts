import type { Kpi } from '#contract'
import type { Context } from '../../context.ts'
import type { Filters } from '../../memory/filters.ts'
import { countUntil, crossingsUnder, type Roster, rosterUnder } from '../../memory/roster.ts'
import { toNumber, type Window } from '../../time/calendar.ts'
import type { Handlers } from '../../handler.ts'
import { bucketSpans, kpiOf, sparkBuckets, sparkline, spansOf } from '../figures.ts'
import { measure, measuresAt } from '../measures.ts'
import { metaOf, periodOf } from '../meta.ts'
import type { Period } from '../period.ts'
import { countCustomers, customersAt } from '../visitors.ts'
import { riskMethodOf, riskNotes } from './model.ts'
import { crossedBetween, cutMoves, lastSeen, orderedIn } from './people.ts'
import { isAtRisk, type Risks, risksUnder } from './risk.ts'

const spark = 3

/**
 * First orders of some windows. The comparison's last day counts those of its customers who had ordered by the time of
 * the cut.
 */
const arrivals = ({ first, firsts }: Roster, comparison: Period['comparison'], cut: Set<number>) => {
  const until = (day: number) => countUntil(firsts, day)
  const between = ({ start, end }: Window) => until(toNumber(end)) - until(toNumber(start) - 1)
  if (!comparison) return { until, between, before: null }
  const end = toNumber(comparison.end)
  let onLastDay = 0
  for (const place of cut) if (first[place] === end) onLastDay += 1
  const total = comparison.cutAt === null ? until(end) : until(end - 1) + onLastDay
  return { until, between, before: { total, fresh: total - until(toNumber(comparison.start) - 1) } }
}

/** Customers whose silence became as long as the churn window, by window. */
const silences = async (ctx: Context, { comparison, asOfDay }: Period, filters: Filters, cut: Set<number>) => {
  const crossings = await crossingsUnder(ctx, filters)
  const between = (window: Window) => crossedBetween(crossings, toNumber(window.start), lastSeen(window, asOfDay)).size
  if (!comparison) return { between, before: null }
  const [start, end] = [toNumber(comparison.start), toNumber(comparison.end)]
  const crossed = crossedBetween(crossings, start, end)
  // by the time of the cut, those who ordered later that day had not
  if (comparison.cutAt !== null)
    for (const place of crossedBetween(crossings.late, end, end)) if (!cut.has(place)) crossed.add(place)
  return { between, before: crossed.size }
}

const atRiskNow = (risks: Risks | null, { first }: Roster): number | null => {
  if (!risks) return null
  let count = 0
  const { asOf } = risks.scores
  for (let place = 0; place < first.length; place += 1) if (first[place]! <= asOf && isAtRisk(risks, place)) count += 1
  return count
}

export const overview: Handlers<'customers'>['overview'] = async (ctx, asked) => {
  const period = await periodOf(ctx, asked)
  const { range, comparison, firstOn } = period
  const roster = await rosterUnder(ctx, asked)
  const cut = orderedIn(await cutMoves(ctx, period, asked))
  const { complete } = sparkBuckets(period, ctx.workspace)
  const active = await countCustomers(ctx, [...spansOf(period), ...bucketSpans(spark, complete)], asked)
  const came = arrivals(roster, comparison, cut)
  const silent = await silences(ctx, period, asked, cut)
  const risks = await risksUnder(ctx, asked, 'if ready')
  const line = (value: (bucket: number, window: Window) => number) =>
    sparkline(complete, bucket => value(bucket, complete[bucket]!))
  const activeThen = comparison && customersAt(active, 1)
  const figure = (
    now: number,
    before: number | null,
    values: Kpi['sparkline'],
    polarity: Kpi['polarity'] = 'up_is_good',
  ) => kpiOf(now, before, values, polarity)
  const notes = riskNotes(risks && risks.scores)
  if (firstOn !== null && range.start <= firstOn)
    notes.push(`Orders begin on ${firstOn}: who bought before counts as new.`)
  const rows = await measure(ctx, spansOf({ ...period, comparison: null }), asked)
  const meta = await metaOf(ctx, period, asked, measuresAt(rows, 0), notes)
  return {
    data: {
      total: figure(
        came.until(toNumber(range.end)),
        came.before && came.before.total,
        line((_, { end }) => came.until(toNumber(end))),
      ),
      active: figure(
        customersAt(active, 0),
        activeThen,
        line(bucket => customersAt(active, spark, bucket)),
      ),
      new: figure(
        came.between(range),
        came.before && came.before.fresh,
        line((_, window) => came.between(window)),
      ),
      returning: figure(
        customersAt(active, 0) - came.between(range),
        activeThen === null || !came.before ? null : activeThen - came.before.fresh,
        line((bucket, window) => customersAt(active, spark, bucket) - came.between(window)),
      ),
      churned: figure(
        silent.between(range),
        silent.before,
        line((_, window) => silent.between(window)),
        'down_is_good',
      ),
      atRisk: kpiOf(atRiskNow(risks, roster), null, null, 'down_is_good'),
    },
    meta: { ...meta, riskMethod: riskMethodOf(risks && risks.scores) },
  }
}
