import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { textRow, workbookOf } from '../../test-archives.ts'
import { facts, fileOf, fixture, readPath, readText } from '../../test-files.ts'
import { headerWeight } from '../../understand/mapping.ts'
import { openTable } from '../table.ts'
import { meaningOf } from './formats.ts'
import { isoText, numberText } from './values.ts'

/** Rows of the sheet, with their numbers. */
const tableOf = async (book: Buffer, sheet?: string) => {
  const table = await openTable(fileOf(book), headerWeight, { sheet })
  try {
    const rows: [number, string[]][] = []
    for await (const { cells, lines } of table.rows()) cells.forEach((row, i) => rows.push([lines[i] ?? 0, row]))
    return { columns: table.columns, rows, source: table.source }
  } finally {
    await table.remove()
  }
}

test.each([
  // the number that is stored, its format, what it is as text
  [44927, 14, '2023-01-01'],
  [44927.5, 22, '2023-01-01 12:00:00'],
  [44927, 'yyyy-mm-dd hh:mm', '2023-01-01 00:00:00'],
  [44927, 'dd/mm/yyyy', '2023-01-01'],
  [44927, '[$-407]TT. MMMM yyyy', '2023-01-01'],
  [44927, 'mmm\\-yy', '2023-01-01'],
  [44927, '"Day" 0', '44927'],
  [0.5, 'h:mm AM/PM', '12:00:00'],
  [0.5, 20, '12:00:00'],
  [1.25, '[h]:mm', '30:00:00'],
  [1, 14, '1900-01-01'],
  [59, 14, '1900-02-28'],
  [60, 14, '60'],
  [61, 14, '1900-03-01'],
  [-1, 14, '-1'],
  [0.125, 10, '12.5%'],
  [0.12345, '0.0%', '12.3450%'],
  [1.234, 0, '1.2340'],
  [19.989999999999998, 4, '19.99'],
  [0.1 + 0.2, 0, '0.3'],
  [1e-7, 0, '0.0000001'],
  ['1.23456789012E+11', 0, '123456789012'],
  ['1234567890123456789', 0, '1234567890123456789'],
  [42, '00000', '00042'],
  [5, '0.00E+00', '5'],
  [5, '#,##0.00 [$€-407]', '€ 5'],
  [5, '"$"#,##0.00_);("$"#,##0.00)', '$ 5'],
  [5, '[$USD] 0.00', 'USD 5'],
  [5, '0 "pcs"', '5'],
  [-1234.5, '#,##0.00;[Red]-#,##0.00', '-1234.5'],
])('a cell of %s in the format %s is read as %s', (value, format, text) => {
  const meaning = typeof format === 'number' ? meaningOf(format, undefined) : meaningOf(200, format)
  expect(numberText(String(value), meaning, false)).toBe(text)
})

test('all minutes of a day keep their minute, in both systems of days', () => {
  const moment = meaningOf(22, undefined)
  for (let minute = 0; minute < 1440; minute++) {
    const at = new Date(Date.UTC(2024, 2, 15, 0, minute)).toISOString().replace('T', ' ').slice(0, 19)
    const serial = 45366 + minute / 1440
    expect([numberText(String(serial), moment, false), numberText(String(serial - 1462), moment, true)]).toEqual([
      at,
      at,
    ])
  }
})

test.each([
  ['2026-11-22T10:20:30', '2026-11-22 10:20:30'],
  ['2026-11-22T10:20:30.500Z', '2026-11-22 10:20:30'],
  ['2026-11-22T00:00:00', '2026-11-22'],
  ['2026-11-22', '2026-11-22'],
  ['soon', 'soon'],
])('a date that is written as one, %s, is %s', (raw, text) => {
  expect(isoText(raw)).toBe(text)
})

test('cells of every type, sparse rows and texts of several parts', async () => {
  const rows = `
    <row r="2"><c r="B2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c><c r="D2" t="str"><f>"Am"&amp;"ount"</f><v>Amount</v></c><c r="E2" t="inlineStr"><is><t>Paid</t></is></c></row>
    <row r="4"><c r="B4" t="d"><v>2026-11-22T10:00:00</v></c><c r="C4" t="s"><v>2</v></c><c r="D4"><f>1+1</f><v>2.50</v></c><c r="E4" t="b"><v>1</v></c></row>
    <row r="5"><c r="B5" s="1"><v>45000</v></c><c r="C5" t="inlineStr"><is><r><t>Two </t></r><r><t>parts</t></r><rPh><t>spoken</t></rPh></is></c><c r="D5" t="e"><v>#DIV/0!</v></c><c r="E5" t="b"><v>0</v></c></row>
    <row r="9"><c r="C9" t="inlineStr"><is><t>a "quoted", one_x000D_
 in lines</t></is></c><c r="D9"><v>3</v></c></row>`
  const strings = ['<t>Order Date</t>', '<r><t>Cus</t></r><r><t>tomer</t></r>', '<t>M&#252;ller &amp; S&#246;hne</t>']
  const {
    columns,
    rows: found,
    source,
  } = await tableOf(workbookOf({ sheets: [{ name: 'Orders', rows }], strings, formats: [14] }))
  expect(columns).toEqual(['Column 1', 'Order Date', 'Customer', 'Amount', 'Paid'])
  expect(found).toEqual([
    [4, ['', '2026-11-22 10:00:00', 'Müller & Söhne', '2.5', 'TRUE']],
    [5, ['', '2023-03-15', 'Two parts', '', 'FALSE']],
    [9, ['', '', 'a "quoted", one in lines', '3']],
  ])
  expect(source.notes).toEqual(['1 cell holds an error instead of a value (D5: #DIV/0!); it is read as empty.'])
})

