import type { Context } from '../context.ts'
import { type VisitKey, visitGrainFor } from '../db/rollup/grains.ts'
import { keptMonths } from '../memory/kept.ts'
import { codesOf } from '../memory/sums.ts'
import { bitBytes, type Bits, customersOf, joinIds, visitKeysOf, type VisitsPage, visitsAt, visitsUntil } from '../memory/visits.ts'
import { filteredDimensions, type Filters } from './measures.ts'
import { toDay } from './period.ts'
import { pagesOf, segmentsOf, type Span } from './segments.ts'

type Counted<K> = { window: number; bucket: number; key: K; customers: number }

/** Who bought: by code of a key (0 without one), bits by block. */
type Visitors = Map<number, Map<number, Bits>>

const bitsOf = (visitors: Visitors, code: number, block: number): Bits => {
  const blocks = visitors.get(code) ?? new Map<number, Bits>()
  visitors.set(code, blocks)
  const bits = blocks.get(block) ?? new Uint8Array(bitBytes)
  blocks.set(block, bits)
  return bits
}

const words = (bits: Bits) => new Uint32Array(bits.buffer, bits.byteOffset, bits.byteLength / 4)

const join = (bits: Bits, more: Bits) => {
  const [into, from] = [words(bits), words(more)]
  for (let word = 0; word < into.length; word += 1) into[word]! |= from[word]!
}

/** How many bits are set in both; of `bits` alone without `chosen`. */
const countOf = (bits: Bits, chosen: Bits | undefined): number => {
  const [own, others] = [words(bits), chosen && words(chosen)]
  let count = 0
  for (let i = 0; i < own.length; i += 1) {
    // Hacker's Delight, 5-1
    let word = others ? own[i]! & others[i]! : own[i]!
    if (word === 0) continue
    word -= (word >>> 1) & 0x55555555
    word = (word & 0x33333333) + ((word >>> 2) & 0x33333333)
    count += Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
  }
  return count
}

const visitorsOf = (pages: VisitsPage[], allowed: (Set<number | undefined> | undefined)[], key: number): Visitors => {
  const visitors: Visitors = new Map()
  for (const { buyers } of pages) {
    for (const one of buyers) {
      if (!one.codes.every((code, i) => allowed[i]?.has(code) ?? true)) continue
      const bits = bitsOf(visitors, key < 0 ? 0 : one.codes[key]!, one.block)
      if ('ids' in one) joinIds(bits, one.ids)
      else join(bits, one.bits)
    }
  }
  return visitors
}

/** Different customers with a completed order, per span and, with `by`, per value. Spans without any have no row. */
export const countCustomers = async <K extends string | null = null>(ctx: Context, spans: Span[], filters: Filters, by?: VisitKey): Promise<Counted<K>[]> => {
  const wanted = new Set(filteredDimensions(filters))
  if (by) wanted.add(by)
  const grain = visitGrainFor(wanted)
  const keys = visitKeysOf(grain)
  const segments = segmentsOf(spans)
  const pages = await pagesOf(ctx, segments, points => visitsAt(ctx, grain, points), (day, cutAt) => visitsUntil(ctx, grain, day, cutAt))
  const chosen = filters.segment && (await customersOf(ctx, filters.segment))
  const allowed = keys.map(key => filters[key] && new Set(filters[key].map(codesOf[key].find)))
  const bySpan = new Map<Span, Visitors>()
  for (const [i, segment] of segments.entries()) {
    const visitors = visitorsOf(pages[i]!, allowed, by === undefined ? -1 : keys.indexOf(by))
    for (const span of segment.spans) {
      const known = bySpan.get(span)
      if (!known) bySpan.set(span, segment.spans.length > 1 ? copyOf(visitors) : visitors)
      else for (const [code, blocks] of visitors) for (const [block, bits] of blocks) join(bitsOf(known, code, block), bits)
    }
  }
  return [...bySpan].flatMap(([{ window, bucket }, visitors]) =>
    [...visitors].flatMap(([code, blocks]) => {
      const customers = [...blocks].reduce((sum, [block, bits]) => sum + (filters.segment && !chosen?.has(block) ? 0 : countOf(bits, chosen?.get(block))), 0)
      return customers > 0 ? [{ window, bucket, key: (by === undefined ? null : codesOf[by].valueOf(code)) as K, customers }] : []
    }),
  )
}

const copyOf = (visitors: Visitors): Visitors => new Map([...visitors].map(([code, blocks]) => [code, new Map([...blocks].map(([block, bits]) => [block, bits.slice()]))]))

export const customersAt = (rows: Counted<null>[], window: number, bucket = 0): number =>
  rows.find(row => row.window === window && row.bucket === bucket)?.customers ?? 0

/** Customers with a completed order up to a day. */
export const customersToDate = async (ctx: Context, end: string, filters: Filters): Promise<number> => {
  const months = await keptMonths(ctx, 'total', 'month')
  const first = Math.min(...months)
  if (months.size === 0 || toDay(first) > end) return 0
  return customersAt(await countCustomers(ctx, [{ window: 0, bucket: 0, start: toDay(first), end, cutAt: null }], filters), 0)
}
