import { type Kysely, sql } from 'kysely'

/**
 * Sums in whole numbers, and customers by several dimensions. The caches are made anew from the lines with the next
 * question.
 */
const statements = [
  sql`drop table daily_metrics`,
  // adding up 64-bit numbers as such, not as sum() does by way of numeric: several times faster, and an overflow is an
  // error
  sql`create aggregate add_up (bigint) (sfunc = int8pl, stype = bigint, combinefunc = int8pl, parallel = safe)`,
  // revenue, refunds and covered in hundredths, units in thousandths, margin in hundred-thousandths, as the lines have
  // them.
  // Columns that a grain is not about are null; categories only in the grains of baskets, newest_at only by day.
  // Columns of fixed width first: rows are read faster.
  sql`create table daily_metrics (
    day date not null,
    orders integer not null,
    lines integer not null,
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
  sql`drop table daily_customers`,
  // columns that a grain is not about are null
  sql`create table daily_customers (
    grain text not null,
    period text not null check (period in ('day', 'month')),
    day date not null,
    category text,
    region text,
    channel text,
    block integer not null,
    bits bit(16384) not null
  )`,
  sql`create index daily_customers_grain on daily_customers (grain, period, day)`,
  sql`alter table customer_history drop constraint customer_history_grain_check`,
  sql`alter table customer_history add constraint customer_history_grain_check check (grain in ('all', 'category', 'region', 'channel', 'region+channel', 'full'))`,
  sql`delete from kept_grains`,
  sql`insert into dirty_days (day) select distinct ordered_on from transactions`,
  sql`insert into dirty_customers (customer_id) select distinct customer_id from transactions`,
]

export const up = async (db: Kysely<unknown>) => {
  for (const statement of statements) await statement.execute(db)
}
