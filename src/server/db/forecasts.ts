import { sql } from 'kysely'
import type { Db } from './database.ts'

/** A forecast that stood on a day. */
export type Served = {
  month: string
  horizon: number
  madeOn: string
  predicted: number
  lower80: number
  upper80: number
  lowerBound: number
  upperBound: number
  naive: number
}

/** What is kept of the forecasts as they stand: of the total and of each value that is fitted by itself. */
export type ToKeep = { fingerprint: string; rows: (Served & { dimension: string; value: string })[] }

/** Keeps forecasts; those of the same history are there once. */
export const keepForecasts = async (db: Db, { fingerprint, rows }: ToKeep) => {
  const column = (of: (row: ToKeep['rows'][number]) => unknown) => rows.map(of)
  await sql`
    insert into served_forecasts (
      fingerprint, dimension, value, month, horizon, made_on, predicted, lower80, upper80, lower95, upper95, naive
    )
    select ${fingerprint}, f.* from unnest(
      ${column(row => row.dimension)}::text[], ${column(row => row.value)}::text[],
      ${column(row => row.month)}::date[], ${column(row => row.horizon)}::int[],
      ${column(row => row.madeOn)}::date[], ${column(row => row.predicted)}::numeric[],
      ${column(row => row.lower80)}::numeric[], ${column(row => row.upper80)}::numeric[],
      ${column(row => row.lowerBound)}::numeric[], ${column(row => row.upperBound)}::numeric[],
      ${column(row => row.naive)}::numeric[]
    ) f
    on conflict do nothing
  `.execute(db)
}

/** What forecasts of invented data are worth once it is gone: they go with it, and so do plans made for it. */
export const forgetForecasts = async (tx: Db) => {
  await sql`delete from served_forecasts`.execute(tx)
  await sql`delete from forecast_targets`.execute(tx)
}
