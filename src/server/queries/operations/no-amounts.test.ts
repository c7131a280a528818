import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../../../tests/setup/database.ts'
import { store, type Deal } from '../../../../tests/setup/rows.ts'
import { buildApp } from '../../app.ts'
import type { Database } from '../../db/database.ts'

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

const day = (number: number) => new Date(Date.UTC(2026, 0, 1 + number)).toISOString().slice(0, 10)

/** As a source that fills the amount in when a deal closes: won ones have it, lost ones nought, open ones none. */
const deal = (i: number): Deal => {
  const [created, closed] = [day(i), i < 240 ? day(i + 30 + ((i * 7) % 50)) : null]
  const won = i % 2 === 0
  const stage = closed === null ? 'qualified' : won ? 'closed-won' : 'closed-lost'
  return {
    name: `deal ${i}`,
    customer: 'Ada',
    rep: 'Rita',
    stage,
    amount: closed === null ? null : won ? 1000 + i : 0,
    created,
    closed,
    history: [
      ['qualified', `${created}T09:00:00Z`],
      ...(closed === null ? [] : [[stage, `${closed}T09:00:00Z`] satisfies [string, string]]),
    ],
  }
}

test('amounts that are filled in as a deal closes are not learnt from, and what is not known is not zero', async () => {
  await store(database, {
    customers: { Ada: { segment: 'enterprise', region: 'North' } },
    reps: ['Rita'],
    deals: Array.from({ length: 300 }, (_, i) => deal(i)),
  })
  const ask = async (path: string) => (await app.inject({ url: `/api/operations/${path}` })).json()
  const { data, meta } = await ask('forecast')
  // learnt from, they would tell all: the score would be near 0
  expect(data.model.decided).toBeGreaterThanOrEqual(30)
  for (const score of [data.model.brier.stageRates, data.model.brier.hazard]) expect(score).toBeGreaterThan(0.2)
  expect(meta.notes).toContain(
    'Chances are learnt without the amounts: they are filled in as deals close, so they would give away how.',
  )
  const kpis = await ask('pipeline-kpis')
  expect([kpis.data.pipelineValue.value, kpis.data.weightedValue.value, kpis.data.pipelineValue.n]).toEqual([
    null,
    null,
    60,
  ])
  expect(kpis.meta.notes).toContain('The value of the pipeline is not known: no open deal has an amount.')
  expect((await app.inject({ url: '/api/dashboard/kpis' })).json().data.pipelineValue.value).toBeNull()
})
