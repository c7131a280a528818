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

/** What is kept of the forecasts as they stand at a version of the data: of the total and of each value that is fitted by itself. */
export type ToKeep = { version: number; fingerprint: string; rows: (Served & { dimension: string; value: string })[] }

/** Keeps forecasts, unless the data has moved on since; those of the same history are there once. */
export const keepForecasts = async (db: Db, { version, fingerprint, rows }: ToKeep) => {
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
    where exists (select 1 from data_version where version = ${version})
    on conflict do nothing
  `.execute(db)
}

/** Writes into the journal of an import which forecasts there are: those that come later are made with its rows. */
export const noteForecasts = (tx: Db, importId: number) =>
  sql`
    insert into import_changes (import_id, table_name, row_key, before)
    select ${importId}, 'served_forecasts', '{}', coalesce(jsonb_agg(fingerprint), '[]')
    from (select distinct fingerprint from served_forecasts) there
  `.execute(tx)

/** Forecasts that were made with the rows of an import say nothing of the data without them: they go with it. */
export const forgetForecastsSince = (tx: Db, importId: number) =>
  sql`
    delete from served_forecasts f using import_changes c
    where c.import_id = ${importId} and c.table_name = 'served_forecasts' and not c.before ? f.fingerprint
  `.execute(tx)

/** What forecasts of invented data are worth once it is gone: they go with it, and so do plans made for it. */
export const forgetForecasts = async (tx: Db) => {
  await sql`delete from served_forecasts`.execute(tx)
  await sql`delete from forecast_targets`.execute(tx)
}
