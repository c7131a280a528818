import { type ValueBand, valueBands } from '#contract/customer-groups.ts'
import { rosterUnder } from '../../memory/roster.ts'
import { moneyIn, toPips } from '../../money.ts'
import { toNumber } from '../../time/calendar.ts'
import type { Handlers } from '../../handler.ts'
import { spansOf } from '../figures.ts'
import { measure, measuresAt } from '../measures.ts'
import { metaOf, periodOf } from '../meta.ts'
import { percentages, rounded } from '../period.ts'
import { peopleAt } from './people.ts'
import { modelOf } from './model.ts'
import { type Risks, risksUnder } from './risk.ts'

const bands = Object.entries(valueBands) as [ValueBand, (typeof valueBands)[ValueBand]][]
const ends = bands.map(([, { max }]) => max ?? Infinity)

/** Which of the bands a value is in; all are asked of every customer. */
const bandAt = (value: number): number => {
  let band = 0
  while (value >= ends[band]!) band += 1
  return band
}

export const valueBandOf = (value: number): ValueBand => bands[bandAt(value)]![0]

/** The revenue expected of a customer in the next 12 months, as it is given; NaN where it is not known. */
export const expectedOf = ({ scores, at, digits }: Risks, place: number): number => {
  const value = scores.expected12[at[place]!]!
  return Number.isNaN(value) ? NaN : rounded(value, digits)
}

const median = (values: Float64Array, digits: number): number | null => {
  if (values.length === 0) return null
  const [sorted, middle] = [values.toSorted(), values.length >> 1]
  return rounded(sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2, digits)
}

export const lifetimeValue: Handlers<'customers'>['lifetimeValue'] = async (ctx, asked) => {
  const period = await periodOf(ctx, { ...asked, compare: 'none' })
  const roster = await rosterUnder(ctx, asked)
  const { digits } = ctx.workspace
  const rows = await measure(ctx, spansOf(period), asked)
  const risks = asked.kind === 'predicted' ? await risksUnder(ctx, asked, 'needed') : null
  const people = peopleAt(roster, period, undefined)
  const end = toNumber(period.range.end)
  const values = new Float64Array(roster.first.length)
  let found = 0
  for (let place = 0; place < values.length; place += 1) {
    if (roster.first[place]! > end) continue
    const value = risks ? expectedOf(risks, place) : moneyIn(people.pipsToEnd[place]!, digits)
    if (!Number.isNaN(value)) values[found++] = value
  }
  const known = values.subarray(0, found)
  const counts = bands.map(() => 0)
  const sums = bands.map(() => 0)
  for (const value of known) {
    const band = bandAt(value)
    counts[band]! += 1
    sums[band]! += toPips(value)
  }
  const pips = sums.reduce((sum, own) => sum + own, 0)
  const shown = bands
    .map(([key, band], i) => ({ key, ...band, count: counts[i]!, pips: sums[i]! }))
    .filter(({ key, count }) => key !== 'below-0' || count > 0)
  const shares = percentages(shown.map(({ count }) => count))
  const notes: string[] = []
  if (risks && found === 0 && roster.firsts.length > 0)
    notes.push('What customers will spend is not known: there is too little to fit a model on.')
  if (risks) notes.push('Predicted values are of all orders of a customer, whatever the filters, as of now.')
  const meta = await metaOf(ctx, period, asked, measuresAt(rows, 0), notes)
  return {
    data: shown.map(({ key, label, min, max, count, pips: own }, i) => ({
      key,
      range: label,
      min,
      max,
      count,
      percentage: shares[i] ?? null,
      revenue: moneyIn(own, digits),
    })),
    meta: {
      ...meta,
      customers: found,
      median: median(known, digits),
      mean: found > 0 ? moneyIn(pips / found, digits) : null,
      total: moneyIn(pips, digits),
      model: risks && modelOf(risks.scores),
    },
  }
}
