import { type Kysely, sql } from 'kysely'

/**
 * Forecasts that were served, each with the day it was made: a month that is over is held against them. `dimension` and
 * `value` are empty for the total. `fingerprint` names the history a forecast was made from: the same history gives the
 * same forecast, which is kept once. `forecast_targets`: plans that people set, by the year in which the fiscal year
 * begins; `month` 0 for an annual plan, else 1–12 from its first month.
 */
const statements = [
  sql`create table served_forecasts (
    fingerprint text not null,
    dimension text not null,
    value text not null,
    month date not null,
    horizon integer not null,
    made_on date not null,
    predicted numeric(18, 2) not null,
    lower80 numeric(18, 2) not null,
    upper80 numeric(18, 2) not null,
    lower95 numeric(18, 2) not null,
    upper95 numeric(18, 2) not null,
    naive numeric(18, 2) not null,
    primary key (dimension, value, month, fingerprint)
  )`,
  sql`create table forecast_targets (
    year integer not null,
    month integer not null check (month between 0 and 12),
    amount numeric(18, 2) not null,
    set_at timestamptz not null,
    primary key (year, month)
  )`,
]

export const up = async (db: Kysely<unknown>) => {
  for (const statement of statements) await statement.execute(db)
}
