import { expect, test } from 'vitest'
import { columnOf, readText } from '../test-files.ts'

/** A file, and what is asked of it. */
const asked = async (text: string, styles?: Record<string, string>) => {
  const { report } = await readText(text, styles ? { styles } : {})
  return {
    report,
    questions: report.questions.map(({ column, options }) => [column, options.map(({ value }) => value)]),
  }
}

test.each([
  [
    'beside a city',
    'Order ID,Order Date,City,State,Amount\n1,2026-01-01,Bend,OR,5\n2,2026-01-02,Tulsa,OK,6\n',
    'State',
  ],
  [
    'beside a country',
    'Order ID,Order Date,Country,State,Amount\n1,2026-01-01,US,New,5\n2,2026-01-02,US,Complete,6\n',
    'Country',
  ],
  ['alone, with names of places', 'Order ID,Order Date,State,Amount\n1,2026-01-01,CA,5\n2,2026-01-02,NY,6\n', 'State'],
])('"State" %s is a place and no status', async (_, text, region) => {
  const { report, questions } = await asked(text)
  expect([report.mapping.status, report.mapping.region, report.byStatus.length, questions]).toEqual([
    undefined,
    region,
    1,
    [],
  ])
})

test('"State" of deals is no stage beside a city', async () => {
  const { report } = await asked(
    'Deal Name,Stage,City,State,Amount,Close Date\nA,Won,Bend,OR,5,2026-01-01\nB,Lead,Tulsa,OK,6,\n',
  )
  expect([report.mapping.stage, report.mapping.outcome]).toEqual(['Stage', undefined])
})

const meaningless = 'foo,when,howmuch\nAda,2026-01-01,5.5\nGrace,2026-01-02,6\nAda,2026-01-03,7.25\n'

test('headings that say nothing: the day and the amount by their values, and the amount is asked', async () => {
  const { report, questions } = await asked(meaningless)
  expect([report.kind, report.mapping, questions]).toEqual([
    'orders',
    { date: 'when', amount: 'howmuch' },
    [['howmuch: the amount', ['amount', 'no_amount']]],
  ])
  const yes = await asked(meaningless, { 'howmuch: the amount': 'amount' })
  expect([yes.report.revenue, yes.questions, yes.report.answers]).toEqual([
    18.75,
    [],
    { 'howmuch: the amount': 'amount' },
  ])
  const no = await asked(meaningless, { 'howmuch: the amount': 'no_amount' })
  expect(no.report.problems[0]).toContain('No column is mapped to the amount')
})

test.each([
  ['two columns of numbers', 'when,one,two\n2026-01-01,5.5,1.5\n2026-01-02,6.5,2.5\n'],
  ['numbers that number the rows', 'when,thing\n2026-01-01,11\n2026-01-02,12\n2026-01-03,13\n'],
  ['a heading that says something else', 'when,temperature\n2026-01-01,11.5\n2026-01-02,12.5\n'],
])('no amount is guessed from %s', async (_, text) => {
  const { report, questions } = await asked(text)
  expect([report.mapping.amount, questions]).toEqual([undefined, []])
})

const twins = (second: string) => `Order ID,Order Date,Amount,Amount\n1,2026-01-01,5,${second}\n2,2026-01-02,6,7\n`

test('two columns of one name are asked, if they differ', async () => {
  const { report, questions } = await asked(twins('9'))
  expect([questions, report.questions[0]?.sentence]).toEqual([
    [['Amount: the column', ['Amount', 'Amount (2)']]],
    'Two columns are called Amount, and they differ. Which one counts?',
  ])
  expect((await asked(twins('9'), { 'Amount: the column': 'Amount (2)' })).report).toMatchObject({
    revenue: 16,
    answers: { 'Amount: the column': 'Amount (2)' },
    problems: [],
  })
  expect((await asked(twins('9'), { 'Amount: the column': 'Amount' })).report.revenue).toBe(11)
  expect((await asked(twins('9'), { 'Amount: the column': 'Total' })).report.problems[0]).toContain('got "Total"')
  const same = 'Order ID,Order Date,Amount,Amount\n1,2026-01-01,5,5\n2,2026-01-02,6,6\n'
  expect((await asked(same)).questions).toEqual([])
  const empty = 'Order ID,Order Date,Amount,Amount\n1,2026-01-01,,5\n2,2026-01-02,,6\n'
  expect((await asked(empty)).report.revenue).toBe(11)
  const { report: mapped } = await readText(twins('9'), { mapping: { amount: 'Amount (2)' } })
  expect([mapped.revenue, mapped.questions]).toEqual([16, []])
})

