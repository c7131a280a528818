import { roundTicks, spacedIndexes } from './ticks.ts'

/** One bucket of a trend. */
export type TrendPoint = {
  /** On the axis, such as "25 Aug". */
  tick: string
  /** Under the first tick that has it, such as "2026", when the trend crosses a year. */
  under: string | null
  /** In words, such as "20 – 26 Oct 2026". */
  title: string
  value: number
  previous: number | null
  previousTitle: string | null
  /** Not whole: drawn dashed with a hollow point. */
  partial: boolean
  /** It has not begun, was over before the data begins, or nothing is known of it: there is no value to draw. */
  missing: boolean
  /** Why it is not whole, such as "so far, 6 of 7 days", or why there is no value. */
  note: string | null
  /** Beside the value, such as "of 12 deals". */
  remark?: string | null
}

/** What the buckets add up to; `previous` null: not known. */
export type TrendTotal = { value: number; previous: number | null }

/** Where things are in a trend chart, in pixels. */
export type TrendScale = {
  width: number
  height: number
  left: number
  right: number
  top: number
  bottom: number
  count: number
  /** The values at the bottom and the top: the outer ticks, or a least value below them that has no tick of its own. */
  low: number
  high: number
  ticks: number[]
  labelled: number[]
  x: (index: number) => number
  y: (value: number) => number
  /** The point nearest to a pixel. */
  nearest: (pixel: number) => number
}

/** Of a 12 px label; a little more than Inter's tabular figures need. */
const letterWidth = 7
const top = 12
const labelRoom = 78

type Measures = {
  width: number
  height: number
  points: readonly TrendPoint[]
  steps: readonly number[]
  short: (value: number) => string
}

export const trendScale = ({ width, height, points, steps, short }: Measures): TrendScale => {
  const values = points.flatMap(point => (point.previous === null ? [point.value] : [point.value, point.previous]))
  const least = Math.min(...values)
  const ticks = roundTicks(least, Math.max(...values))
  const low = Math.min(ticks[0] ?? 0, least)
  const high = ticks.length > 1 ? (ticks.at(-1) ?? 1) : 1
  const left = Math.max(...ticks.map(tick => short(tick).length)) * letterWidth + 12
  const right = width - 16
  const count = points.length
  const bottom = height - (count === 1 || points.some(point => point.under) ? 40 : 26)
  const last = Math.max(1, count - 1)
  const x = (index: number) => (count === 1 ? (left + right) / 2 : left + (index * (right - left)) / last)
  // one bucket's columns say their own days
  const labelled = count === 1 ? [] : spacedIndexes(count, Math.floor((right - left) / labelRoom) + 1, steps)
  return {
    width,
    height,
    left,
    right,
    top,
    bottom,
    count,
    low,
    high,
    ticks,
    labelled,
    x,
    y: value => bottom - ((value - low) / (high - low)) * (bottom - top),
    nearest: pixel => Math.min(count - 1, Math.max(0, Math.round(((pixel - left) / (right - left)) * last))),
  }
}
