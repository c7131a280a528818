import { dealSize } from '#contract/deals.ts'
import { removed, states } from '../../memory/deals/timeline.ts'
import { moneyIn, pipsPerUnit } from '../../money.ts'
import type { Handlers } from '../../handler.ts'
import { countsIn, dealMeta, eachDeal, type Scope, scopeOf, wordsOfScope } from './scope.ts'

const bounds = [0, 10_000, 25_000, 50_000, 100_000, 250_000]

/** The place of an amount (in pips) among the sizes: lower bound included, upper bound not; below zero it is in the first. */
export const sizeOf = (pips: number): number => {
  let place = bounds.length - 1
  while (place > 0 && pips < bounds[place]! * pipsPerUnit) place--
  return place
}

const sizesOf = (scope: Scope) => {
  const { state, amount } = scope.deals.timeline
  const counts = countsIn(scope)
  const sums = bounds.map(() => ({ open: 0, won: 0, lost: 0, removed: 0, pips: 0 }))
  let without = 0
  eachDeal(scope, (_, row) => {
    if (state[row] === removed || !counts(row)) return
    if (Number.isNaN(amount[row])) {
      without++
      return
    }
    const sum = sums[sizeOf(amount[row]!)]!
    sum[states[state[row]!]!]++
    sum.pips += amount[row]!
  })
  return { sums, without }
}

export const dealSizeDistribution: Handlers<'operations'>['dealSizeDistribution'] = async (ctx, asked) => {
  const scope = await scopeOf(ctx, asked)
  const { sums, without } = scope.deals.kept(`sizes ${wordsOfScope(scope)}`, () => sizesOf(scope))
  const data = sums.map(({ open, won, lost, pips }, place) => ({
    bucket: dealSize.options[place]!,
    min: bounds[place]!,
    max: bounds[place + 1] ?? null,
    count: open + won + lost,
    value: moneyIn(pips, scope.digits),
    openCount: open,
    wonCount: won,
    lostCount: lost,
  }))
  const counted = data.reduce((sum, { count }) => sum + count, 0)
  return { data, meta: dealMeta(ctx, scope, counted, { excluded: [{ reason: 'without an amount', rows: without }] }) }
}
