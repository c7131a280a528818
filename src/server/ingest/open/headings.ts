/** Column names over several rows: "Customer" merged over "ID" and "Name", "Date" merged over both rows. */
import type { Rows } from './csv.ts'

/** Merged cells. Rows and columns from 1, both ends included. */
export type Block = { top: number; left: number; bottom: number; right: number }

export type Headings = {
  names: string[]
  /** The first and the last of their rows, as indices. */
  first: number
  last: number
  notes: string[]
}

const mostRows = 4
/** Says little without what stands above it. */
const bareName = /^(?:name|id|no\.?|nr\.?|number|code|date)$/i

const letters = (column: number): string =>
  column > 26
    ? letters(Math.floor((column - 1) / 26)) + letters(((column - 1) % 26) + 1)
    : String.fromCharCode(64 + column)

/** The names of the row at `header`, and of what it is merged with. */
export const headingsOf = ({ cells, lines }: Rows, header: number, merged: readonly Block[]): Headings => {
  const own = cells[header] ?? []
  const line = lines[header] ?? 1
  const near = merged.filter(({ top, bottom }) => top <= line && bottom >= line - 1 && bottom < line + mostRows)
  const tall = near.filter(({ top, bottom }) => bottom > top && bottom >= line)
  const textAt = (row: number, column: number): string => (cells[lines.indexOf(row)]?.[column - 1] ?? '').trim()
  const isGrouped = (row: number) => (cells[lines.indexOf(row)] ?? []).filter(cell => cell.trim() !== '').length > 1
  const wide = near.filter(({ left, right, top }) => right > left && isGrouped(top))
  const above = wide.some(({ bottom }) => bottom === line - 1) ? line - 1 : line
  const top = Math.max(1, Math.min(above, ...tall.map(block => block.top)))
  const bottom = Math.max(line, ...tall.map(block => block.bottom))
  if (top === bottom && wide.length === 0) return { names: own, first: header, last: header, notes: [] }

  const rows = lines.flatMap((at, i) => (at >= top && at <= bottom ? [i] : []))
  const width = Math.max(...rows.map(i => cells[i]?.length ?? 0))
  const names = Array.from({ length: width }, (_, at) => {
    for (let row = bottom; row >= top; row--) {
      const text = textAt(row, at + 1)
      if (text) return { text, row }
    }
    return { text: '', row: bottom }
  })
  const groupOf = (column: number, row: number) => {
    const block = wide.find(({ left, right, bottom: end }) => left <= column && right >= column && end < row)
    return block ? textAt(block.top, block.left) : ''
  }
  const isRepeated = (text: string) => names.filter(one => one.text.toLowerCase() === text.toLowerCase()).length > 1
  return {
    names: names.map(({ text, row }, at) => {
      const group = groupOf(at + 1, row)
      return group && (bareName.test(text) || isRepeated(text)) ? `${group} ${text}` : text
    }),
    first: rows[0] ?? header,
    last: rows.at(-1) ?? header,
    notes: [
      ...(top < bottom ? [`The column names stand in rows ${top} to ${bottom}, of which some cells are merged.`] : []),
      ...wide
        .filter(block => block.bottom === bottom)
        .map(
          ({ left, right, top: row }) =>
            `The name "${textAt(row, left)}" is merged over the columns ${letters(left)} to ${letters(right)}: it counts for the first of them.`,
        ),
    ],
  }
}
