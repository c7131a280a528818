import { expect, test } from 'vitest'
import { csv, fixture, readPath, readText } from '../test-files.ts'

const facts = ({ report }: Awaited<ReturnType<typeof readText>>) => ({
  preset: report.preset,
  kind: report.kind,
  orders: report.orders,
  customers: report.customers,
  revenue: report.revenue,
  byStatus: report.byStatus,
  skipped: report.skippedRows.map(({ line, reason }) => [line, reason]),
  problems: report.problems,
  questions: report.questions.length,
})

test('beside an order’s total on each of its lines quantity × unit price counts; mapped to the amount it is refused', async () => {
  const text = csv(
    ['Order ID', 'Date', 'Product', 'Qty', 'Price', 'Total'],
    [1, '2026-01-13', 'x', 2, '5.00', '42.00'],
    [1, '2026-01-13', 'y', 1, '30.00', '42.00'],
    [2, '2026-01-14', 'x', 1, '5.00', '5.00'],
  )
  expect(facts(await readText(text))).toMatchObject({ revenue: 45, problems: [] })
  expect((await readText(text, { mapping: { amount: 'Total' } })).report.problems).toEqual([
    'Total is the total of an order, repeated on each of its lines (order 1 has 2 lines of 42.00, where quantity × price is at most 30.00 and 40.00 together): it would count several times. Map the amount to a column of the line, or to none; then quantity × unit price counts.',
  ])
  expect(facts(await readText(text, { mapping: { amount: '' } }))).toMatchObject({ revenue: 45, problems: [] })
})

test('a list of products with the day they were made is not taken for sales', async () => {
  expect(
    (await readText('Product ID,Name,Category,Price,Created At\nP1,Soap,Care,4.50,2026-01-13\n')).report.kind,
  ).toBe('products')
})

test('customers are one by mail address whatever its case, ="007" and an apostrophe before it are 007; shortened order numbers are asked, unknown refunds told', async () => {
  const { report } = await readText(
    csv(
      ['Order ID', 'Date', 'Customer ID', 'Total', 'Status'],
      ['="0001"', '2026-01-13', 'Ann@x.de', 10, 'paid'],
      ["'0001", '2026-01-13', 'ann@x.de', 5, 'paid'],
      [1, '2026-01-13', 'ann@X.de', 10, 'paid'],
      ['0001', '2026-01-13', 'ann@x.de', 10, 'partially_refunded'],
      ['5.00123E+12', '2026-01-13', 'ann@x.de', 10, 'paid'],
    ),
  )
  expect({
    orders: report.orders,
    customers: report.customers,
    asked: report.questions.map(({ column }) => column),
    notes: report.notes.filter(note => /E\+|partly/.test(note)),
  }).toEqual({
    orders: 3,
    customers: 1,
    asked: ['Order ID: shortened'],
    notes: ['1 order is partly refunded, but no column tells how much: it counts in full.'],
  })
})

test('a discount that may be a share or money is asked', async () => {
  const text = csv(
    ['Order ID', 'Order Date', 'Quantity', 'Unit Price', 'Discount'],
    ['1', '2026-01-31', 2, 10, 0.2],
    ['2', '2026-01-31', 1, 10, 0],
  )
  expect((await readText(text)).report.questions).toEqual([
    {
      column: 'Discount',
      about: 'meaning',
      sentence: 'Discount: no discount is above 1, so it may be a share of the price or an amount of money.',
      options: [
        { value: 'rate', example: '0.2 is 20 % of the price' },
        { value: 'money', example: '0.2 is 0.20 off the price' },
      ],
    },
  ])
  expect([
    (await readText(text, { styles: { Discount: 'rate' } })).report.revenue,
    (await readText(text, { styles: { Discount: 'money' } })).report.revenue,
  ]).toEqual([26, 29.8])
})

test('an order keeps one day and customer: its earliest line’s', async () => {
  const { report } = await readText(
    csv(
      ['Order ID', 'Order Date', 'Customer', 'Region', 'Total'],
      ['1', '2026-01-30', 'A', 'N', 1],
      ['2', '2026-01-30', 'B', 'N', 1],
      ['1', '2026-01-31', 'B', 'S', 2],
      ['1', '', '', '', 4],
    ),
  )
  expect({
    orders: report.orders,
    customers: report.customers,
    span: report.span,
    revenue: report.revenue,
    differ: report.notes.filter(note => note.includes('differ')),
  }).toEqual({
    orders: 2,
    customers: 2,
    span: { start: '2026-01-30', end: '2026-01-30' },
    revenue: 8,
    differ: [
      "1 row differs from its order's earliest line in day: the earliest line counts.",
      "1 row differs from its order's earliest line in customer: the earliest line counts.",
    ],
  })
})

test('the files in fixtures are recognised', async () => {
  const kinds = await Promise.all(
    ['retail', 'cdnow', 'crm-pipeline', 'crm-accounts', 'crm-products', 'crm-teams'].map(async name => {
      const { report } = await readPath(fixture(`${name}.csv`))
      return [name, report.kind, report.preset, report.problems.length + report.questions.length]
    }),
  )
  expect(kinds).toEqual([
    ['retail', 'orders', null, 0],
    ['cdnow', 'orders', null, 0],
    ['crm-pipeline', 'deals', 'Maven CRM opportunities', 0],
    ['crm-accounts', 'customers', null, 0],
    ['crm-products', 'products', null, 0],
    ['crm-teams', 'sales_reps', null, 0],
  ])
})
