import writeExcelFile, { type CellObject, type SheetData } from 'write-excel-file/node'
import { digitsOf } from '../money.ts'
import { localParts } from '../time/clock.ts'
import { meaningsOf } from './meanings.ts'
import { type Column, type Document, headerOf, tablesOf, type Value } from './document.ts'

const formats: Partial<Record<Column['kind'], string>> = {
  count: '#,##0',
  percent: '0.0',
  points: '0.0',
  change: '0.0',
  date: 'yyyy-mm-dd',
  instant: 'yyyy-mm-dd hh:mm:ss',
}

const decimals = (digits: number) => `#,##0.${'0'.repeat(digits)}`.replace(/\.$/, '')
/** Up to three decimals, as many as there are: "#,##0.###" would show 537 as "537.", and 537.0001 too. */
const numberFormat = (value: number) => decimals(String(Number(value.toFixed(3))).split('.')[1]?.length ?? 0)

const cell = (value: Value, kind: Column['kind'], { timezone, currency }: Document): CellObject | null => {
  if (value === null || value === '') return null
  const format =
    kind === 'money' ? decimals(digitsOf(currency)) : kind === 'number' ? numberFormat(Number(value)) : formats[kind]
  if (kind === 'date') return { value: new Date(value), type: Date, format: format ?? '' }
  if (kind === 'instant') {
    // a cell knows no time zone: it shows the workspace's time
    const { date, time } = localParts(new Date(value), timezone)
    return { value: new Date(`${date}T${time}Z`), type: Date, format: format ?? '' }
  }
  if (typeof value === 'number') return { value, type: Number, ...(format ? { format } : {}) }
  return { value, type: String }
}

/** Names of sheets: whole words of at most 31 letters, none of these, no two alike, whatever their capitals. */
const sheetNames = () => {
  const taken = new Set(['about', 'about the demo data', 'history'])
  const fitted = (words: string, most: number) =>
    words.length <= most ? words : (words.slice(0, most + 1).match(/^.*\S(?=\s)/)?.[0] ?? words.slice(0, most))
  return (title: string): string => {
    const words =
      title
        .replaceAll(/[\\/?*[\]:]/g, ' ')
        .replaceAll(/\s+/g, ' ')
        .replaceAll(/^[\s']+|[\s']+$/g, '') || 'Sheet'
    let name = fitted(words, 31)
    for (let number = 2; taken.has(name.toLowerCase()); number++)
      name = `${fitted(words, 31 - ` ${number}`.length)} ${number}`
    taken.add(name.toLowerCase())
    return name
  }
}

/** One sheet a table, numbers and dates as such, and a sheet that says what was asked. */
export const xlsxOf = async (document: Document): Promise<Buffer> => {
  const bold = (value: string): CellObject => ({ value, type: String, fontWeight: 'bold' })
  const said = [
    ...document.facts,
    ...document.notes.map(note => ['Note', note]),
    ...meaningsOf(document).map(([name, text]) => ['Definition', `${name}: ${text}`]),
  ]
  const about: SheetData = [
    [bold(document.title)],
    ...said.map(row => row.map((value): CellObject => ({ value, type: String }))),
  ]
  const nameOf = sheetNames()
  const sheets = tablesOf(document).map(({ title, sheet = title, columns, rows }) => ({
    sheet: nameOf(sheet),
    data: [
      columns.map(column => bold(headerOf(column, document.currency))),
      ...rows.map(row => row.map((value, index) => cell(value, columns[index]?.kind ?? 'text', document))),
    ] as SheetData,
    columns: columns.map(({ kind }) => ({
      width: kind === 'text' || kind === 'label' ? 26 : kind === 'instant' ? 20 : 15,
    })),
    stickyRowsCount: 1,
  }))
  const columns = [{ width: 18 }, { width: 60 }]
  // what must not be overlooked is on the sheet that opens
  return writeExcelFile(
    document.warning
      ? [{ sheet: 'About the demo data', data: about, columns }, ...sheets]
      : [...sheets, { sheet: 'About', data: about, columns }],
  ).toBuffer()
}
