import { sql } from 'kysely'
import {
  areVisitsKept,
  blockSize,
  type Grain,
  grains,
  isKept,
  type Spread,
  type VisitGrain,
  visitGrains,
} from './grains.ts'
import type { Db } from '../database.ts'

/** A grain, and the months whose rows by day and by month are kept. */
export type Kept<G> = { grain: G; day: string[]; month: string[] }

// months come from the database as dates, so they stand in the text as they are
export const among = (months: string[]) => `(${months.map(month => `date '${month}'`).join(', ') || 'null'})`

type MonthSpread = Spread & { month: string }

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

/** What the lines just read are spread over. */
export const spreadsOfLines = async (tx: Db): Promise<MonthSpread[]> => {
  const { rows } = await sql<MonthSpread>`
    select month, l.lines, l.days, l.blocks, c.product_id, b.category, b.region, b.channel, b.segment,
      coalesce(k.categories, 0) as categories
    from (
      select month, count(*) as lines, count(distinct day) as days,
        count(distinct customer_id / ${sql.lit(blockSize)}) filter (where sold and customer_id <> 0) as blocks
      from lines group by month
    ) l
    join (
      select month, count(distinct product_id) as product_id from cells where period = 'month' group by month
    ) c using (month)
    join (
      select month, count(distinct category) as category, count(distinct region) as region,
        count(distinct channel) as channel, count(distinct segment) as segment
      from base where period = 'month' group by month
    ) b using (month)
    left join (
      select month, count(distinct categories) as categories from baskets where period = 'month' group by month
    ) k using (month)
    order by month
  `.execute(tx)
  return rows
}

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
