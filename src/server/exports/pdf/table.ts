import type { Column, Table } from '../document.ts'
import { colours, type Frame } from './frame.ts'
import type { Words } from './words.ts'

const size = 7.5
const pad = 4

const isText = ({ kind }: Column) => kind === 'text'

/** Column widths: by the longest content of a sample, text columns give way first. */
const widthsOf = ({ pdf, width }: Frame, { columns, rows }: Table, words: Words) => {
  const natural = columns.map((column, index) => {
    const texts = rows.slice(0, 60).map(row => words.full(row[index] ?? null, column.kind))
    const name = pdf.font('bold').fontSize(size).widthOfString(column.name)
    pdf.font('regular').fontSize(size)
    return Math.min(Math.max(name, ...texts.map(text => pdf.widthOfString(text))) * 1.06 + 2 * pad, isText(column) ? 190 : 110)
  })
  const total = natural.reduce((sum, one) => sum + one, 0)
  const flexible = natural.reduce((sum, one, index) => sum + (isText(columns[index] as Column) ? one : 0), 0)
  if (flexible === 0) return natural.map(one => (one * width) / total)
  return natural.map((one, index) => (isText(columns[index] as Column) ? Math.max(36, one + ((width - total) * one) / flexible) : one))
}

/** A table that continues over pages with its head repeated. */
export const printTable = (frame: Frame, table: Table, words: Words) => {
  const { pdf, left } = frame
  const widths = widthsOf(frame, table, words)
  const total = widths.reduce((sum, one) => sum + one, 0)
  const line = (texts: string[], bold: boolean) => {
    pdf.font(bold ? 'bold' : 'regular').fontSize(size)
    const height = Math.min(Math.max(...texts.map((text, index) => pdf.heightOfString(text, { width: (widths[index] ?? 0) - 2 * pad }))), 30) + 6
    if (frame.need(height) && !bold) head()
    if (bold) pdf.rect(left, frame.y, total, height).fill(colours.head)
    pdf.font(bold ? 'bold' : 'regular').fontSize(size).fillColor(bold ? colours.soft : colours.ink)
    let x = left
    for (const [index, text] of texts.entries()) {
      const column = table.columns[index] as Column
      pdf.text(text, x + pad, frame.y + 3, { width: (widths[index] ?? 0) - 2 * pad, height: height - 4, ellipsis: true, align: isText(column) ? 'left' : 'right' })
      x += widths[index] ?? 0
    }
    frame.y += height
    pdf.moveTo(left, frame.y).lineTo(left + total, frame.y).lineWidth(0.4).stroke(colours.line)
  }
  const head = () => line(table.columns.map(({ name }) => name), true)
  frame.need(60)
  head()
  for (const row of table.rows) line(row.map((value, index) => words.full(value, (table.columns[index] as Column).kind)), false)
  if (!table.rows.length) {
    pdf.font('regular').fontSize(size).fillColor(colours.muted).text('No rows in this range with these filters.', left, frame.y + 4)
    frame.y += 18
  }
  frame.y += 14
}
