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

export const monthsBetween = (from: string, to: string) =>
  (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7))

/** Of the page's days: the twelve months that end with the last (a year from the middle of a month to another is no more), or as many as a longer range has, up to two years. */
export const cohortDays = ({ start, end }: Window): Window => {
  const months = monthsBetween(start, end) + 1
  const shown = months <= usual + 1 ? usual : Math.min(most, months)
  return { start: addMonths(`${end.slice(0, 8)}01`, 1 - shown), end }
}

/** The range has more months than are shown. */
export const isCut = (window: Window | null) => window !== null && monthsBetween(window.start, window.end) >= most

/** More months than fit beside another card. `from` is the first day of the data. */
export const isWide = (window: Window | null, from: string | null) => {
  if (!window) return false
  const { start, end } = cohortDays(window)
  return monthsBetween(from !== null && from > start ? from : start, end) + 1 > usual
}

/** From the first that has customers to the last: the empty ones around them are no news. */
const withCustomers = (cohorts: Cohort[]) =>
  cohorts.slice(
    cohorts.findIndex(({ size }) => size > 0),
    cohorts.findLastIndex(({ size }) => size > 0) + 1,
  )

export const monthWords = (month: string) => bucket(`${month}-01`, addDays(addMonths(`${month}-01`, 1), -1), 'month')
/** "8.3%", "28%": as exact as a small cell has room for. */
export const short = (value: number) => percent(value, value < 10 && value > 0 ? 1 : 0)

type Asked = { measure: Measure; mode: Mode; carried: string }

/** The answer in the words of a heat map. */
export const cohortMap = ({ data, meta }: Cohorts, { measure, mode, carried }: Asked) => {
  const cohorts = withCustomers(data)
  const last = cohorts.at(-1)
  /** Months that the first cohort has lived through. */
  const length = data.length - data.findIndex(({ size }) => size > 0)
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
  /** Those of a cohort, or of some, who ordered so many months later. */
  const hrefOf = (of: string[], month: number) =>
    peopleAddress(carried, {
      cohort: of.join(','),
      cohort_month: String(month),
      ...(mode === 'or-later' ? { cohort_mode: mode } : {}),
    })
  const cellOf = (row: Cohort, cell: Cell | null): HeatCell | null =>
    cell && row.size > 0
      ? {
          value: cell.percent,
          shown: cell.percent === null ? '—' : short(cell.percent),
          spoken: spoken(row, cell),
          base: cell.month === 0,
          partial: cell.partial,
          href: cell.value === 0 ? undefined : hrefOf([row.cohort], cell.month),
        }
      : null
  const rows = cohorts.map((row): HeatRow => ({
    name: monthWords(row.cohort),
    size: number(row.size),
    sizeSpoken: `${plural(row.size, 'customer')} with a first order in ${monthWords(row.cohort)}${row.partial ? ', part of the month' : ''}`,
    partial: row.partial,
    href: row.size ? peopleAddress(carried, { cohort: row.cohort }) : undefined,
    cells: row.months.slice(0, length).map(cell => cellOf(row, cell)),
  }))
  const average = meta.average.slice(0, length)
  const percents = cohorts.flatMap(row =>
    row.months.flatMap(cell => (cell && cell.month > 0 ? [cell.percent ?? 0] : [])),
  )
  const second = average[1]
  return {
    label: `Cohorts by ${measure}`,
    names: { row: 'First order', size: 'Customers', average: 'Average', columns: 'Months after the first order' },
    columns: average.map(({ month }) => String(month)),
    rows,
    average: average.map(({ month, percent: value, value: sum, customers, of }) =>
      value === null
        ? null
        : {
            shown: short(value),
            spoken: `Average of ${plural(of.length, 'cohort')}, month ${month}${mode === 'or-later' ? ' or later' : ''}: ${
              measure === 'customers'
                ? `${number(sum)} of ${plural(customers, 'customer')} ordered, ${percent(value)}`
                : `${percent(value)} of ${mode === 'or-later' ? 'all they spent' : 'their first month'}, weighted by customers`
            }`,
            href: sum === 0 ? undefined : hrefOf(of, month),
          },
    ),
    most: Math.max(1, ...percents),
    exact: short,
    /** Since when there are no first orders. */
    endedWith: last && last !== data.at(-1) ? monthWords(last.cohort) : null,
    summary: `${plural(cohorts.length, 'cohort')} from ${rows[0]?.name} to ${rows.at(-1)?.name}. ${
      second && second.percent !== null
        ? `One month after the first order on average ${percent(second.percent)}, over ${plural(second.cohorts, 'cohort')}.`
        : 'No cohort is old enough for an average.'
    }`,
  }
}
