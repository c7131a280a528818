import { expect, test } from 'vitest'
import { columnOf, csv, readText } from '../test-files.ts'

const reportOf = async (...rows: (string | number)[][]) => (await readText(csv(...rows))).report

test('payments and refunds that failed count for nothing, whatever their sign', async () => {
  const report = await reportOf(
    ['Order ID', 'Order Date', 'Amount', 'Status'],
    [1, '2026-01-05', 100, 'Paid'],
    [2, '2026-01-05', -60, 'Voided'],
    [3, '2026-01-06', -30, 'Failed'],
    [4, '2026-01-06', -20, 'Refunded'],
  )
  expect([report.revenue, report.byStatus]).toEqual([
    80,
    [
      { status: 'completed', rows: 1, amount: 100 },
      { status: 'cancelled', rows: 2, amount: -90 },
      { status: 'refunded', rows: 1, amount: -20 },
    ],
  ])
})

test('a refund that was cancelled is none; goods booked back as cancelled are', async () => {
  expect(
    (
      await reportOf(
        ['Order ID', 'Order Date', 'Amount', 'Status'],
        [1, '2026-01-05', 100, 'Paid'],
        [2, '2026-01-06', -5, 'Cancelled'],
      )
    ).revenue,
  ).toBe(100)
  expect(
    (
      await reportOf(
        ['Order ID', 'Order Date', 'Type', 'Quantity', 'Amount', 'Status'],
        [1, '2026-01-05', 'Sale', 4, 100, 'Paid'],
        [1, '2026-01-06', 'Refund', -1, -25, 'Cancelled'],
      )
    ).revenue,
  ).toBe(100)
  expect(
    (
      await reportOf(
        ['Order ID', 'Order Date', 'Quantity', 'Unit Price', 'Status'],
        [1, '2026-01-05', 4, 25, 'Paid'],
        [1, '2026-01-06', -1, 25, 'Cancelled'],
      )
    ).revenue,
  ).toBe(75)
})

test('rows of totals are no sales, though they have an order or a date; a product of that name is', async () => {
  const report = await reportOf(
    ['Order ID', 'Order Date', 'Product', 'Quantity', 'Unit Price', 'Amount'],
    ['A1', '2026-01-05', 'Pen', 1, 10, 10],
    ['A1', '2026-01-05', 'Total', 2, 7.5, 15],
    ['A1', '', 'Subtotal', '', '', 25],
    ['A1 Total', '2026-01-05', '', '', '', 25],
  )
  expect([report.revenue, report.orders, report.skippedRows.map(({ line, reason }) => [line, reason])]).toEqual([
    25,
    1,
    [
      [4, 'a total of other rows'],
      [5, 'a total of other rows'],
    ],
  ])
})

test('a day’s total in the column of customers is no sale; a customer of that name is', async () => {
  const report = await reportOf(
    ['Date', 'Customer', 'Product', 'Amount'],
    ['2026-01-05', 'Ann', 'Pen', 10],
    ['2026-01-05', 'Total', 'Oil', 20],
    ['2026-01-05', 'Total', '', 30],
  )
  expect([report.revenue, report.skippedRows.map(({ line }) => line)]).toEqual([30, [4]])
})

test('a cell that a sale can do without does not lose the sale', async () => {
  const report = await reportOf(
    ['Order ID', 'Order Date', 'Amount', 'Cost', 'Refunded At'],
    [1, '2026-01-05', 10, 'unknown', ''],
    [2, '2026-01-05', 50, 4, '0000-00-00 00:00:00'],
    [3, 'soon', 50, 4, ''],
  )
  expect([report.revenue, report.rows.skipped]).toEqual([60, 1])
  expect(report.notes).toEqual(
    expect.arrayContaining([
      '1 cell of Cost cannot be read (on line 2): it counts as empty.',
      '1 cell of Refunded At cannot be read (on line 3): it counts as empty.',
    ]),
  )
})

test('what is of a whole order counts once, though its rows stand apart', async () => {
  const refund = (id: string, product: string, amount: number) => [id, '2026-01-05', product, amount, 20, '2026-01-09']
  const refunds = await reportOf(
    ['Order ID', 'Order Date', 'Product', 'Amount', 'Refund Amount', 'Refund Date'],
    refund('A', 'Pen', 100),
    ['B', '2026-01-05', 'Pen', 50, '', ''],
    refund('A', 'Pad', 150),
  )
  expect(refunds.revenue).toBe(280)
  const cut = (id: string, product: string, price: number, off: number | '') => [
    id,
    '2026-01-05',
    product,
    1,
    price,
    off,
  ]
  const discounts = await reportOf(
    ['Order ID', 'Order Date', 'Product', 'Quantity', 'Unit Price', 'Order Discount'],
    cut('A', 'Pen', 100, 10),
    cut('B', 'Pen', 50, ''),
    cut('A', 'Pad', 150, 10),
  )
  expect(discounts.revenue).toBe(290)
})

