import { sql } from 'kysely'
import { forgetForecasts, forgetForecastsSince } from '../../db/forecasts.ts'
import { markLines } from '../../db/write.ts'
import { ApiError } from '../../errors.ts'
import { confirmed } from './resolve.ts'
import type { Db } from '../../db/database.ts'

/** Rows of the demo carry this import id, reference rows an external id that starts with `demo-`. */
const demoImport = 0

const facts = ['pipeline_events', 'pipeline_changes', 'pipeline', 'transactions', 'exchange_rates'] as const
const histories: readonly string[] = ['pipeline_events', 'pipeline_changes']
const dimensions = { products: 'product_id', customers: 'customer_id', sales_reps: 'rep_id' } as const

/** Ids that order lines or deals refer to, as PostgreSQL writes an array: they only go back to it, and can be many. */
const usedIds = async (tx: Db, column: string): Promise<string> => {
  const { rows } = await sql<{ ids: string }>`
    select coalesce(array_agg(id), '{}')::text as ids from (
      select ${sql.ref(column)} as id from transactions where ${sql.ref(column)} is not null
      union
      select ${sql.ref(column)} from pipeline where ${sql.ref(column)} is not null
    ) used
  `.execute(tx)
  return rows[0]!.ids
}

export const hasDemo = async (db: Db): Promise<boolean> => {
  const { rows } = await sql<{ demo: boolean }>`
    select demo_seed is not null or exists (select 1 from transactions where import_id = ${demoImport}) as demo from settings
  `.execute(db)
  return rows[0]?.demo ?? false
}

/** Takes the demo's rows out, within the caller's transaction. Returns how many order lines and deals. */
export const removeDemo = async (tx: Db): Promise<number> => {
  // an import under way may be about its products and customers
  await sql`select pg_advisory_xact_lock(5001, 2)`.execute(tx)
  // who continues the demo takes this row first, too: on Citus a table that each machine has is written by one at a time
  await sql`select 1 from settings for update`.execute(tx)
  if (await hasDemo(tx)) await forgetForecasts(tx)
  await markLines(tx, sql`t.import_id = ${demoImport}`)
  let removed = 0
  for (const table of facts) {
    const { numAffectedRows } = await sql`delete from ${sql.table(table)} where import_id = ${demoImport}`.execute(tx)
    if (!histories.includes(table)) removed += Number(numAffectedRows ?? 0)
  }
  for (const [table, column] of Object.entries(dimensions)) {
    const used = await usedIds(tx, column)
    await sql`delete from ${sql.table(table)} where external_id like 'demo-%' and id not in (select unnest(${used}::bigint[]))`.execute(
      tx,
    )
  }
  // demo_until stays: the demo was here once, and the next start does not bring it back; demo_start, so that it can
  await sql`update settings set demo_seed = null`.execute(tx)
  return removed
}

/** Imports whose rows a later one changed, or had as they are: import → the earliest of those. */
export const blockedImports = async (db: Db): Promise<Map<number, number>> => {
  const { rows } = await sql<{ id: number; by: number }>`
    with later as (
      select (before->>'import_id')::bigint as id, import_id as by from import_changes where table_name in ('transactions', 'pipeline', 'pipeline_events', 'pipeline_changes', 'exchange_rates')
      union
      select a.import_id, b.import_id
      from import_changes a join import_changes b on b.table_name in (a.table_name, a.table_name || ${confirmed}) and b.row_key = a.row_key
      where a.table_name in ('products', 'customers', 'sales_reps', 'stages') and b.import_id > a.import_id
      union
      select (row_key->>'import')::bigint, import_id from import_changes where table_name = 'confirmed'
      union
      select d.import_id, e.import_id
      from pipeline d join pipeline_events e on e.customer_id = d.customer_id and e.deal_id = d.id
      where e.import_id > d.import_id
    )
    select id, min(by) as by from later where by > id group by 1
  `.execute(db)
  return new Map(rows.map(({ id, by }) => [id, by]))
}

