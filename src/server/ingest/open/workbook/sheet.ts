import type { Block } from '../headings.ts'
import type { Zip } from '../zip.ts'
import type { Book } from './book.ts'
import type { Meaning } from './formats.ts'
import { isoText, numberText } from './values.ts'
import { readXml, unescaped } from './xml.ts'

/** Cells from the first column on; `line` is the sheet's row number. */
export type SheetRow = { line: number; cells: string[]; isHidden: boolean }

export type SheetFacts = {
  /** Hidden by hand or by a filter. */
  hidden: { rows: number; first: number }
  isFiltered: boolean
  errors: { cells: number; first: string; words: string }
  /** Formulas that no program has worked out yet, by column (from 0). */
  unknown: Map<number, { cells: number; first: string }>
  merged: Block[]
}

/** "C" → 3. */
const columnOf = (reference: string): number => {
  let column = 0
  for (let i = 0; i < reference.length; i++) {
    const letter = reference.charCodeAt(i) & ~32
    if (letter < 65 || letter > 90) break
    column = column * 26 + letter - 64
  }
  return column
}

const blockOf = (reference: string): Block | null => {
  const [, left = '', top, right = '', bottom] = /^([A-Z]+)(\d+):([A-Z]+)(\d+)$/.exec(reference) ?? []
  return top === undefined
    ? null
    : { top: Number(top), left: columnOf(left), bottom: Number(bottom), right: columnOf(right) }
}

/** Excel's widest sheet. */
const mostColumns = 16_384
const plainNumber: Meaning = { is: 'number', sign: '' }
/** More could not all matter for column names. */
const mostMerged = 10_000

type Cell = {
  at: number
  name: string
  type: string
  style: number
  value: string
  hasFormula: boolean
  isInline: boolean
}

/**
 * Reads a sheet row by row. `add` gets each row that has text; `turn` is asked after each piece of the file, and false
 * ends the reading early.
 */
export const readSheet = async (
  zip: Zip,
  part: string,
  { strings, styles, isMac }: Omit<Book, 'sheets'>,
  add: (row: SheetRow) => void,
  turn: () => Promise<boolean> | boolean,
): Promise<SheetFacts> => {
  const facts: SheetFacts = {
    hidden: { rows: 0, first: 0 },
    isFiltered: false,
    errors: { cells: 0, first: '', words: '' },
    unknown: new Map(),
    merged: [],
  }
  let row: SheetRow = { line: 0, cells: [], isHidden: false }
  let cell: Cell | null = null
  /** Where a cell stands that does not say so. */
  let next = 0
  let [isValue, isSpoken] = [false, false]

  const textOf = ({ at, name, type, style, value, hasFormula, isInline }: Cell): string => {
    if (value === '' && hasFormula && type !== 'str') {
      const before = facts.unknown.get(at)
      facts.unknown.set(at, { cells: (before?.cells ?? 0) + 1, first: before?.first ?? name })
      return ''
    }
    if (type === 's') return strings[Number(value)] ?? ''
    if (type === 'str' || isInline) return unescaped(value)
    if (type === 'b') return value === '1' || value === 'true' ? 'TRUE' : 'FALSE'
    if (type === 'd') return isoText(value)
    if (type === 'e') {
      if (facts.errors.cells++ === 0) Object.assign(facts.errors, { first: name, words: value })
      return ''
    }
    return value === '' ? '' : numberText(value, styles[style] ?? plainNumber, isMac)
  }

  const endRow = () => {
    if (row.cells.every(text => text === '')) return
    if (row.isHidden && facts.hidden.rows++ === 0) facts.hidden.first = row.line
    add(row)
  }
  const endCell = () => {
    if (!cell) return
    const text = textOf(cell)
    if (text !== '' && cell.at < mostColumns) {
      while (row.cells.length < cell.at) row.cells.push('')
      row.cells[cell.at] = text
    }
    cell = null
  }

  await readXml(
    await zip.stream(part),
    {
      open: (name, attributes) => {
        if (name === 'c') {
          const at = attributes.r ? columnOf(attributes.r) - 1 : next
          next = at + 1
          const type = attributes.t ?? 'n'
          cell = {
            at,
            name: attributes.r ?? `row ${row.line}`,
            type,
            style: Number(attributes.s ?? 0),
            value: '',
            hasFormula: false,
            isInline: type === 'inlineStr',
          }
        } else if (name === 'v') isValue = true
        else if (name === 't') isValue = cell?.isInline === true && !isSpoken
        else if (name === 'rPh') isSpoken = true
        else if (name === 'f' && cell) cell.hasFormula = true
        else if (name === 'row') {
          row = {
            line: attributes.r ? Number(attributes.r) : row.line + 1,
            cells: [],
            isHidden: attributes.hidden === '1' || attributes.hidden === 'true',
          }
          next = 0
        } else if (name === 'autoFilter') facts.isFiltered = true
        else if (name === 'mergeCell' && facts.merged.length < mostMerged) {
          const block = blockOf(attributes.ref ?? '')
          if (block) facts.merged.push(block)
        }
      },
      text: text => {
        if (isValue && cell) cell.value += text
      },
      close: name => {
        if (name === 'v' || name === 't') isValue = false
        else if (name === 'rPh') isSpoken = false
        else if (name === 'c') endCell()
        else if (name === 'row') endRow()
      },
    },
    turn,
  )
  return facts
}
