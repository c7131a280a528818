import { type RawBuilder, sql } from 'kysely'
import { markLines } from '../../db/write.ts'
import { staged } from './staging.ts'
import type { Db } from '../../db/database.ts'

export type What = 'products' | 'customers' | 'reps'

export const specs: Record<What, { table: string; attributes: string[]; needed: Record<string, string>; one: string }> =
  {
    products: {
      table: 'products',
      attributes: ['category', 'unit_price', 'cost', 'is_active'],
      needed: { category: `'Unknown'`, is_active: 'true' },
      one: 'product',
    },
    customers: {
      table: 'customers',
      attributes: ['company', 'industry', 'segment', 'region', 'acquisition_channel'],
      needed: { segment: `'Unknown'` },
      one: 'customer',
    },
    reps: {
      table: 'sales_reps',
      attributes: ['team', 'region', 'quota', 'hire_date'],
      needed: {},
      one: 'sales representative',
    },
  }

/**
 * A name as people mean it. Products' names lose spaces and punctuation too (GTXPro is GTX Pro); people and companies
 * only case and double spaces.
 */
export const plain = (what: What, column: RawBuilder<unknown>) =>
  what === 'products'
    ? sql`lower(regexp_replace(${column}, '[[:space:]._/&''-]+', '', 'g'))`
    : sql`lower(regexp_replace(trim(${column}), '[[:space:]]+', ' ', 'g'))`

/** What follows a table's name in the journal, of rows that a file about them had as they were. */
export const confirmed = ' confirmed'

/** The order lines of products or customers that changed. */
export const markUsers = async (tx: Db, what: What, ids: number[]) => {
  if (what === 'products') await markLines(tx, sql`t.product_id = any(${ids}::bigint[])`)
  if (what === 'customers') await markLines(tx, sql`t.customer_id = any(${ids}::bigint[])`)
}

/**
 * Finds each product, customer or representative of a file among the known ones: by its number, else (where the file
 * only has names) by its name; makes the new ones and updates what the file says differently. Each change is
 * journalled.
 * `itsOwn`: the file is about them, so that its spelling of a name counts.
 */
export const resolve = async (
  tx: Db,
  importId: number,
  what: What,
  itsOwn: boolean,
): Promise<{ inserted: number; updated: number; notes: string[] }> => {
  const { table, attributes, needed, one } = specs[what]
  const s = staged(what, importId)
  const t = sql.table(table)
  const list = (prefix: string) => sql.raw(attributes.map(name => `${prefix}${name}`).join(', '))

  await sql`update ${s} set id = d.id from ${t} d where d.external_id = key`.execute(tx)
  const known = sql.table(`named_${importId}`)
  const takeOnlyOnes = async (theirs: RawBuilder<unknown>, ours: RawBuilder<unknown>, which: RawBuilder<unknown>) => {
    await sql`
      create temporary table ${known} on commit drop as
      select min(id) as id, ${ours} as called from ${t}
      where ${ours} in (select ${theirs} from ${s} s where s.id is null and ${which}) group by 2 having count(*) = 1
    `.execute(tx)
    await sql`update ${s} set id = d.id from ${known} d where ${s}.id is null and ${which} and d.called = ${theirs}`.execute(
      tx,
    )
    await sql`drop table ${known}`.execute(tx)
  }
  await takeOnlyOnes(plain(what, sql`key`), plain(what, sql`name`), sql`by_name`)
  // customers' numbers are one in upper and lower case
  if (what === 'customers') await takeOnlyOnes(sql`lower(key)`, sql`lower(external_id)`, sql`true`)
  const spelt = await sql<{ key: string; name: string }>`
    select s.key, d.name from ${s} s join ${t} d on d.id = s.id where s.by_name and s.key <> d.name order by s.number
    limit 5
  `.execute(tx)

  const values = attributes.map(name => (needed[name] ? `coalesce(${name}, ${needed[name]})` : name)).join(', ')
  await sql`
    insert into ${t} (external_id, name, ${list('')}) select key, coalesce(name, key), ${sql.raw(values)} from ${s}
    where id is null order by number
  `.execute(tx)
  const added = await sql<{ id: number }>`
    update ${s} set id = d.id, is_new = true from ${t} d where ${s}.id is null and d.external_id = key returning d.id
  `.execute(tx)
  await sql`
    insert into import_changes (import_id, table_name, row_key, before)
    select ${importId}, ${table}, jsonb_build_object('id', id), null from ${s} where is_new
  `.execute(tx)

  if (itsOwn) {
    await sql`
      insert into import_changes (import_id, table_name, row_key)
      select distinct ${importId}::bigint, ${table + confirmed}, jsonb_build_object('id', id) from ${s}
      where is_new is null
    `.execute(tx)
  }

  // two spellings of one name are one row: the first counts
  const name = itsOwn
    ? sql`coalesce(s.name, d.name)`
    : sql`case when s.by_name then d.name else coalesce(s.name, d.name) end`
  const wanted = sql`
    select d.id, d.external_id, ${name} as name,
      ${sql.raw(attributes.map(column => `coalesce(s.${column}, d.${column}) as ${column}`).join(', '))}
    from (select distinct on (id) * from ${s} where is_new is null order by id, number) s join ${t} d on d.id = s.id
  `
  const changed = await sql<{ id: number }>`
    insert into import_changes (import_id, table_name, row_key, before)
    select ${importId}, ${table}, jsonb_build_object('id', d.id), to_jsonb(d)
    from (${wanted}) w join ${t} d on d.id = w.id
    where (w.name, ${list('w.')}) is distinct from (d.name, ${list('d.')})
    returning (row_key->>'id')::bigint as id
  `.execute(tx)
  const ids = changed.rows.map(({ id }) => id)
  if (ids.length) {
    const set = sql.raw(['name', ...attributes].map(column => `${column} = excluded.${column}`).join(', '))
    await sql`
      insert into ${t} (id, external_id, name, ${list('')}) select w.id, w.external_id, w.name, ${list('w.')}
      from (${wanted}) w where w.id = any(${ids}::bigint[]) on conflict (id) do update set ${set}
    `.execute(tx)
    await markUsers(tx, what, ids)
  }
  return {
    inserted: added.rows.length,
    updated: ids.length,
    notes: itsOwn ? [] : spelt.rows.map(({ key, name: known }) => `"${key}" is taken as the ${one} "${known}".`),
  }
}
