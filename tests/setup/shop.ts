import { testDatabase } from './database.ts'
import { type Company, store } from './rows.ts'
import type { Database } from '../../src/server/db/database.ts'

/** A Sunday, half past ten. */
export const now = () => new Date('2026-11-22T10:30:00Z')

/** A small shop's orders and deals, one row for each kind. */
export const shop: Company = {
  products: {
    Lamp: { category: 'Light', cost: 40 },
    Bulb: { category: 'Light', cost: 1 },
    Desk: { category: 'Furniture', cost: 150 },
  },
  customers: { Ada: { segment: 'enterprise', region: 'North' }, Ben: { segment: 'smb', region: 'South' } },
  reps: ['Rita'],
  lines: [
    { order: 'a0', at: '2026-10-10T09:00:00Z', customer: 'Ada', product: 'Lamp', quantity: 2, amount: 190.5 },
    {
      order: 'b0',
      at: '2026-10-20T09:00:00Z',
      customer: 'Ben',
      product: 'Desk',
      amount: 300,
      region: 'South',
      channel: 'Shop',
    },
    { order: 'a1', at: '2026-11-02T09:00:00Z', customer: 'Ada', product: 'Desk', amount: 310 },
    { order: 'a1', at: '2026-11-02T09:00:00Z', customer: 'Ada', product: 'Bulb', quantity: 3, amount: 12.3 },
    {
      order: 'b1',
      at: '2026-11-05T12:00:00Z',
      customer: 'Ben',
      product: 'Lamp',
      amount: 99.99,
      region: 'South',
      channel: 'Shop',
    },
    {
      order: 'a1',
      at: '2026-11-09T09:00:00Z',
      customer: 'Ada',
      product: 'Bulb',
      quantity: -1,
      amount: -4.1,
      status: 'refunded',
    },
    {
      order: 'n1',
      at: '2026-11-12T12:00:00Z',
      customer: null,
      product: 'Bulb',
      quantity: 5,
      amount: 20.5,
      region: 'South',
    },
    {
      order: 'p1',
      at: '2026-11-15T12:00:00Z',
      customer: 'Ben',
      product: 'Lamp',
      amount: 99.99,
      region: 'South',
      status: 'pending',
    },
    {
      order: 'b2',
      at: '2026-11-22T08:00:00Z',
      customer: 'Ben',
      product: 'Bulb',
      quantity: 2,
      amount: 8.2,
      region: 'South',
      channel: 'Shop',
    },
  ],
  deals: [
    {
      name: 'Desks for Ada',
      customer: 'Ada',
      rep: 'Rita',
      stage: 'proposal',
      amount: 5000,
      created: '2026-10-01',
      history: [
        ['lead', '2026-10-01T09:00:00Z'],
        ['proposal', '2026-11-03T09:00:00Z'],
      ],
    },
    {
      name: 'Lamps for Ben',
      customer: 'Ben',
      rep: 'Rita',
      stage: 'closed-won',
      amount: 800,
      created: '2026-10-05',
      closed: '2026-11-10',
      history: [
        ['lead', '2026-10-05T09:00:00Z'],
        ['closed-won', '2026-11-10T09:00:00Z'],
      ],
    },
  ],
}

/** A database with the shop in it. Close it in afterAll. */
export const openShop = async (): Promise<Database> => {
  const database = await testDatabase()
  await store(database, shop)
  return database
}
