import { sql } from 'kysely'
import type { Entity } from '../read/entities.ts'
import { markUsers, plain, specs, type What } from '../store/resolve.ts'
import type { Batch } from './batch.ts'

type Row = Record<string, unknown> & { id: number; name: string }

/** The demo's are known by their key's beginning. */
const keyOf = ({ key }: Entity, importId: number) => (importId === 0 && !key.startsWith('demo-') ? `demo-${key}` : key)

/** As files' are found: by number, else by a name that only one has; customers' numbers are one in upper and lower case. */
const find = async ({ tx, importId }: Batch, what: What, list: Entity[]): Promise<(Row | null)[]> => {
  const t = sql.table(specs[what].table)
  const onlyOne = (of: ReturnType<typeof sql>) => sql`(select min(d.id) from ${t} d where ${of} having count(*) = 1)`
  const caseless = what === 'customers' ? sql`, ${onlyOne(sql`lower(d.external_id) = lower(f.key)`)}` : sql``
  const { rows } = await sql<Row & { id: number | null }>`
    with found as materialized (
      select f.number, coalesce(
        (select d.id from ${t} d where d.external_id = f.key),
        case when f.by_name then ${onlyOne(sql`${plain(what, sql`d.name`)} = ${plain(what, sql`f.name`)}`)} end
        ${caseless}) as id
      from unnest(${list.map(one => keyOf(one, importId))}::text[], ${list.map(({ key }) => key)}::text[],
        ${list.map(({ byName }) => byName)}::boolean[]) with ordinality as f (key, name, by_name, number)
    )
    select d.* from found left join ${t} d on d.id = found.id order by found.number
  `.execute(tx)
  return rows.map(row => (row.id === null ? null : row))
}

const add = async ({ tx, importId }: Batch, what: What, added: Entity[]): Promise<number[]> => {
  const { table, attributes, needed } = specs[what]
  const t = sql.table(table)
  const json = added.map(one => ({
    external_id: keyOf(one, importId),
    name: one.name ?? one.key,
    ...Object.fromEntries(attributes.map((attribute, i) => [attribute, one.attributes[i] ?? null])),
  }))
  const values = attributes.map(name => (needed[name] ? `coalesce(${name}, ${needed[name]})` : name)).join(', ')
  const { rows } = await sql<{ id: number; key: string }>`
    insert into ${t} (external_id, name, ${sql.raw(attributes.join(', '))})
    select external_id, name, ${sql.raw(values)} from jsonb_populate_recordset(null::${t}, ${JSON.stringify(json)}::jsonb)
    returning id, external_id as key
  `.execute(tx)
  const ids = new Map(rows.map(({ key, id }) => [key, id]))
  if (importId)
    await sql`
      insert into import_changes (import_id, table_name, row_key)
      select ${importId}, ${table}, jsonb_build_object('id', id) from unnest(${[...ids.values()]}::bigint[]) as id
    `.execute(tx)
  return added.map(one => ids.get(keyOf(one, importId))!)
}

/** The state before the first of the day's batches that changed it is what an undo goes back to. */
const change = async ({ tx, importId }: Batch, what: What, changed: Row[]) => {
  const { table, attributes } = specs[what]
  const t = sql.table(table)
  const ids = changed.map(({ id }) => id)
  await sql`
    insert into import_changes (import_id, table_name, row_key, before)
    select ${importId}, ${table}, k.key, to_jsonb(d)
    from ${t} d, jsonb_build_object('id', d.id) as k (key)
    where d.id = any(${ids}::bigint[]) and not exists (
      select 1 from import_changes c where c.import_id = ${importId} and c.table_name = ${table} and c.row_key = k.key)
  `.execute(tx)
  await sql`
    update ${t} d set ${sql.raw(['name', ...attributes].map(column => `${column} = w.${column}`).join(', '))}
    from jsonb_populate_recordset(null::${t}, ${JSON.stringify(changed)}::jsonb) w where w.id = d.id
  `.execute(tx)
  await markUsers(tx, what, ids)
}

/** The ids of those whom rows name, new ones made; what rows say differently of known ones is changed, but not by the demo's. */
export const resolveNames = async (batch: Batch, what: What, list: Entity[]): Promise<number[]> => {
  if (list.length === 0) return []
  const found = await find(batch, what, list)
  const isNew = list.filter((_, i) => found[i] === null)
  const added = isNew.length ? await add(batch, what, isNew) : []
  const { attributes } = specs[what]
  const changed = new Map<number, Row>()
  for (const [i, entity] of list.entries()) {
    const known = found[i]
    if (!known || changed.has(known.id)) continue
    const wanted: Row = { ...known, name: entity.byName ? known.name : (entity.name ?? known.name) }
    attributes.forEach((attribute, at) => (wanted[attribute] = entity.attributes[at] ?? known[attribute]))
    if (['name', ...attributes].some(column => wanted[column] !== known[column])) changed.set(known.id, wanted)
  }
  if (changed.size && batch.importId) await change(batch, what, [...changed.values()])
  return found.map(known => known?.id ?? added.shift()!)
}
