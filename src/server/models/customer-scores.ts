import { fitGammaGamma } from '#stats/customers/gamma-gamma.ts'
import { type BgNbd, medianWait } from '#stats/customers/bgnbd.ts'
import { type Churn, churnHorizon, churnRecord, scoreChurn } from '#stats/customers/churn.ts'
import { featureNames, type Profile } from '#stats/customers/churn-features.ts'
import { valueTiers } from '#stats/customers/churn-reasons.ts'
import type { History } from '#stats/customers/history.ts'
import { worthless } from '#stats/customers/record.ts'
import { overdueRisks } from '#stats/customers/overdue.ts'
import { type CustomerValue, customerValues } from '#stats/customers/value.ts'
import { NotEnoughData } from '#stats/errors.ts'
import { counted } from '../counted.ts'
import type { Say } from './say.ts'

/**
 * All customers' purchases, in the order of their ids: customer i's are from starts[i] up to starts[i + 1], by day
 * (since 1970), with the net revenue of each. Scored as of `asOf`; `churnAfter` days are the churn window.
 */
export type Purchases = {
  starts: Uint32Array
  days: Int32Array
  amounts: Float64Array
  asOf: number
  churnAfter: number
}

export const tiers = ['low', 'middle', 'high'] as const

/** One number a customer, in the order of the purchases; NaN: not known, or not a customer yet. Money and risk are exact. */
type Column = Float64Array | Float32Array

export type CustomerScores = {
  method: Churn['method'] | 'rule'
  note: string | null
  horizon: number
  asOf: number
  customers: number
  risk: Column
  daysSince: Column
  usualGap: Column
  purchases: Column
  meanValue: Column
  tenure: Column
  alive: Column
  expectedPurchases: Column
  purchaseValue: Column
  expected12: Column
  clv12: Column
  clv36: Column
  /** Days from `asOf` until the next order has come with probability ½. */
  wait: Column
  /** Places in `tiers`. */
  tier: Uint8Array
  /**
   * `featureNames.length` a customer; empty where there are no reasons. `above`: 1 where the customer's feature is above
   * the average.
   */
  contributions: Float32Array
  above: Uint8Array
  /** Of the model; where the rule stands in although there is one, it is the record for which the model was set aside. */
  record: (Omit<ReturnType<typeof churnRecord>, 'note'> & { scoredOn: number }) | null
  noRecord: string | null
}

/** `Array.from` of a subarray asks an iterator for each number: ten times slower. */
const numbers = (column: Int32Array | Float64Array, from: number, to: number): number[] => {
  const values: number[] = []
  for (let i = from; i < to; i++) values.push(column[i]!)
  return values
}

const historiesOf = ({ starts, days, amounts }: Purchases): History[] => {
  const histories: History[] = []
  for (let i = 0; i + 1 < starts.length; i++) {
    const [from, to] = [starts[i]!, starts[i + 1]!]
    histories.push({ days: numbers(days, from, to), amounts: numbers(amounts, from, to) })
  }
  return histories
}

const columnOf = <T>(all: (T | null)[], value: (one: T) => number | null): Float64Array =>
  Float64Array.from(all, one => (one === null ? NaN : (value(one) ?? NaN)))

/** Of what is shown rounded, and is no money. */
const roughly = <T>(all: (T | null)[], value: (one: T) => number | null): Float32Array =>
  Float32Array.from(columnOf(all, value))

/** Runs a fit that there may be too little data for; the reason in words where there is. */
const attempt = <T>(fit: () => T): T | string => {
  try {
    return fit()
  } catch (error) {
    if (error instanceof NotEnoughData) return error.message
    throw error
  }
}

const recordOf = (histories: History[], asOf: number, horizon: number) => {
  const record = attempt(() => churnRecord(histories, asOf, horizon))
  if (typeof record === 'string')
    return {
      record: null,
      noRecord: `There is no record yet: ${horizon} days ago the model had too little to go by (${record}).`,
    }
  const { note: _, ...rest } = record
  return { record: { ...rest, scoredOn: asOf - horizon }, noRecord: null }
}

/** Expected purchases and spend; null where no spend can be expected. */
const valuesOf = (profiles: (Profile | null)[], model: BgNbd): (CustomerValue | null)[] => {
  const spends = profiles.map(
    profile => profile && { purchases: profile.purchases, mean: Math.max(0, profile.meanValue) },
  )
  const spending = attempt(() => fitGammaGamma(spends.filter(spend => spend !== null && spend.mean > 0) as never))
  if (typeof spending === 'string') return profiles.map(() => null)
  const present = profiles.flatMap((profile, i) => (profile ? [{ summary: profile.summary, spend: spends[i]! }] : []))
  const values = customerValues(model, spending, present)
  let next = 0
  return profiles.map(profile => (profile ? values[next++]! : null))
}

