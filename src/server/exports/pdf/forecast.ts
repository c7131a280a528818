import { area, line } from 'd3-shape'
import type { Drawing, Table } from '../document.ts'
import { colours, type Frame } from './frame.ts'
import { labelled, ticksOf } from './trend.ts'
import { bucketNames, type Words } from './words.ts'

const look = { size: 7.5, color: colours.muted }
const height = 150
export const forecastHeight = height + 46

type Band = { at: number; lower: number; upper: number }

/** Months as they were, and as they are expected with the bands around them. */
export const drawForecast = (
  frame: Frame,
  { rows }: Table,
  drawing: Extract<Drawing, { as: 'forecast' }>,
  words: Words,
) => {
  const { pdf, left, width } = frame
  const top = frame.y + 6
  const column = (index: number) => rows.map(row => row[index] as number | null)
  const predicted = column(drawing.predicted)
  // what is sold of a month so far is not a month
  const actual = column(drawing.actual).map((value, at) => (predicted[at] === null ? value : null))
  const bandOf = (lower: number, upper: number): Band[] =>
    rows.flatMap((row, at) =>
      predicted[at] === null ? [] : [{ at, lower: row[lower] as number, upper: row[upper] as number }],
    )
  const [inner, outer] = [bandOf(drawing.lower80, drawing.upper80), bandOf(drawing.lower95, drawing.upper95)]
  const all = [0, ...actual, ...predicted, ...outer.flatMap(({ lower, upper }) => [lower, upper])].filter(
    value => value !== null,
  )
  const ticks = ticksOf(Math.min(...all), Math.max(...all))
  const [low = 0, high = 1] = ticks.length > 1 ? [ticks[0], ticks.at(-1)] : []
  const names = bucketNames(rows.map(row => ({ from: String(row[drawing.from]), to: String(row[drawing.to]) })))
  const widest = Math.max(...names.map(name => frame.measure(name, look)))
  const axis = Math.max(...ticks.map(tick => frame.measure(words.tick(tick, 'money'), look))) + 10
  const from = left + axis + Math.max(0, widest / 2 - axis)
  const to = left + width - widest / 2
  const x = (at: number) => (rows.length > 1 ? from + (at / (rows.length - 1)) * (to - from) : (from + to) / 2)
  const y = (value: number) => top + height - ((value - low) / (high - low || 1)) * height
  for (const tick of ticks) {
    pdf
      .moveTo(left + axis, y(tick))
      .lineTo(left + width, y(tick))
      .lineWidth(0.5)
      .stroke(tick === 0 ? colours.lineStrong : colours.chartGrid)
    frame.write(words.tick(tick, 'money'), left + axis - 6, y(tick) - 4.5, { ...look, align: 'right' })
  }
  const last = actual.findLastIndex(value => value !== null)
  // bands and the predicted line begin at the last month that is known
  const known = last < 0 ? [] : [{ at: last, lower: actual[last]!, upper: actual[last]! }]
  const shape = area<Band>()
    .x(({ at }) => x(at))
    .y0(({ lower }) => y(lower))
    .y1(({ upper }) => y(upper))
  for (const [band, opacity] of [
    [outer, 0.12],
    [inner, 0.2],
  ] as const) {
    const drawn = band.length ? shape([...known, ...band]) : null
    if (drawn) pdf.path(drawn).fillOpacity(opacity).fill(colours.accent).fillOpacity(1)
  }
  const path = line<[number, number]>()
  const stroke = (points: [number, number][], dash: number | null) => {
    const drawn = points.length > 1 && path(points)
    if (!drawn) return
    pdf.path(drawn).lineWidth(1.4)
    if (dash) pdf.dash(dash, { space: 2 })
    pdf.stroke(colours.accent).undash()
  }
  const pointsOf = (values: (number | null)[]) =>
    values.flatMap((value, at): [number, number][] => (value === null ? [] : [[x(at), y(value)]]))
  stroke(pointsOf(actual), null)
  stroke([...pointsOf(actual).slice(-1), ...pointsOf(predicted)], 2.5)
  const places = rows.map((_, at) => x(at))
  for (const at of labelled(places, widest))
    frame.write(names[at] ?? '', x(at), top + height + 5, { ...look, align: 'center' })
  frame.y = top + height + 22
  let at = left + axis
  for (const [name, draw] of [
    [
      'Revenue',
      () =>
        stroke(
          [
            [at, frame.y + 4.5],
            [at + 16, frame.y + 4.5],
          ],
          null,
        ),
    ],
    [
      'Predicted',
      () =>
        stroke(
          [
            [at, frame.y + 4.5],
            [at + 16, frame.y + 4.5],
          ],
          2.5,
        ),
    ],
    ['80 % and 95 % band', () => pdf.rect(at, frame.y, 16, 8).fillOpacity(0.2).fill(colours.accent).fillOpacity(1)],
  ] as const) {
    draw()
    frame.write(name, at + 21, frame.y, look)
    at += 21 + frame.measure(name, look) + 16
  }
  frame.y += 18
}
