import { revenueAtRisk as split } from '#stats/customers/value.ts'
import { type RiskBand, riskBands } from '#contract/customer-groups.ts'
import type { Context } from '../../context.ts'
import type { Handlers } from '../../handler.ts'
import { categoryMix } from '../../memory/category-mix.ts'
import { type Filters, wordsOf } from '../../memory/filters.ts'
import { breather } from '../../memory/pages.ts'
import { type Roster, rosterUnder } from '../../memory/roster.ts'
import { moneyIn, partsIn, toPips } from '../../money.ts'
import { riskNotes } from '../customers/model.ts'
import { periodToDate } from '../customers/people.ts'
import { bandOf, isAtRisk, type Risks, riskOf, risksUnder } from '../customers/risk.ts'
import { expectedOf } from '../customers/value.ts'
import { spansOf } from '../figures.ts'
import { measure, measuresAt } from '../measures.ts'
import { metaOf } from '../meta.ts'
import { percentages } from '../period.ts'

const bandNames = ['high', 'medium', 'low'] as const

type Band = { customers: number; pips: number }

/**
 * Customers who have not churned, by how high their risk is; `pips` NaN where it is not known what they will spend.
 */
export type AtRisk = {
  bands: Record<RiskBand, Band>
  count: number
  pips: number
  risks: Risks
  /** The band of each place: of who has ordered under the filters, and not churned. */
  bandAt: (place: number) => RiskBand | null
}

const stakeOf = (risks: Risks, place: number) => toPips(riskOf(risks, place) * expectedOf(risks, place))

const add = (risks: Risks, { first }: Roster): AtRisk => {
  const none = (): Band => ({ customers: 0, pips: 0 })
  const bands = { high: none(), medium: none(), low: none() }
  const bandAt = (place: number) => (first[place]! <= risks.scores.asOf ? bandOf(risks, place) : null)
  let count = 0
  for (let place = 0; place < risks.at.length; place += 1) {
    const band = bandAt(place)
    if (band === null) continue
    bands[band].customers += 1
    bands[band].pips += stakeOf(risks, place)
    if (isAtRisk(risks, place)) count += 1
  }
  return { bands, count, pips: bands.high.pips + bands.medium.pips + bands.low.pips, risks, bandAt }
}

/** The same figures as customers/at-risk has. */
export const atRiskUnder = async <Need extends 'needed' | 'if ready'>(ctx: Context, filters: Filters, need: Need) => {
  const risks = await risksUnder(ctx, filters, need)
  if (!risks) return null as Need extends 'needed' ? AtRisk : AtRisk | null
  return ctx.once(`at risk on ${risks.scores.asOf} under ${wordsOf(filters)}`, async () =>
    add(risks, await rosterUnder(ctx, filters)),
  )
}

/**
 * The revenue at risk of each category, by what each customer has bought so far; null: customers who have given back
 * all they bought.
 */
const byCategory = (ctx: Context, { risks, bandAt }: AtRisk, filters: Filters) =>
  ctx.once(`categories at risk on ${risks.scores.asOf} under ${wordsOf(filters)}`, async () => {
    const { categories, starts, category, pips } = await categoryMix(ctx)
    const sums = categories.map(() => 0)
    let without = 0
    const rest = breather()
    for (let place = 0; place < risks.at.length; place += 1) {
      if (bandAt(place) === null || Number.isNaN(expectedOf(risks, place))) continue
      const [from, to] = [starts[risks.at[place]!]!, starts[risks.at[place]! + 1]!]
      const mix = Array.from(pips.subarray(from, to), value => Math.max(0, value))
      const { total, parts } = split(riskOf(risks, place), expectedOf(risks, place), mix)
      if (parts.length) for (const [i, part] of parts.entries()) sums[category[from + i]!]! += toPips(part)
      else without += toPips(total)
      if (place % 256 === 0) await rest()
    }
    const rows = categories
      .map((name, i): { category: string | null; pips: number } => ({ category: name, pips: sums[i]! }))
      .filter(row => row.pips > 0)
      .sort((a, b) => b.pips - a.pips || (a.category! < b.category! ? -1 : 1))
    return without ? [...rows, { category: null, pips: without }] : rows
  })

export const revenueAtRisk: Handlers<'forecasting'>['revenueAtRisk'] = async (ctx, asked) => {
  const period = await periodToDate(ctx)
  const found = await atRiskUnder(ctx, asked, 'needed')
  const { bands, pips } = found
  const known = !Number.isNaN(pips)
  const rows = known ? await byCategory(ctx, found, asked) : []
  const { digits } = ctx.workspace
  const total = known ? moneyIn(pips, digits) : null
  const cut = (parts: number[]) => (known ? partsIn(parts, digits, total!) : parts.map(() => null))
  const ofBands = cut(bandNames.map(band => bands[band].pips))
  const values = partsIn(
    rows.map(row => row.pips),
    digits,
    total ?? 0,
  )
  const shares = percentages(values)
  const measures = measuresAt(await measure(ctx, spansOf(period), asked), 0)
  const notes = riskNotes(found.risks.scores)
  if (!known) notes.push('What customers will spend is not known: there is too little to fit a model on.')
  const group = (band: RiskBand) => ({
    value: ofBands[bandNames.indexOf(band)]!,
    customers: bands[band].customers,
    threshold: riskBands[band],
  })
  return {
    data: {
      highRisk: group('high'),
      mediumRisk: group('medium'),
      lowRisk: group('low'),
      total,
      totalCustomers: bands.high.customers + bands.medium.customers + bands.low.customers,
      byCategory: rows.map((row, i) => ({ category: row.category, value: values[i]!, percentage: shares[i]! })),
    },
    meta: await metaOf(ctx, period, asked, measures, notes),
  }
}
