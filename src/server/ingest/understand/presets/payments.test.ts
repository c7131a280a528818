import { expect, test } from 'vitest'
import { csv, facts, readText } from '../../test-files.ts'

test('Stripe payments: refunds on their own day, in whole and in part; failed ones do not count', async () => {
  const outcome = await readText(
    csv(
      [
        'id',
        'Created date (UTC)',
        'Amount',
        'Amount Refunded',
        'Currency',
        'Converted Amount',
        'Converted Amount Refunded',
        'Converted Currency',
        'Description',
        'Status',
        'Customer ID',
        'Refunded date (UTC)',
      ],
      ['ch_1', '2026-01-31 23:30', '100.00', '0.00', 'usd', '90.00', '0.00', 'eur', 'Plan', 'Paid', 'cus_1', ''],
      [
        'ch_2',
        '2026-02-01 10:00',
        '50.00',
        '50.00',
        'usd',
        '45.00',
        '45.00',
        'eur',
        'Plan',
        'Refunded',
        'cus_2',
        '2026-02-09 10:00',
      ],
      [
        'ch_3',
        '2026-02-01 11:00',
        '40.00',
        '10.00',
        'usd',
        '36.00',
        '9.00',
        'eur',
        'Plan',
        'Paid',
        'cus_3',
        '2026-02-10 10:00',
      ],
      ['ch_4', '2026-02-01 12:00', '40.00', '0.00', 'usd', '36.00', '0.00', 'eur', 'Plan', 'Failed', 'cus_4', ''],
    ),
    { timezone: 'Europe/Berlin' },
  )
  expect({ ...facts(outcome), currency: outcome.currency, span: outcome.report.span }).toEqual({
    preset: 'Stripe payments',
    kind: 'orders',
    orders: 3,
    customers: 3,
    revenue: 117,
    currency: 'EUR',
    skipped: [],
    problems: [],
    questions: 0,
    span: { start: '2026-02-01', end: '2026-02-10' }, // 23:30 UTC is the next day in Berlin
    byStatus: [
      { status: 'completed', rows: 3, amount: 171 },
      { status: 'refunded', rows: 2, amount: -54 },
      { status: 'cancelled', rows: 1, amount: 36 },
    ],
  })
})
