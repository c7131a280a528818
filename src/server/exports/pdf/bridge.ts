import type { Drawing, Table } from '../document.ts'
import { colours, type Frame } from './frame.ts'
import type { Words } from './words.ts'
import { linesOf } from './wrap.ts'

const size = 8
const labelWidth = 170
const amountWidth = 90
const height = 20

export const bridgeHeight = ({ rows }: Table) => rows.length * height + 16

/** How one figure became another: each step begins where the one before ended, counted from the first figure. */
export const drawBridge = (
  frame: Frame,
  { rows }: Table,
  { label, value }: Extract<Drawing, { as: 'bridge' }>,
  words: Words,
) => {
  const { pdf, left, width } = frame
  const parts = rows.map(row => ({ name: String(row[label] ?? ''), amount: Number(row[value] ?? 0) }))
  const steps = parts.slice(1, -1)
  const ends = steps.reduce<number[]>((sums, step) => [...sums, (sums.at(-1) ?? 0) + step.amount], [])
  const low = Math.min(0, ...ends)
  const span = Math.max(0, ...ends) - low || 1
  const x = (amount: number) => left + labelWidth + ((amount - low) / span) * (width - labelWidth - amountWidth)
  for (const [index, { name, amount }] of parts.entries()) {
    const whole = index === 0 || index === parts.length - 1
    const text = whole ? words.full(amount, 'money') : words.signedMoney(amount)
    const color = whole || amount === 0 ? colours.ink : amount > 0 ? colours.positive : colours.negative
    const [name1 = ''] = linesOf(name, labelWidth - 8, 1, part => frame.measure(part, { size, bold: whole }))
    frame.write(name1, left, frame.y + 5, { size, bold: whole })
    frame.write(text, left + width, frame.y + 5, { size, bold: whole, color, align: 'right' })
    if (!whole) {
      const [start = 0, end = 0] = [ends[index - 2] ?? 0, ends[index - 1]]
      pdf
        .moveTo(x(0), frame.y)
        .lineTo(x(0), frame.y + height)
        .lineWidth(0.6)
        .stroke(colours.lineStrong)
      if (amount !== 0)
        pdf
          .roundedRect(
            x(Math.min(start, end)),
            frame.y + 4,
            Math.max(1, x(Math.max(start, end)) - x(Math.min(start, end))),
            12,
            1.5,
          )
          .fill(color)
    }
    frame.y += height
    pdf
      .moveTo(left, frame.y)
      .lineTo(left + width, frame.y)
      .lineWidth(0.4)
      .stroke(colours.line)
  }
  frame.y += 16
}