test('line numbers that begin anew with each order are those of different lines', async () => {
  const report = await reportOf(
    ['Order ID', 'Line ID', 'Order Date', 'Amount'],
    ['A', 1, '2026-01-05', 10],
    ['A', 2, '2026-01-05', 10],
    ['B', 1, '2026-01-05', 10],
    ['B', 1, '2026-01-05', 10],
  )
  expect([report.revenue, report.skippedRows.map(({ reason }) => reason)]).toEqual([
    30,
    ['the line number 1 of order B was on line 4 already'],
  ])
})

test('an answer that was not offered is refused', async () => {
  const { report } = await readText('Order ID,Order Date,Amount\n1,03/04/2026,5\n', {
    styles: { 'Order Date': 'ymdx' },
  })
  expect(report.problems).toEqual(['The style of Order Date: expected dmy or mdy, got "ymdx".'])
  const problems = async (styles: Record<string, string>) =>
    (await readText('Order ID,Order Date,Amount\n1,2026-04-03,5\n', { styles })).report.problems
  expect(await problems({ 'Order Date': 'ymdx' })).toEqual([
    'The style of Order Date: expected one of dmy, mdy, ymd, dot, comma, rate, money, got "ymdx".',
  ])
  expect(await problems({ date_style: 'dot' })).toEqual([
    'The style of date_style: expected one of dmy, mdy, ymd, got "dot".',
  ])
  expect(await problems({ Date: 'dmy' })).toEqual([
    'There is no column "Date" to be read as "dmy"; the file has Order ID, Order Date, Amount.',
  ])
  expect(await problems({ date_style: 'dmy' })).toEqual([])
})

test('words for a state that we do not know are asked, one by one; more of them are no states', async () => {
  const rows = (...words: string[]) =>
    csv(
      ['Order ID', 'Order Date', 'Amount', 'Status'],
      ...words.map((word, i) => [i, '2026-01-05', 10 ** (i % 10), word]),
    )
  const text = rows('Paid', 'Wobbly', 'wobbly ', 'Frozen')
  const { report, readable } = await readText(text)
  const options = [
    { value: 'completed', example: 'completed: a sale' },
    { value: 'pending', example: 'pending: not yet a sale' },
    { value: 'refunded', example: 'refunded: given back' },
    { value: 'cancelled', example: 'cancelled: it came to nothing' },
  ]
  expect([readable, report.problems, report.questions]).toEqual([
    false,
    [],
    [
      {
        column: 'Status: wobbly',
        about: 'meaning',
        sentence: 'Status: "Wobbly" stands in 2 rows, 110.00 in all. What does it mean?',
        options,
      },
      {
        column: 'Status: frozen',
        about: 'meaning',
        sentence: 'Status: "Frozen" stands in 1 row, 1,000.00 in all. What does it mean?',
        options,
      },
    ],
  ])
  const styles = { 'Status: wobbly': 'completed', 'Status: frozen': 'cancelled' }
  const answered = await readText(text, { styles })
  expect([answered.readable, answered.report.revenue, answered.report.answers]).toEqual([true, 111, styles])
  expect(
    (await readText(text, { styles: { ...styles, 'Status: frozen': 'line' } })).report.questions.map(
      ({ column }) => column,
    ),
  ).toEqual(['Status: frozen'])
  expect((await readText(rows(...Array.from({ length: 21 }, (_, i) => `w${i}`)))).report).toMatchObject({
    questions: [],
    problems: [expect.stringContaining('more than 20 words')],
  })
})

test('without prices, an amount that all lines of an order have is asked', async () => {
  const rows = (column: string, ...orders: [number, number][]) =>
    csv(
      ['Order ID', 'Order Date', 'Product', 'Quantity', column],
      ...orders.flatMap(([amount, lines], id) =>
        Array.from({ length: lines }, (_, i) => [id, '2026-01-05', `p${i}`, i + 1, amount]),
      ),
    )
  const text = rows('Order Total', [100, 3], [40, 2])
  expect((await readText(text)).report.questions).toEqual([
    {
      column: 'Order Total: on each line',
      about: 'meaning',
      sentence:
        "Order Total: in 2 of 2 orders of several lines all lines have the same, such as 100.00 on each of the 3 lines of order 0. Is it the line's, or the whole order's?",
      options: [
        { value: 'line', example: "the line's: order 0 comes to 300.00" },
        { value: 'order', example: "the whole order's: order 0 comes to 100.00" },
      ],
    },
  ])
  const answered = async (value: string) =>
    (await readText(text, { styles: { 'Order Total: on each line': value } })).report
  expect([await answered('line'), await answered('order')]).toMatchObject([
    { revenue: 380, questions: [] },
    { revenue: 140, orders: 2, questions: [] },
  ])
  const apart = csv(
    ['Order ID', 'Order Date', 'Product', 'Order Total'],
    [1, '2026-01-05', 'a', 100],
    [2, '2026-01-05', 'a', 40],
    [1, '2026-01-05', 'b', 100],
    [2, '2026-01-05', 'b', 40],
  )
  expect((await readText(apart, { styles: { 'Order Total: on each line': 'order' } })).report.revenue).toBe(140)
  const asked = async (...orders: [number, number][]) =>
    (await readText(rows('Total', ...orders))).report.questions.length
  // under a name that says nothing: several orders, and not all of one price
  expect([
    await asked([100, 3], [40, 2]),
    await asked([100, 3], [40, 2], [30, 2]),
    await asked([30, 3], [30, 2], [30, 2]),
  ]).toEqual([0, 1, 0])
})

