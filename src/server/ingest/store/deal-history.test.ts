import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { testDatabase } from '../../../../tests/setup/database.ts'
import { buildApp } from '../../app.ts'
import type { Database } from '../../db/database.ts'
import { csv, fileOf } from '../test-files.ts'
import { importsInto } from '../test-imports.ts'

let database: Database
let app: FastifyInstance
let clock = '2026-11-22T10:00:00Z'
beforeAll(async () => {
  database = await testDatabase()
  app = await buildApp({ database, now: () => new Date(clock) })
})
afterAll(async () => {
  await app.close()
  await database.close()
})
const { rowsOf, load, undo, list, everything } = importsInto(() => database)
beforeEach(async () => {
  clock = '2026-11-22T10:00:00Z'
  for (const { id, status } of await list()) if (status === 'done') await undo(id)
})

type Cell = string | number
const header = ['Deal ID', 'Deal Name', 'Stage', 'Amount', 'Create Date', 'Expected close', 'Close date', 'Account']
const deals = (...rows: Cell[][]) => fileOf(csv(header, ...rows))
const at = (day: string) => `${day}T20:00:00Z`

const ask = async (question: string) => {
  const response = await app.inject({ url: `/api/operations/${question}` })
  expect(response.json().error).toBeUndefined()
  return response.json().data
}
type Row = {
  id: number
  opportunityName: string
  stage: string
  amount: number | null
  expectedCloseDate: string | null
}
const onDay = async (day: string, state = 'open') =>
  (
    await ask(`opportunities?state=${state}&start_date=2026-01-01&end_date=${day}&sort=name&direction=asc&limit=1000`)
  ).rows.map(({ opportunityName, stage, amount, expectedCloseDate }: Row) => [
    opportunityName,
    stage,
    amount,
    expectedCloseDate,
  ])
const historyOf = async (name: string) => {
  const { rows } = await ask(`opportunities?state=any&search=${name}`)
  const { history } = await ask(`opportunities/${rows[0].id}`)
  return history.map(({ kind, on, seen, from, to }: Record<string, unknown>) => [kind, on, seen, from, to])
}

test('a re-import records what moved and when, and every day before stays as it was', async () => {
  await load(
    deals(
      ['1', 'grows', 'lead', 100, '2026-09-01', '2026-10-31', '', 'Ada'],
      ['2', 'wins', 'lead', '', '2026-09-02', '2026-10-15', '', 'Ada'],
      ['3', 'stays', 'proposal', 70, '2026-09-03', '', '', 'Ben'],
    ),
    {},
    at('2026-09-10'),
  )
  await load(
    deals(
      ['1', 'grows', 'qualified', 140, '2026-09-01', '2026-12-31', '', 'Ada'],
      ['2', 'wins', 'closed-won', 90, '2026-09-02', '', '2026-09-18', 'Ada'],
      ['3', 'stays', 'proposal', 70, '2026-09-03', '', '', 'Ben'],
    ),
    {},
    at('2026-09-20'),
  )
  await load(
    deals(
      ['1', 'grows', 'lead', 130, '2026-09-01', '2026-12-31', '', 'Ada'],
      ['2', 'wins', 'negotiation', 95, '2026-09-02', '2027-01-10', '', 'Ada'],
      ['3', 'stays', 'closed-lost', 70, '2026-09-03', '', '2026-09-28', 'Ben'],
    ),
    {},
    at('2026-09-30'),
  )
  expect(await onDay('2026-09-10')).toEqual([
    ['grows', 'lead', 100, '2026-10-31'],
    ['stays', 'proposal', 70, null],
    ['wins', 'lead', null, '2026-10-15'],
  ])
  expect(await onDay('2026-09-17')).toEqual(await onDay('2026-09-10'))
  // it closed on the 18th, as the file says, with what it closed with; the others moved when the import showed it
  expect(await onDay('2026-09-19', 'all')).toEqual([
    ['grows', 'lead', 100, '2026-10-31'],
    ['stays', 'proposal', 70, null],
    ['wins', 'closed-won', 90, '2026-10-15'],
  ])
  expect(await onDay('2026-09-20')).toEqual([
    ['grows', 'qualified', 140, '2026-12-31'],
    ['stays', 'proposal', 70, null],
  ])
  // reopened
  expect(await onDay('2026-09-30', 'all')).toEqual([
    ['grows', 'lead', 130, '2026-12-31'],
    ['stays', 'closed-lost', 70, null],
    ['wins', 'negotiation', 95, '2027-01-10'],
  ])
  expect(await historyOf('grows')).toEqual([
    ['created', '2026-09-01', false, undefined, undefined],
    ['stage', '2026-09-20', true, 'lead', 'qualified'],
    ['amount', '2026-09-20', true, 100, 140],
    ['expected-close', '2026-09-20', true, '2026-10-31', '2026-12-31'],
    ['stage', '2026-09-30', true, 'qualified', 'lead'],
    ['amount', '2026-09-30', true, 140, 130],
  ])
  expect(await historyOf('wins')).toEqual([
    ['created', '2026-09-02', false, undefined, undefined],
    ['stage', '2026-09-18', false, 'lead', 'closed-won'],
    ['amount', '2026-09-18', true, null, 90],
    ['stage', '2026-09-30', true, 'closed-won', 'negotiation'],
    ['amount', '2026-09-30', true, 90, 95],
    ['expected-close', '2026-09-30', true, '2026-10-15', '2027-01-10'],
  ])
  const flow = await ask('flow?since=2026-09-10&start_date=2026-09-11&end_date=2026-09-30')
  expect([flow.start, flow.end]).toEqual([170, 225])
  expect(flow.steps.filter(({ deals: some }: { deals: number }) => some > 0)).toEqual([
    { kind: 'pushed-out', amount: 0, deals: 2, value: 225 },
    { kind: 'grew', amount: 125, deals: 2, value: 225 },
    { kind: 'lost', amount: -70, deals: 1, value: 70 },
  ])
})

