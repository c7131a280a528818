import type { api, Result } from '#contract'
import { type Measure, measures, trendName } from '#contract/measures.ts'
import { useAddress } from './address.ts'
import { comparisonWords } from './comparing.ts'
import type { ChangeKind } from './charts/change.ts'
import { daysBetween } from './calendar.ts'
import { trendOf, grainWords } from './charts/buckets.ts'
import type { TrendTotal } from './charts/trend-scale.ts'
import { rowsAddress } from './charts/RowsLink.tsx'
import { dealsAddress } from './deal-question.ts'
import { money, moneyTick, number, numberCompact, percent, plural, type Grain } from './format.ts'
import { peopleAddress } from './people.ts'

/** What the page's chart plots (`measure=orders`), and what a figure needs to be the switch for it. */
export const useMeasure = () => {
  const { params, set } = useAddress()
  const asked = params.get('measure') ?? ''
  const measure: Measure = asked in measures ? (asked as Measure) : 'revenue'
  const lensOf = (name: Measure) => ({
    on: measure === name,
    plot: () => set({ measure: name === 'revenue' || name === measure ? undefined : name }),
  })
  return { measure, lensOf }
}

/** Why a bucket has no value. */
const without: Partial<Record<Measure, string>> = {
  'average-order': 'no orders',
  margin: 'no cost is known',
  'win-rate': 'no deals closed',
}

/** What is given back is no gain. */
const changeKind = (measure: Measure): ChangeKind => ({
  unit: measures[measure].kind === 'rate' ? 'points' : 'percent',
  polarity: measure === 'refunds' ? 'down_is_good' : 'up_is_good',
})

const wordsFor = (measure: Measure, currency: string) => {
  const { kind } = measures[measure]
  if (kind === 'money')
    return {
      exact: (value: number) => money(value, currency),
      short: (value: number) => moneyTick(value, currency),
    }
  if (kind === 'count') return { exact: (value: number) => number(value, 2), short: numberCompact }
  return {
    exact: (value: number) => percent(value),
    short: (value: number) => percent(value, Number.isInteger(value) ? 0 : 1),
  }
}

/** Where what a measure is made of stands. */
export const rowsOf = (measure: Measure, carried: string): string => {
  if (measure === 'win-rate') return dealsAddress(carried, { state: 'closed' })
  if (measure === 'pipeline') return dealsAddress(carried, { state: 'open' })
  if (measure === 'customers') return peopleAddress(carried, { state: 'active' })
  return rowsAddress(carried)
}

export type Trend = Result<typeof api.revenue.trends>
/** Of all buckets together. What it was is not known where a day of the comparison stands beside none of the range. */
const totalOf = ({ data, meta: { comparison } }: Trend): TrendTotal => {
  const sum = (values: (number | null)[]) =>
    Math.round(values.reduce<number>((all, one) => all + (one ?? 0), 0) * 1e4) / 1e4
  const days = data.reduce(
    (all, { previousDate, previousEndDate }) =>
      all + (previousDate ? daysBetween(previousDate, previousEndDate ?? previousDate) : 0),
    0,
  )
  const whole = comparison?.known && days === daysBetween(comparison.start, comparison.end)
  return {
    value: sum(data.map(point => point.value)),
    previous: whole ? sum(data.map(point => point.previousValue)) : null,
  }
}

type Days = { granularity: Grain | undefined; asOfDay: string | null; span: { start: string } | null }

/** An answer in the words of a trend chart. */
export const trendChartOf = ({ data, meta }: Trend, measure: Measure, { granularity, asOfDay, span }: Days) => {
  const { definition, of } = measures[measure]
  const buckets = data.map(point => ({
    ...point,
    previous: point.previousValue,
    remark: point.n ? `of ${plural(point.n, 'deal')}` : null,
  }))
  const { grain, points, steps } = trendOf(buckets, {
    asked: granularity,
    today: asOfDay,
    from: of === 'orders' ? (span?.start ?? null) : null,
    without: without[measure] ?? 'not known',
  })
  return {
    label: trendName(measure),
    names: {
      value: definition.name,
      bucket: grainWords[grain].one,
      previous: `${definition.name} of ${comparisonWords(meta.comparison)}`,
    },
    points,
    steps,
    total: measures[measure].adds && data.length > 1 ? totalOf({ data, meta }) : null,
    change: changeKind(measure),
    ...wordsFor(measure, meta.currency),
  }
}
