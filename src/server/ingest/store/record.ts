import { hostname } from 'node:os'
import { sql } from 'kysely'
import type { Database, Db } from '../../db/database.ts'
import { troubleOf } from '../../db/trouble.ts'
import { write } from '../../db/write.ts'
import { ApiError } from '../../errors.ts'
import { ownerHere } from './staging.ts'

/** An import in the list of imports, from before its first row is read. */
export const begin = async (db: Db, fileName: string, kind: string, now: Date): Promise<number> => {
  const none = { read: 0, accepted: 0, skipped: 0, inserted: 0, updated: 0, unchanged: 0 }
  const owner = { owner: ownerHere(hostname()) }
  const { rows } = await sql<{ id: number }>`
    insert into imports (kind, file_name, file_hash, status, started_at, rows, report)
    values (${kind}, ${fileName}, '', 'running', ${now.toISOString()}, ${JSON.stringify(none)}::jsonb, ${JSON.stringify(owner)}::jsonb)
    returning id
  `.execute(db)
  if (!rows[0]) throw new Error('the import was not recorded')
  return rows[0].id
}

/** One that turned out to change nothing. */
export const forget = (db: Db, importId: number) => sql`delete from imports where id = ${importId}`.execute(db)

/** `isRepeated`: it is tried again and again by itself, and the same trouble is told once, as of now. */
export const noteFailure = async (database: Database, importId: number, error: unknown, isRepeated: boolean) => {
  const words =
    error instanceof ApiError
      ? error.message
      : (error instanceof Error && troubleOf(error)?.message) || 'The import failed; nothing of it was kept.'
  const report = JSON.stringify({ problems: [words] })
  const fail = async (tx: Db) => {
    if (isRepeated)
      await sql`
        delete from imports where status = 'failed' and report = ${report}::jsonb and id = (
          select max(b.id) from imports b join imports own on own.id = ${importId} where b.id < own.id and b.file_name = own.file_name)
      `.execute(tx)
    await sql`
      update imports set status = 'failed', finished_at = ${new Date().toISOString()}, report = ${report}::jsonb
      where id = ${importId} and status = 'running'
    `.execute(tx)
  }
  // the database may be what failed: its own error is the one to tell
  await write(database, fail).catch(() => {})
}