test('a column that says when a deal was changed dates its moves; an older one is not believed', async () => {
  const columns = [...header, 'Last Modified Date']
  const file = (...row: Cell[]) => fileOf(csv(columns, row))
  await load(file('1', 'dated', 'lead', 100, '2026-09-01', '', '', 'Ada', '2026-09-05'), {}, at('2026-09-10'))
  await load(
    file('1', 'dated', 'proposal', 200, '2026-09-01', '', '', 'Ada', '2026-09-14 09:30:00'),
    {},
    at('2026-09-20'),
  )
  await load(
    file('1', 'dated', 'proposal', 300, '2026-09-01', '', '', 'Ada', '2026-09-14 09:30:00'),
    {},
    at('2026-09-25'),
  )
  expect(await historyOf('dated')).toEqual([
    ['created', '2026-09-01', false, undefined, undefined],
    ['stage', '2026-09-14', false, 'lead', 'proposal'],
    ['amount', '2026-09-14', false, 100, 200],
    ['amount', '2026-09-25', true, 200, 300],
  ])
  expect([await onDay('2026-09-13'), await onDay('2026-09-14')]).toEqual([
    [['dated', 'lead', 100, null]],
    [['dated', 'proposal', 200, null]],
  ])
})

test('dates of the file correct what an import showed; a stage that was entered again keeps both', async () => {
  const columns = ['Deal ID', 'Deal Name', 'Stage', 'Create Date', 'Date entered lead', 'Date entered proposal']
  const file = (...row: Cell[]) => fileOf(csv(columns, row))
  await load(file('1', 'again', 'lead', '2026-09-01', '2026-09-01', ''), {}, at('2026-09-02'))
  await load(fileOf(csv(columns.slice(0, 4), ['1', 'again', 'proposal', '2026-09-01'])), {}, at('2026-09-20'))
  const stays = async () => (await historyOf('again')).slice(1).map(([, on, seen, , to]: unknown[]) => [on, seen, to])
  expect(await stays()).toEqual([
    ['2026-09-01', false, 'lead'],
    ['2026-09-20', true, 'proposal'],
  ])
  await load(file('1', 'again', 'proposal', '2026-09-01', '2026-09-01', '2026-09-12'), {}, at('2026-09-22'))
  expect(await stays()).toEqual([
    ['2026-09-01', false, 'lead'],
    ['2026-09-12', false, 'proposal'],
  ])
  // back in lead: such columns hold the last time
  await load(file('1', 'again', 'lead', '2026-09-01', '2026-09-25', '2026-09-12'), {}, at('2026-09-26'))
  expect(await stays()).toEqual([
    ['2026-09-01', false, 'lead'],
    ['2026-09-12', false, 'proposal'],
    ['2026-09-25', false, 'lead'],
  ])
  // and a date that was wrong is put right
  await load(file('1', 'again', 'lead', '2026-09-01', '2026-09-24', '2026-09-12'), {}, at('2026-09-27'))
  expect((await stays()).at(-1)).toEqual(['2026-09-24', false, 'lead'])
})

const weeks = ['2026-06-10', '2026-06-17', '2026-06-24', '2026-07-01', '2026-07-08', '2026-08-30', '2026-09-30']

