import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fixture, readPath } from '../test-files.ts'

/** What each export must give, of revenue, orders and customers as far as it is known; deals by how they ended. `answers`: to what is asked. */
const expected: Record<string, { gives: Record<string, unknown>; answers?: Record<string, string> }> = {
  'etsy-items.csv': { gives: { revenue: 96.3, orders: 2 }, answers: { date_style: 'mdy' } },
  'etsy-orders.csv': { gives: { revenue: 96.3, orders: 2 } },
  'ebay-orders.csv': { gives: { revenue: 110, orders: 2 } },
  'amazon-settlement-v2.txt': { gives: { revenue: 40, orders: 2 } },
  'amazon-de-date-range.csv': { gives: { revenue: 29.99, orders: 1 } },
  'paypal-activity.csv': { gives: { revenue: 1290 } },
  'paypal-invoices.csv': { gives: { revenue: 1310, customers: 2 } },
  'paypal-de-short.csv': { gives: { revenue: 1210 } },
  'stripe-balance-itemized.csv': { gives: { revenue: 45.91 } },
  'stripe-balance-history.csv': { gives: { revenue: 30 } },
  'wix-orders.csv': { gives: { revenue: 60 } },
  'wix-single.csv': { gives: { revenue: 60 } },
  'lightspeed-lines.csv': { gives: { revenue: 57 } },
  'vend-sales.csv': { gives: { revenue: 100 } },
  'clover-line-items.csv': { gives: { revenue: 11 } },
  'shopify-tax-included.csv': { gives: { revenue: 150 } },
  'shopify-payouts.csv': { gives: { revenue: 100 } },
  'shopify-transactions.csv': { gives: { revenue: 150 } },
  'woo-csv-export-plugin.csv': { gives: { revenue: 55, customers: 2 } },
  'xero-invoices-download.csv': { gives: { revenue: 140 } },
  'lexoffice-belege.csv': { gives: { revenue: 1450 } },
  'odoo-sale-orders.csv': { gives: { revenue: 100 } },
  'qbo-transaction-list.csv': { gives: { revenue: 150 } },
  'guests-zero.csv': { gives: { orders: 4, customers: 1 } },
  'datev-buchungsstapel.csv': {
    gives: { span: { start: '2026-08-13', end: '2026-08-15' } },
    answers: { 'Soll/Haben-Kennzeichen: s': 'sale', 'Soll/Haben-Kennzeichen: h': 'refund' },
  },
  'hubspot-deals.csv': { gives: { won: 15_000, lost: 7_000, open: 1 } },
  'sf-dataloader.csv': { gives: { won: 12_900, lost: 5_000, open: 7_000 } },
  'odoo-crm.csv': { gives: { lost: 5_000 } },
}

test('the table has every export of expected.csv', () => {
  const files = readFileSync(fixture('exports/expected.csv'), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map(line => line.split(',')[0])
  expect(files).toEqual(Object.keys(expected))
})

test.each(Object.entries(expected))('%s', async (file, { gives, answers }) => {
  const { report } = await readPath(fixture(`exports/${file}`), { styles: answers })
  const { revenue, orders, customers, span, problems, questions } = report
  const deals = Object.fromEntries(report.byStatus.map(({ status, amount, rows }) => [status, amount ?? rows]))
  const found: Record<string, unknown> = report.kind === 'deals' ? deals : { revenue, orders, customers, span }
  const asked = questions.map(({ sentence }) => sentence)
  expect({ problems, asked, ...Object.fromEntries(Object.keys(gives).map(key => [key, found[key]])) }).toEqual({
    problems: [],
    asked: [],
    ...gives,
  })
})
