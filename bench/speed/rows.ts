import { sql } from 'kysely'
import type { Db } from '../../src/server/db/database.ts'

export const today = '2026-11-22'
export const now = new Date(`${today}T12:00:00Z`)
const days = 1096
export const customerCount = 50_000
const chunk = 250_000

/** The same rows on every engine: all "choices" are hashes of the line's or the order's number, none is random. */
const hash = (what: string, salt: number) => sql.raw(`abs(hashint8((${what})::bigint * 1000 + ${salt})::bigint)`)

const references = [
  sql`insert into products (external_id, name, category, unit_price, cost)
    select 'p' || i, 'Product ' || i, 'Category ' || (i % 8 + 1), 20 + i * 3, (20 + i * 3) * 0.4
    from generate_series(1, 120) i`,
  sql`insert into customers (external_id, name, segment, region)
    select 'c' || i, 'Customer ' || i, (array['enterprise', 'mid-market', 'smb'])[i % 3 + 1], 'Region ' || (i % 5 + 1)
    from generate_series(1, ${sql.lit(customerCount)}) i`,
  sql`insert into sales_reps (external_id, name, team, region, quota)
    select 'r' || i, 'Rep ' || i, 'Team ' || (i % 3 + 1), 'Region ' || (i % 5 + 1), 400000
    from generate_series(1, 28) i`,
  sql`insert into pipeline (customer_id, external_id, name, rep_id, stage, amount, created_on, expected_close_on, closed_on)
    select i * 37 % 50000 + 1, 'd' || i, 'Deal ' || i, i % 28 + 1,
      case
        when closed is null then (array['lead', 'qualified', 'proposal', 'negotiation'])[i % 4 + 1]
        when i % 3 = 0 then 'closed-won'
        else 'closed-lost'
      end,
      5000 + i % 40 * 1000, created, created + 90, closed
    from generate_series(1, 900) i, lateral (select date '2026-11-22' - (i * 1096 / 900) as created) c,
      lateral (select case when created + 80 <= date '2026-11-22' and i % 10 > 0 then created + 80 end as closed) e`,
  sql`insert into pipeline_events (customer_id, deal_id, stage, entered_at)
    select customer_id, id, 'lead', created_on::timestamptz from pipeline`,
]

/**
 * `lines` order lines, two an order, over three years, in the order in which they came; on the last day only what came
 * before noon.
 */
export const makeRows = async (db: Db, lines: number, say: (done: number) => void) => {
  for (const statement of references) await statement.execute(db)
  const order = '(i + 1) / 2'
  for (let first = 1; first <= lines; first += chunk) {
    const last = Math.min(first + chunk - 1, lines)
    await sql`
      insert into transactions (customer_id, external_id, order_id, ordered_at, ordered_on, product_id, rep_id,
        quantity, unit_price, amount, region, channel, status)
      select customer, 'x' || i, 'o' || o,
        day + make_interval(secs => second % case when day = date ${sql.lit(today)} then 43200 else 86400 end), day,
        product, customer % 28 + 1, quantity, 20 + product * 3, (20 + product * 3) * quantity,
        'Region ' || (customer % 5 + 1), channel,
        case when fate < 950 then 'completed' when fate < 970 then 'pending' else 'cancelled' end
      from (
        select i, ${sql.raw(order)} as o,
          ${hash(order, 1)} % ${sql.lit(customerCount)} + 1 as customer,
          date ${sql.lit(today)} - (${sql.lit(days - 1)} - (${sql.raw(order)} - 1) * ${sql.lit(days)}::bigint / ${sql.lit(Math.ceil(lines / 2))})::integer as day,
          ${hash(order, 3)} % 86400 as second,
          (array['Direct', 'Online', 'Partner'])[${hash(order, 4)} % 3 + 1] as channel,
          ${hash(order, 5)} % 1000 as fate,
          ${hash('i', 6)} % 120 + 1 as product,
          ${hash('i', 7)} % 4 + 1 as quantity
        from generate_series(${sql.lit(first)}::bigint, ${sql.lit(last)}::bigint) i
      ) line
    `.execute(db)
    say(last)
  }
}