/** Deals that live for some weeks, as their source exports them at the end of each; the same every time. */
const weekly = (deal: number, week: number): Cell[] | null => {
  const hash = (salt: number) => Math.abs(Math.imul(deal * 7919 + week * 104_729 + salt, 2_654_435_761) >> 8)
  const [born, ends] = [deal % 5, (deal % 5) + 1 + (deal % 4)]
  if (week < born) return null
  const stages = ['lead', 'qualified', 'proposal', 'negotiation']
  const isOver = week >= ends
  const stage = isOver ? (deal % 3 ? 'closed-won' : 'closed-lost') : stages[hash(1) % 4]!
  const amount = deal % 7 === 0 ? '' : 100 * ((deal * 31 + Math.min(week, ends - 1)) % 9) + 50
  const expected = hash(2) % 3 === 0 ? '' : `2026-1${deal % 3}-${10 + (hash(3) % 18)}`
  const closed = isOver ? weeks[ends]! : ''
  return [deal, `deal ${deal}`, stage, amount, weeks[born]!, expected, closed, deal % 2 ? 'Ada' : 'Ben']
}

test('what a file has no column for stays as it is known; an empty cell of a column that is there empties it', async () => {
  const all = [
    'Deal ID',
    'Deal Name',
    'Stage',
    'Amount',
    'Probability',
    'Create Date',
    'Expected close',
    'Account',
    'Owner',
    'Product',
  ]
  await load(
    fileOf(
      csv(
        all,
        ['1', 'first', 'lead', 100, '30%', '2026-09-01', '2026-10-31', 'Ada', 'Rita', 'Lamp'],
        ['2', 'second', 'lead', 200, '40%', '2026-09-02', '2026-11-30', 'Ben', 'Rob', 'Desk'],
        ['3', 'third', 'lead', 300, '50%', '2026-09-03', '2026-12-31', 'Ada', 'Rita', 'Lamp'],
      ),
    ),
    {},
    at('2026-09-10'),
  )
  const facts = () =>
    rowsOf<Record<string, unknown>>(`
      select d.name, c.name as customer, r.name as owner, p.name as product, d.stage, d.amount, d.probability, d.created_on, d.expected_close_on
      from pipeline d join customers c on c.id = d.customer_id left join sales_reps r on r.id = d.rep_id left join products p on p.id = d.product_id
      order by d.external_id
    `)
  const [first, second, third] = await facts()
  const few = fileOf(
    csv(['Deal ID', 'Stage', 'Close date'], ['1', 'lead', ''], ['2', 'qualified', ''], ['4', 'lead', '']),
  )
  const note =
    'The file has no column for name, customer, owner, product, amount, probability, day of creation: of deals that are here already it stays as it was.'
  const again = await load(few, {}, at('2026-09-20'))
  expect(again.report.notes).toContain(note)
  // a chance was given to the stage of then; "Close date" is a column, and it is empty
  expect((await facts()).slice(0, 3)).toEqual([
    { ...first, expected_close_on: null },
    { ...second, stage: 'qualified', probability: null, expected_close_on: null },
    third,
  ])
  expect(await historyOf('second')).toEqual([
    ['created', '2026-09-02', false, undefined, undefined],
    ['stage', '2026-09-20', true, 'lead', 'qualified'],
    ['expected-close', '2026-09-20', true, '2026-11-30', null],
  ])
  await undo(again.importId!)
  expect(await facts()).toEqual([first, second, third])

  await load(
    fileOf(csv(['Deal ID', 'Stage', 'Amount', 'Owner'], ['1', 'lead', '', ''], ['2', 'lead', 250, 'Zoe'])),
    {},
    at('2026-09-21'),
  )
  expect((await facts()).slice(0, 2)).toEqual([
    { ...first, amount: null, owner: null },
    { ...second, amount: 250, owner: 'Zoe' },
  ])
  expect(await onDay('2026-09-20')).toEqual([
    ['first', 'lead', 100, '2026-10-31'],
    ['second', 'lead', 200, '2026-11-30'],
    ['third', 'lead', 300, '2026-12-31'],
  ])
})

test('the pipeline of every day on which there was an import is what it showed, whatever came later; undo brings all back', async () => {
  const before = await everything()
  const states: unknown[] = [before]
  const ids: number[] = []
  const files: Cell[][][] = []
  for (const [week, day] of weeks.entries()) {
    const rows = Array.from({ length: 19 }, (_, deal) => weekly(deal + 1, week)).filter(row => row !== null)
    files.push(rows)
    ids.push((await load(deals(...rows), {}, at(day))).importId!)
    states.push(await everything())
  }
  const shown = (week: number) =>
    files[week]!.filter(row => !String(row[2]).startsWith('closed'))
      .map(row => [row[1], row[2], row[3] === '' ? null : row[3], row[5] === '' ? null : row[5]])
      .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1))
  for (const [week, day] of weeks.entries()) expect(await onDay(day), day).toEqual(shown(week))
  for (const [i, id] of ids.toReversed().entries()) {
    await undo(id)
    expect(await everything()).toEqual(states.at(-2 - i))
    for (const [week, day] of weeks.slice(0, -1 - i).entries()) expect(await onDay(day), day).toEqual(shown(week))
  }
  expect(await rowsOf('select * from import_changes')).toEqual([])
})
