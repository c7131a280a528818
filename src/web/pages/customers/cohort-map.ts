import type { api, Result } from '#contract'
import type { HeatCell, HeatRow } from '../../charts/HeatMap.tsx'
import { addDays, addMonths } from '../../calendar.ts'
import type { Window } from '../../filters.ts'
import { bucket, moneyWhole, number, percent, plural } from '../../format.ts'
import { peopleAddress } from '../../people.ts'

type Cohorts = Result<typeof api.customers.cohorts>
type Cohort = Cohorts['data'][number]
type Cell = NonNullable<Cohort['months'][number]>
export type Measure = 'customers' | 'revenue'
export type Mode = 'in-month' | 'or-later'

const [usual, most] = [12, 24]

const monthsBetween = (from: string, to: string) =>
  (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7))

/** Of the page's days: the twelve months that end with the last, or as many as a longer range has, up to two years. */
export const cohortDays = ({ start, end }: Window): Window => {
  const months = Math.min(most, Math.max(usual, monthsBetween(start, end) + 1))
  return { start: addMonths(`${end.slice(0, 8)}01`, 1 - months), end }
}

/** Only cohorts of the time of the data: the empty ones before it are no news. */
const sinceTheData = (cohorts: Cohort[], from: string | null) =>
  from === null ? cohorts : cohorts.filter(({ cohort, size }) => size > 0 || cohort >= from.slice(0, 7))

export const monthWords = (month: string) => bucket(`${month}-01`, addDays(addMonths(`${month}-01`, 1), -1), 'month')
/** "8.3%", "28%": as exact as a small cell has room for. */
export const short = (value: number) => percent(value, value < 10 && value > 0 ? 1 : 0)

type Asked = { measure: Measure; mode: Mode; from: string | null; carried: string }

/** The answer in the words of a heat map. */
export const cohortMap = ({ data, meta }: Cohorts, { measure, mode, from, carried }: Asked) => {
  const cohorts = sinceTheData(data, from)
  const spoken = (row: Cohort, cell: Cell) => {
    const at = addMonths(`${row.cohort}-01`, cell.month).slice(0, 7)
    const share = percent(cell.percent)
    const what =
      measure === 'customers'
        ? `${number(cell.value)} of ${plural(row.size, 'customer')} ordered, ${share}`
        : `${moneyWhole(cell.value, meta.currency)}, ${share} of ${mode === 'or-later' ? 'all they spent' : 'their first month'}`
    const when = `${monthWords(at)}${mode === 'or-later' ? ' or later' : ''}`
    return `First order ${monthWords(row.cohort)}, month ${cell.month} (${when}): ${what}${cell.partial ? ', so far' : ''}`
  }
  const cellOf = (row: Cohort, cell: Cell | null): HeatCell | null =>
    cell && {
      value: cell.percent,
      shown: cell.percent === null ? '—' : short(cell.percent),
      spoken: spoken(row, cell),
      base: cell.month === 0,
      partial: cell.partial,
      href:
        cell.value === 0
          ? undefined
          : peopleAddress(carried, {
              cohort: row.cohort,
              cohort_month: String(cell.month),
              ...(mode === 'or-later' ? { cohort_mode: mode } : {}),
            }),
    }
  const rows = cohorts.map((row): HeatRow => ({
    name: monthWords(row.cohort),
    size: number(row.size),
    sizeSpoken: `${plural(row.size, 'customer')} with a first order in ${monthWords(row.cohort)}${row.partial ? ', part of the month' : ''}`,
    partial: row.partial,
    href: row.size ? peopleAddress(carried, { cohort: row.cohort }) : undefined,
    cells: row.months.slice(0, cohorts.length).map(cell => cellOf(row, cell)),
  }))
  const average = meta.average.slice(0, cohorts.length)
  const percents = cohorts.flatMap(row =>
    row.months.flatMap(cell => (cell && cell.month > 0 ? [cell.percent ?? 0] : [])),
  )
  const second = average[1]
  return {
    label: `Cohorts by ${measure}`,
    names: { row: 'First order', size: 'Customers', average: 'Average', columns: 'Months after the first order' },
    columns: cohorts.map((_, month) => String(month)),
    rows,
    average: average.map(({ percent: value }) => (value === null ? null : short(value))),
    most: Math.max(1, ...percents),
    exact: short,
    summary: `${plural(cohorts.length, 'cohort')} from ${rows[0]?.name} to ${rows.at(-1)?.name}. ${
      second && second.percent !== null
        ? `One month after the first order on average ${percent(second.percent)}, over ${plural(second.cohorts, 'cohort')}.`
        : 'No cohort is old enough for an average.'
    }`,
  }
}
