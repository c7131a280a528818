import { type RawBuilder, sql } from 'kysely'
import type { Context } from '../context.ts'
import { type KeptMonths, pointsOf, type Slice, slicesOf, toDay, toNumber, type Window } from './period.ts'

/**
 * A window to measure. `window` and `bucket` come back with its rows. `cutAt`: the last day counts only up to this time of day.
 * `noOrders`: its orders are not asked for, and may come back as 0.
 */
export type Span = Window & { window: number; bucket: number; cutAt: string | null; noOrders?: true }

/** Part of a span that no other span cuts: read once, however many spans it belongs to. */
export type Segment = Window & { cutAt: string | null; spans: Span[] }

/** In order; days that are cut at a time of day come last. */
export const segmentsOf = (spans: Span[]): Segment[] => {
  const whole = spans.map(span => ({ span, first: toNumber(span.start), last: toNumber(span.end) - (span.cutAt === null ? 0 : 1) }))
  const edges = [...new Set(whole.flatMap(({ first, last }) => [first, last + 1]))].sort((a, b) => a - b)
  const segments: Segment[] = []
  for (const [i, first] of edges.slice(0, -1).entries()) {
    const last = edges[i + 1]! - 1
    const members = whole.filter(span => span.first <= first && last <= span.last).map(({ span }) => span)
    if (members.length) segments.push({ start: toDay(first), end: toDay(last), cutAt: null, spans: members })
  }
  const cutDays = Map.groupBy(spans.filter(({ cutAt }) => cutAt !== null), ({ end, cutAt }) => `${end} ${cutAt}`)
  return [...segments, ...[...cutDays.values()].map((members): Segment => ({ start: members[0]!.end, end: members[0]!.end, cutAt: members[0]!.cutAt, spans: members }))]
}

/** Which months the rollup keeps of a grain, by day and by month. */
const keptMonths = async (ctx: Context, grain: string): Promise<KeptMonths> => {
  const kept = await ctx.once('kept grains', async () => {
    const { rows } = await sql<{ grain: string; period: 'day' | 'month'; months: string[] }>`
      select grain, period, array_agg(month) as months from kept_grains group by grain, period
    `.execute(ctx.db)
    return new Map(rows.map(({ grain, period, months }) => [`${grain} by ${period}`, new Set(months)]))
  })
  const months = (name: string, period: 'day' | 'month') => kept.get(`${name} by ${period}`) ?? new Set()
  return { month: months(grain, 'month'), day: months(grain, 'day'), lines: months('total', 'month') }
}

/** A table to read: which of its rows, and the place of a row's segment in the list. */
type Read = { condition: RawBuilder<unknown>; segment: RawBuilder<unknown> }

/** What segments are read from: rows that the rollup keeps of a grain (about `day` and `period`), and order lines (about `t`). */
export type Reads = { kept: Read | null; lines: Read[] }

/** The grain's rows where they are kept; lines elsewhere, and on days that are cut. Only segments of some span that is `wanted`. */
export const readsOf = async (ctx: Context, segments: Segment[], grain: string, wanted: (span: Span) => boolean = () => true): Promise<Reads> => {
  const months = await keptMonths(ctx, grain)
  const days: Record<Slice['period'], string[]> = { month: [], day: [], lines: [] }
  const lines: Read[] = []
  for (const [place, { start, end, cutAt, spans }] of segments.entries()) {
    if (!spans.some(wanted)) continue
    if (cutAt === null) for (const slice of slicesOf({ start, end }, months)) days[slice.period].push(...pointsOf(slice))
    else lines.push({ condition: sql`t.ordered_on = ${start}::date and ${untilCut(ctx, cutAt)}`, segment: sql.lit(place) })
  }
  // segments that are not cut follow on each other: a day's is the last one that has begun
  const starts = segments.filter(({ cutAt }) => cutAt === null).map(({ start }) => start)
  const segmentOf = (day: RawBuilder<unknown>) => sql`width_bucket(${day}, ${starts}::date[]) - 1`
  if (days.lines.length) lines.push({ condition: sql`t.ordered_on = any(${days.lines}::date[])`, segment: segmentOf(sql`t.ordered_on`) })
  const kept = (['month', 'day'] as const).filter(period => days[period].length).map(period => sql`(period = ${sql.lit(period)} and day = any(${days[period]}::date[]))`)
  return { kept: kept.length ? { condition: sql`(${sql.join(kept, sql` or `)})`, segment: segmentOf(sql`day`) } : null, lines }
}

/** The local time of day of a line, of which the minute counts. */
export const untilCut = (ctx: Context, cutAt: string) => sql`(t.ordered_at at time zone ${ctx.workspace.timezone})::time <= ${`${cutAt}:59.999999`}::time`
