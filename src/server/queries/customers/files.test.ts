import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Api, Result } from '#contract'
import { testDatabase } from '../../../../tests/setup/database.ts'
import { store } from '../../../../tests/setup/rows.ts'
import { buildApp } from '../../app.ts'
import type { Database } from '../../db/database.ts'
import { importsInto } from '../../ingest/test-imports.ts'

/** Real files, all in the past, and the edges: nobody, one customer. */
let database: Database
let app: FastifyInstance
const { load } = importsInto(() => database)
const fixture = (name: string) => join(import.meta.dirname, '../../ingest/fixtures', name)
beforeEach(async () => {
  database = await testDatabase()
  app = await buildApp({ database, now: () => new Date('2026-11-22T10:00:00Z'), patience: 60_000 })
})
afterEach(async () => {
  await app.close()
  await database.close()
})

type Of<Key extends keyof Api['customers']> = Result<Api['customers'][Key]>
const ask = async <Answer>(path: string): Promise<Answer> => {
  const response = await app.inject({ url: `/api/customers${path}`, headers: { host: 'localhost' } })
  if (response.statusCode !== 200) throw new Error(`${path}: ${response.body}`)
  return response.json()
}
const everything = [
  '/overview',
  '/segments',
  '/cohorts',
  '/lifetime-value',
  '/lifetime-value?kind=predicted',
  '/acquisition',
  '/at-risk',
  '/rfm',
  '',
]

type Cell = { cohort: string; month: number; customers: number; revenue: number }

/** Cohort cells as a person would write them in SQL. */
const cohortsInSql = async () => {
  const { rows } = await sql<Cell>`
    with counted as (
      select customer_id, status = 'completed' as sold, date_trunc('month', ordered_on::timestamp)::date as month,
        amount from transactions
      where customer_id <> 0 and (status = 'completed' or (status = 'refunded' and amount <= 0))
    ), firsts as (
      select customer_id, min(month) as first from counted where sold group by customer_id
    ), cells as (
      select customer_id, first, amount, sold,
        (extract(year from month) * 12 + extract(month from month) - extract(year from first) * 12 - extract(month from first))::int as month
      from counted join firsts using (customer_id)
    )
    select to_char(first, 'YYYY-MM') as cohort, month, count(distinct customer_id) filter (where sold) as customers,
      sum(amount) as revenue
    from cells where month >= 0 group by first, month order by first, month
  `.execute(database.db)
  return rows
}

const sameCohorts = async (end: string, start = '') => {
  const expected = await cohortsInSql()
  for (const measure of ['customers', 'revenue'] as const) {
    const { data } = await ask<Of<'cohorts'>>(
      `/cohorts?measure=${measure}&end_date=${end}${start && `&start_date=${start}`}`,
    )
    const cells = data.flatMap(({ cohort, months }) =>
      months.flatMap(cell => (cell && cell.value !== 0 ? [[cohort, cell.month, cell.value]] : [])),
    )
    const shown = new Set(data.map(({ cohort }) => cohort))
    const last = Number(end.slice(0, 4)) * 12 + Number(end.slice(5, 7))
    const isShown = ({ cohort, month }: Cell) =>
      shown.has(cohort) && Number(cohort.slice(0, 4)) * 12 + Number(cohort.slice(5)) + month <= last
    expect(cells).toEqual(
      expected
        .filter(cell => isShown(cell) && cell[measure] !== 0)
        .map(cell => [cell.cohort, cell.month, cell[measure]]),
    )
    expect(cells.length).toBeGreaterThan(2)
  }
}

