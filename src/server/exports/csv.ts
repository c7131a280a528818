import { stringify } from 'csv-stringify/sync'
import { strToU8, zipSync } from 'fflate'
import { meaningsOf } from './meanings.ts'
import { type Document, headerOf, tablesOf, type Value } from './document.ts'

// a cell that starts like this is run as a formula by spreadsheet programs (OWASP: CSV injection); numbers are written
// as numbers and stay as they are
const formula = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/
const neutral = (value: Value) => (typeof value === 'string' && formula.test(value) ? `'${value}` : value)

/** RFC 4180 in UTF-8 (with its mark, for spreadsheet programs): a head in line 1, then rows with raw numbers. */
const written = (rows: Value[][]): string =>
  // csv-stringify quotes a line break only if it is the whole record delimiter
  stringify(
    rows.map(row => row.map(neutral)),
    { bom: true, record_delimiter: '\r\n', quoted_match: /[\r\n]/ },
  )

const csvFiles = (document: Document): string[] =>
  tablesOf(document).map(({ columns, rows }) =>
    written([columns.map(column => headerOf(column, document.currency)), ...rows]),
  )

/** Whether its one table can be a file without others beside it. */
export const isOneTable = ({ figures, tables }: Document) => !figures.length && tables.length === 1

/** Its table and nothing else. */
export const csvOf = (document: Document): string => csvFiles(document)[0] ?? ''

const nameOf = (title: string) =>
  title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '') || 'table'

/** A zip: a CSV file a table, and `about.csv`, which says what was asked. */
export const csvZipOf = (document: Document): Uint8Array => {
  const { title, facts, notes } = document
  const about = [
    ['Fact', 'Value'],
    ['Title', title],
    ...facts,
    ...notes.map(note => ['Note', note]),
    ...meaningsOf(document).map(([name, text]) => ['Definition', `${name}: ${text}`]),
  ]
  const files = new Map([['about', written(about)]])
  const texts = csvFiles(document)
  for (const [index, table] of tablesOf(document).entries()) {
    const name = nameOf(table.title)
    let free = name
    for (let number = 2; files.has(free); number++) free = `${name}-${number}`
    files.set(free, texts[index] ?? '')
  }
  return zipSync(Object.fromEntries([...files].map(([name, text]) => [`${name}.csv`, strToU8(text)])))
}
