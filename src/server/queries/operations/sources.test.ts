import { readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { testDatabase } from '../../../../tests/setup/database.ts'
import { buildApp } from '../../app.ts'
import type { Database } from '../../db/database.ts'
import { csv, fileOf, fixture } from '../../ingest/test-files.ts'
import { importsInto } from '../../ingest/test-imports.ts'

/** What files of real sources bring: stages of their own, nobody who sells, deals of which little is known. */
let database: Database
let app: FastifyInstance
beforeAll(async () => {
  database = await testDatabase()
  app = await buildApp({ database, now: () => new Date('2026-11-22T10:00:00Z') })
})
afterAll(async () => {
  await app.close()
  await database.close()
})
const { load, undo, list } = importsInto(() => database)
beforeEach(async () => {
  for (const { id, status } of await list()) if (status === 'done') await undo(id)
})

const answer = async (path: string) => {
  const response = await app.inject({ url: `/api/operations/${path}` })
  expect(response.json().error, path).toBeUndefined()
  return response.json()
}
const ask = async (path: string) => (await answer(path)).data

test('a CRM’s own export: its stages, its representatives, what it says of 2017', async () => {
  await load(fixture('crm-pipeline.csv'))
  type Raw = { rep: string; stage: string; engaged: string; closed: string; value: number }
  const iso = (text: string) => {
    const [month, day, year] = text.split('/')
    return text && `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`
  }
  const raw = readFileSync(fixture('crm-pipeline.csv'), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line): Raw => {
      const [, rep, , , stage, engaged, closed, value] = line.trim().split(',') as string[]
      return { rep: rep!, stage: stage!, engaged: iso(engaged!), closed: iso(closed!), value: Number(value) }
    })
  const [from, to] = ['2017-03-01', '2017-06-30']
  const question = `start_date=${from}&end_date=${to}`
  const isIn = ({ closed }: Raw) => closed >= from && closed <= to
  const won = raw.filter(row => row.stage === 'Won' && isIn(row))
  const lost = raw.filter(row => row.stage === 'Lost' && isIn(row))
  const sum = (rows: Raw[]) => rows.reduce((all, { value }) => all + value, 0)
  expect(won.length).toBeGreaterThan(10)

  const kpis = await ask(`pipeline-kpis?${question}`)
  expect(kpis.winRate).toMatchObject({
    value: Math.round((10_000 * won.length) / (won.length + lost.length)) / 100,
    n: won.length + lost.length,
  })
  expect(kpis.avgDealSize.value).toBe(Math.round((100 * sum(won)) / won.length) / 100)
  const cycles = won.map(({ engaged, closed }) => (Date.parse(closed) - Date.parse(engaged)) / 86_400_000)
  const mean = cycles.reduce((all, one) => all + one, 0) / cycles.length
  expect(kpis.avgCycleTime.value).toBeCloseTo(mean, 1)

  const team = await ask(`sales-performance?${question}`)
  expect(
    team.every(
      ({ quota, attainment, rank }: Record<string, null>) => quota === null && attainment === null && rank === null,
    ),
  ).toBe(true)
  for (const { name, achieved, deals } of team) {
    const own = won.filter(({ rep }) => rep === name)
    expect([name, achieved, deals]).toEqual([name, sum(own), own.length])
  }
  // engaged then, and not closed yet; of those without a day nobody knows when they began
  const open = raw.filter(({ engaged, closed }) => engaged && engaged <= to && !(closed && closed <= to))
  const { data: stages, meta } = await answer(`pipeline?${question}`)
  expect(stages.map(({ stage, kind, count }: Record<string, unknown>) => [stage, kind, count])).toEqual([
    ['Prospecting', 'open', 0],
    ['Engaging', 'open', open.length],
    ['closed-won', 'won', won.length],
  ])
  const undated = raw.filter(({ stage, engaged }) => stage === 'Prospecting' && !engaged).length
  expect(meta.rows.excluded).toEqual([{ reason: 'open, without a day of creation', rows: undated }])
  expect((await ask(`opportunities?${question}&state=undated`)).total).toMatchObject({
    deals: undated,
    withoutAmount: undated,
  })

  // its only dated stage is Engaging: engaged in the range, and won, lost or undecided since
  const entered = raw.filter(({ engaged }) => engaged >= from && engaged <= to)
  expect(
    (await ask(`conversion-rates?${question}`)).find(
      ({ fromStage }: { fromStage: string }) => fromStage === 'Engaging',
    ),
  ).toEqual({
    fromStage: 'Engaging',
    toStage: 'closed-won',
    entered: entered.length,
    converted: entered.filter(({ stage }) => stage === 'Won').length,
    lost: entered.filter(({ stage }) => stage === 'Lost').length,
    undecided: entered.filter(({ stage }) => stage === 'Engaging').length,
    rate: expect.any(Number),
  })
  // amounts come only with the closing: what is open has none
  const { total } = await ask(`opportunities?${question}`)
  expect([total.deals, total.withoutAmount]).toEqual([
    open.length,
    open.filter(({ stage }) => stage === 'Engaging').length,
  ])
})