test('an order’s total on each line counts once: the lines’ prices do, also where one is nearly all of it, or rows stand apart; equal lines with tax are without it', async () => {
  const revenue = async (...rows: [number, number, number][]) =>
    (
      await reportOf(
        ['Order ID', 'Date', 'Product', 'Qty', 'Price', 'Total'],
        ...rows.map(([id, price, total], i) => [id, '2026-01-13', `p${i}`, 1, price, total]),
      )
    ).revenue
  expect([
    await revenue([1, 99.5, 100], [1, 0.5, 100]),
    await revenue([1, 40, 100], [2, 7, 7], [1, 60, 100]),
    await revenue([1, 10, 12], [1, 10, 12]),
  ]).toEqual([100, 107, 20])
})

test('Shopify’s rows in another order: what the first row of an order says holds for those that come before it', async () => {
  const first = (name: string, state: string, total: number, item: string, price: number) => [
    name,
    'ann@x.de',
    state,
    total,
    '2026-01-05',
    1,
    item,
    price,
  ]
  const below = (name: string, item: string, price: number) => [name, '', '', '', '2026-01-05', 1, item, price]
  const report = await reportOf(
    [
      'Name',
      'Email',
      'Financial Status',
      'Subtotal',
      'Created at',
      'Lineitem quantity',
      'Lineitem name',
      'Lineitem price',
    ],
    below('#1', 'Bowl', 20),
    below('#2', 'Cup', 10),
    first('#1', 'voided', 30, 'Mug', 10),
    first('#2', 'paid', 36, 'Pot', 30),
  )
  // 36 = 10 + 30 − 4
  expect([report.preset, report.revenue, report.customers, report.byStatus]).toEqual([
    'Shopify orders',
    36,
    1,
    [
      { status: 'cancelled', rows: 2, amount: 30 },
      { status: 'completed', rows: 2, amount: 36 },
    ],
  ])
})

test('a refund larger than the first rows of an order goes on to those that stand apart', async () => {
  const row = (id: string, product: string, amount: number, back: number | '') => [
    id,
    '2026-01-05',
    product,
    amount,
    back,
    back && '2026-01-09',
  ]
  const report = await reportOf(
    ['Order ID', 'Order Date', 'Product', 'Amount', 'Refund Amount', 'Refund Date'],
    row('A', 'Pen', 100, 130),
    row('B', 'Pen', 50, ''),
    row('A', 'Pad', 150, 130),
  )
  expect(report.revenue).toBe(170)
})

test('a cost above the price of one is the line’s, unless its name says otherwise', async () => {
  const costs = async (column: string, first = 30, second = 24) => {
    const text = csv(
      ['Order ID', 'Order Date', 'SKU', 'Quantity', 'Unit Price', column],
      [1, '2026-01-05', 'a', 10, 5, first],
      [2, '2026-01-05', 'b', 4, 10, second],
      [3, '2026-01-05', 'c', 1, 9, 2],
    )
    const products: unknown[] = []
    await readText(text, { dryRun: false }, parcel => parcel.what === 'products' && products.push(columnOf(parcel, -2)))
    return products
  }
  expect([await costs('Cost'), await costs('Unit Cost')]).toEqual([[['3', '6', '2']], [['30', '24', '2']]])
  // sold below cost either way: of the unit, as the column means by default
  expect(await costs('Cost', 60, 44)).toEqual([['60', '44', '2']])
})

