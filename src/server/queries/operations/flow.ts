import type { z } from 'zod'
import { flowKind } from '#contract/deals.ts'
import type { Context } from '../../context.ts'
import { ApiError } from '../../errors.ts'
import type { Handlers } from '../../handler.ts'
import { none } from '../../memory/deals/facts.ts'
import { wordsOfFilters } from '../../memory/deals.ts'
import { lost, open, removed, won } from '../../memory/deals/timeline.ts'
import { moneyIn, partsIn } from '../../money.ts'
import { toDay, toNumber } from '../../time/calendar.ts'
import { dealMeta, type Scope, scopeOf, withoutAmountNote } from './scope.ts'

export type FlowKind = z.output<typeof flowKind>

type Asked = Parameters<typeof scopeOf>[1] & {
  since?: string | undefined
  close_start?: string | undefined
  close_end?: string | undefined
}

/** What is compared: the open pipeline at the end of a day and at the end of the range, all of it or what is expected to close on some days. */
export type FlowScope = Scope & {
  since: number
  earlier: Int32Array
  isExpected: ((expected: number) => boolean) | null
}

const expectedIn = (from: string | undefined, to: string | undefined): FlowScope['isExpected'] => {
  if (from === undefined && to === undefined) return null
  if (from !== undefined && to !== undefined && to < from)
    throw new ApiError(400, 'bad_request', `close_end: expected a day on or after close_start ${from}, got ${to}`)
  const [first, last] = [from === undefined ? -Infinity : toNumber(from), to === undefined ? Infinity : toNumber(to)]
  return expected => expected !== none && expected >= first && expected <= last
}

export const flowScopeOf = async (ctx: Context, asked: Asked): Promise<FlowScope> => {
  const scope = await scopeOf(ctx, asked)
  const { start, end } = scope.period.range
  if (asked.since !== undefined && asked.since > end)
    throw new ApiError(400, 'bad_request', `since: expected a day up to the range's last, ${end}, got ${asked.since}`)
  const since = asked.since === undefined ? toNumber(start) - 1 : toNumber(asked.since)
  return {
    ...scope,
    since,
    earlier: scope.deals.at(since),
    isExpected: expectedIn(asked.close_start, asked.close_end),
  }
}

type Step = { kind: FlowKind; pips: number }
const nothing: Step[] = []

/** What a deal did between the two days, at most two steps; `pips` is what each adds to the pipeline. */
export const stepsOf = (
  { deals: { timeline, began }, earlier, now, since, isExpected }: FlowScope,
  deal: number,
): Step[] => {
  const { state, amount, expected, since: sinceOf } = timeline
  const [before, after] = [earlier[deal]!, now[deal]!]
  if (before === after) return nothing
  const isIn = (row: number) => isExpected === null || isExpected(expected[row]!)
  const pips = amount[after]! || 0
  const wasOpen = before >= 0 && state[before] === open
  const isOpen = state[after] === open
  const wasIn = wasOpen && isIn(before)
  const steps: Step[] = []
  if (wasOpen) {
    if (!wasIn && !isIn(after)) return []
    if (!wasIn) steps.push({ kind: 'pulled-in', pips })
  } else {
    // closed at the start: it came back, or nothing happened to it
    if (before >= 0 && !isOpen && sinceOf[after]! <= since) return []
    // without a day of creation it was never in the pipeline
    if (!isIn(after) || (before < 0 && began[deal] === none)) return []
    steps.push({ kind: before < 0 ? 'created' : 'reopened', pips })
  }
  if (isOpen && wasIn && !isIn(after)) return [{ kind: 'pushed-out', pips: -(amount[before]! || 0) }]
  if (wasIn) {
    const grown = pips - (amount[before]! || 0)
    if (grown !== 0) steps.push({ kind: grown > 0 ? 'grew' : 'shrank', pips: grown })
    if (isOpen && isExpected === null && expected[before] !== none && expected[after] !== none) {
      const moved = expected[after]! - expected[before]!
      if (moved !== 0) steps.push({ kind: moved < 0 ? 'pulled-in' : 'pushed-out', pips: 0 })
    }
  }
  const ends: { [State in number]: FlowKind } = { [won]: 'won', [lost]: 'lost', [removed]: 'removed' }
  const end = ends[state[after]!]
  if (end) steps.push({ kind: end, pips: -pips })
  return steps
}

/** Sums of all steps, and what stands at both ends. */
const sumsOf = (scope: FlowScope) => {
  const { deals, mask, earlier, now, isExpected } = scope
  const { state, amount, expected } = deals.timeline
  const kinds = flowKind.options.map(kind => ({ kind, pips: 0, deals: 0, worth: 0 }))
  const byKind = new Map(kinds.map(sums => [sums.kind, sums]))
  const ends = { start: 0, startDeals: 0, end: 0, endDeals: 0 }
  let without = 0
  const isCounted = (row: number) => row >= 0 && state[row] === open && (!isExpected || isExpected(expected[row]!))
  for (let i = 0; i < deals.size; i++) {
    if (!mask[i]) continue
    if (isCounted(earlier[i]!)) {
      ends.start += amount[earlier[i]!]! || 0
      ends.startDeals++
    }
    if (isCounted(now[i]!)) {
      ends.end += amount[now[i]!]! || 0
      ends.endDeals++
      if (Number.isNaN(amount[now[i]!])) without++
    }
    if (earlier[i] === now[i]) continue
    for (const { kind, pips } of stepsOf(scope, i)) {
      const sums = byKind.get(kind)!
      sums.pips += pips
      sums.deals++
      sums.worth += amount[now[i]!]! || 0
    }
  }
  return { kinds, ends, without }
}

export const flow: Handlers<'operations'>['flow'] = async (ctx, asked) => {
  const scope = await flowScopeOf(ctx, asked)
  const { close_start: closeStart, close_end: closeEnd } = asked
  const days = `${scope.since} to ${scope.last}, closing ${closeStart} to ${closeEnd}`
  const name = `flow ${days} under ${wordsOfFilters(scope.filters)}`
  const { kinds, ends, without } = scope.deals.kept(name, () => sumsOf(scope))
  const { digits } = scope
  const [start, end] = [moneyIn(ends.start, digits), moneyIn(ends.end, digits)]
  const amounts = partsIn(
    kinds.map(({ pips }) => pips),
    digits,
    end - start,
  )
  return {
    data: {
      since: toDay(scope.since),
      until: scope.period.range.end,
      start,
      startDeals: ends.startDeals,
      steps: kinds.map(({ kind, deals: count, worth }, i) => ({
        kind,
        amount: amounts[i]!,
        deals: count,
        value: moneyIn(worth, digits),
      })),
      end,
      endDeals: ends.endDeals,
    },
    meta: dealMeta(ctx, scope, ends.endDeals, { notes: without ? [withoutAmountNote(without)] : [] }),
  }
}
