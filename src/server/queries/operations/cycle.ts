import { none } from '../../memory/deals/facts.ts'
import { won } from '../../memory/deals/timeline.ts'
import { rounded } from '../period.ts'
import type { Handlers } from '../../handler.ts'
import { quantiles } from './quartiles.ts'
import { dealMeta, eachDeal, type Scope, scopeOf } from './scope.ts'

const tenth = (value: number | null) => (value === null ? null : rounded(value, 1))

export const spreadOf = (days: number[]) => {
  const values = Float64Array.from(days)
  const mean = values.length ? values.reduce((sum, value) => sum + value, 0) / values.length : null
  const [p25, median, p75] = quantiles(values, [0.25, 0.5, 0.75]).map(tenth)
  return { avgDays: tenth(mean), medianDays: median!, p25Days: p25!, p75Days: p75! }
}

/** Calls back once for each deal and open stage that it left on one of some days, with the days of its stays that ended then. */
export const eachLeft = (
  { deals: { size, visits }, mask }: Pick<Scope, 'deals' | 'mask'>,
  { first, last }: { first: number; last: number },
  look: (deal: number, stage: number, days: number) => void,
) => {
  const { from, stage, left, days } = visits
  const isIn = (visit: number) => left[visit] !== none && left[visit]! >= first && left[visit]! <= last
  for (let i = 0; i < size; i++) {
    if (!mask[i]) continue
    for (let visit = from[i]!; visit < from[i + 1]!; visit++) {
      if (!isIn(visit)) continue
      let sum = days[visit]!
      let isLater = false
      for (let other = from[i]!; other < from[i + 1]!; other++) {
        if (other === visit || stage[other] !== stage[visit] || !isIn(other)) continue
        isLater ||= other < visit
        sum += days[other]!
      }
      if (!isLater) look(i, stage[visit]!, sum)
    }
  }
}

/** Days in each stage, by its place, of the deals that left it on these days. */
export const daysInStages = (scope: Pick<Scope, 'deals' | 'mask'>, days: { first: number; last: number }) => {
  const found = scope.deals.facts.stages.map((): number[] => [])
  eachLeft(scope, days, (_, stage, spent) => {
    found[stage]!.push(spent)
  })
  return found
}

const cycles = (scope: Scope) => {
  const { timeline, began } = scope.deals
  const days: number[] = []
  eachDeal(scope, (deal, row) => {
    if (timeline.state[row] === won && timeline.since[row]! >= scope.first && began[deal] !== none)
      days.push(timeline.since[row]! - began[deal]!)
  })
  return days
}

export const cycleTime: Handlers<'operations'>['cycleTime'] = async (ctx, asked) => {
  const scope = await scopeOf(ctx, asked)
  const { stages, events } = scope.deals.facts
  const spent = daysInStages(scope, scope)
  const won = cycles(scope)
  const hasHistory = events.deal.length > 0
  const data = {
    stages: hasHistory
      ? stages.flatMap(({ name, kind }, place) =>
          kind === 'open' ? [{ stage: name, ...spreadOf(spent[place]!), deals: spent[place]!.length }] : [],
        )
      : [],
    salesCycle: { ...spreadOf(won), deals: won.length },
  }
  const notes = hasHistory ? [] : ['Time in stage is not known: there is no stage history.']
  const counted = won.length + data.stages.reduce((sum, { deals }) => sum + deals, 0)
  return { data, meta: dealMeta(ctx, scope, counted, { notes }) }
}
