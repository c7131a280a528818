import type { Drawing, Table, Value } from '../document.ts'
import { colours, type Frame } from './frame.ts'
import { capitalised, type Words } from './words.ts'
import { linesOf } from './wrap.ts'

/** `colour` of the bar; `previous`: a mark at what it was. `broken`: longer than drawn. */
type Bar = { name: string; value: number; colour: string; previous: number | null }

/** Of more than these the rest is one grey bar, as on screen. */
const most = 8
const size = 8
const labelWidth = 150
const valueWidth = 62

const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0)
const amount = (value: Value | undefined) => (typeof value === 'number' ? value : null)

const barsOf = ({ rows }: Table, drawing: Extract<Drawing, { as: 'bars' | 'funnel' }>): Bar[] => {
  if (drawing.as === 'funnel')
    return rows.map((row, index) => ({
      name: capitalised(String(row[drawing.label] ?? '')),
      value: amount(row[drawing.value]) ?? 0,
      colour: drawing.won[index] ? colours.positive : colours.accent,
      previous: null,
    }))
  const bars = rows
    .map(row => ({
      name: String(row[drawing.label] ?? ''),
      value: amount(row[drawing.value]) ?? 0,
      previous: amount(row[drawing.previous]),
      colour: colours.accent,
    }))
    .sort((a, b) => b.value - a.value)
  if (bars.length <= most) return bars
  const rest = bars.slice(most - 1)
  const before = rest.flatMap(({ previous }) => previous ?? [])
  return [
    ...bars.slice(0, most - 1),
    {
      name: `Other (${rest.length})`,
      value: sum(rest.map(({ value }) => value)),
      previous: before.length ? sum(before) : null,
      colour: colours.chartOther,
    },
  ]
}

/**
 * What was won in a long range can dwarf what is open on its last day: the open stages set the scale then, and the
 * longer bar is broken.
 */
const longestOf = (bars: Bar[], funnel: boolean) => {
  const open = bars.filter(({ colour, value }) => funnel && colour !== colours.positive && value > 0)
  return Math.max(
    1e-9,
    ...(open.length ? open : bars).flatMap(({ value, previous }) => [Math.abs(value), Math.abs(previous ?? 0)]),
  )
}

const linesFor = (frame: Frame, name: string) => linesOf(name, labelWidth - 8, 3, text => frame.measure(text, { size }))
const rowHeight = (lines: string[]) => lines.length * 10 + 5

export const barsHeight = (frame: Frame, table: Table, drawing: Extract<Drawing, { as: 'bars' | 'funnel' }>) =>
  sum(barsOf(table, drawing).map(({ name }) => rowHeight(linesFor(frame, name)))) + 20

/**
 * Bars from zero, greatest first, in one hue as on screen; one below zero is pale. A thin mark is the comparison.
 */
export const drawBars = (
  frame: Frame,
  table: Table,
  drawing: Extract<Drawing, { as: 'bars' | 'funnel' }>,
  words: Words,
) => {
  const { pdf, left, width } = frame
  const bars = barsOf(table, drawing)
  const longest = longestOf(bars, drawing.as === 'funnel')
  const room = width - labelWidth - valueWidth
  const length = (value: number) => Math.min(1, Math.abs(value) / longest) * room
  for (const { name, value, colour, previous } of bars) {
    const lines = linesFor(frame, name)
    const height = rowHeight(lines)
    const middle = frame.y + height / 2
    for (const [line, text] of lines.entries()) frame.write(text, left, frame.y + 2 + line * 10, { size })
    const [x, y] = [left + labelWidth, middle - 5]
    pdf.rect(x, y, room, 9).fill(colours.sunken)
    if (value !== 0)
      pdf
        .roundedRect(x, y, Math.max(1, length(value)), 9, 1.5)
        .fillOpacity(value < 0 ? 0.4 : 1)
        .fill(colour)
        .fillOpacity(1)
    if (Math.abs(value) > longest)
      pdf
        .polygon([x + room - 18, y + 9], [x + room - 15, y], [x + room - 12, y], [x + room - 15, y + 9])
        .fill('#ffffff')
    if (previous !== null) pdf.rect(x + length(previous) - 0.5, y - 1.5, 1, 12).fill(colours.chartCompare)
    frame.write(words.short(value, 'money'), left + width, middle - 5, { size, align: 'right' })
    frame.y += height
  }
  if (bars.some(({ previous }) => previous !== null)) {
    pdf.rect(left + labelWidth, frame.y + 1, 1, 9).fill(colours.chartCompare)
    frame.write('comparison', left + labelWidth + 6, frame.y + 1.5, { size: 7.5, color: colours.muted })
    frame.y += 12
  }
  frame.y += 8
}
