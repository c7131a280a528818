import { expect, test } from 'vitest'
import { churnHorizon, scoreChurn } from '#stats/customers/churn.ts'
import { overdueRisk } from '#stats/customers/overdue.ts'
import { seededRandom } from '#stats/math/random.ts'
import { type Purchases, scoreCustomers } from './customer-scores.ts'

const asOf = 720

/** Purchases of customers, by the days on which they bought. */
const purchasesOf = (days: number[][]): Purchases => {
  const starts = Uint32Array.from([0, ...days.map((_, i) => days.slice(0, i + 1).flat().length)])
  const all = Int32Array.from(days.flat())
  return { starts, days: all, amounts: Float64Array.from(all, day => 10 + (day % 7)), asOf, churnAfter: 180 }
}

/** All buy at random, whatever they did before: nobody can know who falls silent next. */
const atRandom = (customers: number) => {
  const random = seededRandom(3)
  return Array.from({ length: customers }, () => {
    const days: number[] = [Math.floor(random() * 60)]
    for (;;) {
      const next = days.at(-1)! + 1 + Math.floor(-80 * Math.log(1 - random()))
      if (next > asOf) return days
      days.push(next)
    }
  })
}

test('risks that came no closer to what happened than chance are not shown: the rule stands in, and says why', () => {
  const days = atRandom(400)
  const scores = scoreCustomers(purchasesOf(days))
  expect(scores.record!.auc).toBeLessThan(0.56)
  expect(scores.method).toBe('rule')
  expect(scores.note).toMatch(/^held against what 400 customers did, the model's risks /)
  const last = days.map(own => asOf - own.at(-1)!)
  expect(Array.from(scores.daysSince)).toEqual(last)
  expect(Array.from(scores.risk)).toEqual(
    last.map((silent, i) => overdueRisk(silent, days[i]!.length > 1 ? scores.usualGap[i]! : 60)),
  )
  expect(scores.contributions).toHaveLength(0)
  // what a customer is worth is another question than who leaves
  expect(scores.expected12.every(value => value > 0)).toBe(true)
})

test('with too few to judge it by, the same model stands', () => {
  const scores = scoreCustomers(purchasesOf(atRandom(60)))
  expect(scores.record!.n).toBe(60)
  expect(scores.method).not.toBe('rule')
})

test('who buys at a pace of their own can be judged, and is', () => {
  const random = seededRandom(4)
  const days = Array.from({ length: 400 }, (_, i) => {
    const [pace, left] = [5 + (i % 40), i % 3 === 0 ? 200 + Math.floor(random() * 500) : asOf]
    return Array.from({ length: 200 }, (_, k) => 10 + k * pace + Math.floor(random() * 4)).filter(
      day => day <= Math.min(left, asOf),
    )
  })
  const scores = scoreCustomers(purchasesOf(days))
  expect(scores.record!.brierSkill).toBeGreaterThan(0.2)
  expect(scores.method).toBe('combined')
  const histories = days.map(own => ({ days: own, amounts: own.map(day => 10 + (day % 7)) }))
  const { scores: own } = scoreChurn(histories, asOf, churnHorizon(histories, asOf))
  expect(Array.from(scores.risk)).toEqual(own.map(score => score!.probability))
})
