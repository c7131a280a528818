import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { testDatabase } from '../../../tests/setup/database.ts'
import { buildApp } from '../app.ts'
import type { Database } from '../db/database.ts'
import { csv, fileOf } from '../ingest/test-files.ts'
import { importsInto } from '../ingest/test-imports.ts'

let database: Database
let app: FastifyInstance
let clock: string
const { load, everything, undo, list } = importsInto(() => database)
const open = async () => {
  database = await testDatabase()
  app = await buildApp({ database, now: () => new Date(clock) })
}
const close = async () => {
  await app.close()
  await database.close()
}
const valuesIn = (rows: unknown[]) => rows as Record<string, unknown>[]
beforeEach(() => {
  clock = '2026-11-02T10:00:00Z'
  return open()
})
afterEach(close)

const deals = async (...rows: object[]) => {
  const answer = await app.inject({ method: 'POST', url: '/api/deals', payload: { rows } })
  return { status: answer.statusCode, ...answer.json() }
}

const fields = [
  'id',
  'name',
  'stage',
  'amount',
  'created',
  'expected_close',
  'closed',
  'modified',
  'customer_name',
  'rep',
] as const
type Row = Partial<Record<(typeof fields)[number], string | number>>
const steps: [string, Row[]][] = [
  [
    '2026-11-02T10:00:00Z',
    [
      {
        id: 'd1',
        name: 'Desks',
        stage: 'Qualified',
        amount: 1000,
        created: '2026-10-05',
        expected_close: '2026-12-01',
        customer_name: 'Ada',
        rep: 'Rita',
      },
      { id: 'd2', name: 'Lamps', stage: 'Trial', amount: 250.5, created: '2026-10-08', customer_name: 'Ben' },
    ],
  ],
  [
    '2026-11-09T10:00:00Z',
    [
      {
        id: 'd1',
        name: 'Desks',
        stage: 'Proposal',
        amount: 1200,
        created: '2026-10-05',
        expected_close: '2026-12-15',
        modified: '2026-11-07T08:00:00Z',
        customer_name: 'Ada',
        rep: 'Rita',
      },
      { id: 'd2', name: 'Lamps', stage: 'Trial', amount: 250.5, created: '2026-10-08', customer_name: 'Cleo' },
      { id: 'd3', name: 'Chairs', stage: 'Trial', created: '2026-11-08', customer_name: 'Ada' },
    ],
  ],
  [
    '2026-11-16T10:00:00Z',
    [
      {
        id: 'd1',
        name: 'Desks',
        stage: 'Closed Won',
        amount: 1200,
        created: '2026-10-05',
        closed: '2026-11-14',
        customer_name: 'Ada',
        rep: 'Rita',
      },
      { id: 'd2', name: 'Lamps', stage: 'Qualified', amount: 300, created: '2026-10-08', customer_name: 'Ben' },
      { id: 'd3', name: 'Chairs', stage: 'Trial', created: '2026-11-08', customer_name: 'Ada' },
    ],
  ],
]
const plain = (found: Record<string, unknown>) => {
  const { deals: all, events, changes, stages, customers, reps } = JSON.parse(JSON.stringify(found))
  for (const list of [all, events, changes]) for (const row of list) delete row.import_id
  return { all, events, changes, stages, customers, reps }
}

test('deals and what moves in them are those of files with the same rows', async () => {
  for (const [at, rows] of steps) {
    clock = at
    expect((await deals(...rows)).status).toBe(200)
  }
  const written = plain(await everything())
  await close()
  await open()
  for (const [at, rows] of steps) {
    clock = at
    const file = csv([...fields], ...rows.map(row => fields.map(name => row[name] ?? '')))
    const mapping = Object.fromEntries(fields.map(name => [name, name]))
    await load(fileOf(file), { kind: 'deals', mapping: JSON.stringify(mapping) }, at)
  }
  expect(written).toEqual(plain(await everything()))
  expect(written.events.length + written.changes.length).toBeGreaterThan(4)
})

test('what a row does not name stays, null takes away, the same again changes nothing, and each day is undone by itself', async () => {
  await deals(...steps[0]![1])
  const before = await everything()
  expect((await deals(...steps[0]![1])).data).toMatchObject({ updated: 0, unchanged: 2 })
  clock = '2026-11-09T10:00:00Z'
  expect((await deals({ id: 'd1', stage: 'Qualified', expected_close: null })).data).toMatchObject({ updated: 1 })
  expect((await deals({ id: 'd1', stage: 'Proposal' })).data).toMatchObject({ updated: 1 })
  const { deals: all, changes, events } = await everything()
  expect(all[0]).toMatchObject({ name: 'Desks', amount: 1000, expected_close_on: null, stage: 'proposal' })
  expect([changes.length, events.length]).toEqual([1, 1])
  expect((await list()).map(({ undoable }) => undoable)).toEqual([true, false])
  await undo((await list())[0]!.id)
  expect(await everything()).toEqual(before)
})

test('a close that is dated anew corrects its entry, and the day of another import comes back with an undo', async () => {
  const closed = (day: string) => ({ id: 'd1', stage: 'Closed Won', closed: day, modified: `${day}T12:00:00Z` })
  await deals({ id: 'd1', name: 'Desks', stage: 'Proposal', amount: 5, created: '2026-10-01' })
  clock = '2026-11-09T10:00:00Z'
  await deals(closed('2026-11-05'))
  const before = await everything()
  expect(before.events).toMatchObject([
    { stage: 'closed-won', from_stage: 'proposal', seen: false, entered_at: '2026-11-05T00:00:00.000Z' },
  ])
  clock = '2026-11-10T10:00:00Z'
  await deals(closed('2026-11-06'))
  await deals(closed('2026-11-07'))
  const { events } = await everything()
  expect(events).toMatchObject([{ from_stage: 'proposal', entered_at: '2026-11-07T00:00:00.000Z' }])
  await undo((await list())[0]!.id)
  expect(await everything()).toEqual(before)
})

test('a deal that ended needs its day, and stages that are new take their place', async () => {
  const refused = await deals({ id: 'a', stage: 'Lead', amount: 1 }, { id: 'b', stage: 'Closed Lost' })
  expect(refused.error).toMatchObject({
    code: 'bad_row',
    message: 'rows[1].closed: expected the day it was closed on, as the stage "Closed Lost" ends a deal, got nothing',
    row: { index: 1, field: 'closed' },
  })
  expect((await everything()).deals).toEqual([])
  const { data } = await deals({ id: 'a', stage: 'Lead' }, { id: 'b', stage: 'Verbal commitment', probability: 0.9 })
  expect(data.notes.join(' ')).toContain('Verbal commitment (90 %)')
  const { stages, deals: all } = await everything()
  expect(valuesIn(stages).map(stage => stage.name)).toEqual([
    'lead',
    'qualified',
    'proposal',
    'negotiation',
    'Verbal commitment',
    'closed-won',
    'closed-lost',
  ])
  expect(valuesIn(all).map(deal => [deal.name, deal.stage])).toEqual([
    ['a', 'lead'],
    ['b', 'Verbal commitment'],
  ])
})