const factsOf = (profiles: (Profile | null)[]) => ({
  daysSince: roughly(profiles, ({ daysSince }) => daysSince),
  usualGap: roughly(profiles, ({ usualGap }) => usualGap),
  purchases: roughly(profiles, ({ purchases }) => purchases),
  meanValue: roughly(profiles, ({ meanValue }) => meanValue),
  tenure: roughly(profiles, ({ tenure }) => tenure),
})

const tiersOf = (values: Column) =>
  Uint8Array.from(valueTiers(Array.from(values, value => (Number.isNaN(value) ? 0 : value))), tier =>
    tiers.indexOf(tier),
  )

/** Why the model's risks are not shown, where what happened says that they should not be. */
const setAside = ({ record }: ReturnType<typeof recordOf>): string | null => {
  const why = record && worthless(record)
  if (!why) return null
  const outcome =
    why === 'no skill'
      ? 'came no closer to it than one share for everybody'
      : 'ordered customers hardly better than chance'
  return `held against what ${counted(record.n, 'customer', 'customers')} did, the model's risks ${outcome}`
}

type Ruled = Pick<CustomerScores, 'method' | 'note' | 'risk' | 'contributions' | 'above'>

/** What a rule says instead of a model: it knows silence alone, so that there are no reasons to take apart. */
const ruled = (risks: ({ probability: number } | null)[], why: string): Ruled => ({
  method: 'rule',
  note: why,
  risk: columnOf(risks, ({ probability }) => probability),
  contributions: new Float32Array(),
  above: new Uint8Array(),
})

const byRule = (
  histories: History[],
  { asOf, churnAfter }: Purchases,
  horizon: number,
  why: string,
): CustomerScores => {
  const risks = overdueRisks(histories, asOf, churnAfter / 2)
  const unknown = () => new Float32Array(histories.length).fill(NaN)
  const facts = factsOf(risks.map(risk => risk && risk.profile))
  return {
    ...ruled(risks, why),
    horizon,
    asOf,
    customers: risks.filter(risk => risk !== null).length,
    ...facts,
    alive: unknown(),
    expectedPurchases: unknown(),
    purchaseValue: unknown(),
    expected12: unknown(),
    clv12: unknown(),
    clv36: unknown(),
    wait: unknown(),
    tier: tiersOf(facts.meanValue.map((mean, i) => mean * facts.purchases[i]!)),
    record: null,
    noRecord: 'There is no record: a rule stands in for the model.',
  }
}

/** Churn risk, value and facts of every customer, with the record of the model. */
export const scoreCustomers = (purchases: Purchases, say: Say = () => {}): CustomerScores => {
  const { asOf, churnAfter } = purchases
  const histories = historiesOf(purchases)
  const horizon = churnHorizon(histories, asOf)
  const churn = attempt(() => scoreChurn(histories, asOf, horizon))
  if (typeof churn === 'string') return byRule(histories, purchases, horizon, `a model ${churn}`)
  const { method, note, model, scores } = churn
  say(1, 3, `${histories.length.toLocaleString('en')} customers scored`)
  const record = recordOf(histories, asOf, horizon)
  say(2, 3, 'record of the model made')
  const profiles = scores.map(score => score && score.profile)
  const values = valuesOf(profiles, model)
  const width = method === 'combined' ? featureNames.length : 0
  const [contributions, above] = [new Float32Array(scores.length * width), new Uint8Array(scores.length * width)]
  for (const [i, score] of scores.entries())
    for (const [j, { contribution, value, average }] of (score?.contributions ?? []).entries()) {
      contributions[i * width + j] = contribution
      above[i * width + j] = Number(value > average)
    }
  const expected12 = columnOf(values, value => value.expected12)
  const modelled: CustomerScores = {
    method,
    note,
    horizon,
    asOf,
    customers: profiles.filter(profile => profile !== null).length,
    risk: columnOf(scores, ({ probability }) => probability),
    ...factsOf(profiles),
    alive: roughly(scores, ({ alive }) => alive),
    expectedPurchases: roughly(values, value => value.purchases),
    purchaseValue: columnOf(values, ({ spend }) => spend),
    expected12,
    clv12: columnOf(values, ({ months12 }) => months12),
    clv36: columnOf(values, ({ months36 }) => months36),
    wait: roughly(profiles, ({ summary }) => medianWait(model, summary)),
    tier: tiersOf(expected12),
    contributions,
    above,
    ...record,
  }
  const why = setAside(record)
  return why ? { ...modelled, ...ruled(overdueRisks(histories, asOf, churnAfter / 2), why) } : modelled
}
