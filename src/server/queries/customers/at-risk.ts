import { type RiskBand, riskBands } from '#contract/customer-groups.ts'
import { rosterUnder } from '../../memory/roster.ts'
import type { Handlers } from '../../handler.ts'
import { spansOf } from '../figures.ts'
import { measure, measuresAt } from '../measures.ts'
import { metaOf } from '../meta.ts'
import { peopleAt, periodToDate } from './people.ts'
import { personsOf } from './persons.ts'
import { modelOf } from './model.ts'
import { riskWords } from './reasons.ts'
import { bandOf, isAtRisk, type Risks, riskOf, risksUnder } from './risk.ts'
import { firstPlaces } from './order.ts'
import { expectedOf } from './value.ts'

const bandNames = Object.keys(riskBands) as RiskBand[]

/** Expected revenue at stake: to the cent, so that sums over customers are exact. */
const atStake = (risks: Risks, place: number): number =>
  Math.round(riskOf(risks, place) * expectedOf(risks, place) * 100)

export const atRisk: Handlers<'customers'>['atRisk'] = async (ctx, asked) => {
  const period = await periodToDate(ctx)
  const roster = await rosterUnder(ctx, asked)
  const risks = await risksUnder(ctx, asked, 'needed')
  const { scores, at } = risks
  const bands = new Map(bandNames.map(band => [band, { customers: 0, cents: 0 }]))
  const places: number[] = []
  for (let place = 0; place < at.length; place += 1) {
    const band = roster.first[place]! <= scores.asOf ? bandOf(risks, place) : null
    if (band === null) continue
    const sum = bands.get(band)!
    sum.customers += 1
    sum.cents += atStake(risks, place)
    if (isAtRisk(risks, place)) places.push(place)
  }
  const isKnown = scores.expected12.some(value => !Number.isNaN(value))
  const value = (place: number) => (asked.sort === 'risk' ? riskOf(risks, place) : atStake(risks, place))
  const shown = firstPlaces(Uint32Array.from(places), value, 'desc', asked.limit)
  const lifetime = peopleAt(roster, period, undefined).centsToEnd
  const worth = new Map(shown.map(place => [place, lifetime[place]! / 100]))
  const persons = await personsOf(
    ctx,
    shown.map(place => roster.ledger.ids[place]!),
  )
  const rows = await measure(ctx, spansOf(period), asked)
  const meta = await metaOf(ctx, period, asked, measuresAt(rows, 0))
  return {
    data: shown.map((place, i) => ({
      ...persons[i]!,
      lifetimeValue: worth.get(place)!,
      ...riskWords(scores, at[place]!),
    })),
    meta: {
      ...meta,
      range: null,
      total: places.length,
      bands: bandNames.map(band => {
        const { customers, cents } = bands.get(band)!
        return { band, from: riskBands[band], customers, revenueAtRisk: isKnown ? cents / 100 : null }
      }),
      model: modelOf(scores),
    },
  }
}
