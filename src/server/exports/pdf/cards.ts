import type { Document, Figure } from '../document.ts'
import { colours, type Frame } from './frame.ts'
import type { Words } from './words.ts'

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

/** The key figures, three in a row. */
export const drawCards = (frame: Frame, { figures, compared }: Document, words: Words) => {
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
