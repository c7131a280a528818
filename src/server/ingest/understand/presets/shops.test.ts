import { expect, test } from 'vitest'
import { csv, facts, readText } from '../../test-files.ts'

test('Shopify orders: lines below an order’s first take its facts, discounts of the order are spread, undated refunds set apart', async () => {
  const header = [
    'Name',
    'Email',
    'Financial Status',
    'Paid at',
    'Currency',
    'Subtotal',
    'Shipping',
    'Taxes',
    'Total',
    'Discount Amount',
    'Created at',
    'Lineitem quantity',
    'Lineitem name',
    'Lineitem price',
    'Lineitem sku',
    'Lineitem discount',
    'Shipping Country',
    'Refunded Amount',
    'Cancelled at',
    'Source',
  ]
  const first = (
    name: string,
    email: string,
    status: string,
    subtotal: number,
    discount: number,
    quantity: number,
    price: number,
    refunded: number,
    cancelled = '',
  ) => [
    name,
    email,
    status,
    '',
    'EUR',
    subtotal,
    5,
    1,
    0,
    discount,
    '2026-01-05 23:30:00 +0100',
    quantity,
    'Mug',
    price,
    'MUG',
    0,
    'DE',
    refunded,
    cancelled,
    'web',
  ]
  const next = (name: string, quantity: number, price: number) => [
    name,
    '',
    '',
    '',
    '',
    '',
    '',
    '',
    '',
    '',
    '2026-01-05 23:30:00 +0100',
    quantity,
    'Plate',
    price,
    'PLT',
    0,
    '',
    '',
    '',
    '',
  ]
  const outcome = await readText(
    csv(
      header,
      first('#1001', 'a@x.de', 'paid', 45, 5, 2, 10, 0),
      next('#1001', 1, 30), // 20 + 30 − 5 = 45
      first('#1002', 'b@x.de', 'partially_refunded', 20, 0, 2, 10, 5), // 15 count, 5 are set apart
      first('#1003', 'a@x.de', 'refunded', 10, 0, 1, 10, 10),
      first('#1004', 'c@x.de', 'pending', 10, 0, 1, 10, 0),
      first('#1005', 'c@x.de', 'voided', 10, 0, 1, 10, 0, '2026-01-06 10:00:00 +0100'),
    ),
  )
  expect({ ...facts(outcome), currency: outcome.currency }).toEqual({
    preset: 'Shopify orders',
    kind: 'orders',
    orders: 2,
    customers: 2,
    revenue: 60,
    currency: 'EUR',
    skipped: [],
    problems: [],
    questions: 0,
    byStatus: [
      { status: 'completed', rows: 3, amount: 60 },
      { status: 'refunded', rows: 2, amount: 15 },
      { status: 'pending', rows: 1, amount: 10 },
      { status: 'cancelled', rows: 1, amount: 10 },
    ],
  })
})

test('WooCommerce orders, both layouts', async () => {
  const lines = csv(
    [
      'Order Number',
      'Order Status',
      'Order Date',
      'Email (Billing)',
      'Country Code (Billing)',
      'SKU',
      'Item #',
      'Item Name',
      'Quantity (- Refund)',
      'Item Cost',
      'Order Refund Amount',
    ],
    ['77', 'Completed', '2026-03-01 10:00', 'a@x.fr', 'FR', 'S1', 1, 'Soap', 3, '4.50', 0],
    ['77', 'Completed', '2026-03-01 10:00', 'a@x.fr', 'FR', 'S2', 2, 'Oil', 1, '8.00', 0],
    ['78', 'wc-on-hold', '2026-03-02 10:00', 'b@x.fr', 'FR', 'S2', 1, 'Oil', 1, '8.00', 0],
  )
  expect(facts(await readText(lines))).toEqual({
    preset: 'WooCommerce orders',
    kind: 'orders',
    orders: 1,
    customers: 1,
    revenue: 21.5,
    skipped: [],
    problems: [],
    questions: 0,
    byStatus: [
      { status: 'completed', rows: 2, amount: 21.5 },
      { status: 'pending', rows: 1, amount: 8 },
    ],
  })
  const orders = csv(
    [
      'Date',
      'Order #',
      'N. Revenue (formatted)',
      'Status',
      'Customer',
      'Customer type',
      'Product(s)',
      'Items sold',
      'Coupon(s)',
      'Net Sales',
      'Attribution',
    ],
    ['2026-03-01 10:00:00', '77', '€21.50', 'completed', 'Ann', 'new', '3× Soap', 4, '', '21.5', 'Organic'],
  )
  expect(facts(await readText(orders))).toMatchObject({
    preset: 'WooCommerce orders',
    orders: 1,
    customers: 1,
    revenue: 21.5,
  })
})

