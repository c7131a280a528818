import { changePercent } from './change.ts'
import { restColor } from './colors.ts'

/** A part of a whole: one entity with its value. */
export type Part = {
  name: string
  value: number
  /** 0–100 of the whole; null when it has none. */
  share: number | null
  /** Where several series share the chart; a list of bars has one hue. */
  color?: string
  /** What the value was in the comparison, and its change in percent; null or absent without one. */
  previous?: number | null
  change?: number | null
  /** Further figures, in its tip and its table. */
  more?: readonly (readonly [string, string])[]
  /** Where the rows behind it are. */
  href?: string
}

/** Of a donut; the rest is one part. */
export const mostSlices = 6

/**
 * At most `most` parts: the greatest by value, and the rest apart. Never a rest of one, as that one could stand for
 * itself.
 */
export const grouped = <T extends { value: number }>(parts: readonly T[], most: number): { shown: T[]; rest: T[] } => {
  const sorted = [...parts].sort((a, b) => b.value - a.value)
  return sorted.length <= most
    ? { shown: sorted, rest: [] }
    : { shown: sorted.slice(0, most - 1), rest: sorted.slice(most - 1) }
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0)

/** The rest as one part, its value, share and former value the sums of theirs. */
export const restOf = (rest: readonly Part[]): Part => {
  const value = sum(rest.map(part => part.value))
  const before = rest.flatMap(part => part.previous ?? [])
  const previous = before.length ? sum(before) : null
  return {
    name: `Other (${rest.length})`,
    value,
    share: rest.some(part => part.share === null) ? null : sum(rest.map(part => part.share ?? 0)),
    color: restColor,
    previous,
    change: changePercent(value, previous),
  }
}
