import { sql } from 'kysely'
import type { Context } from '../context.ts'

/** When a deal entered a stage: in microseconds since 1970, and the business date. */
export type Entry = { stage: string; kind: 'open' | 'won' | 'lost'; position: number; at: number; on: string }

/**
 * A deal with its stage history in order. Region is its customer's, else its representative's. `closedOn` is the day from which it
 * is no longer open; `createdAt` and `closedAt` are when these days begin, `closedBy` when the day of its closing ends (microseconds).
 */
export type Deal = {
  region: string | null
  rep: string | null
  stage: string
  kind: 'open' | 'won' | 'lost' | null
  amount: number | null
  probability: number | null
  createdOn: string | null
  closedOn: string | null
  createdAt: number | null
  closedAt: number | null
  closedBy: number | null
  entries: Entry[]
}

export type Stage = { name: string; kind: 'open' | 'won' | 'lost'; position: number; probability: number }

/** Categories, channels and segments say nothing about deals. */
export type DealFilters = { region?: string[] | undefined; rep?: string[] | undefined }

/** The stages in their order. */
export const stages = (ctx: Context): Promise<Stage[]> =>
  ctx.once('stages', () => ctx.read(sql<Stage>`select name, kind, position, probability from stages order by position`))

const allDeals = (ctx: Context): Promise<Deal[]> =>
  ctx.once('deals', async () => {
    const micros = (day: ReturnType<typeof sql>) =>
      sql`(extract(epoch from (${day})::timestamp at time zone ${ctx.workspace.timezone}) * 1000000)::bigint`
    const deals = await ctx.read(sql<Deal & { customer: number; id: number }>`
      select customer, id, region, rep, stage, kind, amount, probability, created_on as "createdOn", closed_on as "closedOn",
        ${micros(sql`created_on`)} as "createdAt", ${micros(sql`closed_on`)} as "closedAt", ${micros(sql`closed_on + 1`)} as "closedBy"
      from (
        select p.customer_id as customer, p.id, coalesce(c.region, r.region) as region, r.name as rep, p.stage, g.kind, p.amount, p.probability, p.created_on,
          case when p.closed_on is not null then greatest(p.closed_on, p.created_on) end as closed_on
        from pipeline p left join stages g on g.name = p.stage left join customers c on c.id = p.customer_id left join sales_reps r on r.id = p.rep_id
      ) deals
    `)
    const entries = await ctx.read(sql<Entry & { customer: number; deal: number }>`
      select e.customer_id as customer, e.deal_id as deal, e.stage, s.kind, s.position, (extract(epoch from e.entered_at) * 1000000)::bigint as at,
        (e.entered_at at time zone ${ctx.workspace.timezone})::date as "on"
      from pipeline_events e join stages s on s.name = e.stage order by e.entered_at, s.position
    `)
    const histories = Map.groupBy(entries, ({ customer, deal }) => `${customer} ${deal}`)
    return deals.map(deal => ({ ...deal, entries: histories.get(`${deal.customer} ${deal.id}`) ?? [] }))
  })

/** The deals under the filters. */
export const dealsOf = async (ctx: Context, { region, rep }: DealFilters): Promise<Deal[]> => {
  const deals = await allDeals(ctx)
  if (!region && !rep) return deals
  return deals.filter(
    deal =>
      (!region || (deal.region !== null && region.includes(deal.region))) &&
      (!rep || (deal.rep !== null && rep.includes(deal.rep))),
  )
}