test('Squarespace orders: rows below an order’s first take its facts', async () => {
  const header = [
    'Order ID',
    'Email',
    'Financial Status',
    'Fulfillment Status',
    'Currency',
    'Subtotal',
    'Taxes',
    'Amount Refunded',
    'Total',
    'Discount Amount',
    'Created at',
    'Lineitem quantity',
    'Lineitem name',
    'Lineitem price',
    'Lineitem sku',
    'Shipping Country',
  ]
  const outcome = await readText(
    csv(
      header,
      [
        '00001',
        'a@x.com',
        'PAID',
        'FULFILLED',
        'USD',
        70,
        6,
        0,
        81,
        7,
        '2026-01-05 10:00:00 -0500',
        2,
        'Pen',
        10,
        'P1',
        'US',
      ],
      ['00001', 'a@x.com', '', '', '', '', '', '', '', '', '', 1, 'Cup', 50, 'C1', ''],
      [
        '00002',
        'b@x.com',
        'PAID',
        'FULFILLED',
        'USD',
        10,
        1,
        4,
        16,
        0,
        '2026-01-06 10:00:00 -0500',
        1,
        'Pen',
        10,
        'P1',
        'US',
      ],
    ),
  )
  expect(facts(outcome)).toEqual({
    preset: 'Squarespace orders',
    kind: 'orders',
    orders: 2,
    customers: 2,
    revenue: 69,
    skipped: [],
    problems: [],
    questions: 0, // 70 − 7 and 10 − 4
    byStatus: [
      { status: 'completed', rows: 3, amount: 69 },
      { status: 'refunded', rows: 1, amount: 4 },
    ],
  })
})

test('Shopify: a free first line keeps its order’s facts, and a cancelled order is cancelled on all of its lines', async () => {
  const header = [
    'Name',
    'Email',
    'Financial Status',
    'Subtotal',
    'Discount Amount',
    'Created at',
    'Lineitem quantity',
    'Lineitem name',
    'Lineitem price',
    'Shipping Country',
    'Refunded Amount',
    'Cancelled at',
  ]
  const below = (name: string, item: string, price: number) => [
    name,
    '',
    '',
    '',
    '',
    '2026-01-05',
    1,
    item,
    price,
    '',
    '',
    '',
  ]
  const outcome = await readText(
    csv(
      header,
      ['#1', 'Ann@x.de', 'partially_refunded', 36, 4, '2026-01-05', 1, 'Gift', 0, 'DE', 6, ''],
      below('#1', 'Lamp', 40), // 40 − 4 − 6
      ['#2', 'ann@X.de', 'paid', 30, 0, '2026-01-06', 1, 'Mug', 10, 'DE', 0, ''],
      below('#2', 'Bowl', 20),
      ['#3', 'bob@x.de', 'paid', 30, 0, '2026-01-06', 1, 'Mug', 10, 'DE', 0, '2026-01-07'],
      below('#3', 'Bowl', 20),
    ),
  )
  expect(facts(outcome)).toEqual({
    preset: 'Shopify orders',
    kind: 'orders',
    orders: 2,
    customers: 1,
    revenue: 60,
    skipped: [[2, 'price is zero: not a sale']],
    problems: [],
    questions: 0,
    byStatus: [
      { status: 'completed', rows: 3, amount: 60 },
      { status: 'refunded', rows: 1, amount: 6 },
      { status: 'cancelled', rows: 2, amount: 30 },
    ],
  })
})

test('WooCommerce: guests are told apart, and pieces given back are not taken off twice', async () => {
  const outcome = await readText(
    csv(
      [
        'Order Number',
        'Order Status',
        'Order Date',
        'Customer User ID',
        'Email (Billing)',
        'Order Refund Amount',
        'SKU',
        'Item Name',
        'Quantity (- Refund)',
        'Item Cost',
      ],
      ['1', 'Completed', '2026-03-01', 0, 'a@x.fr', '4.50', 'S1', 'Soap', 2, '4.50'],
      ['2', 'Completed', '2026-03-01', 0, 'b@x.fr', 0, 'S2', 'Oil', 1, '8.00'],
    ),
  )
  expect(facts(outcome)).toMatchObject({ orders: 2, customers: 2, revenue: 17 })
})
