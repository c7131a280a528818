import { area, line } from 'd3-shape'
import type { Drawing, Table } from '../document.ts'
import { colours, type Frame } from './frame.ts'
import { bucketNames, type Words } from './words.ts'

/** Values that reach below zero by less than this share of the greatest get no tick of their own there. */
const negligible = 0.03

/**
 * Round ticks around the values and zero, as on screen: of the round steps that make three to five, the one that wastes
 * least.
 */
export const ticksOf = (least: number, most: number): number[] => {
  const low = least < -negligible * most ? Math.min(0, least) : 0
  const high = Math.max(0, most)
  if (low === high) return [0]
  const power = 10 ** Math.floor(Math.log10((high - low) / 4))
  const fits = [0.5, 1, 2, 2.5, 5, 10].flatMap(size => {
    const step = size * power
    const [first, last] = [Math.floor(low / step + 1e-9), Math.ceil(high / step - 1e-9)]
    return last - first >= 3 && last - first <= 5 ? [{ step, first, last }] : []
  })
  const [best] = fits.sort((a, b) => (a.last - a.first) * a.step - (b.last - b.first) * b.step || b.step - a.step)
  if (!best) return [low, 0, high]
  return Array.from({ length: best.last - best.first + 1 }, (_, index) => (best.first + index) * best.step)
}

/** Every n-th label as they fit, and the last one if it has room beside the one before. */
export const labelled = (places: number[], widest: number): number[] => {
  const [first = 0, last = 0] = [places[0], places.at(-1)]
  const every = Math.max(1, Math.ceil((places.length - 1) / Math.max(1, Math.floor((last - first) / (widest + 12)))))
  const shown = places.flatMap((_, index) => (index % every === 0 ? [index] : []))
  const end = places.length - 1
  return shown.at(-1) !== end && last - (places[shown.at(-1) ?? 0] ?? 0) >= widest + 8 ? [...shown, end] : shown
}

/** Neighbours that are whole, by their places. */
const wholeStretches = (whole: boolean[]): number[][] =>
  whole.reduce<number[][]>((stretches, isWhole, index) => {
    if (isWhole && whole[index - 1]) stretches.at(-1)?.push(index)
    else if (isWhole) stretches.push([index])
    return stretches
  }, [])

const look = { size: 7.5, color: colours.muted }
const usual = 150
/** What stands below it: its days and its key. */
export const trendFoot = 46
export const trendHeight = usual + trendFoot

export const drawTrend = (
  frame: Frame,
  { rows, columns }: Table,
  drawing: Extract<Drawing, { as: 'trend' }>,
  words: Words,
  height = usual,
) => {
  const { pdf, left, width } = frame
  const top = frame.y + 6
  const { name, kind } = columns[drawing.value] ?? { name: '', kind: 'money' }
  const tick = (value: number) => words.tick(value, kind)
  const current = rows.map(row => row[drawing.value] as number | null)
  const previous = rows.map(row => row[drawing.previous] as number | null)
  const partial = rows.map(row => row[drawing.partial] === 'partial')
  const all = [0, ...current.filter(value => value !== null), ...previous.filter(value => value !== null)]
  const ticks = ticksOf(Math.min(...all), Math.max(...all))
  const [low = 0, high = 1] = ticks.length > 1 ? [ticks[0], ticks.at(-1)] : []
  const names = bucketNames(rows.map(row => ({ from: String(row[drawing.from]), to: String(row[drawing.to]) })))
  const widest = Math.max(...names.map(name => frame.measure(name, look)))
  const axis = Math.max(...ticks.map(value => frame.measure(tick(value), look))) + 10
  // half of a label is beside its point
  const from = left + axis + Math.max(0, widest / 2 - axis)
  const to = left + width - widest / 2
  const x = (index: number) => (rows.length > 1 ? from + (index / (rows.length - 1)) * (to - from) : (from + to) / 2)
  const y = (value: number) => top + height - ((value - low) / (high - low || 1)) * height
  for (const value of ticks) {
    pdf
      .moveTo(left + axis, y(value))
      .lineTo(left + width, y(value))
      .lineWidth(0.5)
      .stroke(value === 0 ? colours.lineStrong : colours.chartGrid)
    frame.write(tick(value), left + axis - 6, y(value) - 4.5, { ...look, align: 'right' })
  }
  const path = line<[number, number]>()
  const pointAt = (index: number): [number, number] => [x(index), y(current[index] ?? 0)]
  const shape = area<[number, number]>()
    .x(point => point[0])
    .y0(y(0))
    .y1(point => point[1])
  const stroke = (points: [number, number][], dash: number | null, weight: number, colour: string) => {
    const drawn = points.length > 1 && path(points)
    if (!drawn) return
    pdf.path(drawn).lineWidth(weight)
    if (dash) pdf.dash(dash, { space: 2 })
    pdf.stroke(colour).undash()
  }
  const before = previous.flatMap((value, index): [number, number][] => (value === null ? [] : [[x(index), y(value)]]))
  stroke(before, 3, 0.9, colours.chartCompare)
  // a bucket that is not whole stands apart, and an unknown one breaks the line
  const stretches = wholeStretches(rows.map((_, index) => current[index] !== null && !partial[index]))
  for (const stretch of stretches) {
    const filled = stretch.length > 1 && shape(stretch.map(pointAt))
    if (filled) pdf.path(filled).fillOpacity(0.1).fill(colours.accent).fillOpacity(1)
    stroke(stretch.map(pointAt), null, 1.4, colours.accent)
  }
  const alone = new Set(stretches.flatMap(stretch => (stretch.length === 1 ? stretch : [])))
  for (const index of rows.keys()) {
    if (current[index] === null) continue
    const [cx, cy] = pointAt(index)
    if (partial[index])
      stroke(
        [
          [cx, y(0)],
          [cx, cy],
        ],
        1.5,
        1,
        colours.accent,
      )
    if (partial[index]) pdf.circle(cx, cy, 2.2).lineWidth(1.2).fillAndStroke('#ffffff', colours.accent)
    else if (alone.has(index)) pdf.circle(cx, cy, 2.2).fill(colours.accent)
  }
  for (const index of labelled(
    rows.map((_, at) => x(at)),
    widest,
  ))
    frame.write(names[index] ?? '', x(index), top + height + 5, { ...look, align: 'center' })
  frame.y = top + height + 22
  const key: [string, number | null, string][] = [
    [name, null, colours.accent],
    ...(before.length ? [['Comparison', 3, colours.chartCompare] satisfies [string, number, string]] : []),
    ...(partial.some(Boolean) ? [['Not a whole bucket', 1.5, colours.accent] satisfies [string, number, string]] : []),
  ]
  let at = left + axis
  for (const [words, dash, colour] of key) {
    stroke(
      [
        [at, frame.y + 4.5],
        [at + 16, frame.y + 4.5],
      ],
      dash,
      1.4,
      colour,
    )
    frame.write(words, at + 21, frame.y, look)
    at += 21 + frame.measure(words, look) + 16
  }
  frame.y += 18
}
