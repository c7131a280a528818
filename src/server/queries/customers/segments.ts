import { rosterUnder } from '../../memory/roster.ts'
import { codesOf } from '../../memory/sums.ts'
import { partsIn } from '../../money.ts'
import { toNumber } from '../../time/calendar.ts'
import type { Handlers } from '../../handler.ts'
import { spansOf } from '../figures.ts'
import { measure, measuresAt } from '../measures.ts'
import { metaOf, periodOf } from '../meta.ts'
import { percentages } from '../period.ts'
import { peopleAt } from './people.ts'
import { remainderNotes } from './remainder.ts'

export const segments: Handlers<'customers'>['segments'] = async (ctx, asked) => {
  const period = await periodOf(ctx, asked)
  const roster = await rosterUnder(ctx, asked)
  const rows = await measure(ctx, spansOf({ ...period, comparison: null }), asked)
  const measures = measuresAt(rows, 0)
  const meta = await metaOf(ctx, period, asked, measures)
  const { ledger, first } = roster
  const end = toNumber(period.range.end)
  const people = peopleAt(roster, { range: period.range, comparison: null }, undefined)
  meta.notes.push(...remainderNotes(people, measures, ctx.workspace))
  const sums = new Map<number, { count: number; active: number; pips: number }>()
  for (let place = 0; place < first.length; place += 1) {
    if (first[place]! > end) continue
    const segment = ledger.segments[place]!
    const sum = sums.get(segment) ?? { count: 0, active: 0, pips: 0 }
    sums.set(segment, sum)
    sum.count += 1
    if (people.orders[place]! > 0) sum.active += 1
    sum.pips += people.pips[place]!
  }
  const all = [...sums]
    .map(([code, sum]) => ({ segment: codesOf.segment.valueOf(code), ...sum }))
    .sort((a, b) => b.pips - a.pips || b.count - a.count || (a.segment < b.segment ? -1 : 1))
  const shares = percentages(all.map(({ count }) => count))
  const revenues = partsIn(
    all.map(({ pips }) => pips),
    ctx.workspace.digits,
  )
  const revenueShares = percentages(revenues)
  return {
    data: all.map(({ segment, count, active }, i) => ({
      segment,
      count,
      active,
      revenue: revenues[i]!,
      percentage: shares[i] ?? null,
      revenuePercentage: revenueShares[i] ?? null,
    })),
    meta,
  }
}
