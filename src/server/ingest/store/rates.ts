import { sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import type { Pair } from '../read/day-rates.ts'
import type { Merged } from './merge.ts'
import { staged } from './staging.ts'

/**
 * Rates by day: new ones in, differing ones replaced and journalled, equal ones untouched; what one is of the other, and the other of the one, is
 * the same rate. No row of any order changes by them.
 */
export const mergeRates = async (tx: Db, importId: number): Promise<Merged> => {
  const file = staged('rates', importId)
  const met = sql`${file} f join exchange_rates r using (day, base, quote)`
  await sql`
    insert into import_changes (import_id, table_name, row_key)
    select distinct ${importId}::bigint, 'confirmed', jsonb_build_object('import', r.import_id) from ${met} where f.rate = r.rate
  `.execute(tx)
  await sql`
    insert into import_changes (import_id, table_name, row_key, before)
    select ${importId}, 'exchange_rates', jsonb_build_object('day', day, 'base', base, 'quote', quote), to_jsonb(r)
    from ${met} where f.rate <> r.rate
  `.execute(tx)
  const { numAffectedRows: changed } = await sql`
    update exchange_rates r set rate = f.rate, import_id = ${importId} from ${file} f
    where (r.day, r.base, r.quote) = (f.day, f.base, f.quote) and r.rate <> f.rate
  `.execute(tx)
  const turned = sql`${file} f where (r.day, r.base, r.quote) = (f.day, f.quote, f.base)`
  await sql`
    insert into import_changes (import_id, table_name, row_key, before)
    select ${importId}, 'exchange_rates', jsonb_build_object('day', r.day, 'base', r.base, 'quote', r.quote), to_jsonb(r)
    from exchange_rates r, ${turned}
  `.execute(tx)
  const { numAffectedRows: replaced } = await sql`delete from exchange_rates r using ${turned}`.execute(tx)
  const { numAffectedRows: added } = await sql`
    insert into exchange_rates (day, base, quote, rate, import_id)
    select day, base, quote, rate, ${importId} from ${file} on conflict do nothing
  `.execute(tx)
  const all = await sql<{ rows: number }>`select count(*) as rows from ${file}`.execute(tx)
  const updated = Number(changed ?? 0) + Number(replaced ?? 0)
  const inserted = Number(added ?? 0) - Number(replaced ?? 0)
  return { inserted, updated, unchanged: all.rows[0]!.rows - inserted - updated }
}

/** All of them, a row a pair of currencies. */
export const pairsOf = async (db: Db): Promise<Pair[]> => {
  const { rows } = await sql<Pair>`
    select base, quote, array_agg(to_char(day, 'YYYY-MM-DD') order by day)::text as days, array_agg(rate order by day)::text as rates
    from exchange_rates group by base, quote order by base, quote
  `.execute(db)
  return rows
}