test('numbers that begin anew each day are asked', async () => {
  const receipts = (days: number) =>
    csv(
      ['Receipt No', 'Date', 'Product', 'Amount'],
      ...Array.from({ length: 3 * days }, (_, i) => [1 + (i % 3), `2026-01-0${1 + Math.floor(i / 3)}`, 'Pen', 10 + i]),
    )
  const asked = (await readText(receipts(2))).report.questions
  expect(asked).toMatchObject([
    { column: 'Receipt No: on each day', about: 'meaning', options: [{ value: 'daily' }, { value: 'lasting' }] },
  ])
  const orders = async (value: string) =>
    (await readText(receipts(2), { styles: { 'Receipt No: on each day': value } })).report
  expect([await orders('daily'), await orders('lasting'), (await readText(receipts(1))).report]).toMatchObject([
    { orders: 6, questions: [] },
    { orders: 3, questions: [] },
    { orders: 3, questions: [] },
  ])
  const ofCustomers = (...names: string[]) =>
    readText(
      csv(
        ['Receipt No', 'Date', 'Customer', 'Amount'],
        ...names.map((name, i) => [1 + (i % 2), `2026-01-0${1 + Math.floor(i / 2)}`, name, 10]),
      ),
    )
  expect((await ofCustomers('Ann', 'Bob', 'Cid', 'Dan')).report.questions).toHaveLength(1)
  expect((await ofCustomers('Ann', 'Bob', 'Ann', 'Bob')).report.questions).toEqual([])
  // lines of one order that stand together may have days of their own
  expect(
    (
      await readText(
        csv(
          ['Order ID', 'Date', 'Amount'],
          ...Array.from({ length: 9 }, (_, i) => [Math.floor(i / 3), `2026-01-0${1 + (i % 3)}`, 5 + i]),
        ),
      )
    ).report,
  ).toMatchObject({ orders: 3, questions: [] })
})

test('a column called id whose numbers come back on other days numbers the customers; other names and answers count as they are', async () => {
  const purchases = (column: string, ...more: string[]) =>
    csv(
      [column, 'date', 'cds', 'dollars', ...more],
      ...Array.from({ length: 9 }, (_, i) => [
        1 + Math.floor(i / 3),
        `1997010${1 + (i % 3)}`,
        1,
        5 + i,
        ...more.map(() => `c${i}`),
      ]),
    )
  const reports = await Promise.all([
    readText(purchases('id')),
    readText(purchases('id'), { mapping: { order_id: 'id' } }),
    readText(purchases('order_id')),
    readText(purchases('id', 'customer')),
  ])
  expect(reports.map(({ report: { orders, customers, span } }) => [orders, customers, span?.end])).toEqual([
    [9, 3, '1997-01-03'],
    [3, 0, '1997-01-01'],
    [3, 0, '1997-01-01'],
    [3, 3, '1997-01-01'],
  ])
  expect([reports[0].mapping, reports[0].report.notes]).toMatchObject([
    { customer_id: 'id' },
    expect.arrayContaining(["id comes back on other days, as no order does: it is read as the customer's number."]),
  ])
})

test('a time of day in a column of its own belongs to the day beside it', async () => {
  const moments: unknown[] = []
  const { report } = await readText(
    csv(
      ['Date', 'Time', 'Customer', 'SKU', 'Amount'],
      ['1/5/2026', '13:08', 'Ann', 'a', 1],
      ['1/13/2026', '1899-12-30 9:05:30 PM', 'Ann', 'b', 2],
      ['1/13/2026', 'noon', 'Bob', 'c', 4],
      ['1/5/2026', '10:29', 'Ann', 'd', 8],
    ),
    { dryRun: false },
    parcel => parcel.what === 'orders' && moments.push(...columnOf(parcel, 3)),
  )
  expect(moments).toEqual([
    '2026-01-05T13:08:00.000Z',
    '2026-01-13T21:05:30.000Z',
    '2026-01-13T00:00:00.000Z',
    '2026-01-05T10:29:00.000Z',
  ])
  expect([
    report.orders,
    report.notes.includes('1 cell of Time cannot be read (on line 4): it counts as empty.'),
  ]).toEqual([4, true])
})

test('months without days are those days’ first, and that is said', async () => {
  const report = await reportOf(['Month', 'Product', 'Revenue'], ['2026-01', 'Pen', 10], ['2026-02', 'Pen', 20])
  expect([report.revenue, report.span, report.notes]).toEqual([
    30,
    { start: '2026-01-01', end: '2026-02-01' },
    expect.arrayContaining(['Month has months without days: its rows count on the first day of each month.']),
  ])
})

test('few codes that differ in case only are asked once', async () => {
  const text = csv(
    ['Order ID', 'Order Date', 'SKU', 'Amount'],
    [1, '2026-01-05', 'abc-1', 10],
    [2, '2026-01-05', 'ABC-1', 20],
  )
  const { report } = await readText(text)
  expect(report.questions.map(({ column }) => column)).toEqual(['SKU: upper and lower case'])
  const products = async (value: string) => {
    const names: unknown[] = []
    const styles = { 'SKU: upper and lower case': value }
    await readText(text, { styles, dryRun: false }, ({ what, batch }) => what === 'products' && names.push(batch.rows))
    return names
  }
  expect([await products('same'), await products('different')]).toEqual([[1], [2]])
})
