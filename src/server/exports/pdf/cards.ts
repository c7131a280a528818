import type { Document, Figure } from '../document.ts'
import { colours, type Frame } from './frame.ts'
import type { Words } from './words.ts'

type Said = { words: string; color: string; against: string | null }

/** A change in words, in the colour of better or worse, and what it is against. */
const changeOf = (
  { value, previous, change, changeKind, polarity, kind, detail, beside }: Figure,
  compared: boolean,
  words: Words,
): Said => {
  const plain = (said: string, against: string | null = null) => ({ words: said, color: colours.muted, against })
  const coloured = (known: number, unit: Figure['changeKind'], against: string | null) => {
    const good = known > 0 === (polarity === 'up_is_good')
    const color =
      known === 0 ? colours.muted : polarity === 'neutral' ? colours.soft : good ? colours.positive : colours.negative
    return { words: words.change(known, unit), color, against }
  }
  if (value === null) return plain('Not known')
  if (detail !== undefined) return plain(detail)
  if (beside)
    return beside.change === null ? plain('no revenue', beside.words) : coloured(beside.change, 'percent', beside.words)
  const against = previous === null ? null : `vs ${words.short(previous, kind)}`
  if (!compared && previous === null) return plain('not compared')
  const known = value === previous ? 0 : change
  return known === null
    ? plain(previous === 0 ? 'new' : 'no earlier data', against)
    : coloured(known, changeKind, against)
}

/** The key figures, three in a row. */
export const drawCards = (frame: Frame, { figures, compared }: Document, words: Words) => {
  const { pdf, left, width } = frame
  const gap = 8
  const each = (width - 2 * gap) / 3
  const height = 56
  for (const [index, figure] of figures.entries()) {
    const { name, kind, value } = figure
    const column = index % 3
    if (column === 0) frame.need(height + gap)
    const x = left + column * (each + gap)
    pdf.roundedRect(x, frame.y, each, height, 4).lineWidth(0.6).stroke(colours.line)
    frame.write(name, x + 8, frame.y + 7, { size: 7.5, color: colours.muted })
    frame.write(words.short(value, kind), x + 8, frame.y + 18, { size: 15, bold: true })
    const change = changeOf(figure, compared, words)
    frame.write(change.words, x + 8, frame.y + 40, { size: 7.5, color: change.color })
    if (change.against !== null)
      frame.write(change.against, x + 16 + frame.measure(change.words, { size: 7.5 }), frame.y + 40, {
        size: 7.5,
        color: colours.muted,
      })
    if (column === 2 || index === figures.length - 1) frame.y += height + gap
  }
  frame.y += 8
}
