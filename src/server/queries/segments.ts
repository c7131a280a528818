import type { Context } from '../context.ts'
import { pointsWithLines } from '../memory/kept.ts'
import { type Point, toDay, toNumber, type Window } from './period.ts'

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

/** The pages of each segment: `at` reads whole days and months, `until` a day up to a minute. */
export const pagesOf = async <P>(
  ctx: Context, segments: Segment[], at: (points: Point[]) => Promise<P[]>, until: (day: string, cutAt: string) => Promise<P>,
): Promise<P[][]> => {
  const points: Point[][] = []
  for (const segment of segments) points.push(segment.cutAt === null ? await pointsWithLines(ctx, segment) : [])
  const pages = await at(points.flat())
  let next = 0
  const found: P[][] = []
  for (const [i, { end, cutAt }] of segments.entries()) found.push(cutAt === null ? pages.slice(next, (next += points[i]!.length)) : [await until(end, cutAt)])
  return found
}
