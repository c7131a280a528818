import type { Api, Asked } from '#contract'
import type { CustomerState } from '#contract/customer-groups.ts'
import type { Context } from '../../context.ts'
import { ApiError } from '../../errors.ts'
import { channelsOf } from '../../memory/acquisition.ts'
import { crossingsUnder, never, type Roster } from '../../memory/roster.ts'
import { codesOf } from '../../memory/sums.ts'
import { moneyIn } from '../../money.ts'
import { toNumber } from '../../time/calendar.ts'
import type { Period } from '../period.ts'
import { cohortDays, daysAfter } from './cohorts.ts'
import { crossedBetween, lastSeen, type People } from './people.ts'
import { personsFound } from './persons.ts'
import { groupNamed, rfmAt } from './rfm.ts'
import { bandOf, isAtRisk, type Risks } from './risk.ts'
import { expectedOf, valueBandOf } from './value.ts'

export type Question = Asked<Api['customers']['list']>

/** Whether a customer is meant, by place; `people` are how all stand. */
type Condition = (place: number, people: People) => boolean

const states: Record<Exclude<CustomerState, 'new' | 'returning' | 'churned' | 'at-risk'>, Condition> = {
  active: (place, { orders }) => orders[place]! > 0,
  gone: (place, { orders, ordersThen }) => orders[place] === 0 && ordersThen[place]! > 0,
  arrived: (place, { orders, ordersThen, ordersBefore }) =>
    orders[place]! > 0 && ordersThen[place] === 0 && ordersBefore[place] === 0,
  'came-back': (place, { orders, ordersThen, ordersBefore }) =>
    orders[place]! > 0 && ordersThen[place] === 0 && ordersBefore[place]! > 0,
  'both-periods': (place, { orders, ordersThen }) => orders[place]! > 0 && ordersThen[place]! > 0,
  'refunds-only': (place, { orders, ordersThen, pips, pipsThen }) =>
    orders[place] === 0 && ordersThen[place] === 0 && pips[place] !== pipsThen[place],
  'gave-back': (place, { orders, pips }) => orders[place] === 0 && pips[place] !== 0,
}

const needComparison: ReadonlySet<CustomerState> = new Set([
  'gone',
  'arrived',
  'came-back',
  'both-periods',
  'refunds-only',
])

const stateCondition = async (
  ctx: Context,
  state: CustomerState,
  period: Period,
  roster: Roster,
  asked: Question,
  risks: Risks | null,
): Promise<Condition> => {
  const start = toNumber(period.range.start)
  if (state === 'new') return (place, { orders }) => orders[place]! > 0 && roster.first[place]! >= start
  if (state === 'returning') return (place, { orders }) => orders[place]! > 0 && roster.first[place]! < start
  if (state === 'at-risk') return place => isAtRisk(risks!, place)
  if (state === 'churned') {
    const crossings = await crossingsUnder(ctx, asked)
    const crossed = crossedBetween(crossings, start, lastSeen(period.range, period.asOfDay))
    return place => crossed.has(place)
  }
  if (needComparison.has(state) && asked.compare === 'none')
    throw new ApiError(400, 'bad_request', `state: expected a comparison beside "${state}", got compare "none"`)
  return states[state]
}

const cohortCondition = ({ ledger, first }: Roster, asked: Question, horizon: number): Condition => {
  const cohorts = asked.cohort!.map(cohort => ({ cohort, ...cohortDays(cohort) }))
  const cohortOf = (place: number) =>
    first[place]! <= horizon
      ? cohorts.findIndex(({ start, end }) => first[place]! >= start && first[place]! <= end)
      : -1
  const { cohort_month: month } = asked
  if (month === undefined) return place => cohortOf(place) >= 0
  const windows = cohorts.map(({ cohort }) => daysAfter(cohort, month, asked.cohort_mode === 'or-later', horizon))
  const { starts, days, orders } = ledger
  return place => {
    const window = windows[cohortOf(place)]
    if (!window) return false
    let before = 0
    for (let i = starts[place]!; i < starts[place + 1]! && days[i]! <= window.end; i += 1) {
      if (days[i]! >= window.start && orders[i]! > before) return true
      before = orders[i]!
    }
    return false
  }
}

const searchCondition = async (ctx: Context, { ledger }: Roster, search: string): Promise<Condition> => {
  const found = await personsFound(ctx, search)
  return place => found.has(ledger.ids[place]!)
}

/**
 * Whose orders the answer is about in the first place: those that count up to the end of the range, or for what is as
 * of now, up to now.
 */
const baseCondition = ({ first }: Roster, asked: Question, { range, asOfDay }: Period): Condition => {
  if (asked.state === 'refunds-only' || asked.state === 'gave-back') return () => true
  const isNow = asked.state === 'at-risk' || asked.risk !== undefined
  const end = toNumber(isNow ? asOfDay : range.end)
  return place => first[place]! <= end && first[place] !== never
}

/** Whether a question is of all customers, or of all who are active. */
export const isOfAll = ({ state, cohort, risk, rfm, value, acquisition, search }: Question): boolean =>
  (state === undefined || state === 'active') &&
  [cohort, risk, rfm, value, acquisition, search].every(one => one === undefined)

/** Whether a question is about scores, and cannot be answered without. */
export const needsScores = ({ state, risk, value, value_kind: kind, sort }: Question): boolean =>
  state === 'at-risk' ||
  risk !== undefined ||
  (value !== undefined && kind === 'predicted') ||
  sort === 'risk' ||
  sort === 'expected'

/** All that a question asks of a customer. */
export const conditionsOf = async (
  ctx: Context,
  asked: Question,
  period: Period,
  roster: Roster,
  risks: Risks | null,
): Promise<Condition[]> => {
  const conditions: Condition[] = [baseCondition(roster, asked, period)]
  const horizon = lastSeen(period.range, period.asOfDay)
  if (asked.state) conditions.push(await stateCondition(ctx, asked.state, period, roster, asked, risks))
  if (asked.cohort) conditions.push(cohortCondition(roster, asked, horizon))
  if (asked.risk) conditions.push(place => bandOf(risks!, place) === asked.risk)
  if (asked.rfm) {
    const grouped = await rfmAt(ctx, period, asked)
    conditions.push(place => groupNamed(grouped, place) === asked.rfm)
  }
  if (asked.value && asked.value_kind === 'predicted')
    conditions.push(place => {
      const value = expectedOf(risks!, place)
      return !Number.isNaN(value) && valueBandOf(value) === asked.value
    })
  if (asked.value && asked.value_kind === 'to-date')
    conditions.push(
      (place, { pipsToEnd }) => valueBandOf(moneyIn(pipsToEnd[place]!, ctx.workspace.digits)) === asked.value,
    )
  if (asked.acquisition !== undefined) {
    const channelOf = await channelsOf(ctx)
    const wanted = codesOf.channel.find(asked.acquisition)
    conditions.push(place => channelOf(roster.ledger.ids[place]!) === wanted)
  }
  if (asked.search !== undefined) conditions.push(await searchCondition(ctx, roster, asked.search))
  return conditions
}
