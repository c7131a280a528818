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

test('Superstore sheets: sales are net of the discount share, profit gives the cost', async () => {
  const outcome = await readText(
    csv(
      [
        'Row ID',
        'Order ID',
        'Order Date',
        'Ship Date',
        'Ship Mode',
        'Customer ID',
        'Customer Name',
        'Segment',
        'Country',
        'City',
        'Region',
        'Product ID',
        'Category',
        'Sub-Category',
        'Product Name',
        'Sales',
        'Quantity',
        'Discount',
        'Profit',
      ],
      [
        1,
        'CA-1',
        '11/8/2016',
        '11/11/2016',
        'Second Class',
        'CG-1',
        'Claire',
        'Consumer',
        'United States',
        'Henderson',
        'South',
        'FUR-1',
        'Furniture',
        'Bookcases',
        'Somerset',
        '261.96',
        2,
        0,
        '41.9136',
      ],
      [
        2,
        'CA-1',
        '11/8/2016',
        '11/11/2016',
        'Second Class',
        'CG-1',
        'Claire',
        'Consumer',
        'United States',
        'Henderson',
        'South',
        'FUR-2',
        'Furniture',
        'Chairs',
        'Chair',
        '731.94',
        3,
        '0.2',
        '219.582',
      ],
      [
        3,
        'CA-2',
        '6/13/2016',
        '6/16/2016',
        'Second Class',
        'DV-1',
        'Darrin',
        'Corporate',
        'United States',
        'LA',
        'West',
        'OFF-1',
        'Office Supplies',
        'Labels',
        'Labels',
        '14.62',
        2,
        0,
        '6.8714',
      ],
    ),
  )
  expect({ ...facts(outcome), styles: outcome.report.styles, region: outcome.mapping.region }).toEqual({
    preset: 'Superstore retail sheet',
    kind: 'orders',
    orders: 2,
    customers: 2,
    revenue: 1008.52,
    skipped: [],
    problems: [],
    questions: 0,
    region: 'Region',
    byStatus: [{ status: 'completed', rows: 3, amount: 1008.52 }],
    styles: {
      'Order Date': 'month/day/year',
      Sales: '1,234.56',
      Quantity: '1,234.56',
      Discount: 'a share of the price',
      Profit: '1,234.56',
    },
  })
})

test('HubSpot deals with their stage history', async () => {
  const outcome = await readText(
    csv(
      [
        'Record ID',
        'Deal Name',
        'Deal Stage',
        'Close Date',
        'Deal owner',
        'Amount',
        'Create Date',
        'Date entered "Appointment Scheduled (Sales Pipeline)"',
        'Date entered "Closed Won (Sales Pipeline)"',
      ],
      [
        '1',
        'Big',
        'Closed Won',
        '2026-03-01 10:00',
        'Ann',
        '1000',
        '2026-01-01 09:00',
        '2026-01-02 09:00',
        '2026-03-01 10:00',
      ],
      [
        '2',
        'Small',
        'Appointment Scheduled',
        '2026-12-01 10:00',
        'Bob',
        '',
        '2026-02-01 09:00',
        '2026-02-02 09:00',
        '',
      ],
    ),
  )
  expect({ ...facts(outcome), stages: outcome.stages, mapping: outcome.mapping }).toEqual({
    preset: 'HubSpot deals',
    kind: 'deals',
    orders: null,
    customers: 0,
    revenue: null,
    skipped: [],
    problems: [],
    questions: 0,
    byStatus: [
      { status: 'won', rows: 1, amount: 1000 },
      { status: 'open', rows: 1, amount: null },
    ],
    stages: [
      { name: 'Closed Won', kind: 'won', deals: 1, probability: null },
      { name: 'Appointment Scheduled', kind: 'open', deals: 1, probability: null },
    ],
    mapping: {
      id: 'Record ID',
      name: 'Deal Name',
      stage: 'Deal Stage',
      amount: 'Amount',
      created: 'Create Date',
      closed: 'Close Date',
      rep: 'Deal owner',
      'entered:Appointment Scheduled': 'Date entered "Appointment Scheduled (Sales Pipeline)"',
      'entered:Closed Won': 'Date entered "Closed Won (Sales Pipeline)"',
    },
  })
})

