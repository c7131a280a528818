import type { Column, Table, Value } from '../document.ts'
import { colours, type Frame } from './frame.ts'
import type { Words } from './words.ts'
import { linesOf, longestWord, widthsOf } from './wrap.ts'

/** A table that would break words even on a wide page is set smaller. */
const sizes = [7.5, 7, 6.5, 6] as const
const pad = 4
/** A word that is longer than this may break. */
const longest = 130
/** More lines of a cell than this are an ellipsis. */
const mostLines = 4

const isText = ({ kind }: Column) => kind === 'text' || kind === 'label'
const isDay = ({ kind }: Column) => kind === 'date' || kind === 'instant'
const isLeft = (column: Column) => isText(column) || isDay(column)
/** Before what begins at the left, beside figures that end at the right. */
const gap = 7

/** In green or red as on screen, where more is better. */
const colourOf = (value: Value, { kind }: Column) =>
  kind !== 'change' || !value ? colours.ink : Number(value) > 0 ? colours.positive : colours.negative

/**
 * The columns that say something, with what they say. A day says nothing that stands in a column before it already,
 * with its time or as the first of the same.
 */
const textsOf = ({ columns, rows }: Table, words: Words) => {
  const wordsAt = (row: Value[], index: number) => {
    const { kind } = columns[index] as Column
    // something where there was nothing has no percentage
    return kind === 'change' && row[index] === null && row[index - 1] === 0
      ? 'new'
      : words.full(row[index] ?? null, kind)
  }
  const all = columns.map((column, index) => ({ column, index, texts: rows.map(row => wordsAt(row, index)) }))
  if (!rows.length) return all
  const repeats = ({ column, index, texts }: (typeof all)[number]) =>
    column.kind === 'date' &&
    all
      .slice(0, index)
      .some(earlier => isDay(earlier.column) && texts.every((text, row) => earlier.texts[row]?.startsWith(text)))
  return all.filter(one => rows.some(row => row[one.index] !== null && row[one.index] !== '') && !repeats(one))
}

const measured = (frame: Frame, table: Table, words: Words, size: number) => {
  const bold = (text: string) => frame.measure(text, { size, bold: true })
  const regular = (text: string) => frame.measure(text, { size })
  return textsOf(table, words).map(({ column, index, texts }, at, all) => {
    const before = all[at - 1]?.column
    const indent = before && !isLeft(before) && isLeft(column) ? pad + gap : pad
    const distinct = [...new Set(texts)]
    const widest = (of: (text: string) => number) => distinct.reduce((most, text) => Math.max(most, of(text)), 0)
    const most = Math.max(bold(column.name), widest(regular)) + indent + pad
    // only texts are worth several lines: figures and dates stay whole
    const least =
      Math.max(
        longestWord(column.name, bold),
        widest(isText(column) ? text => Math.min(longestWord(text, regular), longest) : regular),
      ) +
      indent +
      pad
    return { column, index, texts, indent, least, most: isText(column) ? Math.min(most, Math.max(least, 190)) : most }
  })
}

/** How wide a page must be that this table is easy to read on. */
export const comfortOf = (frame: Frame, table: Table, words: Words) =>
  measured(frame, table, words, sizes[0]).reduce(
    (total, { column, least, most }) => total + (isText(column) ? Math.max(least, Math.min(most, 100)) : least),
    0,
  )

/** A table of at most so many rows is not torn apart. */
const few = 12

/**
 * A table laid out: `beginning` is the height of its head with the first rows, or all where they are few, which stay
 * together.
 */
export const layTable = (frame: Frame, table: Table, words: Words) => {
  const { pdf, left } = frame
  const least = (size: number) => measured(frame, table, words, size).reduce((sum, column) => sum + column.least, 0)
  const size = sizes.find(one => least(one) <= frame.width) ?? sizes[3]
  const columns = measured(frame, table, words, size)
  const lineHeight = size * 1.2
  const widths = widthsOf(columns, frame.width)
  const total = widths.reduce((sum, one) => sum + one, 0)
  const linesIn = (texts: string[], bold: boolean) =>
    texts.map((text, at) =>
      linesOf(text, (widths[at] ?? 0) - (columns[at]?.indent ?? pad) - pad + 0.01, mostLines, part =>
        frame.measure(part, { size, bold }),
      ),
    )
  const heightOf = (cells: string[][]) => Math.max(...cells.map(lines => lines.length)) * lineHeight + 6
  const print = (cells: string[][], bold: boolean, colorAt: (at: number) => string) => {
    const height = heightOf(cells)
    if (bold) pdf.rect(left, frame.y, total, height).fill(colours.sunken)
    let x = left
    for (const [at, lines] of cells.entries()) {
      const width = widths[at] ?? 0
      const { column, indent } = columns[at] as (typeof columns)[number]
      const [edge, align] = isLeft(column) ? ([x + indent, 'left'] as const) : ([x + width - pad, 'right'] as const)
      // a short head stands at the foot of a tall one
      const top = frame.y + 3 + (bold ? height - 6 - lines.length * lineHeight : 0)
      for (const [line, text] of lines.entries())
        frame.write(text, edge, top + line * lineHeight, { size, bold, color: colorAt(at), align })
      x += width
    }
    frame.y += height
    pdf
      .moveTo(left, frame.y)
      .lineTo(left + total, frame.y)
      .lineWidth(0.4)
      .stroke(colours.line)
  }
  const head = linesIn(
    columns.map(({ column }) => column.name),
    true,
  )
  const rows = table.rows.map((_, row) =>
    linesIn(
      columns.map(({ texts }) => texts[row] ?? ''),
      false,
    ),
  )
  const heights = rows.map(heightOf)
  const beginning =
    heightOf(head) +
    (heights.length ? heights.slice(0, heights.length <= few ? few : 2).reduce((sum, height) => sum + height, 0) : 24)
  return {
    beginning,
    print: () => {
      const printHead = () => print(head, true, () => colours.soft)
      frame.need(beginning)
      printHead()
      for (const [row, cells] of rows.entries()) {
        // the last row does not go to a page of its own
        const together = row === rows.length - 2 ? (heights[row + 1] ?? 0) : 0
        if (frame.need((heights[row] ?? 0) + together)) printHead()
        print(cells, false, at =>
          colourOf(
            table.rows[row]?.[columns[at]?.index ?? 0] ?? null,
            (columns[at] as (typeof columns)[number]).column,
          ),
        )
      }
      if (!rows.length) {
        frame.write('No rows in this range with these filters.', left, frame.y + 5, { size, color: colours.muted })
        frame.y += 20
      }
      frame.y += 16
    },
  }
}
