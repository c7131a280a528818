import { rounded } from '../period.ts'
import type { Handlers } from '../../handler.ts'
import { dealMeta, type Scope, scopeOf } from './scope.ts'

/** What became of the deals that entered a stage in the range. */
export type Onward = { entered: number; converted: number; lost: number; undecided: number }

export const outcomes = ['undecided', 'converted', 'lost'] as const

/** Calls back once for each deal and open stage that it entered in the range, with what became of it since. */
export const eachEntry = (
  { deals: { size, visits }, mask, first, last }: Scope,
  look: (deal: number, stage: number, outcome: (typeof outcomes)[number]) => void,
) => {
  const { from, stage, day, onward } = visits
  for (let i = 0; i < size; i++) {
    if (!mask[i]) continue
    for (let visit = from[i]!; visit < from[i + 1]!; visit++) {
      if (day[visit]! < first || day[visit]! > last) continue
      // a stage that was entered again counts once, from the first time
      let earlier = visit - 1
      while (earlier >= from[i]! && day[earlier]! >= first && stage[earlier] !== stage[visit]) earlier--
      if (earlier >= from[i]! && day[earlier]! >= first) continue
      look(i, stage[visit]!, outcomes[onward[visit]!]!)
    }
  }
}

/** By place of the stage; null where no deal has a history, so that nothing is known of any. */
export const onwardOf = (scope: Scope): Onward[] | null => {
  const { from } = scope.deals.visits
  let isKnown = false
  for (let i = 0; i < scope.deals.size && !isKnown; i++) isKnown = scope.mask[i] === 1 && from[i] !== from[i + 1]
  if (!isKnown) return null
  const counts = scope.deals.facts.stages.map((): Onward => ({ entered: 0, converted: 0, lost: 0, undecided: 0 }))
  eachEntry(scope, (_, stage, outcome) => {
    counts[stage]!.entered++
    counts[stage]![outcome]++
  })
  return counts
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
