import { unzipSync } from 'fflate'
import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { definitions } from '#contract/definitions.ts'
import { csvFilesOf, rowsOf } from '../../../tests/setup/read-csv.ts'
import { csvOf, csvZipOf } from './csv.ts'
import type { Document, Table } from './document.ts'

const table: Table = {
  title: 'Order lines',
  columns: [
    { name: 'Product', kind: 'text' },
    { name: 'Amount', kind: 'money' },
    { name: 'Share', kind: 'percent' },
    { name: 'Day', kind: 'date' },
    { name: 'At', kind: 'instant' },
  ],
  rows: [
    ['Lamp, "large"', -0.5, 12.3, '2026-11-01', '2026-10-31T20:00:00.000Z'],
    ['two\nlines', 1234567.89, null, '2026-11-02', '2026-11-02T00:00:00.000Z'],
    ['carriage\rreturn', 0, 0, null, null],
    ['Zürich 北京 🙂', 1e-7, 100, '2026-11-03', '2026-11-03T12:34:56.000Z'],
  ],
}
const document: Document = {
  title: 'Order lines',
  fileName: 'order-lines',
  currency: 'EUR',
  timezone: 'Asia/Kolkata',
  warning: null,
  compared: false,
  facts: [
    ['Range', '2026-11-01 to 2026-11-10'],
    ['Filters', 'region: "North", South; East'],
  ],
  notes: ['A note,\nover two lines'],
  figures: [],
  tables: [table],
}
const lines = (text: string): string[][] => parse(text, { bom: true })
const withText = (text: string): Document => ({
  ...document,
  tables: [{ title: 'T', columns: [{ name: 'N', kind: 'text' }], rows: [[text]] }],
})

test('one clean table: its head in line 1, then its rows with raw numbers, and it can be read back', () => {
  const text = csvOf(document)
  expect(text.startsWith('\ufeffProduct,Amount (EUR),Share (%),Day,At\r\n')).toBe(true)
  expect(text.replaceAll(/"(?:[^"]|"")*"/g, '').replaceAll('\r\n', '')).not.toMatch(/[\r\n"]/)
  expect(lines(text)).toEqual([
    ['Product', 'Amount (EUR)', 'Share (%)', 'Day', 'At'],
    ['Lamp, "large"', '-0.5', '12.3', '2026-11-01', '2026-10-31T20:00:00.000Z'],
    ['two\nlines', '1234567.89', '', '2026-11-02', '2026-11-02T00:00:00.000Z'],
    ['carriage\rreturn', '0', '0', '', ''],
    ['Zürich 北京 🙂', '1e-7', '100', '2026-11-03', '2026-11-03T12:34:56.000Z'],
  ])
})

test('a zip has a file a table, each clean, and one with the facts', () => {
  const empty = { title: 'Order lines', columns: [{ name: 'Nothing', kind: 'text' as const }], rows: [] }
  const zip = csvZipOf({
    ...document,
    figures: [
      {
        name: 'Revenue',
        kind: 'money',
        value: 1234.5,
        previous: null,
        change: null,
        changeKind: 'percent',
        polarity: 'up_is_good',
      },
    ],
    tables: [table, empty, { ...table, title: 'Lines [all] / some: by product' }],
  })
  const { names, facts, tableOf } = csvFilesOf(Buffer.from(zip))
  expect(names).toEqual([
    'about.csv',
    'key-figures.csv',
    'order-lines.csv',
    'order-lines-2.csv',
    'lines-all-some-by-product.csv',
  ])
  expect(facts).toEqual([
    ['Title', 'Order lines'],
    ['Range', '2026-11-01 to 2026-11-10'],
    ['Filters', 'region: "North", South; East'],
    ['Note', 'A note,\nover two lines'],
    ['Definition', `Revenue: ${definitions.totalRevenue.text}`],
  ])
  expect(tableOf('Key figures')).toEqual([
    { Figure: 'Revenue', Value: '1234.5', Comparison: '', Change: '', 'Unit of change': '%' },
  ])
  const files = Object.values(unzipSync(zip)).map(bytes => Buffer.from(bytes).toString())
  expect(files[2]).toBe(csvOf(document))
  expect(files[3]).toBe('\ufeffNothing\r\n')
  expect(tableOf('Lines all some by product')).toEqual(rowsOf(csvOf(document)))
})

test.each([
  '=1+1',
  '+49 30',
  '-1+cmd',
  '@SUM(A1)',
  '\tx',
  '\rx',
  '=HYPERLINK("http://x","y")',
  ' =1+1',
  '\n=1+1',
  '＝1+1',
])('%j is not run as a formula', text => {
  expect(lines(csvOf(withText(text))).at(-1)).toEqual([`'${text}`])
})

test.each(['a=1', '1-2', 'x@example.com', "'quoted"])('%j stays as it is', text => {
  expect(lines(csvOf(withText(text))).at(-1)).toEqual([text])
})

test('formulas are neutral in facts and column names as well', () => {
  const zip = csvZipOf({
    ...document,
    title: '=title',
    facts: [['Filters', '=1+1']],
    notes: ['@note'],
    tables: [{ title: '=title', columns: [{ name: '=name', kind: 'text' }], rows: [] }],
  })
  const cells = Object.values(unzipSync(zip)).flatMap(bytes => lines(Buffer.from(bytes).toString()).flat())
  expect(cells.toSorted()).toEqual(
    ['Fact', 'Value', 'Title', "'=title", 'Filters', "'=1+1", 'Note', "'@note", "'=name"].toSorted(),
  )
})
