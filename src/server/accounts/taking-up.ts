import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Call } from '../context.ts'
import type { Db } from '../db/database.ts'
import { ApiError } from '../errors.ts'
import { findLink, type Link, useLink } from './links.ts'
import { insertPerson, type NewPerson } from './new-person.ts'
import { refuseWeak } from './passwords.ts'
import { hashPassword } from './scrypt.ts'

type Asked = { token: string; password: string; name?: string | undefined; email?: string | undefined }
type Taken = { email: string; personId: string; reset: boolean }

const refused = (words: string) => new ApiError(400, 'bad_request', words)

const makePerson = async (tx: Db, hash: string, person: Omit<NewPerson, 'verified'>): Promise<Taken> => {
  const { email, now } = person
  const personId = await insertPerson(tx, { ...person, verified: false })
  await sql`
    insert into logins (id, person_id, provider_id, account_id, password, created_at, updated_at)
    values (${randomUUID()}, ${personId}, 'credential', ${personId}, ${hash}, ${now}, ${now})
  `.execute(tx)
  return { email, personId, reset: false }
}

/** The second factor stays: who has lost it, too, asks an admin to take it away. */
const setPassword = async (tx: Db, personId: string, hash: string, now: Date): Promise<Taken> => {
  // who came by a provider has had none
  await sql`
    insert into logins (id, person_id, provider_id, account_id, password, created_at, updated_at)
    values (${randomUUID()}, ${personId}, 'credential', ${personId}, ${hash}, ${now}, ${now})
    on conflict (provider_id, account_id) do update set password = excluded.password, updated_at = excluded.updated_at
  `.execute(tx)
  await sql`delete from sessions where person_id = ${personId}`.execute(tx)
  const { rows } = await sql<{ email: string }>`
    update people set updated_at = ${now} where id = ${personId} returning email
  `.execute(tx)
  return { email: rows[0]!.email, personId, reset: true }
}

const personOf = async (db: Db, { personId }: Link) => {
  if (personId === null) return undefined
  const { rows } = await sql<{
    email: string
    name: string
  }>`select email, name from people where id = ${personId}`.execute(db)
  return rows[0]
}

/** A link becomes an account, or a new password. A password that is refused leaves the link as it is. */
export const takeUp = async ({ accounts, now }: Call, asked: Asked): Promise<Taken> => {
  const found = await findLink(accounts.db, asked.token, now)
  const known = await personOf(accounts.db, found)
  const email = known?.email ?? found.email ?? asked.email
  if (email === undefined) throw refused('email: expected your address, such as anna@example.com')
  refuseWeak(asked.password, { email, name: asked.name ?? known?.name, host: accounts.network.base?.hostname })
  const hash = await hashPassword(asked.password)
  const taken = await accounts.db.transaction().execute(async tx => {
    const { personId, role, ruleId } = await useLink(tx, asked.token, now)
    if (personId !== null) return setPassword(tx, personId, hash, now)
    if (role === null) throw new Error('an invitation has a role')
    // the link of the terminal makes the first account, and never a second one
    await sql`lock table people in share row exclusive mode`.execute(tx)
    const { rows: others } = await sql`select 1 from people limit 1`.execute(tx)
    if (found.email === null && role === 'owner' && others.length > 0)
      throw new ApiError(409, 'conflict', 'There is an owner already.')
    return makePerson(tx, hash, { email, name: asked.name ?? email.split('@')[0]!, role, ruleId, now })
  })
  accounts.changed()
  return taken
}
