import type { Kept } from './choice.ts'
import type { Codes, Lines } from './columns.ts'
import { dayCell, nothing, textCell } from './copy-text.ts'
import { blockSize, type VisitGrain, type VisitKey, visitKeys } from './grains.ts'
import { groupedBy, numbered, rowsByGroup } from './grouping.ts'

/** Rows of daily_customers from order lines of whole months, as visits.ts makes them in SQL. */

type Coded = Record<VisitKey, Codes>

/** Who ordered what: the completed lines of known customers. */
const visitsIn = (lines: Lines, coded: Coded) => {
  const rows = Uint32Array.from({ length: lines.size }, (_, row) => row).filter(
    row => lines.sold[row] === 1 && lines.customer[row] !== 0,
  )
  const of = (codes: Codes) => ({ of: Uint32Array.from(rows, row => codes.of[row]!), count: codes.values.length })
  return {
    size: rows.length,
    day: Int32Array.from(rows, row => lines.day[row]!),
    month: Int32Array.from(rows, row => lines.month[row]!),
    block: numbered(Array.from(rows, row => Math.floor(lines.customer[row]! / blockSize))),
    bit: Uint32Array.from(rows, row => lines.customer[row]! % blockSize),
    keys: { category: of(coded.category), region: of(coded.region), channel: of(coded.channel) },
  }
}

export function* visitRows(lines: Lines, coded: Coded, kept: Kept<VisitGrain>[]): Generator<string> {
  const visits = visitsIn(lines, coded)
  const bits = Buffer.alloc(blockSize / 8)
  for (const { grain, ...months } of kept) {
    for (const period of ['day', 'month'] as const) {
      if (months[period].length === 0) continue
      const isKept = new Set(months[period])
      const when = visits[period]
      const groups = groupedBy([numbered(when), ...grain.keys.map(key => visits.keys[key]), visits.block], visits.size)
      const { from, rows } = rowsByGroup(groups)
      for (const [group, row] of groups.first.entries()) {
        if (!isKept.has(dayCell(visits.month[row]!))) continue
        bits.fill(0)
        for (const own of rows.subarray(from[group], from[group + 1])) {
          const bit = visits.bit[own]!
          bits[bit >> 3]! |= 0x80 >> (bit & 7)
        }
        const cells = visitKeys.map(key =>
          grain.keys.includes(key) ? textCell(coded[key].values[visits.keys[key].of[row]!]!) : nothing,
        )
        const block = visits.block.values[visits.block.of[row]!]!
        yield [grain.name, period, dayCell(when[row]!), ...cells, `${block}`, `x${bits.toString('hex')}`].join('\t')
      }
    }
  }
}
