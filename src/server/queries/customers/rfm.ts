import { type RfmName, rfmGroups } from '#contract/customer-groups.ts'
import { quintiles, rfmGroup } from '#stats/customers/rfm.ts'
import type { Context } from '../../context.ts'
import { type Filters } from '../../memory/filters.ts'
import { breather, type Page, type Place } from '../../memory/pages.ts'
import { kept } from '../../memory/places.ts'
import { rosterUnder } from '../../memory/roster.ts'
import { partsIn, pipsPerUnit } from '../../money.ts'
import type { Handlers } from '../../handler.ts'
import { spansOf } from '../figures.ts'
import { measure, measuresAt } from '../measures.ts'
import { metaOf, periodOf } from '../meta.ts'
import { percentages, type Period, rounded } from '../period.ts'
import { lastSeen } from './people.ts'

const names = Object.keys(rfmGroups) as RfmName[]

/** By place: the group's place in `names` from 1, and the three fifths; 0 of who had not ordered by then. */
export type Fifths = { group: Uint8Array; recency: Uint8Array; frequency: Uint8Array; monetary: Uint8Array }
type Inputs = { daysSince: Int32Array; purchases: Int32Array; pips: Float64Array }
export type Grouped = Fifths & Inputs

export const groupNamed = (grouped: Grouped, place: number): RfmName | null => names[grouped.group[place]! - 1] ?? null

/** Customers to date in groups, as of the last day of the range that is known. */
export const rfmAt = async (
  ctx: Context,
  { range, asOfDay }: Pick<Period, 'range' | 'asOfDay'>,
  filters: Filters,
): Promise<Grouped> => {
  const day = lastSeen(range, asOfDay)
  const load = async (missing: Place[]) => {
    const { ledger, first } = await rosterUnder(ctx, filters)
    const { starts, days, orders, pips } = ledger
    const n = first.length
    const rest = breather()
    const inputs: Inputs = { daysSince: new Int32Array(n), purchases: new Int32Array(n), pips: new Float64Array(n) }
    const places = new Uint32Array(n)
    let found = 0
    for (let place = 0; place < n; place += 1) {
      if (first[place]! > day) continue
      places[found++] = place
      let before = 0
      for (let i = starts[place]!; i < starts[place + 1]! && days[i]! <= day; i += 1) {
        inputs.pips[place] = pips[i]!
        if (orders[i] === before) continue
        before = orders[i]!
        inputs.purchases[place]! += 1
        inputs.daysSince[place] = day - days[i]!
      }
      if (place % 4096 === 0) await rest()
    }
    const own = places.subarray(0, found)
    /** The fifths of some values of those who are customers, by place. */
    const fifthsOf = async (value: (place: number) => number) => {
      const scores = quintiles(Float64Array.from(own, value))
      await rest()
      const fifths = new Uint8Array(n)
      for (let i = 0; i < found; i += 1) fifths[own[i]!] = scores[i]!
      return fifths
    }
    const fifths: Fifths = {
      group: new Uint8Array(n),
      recency: await fifthsOf(place => -inputs.daysSince[place]!),
      frequency: await fifthsOf(place => inputs.purchases[place]!),
      monetary: await fifthsOf(place => inputs.pips[place]!),
    }
    for (const place of own) {
      const value = (fifths.frequency[place]! + fifths.monetary[place]!) / 2
      fifths.group[place] = names.indexOf(rfmGroup(fifths.recency[place]!, value)) + 1
    }
    const of = { ...inputs, ...fifths }
    return new Map<Place, Page & { of: Grouped }>(missing.map(place => [place, { of, bytes: n * 20 }]))
  }
  const [grouped] = await kept(ctx, 'rfm', filters, [`all ${day}`], load)
  return grouped!
}

export const rfm: Handlers<'customers'>['rfm'] = async (ctx, asked) => {
  const period = await periodOf(ctx, { ...asked, compare: 'none' })
  const grouped = await rfmAt(ctx, period, asked)
  const rows = await measure(ctx, spansOf(period), asked)
  const sums = names.map(() => ({ customers: 0, pips: 0, days: 0, purchases: 0 }))
  for (let place = 0; place < grouped.group.length; place += 1) {
    const sum = sums[grouped.group[place]! - 1]
    if (!sum) continue
    sum.customers += 1
    sum.pips += grouped.pips[place]!
    sum.days += grouped.daysSince[place]!
    sum.purchases += grouped.purchases[place]!
  }
  const shares = percentages(sums.map(({ customers }) => customers))
  const revenues = partsIn(
    sums.map(({ pips }) => pips),
    ctx.workspace.digits,
  )
  const revenueShares = percentages(revenues)
  return {
    data: names.map((group, i) => {
      const { customers, pips, days, purchases } = sums[i]!
      const mean = (sum: number, decimals: number) => (customers > 0 ? rounded(sum / customers, decimals) : null)
      return {
        group,
        meaning: rfmGroups[group],
        customers,
        percentage: shares[i] ?? null,
        revenue: revenues[i]!,
        revenuePercentage: revenueShares[i] ?? null,
        averageDaysSince: mean(days, 1),
        averagePurchases: mean(purchases, 1),
        averageValue: mean(pips / pipsPerUnit, ctx.workspace.digits),
      }
    }),
    meta: await metaOf(ctx, period, asked, measuresAt(rows, 0)),
  }
}
