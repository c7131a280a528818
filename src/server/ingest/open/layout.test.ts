import { expect, test } from 'vitest'
import { csv, fileOf, readText } from '../test-files.ts'
import { sniffEncoding } from './encoding.ts'

const rows = csv(
  ['Order ID', 'Order Date', 'Customer', 'Total'],
  ['A1', '2026-02-13', 'Müller', '12.50'],
  ['A2', '2026-02-14', 'Čapek', '7.25'],
)
const short = ({ report }: Awaited<ReturnType<typeof readText>>) => ({
  encoding: report.encoding,
  delimiter: report.delimiter,
  revenue: report.revenue,
  orders: report.orders,
  skipped: report.rows.skipped,
  samples: report.columns[2]?.samples,
})
const expected = {
  encoding: 'UTF-8',
  delimiter: ',',
  revenue: 19.75,
  orders: 2,
  skipped: 0,
  samples: ['Müller', 'Čapek'],
}

test('encodings, with and without a mark', async () => {
  const utf16 = Buffer.from(rows, 'utf16le')
  expect(short(await readText(rows))).toEqual(expected)
  expect(short(await readText(`\ufeff${rows}`))).toEqual({ ...expected, encoding: 'UTF-8 with BOM' })
  expect(short(await readText(Buffer.concat([Buffer.from([0xff, 0xfe]), utf16])))).toEqual({
    ...expected,
    encoding: 'UTF-16 little endian',
  })
  expect(short(await readText(utf16))).toEqual({ ...expected, encoding: 'UTF-16 little endian' })
  expect(short(await readText(Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(utf16).swap16()])))).toEqual({
    ...expected,
    encoding: 'UTF-16 big endian',
  })
  const western = Buffer.from(rows.replace('Čapek', 'Peña €').replace('€', '\u0080'), 'latin1')
  expect(short(await readText(western))).toEqual({
    ...expected,
    encoding: 'Windows-1252',
    samples: ['Müller', 'Peña €'],
  })
})

test('Polish and Cyrillic files of Windows are told from western ones', async () => {
  const sampled = async (bytes: number[]) => {
    const { report } = await readText(
      Buffer.concat([
        Buffer.from('Order ID,Order Date,Customer,Total\nA1,2026-02-13,'),
        Buffer.from(bytes),
        Buffer.from(',1\n'),
      ]),
    )
    return [report.encoding, report.columns[2]?.samples[0]]
  }
  expect(await sampled([0xa3, 0x75, 0x6b, 0x61, 0x73, 0x7a, 0x20, 0x5a, 0xb3, 0x6f, 0x74, 0x79])).toEqual([
    'Windows-1250',
    'Łukasz Złoty',
  ])
  expect(await sampled([0xc8, 0xe2, 0xe0, 0xed, 0x20, 0xcf, 0xe5, 0xf2, 0xf0, 0xee, 0xe2])).toEqual([
    'Windows-1251',
    'Иван Петров',
  ])
  expect(await sampled([0x31, 0x32, 0x20, 0x6d, 0xb3, 0x20, 0x46, 0xfc, 0xdf, 0x65, 0x20, 0xa3, 0x35])).toEqual([
    'Windows-1252',
    '12 m³ Füße £5',
  ])
})

test('a foreign letter late in the file decides its encoding', async () => {
  const many = Array.from({ length: 30_000 }, (_, i) => `A${i},2026-02-13,Mueller,1`).join('\n')
  expect(
    await sniffEncoding(
      fileOf(Buffer.from(`Order ID,Order Date,Customer,Total\n${many}\nB,2026-02-13,Müller,1\n`, 'latin1')),
    ),
  ).toMatchObject({ name: 'Windows-1252' })
})

test('a few damaged bytes do not turn UTF-8 into another encoding', async () => {
  const many = Array.from({ length: 30 }, (_, i) => `A${i},2026-02-13,Müller,1\n`).join('')
  const outcome = await readText(
    Buffer.concat([
      Buffer.from(`Order ID,Order Date,Customer,Total\n${many}B,2026-02-13,M`),
      Buffer.from([0xfc]),
      Buffer.from('ller,1\n'),
    ]),
  )
  expect(short(outcome)).toMatchObject({
    encoding: 'UTF-8 with characters that cannot be read',
    orders: 31,
    samples: ['Müller', 'M\ufffdller'],
  })
})

