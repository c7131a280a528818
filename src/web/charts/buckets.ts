import { addMonths, daysBetween } from '../calendar.ts'
import { bucket, bucketShort, comparisonRange, date, grainOf, type Grain } from '../format.ts'
import type { TrendPoint } from './trend-scale.ts'

/** A measure of one time bucket, its days inside the range, with the comparison's bucket in the same place. */
export type Bucket = {
  date: string
  endDate: string
  /** null: not known. */
  value: number | null
  previous: number | null
  /** Beside the value, such as how many cases it is of. */
  remark?: string | null
  previousDate: string | null
  previousEndDate: string | null
  partial: boolean
}

/** Natural distances between axis labels. */
const steps: Record<Grain, readonly number[]> = {
  day: [1, 2, 7, 14, 28, 56, 91, 182],
  week: [1, 2, 4, 8, 13, 26, 52],
  month: [1, 2, 3, 6, 12, 24],
  quarter: [1, 2, 4, 8, 20],
  year: [1, 2, 5, 10, 20],
}

const months = { month: 1, quarter: 3, year: 12 } as const

/** The whole length of the bucket that a day lies in. */
const wholeDays = (day: string, grain: Grain): number => {
  if (grain === 'day') return 1
  if (grain === 'week') return 7
  const [year, month] = [day.slice(0, 4), Number(day.slice(5, 7))]
  const first = `${year}-${String(month - ((month - 1) % months[grain])).padStart(2, '0')}-01`
  return daysBetween(first, addMonths(first, months[grain])) - 1
}

type Days = {
  /** The as-of day; null while it is not known. */
  today: string | null
  /** The first day of the data; null without. */
  from: string | null
}

/** Why a bucket is not whole. It goes on: then the words are "so far". */
const note = ({ date: start, endDate, partial }: Bucket, grain: Grain, today: Days['today']): string | null => {
  if (!partial) return null
  const going = endDate === today
  const [has, whole] = [daysBetween(start, endDate), wholeDays(start, grain)]
  if (has >= whole) return 'so far'
  return `${going ? 'so far, ' : ''}${has} of ${whole} days`
}

/** The comparison's own days; their year only where it is another. */
const previousWords = (
  { date: start, endDate: end, previousDate, previousEndDate }: Bucket,
  grain: Grain,
): string | null => {
  if (previousDate === null) return null
  if (grain === 'day')
    return date(previousDate, { weekday: true, year: previousDate.slice(0, 4) !== start.slice(0, 4) })
  return comparisonRange({ start, end }, { start: previousDate, end: previousEndDate ?? previousDate })
}

/**
 * Which size the buckets have: as asked, else told by the distance of two starts, of which the first may be cut by the
 * range.
 */
export const grainOfBuckets = (buckets: readonly { date: string }[], asked?: Grain): Grain => {
  const [first, second, third] = buckets
  return (
    asked ?? (second && third ? grainOf(second.date, third.date) : first ? grainOf(first.date, second?.date) : 'day')
  )
}

/** Buckets in the words of a trend chart. */
export const trendOf = (
  buckets: readonly Bucket[],
  {
    asked,
    today,
    from,
    without = 'not known',
  }: Days & { asked?: Grain | undefined; /** Why a value is not known. */ without?: string },
) => {
  const grain = grainOfBuckets(buckets, asked)
  const years = new Set([buckets[0]?.date.slice(0, 4), buckets.at(-1)?.endDate.slice(0, 4)])
  const yearApart = years.size > 1 && (grain === 'day' || grain === 'week' || grain === 'month')
  // an order may be dated ahead
  const ahead = (one: Bucket) => today !== null && one.date > today && !one.value
  const before = (one: Bucket) => from !== null && one.endDate < from
  /** Its first days were before the data begins. */
  const begun = (one: Bucket) => from !== null && one.date < from && !before(one)
  const points = buckets.map((one): TrendPoint => ({
    tick: bucketShort(one.date, grain, false),
    under: yearApart ? one.date.slice(0, 4) : null,
    title: bucket(one.date, one.endDate, grain),
    value: one.value ?? 0,
    previous: one.previous,
    previousTitle: previousWords(one, grain),
    partial: one.partial || begun(one),
    missing: ahead(one) || before(one) || one.value === null,
    remark: one.remark ?? null,
    note: ahead(one)
      ? 'no data yet'
      : before(one)
        ? 'before the data begins'
        : one.value === null
          ? without
          : begun(one)
            ? `data from ${date(from, { year: false })}`
            : note(one, grain, today),
  }))
  return { grain, points, steps: steps[grain] }
}

export const grainWords: Record<Grain, { every: string; one: string }> = {
  day: { every: 'daily', one: 'Day' },
  week: { every: 'weekly', one: 'Week' },
  month: { every: 'monthly', one: 'Month' },
  quarter: { every: 'quarterly', one: 'Quarter' },
  year: { every: 'yearly', one: 'Year' },
}
