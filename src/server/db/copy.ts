import { type RawBuilder, sql } from 'kysely'
import type { Db } from './database.ts'

/**
 * Rows in PostgreSQL's COPY text format, in bulk: into a table some four times as fast as by insert. Each driver knows these two as
 * the parameter of a COPY statement. COPY itself takes no other parameters: what a query has stands in its text.
 */
export class RowsIn {
  readonly bytes: Uint8Array
  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }
}
export class RowsOut {
  bytes: Uint8Array = new Uint8Array()
}

/** `into`: a table and its columns in parentheses. */
export const copyIn = async (db: Db, into: RawBuilder<unknown>, bytes: Uint8Array): Promise<void> => {
  if (bytes.length) await sql`copy ${into} from ${new RowsIn(bytes)}`.execute(db)
}

export const copyOut = async (db: Db, query: RawBuilder<unknown>): Promise<Uint8Array> => {
  const out = new RowsOut()
  await sql`copy (${query}) to ${out}`.execute(db)
  return out.bytes
}