test.each([
  ['', 'The file is empty.'],
  ['%PDF-1.7', 'This is a PDF, not CSV text. Export the table as CSV instead.'],
  [Buffer.from([1, 2, 0, 0, 0, 9, 9, 9, 9, 9, 9]), 'This is a binary file, not CSV text. Export the table as CSV.'],
  ['\ufeff[\n  {"order_id": 1}\n]', 'This is JSON, but not one row a line. Export the table as JSON lines or as CSV.'],
  [
    '<html><table><tr><td>Order ID</td></tr></table></html>',
    'This is an HTML page (some programs name it .xls). Open it in Excel: File, Save as, "Excel workbook (.xlsx)".',
  ],
  ['<?xml version="1.0"?><orders/>', 'This is XML, not CSV text. Export the table as CSV instead.'],
  [
    Buffer.from([...Array(400).keys()].map(i => 1 + ((i * 37) % 255))),
    'This is a binary file, not CSV text. Export the table as CSV.',
  ],
  [
    '00004 0001 19970101 2\n00004 0001 19970118 2\n',
    'No row of column names was found in the first lines: the first row of the table must name its columns.',
  ],
])('what is no table is refused with a sentence', async (content, message) => {
  await expect(readText(content)).rejects.toThrow(message)
})

test.each([';', '\t', '|'])('delimiter %j, with decimal commas', async delimiter => {
  const text = rows.replaceAll(',', delimiter).replace('12.50', '1.012,50').replace('7.25', '7,25')
  expect(short(await readText(text.replaceAll('\n', '\r\n')))).toEqual({ ...expected, delimiter, revenue: 1019.75 })
})

test('Excel’s sep= line, a preamble, totals and a note below, ragged rows', async () => {
  const text = `sep=;\r\nSales report;;;\r\nPrinted on 1 March;;;\r\n\r\nOrder ID;Order Date;Customer;Total\r\nA1;2026-02-13;Müller;12.50;;\r\nA2;2026-02-14;Čapek\r\nA3;2026-02-14;Čapek;7.25;extra\r\nA4;2026-02-15;Čapek;1.25\r\nGrand total;;;13.75\r\nConfidential - do not distribute\r\n`
  const { report } = await readText(text)
  expect({
    ...short({ report } as Awaited<ReturnType<typeof readText>>),
    notes: report.notes[0],
    skippedRows: report.skippedRows,
    read: report.rows.read,
  }).toEqual({
    ...expected,
    delimiter: ';',
    revenue: 13.75,
    skipped: 4,
    read: 6,
    notes: 'The column names are on line 5; what stands above is left out.',
    skippedRows: [
      { line: 7, reason: 'no price and no amount', text: 'A2;2026-02-14;Čapek' },
      { line: 8, reason: '5 cells where the column names are 4', text: 'A3;2026-02-14;Čapek;7.25;extra' },
      { line: 10, reason: 'a total or note below the table (a total of other rows)', text: 'Grand total;;;13.75' },
      { line: 11, reason: 'a total or note below the table (no date)', text: 'Confidential - do not distribute' },
    ],
  })
})

test('values that do not fit are left out, each with its reason', async () => {
  const cell = 'x'.repeat(10_000_000)
  const { report } = await readText(
    csv(
      ['Order ID', 'Order Date', 'Customer', 'Total', 'Status'],
      ['1', '0001-01-01', 'A', 1, ''],
      ['2', '9999-12-31', 'A', 1, ''],
      ['3', '2026-01-01', 'A', '1000000000000', ''],
      ['4', '2026-01-01', cell, 1, ''],
      ['5', '2026-01-01', 'A', 'twelve', ''],
      ['6', '2026-01-01', 'A', 1, 'wobbly'],
      ['', '2026-01-01', 'A', 1, ''],
      ['8', '2026-01-01', 'A', '999999999999.99', 'Shipped'],
    ),
  )
  expect({ revenue: report.revenue, skipped: report.skippedRows.map(({ line, reason }) => [line, reason]) }).toEqual({
    revenue: 999999999999.99,
    skipped: [
      [2, 'Order Date "0001-01-01" is not a date between 1900 and 2200 in the column\'s style'],
      [3, 'Order Date "9999-12-31" is not a date between 1900 and 2200 in the column\'s style'],
      [4, 'Total 1000000000000 is too large'],
      [5, 'Customer has 10,000,000 characters; at most 300 fit'],
      [6, 'Total "twelve" is not a number'],
      [7, 'status "wobbly" is not one that we know'],
      [8, 'no order number'],
    ],
  })
})

