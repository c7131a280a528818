import { sql } from 'kysely'
import type { Db } from '../database.ts'

/** The schemas of parts begin with this, and go on with their key. */
const prefix = 'part_'
export const schemaOf = (key: string) => `${prefix}${key}`
export const isPart = (schema: string) => schema.startsWith(prefix)

export const partSchemas = async (db: Db): Promise<string[]> => {
  const { rows } = await sql<{ name: string }>`
    select nspname as name from pg_namespace where starts_with(nspname, ${prefix}) order by nspname
  `.execute(db)
  return rows.map(({ name }) => name)
}

/** Takes parts away: they are caches, made again by the next question of somebody who has the rule. Only those of these schemas, or all. */
export const dropParts = async (db: Db, schemas?: string[]) => {
  for (const schema of schemas ?? (await partSchemas(db)))
    await sql`drop schema if exists ${sql.id(schema)} cascade`.execute(db)
}
