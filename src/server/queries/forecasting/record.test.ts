import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accuracy, wape } from '#stats/series/accuracy.ts'
import { fitPipeline } from '#stats/series/pipeline.ts'
import { monthsOfOrders, people } from '../../../../tests/setup/company.ts'
import { testDatabase } from '../../../../tests/setup/database.ts'
import { store } from '../../../../tests/setup/rows.ts'
import { buildApp } from '../../app.ts'
import type { Database } from '../../db/database.ts'
import { csv, fileOf } from '../../ingest/test-files.ts'
import { importsInto } from '../../ingest/test-imports.ts'
import { removeDemo } from '../../ingest/store/undo.ts'
import { write } from '../../db/write.ts'

let database: Database
let clock = '2026-11-22T10:30:00Z'
const now = () => new Date(clock)
const open = (ahead = false) => buildApp({ database, now, ahead })
let app: FastifyInstance
beforeAll(async () => {
  database = await testDatabase()
  await store(database, { ...people, lines: monthsOfOrders('2023-08', '2026-11', 22) })
  app = await open()
})
afterAll(async () => {
  await app.close()
  await database.close()
})

type Past = {
  source: string
  madeOn: string
  month: string
  horizon: number
  predicted: number
  lower80: number
  upper80: number
  lowerBound: number
  upperBound: number
  naive: number
  actual: number | null
}
type Record = {
  n: number
  origins: number
  accuracy: number
  wape: number
  skill: number
  naiveWape: number
  coverage80: number
  byHorizon: { horizon: number; n: number; wape: number; naiveWape: number }[]
  past: Past[]
  served: { n: number; wape: number; coverage80: number } | null
}
const record = async (query = '', on = app) => {
  const { statusCode, body } = await on.inject({ url: `/api/forecasting/model-performance${query}` })
  expect(statusCode, body).toBe(200)
  return JSON.parse(body).data as Record
}
const rounded = (value: number | null) => Math.round(value! * 1e4) / 1e4

/** Monthly sums straight from the rows. */
const months = async () => {
  const { rows } = await sql<{ month: string; revenue: number }>`
    select to_char(ordered_on, 'YYYY-MM-01') as month, sum(amount) as revenue from transactions
    where status = 'completed' group by 1 order by 1
  `.execute(database.db)
  return rows
}

describe('the record', () => {
  test('is the forecast made again at each of the last twelve months, and held against what came', async () => {
    const { past, n, origins } = await record()
    expect([origins, n, past.length]).toEqual([12, 57, 57])
    const all = (await months()).filter(({ month }) => month < '2026-11')
    for (const one of past) {
      expect(one.source).toBe('refitted')
      const known = all.filter(({ month }) => month < one.madeOn)
      const { mean } = fitPipeline(
        known.map(({ revenue }) => revenue),
        { period: 12 },
      ).forecast(one.horizon, [])
      // fits of a backtest start where the one before ended: what they find differs by less than a thousandth
      expect(one.predicted / mean.at(-1)!).toBeCloseTo(1, 2)
      expect(one.actual).toBe(all.find(({ month }) => month === one.month)!.revenue)
      expect(all.findIndex(({ month }) => month === one.month) - known.length + 1).toBe(one.horizon)
      const order = [one.lowerBound, one.lower80, one.predicted, one.upper80, one.upperBound]
      expect(order).toEqual(order.toSorted((a, b) => a - b))
    }
  })

  test('scores are those of these months, with seasonal naive beside them', async () => {
    for (const query of ['', '?category=Furniture', '?region=South&channel=Shop']) {
      const data = await record(query)
      const [actual, predicted, naive] = (['actual', 'predicted', 'naive'] as const).map(name =>
        data.past.map(one => one[name]!),
      ) as [number[], number[], number[]]
      expect(data.wape).toBe(rounded(wape(actual, predicted)))
      expect(data.accuracy).toBe(rounded(accuracy(actual, predicted)))
      expect(data.naiveWape).toBe(rounded(wape(actual, naive)))
      const inside = data.past.filter(one => one.actual! >= one.lower80 && one.actual! <= one.upper80)
      expect(data.coverage80).toBeCloseTo(inside.length / data.n, 1)
      expect(data.byHorizon.map(({ horizon, n }) => [horizon, n])).toEqual([
        [1, 12],
        [2, 11],
        [3, 10],
        [4, 9],
        [5, 8],
        [6, 7],
      ])
      const second = data.past.filter(({ horizon }) => horizon === 2)
      expect(data.byHorizon[1]!.wape).toBe(
        rounded(
          wape(
            second.map(one => one.actual!),
            second.map(one => one.predicted),
          ),
        ),
      )
    }
  })
})

