import { mostOrderLines, type Paper } from '#contract/export-formats.ts'
import type { Document, Table } from './document.ts'
import { barsHeight, drawBars } from './pdf/bars.ts'
import { bridgeHeight, drawBridge } from './pdf/bridge.ts'
import { drawForecast, forecastHeight } from './pdf/forecast.ts'
import { openFonts } from './pdf/fonts/fonts.ts'
import { meaningsOf } from './meanings.ts'
import { drawCards } from './pdf/cards.ts'
import { closeFrame, colours, type Frame, openFrame } from './pdf/frame.ts'
import { comfortOf, layTable } from './pdf/table.ts'
import { drawOnePage } from './pdf/one-page.ts'
import { saying, textOf } from './pdf/text.ts'
import { drawTrend, trendHeight } from './pdf/trend.ts'
import { capitalised, type Words, wordsOf } from './pdf/words.ts'
import { linesOf } from './pdf/wrap.ts'

/** What was asked. */
const facts = (frame: Frame, { facts: said, notes }: Document, words: Words) => {
  const look = { size: 8, color: colours.muted }
  for (const [name, value] of [...said, ...notes.map((note): [string, string] => ['Note', note])]) {
    const lines = linesOf(words.sentence(value), frame.width - 90, 12, text => frame.measure(text, look))
    frame.need(lines.length * 11)
    frame.write(name, frame.left, frame.y, look)
    for (const line of lines) {
      frame.write(line, frame.left + 90, frame.y, look)
      frame.y += 11
    }
  }
  frame.y += 12
}

type Drawn = { height: number; draw: () => void }
const nothing: Drawn = { height: 0, draw: () => {} }

const drawingOf = (frame: Frame, table: Table, words: Words): Drawn => {
  const { drawing } = table
  if (!drawing || !table.rows.length) return nothing
  if (drawing.as === 'trend') return { height: trendHeight, draw: () => drawTrend(frame, table, drawing, words) }
  if (drawing.as === 'forecast')
    return { height: forecastHeight, draw: () => drawForecast(frame, table, drawing, words) }
  // on one page only: here their table stands
  if (drawing.as === 'movers') return nothing
  if (drawing.as === 'bridge')
    return { height: bridgeHeight(table), draw: () => drawBridge(frame, table, drawing, words) }
  if (table.rows.every(row => !row[drawing.value])) return nothing
  return { height: barsHeight(frame, table, drawing), draw: () => drawBars(frame, table, drawing, words) }
}

const titleHeight = 20

const heading = (frame: Frame, title: string) => {
  frame.write(title, frame.left, frame.y, { size: 11, bold: true })
  frame.y += titleHeight
}

/** A drawing under the title of its table. */
const chart = (frame: Frame, table: Table, words: Words) => {
  const drawing = drawingOf(frame, table, words)
  if (!drawing.height) return
  frame.need(titleHeight + drawing.height)
  heading(frame, table.title)
  drawing.draw()
}

/** A drawing that says all that its table does. */
const isDrawn = ({ drawing }: Table) => drawing?.as === 'bridge'

/** A table under its title: the title and the first rows stay together. */
const section = (frame: Frame, table: Table, words: Words) => {
  const total = table.total ?? table.rows.length
  const shown = { ...table, rows: table.rows.slice(0, mostOrderLines.pdf) }
  const rows = layTable(frame, shown, words)
  frame.need(titleHeight + rows.beginning)
  heading(frame, table.title)
  if (total > shown.rows.length) {
    const files = total > mostOrderLines.xlsx ? 'CSV and JSON' : 'Excel, CSV and JSON'
    const said = `The first ${words.full(shown.rows.length, 'count')} of ${words.full(total, 'count')} rows. The ${files} files hold all of them.`
    frame.write(said, frame.left, frame.y - 4, { size: 8, color: colours.muted })
    frame.y += 12
  }
  rows.print()
}

/** What the figures mean, at the end. */
const meanings = (frame: Frame, document: Document) => {
  const said = meaningsOf(document)
  if (!said.length) return
  const look = { size: 7.5, color: colours.soft }
  const indent = 130
  const linesIn = (text: string, width: number) => linesOf(text, width, 12, part => frame.measure(part, look))
  const rows = said.map(([name, text]) => [linesIn(name, indent - 10), linesIn(text, frame.width - indent)])
  const heightOf = (row: string[][]) => Math.max(...row.map(lines => lines.length)) * 10 + 4
  frame.need(titleHeight + heightOf(rows[0] ?? []))
  heading(frame, 'Definitions')
  for (const row of rows) {
    frame.need(heightOf(row))
    for (const [column, lines] of row.entries())
      for (const [line, text] of lines.entries())
        frame.write(text, frame.left + column * indent, frame.y + line * 10, look)
    frame.y += heightOf(row)
  }
}

const footer = ({ title, facts: said }: Document, words: Words) =>
  `${title}, ${words.sentence(said.find(([name]) => name === 'Range')?.[1] ?? '')}`

/** A document to print or send: charts first, then the tables, which go on over pages; all text can be selected. */
export const pdfOf = async (document: Document, paper: Paper = 'a4'): Promise<Buffer> => {
  const { title, tables, warning, figures } = document
  const words = wordsOf(document.currency, document.timezone)
  const fonts = await openFonts(textOf(document, words), document.currency)
  const upright = openFrame({ title, paper, fonts })
  if (document.onePage) {
    drawOnePage(upright, saying(document, fonts), words)
    return closeFrame(upright, footer(document, words), warning && capitalised(warning))
  }
  const wide = tables.some(table => !isDrawn(table) && comfortOf(upright, table, words) > upright.width)
  const drawn = figures.length > 0 || tables.some(({ drawing }) => drawing)
  const frame = wide && !drawn ? openFrame({ title, paper, fonts, layout: 'landscape' }) : upright
  frame.write(title, frame.left, frame.y, { size: 18, bold: true })
  frame.y += 27
  facts(frame, saying(document, fonts), words)
  drawCards(frame, document, words)
  for (const table of tables) chart(frame, table, words)
  if (wide && drawn) frame.turn()
  for (const table of tables) if (!isDrawn(table)) section(frame, table, words)
  meanings(frame, document)
  return closeFrame(frame, footer(document, words), warning && capitalised(warning))
}
