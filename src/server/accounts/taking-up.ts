import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Role } from '#contract/rights.ts'
import type { Call } from '../context.ts'
import type { Db } from '../db/database.ts'
import { ApiError } from '../errors.ts'
import { findLink, type Link, useLink } from './links.ts'
import { refuseWeak } from './passwords.ts'
import { hashPassword } from './scrypt.ts'

type Asked = { token: string; password: string; name?: string | undefined; email?: string | undefined }
type Taken = { email: string; personId: string }

const refused = (words: string) => new ApiError(400, 'bad_request', words)

type NewPerson = { email: string; name: string; role: Role; ruleId: number | null; hash: string; now: Date }

const makePerson = async (tx: Db, { email, name, role, ruleId, hash, now }: NewPerson): Promise<Taken> => {
  const personId = randomUUID()
  const made = await sql`
    insert into people (id, email, email_verified, name, role, rule_id, created_at, updated_at)
    values (${personId}, ${email}, false, ${name}, ${role}, ${ruleId}, ${now}, ${now}) on conflict (email) do nothing
  `.execute(tx)
  if (!made.numAffectedRows) throw new ApiError(409, 'conflict', `${email} has an account already: sign in with it.`)
  await sql`
    insert into logins (id, person_id, provider_id, account_id, password, created_at, updated_at)
    values (${randomUUID()}, ${personId}, 'credential', ${personId}, ${hash}, ${now}, ${now})
  `.execute(tx)
  return { email, personId }
}

/** Whoever gets a link by hand from an admin may have lost the authenticator, too: the second factor goes. */
const setPassword = async (tx: Db, personId: string, hash: string, now: Date): Promise<Taken> => {
  await sql`update logins set password = ${hash}, updated_at = ${now} where person_id = ${personId} and provider_id = 'credential'`.execute(
    tx,
  )
  await sql`delete from two_factors where person_id = ${personId}`.execute(tx)
  await sql`delete from sessions where person_id = ${personId}`.execute(tx)
  const { rows } = await sql<{ email: string }>`
    update people set two_factor_enabled = false, updated_at = ${now} where id = ${personId} returning email
  `.execute(tx)
  return { email: rows[0]!.email, personId }
}

const emailOf = async (db: Db, link: Link, asked: Asked) => {
  if (link.personId === null) return link.email ?? asked.email
  const { rows } = await sql<{ email: string }>`select email from people where id = ${link.personId}`.execute(db)
  return rows[0]?.email
}

/** A link becomes an account, or a new password. A password that is refused leaves the link as it is. */
export const takeUp = async ({ accounts, now }: Call, asked: Asked): Promise<Taken> => {
  const found = await findLink(accounts.db, asked.token, now)
  const email = await emailOf(accounts.db, found, asked)
  if (email === undefined) throw refused('email: expected your address, such as anna@example.com')
  refuseWeak(asked.password, email)
  const hash = await hashPassword(asked.password)
  const taken = await accounts.db.transaction().execute(async tx => {
    const { personId, role, ruleId } = await useLink(tx, asked.token, now)
    if (personId !== null) return setPassword(tx, personId, hash, now)
    if (role === null) throw new Error('an invitation has a role')
    // the link of the terminal makes the first account, and never a second one
    await sql`lock table people in share row exclusive mode`.execute(tx)
    const { rows: others } = await sql`select from people limit 1`.execute(tx)
    if (found.email === null && role === 'owner' && others.length > 0)
      throw new ApiError(409, 'conflict', 'There is an owner already.')
    return makePerson(tx, { email, name: asked.name ?? email.split('@')[0]!, role, ruleId, hash, now })
  })
  accounts.changed()
  return taken
}
