import { describe, expect, it } from 'vitest'
import { simulatedShop, tradingYear } from '../../../tests/reference/customers/simulated.ts'
import { seededRandom } from '../math/random.ts'
import { fitBgNbd } from './bgnbd.ts'
import { currentPace, daysAtPace } from './churn-pace.ts'
import { churnRecord, scoreChurn } from './churn.ts'
import { purchaseSummary, type History } from './history.ts'

const modelAt = (histories: History[], day: number) =>
  fitBgNbd(histories.flatMap(history => purchaseSummary(history, day) ?? []))
const pace = (histories: History[], day: number) => currentPace(histories, day, 90, modelAt(histories, day))
const steady = simulatedShop(seededRandom(4), 4000, 900)

describe('pace', () => {
  it('is about 1 in a shop without seasons, above it when autumn begins, below it in a slump', () => {
    for (const day of [500, 600, 700, 800]) expect(Math.abs(pace(steady, day) - 1)).toBeLessThan(0.25)
    expect(pace(tradingYear(seededRandom(1)), 283)).toBeGreaterThan(1.3)
    const slump = tradingYear(seededRandom(1), { season: [1, 1, 1, 1, 1, 1, 1, 1, 1, 0.4, 0.4, 0.4, 0.4] })
    expect(pace(slump, 290)).toBeLessThan(0.75)
  })
  it('stays near 1 in a small shop, and within a half and two in any', () => {
    const small = steady.slice(0, 60)
    expect(Math.abs(pace(small, 800) - 1)).toBeLessThan(0.2)
    const rush = steady.map(({ days, amounts }) => ({
      days: [...days.filter(d => d < 890), 895],
      amounts: [...amounts.slice(0, days.filter(d => d < 890).length), 5],
    }))
    expect(pace(rush, 900)).toBe(2)
  })
  it('reads the last days that have data: a file that ends three weeks before the day of scoring is no slump', () => {
    const model = modelAt(steady, 900)
    const cut = steady.map(({ days, amounts }) => ({
      days: days.filter(d => d <= 880),
      amounts: amounts.slice(0, days.filter(d => d <= 880).length),
    }))
    expect(currentPace(cut, 900, 90, model)).toBe(currentPace(cut, 880, 90, model))
  })
  it('lasts ninety days: of a hundred and eighty half is at the usual pace', () => {
    expect([daysAtPace(60, 1.5), daysAtPace(90, 1.5), daysAtPace(180, 1.5), daysAtPace(180, 1)]).toEqual([
      90, 135, 225, 180,
    ])
  })
})

it('after a quiet summer the strong autumn is seen coming: on average within 5 points, Brier skill 14 % or more', () => {
  for (const seed of [1, 2, 3]) {
    const record = churnRecord(tradingYear(seededRandom(seed)), 373, 90)
    const predicted = record.reliability.reduce((sum, bin) => sum + (bin.predicted * bin.n) / record.n, 0)
    expect(Math.abs(predicted - record.baseRate)).toBeLessThan(0.05)
    expect(record.brierSkill!).toBeGreaterThan(0.14)
    expect(record.auc!).toBeGreaterThan(0.72)
  }
})

it('says its pace', () => {
  expect(scoreChurn(tradingYear(seededRandom(1)), 283, 90).pace).toBeGreaterThan(1.3)
})
