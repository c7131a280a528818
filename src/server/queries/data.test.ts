import { expect, test } from 'vitest'
import { testDatabase } from '../../../tests/setup/database.ts'
import { store } from '../../../tests/setup/rows.ts'
import { buildApp } from '../app.ts'

const days = (last: number) => Array.from({ length: last }, (_, i) => `2026-11-${String(i + 1).padStart(2, '0')}`)

/** A shop with an order every day up to the tenth, and further ones; asked on the 22nd. */
const freshness = async (...further: string[]) => {
  const database = await testDatabase()
  await store(database, {
    products: { Lamp: { category: 'Light', cost: 1 } },
    customers: { Ada: { segment: 'smb', region: null } },
    lines: [...days(10), ...further].map(day => ({
      order: day,
      at: `${day}T09:00:00Z`,
      customer: 'Ada',
      product: 'Lamp',
      amount: 5,
    })),
  })
  const app = await buildApp({ database, now: () => new Date('2026-11-22T12:00:00Z') })
  const { stale, asOfDay } = (await app.inject({ url: '/api/data' })).json().data
  await app.close()
  await database.close()
  return { stale, asOfDay }
}

test('a row that is dated ahead makes nothing fresh', async () => {
  expect(await freshness()).toEqual({ stale: true, asOfDay: '2026-11-22' })
  expect(await freshness('2026-12-24')).toEqual({ stale: true, asOfDay: '2026-11-22' })
  expect(await freshness('2026-11-21')).toEqual({ stale: false, asOfDay: '2026-11-22' })
})
