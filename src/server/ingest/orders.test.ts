import { expect, test } from 'vitest'
import { csv, readText } from './test-files.ts'

const reportOf = async (...rows: (string | number)[][]) => (await readText(csv(...rows))).report

test('payments and refunds that failed count for nothing, whatever their sign', async () => {
  const report = await reportOf(
    ['Order ID', 'Order Date', 'Amount', 'Status'],
    [1, '2026-01-05', 100, 'Paid'], [2, '2026-01-05', -60, 'Voided'], [3, '2026-01-06', -30, 'Failed'], [4, '2026-01-06', -20, 'Refunded'],
  )
  expect([report.revenue, report.byStatus]).toEqual([80, [{ status: 'completed', rows: 1, amount: 100 }, { status: 'cancelled', rows: 2, amount: -90 }, { status: 'refunded', rows: 1, amount: -20 }]])
})

test('rows of totals are no sales, though they have an order or a date; a product of that name is', async () => {
  const report = await reportOf(
    ['Order ID', 'Order Date', 'Product', 'Quantity', 'Unit Price', 'Amount'],
    ['A1', '2026-01-05', 'Pen', 1, 10, 10], ['A1', '2026-01-05', 'Total', 2, 7.5, 15], ['A1', '', 'Subtotal', '', '', 25], ['A1 Total', '2026-01-05', '', '', '', 25],
  )
  expect([report.revenue, report.orders, report.skippedRows.map(({ line, reason }) => [line, reason])]).toEqual([25, 1, [[4, 'a total of other rows'], [5, 'a total of other rows']]])
})

test('a cell that a sale can do without does not lose the sale', async () => {
  const report = await reportOf(
    ['Order ID', 'Order Date', 'Amount', 'Cost', 'Refunded At'],
    [1, '2026-01-05', 10, 'unknown', ''], [2, '2026-01-05', 50, 4, '0000-00-00 00:00:00'], [3, 'soon', 50, 4, ''],
  )
  expect([report.revenue, report.rows.skipped]).toEqual([60, 1])
  expect(report.notes).toEqual(expect.arrayContaining(['1 cells of Cost cannot be read: they count as empty.', '1 cells of Refunded At cannot be read: they count as empty.']))
})

test('what is of a whole order counts once, though its rows stand apart', async () => {
  const refund = (id: string, product: string, amount: number) => [id, '2026-01-05', product, amount, 20, '2026-01-09']
  const refunds = await reportOf(['Order ID', 'Order Date', 'Product', 'Amount', 'Refund Amount', 'Refund Date'], refund('A', 'Pen', 100), ['B', '2026-01-05', 'Pen', 50, '', ''], refund('A', 'Pad', 150))
  expect(refunds.revenue).toBe(280)
  const cut = (id: string, product: string, price: number, off: number | '') => [id, '2026-01-05', product, 1, price, off]
  const discounts = await reportOf(['Order ID', 'Order Date', 'Product', 'Quantity', 'Unit Price', 'Order Discount'], cut('A', 'Pen', 100, 10), cut('B', 'Pen', 50, ''), cut('A', 'Pad', 150, 10))
  expect(discounts.revenue).toBe(290)
})

test('line numbers that begin anew with each order are those of different lines', async () => {
  const report = await reportOf(['Order ID', 'Line ID', 'Order Date', 'Amount'], ['A', 1, '2026-01-05', 10], ['A', 2, '2026-01-05', 10], ['B', 1, '2026-01-05', 10], ['B', 1, '2026-01-05', 10])
  expect([report.revenue, report.skippedRows.map(({ reason }) => reason)]).toEqual([30, ['the line number 1 of order B was on line 4 already']])
})

test('an answer that was not offered is refused', async () => {
  const { report } = await readText('Order ID,Order Date,Amount\n1,03/04/2026,5\n', { styles: { 'Order Date': 'ymdx' } })
  expect(report.problems).toEqual(['The style of Order Date: expected dmy or mdy, got "ymdx".'])
})