const shortened = 'Order ID,Order Date,Amount\n1.23457E+11,2026-01-01,5\n1.23457E+11,2026-01-02,6\n17,2026-01-02,7\n'

test('order numbers that a spreadsheet shortened are asked', async () => {
  const key = 'Order ID: shortened'
  expect((await asked(shortened)).questions).toEqual([[key, ['left_out', 'as_they_are']]])
  expect((await asked(shortened, { [key]: 'as_they_are' })).report).toMatchObject({ orders: 2, revenue: 18 })
  const { report } = await asked(shortened, { [key]: 'left_out' })
  expect([report.orders, report.revenue, report.skippedRows.map(({ line }) => line)]).toEqual([1, 7, [2, 3]])
})

const rows = (...lines: string[]) =>
  `id,customer_id,product_id,transaction_date,quantity,total_amount\n${lines.join('\n')}\n`

test('an id that is another one on every row is offered as the order number, where it makes a difference', async () => {
  const together = rows('1,7,3,2026-01-01,1,5', '2,7,4,2026-01-01,1,6', '9,8,4,2026-01-02,1,6')
  const key = 'id: on every row'
  expect((await asked(together)).questions).toEqual([[key, ['orders', 'lines']]])
  expect((await asked(together, { [key]: 'orders' })).report).toMatchObject({ orders: 3, mapping: { order_id: 'id' } })
  expect((await asked(together, { [key]: 'lines' })).report).toMatchObject({ orders: 2, mapping: { line_id: 'id' } })

  const apart = await asked(rows('5,7,3,2026-01-01,1,5', '2,7,4,2026-01-02,1,6'))
  expect([apart.questions, apart.report.orders, apart.report.notes[0]]).toEqual([
    [],
    2,
    'id is another one on every row: it numbers the orders, and each row is one.',
  ])
  const repeated = await asked(rows('5,7,3,2026-01-01,1,5', '2,7,4,2026-01-01,1,6', '5,8,4,2026-01-02,1,6'))
  expect([repeated.questions, repeated.report.mapping.order_id]).toEqual([[], undefined])
})

const deal = 'id,deal_name,stage,value,created_at,expected_close_date,updated_at'
const deals = `${deal}
1,A,Closed Won,5,2025-12-01,2026-01-05,2026-01-04
2,B,Lead,6,2025-12-01,2026-04-05,2026-01-04
3,C,Closed Lost,7,2025-12-01,,2026-01-06
`

test('deals that ended without a close date: on which day is asked', async () => {
  const key = 'stage: without a close date'
  const { questions, report } = await asked(deals)
  expect([questions, report.questions[0]?.options[0]?.example]).toEqual([
    [[key, ['expected', 'modified', 'left_out']]],
    'on expected_close_date (1 of them have one; the others are left out)',
  ])
  const won = { status: 'won', rows: 1, amount: 5 }
  const open = { status: 'open', rows: 1, amount: 6 }
  const lost = { status: 'lost', rows: 1, amount: 7 }
  const by = async (answer: string) => (await asked(deals, { [key]: answer })).report
  expect((await by('expected')).byStatus).toEqual([won, open])
  expect(await by('modified')).toMatchObject({
    byStatus: [won, open, lost],
    span: { start: '2025-12-01', end: '2026-01-06' },
  })
  expect((await by('modified')).notes).toContain('2 deals have no close date: they count as closed on updated_at.')
  expect([(await by('left_out')).byStatus, (await by('left_out')).rows.skipped]).toEqual([[open], 2])
})

test('without a day that could stand for it, nothing is asked: those deals are left out and listed', async () => {
  const { report, questions } = await asked('id,deal_name,stage,value\n1,A,Closed Won,5\n2,B,Lead,6\n')
  expect([questions, report.skippedRows.map(({ reason }) => reason)]).toEqual([
    [],
    ['won without a close date: it has no place in time'],
  ])
})

test.each([
  ['orders', 'Order ID,Order Date,Amount,sales_rep_id\n1,2026-01-01,5,7\n2,2026-01-02,6,8\n', 'sales_rep_id'],
  ['deals', 'Deal ID,Deal Name,Stage,Owner ID,Close Date\n1,A,Won,7,2026-01-01\n2,B,Lead,8,\n', 'Owner ID'],
])('numbers of representatives in %s', async (_, text, column) => {
  const handed: string[] = []
  const { report } = await readText(text, { dryRun: false }, parcel => {
    if (parcel.what === 'reps') handed.push(...columnOf(parcel, 1))
  })
  expect([report.mapping.rep_id, handed]).toEqual([column, ['7', '8']])
})
