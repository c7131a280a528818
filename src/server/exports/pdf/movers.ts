import type { Drawing, Table } from '../document.ts'
import { colours, type Frame } from './frame.ts'
import type { Words } from './words.ts'
import { linesOf } from './wrap.ts'

const size = 8
const height = 16

export const moversHeight = ({ rows }: Table) => Math.max(1, rows.length) * height + 16

/** What gained and lost most: each with its difference, and how much that is. */
export const drawMovers = (
  frame: Frame,
  { rows }: Table,
  { label, value, change }: Extract<Drawing, { as: 'movers' }>,
  words: Words,
) => {
  const { pdf, left, width } = frame
  if (!rows.length) frame.write('Nothing gained or lost.', left, frame.y + 3, { size, color: colours.muted })
  const said = rows.map(row => {
    const [amount, part] = [Number(row[value] ?? 0), row[change] ?? null]
    return {
      name: String(row[label] ?? ''),
      amount: words.signedMoney(amount),
      change: part === null ? 'new' : words.full(part, 'change'),
      color: amount > 0 ? colours.positive : colours.negative,
    }
  })
  const widest = (texts: string[]) => Math.max(0, ...texts.map(text => frame.measure(text, { size })))
  const changeWidth = widest(said.map(row => row.change)) + 10
  const room = width - changeWidth - widest(said.map(row => row.amount)) - 8
  for (const row of said) {
    const y = frame.y + (height - 10) / 2
    const [name = ''] = linesOf(row.name, room, 1, text => frame.measure(text, { size }))
    frame.write(name, left, y, { size })
    frame.write(row.amount, left + width - changeWidth, y, { size, color: row.color, align: 'right' })
    frame.write(row.change, left + width, y, { size, color: colours.muted, align: 'right' })
    frame.y += height
    pdf
      .moveTo(left, frame.y)
      .lineTo(left + width, frame.y)
      .lineWidth(0.4)
      .stroke(colours.line)
  }
  frame.y += 16
}