test('a hundred stages of the source’s own, and nobody who sells', async () => {
  const columns = ['Deal ID', 'Deal Name', 'Stage', 'Amount', 'Create Date', 'Deal probability', 'Close date']
  const rows = Array.from({ length: 100 }, (_, i) => [i, `deal ${i}`, `Step ${i}`, 100 + i, '2026-11-02', i, ''])
  await load(fileOf(csv(columns, ...rows, [900, 'over', 'Closed Won', 50, '2026-11-02', 100, '2026-11-10'])))
  const question = 'start_date=2026-11-01&end_date=2026-11-20'
  const stages = await ask(`pipeline?${question}`)
  expect(stages.length).toBe(101)
  expect(stages.slice(0, 100).map(({ stage }: { stage: string }) => stage)).toEqual(rows.map(([, , stage]) => stage))
  expect(
    stages.reduce((sum: number, { percentage }: { percentage: number }) => sum + Math.round(percentage * 100), 0),
  ).toBe(10_000)
  expect((await ask(`opportunities?${question}&stage=Step%2042`)).rows[0]).toMatchObject({
    stage: 'Step 42',
    probability: 0.42,
    salesRepName: null,
  })
  expect(await ask(`sales-performance?${question}`)).toEqual([
    expect.objectContaining({
      id: 0,
      name: null,
      quota: null,
      attainment: null,
      rank: null,
      achieved: 50,
      deals: 1,
      openDeals: 100,
    }),
  ])
  expect((await ask(`forecast?${question}`)).model.stages.length).toBe(100)
  // no stage is dated but the last
  expect((await ask(`conversion-rates?${question}`)).length).toBe(0)
  expect((await ask(`cycle-time?${question}`)).salesCycle).toMatchObject({ deals: 1, medianDays: 8 })
})

describe('deals of which little is known', () => {
  test('without dates, amounts and stage history', async () => {
    await load(fileOf(csv(['Deal Name', 'Stage'], ['a', 'lead'], ['b', 'proposal'])))
    const question = 'start_date=2026-11-01&end_date=2026-11-20'
    const { data, meta } = await answer(`pipeline-kpis?${question}`)
    expect([data.pipelineValue.value, data.pipelineValue.n, data.winRate.value, data.avgCycleTime.value]).toEqual([
      0,
      0,
      null,
      null,
    ])
    expect(meta.rows.excluded).toEqual([{ reason: 'open, without a day of creation', rows: 2 }])
    const { rows } = await ask('opportunities?state=undated&sort=stage&direction=asc')
    expect(rows[0]).toMatchObject({
      stage: 'lead',
      state: 'open',
      amount: null,
      createdOn: null,
      ageDays: null,
      daysInStage: null,
      probability: 0.1,
    })
    const detail = await ask(`opportunities/${rows[1].id}`)
    expect([detail.stages, detail.history]).toEqual([[], []])
    for (const path of ['conversion-rates', 'cycle-time', 'flow', 'forecast', 'deal-size-distribution', 'filters'])
      await ask(path)
  })

  test('nothing at all', async () => {
    expect((await ask('sales-performance')).length).toBe(0)
    expect((await ask('opportunities')).total).toMatchObject({ deals: 0, value: 0 })
    expect(await ask('flow')).toMatchObject({ start: 0, end: 0, startDeals: 0, endDeals: 0 })
    expect(await ask('forecast')).toMatchObject({ total: { deals: 0, value: 0, weighted: 0, worst: 0, best: 0 } })
  })
})
