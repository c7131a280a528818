import { percent } from '../format.ts'

/** In percent of what it was, one decimal; null where there is nothing, or zero, to compare with. */
export const changePercent = (now: number, then: number | null): number | null =>
  then === null || then === 0 ? null : Math.round(((now - then) / Math.abs(then)) * 1000) / 10

/** A change read aloud; nothing where it is not known. */
export const spokenChange = (change: number | null | undefined): string | null =>
  change === null || change === undefined
    ? null
    : change === 0
      ? 'no change'
      : `${change > 0 ? 'up' : 'down'} ${percent(Math.abs(change), Math.abs(change) < 1000 ? 1 : 0)}`
