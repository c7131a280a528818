import { roundTicks, spacedIndexes } from './ticks.ts'

/** One month (or other bucket) of a history that goes on as a forecast. What is not known is null. */
export type ForecastPoint = {
  /** On the axis, such as "Aug", and the year under the first label that has it. */
  tick: string
  under: string | null
  /** In words, such as "Aug 2026". */
  title: string
  actual: number | null
  predicted: number | null
  band80: readonly [number, number] | null
  band95: readonly [number, number] | null
  /** Seasonal naive: what "as last year" would say. */
  naive: number | null
  /** The same bucket a year earlier. */
  yearBefore: number | null
  /** A scenario's value, drawn beside the forecast and never instead of it. */
  scenario: number | null
  /** What a person has set as a plan for this bucket. */
  target: number | null
  /** The month is under way: its forecast is of a month that has begun. */
  underWay: boolean
  /** Was held back while fitting, as it is far from what its neighbours say. */
  outlier: boolean
  note: string | null
}

/** Where things are, in pixels. */
export type ForecastScale = {
  width: number
  height: number
  left: number
  right: number
  top: number
  bottom: number
  ticks: number[]
  labelled: number[]
  x: (index: number) => number
  y: (value: number) => number
  nearest: (pixel: number) => number
}

const letterWidth = 7
const top = 14
const labelRoom = 54

type Measures = {
  width: number
  height: number
  points: readonly ForecastPoint[]
  short: (value: number) => string
}

const valuesOf = (point: ForecastPoint): number[] =>
  [
    point.actual,
    point.predicted,
    point.naive,
    point.yearBefore,
    point.scenario,
    point.target,
    ...(point.band95 ?? []),
    ...(point.band80 ?? []),
  ].filter(value => value !== null)

export const forecastScale = ({ width, height, points, short }: Measures): ForecastScale => {
  const values = points.flatMap(valuesOf)
  const least = Math.min(0, ...values)
  const ticks = roundTicks(least, Math.max(0, ...values))
  const low = Math.min(ticks[0] ?? 0, least)
  const high = ticks.length > 1 ? (ticks.at(-1) ?? 1) : 1
  const left = Math.max(...ticks.map(tick => short(tick).length)) * letterWidth + 12
  const right = width - 16
  const bottom = height - 40
  const last = Math.max(1, points.length - 1)
  return {
    width,
    height,
    left,
    right,
    top,
    bottom,
    ticks,
    labelled: spacedIndexes(points.length, Math.floor((right - left) / labelRoom) + 1, [1, 2, 3, 6, 12]),
    x: index => left + (index * (right - left)) / last,
    y: value => bottom - ((value - low) / (high - low)) * (bottom - top),
    nearest: pixel => Math.min(points.length - 1, Math.max(0, Math.round(((pixel - left) / (right - left)) * last))),
  }
}
