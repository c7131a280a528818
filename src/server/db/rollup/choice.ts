import { sql } from 'kysely'
import { areVisitsKept, type Grain, grains, isKept, type Spread, type VisitGrain, visitGrains } from './grains.ts'
import type { Db } from '../database.ts'

/** A grain, and the months whose rows by day and by month are kept. */
export type Kept<G> = { grain: G; day: string[]; month: string[] }

// months come from the database as dates, so they stand in the text as they are
export const among = (months: string[]) => `(${months.map(month => `date '${month}'`).join(', ') || 'null'})`

export type MonthSpread = Spread & { month: string }

const keptOf = <G>(
  all: G[],
  spreads: MonthSpread[],
  test: (grain: G, period: 'day' | 'month', spread: Spread) => boolean,
): Kept<G>[] =>
  all.flatMap(grain => {
    const months = (period: 'day' | 'month') =>
      spreads.filter(spread => test(grain, period, spread)).map(({ month }) => month)
    const kept = { grain, day: months('day'), month: months('month') }
    return kept.day.length + kept.month.length ? [kept] : []
  })

/** What is kept of some months. */
export type Choice = { sums: Kept<Grain>[]; visits: Kept<VisitGrain>[] }

export const chosen = (spreads: MonthSpread[]): Choice => ({
  sums: keptOf(grains, spreads, isKept),
  visits: keptOf(visitGrains, spreads, areVisitsKept),
})

/** As rows of kept_grains. */
export const marksOf = ({ sums, visits }: Choice) =>
  [...sums, ...visits].flatMap(({ grain: { name }, day, month }) => [
    ...day.map(first => ({ month: first, grain: name, period: 'day' })),
    ...month.map(first => ({ month: first, grain: name, period: 'month' })),
  ])

/** Of each key the grain that has one row a value, and is kept of every month (isKept). */
const alwaysKept = {
  category: 'category',
  region: 'region',
  channel: 'channel',
  segment: 'segment',
  product_id: 'product',
  categories: 'baskets',
}

/** Whether a month keeps what it would keep if it were made anew: told from the rows that are always kept. */
export const keepsTheRight = async (tx: Db, month: string, last: string): Promise<boolean> => {
  const { rows: spreads } = await sql<MonthSpread>`
    with months as (
      select grain, count(*) as cells, sum(lines + pending + cancelled + undated_refunds) as lines
      from daily_metrics
      where grain = any(${['total', ...Object.values(alwaysKept)]}::text[]) and period = 'month'
        and day = ${month}::date
      group by grain
    )
    select ${month}::date as month, t.lines,
      (select count(*) from daily_metrics
        where grain = 'total' and period = 'day' and day between ${month}::date and ${last}::date) as days,
      (select count(distinct block) from daily_customers
        where grain = 'customers' and period = 'month' and day = ${month}::date) as blocks,
      ${sql.join(Object.entries(alwaysKept).map(([key, grain]) => sql`coalesce((select cells from months where grain = ${grain}), 0) as ${sql.ref(key)}`))}
    from months t where t.grain = 'total'
  `.execute(tx)
  const { rows: held } = await sql<{
    month: string
    grain: string
    period: string
  }>`select month, grain, period from kept_grains where month = ${month}::date`.execute(tx)
  const names = (marks: { grain: string; period: string }[]) =>
    marks
      .map(({ grain, period }) => `${grain} by ${period}`)
      .sort()
      .join()
  return names(held) === names(marksOf(chosen(spreads)))
}
