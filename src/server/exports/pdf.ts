import type { Document, Figure, Table } from './document.ts'
import { barsHeight, drawBars } from './pdf/bars.ts'
import { bridgeHeight, drawBridge } from './pdf/bridge.ts'
import { drawForecast, forecastHeight } from './pdf/forecast.ts'
import { closeFrame, colours, type Frame, openFrame, uprightWidth } from './pdf/frame.ts'
import { comfortOf, layTable } from './pdf/table.ts'
import { drawTrend, trendHeight } from './pdf/trend.ts'
import { capitalised, type Words, wordsOf } from './pdf/words.ts'
import { linesOf } from './pdf/wrap.ts'

/** A change in words, and in the colour of better or worse. */
const changeOf = (
  { value, previous, change, changeKind, polarity, detail }: Figure,
  compared: boolean,
  words: Words,
) => {
  if (value === null) return { words: 'Not known', color: colours.muted }
  if (detail !== undefined) return { words: detail, color: colours.muted }
  if (!compared && previous === null) return { words: 'not compared', color: colours.muted }
  const known = value === previous ? 0 : change
  if (known === null) return { words: previous === 0 ? 'new' : 'no earlier data', color: colours.muted }
  const good = known > 0 === (polarity === 'up_is_good')
  const color =
    known === 0 ? colours.muted : polarity === 'neutral' ? colours.soft : good ? colours.positive : colours.negative
  return { words: words.change(known, changeKind), color }
}

const cards = (frame: Frame, { figures, compared }: Document, words: Words) => {
  const { pdf, left, width } = frame
  const gap = 8
  const each = (width - 2 * gap) / 3
  const height = 56
  for (const [index, figure] of figures.entries()) {
    const { name, kind, value, previous } = figure
    const column = index % 3
    if (column === 0) frame.need(height + gap)
    const x = left + column * (each + gap)
    pdf.roundedRect(x, frame.y, each, height, 4).lineWidth(0.6).stroke(colours.line)
    frame.write(name, x + 8, frame.y + 7, { size: 7.5, color: colours.muted })
    frame.write(words.short(value, kind), x + 8, frame.y + 18, { size: 15, bold: true })
    const change = changeOf(figure, compared, words)
    frame.write(change.words, x + 8, frame.y + 40, { size: 7.5, color: change.color })
    if (previous !== null && value !== null)
      frame.write(
        `vs ${words.short(previous, kind)}`,
        x + 16 + frame.measure(change.words, { size: 7.5 }),
        frame.y + 40,
        { size: 7.5, color: colours.muted },
      )
    if (column === 2 || index === figures.length - 1) frame.y += height + gap
  }
  frame.y += 8
}

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
  if (drawing.as === 'bridge')
    return { height: bridgeHeight(table), draw: () => drawBridge(frame, table, drawing, words) }
  if (table.rows.every(row => !row[drawing.value])) return nothing
  return { height: barsHeight(frame, table, drawing), draw: () => drawBars(frame, table, drawing, words) }
}

const titleHeight = 20

/** A table under its title, with its drawing; the title, the drawing and the first rows stay together. */
const section = (frame: Frame, table: Table, words: Words) => {
  const drawing = drawingOf(frame, table, words)
  const rows = table.drawing?.as === 'bridge' ? null : layTable(frame, table, words)
  frame.need(titleHeight + drawing.height + (rows?.beginning ?? 0))
  frame.write(table.title, frame.left, frame.y, { size: 11, bold: true })
  frame.y += titleHeight
  drawing.draw()
  rows?.print()
}

/** A document to print or send: vector charts, selectable text, tables that continue over pages. */
export const pdfOf = (document: Document): Promise<Buffer> => {
  const { title, tables, warning } = document
  const words = wordsOf(document.currency, document.timezone)
  const upright = openFrame(title)
  const wide = tables.some(table => comfortOf(upright, table, words) > uprightWidth)
  const frame = wide ? openFrame(title, true) : upright
  frame.write(title, frame.left, frame.y, { size: 18, bold: true })
  frame.y += 27
  facts(frame, document, words)
  cards(frame, document, words)
  for (const table of tables) section(frame, table, words)
  return closeFrame(
    frame,
    `${title}, ${words.sentence(document.facts.find(([name]) => name === 'Range')?.[1] ?? '')}`,
    warning && capitalised(warning),
  )
}
