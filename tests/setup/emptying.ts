import { type KyselyPlugin, sql } from 'kysely'
import { dropParts } from '../../src/server/db/parts/drop.ts'
import type { Db, Database } from '../../src/server/db/database.ts'

type Sequence = { name: string; at: number; called: boolean }
/** How a migrated database is before anybody writes to it: its shape, the rows that are there, and which numbers come next. */
export type Fresh = { shape: string; filled: { name: string; rows: string }[]; sequences: Sequence[] }

const ours = sql`c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'S', 'v', 'i')`

/** Changes with every table, column, key, trigger and function that is made, changed or made anew. */
const shapeOf = async (db: Db): Promise<string> => {
  const { rows } = await sql<{ shape: string }>`
    select md5(concat(
      (select string_agg(concat(c.oid, c.relname, c.relpersistence, c.reloptions), ',' order by c.oid) from pg_class c where ${ours}),
      (select string_agg(concat(a.attrelid, a.attname, a.atttypid, a.atttypmod, a.attnotnull, a.atthasdef, a.attcollation), ',' order by a.attrelid, a.attnum)
        from pg_attribute a join pg_class c on c.oid = a.attrelid where ${ours}),
      (select string_agg(concat(oid, conname), ',' order by oid) from pg_constraint where connamespace = 'public'::regnamespace),
      (select string_agg(concat(t.oid, t.tgenabled), ',' order by t.oid) from pg_trigger t join pg_class c on c.oid = t.tgrelid where ${ours}),
      (select string_agg(concat(oid, proname, md5(prosrc)), ',' order by oid) from pg_proc where pronamespace = 'public'::regnamespace),
      (select string_agg(nspname, ',' order by nspname) from pg_namespace where nspname not like 'pg\\_%')
    )) as shape
  `.execute(db)
  return rows[0]!.shape
}

const tablesIn = async (db: Db) => {
  const { rows } = await sql<{ name: string; used: boolean }>`
    select c.relname as name, pg_relation_size(c.oid) > 0 as used from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by c.oid
  `.execute(db)
  return rows
}

const sequencesIn = async (db: Db) => {
  const { rows } = await sql<Sequence>`
    select sequencename as name, coalesce(last_value, start_value) as at, last_value is not null as called from pg_sequences
    where schemaname = 'public'
  `.execute(db)
  return rows
}

export const freshOf = async (db: Db): Promise<Fresh> => {
  const filled: Fresh['filled'] = []
  for (const { name, used } of await tablesIn(db)) {
    if (!used) continue
    const { rows } = await sql<{ rows: string }>`select json_agg(t)::text as rows from ${sql.table(name)} t`.execute(db)
    filled.push({ name, rows: rows[0]!.rows })
  }
  return { shape: await shapeOf(db), filled, sequences: await sequencesIn(db) }
}

/** Makes it what it was when it was fresh; false where its tables are others by now. */
export const empty = async ({ bulk }: Database, { shape, filled, sequences }: Fresh): Promise<boolean> => {
  await dropParts(bulk)
  await sql`discard all`.execute(bulk)
  if ((await shapeOf(bulk)) !== shape) return false
  await bulk.transaction().execute(async tx => {
    await sql`set local session_replication_role = replica`.execute(tx) // the audit log refuses to be emptied
    const used = (await tablesIn(tx)).filter(table => table.used)
    await sql`truncate ${sql.join(used.map(({ name }) => sql.table(name)))} cascade`.execute(tx)
    for (const { name, rows } of filled)
      await sql`insert into ${sql.table(name)} overriding system value
        select * from json_populate_recordset(null::${sql.table(name)}, ${rows}::json)`.execute(tx)
    await sql`
      select setval(name::regclass, at::bigint, called)
      from json_to_recordset(${JSON.stringify(sequences)}::json) as s (name text, at text, called boolean)
    `.execute(tx)
    await sql`delete from pg_statistic using pg_class c where c.oid = starelid and ${ours}`.execute(tx)
  })
  return true
}

/** The same, until it is given back: what a test left running then meets an error, not another test's rows. */
export const until = (givenBack: () => boolean, { db, bulk, within, ...rest }: Database): Database => {
  const refuse: KyselyPlugin = {
    transformQuery: ({ node }) => {
      if (givenBack()) throw new Error('this database was given back')
      return node
    },
    transformResult: async ({ result }) => result,
  }
  const held = (pools: { db: Db; bulk: Db }) => ({
    db: pools.db.withPlugin(refuse),
    bulk: pools.bulk.withPlugin(refuse),
  })
  return { ...rest, ...held({ db, bulk }), within: schema => held(within(schema)) }
}
