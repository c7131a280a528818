import { chooseDealModel } from '#stats/deals/choose.ts'
import { type StageRate, stageRates } from '#stats/deals/stage-rates.ts'
import type { Deal } from '#stats/deals/snapshot.ts'
import type { Say } from './say.ts'

/**
 * All deals as they were known on day `asOf`: deal i was in `stages[k]` (a place in `configured`) from `entered[k]` on, for k from starts[i] up to
 * starts[i + 1]. `closed` −1 while open. `rep`: a number, −1 for none. `chances` are wanted of the deals at the places `open`, which are in their last stage.
 */
export type DealHistories = {
  asOf: number
  configured: { stage: string; probability: number }[]
  starts: Uint32Array
  stages: Int16Array
  entered: Int32Array
  created: Int32Array
  closed: Int32Array
  won: Uint8Array
  amount: Float64Array
  rep: Int32Array
  open: Uint32Array
}

export type DealChances = {
  method: 'stage-rates' | 'hazard'
  reason: string
  snapshotDay: number
  decided: number
  censored: number
  brier: { stageRates: number | null; hazard: number | null }
  rates: StageRate[]
  /** P(won) of the wanted deals, in their order. */
  chances: Float64Array
}

/** A hazard is fitted on at most so many deals; of more, every second, third … is taken. */
const mostFitted = 4000
/** Representatives that the hazard tells apart: those with the most deals. The others are one. */
const mostReps = 40

const namesOfReps = ({ rep }: DealHistories): Map<number, string> => {
  const counts = new Map<number, number>()
  for (const one of rep) counts.set(one, (counts.get(one) ?? 0) + 1)
  const named = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, mostReps)
  return new Map(named.map(([one]) => [one, String(one)]))
}

const dealsOf = (histories: DealHistories): Deal[] => {
  const { starts, stages, entered, created, closed, won, amount, rep, configured } = histories
  const names = namesOfReps(histories)
  return Array.from(created, (createdOn, i) => ({
    createdOn,
    amount: amount[i]!,
    rep: names.get(rep[i]!) ?? 'others',
    stages: Array.from({ length: starts[i + 1]! - starts[i]! }, (_, k) => ({
      stage: configured[stages[starts[i]! + k]!]!.stage,
      enteredOn: entered[starts[i]! + k]!,
    })),
    closedOn: closed[i] === -1 ? null : closed[i]!,
    won: closed[i] === -1 ? null : won[i] === 1,
  }))
}

/** The chance of each open deal to be won, by the rule that would have done better last time (stats/deals/choose.ts). */
export const dealChances = (histories: DealHistories, say: Say = () => {}): DealChances => {
  const { asOf, configured, open } = histories
  const deals = dealsOf(histories)
  const every = Math.ceil(deals.length / mostFitted)
  const model = chooseDealModel(
    deals.filter((_, i) => i % every === 0),
    asOf,
    configured,
  )
  say(1, 2, `${deals.length.toLocaleString('en')} deals read`)
  const rates = stageRates(deals, asOf, configured)
  const byStage = new Map(rates.map(({ stage, probability }) => [stage, probability]))
  const chances = Float64Array.from(open, i => {
    const { stages, createdOn, amount, rep } = deals[i]!
    const { stage } = stages.at(-1)!
    return model.method === 'hazard'
      ? model.probability({ stage, age: asOf - createdOn, amount, rep })
      : byStage.get(stage)!
  })
  const { method, reason, snapshotDay, decided, censored, brier } = model
  const sampled = every > 1 ? `; judged on one in ${every} of ${deals.length.toLocaleString('en')} deals` : ''
  return { method, reason: reason + sampled, snapshotDay, decided, censored, brier, rates, chances }
}