test('what cannot be imported says why', async () => {
  const wrong = async (text: string, reading = {}) => (await readText(text, reading)).report.problems
  expect(await wrong('Team,Score\nA,1\n')).toEqual([
    'No column is mapped to the order date, which orders need. The file has: Team, Score.',
    'No column is mapped to the amount or the unit price, which orders need. The file has: Team, Score.',
  ])
  expect(await wrong(rows, { kind: 'deals' })).toEqual([
    'No column is mapped to the stage, which deals need. The file has: Order ID, Order Date, Customer, Total.',
    'No column is mapped to the deal’s number or name, which deals need. The file has: Order ID, Order Date, Customer, Total.',
  ])
  expect(await wrong('Order ID,Order Date,Total\n')).toEqual(['The file has column names but no rows.'])
  expect(await wrong('Order ID,Order Date,Total\nA,2026-01-01,x\n')).toEqual([
    'No row can be imported: see the reasons beside the skipped rows.',
  ])
  expect(await wrong('Order ID,Order Date,Total\nA,soon,1\n')).toEqual([
    'The column Order Date is mapped to the order date, but its one row is no date that we can read.',
  ])
  expect(
    await wrong('Order ID,Order Date,Total,Currency\nA,2026-01-01,1,EUR\nB,2026-01-01,1,usd\nC,2026-01-01,1,EUR\n'),
  ).toEqual([
    'The file mixes currencies (EUR in 2 rows, USD in 1 row), and amounts of different ones cannot be added. Map a column of exchange rates or one with converted amounts, import rates by day, or split it by currency.',
  ])
  expect(await wrong(rows, { mapping: { amount: 'Sum', colour: 'Total' } })).toEqual([
    'There is no column "Sum" for amount; the file has Order ID, Order Date, Customer, Total.',
    expect.stringMatching(/^There is no field "colour" for orders; expected one of date, time, order_id/),
  ])
})

test('rows of delimiters alone are blank lines; column names that come again are no row', async () => {
  const { report } = await readText(
    'Order ID,Order Date,Customer,Total\nA1,2026-02-13,Ann,1.50\nOrder ID,Order Date,Customer,Total\nA2,2026-02-14,Bob,2.50\n,,,\n"",,"",\n,,,\n',
  )
  expect({ read: report.rows.read, revenue: report.revenue, skipped: report.skippedRows }).toEqual({
    read: 3,
    revenue: 4,
    skipped: [{ line: 3, reason: 'the column names once more', text: 'Order ID,Order Date,Customer,Total' }],
  })
})

test('totals and remarks below a list of customers or representatives are none; a company named like one is', async () => {
  const { report } = await readText(
    'Account Name,Industry,Billing Country\nAcme,Steel,DE\nTotal Wine,Retail,US\nTotal,Energy,FR\n"Grand Totals (3 records)",,\nConfidential Information - Do Not Distribute\nCopyright (c) 2000-2026 salesforce.com\n',
  )
  expect({
    kind: report.kind,
    customers: report.customers,
    skipped: report.skippedRows.map(({ line, reason }) => [line, reason]),
  }).toEqual({
    kind: 'customers',
    customers: 3,
    skipped: [5, 6, 7].map(line => [line, 'a total or note below the table (it is no row of the table)']),
  })
  expect((await readText('Name,Team,Quota\nAnn,N,250000\nTotal,,250000\n')).report.rows).toMatchObject({
    accepted: 1,
    skipped: 1,
  })
})

test('the currency is read from the signs beside amounts, and two of them are refused', async () => {
  const read = (...amounts: string[]) =>
    readText(`Order ID;Order Date;Total\n${amounts.map((amount, i) => `${i};2026-02-13;${amount}\n`).join('')}`)
  const currencies = await Promise.all(
    [
      ['10,50 €', '3,00 €'],
      ["CHF 1'234.50"],
      ['$10.50'],
      ['$10.50', 'CA$3.00'],
      ['10.50', '£3.00'],
      ['1 250,00 Kč', '3,00 Kč'],
      ['1 234 Ft'],
    ].map(async amounts => (await read(...amounts)).currency),
  )
  expect(currencies).toEqual(['EUR', 'CHF', null, 'CAD', 'GBP', 'CZK', 'HUF'])
  const { problems, revenue, byStatus } = (await read('€10.00', '$10.00')).report
  expect(problems).toEqual([
    'The file mixes currencies (EUR in 1 row, $ in 1 row), and amounts of different ones cannot be added. Map a column of exchange rates or one with converted amounts, import rates by day, or split it by currency.',
  ])
  expect([revenue, byStatus]).toEqual([null, [{ status: 'completed', rows: 2, amount: null }]])
})
