import type { Api, Result } from '#contract'
import { type ChanceDeal, pipelineRange } from '#stats/deals/range.ts'
import { seededRandom } from '#stats/math/random.ts'
import { counted } from '../../counted.ts'
import type { Context } from '../../context.ts'
import type { Handlers } from '../../handler.ts'
import { none } from '../../memory/deals/facts.ts'
import { open } from '../../memory/deals/timeline.ts'
import { wordsOfFilters } from '../../memory/deals.ts'
import { breather } from '../../memory/pages.ts'
import { toDay } from '../../time/calendar.ts'
import { moneyIn, pipsPerUnit } from '../../money.ts'
import { rounded } from '../period.ts'
import { type Chances, chancesAt } from './chances.ts'
import { dealMeta, eachDeal, type Scope, scopeOf, withoutAmountNote } from './scope.ts'
import { closedIn } from './sums.ts'
import { monthsFrom } from './which.ts'

export type DealForecast = Result<Api['operations']['forecast']>['data']

type Group = { deals: number; pips: number; weighted: number; chances: ChanceDeal[] }
const nothing = (): Group => ({ deals: 0, pips: 0, weighted: 0, chances: [] })

const sumOf = ({ deals, pips, weighted }: Group, digits: number) => ({
  deals,
  value: moneyIn(pips, digits),
  weighted: moneyIn(weighted, digits),
})

/** One in ten below, one in ten above: always the same, as each range begins from the same seed. */
const rangeOf = ({ chances }: Group, digits: number) => {
  const { worst, best } = pipelineRange(chances, seededRandom(1), { level: 0.8, runs: 4000, individually: 50 })
  return { worst: rounded(worst, digits), best: rounded(best, digits) }
}

/** In which group an open deal is: overdue, a month by its place, later, or undated. */
const placeOf = (expected: number, today: number, months: number[]): 'overdue' | 'later' | 'undated' | number => {
  if (expected === none) return 'undated'
  if (expected < today) return 'overdue'
  if (expected >= months.at(-1)!) return 'later'
  return months.findLastIndex(first => first <= expected)
}

const groupsOf = ({ deals, today, ...scope }: Scope, model: Chances, months: number[]) => {
  const groups = { overdue: nothing(), later: nothing(), undated: nothing(), months: months.slice(1).map(nothing) }
  const total = nothing()
  // by reference: deals that depend on one rate rise and fall together
  const rates = new Map(model.rates.map(rate => [rate, { alpha: rate.alpha, beta: rate.beta }]))
  let [withoutAmount, negative] = [0, 0]
  eachDeal({ deals, today, ...scope }, (deal, row) => {
    const { state, amount, expected, stage } = deals.timeline
    if (state[row] !== open) return
    const pips = amount[row]! || 0
    if (Number.isNaN(amount[row])) withoutAmount++
    if (pips < 0) negative++
    const rate = model.rateOf(stage[row]!)
    const own = model.chance[deal]!
    const chance = model.method === 'hazard' && !Number.isNaN(own) ? own : (rate?.probability ?? 0)
    const drawn = model.method === 'hazard' || !rate ? chance : rates.get(rate)!
    const place = placeOf(expected[row]!, today, months)
    for (const group of [typeof place === 'number' ? groups.months[place]! : groups[place], total]) {
      group.deals++
      group.pips += pips
      group.weighted += pips * chance
      if (pips > 0) group.chances.push({ amount: pips / pipsPerUnit, chance: drawn })
    }
  })
  return { ...groups, total, withoutAmount, negative }
}

const brierOf = (score: number | null) => (score === null ? null : rounded(score, 4))

const modelOf = ({ rates, snapshotDay, method, reason, decided, censored, brier }: Chances, asOf: number) => ({
  method,
  reason,
  snapshotDay: toDay(snapshotDay),
  asOf: toDay(asOf),
  decided,
  censored,
  brier: { stageRates: brierOf(brier.stageRates), hazard: brierOf(brier.hazard) },
  stages: rates.map(({ stage, probability, lower, upper, won, lost, configured }) => ({
    stage,
    probability,
    lower,
    upper,
    won,
    lost,
    configured,
  })),
})

/** The open pipeline at the end of a range, by month of expected close: what operations and forecasting show. */
export const dealForecast = async (
  ctx: Context,
  scope: Scope,
  periods: number,
): Promise<{ data: DealForecast; notes: string[] }> => {
  const { today } = scope
  // of a fixed version of the deals, it is always the same
  const model = await chancesAt(ctx, today)
  const name = `forecast of ${periods} months on ${scope.last} from ${today} under ${wordsOfFilters(scope.filters)}`
  return scope.deals.kept(name, () => forecastOf(scope, model, periods))
}

const forecastOf = async (
  scope: Scope,
  model: Chances,
  periods: number,
): Promise<{ data: DealForecast; notes: string[] }> => {
  const { today, digits } = scope
  const months = monthsFrom(today, periods)
  const groups = groupsOf(scope, model, months)
  const rest = breather()
  const shown: DealForecast['months'] = []
  for (const [i, group] of groups.months.entries()) {
    await rest()
    const { value } = closedIn(scope, {
      start: toDay(months[i]!),
      end: toDay(Math.min(today, months[i + 1]! - 1)),
    })
    shown.push({
      month: toDay(months[i]!).slice(0, 7),
      ...sumOf(group, digits),
      ...rangeOf(group, digits),
      closed: months[i]! > today ? null : value,
    })
  }
  await rest()
  const [overdue, later, undated] = [groups.overdue, groups.later, groups.undated].map(group =>
    sumOf(group, digits),
  ) as [ReturnType<typeof sumOf>, ReturnType<typeof sumOf>, ReturnType<typeof sumOf>]
  // the parts, as they are shown, sum to the total
  const weighted = [...shown, overdue, later, undated].reduce((sum, part) => sum + part.weighted, 0)
  const total = {
    ...sumOf(groups.total, digits),
    weighted: rounded(weighted, digits),
    ...rangeOf(groups.total, digits),
  }
  const notes: string[] = []
  if (model.amountsLeftOut && groups.total.deals)
    notes.push(
      'Chances are learnt without the amounts: they are filled in as deals close, so they would give away how.',
    )
  if (groups.withoutAmount) notes.push(withoutAmountNote(groups.withoutAmount))
  if (groups.overdue.deals)
    notes.push(
      counted(
        groups.overdue.deals,
        'deal is past its expected close: it is in no month.',
        'deals are past their expected close: they are in no month.',
      ),
    )
  if (groups.negative)
    notes.push(
      counted(
        groups.negative,
        'deal has an amount below zero: best and worst are without it.',
        'deals have an amount below zero: best and worst are without them.',
      ),
    )
  return {
    data: { months: shown, overdue, later, undated, total, model: modelOf(model, today) },
    notes,
  }
}

export const forecast: Handlers<'operations'>['forecast'] = async (ctx, asked) => {
  const scope = await scopeOf(ctx, asked)
  const { data, notes } = await dealForecast(ctx, scope, asked.periods)
  return { data, meta: dealMeta(ctx, scope, data.total.deals, { notes }) }
}
