import { wordsOfFilters } from '../../memory/deals.ts'
import { none } from '../../memory/deals/facts.ts'
import { won } from '../../memory/deals/timeline.ts'
import { rounded } from '../period.ts'
import type { Handlers } from '../../handler.ts'
import { quantiles } from './quartiles.ts'
import { dealMeta, type Scope, scopeOf } from './scope.ts'
import { eachClosed, firstFrom } from './sums.ts'

const tenth = (value: number | null) => (value === null ? null : rounded(value, 1))

/** The order of the days is lost. */
export const spreadOf = (values: Float64Array) => {
  let sum = 0
  for (const value of values) sum += value
  const mean = values.length ? sum / values.length : null
  const [p25, median, p75] = quantiles(values, [0.25, 0.5, 0.75]).map(tenth)
  return { avgDays: tenth(mean), medianDays: median!, p25Days: p25!, p75Days: p75! }
}

/** Calls back once for each deal and open stage that it left on one of some days, with the days of its stays that ended then. */
export const eachLeft = (
  { deals: { visits, visitOrder }, mask }: Pick<Scope, 'deals' | 'mask'>,
  { first, last }: { first: number; last: number },
  look: (deal: number, stage: number, days: number) => void,
) => {
  const { from, stage, left, days } = visits
  const { deal, repeats } = visitOrder
  const isIn = (visit: number) => left[visit] !== none && left[visit]! >= first && left[visit]! <= last
  /** All stays of the deal in the stage that ended then; undefined at any but the first of them. */
  const sumOf = (visit: number): number | undefined => {
    let sum = 0
    for (let other = from[deal[visit]!]!; other < from[deal[visit]! + 1]!; other++) {
      if (stage[other] !== stage[visit] || !isIn(other)) continue
      if (other < visit) return undefined
      sum += days[other]!
    }
    return sum
  }
  for (let k = firstFrom(visitOrder.left, left, first); k < visitOrder.left.length; k++) {
    const visit = visitOrder.left[k]!
    if (left[visit]! > last) return
    if (!mask[deal[visit]!]) continue
    const sum = repeats[visit] ? sumOf(visit) : days[visit]!
    if (sum !== undefined) look(deal[visit]!, stage[visit]!, sum)
  }
}

/** Days in each stage, by its place, of the deals that left it on these days. */
export const daysInStages = (
  scope: Pick<Scope, 'deals' | 'mask'>,
  days: { first: number; last: number },
): Float64Array[] => {
  const room = scope.deals.facts.stages.map(() => ({ values: new Float64Array(64), count: 0 }))
  eachLeft(scope, days, (_, stage, spent) => {
    const own = room[stage]!
    if (own.count === own.values.length) {
      const larger = new Float64Array(own.count * 2)
      larger.set(own.values)
      own.values = larger
    }
    own.values[own.count++] = spent
  })
  return room.map(({ values, count }) => values.subarray(0, count))
}

const cycles = ({ deals, mask, period }: Scope) => {
  const days: number[] = []
  eachClosed(deals, mask, period.range, (deal, row, day) => {
    if (deals.timeline.state[row] === won && deals.began[deal] !== none) days.push(day - deals.began[deal]!)
  })
  return Float64Array.from(days)
}

const timesOf = (scope: Scope) => {
  const { stages } = scope.deals.facts
  const spent = daysInStages(scope, scope)
  const won = cycles(scope)
  const hasHistory = scope.deals.visits.day.length > 0
  return {
    stages: hasHistory
      ? stages.flatMap(({ name, kind }, place) =>
          kind === 'open' ? [{ stage: name, ...spreadOf(spent[place]!), deals: spent[place]!.length }] : [],
        )
      : [],
    salesCycle: { ...spreadOf(won), deals: won.length },
  }
}

export const cycleTime: Handlers<'operations'>['cycleTime'] = async (ctx, asked) => {
  const scope = await scopeOf(ctx, asked)
  const name = `time in stages ${scope.first} to ${scope.last} under ${wordsOfFilters(scope.filters)}`
  const data = scope.deals.kept(name, () => timesOf(scope))
  const notes = data.stages.length ? [] : ['Time in stage is not known: there is no stage history.']
  const counted = data.salesCycle.deals + data.stages.reduce((sum, { deals }) => sum + deals, 0)
  return { data, meta: dealMeta(ctx, scope, counted, { notes }) }
}