test('Salesforce opportunities, with percentages and the report’s footer', async () => {
  const outcome = await readText(
    csv(
      [
        'Opportunity Name',
        'Account Name',
        'Stage',
        'Amount',
        'Probability (%)',
        'Close Date',
        'Created Date',
        'Opportunity Owner',
      ],
      ['Deal A', 'Acme', 'Negotiation/Review', '"12,500.00"', 90, '31/12/2026', '15/01/2026', 'Ann'],
      ['Deal B', 'Bolt', 'Prospecting', '500.00', 10, '01/12/2026', '02/01/2026', 'Ann'],
      ['Deal C', 'Bolt', 'Closed Lost', '100.00', 0, '05/02/2026', '02/01/2026', 'Ann'],
      ['Deal D', 'Bolt', 'Closed Won', '100.00', 100, '', '02/01/2026', 'Ann'],
      ['Grand Totals (4 records)'],
      ['"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."'],
    ),
  )
  expect({ ...facts(outcome), stages: outcome.stages }).toEqual({
    preset: 'Salesforce opportunities',
    kind: 'deals',
    orders: null,
    customers: 2,
    revenue: null,
    problems: [],
    questions: 0,
    byStatus: [
      { status: 'open', rows: 2, amount: 13000 },
      { status: 'lost', rows: 1, amount: 100 },
    ],
    skipped: [
      [5, 'won without a close date: it has no place in time'],
      [6, 'a total or note below the table (no stage)'],
      [7, 'a total or note below the table (no stage)'],
    ],
    stages: [
      { name: 'Negotiation/Review', kind: 'open', deals: 1, probability: 0.9 },
      { name: 'Prospecting', kind: 'open', deals: 1, probability: 0.1 },
      { name: 'Closed Lost', kind: 'lost', deals: 1, probability: 0 },
    ],
  })
})

test('WooCommerce counts orders in Processing, Xero invoices that await their payment; elsewhere they are pending', async () => {
  const woo = await readText(
    csv(
      [
        'Order Number',
        'Order Status',
        'Order Date',
        'First Name (Billing)',
        'Last Name (Billing)',
        'Item Name',
        'Quantity (- Refund)',
        'Item Cost',
      ],
      ['1', 'Processing', '2026-03-01', 'Ann', 'Lee', 'Soap', 2, '4.50'],
      ['2', 'On hold', '2026-03-01', 'Ann', 'Ray', 'Soap', 1, '4.50'],
    ),
  )
  expect({
    ...facts(woo),
    said: woo.report.notes.includes(
      'Orders in Processing are paid: they count as completed, as in WooCommerce’s own reports.',
    ),
  }).toMatchObject({
    preset: 'WooCommerce orders',
    customers: 1,
    said: true,
    byStatus: [
      { status: 'completed', rows: 1, amount: 9 },
      { status: 'pending', rows: 1, amount: 4.5 },
    ],
  })
  const xero = await readText(
    csv(
      [
        'ContactName',
        'InvoiceNumber',
        'InvoiceDate',
        'Total',
        'Description',
        'Quantity',
        'UnitAmount',
        'LineAmount',
        'TaxAmount',
        'Currency',
        'Type',
        'Status',
      ],
      ['A', 'I1', '15/01/2026', 660, 'Work', 2, 250, 500, 100, 'GBP', 'Sales invoice', 'Awaiting Payment'],
      ['A', 'I2', '15/01/2026', 12, 'Work', 1, 10, 10, 2, 'GBP', 'Sales invoice', 'AUTHORISED'],
      ['B', 'C1', '16/01/2026', 60, 'Work', 1, 50, 50, 10, 'GBP', 'Sales credit note', 'Paid'],
      ['B', 'I3', '16/01/2026', 12, 'Work', 1, 10, 10, 2, 'GBP', 'Sales invoice', 'Draft'],
    ),
  )
  expect(facts(xero)).toMatchObject({
    preset: 'Xero invoices',
    orders: 2,
    revenue: 460,
    byStatus: [
      { status: 'completed', rows: 2, amount: 510 },
      { status: 'refunded', rows: 1, amount: -50 },
      { status: 'pending', rows: 1, amount: 10 },
    ],
  })
  expect(
    (
      await readText(
        csv(
          ['Order ID', 'Order Date', 'Total', 'Status'],
          ['1', '2026-03-01', 5, 'processing'],
          ['2', '2026-03-01', 5, 'Authorised'],
        ),
      )
    ).report.byStatus,
  ).toEqual([{ status: 'pending', rows: 2, amount: 10 }])
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
    skipped: [[4, '"Transfer" is no sale']],
  })
})

