import type { Context } from '../context.ts'
import { type VisitKey, visitGrainFor } from '../db/rollup/grains.ts'
import { keptMonths } from '../memory/kept.ts'
import { codesOf } from '../memory/sums.ts'
import { countOf, type Customers, customersOf, union, visitKeysOf, type VisitsPage, visitsAt, visitsUntil } from '../memory/visits.ts'
import { filteredDimensions, type Filters } from './measures.ts'
import { toDay } from './period.ts'
import { pagesOf, segmentsOf, type Span } from './segments.ts'

type Counted<K> = { window: number; bucket: number; key: K; customers: number }

/** Who bought: by code of a key (0 without one) and block, in several sets. */
type Visitors = Map<number, Map<number, Customers[]>>

const setsOf = (visitors: Visitors, code: number, block: number): Customers[] => {
  const blocks = visitors.get(code) ?? new Map<number, Customers[]>()
  visitors.set(code, blocks)
  const sets = blocks.get(block) ?? []
  blocks.set(block, sets)
  return sets
}

const visitorsOf = (pages: VisitsPage[], wanted: (Uint8Array | undefined)[], key: number): Visitors => {
  const visitors: Visitors = new Map()
  for (const { buyers } of pages) {
    next: for (const { codes, block, who } of buyers) {
      for (let i = 0; i < codes.length; i += 1) if (wanted[i] && wanted[i]![codes[i]!] !== 1) continue next
      setsOf(visitors, key < 0 ? 0 : codes[key]!, block).push(who)
    }
  }
  return visitors
}

/** For each code of a key whether it is among these values. */
const wantedCodes = (key: VisitKey, values: string[]) => {
  const wanted = new Set(values)
  return Uint8Array.from(codesOf[key].values(), value => Number(wanted.has(value)))
}

/** Different customers with a completed order, per span and, with `by`, per value. Spans without any have no row. */
export const countCustomers = async <K extends string | null = null>(ctx: Context, spans: Span[], filters: Filters, by?: VisitKey): Promise<Counted<K>[]> => {
  const needed = new Set(filteredDimensions(filters))
  if (by) needed.add(by)
  const grain = visitGrainFor(needed)
  const keys = visitKeysOf(grain)
  const segments = segmentsOf(spans)
  const pages = await pagesOf(ctx, segments, points => visitsAt(ctx, grain, points), (day, cutAt) => visitsUntil(ctx, grain, day, cutAt))
  const chosen = filters.segment && (await customersOf(ctx, filters.segment))
  const wanted = keys.map(key => filters[key] && wantedCodes(key, filters[key]))
  const bySpan = new Map<Span, Visitors>()
  for (const [i, segment] of segments.entries()) {
    for (const [code, blocks] of visitorsOf(pages[i]!, wanted, by === undefined ? -1 : keys.indexOf(by))) {
      for (const [block, sets] of blocks) {
        const who = segment.spans.length > 1 ? [union(sets)] : sets
        for (const span of segment.spans) setsOf(visitorsIn(bySpan, span), code, block).push(...who)
      }
    }
  }
  return [...bySpan].flatMap(([{ window, bucket }, visitors]) =>
    [...visitors].flatMap(([code, blocks]) => {
      let customers = 0
      for (const [block, sets] of blocks) if (!chosen || chosen.has(block)) customers += countOf(union(sets), chosen?.get(block))
      return customers > 0 ? [{ window, bucket, key: (by === undefined ? null : codesOf[by].valueOf(code)) as K, customers }] : []
    }),
  )
}

const visitorsIn = (bySpan: Map<Span, Visitors>, span: Span): Visitors => {
  const visitors = bySpan.get(span) ?? new Map<number, Map<number, Customers[]>>()
  bySpan.set(span, visitors)
  return visitors
}

export const customersAt = (rows: Counted<null>[], window: number, bucket = 0): number =>
  rows.find(row => row.window === window && row.bucket === bucket)?.customers ?? 0

/** Customers with a completed order up to a day. */
export const customersToDate = async (ctx: Context, end: string, filters: Filters): Promise<number> => {
  const months = await keptMonths(ctx, 'total', 'month')
  const first = Math.min(...months)
  if (months.size === 0 || toDay(first) > end) return 0
  return customersAt(await countCustomers(ctx, [{ window: 0, bucket: 0, start: toDay(first), end, cutAt: null }], filters), 0)
}
