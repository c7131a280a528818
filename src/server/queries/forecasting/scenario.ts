import type { Asked, Result } from '#contract'
import type { api } from '#contract'
import { shared } from '#stats/series/reconcile.ts'
import type { Context } from '../../context.ts'
import { ApiError } from '../../errors.ts'
import { exclusionOf, filteredDimensions, type Filters } from '../../memory/filters.ts'
import { pipsPerUnit } from '../../money.ts'
import { changePercent, rounded } from '../period.ts'
import type { Frame } from './frame.ts'
import { type Band, lineOf } from './line.ts'
import { weightedByMonth } from './pipeline.ts'
import { atRiskUnder } from './risk.ts'
import type { Point } from './rows.ts'

type Question = Asked<typeof api.forecasting.revenue>
type Answer = NonNullable<Result<typeof api.forecasting.revenue>['meta']['scenario']>
type Lever = Answer['effects'][number]['lever']

/** What one lever adds to each month to come; `words`: how, or why it does nothing here. */
type Effect = { lever: Lever; months: number[]; words: string }

const signed = (value: number) => `${value > 0 ? '+' : ''}${value}`.replace('-', '−')

const priceEffect = (percent: number, ahead: Point[]): Effect => ({
  lever: 'price',
  months: ahead.map(({ predicted }) => ((predicted ?? 0) * percent) / 100),
  words: `Prices ${signed(percent)} %, with the same units sold.`,
})

const oneOffEffect = (amount: number, month: string, ahead: Point[]): Effect => {
  const at = ahead.findIndex(({ date }) => date.startsWith(month))
  if (at < 0)
    throw new ApiError(
      400,
      'bad_request',
      `one_off_month: expected a month of the forecast, ${ahead[0]!.date.slice(0, 7)} to ${ahead.at(-1)!.date.slice(0, 7)}, got "${month}"`,
    )
  return {
    lever: 'oneOff',
    months: ahead.map((_, k) => (k === at ? amount : 0)),
    words: `${amount < 0 ? 'An order that falls away' : 'One order more'} in ${month}.`,
  }
}

/** Deals know of regions only. */
const winRateEffect = async (ctx: Context, percent: number, filters: Filters, ahead: Point[]): Promise<Effect> => {
  const others = filteredDimensions(filters).filter(key => key !== 'region')
  if (others.length)
    return {
      lever: 'winRate',
      months: ahead.map(() => 0),
      words: `The win rate changes nothing here: deals have no ${others.join(' or ')}, so the pipeline cannot be shared out under these filters.`,
    }
  const weighted = await weightedByMonth(ctx, { region: filters.region, region_not: exclusionOf(filters, 'region') })
  return {
    lever: 'winRate',
    months: ahead.map(({ date }) => ((weighted.get(date.slice(0, 7)) ?? 0) * percent) / 100),
    words: `Win rate ${signed(percent)} %, relative to today’s: so much of the weighted pipeline that should close in each month.`,
  }
}

/** A year's revenue at risk in equal months, by the share that the filters have of each month's forecast. */
const churnEffect = async (ctx: Context, { book, offset }: Frame, percent: number, ahead: Point[]): Promise<Effect> => {
  const { pips, risks } = await atRiskUnder(ctx, {}, 'needed')
  if (Number.isNaN(pips))
    return {
      lever: 'churn',
      months: ahead.map(() => 0),
      words:
        'Churn changes nothing here: what customers will spend is not known, as there is too little to fit a model on.',
    }
  const monthly = pips / pipsPerUnit / 12
  const whole = lineOf(book, {}).ahead.slice(offset)
  return {
    lever: 'churn',
    months: ahead.map(({ predicted }, k) => {
      const all = whole[k]!.predicted
      return all > 0 ? (-monthly * percent * (predicted ?? 0)) / all / 100 : 0
    }),
    words: `Churn ${signed(percent)} %, relative to today’s: so much of the year’s revenue at risk${risks.scores.method === 'rule' ? ' (by a rule, not a model)' : ''}, a twelfth in each month.`,
  }
}

const effectsOf = async (ctx: Context, frame: Frame, asked: Question, filters: Filters, ahead: Point[]) => {
  const effects: Effect[] = []
  if (asked.price !== undefined) effects.push(priceEffect(asked.price, ahead))
  if (asked.win_rate !== undefined) effects.push(await winRateEffect(ctx, asked.win_rate, filters, ahead))
  if (asked.churn !== undefined) effects.push(await churnEffect(ctx, frame, asked.churn, ahead))
  if (asked.one_off !== undefined && asked.one_off_month !== undefined)
    effects.push(oneOffEffect(asked.one_off, asked.one_off_month, ahead))
  return effects
}

/** A part takes its share of what the scenario makes of the month, so that parts still sum to the total. */
const sharedOut = (parts: Point[][], totals: number[], digits: number): Point[][] => {
  const ahead = parts.map(points => points.filter(({ kind }) => kind === 'forecast'))
  const amounts = totals.map((total, k) => {
    const said = ahead.map(points => points[k]!.predicted ?? 0)
    const all = said.reduce((sum, value) => sum + value, 0)
    return shared(
      said.map(value => (all > 0 ? (value / all) * total : total / said.length)),
      total,
      digits,
    )
  })
  return parts.map((points, i) => {
    const first = points.length - totals.length
    return points.map((point, at) => (at < first ? point : { ...point, scenario: amounts[at - first]![i]! }))
  })
}

/**
 * What the forecast would be under the scenario of the question: beside it, and stored nowhere. The first of `lines` is
 * the total.
 */
export const scenarioOf = async (
  ctx: Context,
  frame: Frame,
  asked: Question,
  filters: Filters,
  total: Band,
  lines: Point[][],
): Promise<{ scenario: Answer | null; shown: Point[][] }> => {
  const [whole, ...parts] = lines
  const ahead = whole!.filter(({ kind }) => kind === 'forecast')
  const inDigits = (value: number) => rounded(value, frame.book.digits)
  // in whole last digits, so that what the levers do sums to the change
  const effects = (await effectsOf(ctx, frame, asked, filters, ahead)).map(effect => ({
    ...effect,
    months: effect.months.map(inDigits),
  }))
  if (!effects.length) return { scenario: null, shown: lines }
  const months = ahead.map(({ predicted }, k) =>
    inDigits(effects.reduce((sum, effect) => sum + effect.months[k]!, predicted ?? 0)),
  )
  const amounts = effects.map(effect => inDigits(effect.months.reduce((sum, value) => sum + value, 0)))
  const predicted = inDigits(months.reduce((sum, value) => sum + value, 0))
  const change = inDigits(predicted - total.predicted)
  const first = whole!.length - months.length
  return {
    scenario: {
      parameters: {
        price: asked.price ?? null,
        winRate: asked.win_rate ?? null,
        churn: asked.churn ?? null,
        oneOff: asked.one_off ?? null,
        oneOffMonth: asked.one_off_month ?? null,
      },
      effects: effects.map(({ lever, words }, i) => ({ lever, amount: amounts[i]!, words })),
      predicted,
      lower80: inDigits(total.lower80 + change),
      upper80: inDigits(total.upper80 + change),
      lowerBound: inDigits(total.lowerBound + change),
      upperBound: inDigits(total.upperBound + change),
      change,
      changePercent: changePercent(predicted, total.predicted),
    },
    shown: [
      whole!.map((point, at) => (at < first ? point : { ...point, scenario: months[at - first]! })),
      ...(parts.length ? sharedOut(parts, months, frame.book.digits) : []),
    ],
  }
}
