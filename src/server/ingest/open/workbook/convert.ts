import { counted } from '../../../counted.ts'
import { ApiError } from '../../../errors.ts'
import type { Block } from '../headings.ts'
import type { Weigh } from '../layout.ts'
import type { Limits } from '../limits.ts'
import { writeText } from '../text-file.ts'
import type { Zip } from '../zip.ts'
import { type Book, openBook, type Sheet } from './book.ts'
import { readSheet, type SheetFacts } from './sheet.ts'

export type Converted = {
  sheets: { name: string; hidden: boolean }[]
  sheet: string
  notes: string[]
  merged: Block[]
  unknown: SheetFacts['unknown']
}

const peekedRows = 100

/** How much of a table a sheet's first rows are: known column names count most. */
const weightOf = async (zip: Zip, book: Book, sheet: Sheet, weigh: Weigh): Promise<number> => {
  let known = 0
  let rows = 0
  await readSheet(
    zip,
    sheet.part,
    book,
    ({ cells }) => {
      if (cells.filter(cell => cell !== '').length > 1) rows++
      known = Math.max(known, weigh(cells))
    },
    () => rows < peekedRows,
  )
  return rows < 2 ? 0 : 1 + known + Math.min(rows, peekedRows) / (peekedRows + 1)
}

const chooseSheet = async (zip: Zip, book: Book, asked: string | undefined, weigh: Weigh): Promise<Sheet> => {
  const { sheets } = book
  if (asked !== undefined) {
    const found = sheets.find(({ name }) => name === asked) ?? sheets.find(({ name }) => name.trim() === asked.trim())
    if (found) return found
    throw new ApiError(
      400,
      'bad_request',
      `sheet: expected one of ${sheets.map(({ name }) => JSON.stringify(name)).join(', ')}, got ${JSON.stringify(asked)}`,
    )
  }
  const shown = sheets.filter(({ isHidden }) => !isHidden)
  const [first, ...others] = shown.length ? shown : sheets
  if (!first) throw new ApiError(400, 'no_header', 'The workbook has no sheet with cells.')
  if (others.length === 0) return first
  let best = { sheet: first, weight: await weightOf(zip, book, first, weigh) }
  for (const sheet of others) {
    const weight = await weightOf(zip, book, sheet, weigh)
    if (weight > best.weight) best = { sheet, weight }
  }
  return best.sheet
}

const notesOf = ({ hidden, isFiltered, errors }: SheetFacts, isMac: boolean): string[] => [
  ...(hidden.rows
    ? [
        `${counted(hidden.rows, 'row is', 'rows are')} hidden in the sheet${isFiltered ? ', where a filter is set' : ''} (the first is row ${hidden.first}); ${hidden.rows === 1 ? 'it is' : 'they are'} read like the others.`,
      ]
    : []),
  ...(errors.cells
    ? [
        `${counted(errors.cells, 'cell holds', 'cells hold')} an error instead of a value (${errors.first}: ${errors.words}); ${errors.cells === 1 ? 'it is' : 'they are'} read as empty.`,
      ]
    : []),
  ...(isMac ? ['The workbook counts days from 1904, as old Macs did; its dates are read so.'] : []),
]

/** One sheet of a workbook as text, its cells typed by their formats; row numbers stay. */
export const convertWorkbook = async (
  zip: Zip,
  target: string,
  asked: { sheet: string | undefined; weigh: Weigh; limits: Limits; progress: (rows: number) => void },
): Promise<Converted> => {
  const book = await openBook(zip)
  const sheet = await chooseSheet(zip, book, asked.sheet, asked.weigh)
  const file = await writeText(target, asked.limits)
  let rows = 0
  try {
    const add = ({ line, cells }: { line: number; cells: string[] }) => {
      file.row(line, cells)
      rows++
    }
    const facts = await readSheet(zip, sheet.part, book, add, async () => {
      asked.progress(rows)
      await file.turn()
      return true
    })
    await file.end()
    if (rows === 0)
      throw new ApiError(400, 'no_header', `The sheet ${JSON.stringify(sheet.name)} of the workbook is empty.`)
    return {
      sheets: book.sheets.map(({ name, isHidden }) => ({ name, hidden: isHidden })),
      sheet: sheet.name,
      notes: notesOf(facts, book.isMac),
      merged: facts.merged,
      unknown: facts.unknown,
    }
  } catch (error) {
    await file.giveUp()
    throw error
  }
}
