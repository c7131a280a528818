import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../../tests/setup/database.ts'
import { store } from '../../../tests/setup/rows.ts'
import { buildApp } from '../app.ts'
import type { Database } from '../db/database.ts'

let database: Database
let app: FastifyInstance
beforeAll(async () => {
  database = await testDatabase()
  const at = '2026-11-10T10:00:00Z'
  await store(database, {
    products: { Lamp: { category: 'Light', cost: 4 }, Desk: { category: 'Wood', cost: 9 } },
    customers: { Ada: { segment: 'smb', region: 'North' } },
    reps: ['Rita'],
    lines: [
      { order: 'A10', at, customer: 'Ada', product: 'Lamp', amount: 30, rep: 'Rita' },
      { order: 'A10', at, customer: 'Ada', product: 'Desk', amount: 5, rep: 'Rita' },
      { order: 'A9', at, customer: null, product: 'Desk', amount: 12 },
      { order: 'A8', at, customer: 'Ada', product: 'Desk', amount: 99, status: 'pending' },
    ],
  })
  app = await buildApp({ database, now: () => new Date('2026-11-22T10:30:00Z') })
})
afterAll(async () => {
  await app.close()
  await database.close()
})

const file = async (query: string) => {
  const response = await app.inject({
    url: `/api/export?format=json&start_date=2026-11-01&end_date=2026-11-20&${query}`,
  })
  expect(response.statusCode, response.body).toBe(200)
  const { tables, facts } = response.json()
  return {
    rows: tables[0].rows,
    facts: Object.fromEntries(facts.map((one: { name: string; value: string }) => [one.name, one.value])),
  }
}

test('a file holds the lines, the order and the columns of the table', async () => {
  const hide = ['date', 'customer', 'category', 'rep', 'quantity', 'price', 'discount', 'region', 'channel', 'status']
  const { rows, facts } = await file(
    `page=transactions&sort=amount&direction=asc&amount_to=30&${hide.map(one => `hide=${one}`).join('&')}`,
  )
  expect(rows).toEqual([
    { Order: 'A10', Product: 'Desk', Amount: 5 },
    { Order: 'A9', Product: 'Desk', Amount: 12 },
    { Order: 'A10', Product: 'Lamp', Amount: 30 },
  ])
  expect(facts['Order lines']).toBe('only those of at most 30')
  expect(facts['In order']).toBe('by amount, lowest first')
})

test('orders are a file of their own', async () => {
  const { rows, facts } = await file('page=orders&rows=all&sort=order&direction=asc&hide=date&hide=region&hide=channel')
  expect(rows).toEqual([
    {
      Order: 'A8',
      Customer: 'Ada',
      Products: 'Desk',
      'Sales rep': null,
      Lines: 1,
      Quantity: 1,
      Amount: 99,
      Status: 'pending',
    },
    {
      Order: 'A9',
      Customer: 'Unknown',
      Products: 'Desk',
      'Sales rep': null,
      Lines: 1,
      Quantity: 1,
      Amount: 12,
      Status: 'completed',
    },
    {
      Order: 'A10',
      Customer: 'Ada',
      Products: expect.stringMatching(/^(Lamp, Desk|Desk, Lamp)$/),
      'Sales rep': 'Rita',
      Lines: 2,
      Quantity: 2,
      Amount: 35,
      Status: 'completed',
    },
  ])
  expect(facts.Rows).toBe('also those that are no revenue')
})

test('a column that is none is refused', async () => {
  const response = await app.inject({ url: '/api/export?page=transactions&format=csv&hide=colour' })
  expect(response.statusCode).toBe(400)
  expect(response.json().error.message).toMatch(/^hide: expected columns out of date, order, .*got "colour"/)
})
