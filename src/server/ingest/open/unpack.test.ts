import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { textRow, workbookOf, zipOf } from '../test-archives.ts'
import { fileOf, readText } from '../test-files.ts'
import { unpack } from './unpack.ts'

const orders = 'Order ID,Order Date,Customer,Amount\n1,2026-03-04,Ada,5\n2,2026-03-05,Grace,7.5\n'
const customers = 'Customer ID,Name,Segment\n1,Ada,Home\n'
const book = workbookOf({
  sheets: [
    {
      name: 'Orders',
      rows: textRow('Order ID', 'Order Date', 'Customer', 'Amount') + textRow('1', '2026-03-04', 'Ada', '12.5'),
    },
  ],
})
const jsonLines =
  '{"order_id":"A-1","created":"2026-03-04T10:00:00Z","customer":{"name":"Ada","tags":["a"]},"total":1.234}\n\n{"order_id":"A-2","created":"2026-03-05T10:00:00Z","customer":{"name":null},"total":2,"status":"paid"}'

const left = () => readdirSync(tmpdir()).filter(name => name.startsWith(`analytics-import-${process.pid}-`))

test.each([
  ['CSV as gzip', gzipSync(orders), 12.5],
  [
    'CSV alone in a zip',
    zipOf({ 'out/orders.csv': orders, '__MACOSX/out/._orders.csv': 'x', 'read me.pdf': 'x' }),
    12.5,
  ],
  ['a workbook in a zip', zipOf({ 'orders.xlsx': book }), 12.5],
  ['a workbook as gzip in a zip', zipOf({ 'orders.xlsx.gz': gzipSync(book) }), 12.5],
  ['JSON lines', jsonLines, 3.234],
  ['JSON lines as gzip', gzipSync(`\ufeff${jsonLines}`), 3.234],
])('%s', async (_, content, revenue) => {
  expect((await readText(content)).report).toMatchObject({ kind: 'orders', revenue, problems: [] })
  expect(left()).toEqual([])
})

test('JSON lines: all names of all rows are columns, those within others with a point; lines keep their numbers', async () => {
  const { report } = await readText(`${jsonLines}\n{"order_id":"A-3","customer":{},"total":4}`)
  expect(report.columns.map(({ name, samples }) => [name, samples[0]])).toEqual([
    ['order_id', 'A-1'],
    ['created', '2026-03-04T10:00:00Z'],
    ['customer.name', 'Ada'],
    ['customer.tags', '["a"]'],
    ['total', '1.2340'],
    ['status', 'paid'],
  ])
  expect(report.skippedRows.map(({ line, reason }) => [line, reason])).toEqual([[4, 'no date']])
  expect([report.encoding, report.delimiter]).toEqual(['JSON lines', null])
})

test('an archive of several tables: the first in a dry run, one that is asked for, and only such is imported', async () => {
  const archive = zipOf({ 'orders.csv': orders, 'customers.csv': customers })
  const first = await readText(archive)
  expect([first.report.parts, first.report.part, first.report.kind]).toEqual([
    ['customers.csv', 'orders.csv'],
    'customers.csv',
    'customers',
  ])
  expect((await readText(archive, { part: 'orders.csv' })).report).toMatchObject({ kind: 'orders', revenue: 12.5 })
  await expect(readText(archive, { part: 'deals.csv' })).rejects.toThrow(
    'part: expected one of "customers.csv", "orders.csv", got "deals.csv"',
  )
  await expect(readText(archive, { dryRun: false })).rejects.toThrow('part: the archive holds 2 tables')
  await expect(readText(orders, { part: 'orders.csv' })).rejects.toThrow('is no archive of several files')
  expect(left()).toEqual([])
})

test.each([
  [
    'an old workbook',
    Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0]),
    'Save as, "Excel workbook (.xlsx)", without a password.',
  ],
  ['.ods', zipOf({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet' }), 'In LibreOffice: File, Save as'],
  ['.numbers', zipOf({ 'Index/Document.iwa': 'x' }), 'In Numbers: File, Export to'],
  ['.xlsb', zipOf({ 'xl/workbook.bin': 'x' }), 'This is a binary Excel workbook (.xlsb)'],
  ['.docx', zipOf({ '[Content_Types].xml': '<Types/>', 'word/document.xml': 'x' }), 'not a table'],
  ['no table', zipOf({ 'photo.jpg': 'x' }), 'The archive holds no table'],
  ['half an archive', zipOf({ 'orders.csv': orders }).subarray(0, 90), 'The archive cannot be read'],
  ['half a gzip', gzipSync(orders).subarray(0, 40), 'The compressed file cannot be unpacked'],
  ['archives in archives', zipOf({ 'a.csv': zipOf({ 'b.csv': 'x' }) }), 'The archive holds another archive'],
  ['JSON lines with a mistake', '{"a":1}\n{"a":\n', 'Line 2: expected a JSON object'],
])('%s is refused with what to do', async (_, content, message) => {
  await expect(readText(content)).rejects.toThrow(message)
  expect(left()).toEqual([])
})

const small = { unpacked: 10_000, parts: 3, inMemory: 1_000 }
const large = 'x,y\n'.repeat(5_000)

test.each([
  ['the parts of an archive', zipOf({ 'a.csv': large }), 'Unpacked, the archive is larger than'],
  ['the number of its parts', zipOf({ a: '', b: '', c: '', d: '' }), 'has more than 3 parts'],
  ['a compressed file', gzipSync(large), 'Unpacked, the file is larger than'],
])('how large %s may be is bounded', async (_, content, message) => {
  await expect(unpack(fileOf(content), { weigh: () => 0, limits: small })).rejects.toThrow(message)
  expect(left()).toEqual([])
})

test('a part that is larger than the directory of its archive says is not unpacked further', async () => {
  const archive = zipOf({ 'a.csv': large })
  const place = archive.lastIndexOf('PK\x01\x02')
  archive.writeUInt32LE(100, place + 24)
  await expect(unpack(fileOf(archive), { weigh: () => 0 })).rejects.toThrow('cannot be unpacked')
  expect(left()).toEqual([])
})
