import { type RiskBand, riskBands } from '#contract/customer-groups.ts'
import { rosterUnder } from '../../memory/roster.ts'
import { moneyIn, partsIn, toPips } from '../../money.ts'
import type { Handlers } from '../../handler.ts'
import { spansOf } from '../figures.ts'
import { measure, measuresAt } from '../measures.ts'
import { metaOf } from '../meta.ts'
import { peopleAt, periodToDate } from './people.ts'
import { personsOf } from './persons.ts'
import { modelOf, riskNotes } from './model.ts'
import { riskWords } from './reasons.ts'
import { bandOf, isAtRisk, type Risks, riskOf, risksUnder } from './risk.ts'
import { firstPlaces } from './order.ts'
import { expectedOf } from './value.ts'

const bandNames = Object.keys(riskBands) as RiskBand[]

/** Expected revenue at stake, in pips, so that sums over customers are exact. */
const atStake = (risks: Risks, place: number): number => toPips(riskOf(risks, place) * expectedOf(risks, place))

export const atRisk: Handlers<'customers'>['atRisk'] = async (ctx, asked) => {
  const period = await periodToDate(ctx)
  const roster = await rosterUnder(ctx, asked)
  const risks = await risksUnder(ctx, asked, 'needed')
  const { scores, at } = risks
  const bands = new Map(bandNames.map(band => [band, { customers: 0, pips: 0 }]))
  const places: number[] = []
  const stakes = new Float64Array(at.length)
  for (let place = 0; place < at.length; place += 1) {
    const band = roster.first[place]! <= scores.asOf ? bandOf(risks, place) : null
    if (band === null) continue
    const sum = bands.get(band)!
    sum.customers += 1
    stakes[place] = atStake(risks, place)
    sum.pips += stakes[place]!
    if (isAtRisk(risks, place)) places.push(place)
  }
  const atStakes = partsIn(
    bandNames.map(band => bands.get(band)!.pips),
    risks.digits,
  )
  const isKnown = scores.expected12.some(value => !Number.isNaN(value))
  const value = (place: number) => (asked.sort === 'risk' ? riskOf(risks, place) : stakes[place]!)
  const shown = firstPlaces(Uint32Array.from(places), value, 'desc', asked.limit)
  const lifetime = peopleAt(roster, period, undefined).pipsToEnd
  const worth = new Map(shown.map(place => [place, moneyIn(lifetime[place]!, risks.digits)]))
  const persons = await personsOf(
    ctx,
    shown.map(place => roster.ledger.ids[place]!),
  )
  const rows = await measure(ctx, spansOf(period), asked)
  const meta = await metaOf(ctx, period, asked, measuresAt(rows, 0), riskNotes(scores))
  return {
    data: shown.map((place, i) => ({
      ...persons[i]!,
      lifetimeValue: worth.get(place)!,
      ...riskWords(scores, at[place]!, ctx.workspace),
    })),
    meta: {
      ...meta,
      range: null,
      total: places.length,
      bands: bandNames.map((band, i) => {
        const { customers } = bands.get(band)!
        return { band, from: riskBands[band], customers, revenueAtRisk: isKnown ? atStakes[i]! : null }
      }),
      model: modelOf(scores),
    },
  }
}
