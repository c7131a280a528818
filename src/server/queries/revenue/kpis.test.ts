import { expect, onTestFinished, test } from 'vitest'
import { testDatabase } from '../../../../tests/setup/database.ts'
import { store } from '../../../../tests/setup/rows.ts'
import { buildApp } from '../../app.ts'

/** Three days of a shop, asked three days later. */
const shop = async () => {
  const database = await testDatabase()
  onTestFinished(database.close)
  await store(database, {
    products: { Lamp: { category: 'Light', cost: 40 }, Advice: { category: 'Service', cost: null } },
    customers: { Ada: { segment: 'enterprise', region: 'North' } },
    lines: [
      { order: 'a', at: '2026-11-18T09:00:00Z', customer: 'Ada', product: 'Advice', quantity: 1, amount: 50 },
      { order: 'b', at: '2026-11-19T09:00:00Z', customer: 'Ada', product: 'Lamp', quantity: 1, amount: 95 },
      {
        order: 'b',
        at: '2026-11-19T12:00:00Z',
        customer: 'Ada',
        product: 'Lamp',
        quantity: -1,
        amount: -95,
        status: 'refunded',
      },
    ],
  })
  const app = await buildApp({ database, now: () => new Date('2026-11-22T10:30:00Z') })
  onTestFinished(() => app.close())
  return async (url: string) => (await app.inject({ url })).json()
}

test('a sale and its refund leave a margin of 0, which is known, unlike that of a product without a cost', async () => {
  const { data, meta: about } = await (await shop())('/api/revenue/kpis?start_date=2026-11-18&end_date=2026-11-21')
  expect([data.grossMargin.value, data.grossMargin.sparkline, data.marginCoveragePercent]).toEqual([
    0,
    [null, 0, 0, 0],
    0,
  ])
  expect(about.notes.join()).not.toContain('margin')
})

test('a range that begins before the data says so, and its sparkline begins with the data', async () => {
  const ask = await shop()
  const { data, meta: about } = await ask('/api/revenue/kpis?start_date=2026-11-15&end_date=2026-11-20&compare=none')
  expect(about.notes).toContain('The range begins before the data: orders begin on 2026-11-18.')
  expect(data.revenue.sparkline).toEqual([50, 0, 0])
})
