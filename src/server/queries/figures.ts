import type { Kpi, RateKpi } from '#contract'
import {
  type Bucket,
  bucketsBefore,
  bucketsOf,
  changePercent,
  changePoints,
  defaultGranularity,
  difference,
  type Granularity,
  type Period,
} from './period.ts'
import { windowBefore } from './comparison.ts'
import type { Span } from './spans.ts'
import type { Workspace } from '../workspace.ts'
import { daysIn } from '../time/calendar.ts'

type Line = (number | null)[] | null

export const kpiOf = (
  value: number | null,
  previousValue: number | null,
  sparkline: Line,
  polarity: Kpi['polarity'] = 'up_is_good',
): Kpi => ({
  value,
  previousValue,
  change: difference(value, previousValue),
  changePercent: changePercent(value, previousValue),
  polarity,
  sparkline,
})

/** A rate from 0 to 100 or a growth in percent: its change is in percentage points. */
export const rateKpiOf = (
  value: number | null,
  previousValue: number | null,
  sparkline: Line,
  polarity: Kpi['polarity'] = 'up_is_good',
): RateKpi => ({
  value,
  previousValue,
  change: difference(value, previousValue),
  changePoints: changePoints(value, previousValue),
  polarity,
  sparkline,
})

/** A quotient, unknown without a denominator. */
export const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)

/**
 * The windows of a period as spans: 0 the range, 1 the comparison, 2 the comparison's own comparison by the same rule,
 * which days that were chosen have none of.
 */
export const spansOf = ({ range, comparison }: Period, withBefore = false): Span[] => {
  const spans: Span[] = [{ window: 0, bucket: 0, ...range, cutAt: null }]
  if (!comparison) return spans
  const { start, end, cutAt, kind } = comparison
  spans.push({ window: 1, bucket: 0, start, end, cutAt })
  const before = withBefore && kind !== 'custom' ? windowBefore({ start, end }, comparison) : null
  return before ? [...spans, { window: 2, bucket: 0, ...before, cutAt }] : spans
}

/** From this many days on, a line of the size of a word is drawn by month. */
const byMonth = 190

/**
 * What a sparkline is drawn from: the complete buckets of the range since the data begins. Fewer than two make no line.
 */
export const sparkBuckets = (
  { range, today, firstOn }: Period,
  workspace: Workspace,
): { complete: Bucket[]; all: Bucket[] } => {
  const usual = defaultGranularity(range)
  const all = bucketsOf(range, usual === 'week' && daysIn(range) >= byMonth ? 'month' : usual, workspace, today)
  const complete = all.filter(({ partial, start }) => !partial && start >= (firstOn ?? ''))
  return { all, complete: complete.length > 1 ? complete : [] }
}

/** The buckets of the range, and the part of the comparison in the place of each. */
export const trendBuckets = (
  { range, comparison, today }: Period,
  granularity: Granularity | undefined,
  workspace: Workspace,
) => {
  const buckets = bucketsOf(range, granularity ?? defaultGranularity(range), workspace, today)
  return { buckets, earlier: comparison ? bucketsBefore(comparison, buckets) : [] }
}

export const bucketSpans = (window: number, buckets: { start: string; end: string }[]): Span[] =>
  buckets.map(({ start, end }, bucket) => ({ window, bucket, start, end, cutAt: null }))

export const sparkline = (buckets: Bucket[], value: (bucket: number) => number | null): Line =>
  buckets.length ? buckets.map((_, bucket) => value(bucket)) : null
