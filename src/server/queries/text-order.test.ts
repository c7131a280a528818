import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dictionaryDatabase } from '../../../tests/setup/database.ts'
import { now } from '../../../tests/setup/shop.ts'
import { store } from '../../../tests/setup/rows.ts'
import { buildApp } from '../app.ts'
import type { Database } from '../db/database.ts'

let database: Database
let app: FastifyInstance
const words = ['beta', 'Alpha', 'alpha', 'Beta', 'émile', 'Zoë', 'Émile', 'zoë']
beforeAll(async () => {
  database = await dictionaryDatabase()
  app = await buildApp({ database, now })
  await store(database, {
    products: Object.fromEntries(words.map(word => [word, { category: word, cost: null }])),
    customers: Object.fromEntries(words.map(word => [word, { segment: word, region: word }])),
    reps: words,
    lines: words.flatMap(word => [
      {
        order: 'one',
        at: '2026-11-20T10:00:00Z',
        customer: 'beta',
        product: word,
        amount: 1,
        region: word,
        channel: word,
        rep: word,
      },
      {
        order: word,
        at: '2026-11-21T10:00:00Z',
        customer: 'beta',
        product: word,
        amount: 1,
        region: word,
        channel: word,
        rep: word,
      },
    ]),
  })
})
afterAll(async () => {
  await app.close()
  await database.close()
})
const ask = async (path: string) => (await app.inject(`/api/${path}`)).json().data

test('texts have one order on every engine: in filters, lists and the rows of an order', async () => {
  const sorted = ['Alpha', 'Beta', 'Zoë', 'alpha', 'beta', 'zoë', 'Émile', 'émile']
  expect(await ask('data/dimensions')).toEqual({
    category: sorted,
    region: sorted,
    channel: sorted,
    segment: sorted,
    rep: sorted,
  })
  const { rows } = await ask('transactions/orders?start_date=2026-11-20&end_date=2026-11-21&sort=order&direction=asc')
  const orders = rows.map(({ orderId, region, channel }: Record<string, string>) => [orderId, region, channel])
  const [first, ...others] = [...sorted.map(word => [word, word, word]), ['one', 'Alpha', 'Alpha']].toSorted(
    ([a = ''], [b = '']) => (a < b ? -1 : 1),
  )
  expect(orders.map(([order]: string[]) => order).toSorted()).toEqual([first, ...others].map(order => order![0]))
  expect(orders.find(([order]: string[]) => order === 'one')).toEqual(['one', 'Alpha', 'Alpha'])
  const customer = (await ask('customers?search=beta')).rows[0].id
  const { orders: own } = await ask(`customers/${customer}`)
  expect(own.map((order: Record<string, unknown>) => order.orderId)).toEqual([...sorted.toReversed(), 'one'])
  expect(own.at(-1)).toMatchObject({ region: 'Alpha', channel: 'Alpha', categories: sorted })
  const lines = await ask('transactions?start_date=2026-11-20&end_date=2026-11-21&sort=category&direction=asc&limit=4')
  expect(lines.rows.map(({ category }: { category: string }) => category.toLowerCase())).toEqual(Array(4).fill('alpha'))
})
