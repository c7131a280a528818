import { expect, onTestFinished, test } from 'vitest'
import { monthsOfOrders, people } from '../../../../tests/setup/company.ts'
import { testDatabase } from '../../../../tests/setup/database.ts'
import { store } from '../../../../tests/setup/rows.ts'
import { now } from '../../../../tests/setup/shop.ts'
import { buildApp } from '../../app.ts'

type Figure = 'actual' | 'predicted' | 'lastYear' | 'scenario'
type Point = { key: string | null; date: string } & Record<Figure, number | null>

test.each(Object.entries({ JPY: 0, KWD: 3 }))(
  'what is foretold in %s is in its own digits, and parts still sum to the total',
  async (currency, digits) => {
    const database = await testDatabase()
    onTestFinished(database.close)
    const lines = monthsOfOrders('2024-08', '2026-11', 22)
    await store(database, { ...people, lines: lines.map(line => ({ ...line, amount: line.amount + 0.1234 })) })
    const app = await buildApp({ database, now })
    onTestFinished(() => app.close())
    // asked before, in another currency: nothing that was found then is left
    await app.inject('/api/forecasting/revenue?by=category&price=7')
    await app.inject({ method: 'PATCH', url: `/api/settings?currency=${currency}&amounts=relabel` })
    const units = (value: number | null) => {
      const found = Math.round((value ?? 0) * 10 ** digits)
      expect(Math.abs((value ?? 0) * 10 ** digits - found)).toBeLessThan(1e-4)
      return found
    }
    const { data, meta } = (await app.inject('/api/forecasting/revenue?by=category&price=7')).json()
    const months = Map.groupBy(data as Point[], ({ date }) => date)
    for (const points of months.values()) {
      const [whole, ...parts] = points
      const known = (['actual', 'predicted', 'lastYear', 'scenario'] as const).filter(one => whole![one] !== null)
      expect(known.map(one => parts.reduce((sum, point) => sum + units(point[one]), 0))).toEqual(
        known.map(one => units(whole![one])),
      )
    }
    for (const value of [meta.total.predicted, meta.total.lower80, meta.total.upperBound, meta.nowcast.actual])
      expect(units(value)).toBeGreaterThan(0)
    await app.inject({ method: 'POST', url: '/api/forecasting/target?year=2026&amount=100001' })
    const plan = (await app.inject('/api/forecasting/target?year=2026')).json().data
    expect(plan.months.reduce((sum: number, { target }: { target: number }) => sum + units(target), 0)).toBe(
      units(plan.plan.amount),
    )
  },
)
