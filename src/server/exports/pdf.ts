import type { Document, Figure } from './document.ts'
import { draw } from './pdf/charts.ts'
import { closeFrame, colours, type Frame, openFrame } from './pdf/frame.ts'
import { printTable } from './pdf/table.ts'
import { capitalised, type Words, wordsOf } from './pdf/words.ts'

const cards = (frame: Frame, figures: Figure[], words: Words) => {
  const { pdf, left, width } = frame
  const gap = 8
  const each = (width - 2 * gap) / 3
  const height = 56
  for (const [index, { name, kind, value, previous, change, changeKind }] of figures.entries()) {
    const column = index % 3
    if (column === 0) frame.need(height + gap)
    const x = left + column * (each + gap)
    pdf.roundedRect(x, frame.y, each, height, 4).lineWidth(0.6).stroke(colours.line)
    pdf.font('regular').fontSize(7.5).fillColor(colours.muted).text(name, x + 8, frame.y + 7, { width: each - 16, lineBreak: false })
    pdf.font('bold').fontSize(15).fillColor(colours.ink).text(words.short(value, kind), x + 8, frame.y + 18, { width: each - 16, lineBreak: false })
    pdf.font('regular').fontSize(7.5).fillColor(colours.soft)
    pdf.text(`${words.change(change, changeKind)}${previous === null ? '' : `   vs ${words.short(previous, kind)}`}`, x + 8, frame.y + 40, { width: each - 16, lineBreak: false })
    if (column === 2 || index === figures.length - 1) frame.y += height + gap
  }
  frame.y += 6
}

/** A document to print or send: vector charts, selectable text, tables that continue over pages. */
export const pdfOf = (document: Document): Promise<Buffer> => {
  const widest = Math.max(...document.tables.map(({ columns }) => columns.length))
  const frame = openFrame(document.title, widest > 9)
  const { pdf, left, width } = frame
  const words = wordsOf(document.currency, document.timezone)
  pdf.font('bold').fontSize(18).fillColor(colours.ink).text(document.title, left, frame.y)
  frame.y += 27
  pdf.font('regular').fontSize(8).fillColor(colours.muted)
  for (const [name, said] of [...document.facts, ...document.notes.map((note): [string, string] => ['Note', note])]) {
    const value = words.sentence(said)
    const height = pdf.heightOfString(value, { width: width - 90 })
    frame.need(height + 3)
    pdf.text(name, left, frame.y, { width: 86, lineBreak: false })
    pdf.text(value, left + 90, frame.y, { width: width - 90 })
    frame.y += height + 2.5
  }
  frame.y += 10
  cards(frame, document.figures, words)
  for (const table of document.tables) {
    frame.need(table.drawing?.as === 'trend' ? 230 : 90)
    pdf.font('bold').fontSize(11).fillColor(colours.ink).text(table.title, left, frame.y, { width })
    frame.y += 20
    draw(frame, table, words)
    printTable(frame, table, words)
  }
  return closeFrame(frame, `${document.title}, ${words.sentence(document.facts.find(([name]) => name === 'Range')?.[1] ?? '')}`, document.warning && capitalised(document.warning))
}
