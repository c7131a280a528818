import { expect, test } from 'vitest'
import { overdueRisk, overdueRisks } from './overdue.ts'

test('the risk is 0 on the day of a purchase, one half at twice the usual gap, three quarters at four times it', () => {
  expect([0, 20, 40].map(days => overdueRisk(days, 10))).toEqual([0, 0.5, 0.75])
})

test('a gap of less than a day counts as one day, and impossible days are refused', () => {
  expect(overdueRisk(2, 0)).toBe(0.5)
  expect(() => overdueRisk(-1, 10)).toThrow('expected days of 0 or more, got -1, 10')
})

test('the own gap counts, else the gap of everybody, else the one that is given; who has not bought yet has no risk', () => {
  const risks = overdueRisks(
    [
      { days: [0, 10], amounts: [5, 5] },
      { days: [10], amounts: [5] },
      { days: [40], amounts: [5] },
    ],
    30,
    90,
  )
  expect(risks.map(risk => risk?.probability)).toEqual([0.5, 0.5, undefined])
  expect(risks[0]?.profile).toMatchObject({ daysSince: 20, usualGap: 10, purchases: 2 })
  const alone = overdueRisks([{ days: [0], amounts: [5] }], 180, 90)
  expect(alone.map(risk => risk?.probability)).toEqual([0.5])
})
