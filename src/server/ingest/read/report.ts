import { basename } from 'node:path'
import type { ImportReport } from '#contract'
import { counted } from '../../counted.ts'
import { charsets } from '../open/charsets.ts'
import type { Table } from '../open/table.ts'
import { type Mapping, plainName } from '../understand/column-names.ts'
import { fieldsOf } from '../understand/fields.ts'
import type { Preset } from '../understand/presets/preset.ts'
import type { Understood } from '../understand/understand.ts'
import { agreed } from '../understand/units.ts'
import { isTotal } from '../understand/words/totals.ts'
import { strayAnswers } from './row-questions.ts'

const listedSkips = 1_000
/** Rows to look at, and how much of a cell. */
const shownRows = 12
const shownCell = 80

/** Formulas that no program has worked out would be rows without an amount, or of one piece. */
const unknownFormulas = ({ source }: Table, mapping: Mapping): string[] =>
  source.unknown
    .filter(({ column }) => Object.values(mapping).includes(column))
    .map(
      ({ column, cells, first }) =>
        `${column}: ${counted(cells, 'formula has', 'formulas have')} no value in the file (the first is ${first}), as no program has worked them out. Open the workbook in Excel or LibreOffice and save it.`,
    )

/** What is known before any row is read. */
export const beginReport = (
  { path, fileName, styles }: { path: string; fileName: string; styles?: Record<string, string> | undefined },
  table: Table,
  { mapped: { kind, preset, mapping, problems, notes }, profile, asBefore }: Understood,
): ImportReport => {
  const fieldOf = new Map(
    Object.entries(mapping)
      .map(([field, column]) => [column, field])
      .reverse() as [string, string][],
  )
  const known = [...problems, ...profile.problems, ...unknownFormulas(table, mapping)]
  const isKnown = (stray: string) => known.some(problem => problem.startsWith(stray.split(': expected')[0] ?? ''))
  const preamble = `The column names are on line ${table.headerLine}; what stands above is left out.`
  return {
    kind,
    preset: preset?.name ?? null,
    fileName: fileName || basename(path),
    encoding: table.encoding.name,
    encodings: table.source.format ? [] : charsets.map(({ label, name }) => ({ value: label, name })),
    delimiter: table.source.format ? null : table.dialect.delimiter,
    sheets: table.source.sheets,
    sheet: table.source.sheet,
    parts: table.source.parts,
    part: table.source.part,
    removed: 0,
    source: null,
    columns: table.columns.map((name, i) => ({
      name,
      field: fieldOf.get(name) ?? null,
      samples: table.samples[i] ?? [],
    })),
    firstRows: table.firstRows
      .slice(0, shownRows)
      .map(row => table.columns.map((_, i) => (row[i] ?? '').trim().slice(0, shownCell))),
    fields: fieldsOf[kind].map(({ field, label, required, hint }) => ({ field, label, required, hint })),
    styles: profile.words,
    questions: profile.questions,
    mapping,
    answers: profile.answers,
    problems: [...known, ...strayAnswers(styles ?? {}, table.columns).filter(stray => !isKnown(stray))],
    rows: { read: profile.rows, accepted: 0, skipped: 0, inserted: 0, updated: 0, unchanged: 0 },
    orders: null,
    customers: null,
    span: null,
    currency: null,
    exchange: null,
    byStatus: [],
    revenue: null,
    notes: [
      ...(asBefore ? ['Columns and styles are read as they were in the last import with these column names.'] : []),
      ...(table.headerLine > 1 ? [preamble] : []),
      ...table.source.notes,
      ...notes,
    ],
    skippedRows: [],
    moreSkipped: 0,
    dryRun: null,
  }
}

const footer =
  /^\W*(grand\s*)?(totals?|sum|summe|gesamt\w*|insgesamt|totaux|totale|suma|totaal|razem|subtotal|copyright|confidential|generated|filtered by|filters?|report)\b/i

export type SkippedRow = ImportReport['skippedRows'][number]

