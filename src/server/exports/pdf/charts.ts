import { area, line } from 'd3-shape'
import type { Drawing, Table } from '../document.ts'
import type { Words } from './words.ts'
import { colours, type Frame } from './frame.ts'

/** Round ticks from zero (or a round number below) that cover the values: 1, 2 or 5 times a power of ten apart. */
const ticksOf = (low: number, high: number) => {
  const rough = Math.max(high - low, 1e-9) / 4
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map(times => times * power).find(size => size >= rough) ?? rough
  const first = Math.floor(low / step)
  const last = Math.ceil(high / step)
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step)
}

const axisWidth = 52

const drawTrend = (frame: Frame, { rows }: Table, drawing: Extract<Drawing, { as: 'trend' }>, words: Words) => {
  const { pdf, left, width } = frame
  const height = 150
  frame.need(height + 40)
  const top = frame.y + 6
  const current = rows.map(row => Number(row[drawing.value] ?? 0))
  const previous = rows.map(row => row[drawing.previous] as number | null)
  const all = [0, ...current, ...previous.filter(value => value !== null)]
  const ticks = ticksOf(Math.min(...all), Math.max(...all))
  const [low = 0, high = 1] = [ticks[0], ticks.at(-1)]
  const x = (index: number) => left + axisWidth + (rows.length > 1 ? (index / (rows.length - 1)) * (width - axisWidth - 6) : (width - axisWidth) / 2)
  const y = (value: number) => top + height - ((value - low) / (high - low || 1)) * height
  for (const tick of ticks) {
    pdf.moveTo(left + axisWidth, y(tick)).lineTo(left + width, y(tick)).lineWidth(0.5).stroke(colours.line)
    pdf.font('regular').fontSize(7.5).fillColor(colours.muted).text(words.short(tick, 'money'), left, y(tick) - 4.5, { width: axisWidth - 6, align: 'right', lineBreak: false })
  }
  // an unfinished bucket is dashed: the solid line ends before it
  const whole = rows.findLastIndex(row => row[drawing.partial] !== 'partial') + 1
  const points = (from: number, to: number) => current.slice(from, to).map((value, index): [number, number] => [x(from + index), y(value)])
  const shape = area<[number, number]>().x(point => point[0]).y0(y(0)).y1(point => point[1])(points(0, whole))
  if (shape) pdf.path(shape).fillOpacity(0.1).fill(colours.accent).fillOpacity(1)
  const before = previous.flatMap((value, index): [number, number][] => (value === null ? [] : [[x(index), y(value)]]))
  const path = line<[number, number]>()
  const dashed = path(before)
  if (dashed) pdf.path(dashed).lineWidth(0.9).dash(3, { space: 2 }).stroke(colours.compare).undash()
  const solid = path(points(0, whole))
  if (solid) pdf.path(solid).lineWidth(1.4).stroke(colours.accent)
  const open = path(points(Math.max(0, whole - 1), rows.length))
  if (open && whole < rows.length) pdf.path(open).lineWidth(1.4).dash(1.5, { space: 2 }).stroke(colours.accent).undash()
  const every = Math.max(1, Math.ceil(rows.length / 6))
  for (let index = 0; index < rows.length; index += every) {
    const at = Math.min(Math.max(x(index) - 32, left + axisWidth - 20), left + width - 64)
    pdf.font('regular').fontSize(7.5).fillColor(colours.muted).text(words.full(rows[index]?.[drawing.at] ?? null, 'date'), at, top + height + 5, { width: 64, align: 'center', lineBreak: false })
  }
  frame.y = top + height + 22
  const legend = ['Solid: the range.', ...(before.length ? ['Grey, dashed: the comparison.'] : []), ...(whole < rows.length ? ['Dotted: a bucket that is not complete.'] : [])]
  pdf.fontSize(7.5).fillColor(colours.muted).text(legend.join(' '), left, frame.y, { width })
  frame.y += 16
}

const drawBars = (frame: Frame, { rows }: Table, drawing: Extract<Drawing, { as: 'bars' }>, words: Words) => {
  const { pdf, left, width } = frame
  const shown = rows.slice(0, 12)
  const most = Math.max(...shown.map(row => Math.abs(Number(row[drawing.value] ?? 0))), 1e-9)
  const labelWidth = 130
  const room = width - labelWidth - 80
  for (const row of shown) {
    frame.need(15)
    const value = Number(row[drawing.value] ?? 0)
    pdf.font('regular').fontSize(8).fillColor(colours.ink).text(String(row[drawing.label] ?? ''), left, frame.y + 1.5, { width: labelWidth - 8, height: 10, ellipsis: true, lineBreak: false })
    pdf.roundedRect(left + labelWidth, frame.y + 1, Math.max(1, (Math.abs(value) / most) * room), 9, 2).fill(value < 0 ? colours.negative : colours.accent)
    pdf.fillColor(colours.ink).text(words.short(value, 'money'), left + labelWidth + (Math.abs(value) / most) * room + 5, frame.y + 1.5, { lineBreak: false })
    frame.y += 14
  }
  frame.y += 6
}

export const draw = (frame: Frame, table: Table, words: Words) => {
  if (!table.drawing || !table.rows.length) return
  if (table.drawing.as === 'trend') drawTrend(frame, table, table.drawing, words)
  else drawBars(frame, table, table.drawing, words)
}
