import { sql } from 'kysely'
import type { Role } from '#contract/rights.ts'
import type { Db } from '../db/database.ts'
import { ApiError } from '../errors.ts'

export type Has = { id: number; name: string } | null
/** The rule of a join on rules `r`. */
export const has = sql<Has>`case when r.id is not null then json_build_object('id', r.id, 'name', r.name) end`

/** The rule that is to be given to somebody of this role: it stays as it is until the transaction ends. */
export const ruleFor = async (db: Db, id: number | null | undefined, role: Role): Promise<Has> => {
  if (id === null || id === undefined) return null
  if (role !== 'viewer')
    throw new ApiError(
      409,
      'conflict',
      `A person of whom a rule shows only some rows is a viewer: take the rule away first, or choose the role viewer instead of ${role}.`,
    )
  const { rows } = await sql<{
    id: number
    name: string
  }>`select id, name from rules where id = ${id} for share`.execute(db)
  if (!rows[0]) throw new ApiError(404, 'not_found', `rule: there is no rule ${id}.`)
  return rows[0]
}
