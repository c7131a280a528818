import { rounded } from '../period.ts'
import type { Handlers } from '../../handler.ts'
import { dealMeta, type Scope, scopeOf, wordsOfScope } from './scope.ts'
import { firstFrom } from './sums.ts'

/** What became of the deals that entered a stage in the range. */
export type Onward = { entered: number; converted: number; lost: number; undecided: number }

/** By code. */
export const outcomes = ['undecided', 'converted', 'lost'] as const

/** Calls back once for each deal and open stage that it entered in the range, with what became of it since. */
export const eachEntry = (
  { deals: { visits, visitOrder }, mask, first, last }: Scope,
  look: (deal: number, stage: number, outcome: number) => void,
) => {
  const { stage, day, onward } = visits
  const { entered, deal, earlier } = visitOrder
  for (let k = firstFrom(entered, day, first); k < entered.length; k++) {
    const visit = entered[k]!
    if (day[visit]! > last) return
    // a stage that was entered again counts once, from the first time
    if (mask[deal[visit]!] && earlier[visit]! < first) look(deal[visit]!, stage[visit]!, onward[visit]!)
  }
}

const hasHistory = ({ deals: { visits, size }, mask }: Scope) => {
  for (let i = 0; i < size; i++) if (mask[i] && visits.from[i] !== visits.from[i + 1]) return true
  return false
}

/** By place of the stage; null where no deal has a history, so that nothing is known of any. */
export const onwardOf = (scope: Scope): Onward[] | null =>
  scope.deals.kept(`onward ${wordsOfScope(scope)}`, () => ({ onward: findOnward(scope) })).onward

const findOnward = (scope: Scope): Onward[] | null => {
  if (!hasHistory(scope)) return null
  const sums = scope.deals.facts.stages.map(() => [0, 0, 0])
  eachEntry(scope, (_, stage, outcome) => {
    sums[stage]![outcome]!++
  })
  return sums.map(([undecided, converted, lost]) => ({
    entered: undecided! + converted! + lost!,
    converted: converted!,
    lost: lost!,
    undecided: undecided!,
  }))
}

export const shareOf = ({ entered, converted }: Onward) => (entered ? rounded((100 * converted) / entered, 2) : null)

export const noHistory = 'Which share of deals moves on is not known: there is no stage history.'

export const conversionRates: Handlers<'operations'>['conversionRates'] = async (ctx, asked) => {
  const scope = await scopeOf(ctx, asked)
  const onward = onwardOf(scope)
  const { stages } = scope.deals.facts
  const open = stages.map((stage, place) => ({ ...stage, place })).filter(({ kind }) => kind === 'open')
  const win = stages.find(({ kind }) => kind === 'won')?.name ?? 'won'
  const data = onward
    ? open.map(({ name, place }, i) => ({
        fromStage: name,
        toStage: open[i + 1]?.name ?? win,
        ...onward[place]!,
        rate: shareOf(onward[place]!),
      }))
    : []
  const counted = data.reduce((sum, { entered }) => sum + entered, 0)
  return { data, meta: dealMeta(ctx, scope, counted, { notes: onward ? [] : [noHistory] }) }
}
