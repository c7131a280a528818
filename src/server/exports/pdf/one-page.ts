/** Key figures, trend, why it changed and the top products, on one page whatever its paper. */
import type { Document, Drawing, Table } from '../document.ts'
import { barsHeight, drawBars } from './bars.ts'
import { bridgeHeight, drawBridge } from './bridge.ts'
import { drawCards } from './cards.ts'
import { colours, type Frame } from './frame.ts'
import { drawMovers, moversHeight } from './movers.ts'
import { layTable } from './table.ts'
import { drawTrend, trendFoot } from './trend.ts'
import type { Words } from './words.ts'
import { linesOf } from './wrap.ts'

const titleHeight = 18
const gap = 24
const small = { size: 7.5, color: colours.muted }
/** Below it a trend is not read, above it only tall. */
const trend = { least: 100, most: 190 }

const heading = (frame: Frame, title: string) => {
  const [words = ''] = linesOf(title, frame.width, 1, text => frame.measure(text, { size: 10, bold: true }))
  frame.write(words, frame.left, frame.y, { size: 10, bold: true })
  frame.y += titleHeight
}

const paragraph = (frame: Frame, text: string, most: number) => {
  for (const line of linesOf(text, frame.width, most, part => frame.measure(part, small))) {
    frame.write(line, frame.left, frame.y, small)
    frame.y += 10.5
  }
}

const asked = ({ facts, currency }: Document, words: Words) => {
  const said = (name: string) => facts.find(([fact]) => fact === name)?.[1]
  const sentence = (name: string) => words.sentence(said(name) ?? '')
  return [
    sentence('Range'),
    said('Comparison') === 'none' ? 'not compared' : `compared with ${sentence('Comparison')}`,
    ...(said('Filters') === 'none' ? [] : [said('Filters') ?? '']),
    said('Data as of') === 'no rows' ? 'no data' : `data as of ${sentence('Data as of')} (${said('Time zone')})`,
    currency,
  ].join(' · ')
}

/** A part of the width, beside another: it has its own place to go on from. */
const beside = (frame: Frame, left: number, width: number): Frame => ({ ...frame, left, width })

type Part = { table: Table; height: number; draw: (frame: Frame) => void }

/** What stands beside each other, in the middle of the page. */
const partsOf = (frame: Frame, tables: Table[], words: Words): Part[] =>
  tables.flatMap((table): Part[] => {
    const { drawing } = table
    if (drawing?.as === 'bridge')
      return [{ table, height: bridgeHeight(table), draw: part => drawBridge(part, table, drawing, words) }]
    if (drawing?.as === 'movers')
      return [{ table, height: moversHeight(table), draw: part => drawMovers(part, table, drawing, words) }]
    if (drawing?.as === 'bars' && table.rows.length)
      return [{ table, height: barsHeight(frame, table, drawing), draw: part => drawBars(part, table, drawing, words) }]
    return []
  })

const footnotes = ({ facts, notes }: Document, words: Words) =>
  [...facts.filter(([name]) => name === 'Not shown').map(([, value]) => value), ...notes].map(words.sentence).join(' ')

const hasTrend = ({ rows }: Table, { value, previous }: Extract<Drawing, { as: 'trend' }>) =>
  rows.some(row => row[value] || row[previous])

/** Names in one line, so that a page of long ones remains a page. */
const shortened = (frame: Frame, table: Table): Table => ({
  ...table,
  rows: table.rows.map(row =>
    row.map((value, at) =>
      typeof value === 'string' && table.columns[at]?.kind === 'text'
        ? (linesOf(value, 140, 1, text => frame.measure(text, { size: 8 }))[0] ?? '')
        : value,
    ),
  ),
})

/** As many of the products as leave the trend its height. */
const productsOf = (frame: Frame, table: Table, words: Words, room: number) => {
  const [count = 1] = [10, 9, 8, 7, 6, 5, 4, 3, 2].filter(most => {
    const laid = layTable(frame, { ...table, rows: table.rows.slice(0, most) }, words)
    return titleHeight + laid.beginning <= room
  })
  return layTable(frame, { ...table, rows: table.rows.slice(0, count) }, words)
}

export const drawOnePage = (frame: Frame, document: Document, words: Words) => {
  const { title } = document
  const tables = document.tables.map(table => shortened(frame, table))
  const bottom = frame.y + frame.page
  frame.write(title, frame.left, frame.y, { size: 16, bold: true })
  frame.y += 22
  paragraph(frame, asked(document, words), 2)
  frame.y += 6
  drawCards(frame, document, words)
  const [first, last] = [tables[0] as Table, tables.at(-1) as Table]
  const parts = partsOf(frame, tables.slice(1, -1), words)
  const notes = footnotes(document, words)
  const notesHeight = notes ? linesOf(notes, frame.width, 4, text => frame.measure(text, small)).length * 10.5 + 4 : 0
  const middle = parts.length ? titleHeight + Math.max(...parts.map(({ height }) => height)) : 0
  const room = bottom - frame.y - middle - notesHeight
  const products = productsOf(frame, last, words, room - trend.least - titleHeight - trendFoot)
  const height = room - titleHeight - trendFoot - titleHeight - products.beginning - 16
  heading(frame, first.title)
  if (first.drawing?.as === 'trend' && hasTrend(first, first.drawing))
    drawTrend(frame, first, first.drawing, words, Math.min(trend.most, Math.max(trend.least, height)))
  else {
    paragraph(frame, 'Nothing in this range with these filters.', 1)
    frame.y += 12
  }
  const width = (frame.width - gap * (parts.length - 1)) / Math.max(1, parts.length)
  for (const [index, { table, draw }] of parts.entries()) {
    const part = beside(frame, frame.left + index * (width + gap), width)
    heading(part, table.title)
    draw(part)
  }
  frame.y += middle
  heading(frame, last.title)
  products.print()
  if (notes) paragraph(frame, notes, 4)
}
