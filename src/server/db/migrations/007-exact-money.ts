import { type Kysely, sql } from 'kysely'

/**
 * Money with four decimals, and what a line cost where its source says. The caches hold ten-thousandths of money now; they are made anew from the
 * lines with the next question.
 */
const statements = [
  sql`alter table products alter column unit_price type numeric(18, 4), alter column cost type numeric(18, 4)`,
  sql`alter table sales_reps alter column quota type numeric(18, 4)`,
  // what the whole line cost, in the sign of its quantity; null: the product's cost counts
  sql`alter table transactions
    alter column unit_price type numeric(18, 4), alter column discount type numeric(18, 4),
    alter column amount type numeric(18, 4), add column cost numeric(18, 4)`,
  sql`alter table pipeline alter column amount type numeric(18, 4)`,
  sql`alter table served_forecasts
    alter column predicted type numeric(18, 4), alter column lower80 type numeric(18, 4),
    alter column upper80 type numeric(18, 4), alter column lower95 type numeric(18, 4),
    alter column upper95 type numeric(18, 4), alter column naive type numeric(18, 4)`,
  sql`alter table forecast_targets alter column amount type numeric(18, 4)`,
  sql`drop table daily_metrics`,
  // as of 002; revenue, refunds, margin and covered in ten-thousandths, units in thousandths; costed: lines whose cost is known
  sql`create table daily_metrics (
    day date not null,
    orders integer not null,
    lines integer not null,
    costed integer not null,
    pending integer not null,
    cancelled integer not null,
    undated_refunds integer not null,
    no_customer integer not null,
    revenue bigint not null,
    refunds bigint not null,
    units bigint not null,
    margin bigint not null,
    covered bigint not null,
    newest_at timestamptz,
    product_id bigint,
    grain text not null,
    period text not null check (period in ('day', 'month')),
    category text,
    region text,
    channel text,
    segment text,
    categories text[]
  )`,
  sql`create index daily_metrics_grain on daily_metrics (grain, period, day, region)`,
  sql`delete from kept_grains`,
  sql`delete from daily_customers`,
  sql`delete from customer_history`,
  sql`alter table customer_history rename column cents to pips`,
  sql`delete from dirty_days`,
  sql`delete from dirty_customers`,
  sql`insert into dirty_days (day) select distinct ordered_on from transactions`,
  sql`insert into dirty_customers (customer_id) select distinct customer_id from transactions`,
]

export const up = async (db: Kysely<unknown>) => {
  for (const statement of statements) await statement.execute(db)
}
