import { sql } from 'kysely'
import { markLines, write } from '../../src/server/db/write.ts'
import type { Database } from '../../src/server/db/database.ts'

export type Status = 'completed' | 'pending' | 'refunded' | 'cancelled'

/** One order line; products and customers by name, customer null for none. */
export type Line = {
  order: string
  /** Instant; the business date is its day in UTC. */
  at: string
  product: string
  customer: string | null
  amount: number
  /** The line's own; else its product's counts. */
  cost?: number | null
  quantity?: number
  region?: string
  channel?: string
  status?: Status
  /** By name; none without. */
  rep?: string
  discount?: number
}

export type Deal = {
  name: string
  customer: string
  rep?: string | null
  stage: string
  amount: number | null
  probability?: number | null
  created: string | null
  expected?: string | null
  closed?: string | null
  removed?: string | null
  /** Stage and the instant it was entered. */
  history?: [string, string][]
  /** The instant of a change, the amount and the expected close before it. */
  changes?: [string, number | null, string | null][]
}

export type Rep = { name: string; team?: string; region?: string; quota?: number }

export type Company = {
  /** Name → category and unit cost. */
  products?: Record<string, { category: string; cost: number | null }>
  /** Name → segment and region. */
  customers?: Record<string, { segment: string; region: string | null }>
  reps?: (string | Rep)[]
  lines?: Line[]
  deals?: Deal[]
}

const fields = <T>(rows: T[], of: (row: T) => unknown) => rows.map(of)

let made = 0

/** Writes rows as an import would: through `write`, with marks. */
export const store = (
  database: Database,
  { products = {}, customers = {}, reps = [], lines = [], deals = [] }: Company,
) =>
  write(database, async tx => {
    for (const [name, { category, cost }] of Object.entries(products)) {
      await sql`insert into products (external_id, name, category, cost) values (${name}, ${name}, ${category}, ${cost})`.execute(
        tx,
      )
    }
    for (const [name, { segment, region }] of Object.entries(customers)) {
      await sql`insert into customers (external_id, name, segment, region) values (${name}, ${name}, ${segment}, ${region})`.execute(
        tx,
      )
    }
    for (const rep of reps) {
      const { name, team = null, region = null, quota = null } = typeof rep === 'string' ? { name: rep } : rep
      await sql`
        insert into sales_reps (external_id, name, team, region, quota) values (${name}, ${name}, ${team}, ${region}, ${quota})
      `.execute(tx)
    }
    const numbers = lines.map(() => `line ${(made += 1)}`)
    await sql`
      insert into transactions (customer_id, external_id, order_id, ordered_at, ordered_on, product_id, rep_id, quantity, unit_price, discount, amount, cost, region, channel, status)
      select coalesce(c.id, 0), l.id, l.order_id, l.at, (l.at at time zone 'UTC')::date, p.id, r.id, l.quantity, abs(l.amount), l.discount, l.amount, l.cost, l.region, l.channel, l.status
      from unnest(
        ${numbers}::text[], ${fields(lines, line => line.order)}::text[], ${fields(lines, line => line.at)}::timestamptz[],
        ${fields(lines, line => line.product)}::text[], ${fields(lines, line => line.customer ?? '')}::text[],
        ${fields(lines, line => line.quantity ?? Math.sign(line.amount) * 1)}::numeric[], ${fields(lines, line => line.amount)}::numeric[], ${fields(lines, line => line.cost ?? null)}::numeric[],
        ${fields(lines, line => line.region ?? 'North')}::text[], ${fields(lines, line => line.channel ?? 'Online')}::text[],
        ${fields(lines, line => line.status ?? 'completed')}::text[], ${fields(lines, line => line.rep ?? null)}::text[],
        ${fields(lines, line => line.discount ?? 0)}::numeric[]
      ) with ordinality as l (id, order_id, at, product, customer, quantity, amount, cost, region, channel, status, rep, discount, place)
      join products p on p.name = l.product left join customers c on c.external_id = l.customer
      left join sales_reps r on r.name = l.rep order by l.place
    `.execute(tx)
    await markLines(tx, sql`t.external_id = any(${numbers}::text[])`)
    for (const deal of deals) {
      await sql`
        insert into pipeline (customer_id, external_id, name, rep_id, stage, amount, probability, created_on, expected_close_on, closed_on, removed_on)
        select c.id, ${deal.name}, ${deal.name}, r.id, ${deal.stage}, ${deal.amount},
          ${deal.probability ?? null}, ${deal.created}::date, ${deal.expected ?? null}::date, ${deal.closed ?? null}::date, ${deal.removed ?? null}::date
        from customers c left join sales_reps r on r.name = ${deal.rep ?? null} where c.name = ${deal.customer}
      `.execute(tx)
      for (const [at, amount, expected] of deal.changes ?? []) {
        await sql`
          insert into pipeline_changes (customer_id, deal_id, changed_at, seen, amount_before, amount_after, expected_before, expected_after)
          select customer_id, id, ${at}::timestamptz, false, ${amount}, amount, ${expected}::date, expected_close_on from pipeline where external_id = ${deal.name}
        `.execute(tx)
      }
      for (const [stage, at] of deal.history ?? []) {
        await sql`
          insert into pipeline_events (customer_id, deal_id, stage, entered_at)
          select customer_id, id, ${stage}, ${at}::timestamptz from pipeline where external_id = ${deal.name}
        `.execute(tx)
      }
    }
  })
