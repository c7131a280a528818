import type { Context } from '../context.ts'
import { pointsWithLines } from '../memory/kept.ts'
import { type Point, toNumber, type Window } from './period.ts'

/**
 * A window to measure. `window` and `bucket` come back with its rows. `cutAt`: the last day counts only up to this time of day.
 * `noOrders`: its orders are not asked for, and may come back as 0.
 */
export type Span = Window & { window: number; bucket: number; cutAt: string | null; noOrders?: true }

/** Part of a span that no other span cuts: read once, however many spans it belongs to. In day numbers. */
export type Segment = { first: number; last: number; cutAt: string | null; spans: Span[] }

/** In order; days that are cut at a time of day come last. */
export const segmentsOf = (spans: Span[]): Segment[] => {
  const whole = spans.map(span => ({ span, first: toNumber(span.start), end: toNumber(span.end) + (span.cutAt === null ? 1 : 0) })).filter(({ first, end }) => first < end)
  const starts = whole.toSorted((a, b) => a.first - b.first)
  const edges = [...new Set(whole.flatMap(({ first, end }) => [first, end]))].sort((a, b) => a - b)
  const segments: Segment[] = []
  let members: typeof whole = []
  let next = 0
  for (const [i, first] of edges.slice(0, -1).entries()) {
    members = members.filter(({ end }) => end > first)
    for (; starts[next]?.first === first; next += 1) members.push(starts[next]!)
    if (members.length) segments.push({ first, last: edges[i + 1]! - 1, cutAt: null, spans: members.map(({ span }) => span) })
  }
  const cutDays = Map.groupBy(spans.filter(({ cutAt }) => cutAt !== null), ({ end, cutAt }) => `${end} ${cutAt}`)
  for (const sharing of cutDays.values()) {
    const day = toNumber(sharing[0]!.end)
    segments.push({ first: day, last: day, cutAt: sharing[0]!.cutAt, spans: sharing })
  }
  return segments
}

/** The pages of each segment: `at` reads whole days and months, `until` a day up to a minute. */
export const pagesOf = async <P>(
  ctx: Context, segments: Segment[], at: (points: Point[]) => Promise<P[]>, until: (day: number, cutAt: string) => Promise<P>,
): Promise<P[][]> => {
  const points: Point[][] = []
  for (const segment of segments) points.push(segment.cutAt === null ? await pointsWithLines(ctx, segment.first, segment.last) : [])
  const pages = await at(points.flat())
  let next = 0
  const found: P[][] = []
  for (const [i, { first, cutAt }] of segments.entries()) found.push(cutAt === null ? pages.slice(next, (next += points[i]!.length)) : [await until(first, cutAt)])
  return found
}
