import { expect, it } from 'vitest'
import type { ChurnScore } from './churn.ts'
import { churnReasons, reasonKinds, recommendation, valueTiers } from './churn-reasons.ts'

const score: ChurnScore = {
  probability: 0.7,
  bgnbd: 0.7,
  logistic: 0.7,
  alive: 0.4,
  profile: {
    summary: { x: 3, tx: 123, T: 271 },
    purchases: 4,
    meanValue: 19.6,
    daysSince: 148,
    tenure: 271,
    usualGap: 41,
  },
  baseline: 0,
  contributions: [
    { feature: 'recency', contribution: 0.3, value: 5, average: 4 },
    { feature: 'frequency', contribution: -0.2, value: 1.4, average: 0.6 },
    { feature: 'value', contribution: 0.1, value: 3, average: 3.4 },
    { feature: 'tenure', contribution: -0.05, value: 5.6, average: 6 },
    { feature: 'overdue', contribution: 0.5, value: 1.3, average: 0.2 },
  ],
}

const euros = (amount: number) => `${amount.toFixed(2)} €`

it('gathers recency and overdue into silence and says what happened', () => {
  expect(churnReasons(score, euros)).toEqual([
    { kind: 'silence', contribution: 0.8, sentence: '148 days since the last order; usually every 41' },
    { kind: 'value', contribution: 0.1, sentence: 'an order is worth 19.60 € on average, less than most' },
    { kind: 'tenure', contribution: -0.05, sentence: 'a customer for 271 days, shorter than most' },
    { kind: 'frequency', contribution: -0.2, sentence: '4 orders so far, more than most' },
  ])
})

it('knows no usual gap after one order', () => {
  const once = { ...score, profile: { ...score.profile, purchases: 1, usualGap: null, daysSince: 1 } }
  expect(churnReasons(once, euros).map(({ sentence }) => sentence)).toEqual([
    '1 day since the only order',
    'an order is worth 19.60 € on average, less than most',
    'a customer for 271 days, shorter than most',
    '1 order so far, more than most',
  ])
})

it('gives no reasons for BG/NBD alone, and its advice is the last row of the table', () => {
  expect(churnReasons({ ...score, logistic: null, baseline: null, contributions: [] }, euros)).toEqual([])
  expect(recommendation([], 'high')).toBe('Keep the contact warm')
  expect(recommendation([{ kind: 'silence', contribution: -0.1, sentence: '' }], 'low')).toBe('Nothing to do')
})

it('advises by main reason and value', () => {
  const advice = reasonKinds.map(kind =>
    (['high', 'middle', 'low'] as const).map(tier => recommendation([{ kind, contribution: 1, sentence: '' }], tier)),
  )
  expect(advice).toEqual([
    [
      'Call or visit in person: ask what has changed',
      'Send a reminder with what they usually buy',
      'Include in the automatic reminder',
    ],
    [
      'Give a named contact and help with the next order',
      'Make an offer for the next order',
      'Include in the automatic welcome series',
    ],
    ['Ask what they buy elsewhere', 'Offer a bundle or a volume price', 'Leave to the newsletter'],
    ['Review the account together', 'Show what is new in the range', 'Leave to the newsletter'],
  ])
})

it('cuts values into thirds, equal values together', () => {
  expect(valueTiers([50, 10, 30, 20, 60, 40])).toEqual(['high', 'low', 'middle', 'low', 'high', 'middle'])
  expect(valueTiers([7, 7, 7])).toEqual(['low', 'low', 'low'])
  expect(valueTiers([])).toEqual([])
})
