import { sql } from 'kysely'
import type { Context } from '../context.ts'
import type { Window } from './period.ts'

/** Region is the deal's customer's, else its representative's. Categories, channels and segments say nothing about deals. */
export type DealFilters = { region?: string[] | undefined; rep?: string[] | undefined }

/**
 * Deals under the filters, as `d`: with their stage's kind, and the day from which they were no longer open. Customers are many more
 * than deals, so a deal's customer is looked up, not joined.
 */
export const dealsOf = ({ region, rep }: DealFilters) => sql`(
  select p.customer_id, p.id, p.stage, p.amount, p.probability, p.created_on, case when p.closed_on is not null then greatest(p.closed_on, p.created_on) end as closed_on,
    g.kind, g.probability as stage_probability
  from pipeline p left join stages g on g.name = p.stage ${region || rep ? sql`left join sales_reps r on r.id = p.rep_id` : sql``}
  where ${region ? sql`coalesce((select c.region from customers c where c.id = p.customer_id), r.region) = any(${region}::text[])` : sql`true`}
    and ${rep ? sql`r.name = any(${rep}::text[])` : sql`true`}
) d`

/** Σ amount of the deals open at the end of each of some days. */
export const openValues = async (ctx: Context, days: string[], filters: DealFilters): Promise<number[]> => {
  const sorted = [...new Set(days)].sort()
  const { rows } = await sql<{ place: number; moved: number }>`
    select width_bucket(day - 1, ${sorted}::date[]) as place, sum(moved) as moved
    from (
      select unnest(array[d.created_on, d.closed_on]) as day, unnest(array[d.amount, -d.amount]) as moved from ${dealsOf(filters)} where d.amount is not null
    ) moves
    where day is not null group by 1
  `.execute(ctx.db)
  // a deal counts from the first of the days that is not before its own
  const cents = new Map(rows.map(({ place, moved }) => [place, Math.round(moved * 100)]))
  let sum = 0
  const values = new Map(sorted.map((day, place) => [day, (sum += cents.get(place) ?? 0) / 100]))
  return days.map(day => values.get(day) ?? 0)
}

/** Won ÷ (won + lost) in percent, two decimals, of the deals closed in each window; null where none was. */
export const winRates = async (ctx: Context, windows: Window[], filters: DealFilters): Promise<(number | null)[]> => {
  const { rows } = await sql<{ place: number; rate: number | null }>`
    select w.place, round(100.0 * count(*) filter (where d.kind = 'won') / nullif(count(*), 0), 2) as rate
    from unnest(${windows.map((_, place) => place)}::int[], ${windows.map(({ start }) => start)}::date[], ${windows.map(({ end }) => end)}::date[])
      as w (place, first, last)
    join ${dealsOf(filters)} on d.closed_on between w.first and w.last and d.kind in ('won', 'lost')
    group by w.place
  `.execute(ctx.db)
  const rates = new Map(rows.map(({ place, rate }) => [place, rate]))
  return windows.map((_, place) => rates.get(place) ?? null)
}
