import { none, wholeChance } from '../../memory/deals/facts.ts'
import { open, won } from '../../memory/deals/timeline.ts'
import { moneyIn, partsIn } from '../../money.ts'
import { percentages } from '../period.ts'
import type { Handlers } from '../../handler.ts'
import { noHistory, type Onward, onwardOf, shareOf } from './conversion.ts'
import { dealMeta, type Scope, scopeOf, withoutAmountNote, wordsOfScope } from './scope.ts'

/** Where a stage at the end of the range is not known: the deal was open then, and its history begins later. */
export const unknownStage = 'unknown'

type Sums = { count: number; pips: number; weighted: number; withoutAmount: number; unweighed: number }
const nothing = (): Sums => ({ count: 0, pips: 0, weighted: 0, withoutAmount: 0, unweighed: 0 })

/** Open deals by place of their stage (the last: not known), and those won in the range by place of theirs. */
const sumsOf = ({ deals, mask, now, first }: Scope) => {
  const { timeline, facts, size } = deals
  const { state, stage, since, amount, chance } = timeline
  const opened = Array.from({ length: facts.stages.length + 1 }, nothing)
  const closed = facts.stages.map(nothing)
  for (let i = 0; i < size; i++) {
    const row = now[i]!
    if (!mask[i] || row < 0 || state[row]! > won || (state[row] === won && since[row]! < first)) continue
    const place = stage[row]!
    const sums = state[row] === open ? opened[place < 0 ? facts.stages.length : place]! : closed[place]!
    sums.count++
    if (Number.isNaN(amount[row])) sums.withoutAmount++
    else {
      sums.pips += amount[row]!
      if (amount[row] !== 0 && chance[row] === none) sums.unweighed++
      else sums.weighted += amount[row]! * chance[row]!
    }
  }
  return { opened, closed }
}

const conversion = (onward: Onward | null) =>
  onward
    ? { ...onward, conversionRate: shareOf(onward) }
    : { entered: null, converted: null, lost: null, undecided: null, conversionRate: null }

/** The stages and what there is to say about them: shared with the dashboard. */
export const pipelineStages = (scope: Scope) => {
  const { stages } = scope.deals.facts
  const onward = onwardOf(scope)
  const { opened, closed } = scope.deals.kept(`pipeline ${wordsOfScope(scope)}`, () => sumsOf(scope))
  const row = (
    stage: string,
    kind: 'open' | 'won',
    { count, pips, weighted, unweighed }: Sums,
    moved: Onward | null,
  ) => ({
    stage,
    kind,
    value: moneyIn(pips, scope.digits),
    count,
    ...conversion(moved),
    weightedValue: unweighed ? null : moneyIn(weighted / wholeChance, scope.digits),
  })
  const known = stages.map((stage, place) => ({ ...stage, place }))
  const unknown = opened[stages.length]!
  const openStages = [
    ...(unknown.count ? [{ name: unknownStage, sums: unknown, moved: null }] : []),
    ...known
      .filter(({ kind }) => kind === 'open')
      .map(({ name, place }) => ({ name, sums: opened[place]!, moved: onward && onward[place]! })),
  ]
  const values = partsIn(
    openStages.map(({ sums }) => sums.pips),
    scope.digits,
  )
  const openRows = openStages.map(({ name, sums, moved }, i) => ({
    ...row(name, 'open', sums, moved),
    value: values[i]!,
  }))
  const wonRows = known
    .filter(({ kind }) => kind === 'won')
    .map(({ name, place }) => ({ ...row(name, 'won', closed[place]!, null), percentage: null }))
  const parts = percentages(openRows.map(({ value }) => value))
  const data = [...openRows.map((one, i) => ({ ...one, percentage: parts[i] ?? null })), ...wonRows]
  const counted = data.reduce((sum, { count }) => sum + count, 0)

  const without = [...opened, ...closed].reduce((sum, { withoutAmount }) => sum + withoutAmount, 0)
  const notes = without ? [withoutAmountNote(without)] : []
  if (unknown.count) {
    notes.push(
      `Deals in stage "${unknownStage}" were open on ${scope.period.range.end}; their stage then is not known: their history begins later, or there is none.`,
    )
  }
  if (counted > 0 && onward === null) notes.push(noHistory)
  return { data, notes, counted }
}

export const pipeline: Handlers<'operations'>['pipeline'] = async (ctx, asked) => {
  const scope = await scopeOf(ctx, asked)
  const { data, notes, counted } = pipelineStages(scope)
  return { data, meta: dealMeta(ctx, scope, counted, { notes }) }
}