const restoreDimension = async (tx: Db, importId: number, table: keyof typeof dimensions) => {
  const t = sql.table(table)
  const changed = await sql<{ id: number }>`
    select (row_key->>'id')::bigint as id from import_changes where import_id = ${importId} and table_name = ${table} and before is not null
  `.execute(tx)
  const ids = changed.rows.map(({ id }) => id)
  const columns = {
    products: ['name', 'category', 'unit_price', 'cost', 'is_active'],
    customers: ['name', 'company', 'industry', 'segment', 'region', 'acquisition_channel'],
    sales_reps: ['name', 'team', 'region', 'quota', 'hire_date'],
  }[table]
  if (ids.length) {
    await sql`
      insert into ${t} select b.* from import_changes c, jsonb_populate_record(null::${t}, c.before) b join ${t} d on d.id = b.id
      where c.import_id = ${importId} and c.table_name = ${table} and c.before is not null
      on conflict (id) do update set ${sql.raw(columns.map(column => `${column} = excluded.${column}`).join(', '))}
    `.execute(tx)
    if (table === 'products') await markLines(tx, sql`t.product_id = any(${ids}::bigint[])`)
    if (table === 'customers') await markLines(tx, sql`t.customer_id = any(${ids}::bigint[])`)
  }
  const used = await usedIds(tx, dimensions[table])
  // those that other imports still use or have stay, until the last of these is undone
  const gone = await sql<{ id: number }>`
    delete from ${t} where id not in (select unnest(${used}::bigint[])) and id in (
      select (c.row_key->>'id')::bigint from import_changes c join imports i on i.id = c.import_id
      where (c.import_id = ${importId} or i.status = 'undone') and c.table_name = ${table} and c.before is null
    ) and id not in (
      select (c.row_key->>'id')::bigint from import_changes c join imports i on i.id = c.import_id
      where c.import_id <> ${importId} and i.status = 'done' and c.table_name in (${table}, ${table + confirmed})
    ) returning id
  `.execute(tx)
  const goneIds = gone.rows.map(({ id }) => id)
  await sql`
    delete from import_changes where table_name = ${table} and before is null and (row_key->>'id')::bigint = any(${goneIds}::bigint[])
  `.execute(tx)
  return { removed: goneIds.length, restored: ids.length }
}

const restoreStages = async (tx: Db, importId: number) => {
  await sql`
    delete from stages where name in (select row_key->>'name' from import_changes where import_id = ${importId} and table_name = 'stages')
      and name not in (select stage from pipeline)
  `.execute(tx)
  await sql`
    insert into stages (name, position, kind, probability)
    select b.name, b.position, b.kind, b.probability from import_changes c, jsonb_populate_record(null::stages, c.before) b
    where c.import_id = ${importId} and c.table_name = 'stages' and c.before is not null
    on conflict (name) do update set position = excluded.position, kind = excluded.kind, probability = excluded.probability
  `.execute(tx)
}

/** Currency, time zone and how such columns were read go back, or where a later import stands on them, to the journal of that one. */
const restoreSettings = async (tx: Db, importId: number) => {
  const ofOwn = (table: string) => sql`import_id = ${importId} and table_name = ${table}`
  const later = await sql<{ first: number | null }>`
    select min(id) as first from imports where id <> ${importId} and status = 'done' and kind in ('orders', 'deals', 'api')
  `.execute(tx)
  const heir = later.rows[0]?.first ?? null
  if (heir !== null) await sql`update import_changes set import_id = ${heir} where ${ofOwn('settings')}`.execute(tx)
  await sql`
    update settings set currency = coalesce(c.before->>'currency', settings.currency),
      timezone = coalesce(c.before->>'timezone', settings.timezone)
    from import_changes c where ${ofOwn('settings')}
  `.execute(tx)

  const next = sql`(select l.import_id from import_changes l where l.table_name = c.table_name and l.row_key = c.row_key and l.import_id > c.import_id order by 1 limit 1)`
  const own = sql`(select row_key, before, ${next} as next from import_changes c where ${ofOwn('import_mappings')}) own`
  await sql`
    update import_changes c set before = own.before from ${own} where c.table_name = 'import_mappings' and c.row_key = own.row_key and c.import_id = own.next
  `.execute(tx)
  await sql`
    update import_mappings m set kind = b.kind, mapping = b.mapping, styles = b.styles, saved_at = b.saved_at
    from ${own}, jsonb_populate_record(null::import_mappings, own.before) b where m.signature = b.signature and own.next is null
  `.execute(tx)
  await sql`delete from import_mappings where signature in (select row_key->>'signature' from ${own} where before is null and next is null)`.execute(
    tx,
  )
}

