import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Role } from '#contract/rights.ts'
import type { Db } from '../db/database.ts'
import { ApiError } from '../errors.ts'

export type NewPerson = { email: string; name: string; role: Role; verified: boolean; now: Date }

export const insertPerson = async (tx: Db, { email, name, role, verified, now }: NewPerson): Promise<string> => {
  const personId = randomUUID()
  const made = await sql`
    insert into people (id, email, email_verified, name, role, created_at, updated_at)
    values (${personId}, ${email}, ${verified}, ${name}, ${role}, ${now}, ${now}) on conflict (email) do nothing
  `.execute(tx)
  if (!made.numAffectedRows) throw new ApiError(409, 'conflict', `${email} has an account already: sign in with it.`)
  return personId
}