const table = textRow('Order ID', 'Order Date', 'Customer', 'Amount')
const order = (id: string, amount: string) => textRow(id, '2026-03-04', 'Ada', amount)

test('the sheet that looks most like a table is read, another one when asked, none that is not there', async () => {
  const book = workbookOf({
    sheets: [
      { name: 'About', rows: textRow('Orders of spring') + textRow('by', 'Ada') + textRow('on', 'Monday') },
      { name: 'Orders & more', rows: table + order('1', '5') },
      { name: 'Old', rows: table + order('2', '7') + order('3', '9'), state: 'hidden' },
    ],
  })
  const read = await readText(book)
  expect([read.report.sheet, read.report.sheets, read.report.revenue, read.report.delimiter]).toEqual([
    'Orders & more',
    [
      { name: 'About', hidden: false },
      { name: 'Orders & more', hidden: false },
      { name: 'Old', hidden: true },
    ],
    5,
    null,
  ])
  expect((await readText(book, { sheet: 'Old' })).report.revenue).toBe(16)
  await expect(readText(book, { sheet: 'New' })).rejects.toThrow(
    'sheet: expected one of "About", "Orders & more", "Old", got "New"',
  )
  await expect(readText('Order ID,Date,Amount\n1,2026-01-01,5\n', { sheet: 'New' })).rejects.toThrow('is no workbook')
})

test('hidden and filtered rows are told', async () => {
  const hidden = order('2', '7').replace('<row', '<row hidden="1"')
  const book = (after = '') =>
    workbookOf({ sheets: [{ name: 'Orders', rows: table + order('1', '5') + hidden, after }] })
  expect((await readText(book())).report.notes[0]).toBe(
    '1 row is hidden in the sheet (the first is row 3); it is read like the others.',
  )
  expect((await readText(book('<autoFilter ref="A1:D3"/>'))).report.notes[0]).toContain(
    'hidden in the sheet, where a filter is set',
  )
})

test('formulas that nobody has worked out are no empty cells', async () => {
  const row = `<row><c t="inlineStr"><is><t>1</t></is></c><c t="inlineStr"><is><t>2026-03-04</t></is></c><c/><c r="D2"><f>1+4</f></c></row>`
  const { report } = await readText(workbookOf({ sheets: [{ name: 'Orders', rows: table + row }] }))
  expect(report.problems).toEqual([
    'Amount: 1 formula has no value in the file (the first is D2), as no program has worked them out. Open the workbook in Excel or LibreOffice and save it.',
  ])
})

test('column names over two rows, merged downwards and across', async () => {
  const rows =
    textRow('Spring') +
    textRow('Order Date', 'Customer', '', 'Product', '', 'Amount') +
    textRow('', 'ID', 'City', 'ID', 'Colour') +
    textRow('2026-03-04', 'c1', 'Bern', 'p1', 'red', '5')
  const merges = ['A1:F1', 'A2:A3', 'B2:C2', 'D2:E2', 'F2:F3'].map(ref => `<mergeCell ref="${ref}"/>`).join('')
  const after = `<mergeCells>${merges}</mergeCells>`
  const { columns, rows: found, source } = await tableOf(workbookOf({ sheets: [{ name: 'Orders', rows, after }] }))
  expect([columns, found, source.notes]).toEqual([
    ['Order Date', 'Customer ID', 'City', 'Product ID', 'Colour', 'Amount'],
    [[4, ['2026-03-04', 'c1', 'Bern', 'p1', 'red', '5']]],
    ['The column names stand in rows 2 to 3, of which some cells are merged.'],
  ])
})

test('a name merged over two columns counts for the first', async () => {
  const rows = textRow('Order Date', 'Customer', '', 'Amount') + textRow('2026-03-04', 'Ada', 'Bern', '5')
  const after = '<mergeCells><mergeCell ref="B1:C1"/></mergeCells>'
  const { columns, source } = await tableOf(workbookOf({ sheets: [{ name: 'Orders', rows, after }] }))
  expect([columns, source.notes]).toEqual([
    ['Order Date', 'Customer', 'Column 3', 'Amount'],
    ['The name "Customer" is merged over the columns B to C: it counts for the first of them.'],
  ])
})

// what the same eight orders are, as four programs write them
test.each(['openpyxl.xlsx', 'openpyxl-1904.xlsx', 'openpyxl-iso.xlsx', 'xlsxwriter.xlsx', 'gnumeric.xlsx'])(
  '%s: titles above, totals below, dates, shares, rich texts and formulas',
  async name => {
    const outcome = await readPath(fixture(`workbooks/${name}`))
    const { report } = outcome
    expect(facts(outcome)).toMatchObject({
      kind: 'orders',
      orders: 7,
      customers: 5,
      // 1080.1875 + 319.96 + 44.9775 + 1234.50 + 0.333 + 56.9715 + 498.00 + 359.955
      revenue: 3594.8845,
      problems: [],
      questions: 0,
    })
    expect([report.span, outcome.currency, report.styles['Order Date'], report.encoding]).toEqual([
      { start: '2026-03-01', end: '2026-06-02' },
      'EUR',
      'year-month-day',
      'Excel workbook',
    ])
  },
)

test('nothing of what was unpacked is left behind', async () => {
  const mine = () => readdirSync(tmpdir()).filter(name => name.startsWith(`analytics-import-${process.pid}-`))
  await readPath(fixture('workbooks/openpyxl.xlsx'))
  await expect(readText(workbookOf({ sheets: [{ name: 'Empty', rows: '' }] }))).rejects.toThrow('is empty')
  await expect(readText(workbookOf({ sheets: [{ name: 'Broken', rows: '<row><c' }] }))).rejects.toThrow(
    'cannot be read',
  )
  expect(mine()).toEqual([])
})
