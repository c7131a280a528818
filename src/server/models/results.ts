import { sql } from 'kysely'
import type { Context } from '../context.ts'
import type { Source } from '../db/database.ts'
import { keepTo } from '../db/state.ts'

/** What a result is kept under: a model with its settings, on a version of the data. */
export type ResultKey = { model: string; settings: string; version: number }

/** A result from the database; null where there is none of this version. */
export const storedResult = async (
  read: Context['read'],
  { model, settings, version }: ResultKey,
): Promise<Uint8Array | null> => {
  const [row] = await read(sql<{ result: Uint8Array }>`
    select result from model_results where model = ${model} and settings = ${settings} and version = ${version}
  `)
  return row?.result ?? null
}

const day = 24 * 60 * 60 * 1000

/**
 * Keeps a result for later starts. Several processes may have found the same: the newest version stays. What is out of
 * date goes.
 */
export const storeResult = (source: Source, { model, settings, version }: ResultKey, result: Uint8Array, now: Date) =>
  source.bulk.transaction().execute(async tx => {
    await keepTo(tx, source)
    await sql`
      delete from model_results where model = ${model}
        and (version < ${version} or made_at < ${new Date(now.getTime() - 7 * day)}::timestamptz)
    `.execute(tx)
    await sql`
      insert into model_results (model, settings, version, made_at, result)
      values (${model}, ${settings}, ${version}, ${now}::timestamptz, ${result}::bytea)
      on conflict (model, settings) do update set version = excluded.version, made_at = excluded.made_at,
        result = excluded.result
      where model_results.version <= excluded.version
    `.execute(tx)
  })