/** Leaves a row out of the import and lists it with the reason. */
export const skipper =
  (report: ImportReport, delimiter: string, tell: ((row: SkippedRow) => void) | undefined) =>
  (line: number, reason: string, row: string[]) => {
    const isFooter = footer.test(row.find(cell => cell.trim() !== '') ?? '')
    const skipped = {
      line,
      reason: isFooter ? `a total or note below the table (${reason})` : reason,
      text: row.join(delimiter).slice(0, 300),
    }
    report.rows.skipped++
    if (report.skippedRows.length < listedSkips) report.skippedRows.push(skipped)
    else report.moreSkipped++
    tell?.(skipped)
  }

const remark = /^\W*(copyright|©|confidential|generated|filtered by|exported)\b/i

/** A row of totals, or a note, where a table without dates would take it for one more customer. */
const isBelowTable = (row: string[]): boolean => {
  const filled = row.filter(cell => cell.trim() !== '')
  const [first = '', ...rest] = filled
  return isTotal(first) ? !rest.some(cell => /\p{L}{4}/u.test(cell)) : filled.length === 1 && remark.test(first)
}

/** Says why a row is none of the table's, whatever the table is about. */
export const strangerTo = (
  { columns }: Table,
  isDated: boolean,
  { only = {}, except = {} }: Pick<Preset, 'only' | 'except'>,
) => {
  const width = columns.length
  const isHeader = (row: string[]) =>
    row[0]?.trim() === columns[0] &&
    row.length >= width &&
    columns.every((name, i) => name.startsWith((row[i] ?? '').replace(/\s+/g, ' ').trim()))
  const rule = (counts: boolean, words: Record<string, string[]>) =>
    Object.entries(words).map(([name, of]) => ({
      at: columns.findIndex(column => plainName(column) === name),
      words: new Set(of),
      counts,
    }))
  const rules = [...rule(true, only), ...rule(false, except)]
  return (row: string[]): string | null => {
    for (const { at, words, counts } of rules) {
      const word = (row[at] ?? '').trim()
      if (at >= 0 && words.has(word.toLowerCase()) !== counts) return `${columns[at]} "${word}" is no part of a sale`
    }
    if (row.length > width && row.slice(width).some(cell => cell.trim() !== ''))
      return `${row.length} cells where the column names are ${width}`
    if (width === 1) return null
    if (isHeader(row)) return 'the column names once more'
    return !isDated && isBelowTable(row) ? 'it is no row of the table' : null
  }
}

/** The file's one currency; several cannot be added up, and that is said. */
export const settleCurrency = (
  report: ImportReport,
  ofRows: ReadonlyMap<string, number>,
  besideAmounts: ReadonlyMap<string, number>,
): string | null => {
  const found = [...(ofRows.size ? ofRows : agreed(besideAmounts))].sort((a, b) => b[1] - a[1])
  if (found.length > 1) {
    const each = found.map(([currency, rows]) => `${currency} in ${counted(rows, 'row', 'rows')}`).join(', ')
    report.revenue = null
    report.byStatus = report.byStatus.map(status => ({ ...status, amount: null }))
    report.problems.push(
      `The file mixes currencies (${each}), and amounts of different ones cannot be added. Map a column of exchange rates or one with converted amounts, import rates by day, or split it by currency.`,
    )
  }
  return found[0]?.[0].length === 3 ? found[0][0] : null
}

/** The currency that the amounts are of before they are exchanged, where it is known. */
export const settleRate = (
  report: ImportReport,
  { rate, rateOf }: { rate?: number | undefined; rateOf?: string | undefined },
  own: string | null,
): string | null => {
  const currency = own ?? rateOf ?? null
  if (rate === undefined) return currency
  if (own && rateOf && own !== rateOf) report.problems.push(`rate_of: the file's amounts are in ${own}, not ${rateOf}.`)
  else if (currency === null && report.problems.length === 0)
    report.problems.push('rate: the file does not say its currency. Say it with rate_of.')
  return currency
}

/** What is said of how the whole file was read. */
export const tellReading = (report: ImportReport, { profile }: Understood) => {
  for (const [column, style] of profile.dates)
    if (style === 'month')
      report.notes.push(`${column} has months without days: its rows count on the first day of each month.`)
  if (profile.unclosed.length)
    report.notes.push(`A quote on line ${profile.unclosed[0]} is never closed: it is read as a plain character.`)
}

export const isReadable = ({ problems, questions }: ImportReport): boolean => problems.length + questions.length === 0