test('a forecast that stands is kept with its day, and scored when its month closes', async () => {
  const before = await open(true)
  const forecastOf = async (query: string) => {
    const { data } = (await before.inject({ url: `/api/forecasting/revenue${query}` })).json()
    return data.filter(({ kind }: { kind: string }) => kind === 'forecast') as Past[]
  }
  const [total, light] = [await forecastOf(''), await forecastOf('?category=Light')]
  const kept = async () =>
    (await sql<{ rows: number }>`select count(*) as rows from served_forecasts`.execute(database.db)).rows[0]!.rows
  // of the total and of 3 categories, 2 regions, 2 channels and 2 segments, 25 months each
  await expect.poll(kept, { timeout: 30_000 }).toBe(10 * 25)
  await before.close()

  const next = monthsOfOrders('2023-08', '2027-01', 9)
  await store(database, { lines: next.filter(({ at }) => at > '2026-11-22T12') })
  clock = '2027-01-10T10:30:00Z'
  const after = await open(true)
  for (const [query, said] of [
    ['', total],
    ['?category=Light', light],
  ] as const) {
    const { past, served } = await record(query, after)
    const ours = past.filter(({ source }) => source === 'served')
    expect(ours.map(({ month, madeOn, horizon }) => [month, madeOn, horizon])).toEqual([
      ['2026-12-01', '2026-11-22', 2],
      ['2026-11-01', '2026-11-22', 1],
    ])
    const december = ours[0]!
    expect(december).toMatchObject({
      predicted: said[0]!.predicted,
      lower80: said[0]!.lower80,
      upperBound: said[0]!.upperBound,
      naive: said[0]!.naive,
    })
    expect(december.actual).toBe(past.find(one => one.source === 'refitted' && one.month === '2026-12-01')!.actual)
    expect(served).toMatchObject({ n: 2 })
    expect(served!.wape).toBe(
      rounded(
        wape(
          ours.map(one => one.actual!),
          ours.map(one => one.predicted),
        ),
      ),
    )
  }
  // another history, another forecast: the old one stays beside it
  await expect.poll(kept, { timeout: 30_000 }).toBe(2 * 10 * 25)
  await after.close()
})

test('a forecast made with the rows of an import goes with it when that is undone; those before stay', async () => {
  const fingerprints = async () =>
    (
      await sql<{ name: string }>`select distinct fingerprint as name from served_forecasts order by 1`.execute(
        database.db,
      )
    ).rows.map(({ name }) => name)
  const before = await fingerprints()
  expect(before).toHaveLength(2)
  const { load, undo } = importsInto(() => database)
  const server = await open(true)
  const file = fileOf(
    csv(
      ['Order ID', 'Order Date', 'Customer ID', 'Product', 'Quantity', 'Unit Price', 'Category', 'Region', 'Channel'],
      ['X1', '2026-10-05', 'new', 'Lamp', 1, 90_000, 'Light', 'South', 'Shop'],
    ),
  )
  const { importId } = await load(file, {}, clock)
  await expect.poll(async () => (await fingerprints()).length, { timeout: 30_000 }).toBe(3)
  await undo(importId!)
  expect(await fingerprints()).toEqual(before)
  await server.close()
  expect(await fingerprints()).toEqual(before)
})

test('what was forecast of the demo data goes with it, and with nothing else', async () => {
  const kept = async () =>
    (await sql<{ rows: number }>`select count(*) as rows from served_forecasts`.execute(database.db)).rows[0]!.rows
  await write(database, removeDemo)
  expect(await kept()).toBe(500)
  await sql`update settings set demo_seed = 7`.execute(database.bulk)
  await write(database, removeDemo)
  expect(await kept()).toBe(0)
})