test('three months of a wholesaler', async () => {
  await load(fixture('retail.csv'), { currency: 'GBP', timezone: 'Europe/London' })
  const { data, meta } = await ask<Of<'overview'>>('/overview?start_date=2010-12-01&end_date=2011-02-28')
  const { rows } = await sql<{ customers: number }>`
    select count(distinct customer_id) as customers from transactions where customer_id <> 0 and status = 'completed'
  `.execute(database.db)
  expect([data.total.value, data.active.value, data.new.value]).toEqual([
    rows[0]!.customers,
    rows[0]!.customers,
    rows[0]!.customers,
  ])
  expect(data.churned.value).toBe(0)
  expect(meta.notes.join(' ')).toContain('Data ends on 2011-02')
  await sameCohorts('2011-02-28')
  const risk = await ask<Of<'atRisk'>>('/at-risk')
  expect(risk.meta.model?.asOf).toMatch(/^2011-02/)
  expect(risk.meta.model?.method).not.toBe('combined')
  expect(risk.meta.model?.words).toMatch(/^A rule, not a model .*: a model needs at least 10 customers/)
  // wherever risks are shown, it is said how they were made
  expect(risk.meta.notes).toContain(`Churn risk: ${risk.meta.model?.words}`)
  expect(meta.riskMethod).toBe('rule')
  expect(meta.notes).toContain(`Churn risk: ${risk.meta.model?.words}`)
  for (const path of everything) await ask(path)
})

test('cdnow: eighteen months, all in the past, as of its own last day', async () => {
  await load(fixture('cdnow.csv'))
  const { data, meta } = await ask<Of<'overview'>>('/overview')
  expect(meta.range?.end).toMatch(/^1998-06/)
  expect(data.total.value).toBeGreaterThan(190)
  const end = meta.range!.end
  await sameCohorts('1997-12-31')
  await sameCohorts(end, '1997-01-01')
  expect((await ask<Of<'cohorts'>>('/cohorts')).meta.notes).toContain(
    'No customer came in these months: the last first order was in 1997-01.',
  )
  const { data: list, meta: model } = await ask<Of<'atRisk'>>('/at-risk?limit=1000')
  expect(list).toHaveLength(model.total)
  expect(model.total).toBe(data.atRisk.value)
  expect(model.model).toMatchObject({ asOf: end, record: { until: end } })
  expect(model.model!.record!.auc).toBeGreaterThan(0.6)
  expect(model.model!.record!.auc).toBeLessThan(0.9)
  const { rows } = (await ask<Of<'list'>>('?limit=5&sort=lifetime')).data
  const one = await ask<Of<'one'>>(`/${rows[0]!.id}`)
  expect(one.data.prediction).toMatchObject({ probabilityAlive: expect.any(Number), clv12m: expect.any(Number) })
  expect(one.data.prediction!.clv12m).toBeLessThan(one.data.prediction!.expectedValue12m)
  const { meta: predicted } = await ask<Of<'lifetimeValue'>>('/lifetime-value?kind=predicted')
  expect(predicted.customers).toBe(data.total.value)
  expect(predicted.mean).toBeGreaterThan(0)
})

test('nobody: zeros and empty lists, nothing made up', async () => {
  for (const path of everything) await ask(path)
  const { data } = await ask<Of<'overview'>>('/overview')
  expect([data.total.value, data.atRisk.value]).toEqual([0, 0])
  expect(await ask<Of<'atRisk'>>('/at-risk')).toMatchObject({ data: [], meta: { total: 0, model: null } })
  expect((await ask<Of<'lifetimeValue'>>('/lifetime-value')).meta).toMatchObject({ median: null, mean: null, total: 0 })
  expect((await ask<Of<'cohorts'>>('/cohorts')).data.every(({ size }) => size === 0)).toBe(true)
})

test('one customer of one order', async () => {
  await store(database, {
    products: { Lamp: { category: 'Light', cost: 1 } },
    customers: { Ada: { segment: 'smb', region: null } },
    lines: [{ order: 'a1', at: '2026-11-20T09:00:00Z', customer: 'Ada', product: 'Lamp', amount: 5 }],
  })
  for (const path of everything) await ask(path)
  const { data } = await ask<Of<'list'>>('')
  expect(data.rows).toMatchObject([
    { name: 'Ada', standing: 'new', riskScore: 1 - 2 ** (-2 / 180), expectedValue12m: null },
  ])
  const { data: groups } = await ask<Of<'rfm'>>('/rfm')
  expect(groups.filter(({ customers }) => customers > 0)).toHaveLength(1)
})
