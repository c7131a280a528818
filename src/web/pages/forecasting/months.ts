import type { api, Result } from '#contract'
import type { ForecastPoint } from '../../charts/forecast-scale.ts'
import { bucket, bucketShort, date } from '../../format.ts'

export type Forecast = Result<typeof api.forecasting.revenue>
type Month = Forecast['data'][number]

const between = (low: number | null, high: number | null) =>
  low === null || high === null ? null : ([low, high] as const)

const noteOf = (month: Month, { nowcast }: Forecast['meta']): string | null => {
  if (month.partial) return nowcast ? `known through ${date(nowcast.knownThrough)}` : 'so far'
  if (month.outlier) return 'an outlier, held back for fitting'
  if (month.missing === 'zero') return 'no rows: counts as 0'
  return month.missing === 'unknown' ? 'no rows: not known' : null
}

/** The months of one line of an answer, in the words of a forecast chart. `target`: the plan by month, if there is one. */
export const monthsOf = (
  { data, meta }: Forecast,
  key: string | null,
  target: ReadonlyMap<string, number | null> = new Map(),
): ForecastPoint[] => {
  const months = data.filter(month => month.key === key)
  // with a year of history "as last year" is the line of the year before once more
  const naiveDiffers = months.some(month => month.naive !== null && month.naive !== month.lastYear)
  return months.map(month => ({
    tick: bucketShort(month.date, 'month', false),
    under: month.date.slice(0, 4),
    title: bucket(month.date, month.endDate, 'month'),
    actual: month.actual,
    predicted: month.predicted,
    band80: between(month.lower80, month.upper80),
    band95: between(month.lowerBound, month.upperBound),
    naive: naiveDiffers ? month.naive : null,
    yearBefore: month.lastYear,
    scenario: month.scenario,
    target: target.get(month.date) ?? null,
    underWay: month.partial,
    outlier: month.outlier,
    note: noteOf(month, meta),
  }))
}