test('other companies’ headers, in other languages, find their fields', async () => {
  const german = await readText(
    'Bestelldatum;Bestellnummer;Kundennummer;Artikelnummer;Bezeichnung;Menge;Einzelpreis;Rabatt;Land;Zahlungsstatus\r\n24.12.2025;B1;K1;A-1;Kerze;2;"1.200,50 €";10 %;DE;bezahlt\r\n',
  )
  expect({ ...facts(german), mapping: german.mapping }).toEqual({
    preset: null,
    kind: 'orders',
    orders: 1,
    customers: 1,
    revenue: 2160.9,
    byStatus: [{ status: 'completed', rows: 1, amount: 2160.9 }],
    skipped: [],
    problems: [],
    questions: 0,
    mapping: {
      date: 'Bestelldatum',
      order_id: 'Bestellnummer',
      customer_id: 'Kundennummer',
      product_id: 'Artikelnummer',
      product_name: 'Bezeichnung',
      quantity: 'Menge',
      unit_price: 'Einzelpreis',
      discount: 'Rabatt',
      region: 'Land',
      status: 'Zahlungsstatus',
    },
  })
  const classic = await readText(
    'ORDERNUMBER,QUANTITYORDERED,PRICEEACH,SALES,ORDERDATE,STATUS,PRODUCTLINE,PRODUCTCODE,CUSTOMERNAME,COUNTRY,DEALSIZE\n10107,30,95.7,2871.00,2/24/2003 0:00,Shipped,Motorcycles,S10_1678,Land of Toys,USA,Small\n10108,1,10,10.00,3/1/2003 0:00,In Process,Motorcycles,S10_1678,Land of Toys,USA,Small\n',
  )
  expect(facts(classic)).toMatchObject({
    orders: 1,
    revenue: 2871,
    byStatus: [
      { status: 'completed', rows: 1, amount: 2871 },
      { status: 'pending', rows: 1, amount: 10 },
    ],
  })
  const reps = await readText('Name,Team,Region,Annual quota\nAnn,North,EU,"$250,000"\n')
  expect({ kind: reps.report.kind, mapping: reps.mapping }).toEqual({
    kind: 'sales_reps',
    mapping: { name: 'Name', team: 'Team', region: 'Region', quota: 'Annual quota' },
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

test('Pipedrive deals: the status says what ended, the stage where; Zoho’s closing date', async () => {
  const pipedrive = await readText(
    csv(
      [
        'Deal - ID',
        'Deal - Title',
        'Deal - Organization',
        'Deal - Value',
        'Deal - Currency of Value',
        'Deal - Stage',
        'Deal - Status',
        'Deal - Deal created',
        'Deal - Won time',
        'Deal - Lost time',
        'Deal - Expected close date',
        'Deal - Owner',
      ],
      [
        1,
        'Big',
        'Acme',
        5000,
        'EUR',
        'Proposal Made',
        'Won',
        '2026-01-02 10:00:00',
        '2026-02-02 10:00:00',
        '',
        '',
        'Ann',
      ],
      [
        2,
        'Gone',
        'Beta',
        700,
        'EUR',
        'Proposal Made',
        'Lost',
        '2026-01-02 10:00:00',
        '',
        '2026-02-03 10:00:00',
        '',
        'Ann',
      ],
      [
        3,
        'Open',
        'Gamma',
        900,
        'EUR',
        'Negotiations Started',
        'Open',
        '2026-01-02 10:00:00',
        '',
        '',
        '2026-06-01',
        'Bob',
      ],
    ),
  )
  expect({ ...facts(pipedrive), currency: pipedrive.currency }).toEqual({
    preset: null,
    kind: 'deals',
    orders: null,
    customers: 3,
    revenue: null,
    currency: 'EUR',
    skipped: [],
    problems: [],
    questions: 0,
    byStatus: [
      { status: 'won', rows: 1, amount: 5000 },
      { status: 'lost', rows: 1, amount: 700 },
      { status: 'open', rows: 1, amount: 900 },
    ],
  })
  const zoho = await readText(
    csv(
      ['Deal Id', 'Deal Name', 'Account Name', 'Stage', 'Amount', 'Closing Date'],
      [1, 'Big', 'Acme', 'Closed Won', 5000, '2026-02-13'],
      [2, 'Mid', 'Beta', 'Closed', 700, '2026-02-13'],
    ),
  )
  expect({ ...facts(zoho), notes: zoho.report.notes.filter(note => note.includes('neither')) }).toMatchObject({
    byStatus: [
      { status: 'won', rows: 1, amount: 5000 },
      { status: 'open', rows: 1, amount: 700 },
    ],
    notes: ['1 deal is in a stage such as "Closed", which says neither won nor lost: it counts as open.'],
  })
})

test('an order’s total on each of its lines is refused; without it quantity × unit price counts', async () => {
  const text = csv(
    ['Order ID', 'Date', 'Product', 'Qty', 'Price', 'Total'],
    [1, '2026-01-13', 'x', 2, '5.00', '42.00'],
    [1, '2026-01-13', 'y', 1, '30.00', '42.00'],
    [2, '2026-01-14', 'x', 1, '5.00', '5.00'],
  )
  expect((await readText(text)).report.problems).toEqual([
    'Total is the total of an order, repeated on each of its lines (order 1 has 2 lines of 42.00, where quantity × price is at most 30.00 and 40.00 together): it would count several times. Map the amount to a column of the line, or to none; then quantity × unit price counts.',
  ])
  expect(facts(await readText(text, { mapping: { amount: '' } }))).toMatchObject({ revenue: 45, problems: [] })
})

test('a list of products with the day they were made is not taken for sales', async () => {
  expect(
    (await readText('Product ID,Name,Category,Price,Created At\nP1,Soap,Care,4.50,2026-01-13\n')).report.kind,
  ).toBe('products')
})

test('customers are one by mail address whatever its case, ="007" and an apostrophe before it are 007; shortened order numbers and unknown refunds are told', async () => {
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
    notes: report.notes.filter(note => /E\+|partly/.test(note)),
  }).toEqual({
    orders: 3,
    customers: 1,
    notes: [
      '1 order is partly refunded, but no column tells how much: it counts in full.',
      '1 row has an order number such as 5.00123E+12, shortened by a spreadsheet, so different orders may have become one: export the file again and import it without opening it there.',
    ],
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

test('an order keeps one day, customer and region: its first line’s', async () => {
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
      "1 row differs from its order's first line in day: the first line counts.",
      "1 row differs from its order's first line in customer: the first line counts.",
      "1 row differs from its order's first line in region: the first line counts.",
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
