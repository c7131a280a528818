import { sql } from 'kysely'
import type { Db } from '../db/database.ts'
import type { Access } from './access.ts'

export type Detail = Record<string, string | number | boolean | null>
export type Entry = { access: Access; address: string; action: string; detail: Detail; at: Date }

/** Somebody who is not signed in is whom they turned out to be: by the password or link they had. */
const whoIs = (access: Access, detail: Detail): string => {
  if (access.by === 'here') return 'this machine'
  if (access.by === 'person') return access.person.email
  if (access.by === 'key') return `${access.person.email}, key ${access.key.name}`
  return typeof detail.email === 'string' && detail.refused === undefined ? detail.email : 'somebody'
}

/** Who did what: only ever added to, which the table itself holds. */
export const record = async (db: Db, { access, address, action, detail, at }: Entry) => {
  const personId = access.by === 'person' || access.by === 'key' ? access.person.id : null
  await sql`
    insert into audit (at, who, person_id, address, action, detail)
    values (${at}, ${whoIs(access, detail)}, ${personId}, ${address}, ${action}, ${JSON.stringify(detail)}::jsonb)
  `.execute(db)
}

export type Recorded = {
  id: number
  at: string
  who: string
  address: string | null
  action: string
  detail: Record<string, unknown>
}

/** Newest first, those before an id. */
export const recorded = async (db: Db, limit: number, before: number | null): Promise<Recorded[]> => {
  const { rows } = await sql<Recorded>`
    select id, at, who, address, action, detail
    from audit where ${before}::bigint is null or id < ${before}::bigint
    order by id desc limit ${limit}
  `.execute(db)
  return rows
}
