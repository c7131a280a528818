import { expect, test } from 'vitest'
import { csv, facts, readText } from '../../test-files.ts'

test('Amazon: item-price is of the whole line; a settlement’s sales are before fees, and transfers are none', async () => {
  const tab = (...rows: (string | number)[][]) => rows.map(row => row.join('\t')).join('\n')
  const orders = await readText(
    tab(
      [
        'amazon-order-id',
        'purchase-date',
        'order-status',
        'sales-channel',
        'product-name',
        'sku',
        'item-status',
        'quantity',
        'currency',
        'item-price',
        'item-tax',
        'ship-country',
      ],
      [
        '113-1',
        '2026-01-05T08:00:00+00:00',
        'Shipped',
        'Amazon.com',
        'Blue',
        'W-B',
        'Shipped',
        3,
        'USD',
        '59.97',
        '4.80',
        'US',
      ],
      [
        '113-2',
        '2026-01-05T08:00:00+00:00',
        'Cancelled',
        'Amazon.com',
        'Blue',
        'W-B',
        'Cancelled',
        0,
        'USD',
        '',
        '',
        'US',
      ],
    ),
  )
  expect(facts(orders)).toMatchObject({
    preset: 'Amazon orders',
    orders: 1,
    revenue: 59.97,
    skipped: [[3, 'no price and no amount']],
  })
  const settlement = await readText(
    csv(
      [
        'date/time',
        'settlement id',
        'type',
        'order id',
        'sku',
        'description',
        'quantity',
        'marketplace',
        'product sales',
        'product sales tax',
        'selling fees',
        'total',
      ],
      [
        '"Jan 5, 2026 1:23:45 AM PST"',
        1,
        'Order',
        '113-1',
        'W-B',
        'Blue',
        3,
        'amazon.com',
        '59.97',
        '4.80',
        '-9.00',
        '50.97',
      ],
      [
        '"Jan 6, 2026 1:23:45 AM PST"',
        1,
        'Refund',
        '113-1',
        'W-B',
        'Blue',
        1,
        'amazon.com',
        '-19.99',
        0,
        '3.00',
        '-16.99',
      ],
      ['"Jan 8, 2026 9:00:00 AM PST"', 1, 'Transfer', '113-1', '', 'To account', '', '', '-1500.00', 0, 0, '-1500.00'],
    ),
  )
  expect(facts(settlement)).toMatchObject({
    preset: 'Amazon settlement',
    orders: 1,
    revenue: 39.98,
    skipped: [[4, '"Transfer" is a payout, deposit or transfer']],
  })
})
