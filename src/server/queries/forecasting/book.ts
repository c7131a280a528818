import { LRUCache } from 'lru-cache'
import { reconcile, shared } from '#stats/series/reconcile.ts'
import { type Margin, rake } from '#stats/series/rake.ts'
import type { RevenueForecast } from '#stats/series/revenue.ts'
import type { Context } from '../../context.ts'
import { pipsPerUnit, toPips } from '../../money.ts'
import type { ForecastFound } from '../../models/revenue-forecast.ts'
import { breather } from '../../memory/pages.ts'
import type { History } from './history.ts'
import { groupings, type Grouping, series } from './parts.ts'

/** The month that is not over, and the 24 after it. */
export const mostSteps = 25

/** Forecasts of every cell, which all answers are sums of: so they agree with each other, to the last digit. */
export type Book = {
  history: History
  fittedAt: string
  total: RevenueForecast & { residuals: number[] }
  /** Of the currency: everything that is told of the future is in whole last digits. */
  digits: number
  /** Step by step (the first month after the history is 0), each cell in pips. */
  ahead: Float64Array[]
  /** The same forecasts as they would have been made at earlier origins, step by step, in the currency. */
  earlier: Map<number, Float64Array[]>
  /** What was summed up for some filters (line.ts). */
  kept: LRUCache<string, object>
}

const mostKept = 500

type Fitted = Exclude<ForecastFound, { refused: unknown }>

/** Months of the past that a cell's share of its groups is learnt from. */
const patternMonths = 12
/**
 * What a cell without revenue in these months, but with some before, counts for: next to nothing, yet not impossible.
 */
const faint = 1e-6
/** Reconciling needs errors at four origins (stats/series/reconcile.ts). */
const fewestErrors = 4

/** What cells were before an origin, in the currency. */
const patternAt = ({ lines }: History, origin: number) => {
  const from = Math.max(0, origin - patternMonths)
  const usual = new Float64Array(lines.length)
  const pattern = Float64Array.from(lines, ({ pips }, i) => {
    let [recent, ever] = [0, 0]
    for (let t = 0; t < origin; t += 1) {
      ever += pips[t]!
      if (t >= from) recent += pips[t]!
    }
    usual[i] = recent / pipsPerUnit / Math.max(1, origin - from)
    return (recent === 0 ? faint * Math.max(0, ever) : recent) / pipsPerUnit
  })
  return { pattern, usual }
}

type Errors = { origin: number; total: number; parts: number[] }[]

/** One-step errors at each origin: of the total, and of a grouping's parts (from `offset` on among all parts). */
const errorsOf = ({ total, parts }: Fitted, { parts: own }: Grouping, offset: number): Errors =>
  (total.backtest?.paths ?? []).map(({ origin, actual, predicted }) => ({
    origin,
    total: actual[0]! - predicted[0]!,
    parts: own.map(
      ({ y }, i) => y[origin]! - parts[offset + i]!.said.find(said => said.origin === origin)!.predicted[0]!,
    ),
  }))

/**
 * What a grouping's parts should sum to at each step: made to agree with the total where there are errors to weigh them
 * by.
 */
const targetsOf = (whole: number[], own: number[][], errors: Errors, givenAway: boolean[]): number[][] => {
  const open = own.map((_, i) => i).filter(i => !givenAway[i])
  if (errors.length < fewestErrors || open.length < 2) return own
  // parts that are below zero, such as discounts, stand as they are; the others share what remains
  const rest = whole.map((value, k) => value - own.reduce((sum, part, i) => sum + (givenAway[i] ? part[k]! : 0), 0))
  const found = reconcile(
    {
      total: rest,
      parts: open.map(i => own[i]!),
      errors: { total: errors.map(({ total }) => total), parts: open.map(i => errors.map(({ parts }) => parts[i]!)) },
    },
    { hold: true },
  )
  return own.map((part, i) => (givenAway[i] ? part : found.parts[open.indexOf(i)]!))
}

type Told = { origin: number; whole: number[]; parts: number[][]; errors: Errors[] }

/** Forecasts of all cells for the months after an origin, from what was told of the total and of each part, step by step. */
const cellsFrom = async (
  history: History,
  groups: Grouping[],
  { origin, whole, parts, errors }: Told,
  rest: () => Promise<void>,
): Promise<Float64Array[]> => {
  const { pattern, usual } = patternAt(history, origin)
  let next = 0
  const targets = groups.map(({ parts: own }, at) => {
    const said = own.map(() => parts[next++]!)
    const givenAway = own.map(
      ({ y }) => y.slice(Math.max(0, origin - patternMonths), origin).reduce((a, b) => a + b, 0) < 0,
    )
    return targetsOf(whole, said, errors[at]!, givenAway)
  })
  const steps: Float64Array[] = []
  for (const [k, value] of whole.entries()) {
    await rest()
    const margins = groups.map(({ groupOf }, at): Margin => ({ groupOf, targets: targets[at]!.map(part => part[k]!) }))
    steps.push(rake(pattern, usual, margins, value))
  }
  return steps
}

const asPips = (cells: Float64Array, total: number, digits: number): Float64Array =>
  Float64Array.from(shared(Array.from(cells), total, digits), toPips)

const make = async (history: History, fitted: Fitted, groups: Grouping[], digits: number): Promise<Book> => {
  const { total, parts, fittedAt } = fitted
  const rest = breather()
  let offset = 0
  const errors = groups.map(group => {
    const found = errorsOf(fitted, group, offset)
    offset += group.parts.length
    return found
  })
  const earlier = new Map<number, Float64Array[]>()
  for (const { origin, predicted } of total.backtest?.paths ?? []) {
    const said = parts.map(part => part.said.find(one => one.origin === origin)!.predicted)
    const known = errors.map(own => own.filter(one => one.origin < origin))
    await rest()
    earlier.set(
      origin,
      await cellsFrom(history, groups, { origin, whole: predicted, parts: said, errors: known }, rest),
    )
  }
  const means = parts.map(({ mean }) => mean)
  const told = { origin: history.known.months.length, whole: total.mean, parts: means, errors }
  const cells = await cellsFrom(history, groups, told, rest)
  const ahead: Float64Array[] = []
  for (const [k, step] of cells.entries()) {
    await rest()
    ahead.push(asPips(step, total.mean[k]!, digits))
  }
  return { history, fittedAt, digits, total, ahead, earlier, kept: new LRUCache({ max: mostKept }) }
}

export type Refusal = { refused: { needed: number; got: number } }

/** The forecasts of this history: fitted in the models' thread, and the same wherever the history is. */
export const bookOf = (ctx: Context, history: History): Promise<Book | Refusal> =>
  ctx.once(`forecasts of ${history.fingerprint}, known through ${history.known.through}`, async () => {
    const groups = groupings(history)
    const inputs = async () => ({
      total: series(history, () => true),
      parts: groups.flatMap(({ parts }) => parts.map(({ y }) => y)),
      steps: mostSteps,
      fittedAt: ctx.now.toISOString(),
    })
    const settings = { fingerprint: history.fingerprint, steps: mostSteps }
    const found = await ctx.model('revenueForecasts', settings, inputs, 'needed')
    return 'refused' in found ? found : make(history, found, groups, ctx.workspace.digits)
  })
