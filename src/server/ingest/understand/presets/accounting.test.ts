import { expect, test } from 'vitest'
import { csv, facts, readText } from '../../test-files.ts'

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