/** The first import whose order lines or deals are of products, customers or representatives that an import of these brought. */
const firstUser = async (tx: Db, importId: number, table: keyof typeof dimensions): Promise<number | null> => {
  const column = sql.ref(dimensions[table])
  const brought = sql`(select (row_key->>'id')::bigint from import_changes where import_id = ${importId} and table_name = ${table} and before is null)`
  const { rows } = await sql<{ first: number | null }>`
    select min(import_id) as first from (
      select import_id from transactions where ${column} in ${brought} union all select import_id from pipeline where ${column} in ${brought}
    ) used
  `.execute(tx)
  return rows[0]?.first ?? null
}

/** As people know it. */
const named = async (tx: Db, importId: number): Promise<string> => {
  const { rows } = await sql<{ name: string }>`select file_name as name from imports where id = ${importId}`.execute(tx)
  return `The import of ${rows[0]!.name} (number ${importId})`
}

const isDimension = (kind: string): kind is keyof typeof dimensions => kind in dimensions

/** Takes an import back, within the caller's transaction: its rows go, those it replaced return as they were. */
export const undoImport = async (tx: Db, importId: number): Promise<{ removed: number; restored: number }> => {
  await sql`select pg_advisory_xact_lock(5001, 2)`.execute(tx)
  const { rows } = await sql<{
    status: string
    kind: string
  }>`select status, kind from imports where id = ${importId}`.execute(tx)
  const found = rows[0]
  if (!found) throw new ApiError(404, 'not_found', `There is no import ${importId}.`)
  if (found.status !== 'done')
    throw new ApiError(409, 'conflict', `This import is ${found.status}; only a finished one can be undone.`)
  const by = (await blockedImports(tx)).get(importId)
  if (by !== undefined)
    throw new ApiError(
      409,
      'conflict',
      `${await named(tx, by)} later changed or confirmed rows of this one. Undo that one first.`,
    )
  const user = isDimension(found.kind) ? await firstUser(tx, importId, found.kind) : null
  if (user !== null)
    throw new ApiError(
      409,
      'conflict',
      `${await named(tx, user)} is about ${found.kind.replace('_', ' ')} that this one brought. Undo that one first.`,
    )

  let removed = 0
  let restored = 0
  await markLines(tx, sql`t.import_id = ${importId}`)
  for (const table of facts) {
    const t = sql.table(table)
    const gone = await sql`delete from ${t} where import_id = ${importId}`.execute(tx)
    const back = await sql`
      insert into ${t} select b.* from import_changes c, jsonb_populate_record(null::${t}, c.before) b
      where c.import_id = ${importId} and c.table_name = ${table}
    `.execute(tx)
    if (table === 'transactions') {
      const keys = sql`select row_key->>'id' from import_changes where import_id = ${importId} and table_name = 'transactions'`
      await markLines(tx, sql`t.id in (select (k.id)::bigint from (${keys}) k (id))`)
    }
    if (histories.includes(table)) continue
    restored += Number(back.numAffectedRows ?? 0)
    removed += Number(gone.numAffectedRows ?? 0) - Number(back.numAffectedRows ?? 0)
  }
  for (const table of Object.keys(dimensions) as (keyof typeof dimensions)[]) {
    const change = await restoreDimension(tx, importId, table)
    if (found.kind !== table) continue
    removed += change.removed
    restored += change.restored
  }
  await forgetForecastsSince(tx, importId)
  await restoreStages(tx, importId)
  await restoreSettings(tx, importId)
  await sql`delete from import_changes where import_id = ${importId} and not (table_name = any(${Object.keys(dimensions)}::text[]) and before is null)`.execute(
    tx,
  )
  await sql`update imports set status = 'undone' where id = ${importId}`.execute(tx)
  return { removed, restored }
}
