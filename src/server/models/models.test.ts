import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openShop } from '../../../tests/setup/shop.ts'
import { store } from '../../../tests/setup/rows.ts'
import type { Context } from '../context.ts'
import type { Database } from '../db/database.ts'
import { openSnapshots } from '../state/snapshot.ts'
import { computations } from './computations.ts'
import { openModels } from './models.ts'

const now = () => new Date('2026-11-22T10:30:00Z')
const purchases = {
  starts: Uint32Array.of(0, 2, 3),
  days: Int32Array.of(0, 10, 20),
  amounts: Float64Array.of(5, 7, 9),
  asOf: 30,
  churnAfter: 180,
}

/** The settings as the database has them: with the revision of what is computed. */
const keptAs = (settings: unknown) => JSON.stringify([computations.customerScores.revision, settings])

let database: Database
beforeAll(async () => {
  database = await openShop()
})
afterAll(() => database.close())

const open: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

/** A server's models, as a start makes them; `asked` counts how often somebody was asked for inputs. */
const started = (patience = 60_000) => {
  const told = { asked: 0, arrived: 0, failed: [] as unknown[], steps: [] as string[] }
  const models = openModels({
    database,
    patience,
    progress: ({ task, words }) => told.steps.push(`${task}: ${words}`),
    arrived: () => (told.arrived += 1),
    failed: error => told.failed.push(error),
  })
  open.push(models.close)
  const snapshots = openSnapshots(database, now, models)
  const ask = async (settings: unknown, need: 'needed' | 'if ready' = 'needed', inputs = purchases) => {
    const question = (ctx: Context) =>
      ctx.model(
        'customerScores',
        settings,
        async () => {
          told.asked += 1
          return inputs
        },
        need,
      )
    return (await snapshots.read(question)).result
  }
  return { ask, told, close: models.close, moment: async () => (await snapshots.present()).moment }
}

test('a model is computed once for all who ask, and after a start comes from the database', async () => {
  const first = started()
  const [one, other] = await Promise.all([first.ask('a'), first.ask('a')])
  expect(one).toBe(other)
  expect(one).toMatchObject({ method: 'rule', customers: 2, horizon: 60, asOf: 30 })
  expect([...one!.risk]).toEqual([0.5, 1 - 2 ** -0.5])
  expect(await first.ask('a')).toBe(one)
  await first.close()

  const second = started()
  expect(await second.ask('a')).toEqual(one)
  expect(second.told.asked).toBe(0)
  expect(await second.ask('b', 'needed', { ...purchases, asOf: 50 })).toMatchObject({ asOf: 50 })
  expect(second.told.asked).toBeGreaterThan(0)
  expect(second.told.failed).toEqual([])
})

test('a stored result that cannot be read is made anew, and kept in its place', async () => {
  const first = started()
  const one = await first.ask('torn')
  await first.close()
  const tear = sql`update model_results set result = ${Buffer.from('torn')}::bytea where settings = ${keptAs('torn')}`
  await tear.execute(database.db)
  const second = started()
  expect(await second.ask('torn')).toEqual(one)
  expect(second.told.asked).toBeGreaterThan(0)
  await second.close()
  const third = started()
  expect(await third.ask('torn')).toEqual(one)
  expect(third.told.asked).toBe(0)
})

test('two servers may compute the same at once: what they find is the same, and one result stays', async () => {
  const [one, other] = [started(), started()]
  const [mine, theirs] = await Promise.all([one.ask('both'), other.ask('both')])
  expect(mine).toEqual(theirs)
  await one.close()
  await other.close()
  expect([...one.told.failed, ...other.told.failed]).toEqual([])
  const { rows } = await sql<{ results: number }>`
    select count(*) as results from model_results where settings = ${keptAs('both')}
  `.execute(database.db)
  expect(rows).toEqual([{ results: 1 }])
})

test('a change of the data makes them anew, and leaves one result of each setting in the database', async () => {
  const { ask, told, close } = started()
  await ask('a')
  await store(database, {})
  expect(await ask('a', 'needed', { ...purchases, asOf: 40 })).toMatchObject({ asOf: 40 })
  expect(told.asked).toBeGreaterThan(0)
  await close()
  const { rows } = await sql<{ settings: string; current: boolean }>`
    select r.settings, r.version = v.version as current from model_results r, data_version v
  `.execute(database.db)
  expect(rows).toEqual([{ settings: keptAs('a'), current: true }])
})

test('who can do without gets null at once, and is told when it has come; the moment of answers is another then', async () => {
  const { ask, told, moment } = started(0)
  const before = await moment()
  expect(await ask('c', 'if ready')).toBe(null)
  expect(await ask('c')).toMatchObject({ customers: 2 })
  expect(await ask('c', 'if ready')).toMatchObject({ customers: 2 })
  expect(told.arrived).toBe(1)
  expect((await moment()).arrivals).toBe(before.arrivals + 1)
})

test('what cannot be computed is an error of those who need it, and is not tried again on the same data', async () => {
  const { ask, told } = started()
  const broken = { ...purchases, days: Int32Array.of(10, 0, 20) }
  await expect(ask('d', 'needed', broken)).rejects.toThrow('days must ascend')
  const times = told.asked
  await expect(ask('d', 'needed', broken)).rejects.toThrow('days must ascend')
  expect(told.asked).toBe(times)
  expect(told.failed).toHaveLength(1)
})

test('a stop waits for nobody: what is being computed breaks off', async () => {
  const { ask, close } = started()
  const asking = ask('e').catch((error: Error) => error.message)
  await new Promise(resolve => setTimeout(resolve, 20))
  await close()
  expect(await asking).toBe('The server is stopping.')
})
