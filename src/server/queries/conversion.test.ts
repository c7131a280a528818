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
  app = await buildApp({ database, now: () => new Date('2026-11-22T10:30:00Z') })
})
afterAll(async () => {
  await app.close()
  await database.close()
})

const stagesOf = async (question: string): Promise<{ data: Record<string, unknown>[]; notes: string[] }> => {
  const { data, meta } = (await app.inject({ url: `/api/operations/pipeline?${question}` })).json()
  return { data, notes: meta.notes }
}
/** By stage: entered = moved on + lost + undecided, and the rate. */
const onward = async (question: string) =>
  (await stagesOf(question)).data.map(({ stage, entered, converted, lost, undecided, conversionRate }) => [
    stage,
    entered,
    converted,
    lost,
    undecided,
    conversionRate,
  ])

const deal = (name: string, stage: string, closed: string | null, ...history: [string, string][]) => ({
  name,
  customer: 'Ada',
  rep: 'Rita',
  stage,
  amount: 100,
  created: '2026-10-01',
  ...(closed ? { closed } : {}),
  history: history.map(([entered, day]): [string, string] => [entered, `${day}T09:00:00Z`]),
})

test('without any history nothing is known of what moves on', async () => {
  await store(database, {
    products: { Lamp: { category: 'Light', cost: 40 } },
    customers: { Ada: { segment: 'enterprise', region: 'North' } },
    reps: ['Rita'],
    lines: [{ order: '1', at: '2026-10-01T10:00:00Z', customer: 'Ada', product: 'Lamp', amount: 80 }],
    deals: [{ name: 'bare', customer: 'Ada', rep: 'Rita', stage: 'proposal', amount: 100, created: '2026-11-02' }],
  })
  const november = 'start_date=2026-11-01&end_date=2026-11-20'
  expect((await onward(november)).map(([, ...rest]) => rest)).toEqual(Array(5).fill([null, null, null, null, null]))
  expect((await stagesOf(november)).notes).toEqual([
    'The range begins before the data: deals begin on 2026-11-02.',
    'There are no earlier deals to compare with: they begin on 2026-11-02.',
    'Which share of deals moves on is not known: there is no stage history.',
  ])
})

test('of the deals that entered a stage in the range: how many moved on since, were lost, and are undecided', async () => {
  await store(database, {
    products: {},
    customers: {},
    reps: [],
    lines: [],
    deals: [
      deal('next stage', 'proposal', null, ['qualified', '2026-11-02'], ['proposal', '2026-11-03']),
      // leaves out a stage, and moves after the range
      deal('beyond', 'negotiation', null, ['qualified', '2026-11-04'], ['negotiation', '2026-11-21']),
      deal('won from it', 'closed-won', '2026-11-10', ['qualified', '2026-11-05'], ['closed-won', '2026-11-10']),
      deal('won, nobody wrote when', 'closed-won', null, ['qualified', '2026-11-05']),
      deal(
        'moved on, then lost',
        'closed-lost',
        '2026-11-12',
        ['qualified', '2026-11-05'],
        ['proposal', '2026-11-08'],
        ['closed-lost', '2026-11-12'],
      ),
      deal('lost from it', 'closed-lost', '2026-11-13', ['qualified', '2026-11-06'], ['closed-lost', '2026-11-13']),
      // it counts once, though it came back
      deal(
        'sent back',
        'qualified',
        null,
        ['qualified', '2026-11-02'],
        ['lead', '2026-11-07'],
        ['qualified', '2026-11-09'],
      ),
      deal('waits', 'qualified', null, ['qualified', '2026-11-20']),
      deal('entered before', 'proposal', null, ['qualified', '2026-10-31'], ['proposal', '2026-11-02']),
      deal('entered after', 'qualified', null, ['qualified', '2026-11-21']),
    ],
  })
  expect(await onward('start_date=2026-11-01&end_date=2026-11-20')).toEqual([
    // entered after: it was somewhere before, and nobody knows where
    ['unknown', null, null, null, null, null],
    // sent back moved on again
    ['lead', 1, 1, 0, 0, 100],
    ['qualified', 8, 5, 1, 2, 62.5],
    // next stage and entered before wait in it; moved on, then lost ended there
    ['proposal', 3, 0, 1, 2, 0],
    ['negotiation', 0, 0, 0, 0, null],
    ['closed-won', null, null, null, null, null],
  ])
})
