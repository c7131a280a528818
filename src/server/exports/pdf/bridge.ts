import type { Drawing, Table } from '../document.ts'
import { colours, type Frame } from './frame.ts'
import type { Words } from './words.ts'
import { linesOf } from './wrap.ts'

const size = 8
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
  const widest = (texts: string[]) => Math.max(...texts.map(text => frame.measure(text, { size, bold: true }))) + 12
  const labelWidth = Math.min(170, width * 0.4, widest(parts.map(({ name }) => name)))
  const amountWidth = Math.max(60, widest(parts.map(({ amount }) => words.signedMoney(amount))))
  const ends = steps.reduce<number[]>((sums, step) => [...sums, (sums.at(-1) ?? 0) + step.amount], [])
  const low = Math.min(0, ...ends)
  const span = Math.max(0, ...ends) - low || 1
  const x = (amount: number) => left + labelWidth + ((amount - low) / span) * (width - labelWidth - amountWidth)
  for (const [index, { name, amount }] of parts.entries()) {
    const whole = index === 0 || index === parts.length - 1
    const text = whole ? words.full(amount, 'money') : words.signedMoney(amount)
    const color = whole || amount === 0 ? colours.ink : amount > 0 ? colours.positive : colours.negative
    const lines = linesOf(name, labelWidth - 8, 2, part => frame.measure(part, { size, bold: whole }))
    for (const [line, said] of lines.entries())
      frame.write(said, left, frame.y + (height - lines.length * 9 - 1) / 2 + line * 9, { size, bold: whole })
    frame.write(text, left + width, frame.y + (height - 10) / 2, { size, bold: whole, color, align: 'right' })
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
            frame.y + (height - 12) / 2,
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
