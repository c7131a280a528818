import type { Table } from '../open/table.ts'
import { parseNumber } from './numbers.ts'
import { isBlank, numberColumn } from './styles.ts'

/** What a column's first rows hold. */
export type ColumnSurvey = {
  /** Cells that are not blank. */
  filled: number
  /** Each different cell and how often it stands there. */
  words: ReadonlyMap<string, number>
  /** A number a row, null where there is none; null where the column holds no numbers. */
  numbers: readonly (number | null)[] | null
}

/** A column of numbers may have a few cells that are none. */
const mostOthers = 0.1

/** Looks at a table's first rows, column by column, when asked. */
export const surveyOf = ({ columns, firstRows, above }: Pick<Table, 'columns' | 'firstRows' | 'above'>) => {
  const known = new Map<string, ColumnSurvey>()

  const numbersOf = (column: string, cells: string[], filled: number) => {
    const found = numberColumn(column)
    for (const cell of cells) found.add(cell)
    const decision = found.decide(undefined)
    const numbers = cells.map(cell =>
      isBlank(cell) ? null : parseNumber(cell, 'style' in decision ? decision.style : 'dot'),
    )
    const read = numbers.filter(number => number !== null).length
    return filled > 0 && filled - read <= mostOthers * filled ? numbers : null
  }

  const look = (column: string): ColumnSurvey => {
    const at = columns.indexOf(column)
    const cells = firstRows.map(row => (row[at] ?? '').trim())
    const words = new Map<string, number>()
    for (const cell of cells) if (!isBlank(cell)) words.set(cell, (words.get(cell) ?? 0) + 1)
    const filled = [...words.values()].reduce((sum, count) => sum + count, 0)
    return { filled, words, numbers: numbersOf(column, cells, filled) }
  }

  return {
    columns,
    above,
    firstRows,
    rows: firstRows.length,
    /** A cell a row. */
    cellsOf: (column: string): string[] => firstRows.map(row => (row[columns.indexOf(column)] ?? '').trim()),
    of: (column: string): ColumnSurvey => {
      let found = known.get(column)
      if (!found) known.set(column, (found = look(column)))
      return found
    },
  }
}
export type Survey = ReturnType<typeof surveyOf>

/** The share of a column's cells whose words are known to `means`. */
export const shareOf = ({ filled, words }: ColumnSurvey, means: (word: string) => boolean): number =>
  filled === 0 ? 0 : [...words].reduce((sum, [word, count]) => (means(word) ? sum + count : sum), 0) / filled
