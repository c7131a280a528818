import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { rounded, type Window } from './period.ts'

/** Region is the deal's customer's, else its representative's. Categories, channels and segments say nothing about deals. */
export type DealFilters = { region?: string[] | undefined; rep?: string[] | undefined }

/** The day from which a deal (`p`) is no longer open. */
const closedOn = sql`case when p.closed_on is not null then greatest(p.closed_on, p.created_on) end`

/**
 * Deals under the filters, as `d`: with their stage's kind, and the day from which they were no longer open. Customers are many more
 * than deals, so a deal's customer is looked up, not joined.
 */
export const dealsOf = ({ region, rep }: DealFilters) => sql`(
  select p.customer_id, p.id, p.stage, p.amount, p.probability, p.created_on, ${closedOn} as closed_on,
    g.kind, g.probability as stage_probability
  from pipeline p left join stages g on g.name = p.stage ${region || rep ? sql`left join sales_reps r on r.id = p.rep_id` : sql``}
  where ${region ? sql`coalesce((select c.region from customers c where c.id = p.customer_id), r.region) = any(${region}::text[])` : sql`true`}
    and ${rep ? sql`r.name = any(${rep}::text[])` : sql`true`}
) d`

type Deal = { region: string | null; rep: string | null; kind: 'open' | 'won' | 'lost' | null; cents: number | null; createdOn: string | null; closedOn: string | null }

const allDeals = (ctx: Context): Promise<Deal[]> =>
  ctx.once('deals', () =>
    ctx.read(sql<Deal>`
      select coalesce(c.region, r.region) as region, r.name as rep, g.kind, (p.amount * 100)::bigint as cents, p.created_on as "createdOn", ${closedOn} as "closedOn"
      from pipeline p left join stages g on g.name = p.stage left join customers c on c.id = p.customer_id left join sales_reps r on r.id = p.rep_id
    `),
  )

const chosenDeals = async (ctx: Context, { region, rep }: DealFilters): Promise<Deal[]> =>
  (await allDeals(ctx)).filter(deal => (!region || (deal.region !== null && region.includes(deal.region))) && (!rep || (deal.rep !== null && rep.includes(deal.rep))))

/** Σ amount of the deals open at the end of each of some days. */
export const openValues = async (ctx: Context, days: string[], filters: DealFilters): Promise<number[]> => {
  const deals = await chosenDeals(ctx, filters)
  return days.map(day => {
    const open = deals.filter(({ createdOn, closedOn: closed }) => createdOn !== null && createdOn <= day && (closed === null || closed > day))
    return open.reduce((sum, { cents }) => sum + (cents ?? 0), 0) / 100
  })
}

/** Won ÷ (won + lost) in percent, two decimals, of the deals closed in each window; null where none was. */
export const winRates = async (ctx: Context, windows: Window[], filters: DealFilters): Promise<(number | null)[]> => {
  const deals = (await chosenDeals(ctx, filters)).filter(({ kind }) => kind === 'won' || kind === 'lost')
  return windows.map(({ start, end }) => {
    const closed = deals.filter(({ closedOn: day }) => day !== null && day >= start && day <= end)
    const won = closed.filter(({ kind }) => kind === 'won').length
    return closed.length ? rounded((100 * won) / closed.length, 2) : null
  })
}
