import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seededRandom } from '#stats/math/random.ts'
import { testDatabase } from '../../../../tests/setup/database.ts'
import { type Line, type Status, store } from '../../../../tests/setup/rows.ts'
import type { Context } from '../../context.ts'
import type { Database, Db } from '../../db/database.ts'
import { historyBlockOf } from '../../db/rollup/grains.ts'
import { markLines, write } from '../../db/write.ts'
import { channelsIn, channelsRead } from '../../memory/acquisition.ts'
import { type CategoryMix, mixOfLines, mixRead } from '../../memory/category-mix.ts'
import type { Filters } from '../../memory/filters.ts'
import { ledgerRead, ledgerUnder } from '../../memory/ledger.ts'
import { orderLines, readLinesAhead } from '../../memory/order-lines.ts'
import type { Place } from '../../memory/pages.ts'
import { placesUnder } from '../../memory/places.ts'
import { openSnapshots } from '../../state/snapshot.ts'

/** Accounts that follow changes by the blocks of customers these touched, against accounts read anew from the rollup. */
const customers = 1300 // three blocks of ids
const random = seededRandom(8)
const below = (n: number) => Math.floor(random() * n)
const oneOf = <T>(values: readonly T[]): T => values[below(values.length)]!
const statuses: Status[] = ['completed', 'completed', 'completed', 'completed', 'pending', 'refunded']

let made = 0
const order = (customer: number | null): Line[] => {
  const [name, day] = [`O${(made += 1)}`, String(1 + below(28)).padStart(2, '0')]
  const shared = {
    at: `2026-${String(1 + below(9)).padStart(2, '0')}-${day}T${String(below(24)).padStart(2, '0')}:00:00Z`,
    customer: customer === null ? null : `K${customer}`,
    region: `R${below(3)}`,
    channel: `H${below(3)}`,
  }
  return Array.from({ length: 1 + below(3) }, (): Line => {
    const status = oneOf(statuses)
    const amount = ((status === 'refunded' ? -1 : 1) * (1 + below(900_000))) / 10_000
    // some orders go on another day under their number
    const at = below(20) === 0 ? '2026-09-30T08:00:00Z' : shared.at
    return { ...shared, at, order: name, product: `P${below(8)}`, status, amount }
  })
}

const allFilters: Filters[] = [
  {},
  { category: ['C1'] },
  { category: ['C0', 'C2'] },
  { category: ['nothing of it'] },
  { segment: ['S1', 'S2'] },
  { region: ['R0'], channel: ['H1', 'H2'] },
  { category: ['C0', 'C1', 'C3'], region: ['R1', 'R2'], segment: ['S0', 'S1'] },
]

let database: Database
let held: ReturnType<typeof openSnapshots>
const now = () => new Date('2026-10-01T00:00:00Z')
const ask = async <T>(work: (ctx: Context) => Promise<T>, of = held) => (await of.read(work)).result

beforeAll(async () => {
  database = await testDatabase()
  await store(database, {
    products: Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`P${i}`, { category: `C${i % 4}`, cost: 1 }])),
    customers: Object.fromEntries(
      Array.from({ length: customers }, (_, i) => [`K${i}`, { segment: `S${i % 3}`, region: null }]),
    ),
    lines: Array.from({ length: 2000 }, () => order(below(10) === 0 ? null : below(customers - 50))).flat(),
  })
  held = openSnapshots(database, now)
  while (!(await ask(readLinesAhead)));
})
afterAll(() => database.close())

/** With its categories by name: there may be some that nobody buys. */
const named = ({ categories, category, ...mix }: CategoryMix) => ({
  ...mix,
  category: Array.from(category, code => categories[code]),
})

/** What is in memory, and the same read anew. */
const foundAndReadAnew = async () => {
  const anew = openSnapshots(database, now)
  const [found, read]: unknown[][] = [[], []]
  for (const filters of allFilters) {
    const ledger = await ask(ctx => ledgerUnder(ctx, filters, true))
    found!.push(ledger, await ask(ctx => placesUnder(ctx, filters)))
    read!.push(
      await ask(ctx => ledgerRead(ctx, filters, (filters.category?.length ?? 0) > 1), anew),
      new Map([...ledger.ids].map((id, place) => [id, place])),
    )
  }
  const lines = (await ask(orderLines))!
  found!.push(channelsIn(lines), named(await mixOfLines(lines)))
  read!.push(await ask(channelsRead, anew), named(await ask(mixRead, anew)))
  return [found, read]
}

const blocksHeld = (ctx: Context) =>
  Promise.resolve([0, 1, 2].filter(block => ctx.pages.has('order lines', `block ${block}` satisfies Place)))

test('added up from the lines, accounts are those of the rollup', async () => {
  const [found, read] = await foundAndReadAnew()
  expect(found).toEqual(read)
})

test('a change drops the block of its customers and no other', async () => {
  expect(await ask(blocksHeld)).toEqual([0, 1, 2])
  await store(database, { lines: [{ ...order(700)[0]!, status: 'completed' }] })
  const { rows } = await sql<{ id: number }>`select id from customers where external_id = 'K700'`.execute(database.db)
  const changed = historyBlockOf(rows[0]!.id)
  expect(await ask(blocksHeld)).toEqual([0, 1, 2].filter(block => block !== changed))
  await ask(ctx => ledgerUnder(ctx, {}))
  expect(await ask(blocksHeld)).toEqual([0, 1, 2])
  await write(database, tx => sql`update settings set churn_after_days = 91`.execute(tx))
  expect(await ask(blocksHeld)).toEqual([0, 1, 2])
})

const marked = (condition: ReturnType<typeof sql>, change: (tx: Db) => Promise<unknown>) =>
  write(database, async tx => {
    await markLines(tx, condition)
    await change(tx)
    await markLines(tx, condition)
  })
const some = () => sql`t.id % 97 = ${below(97)}`

const changes: Record<string, () => Promise<unknown>> = {
  'orders of old and new customers': () =>
    store(database, { lines: Array.from({ length: 20 }, () => order(below(customers))).flat() }),
  'an order of nobody': () => store(database, { lines: order(null) }),
  'other amounts and states': () => {
    const these = some()
    return marked(these, async tx => {
      await sql`update transactions t set amount = -t.amount, status = 'refunded' where ${these}`.execute(tx)
    })
  },
  'lines that go away': () => {
    const these = some()
    return marked(these, tx => sql`delete from transactions t where ${these}`.execute(tx))
  },
  'all orders of a customer': () => {
    const these = sql`t.customer_id = (select customer_id from transactions where customer_id > ${below(900)} order by 1 limit 1)`
    return write(database, async tx => {
      await markLines(tx, these)
      await sql`delete from transactions t where ${these}`.execute(tx)
    })
  },
  'another segment': () => {
    const one = below(1000)
    return marked(sql`t.customer_id = ${one}`, tx =>
      sql`update customers set segment = 'S' || ${below(3)} where id = ${one}`.execute(tx),
    )
  },
  'another category': () => {
    const product = `P${below(8)}`
    const these = sql`t.product_id = (select id from products where name = ${product})`
    return marked(these, tx =>
      sql`update products set category = 'C' || ${below(5)} where name = ${product}`.execute(tx),
    )
  },
}

test.each(Object.keys(changes))('after a change they are those of all rows read anew: %s', async name => {
  await changes[name]!()
  const [found, read] = await foundAndReadAnew()
  expect(found).toEqual(read)
})
