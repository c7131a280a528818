import type { Context } from '../context.ts'
import { type VisitKey, visitGrainFor } from '../db/rollup/grains.ts'
import { countOf } from '../memory/customers.ts'
import { filteredDimensions, type Filters } from '../memory/filters.ts'
import { keptMonths } from '../memory/kept.ts'
import { codesOf } from '../memory/sums.ts'
import { joined, type Visitors, visitorsBetween, visits, visitsUntil, type VisitsView } from '../memory/visits.ts'
import { piecesOf, type Span } from './spans.ts'
import { toDay, toNumber } from '../time/calendar.ts'

type Counted<K> = { window: number; bucket: number; key: K; customers: number }

/** How many different customers there are in some lists, by code. */
const countIn = (lists: Visitors[]): Map<number, number> => {
  const counts = new Map<number, number>()
  const visitors = lists.length === 1 ? lists[0]! : joined(lists.flat())
  for (const { code, who } of visitors) counts.set(code, (counts.get(code) ?? 0) + countOf(who))
  return counts
}

/** Different customers with a completed order, per span and, with `by`, per value. Spans without any have no row. */
export const countCustomers = async <K extends string | null = null>(
  ctx: Context,
  spans: Span[],
  filters: Filters,
  by?: VisitKey,
): Promise<Counted<K>[]> => {
  const needed = new Set(filteredDimensions(filters))
  if (by) needed.add(by)
  const view: VisitsView = { grain: visitGrainFor(needed), filters, by }
  const pieces = await piecesOf(ctx, spans, (period, months) => visits(ctx, view, period, months))
  const counted: Counted<K>[] = []
  for (const [i, { window, bucket, end, cutAt }] of spans.entries()) {
    const lists = pieces[i]!.flatMap(({ of, from, to }) => visitorsBetween(of, from, to))
    if (cutAt !== null) lists.push(await visitsUntil(ctx, view, toNumber(end), cutAt))
    for (const [code, customers] of countIn(lists)) {
      if (customers > 0)
        counted.push({ window, bucket, key: (by === undefined ? null : codesOf[by].valueOf(code)) as K, customers })
    }
  }
  return counted
}

export const customersAt = (rows: Counted<null>[], window: number, bucket = 0): number =>
  rows.find(row => row.window === window && row.bucket === bucket)?.customers ?? 0

/** Customers with a completed order up to a day. */
export const customersToDate = async (ctx: Context, end: string, filters: Filters): Promise<number> => {
  const months = await keptMonths(ctx, 'total', 'month')
  const first = Math.min(...months)
  if (months.size === 0 || toDay(first) > end) return 0
  return customersAt(
    await countCustomers(ctx, [{ window: 0, bucket: 0, start: toDay(first), end, cutAt: null }], filters),
    0,
  )
}
