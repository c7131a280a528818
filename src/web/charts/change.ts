import { percent, points } from '../format.ts'

/** How a measure's change is written: a rate's is in points; more is not always better. */
export type ChangeKind = { unit: 'percent' | 'points'; polarity: 'up_is_good' | 'down_is_good' | 'neutral' }

export const usualChange: ChangeKind = { unit: 'percent', polarity: 'up_is_good' }

/** Of a value against what it was; null where there is nothing to compare with. */
export const changeOf = (now: number, then: number | null, { unit }: ChangeKind): number | null =>
  unit === 'percent' ? changePercent(now, then) : then === null ? null : Math.round((now - then) * 100) / 100

/** In percent of what it was, one decimal; null where there is nothing to compare with, or where it grew from zero. */
export const changePercent = (now: number, then: number | null): number | null => {
  if (now === then) return 0
  return then === null || then === 0 ? null : Math.round(((now - then) / Math.abs(then)) * 1000) / 10
}

/** A change read aloud; nothing where it is not known. */
export const spokenChange = (change: number | null | undefined, unit: ChangeKind['unit'] = 'percent'): string | null =>
  change === null || change === undefined
    ? null
    : change === 0
      ? 'no change'
      : `${change > 0 ? 'up' : 'down'} ${unit === 'points' ? points(Math.abs(change)) : percent(Math.abs(change), Math.abs(change) < 1000 ? 1 : 0)}`
